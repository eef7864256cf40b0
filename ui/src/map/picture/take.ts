/**
 * Takes a picture of the map: PNG or SVG, on light paper whatever the window's theme.
 *
 * A second map of the same size is drawn out of sight, so that the one on the screen does not flicker and the picture is
 * sharp on paper.
 */
import type { Failure } from '../../bindings/Failure';
import type { Host } from '../../host';
import type { LayerShown } from '../../state/mapview.svelte';
import type { Grid } from '../grid-layer';
import { MapCanvas } from '../map-canvas';
import { denominator } from '../scale';
import { PAPER, layerStyle } from '../style/files';
import { CanvasPen } from './canvas-pen';
import { drawFurniture, pictureLayout, type LegendEntry, type PictureWords } from './furniture';
import { SvgPen } from './svg-pen';
import { MOST_CORNERS, classesInSight, cornersInSight, drawVectorMap } from './vector-map';

export interface PictureWish {
  kind: 'png' | 'svg';
  host: Pick<Host, 'tile'>;
  /** The map on the screen: its plane, place and size are taken. */
  from: MapCanvas;
  layers: { id: string; name: string }[];
  revision: number;
  shown: readonly LayerShown[];
  grids: (canvas: MapCanvas) => Grid[];
  words: PictureWords;
  names: (layer: string, id: string) => string | undefined;
  /** Name of a class in the reviewer's language. */
  className: (text: { zh: string; en: string }) => string;
  /** Outline of a measurement, and what is chosen, as on the screen. */
  copy: (canvas: MapCanvas) => void;
}

/** Device pixels a CSS pixel of a PNG: 192 an inch. */
const SHARPNESS = 2;
/** Tiles that have not come by then never will. */
const PATIENCE_MS = 60_000;

export async function takePicture(wish: PictureWish): Promise<Uint8Array> {
  const [width, height] = wish.from.map.getSize() as [number, number];
  const aside = document.createElement('div');
  Object.assign(aside.style, {
    position: 'fixed',
    left: '-20000px',
    top: '0',
    width: `${width}px`,
    height: `${height}px`,
  });
  aside.setAttribute('aria-hidden', 'true');
  document.body.append(aside);
  const failures: unknown[] = [];
  const conditions = {
    theme: 'light',
    pixelRatio: wish.kind === 'png' ? SHARPNESS : 1,
    groundPerUnit: wish.from.groundPerUnit,
  } as const;
  const silent = () => undefined;
  const events = { pointer: silent, clicked: silent, doubleClicked: silent, moved: silent, loading: silent };
  const canvas = new MapCanvas(
    aside,
    wish.host,
    { ...events, failed: (thrown) => failures.push(thrown) },
    conditions,
    wish.names,
  );
  try {
    await draw(canvas, wish);
    if (failures.length > 0) throw failures[0];
    return wish.kind === 'png' ? await png(canvas, wish, width, height) : svg(canvas, wish, width, height);
  } finally {
    canvas.dispose();
    aside.remove();
  }
}

async function draw(canvas: MapCanvas, wish: PictureWish): Promise<void> {
  const plane = wish.from.plane;
  if (!plane) throw failure('没有打开的地图。', 'No map is open.', '请先打开一个项目。', 'Open a project first.');
  canvas.setPlane(plane, null);
  canvas.setConditions({
    theme: 'light',
    pixelRatio: wish.kind === 'png' ? SHARPNESS : 1,
    groundPerUnit: wish.from.groundPerUnit,
  });
  canvas.go(wish.from.viewpoint(), 0);
  canvas.stack.setLayers(
    wish.layers.map((layer) => layer.id),
    wish.revision,
  );
  canvas.stack.arrange(wish.shown);
  canvas.grid.setGrids(wish.grids(canvas), 'light');
  wish.copy(canvas);
  await rendered(canvas);
  canvas.labels.place();
  await rendered(canvas);
}

function rendered(canvas: MapCanvas): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = failure(
      '地图在一分钟内没有画完。',
      'The map was not drawn within a minute.',
      '请放大后再试。',
      'Zoom in and try again.',
    );
    const timer = setTimeout(() => reject(late), PATIENCE_MS);
    canvas.map.once('rendercomplete', () => {
      clearTimeout(timer);
      resolve();
    });
    canvas.map.render();
  });
}

/** Entries for what is on the map, uppermost layer first. */
function legend(canvas: MapCanvas, wish: PictureWish): LegendEntry[] {
  const view = canvas.map.getView();
  const resolution = view.getResolution() ?? 1;
  const extent = view.calculateExtent(canvas.map.getSize());
  return [...canvas.stack.drawn].reverse().flatMap(({ id, layer }) => {
    if (!layer.getVisible() || layer.getOpacity() === 0) return [];
    const style = layerStyle(id);
    const inSight = classesInSight(id, layer, extent, resolution);
    const several = style.classes.filter((one) => one.legend !== false).length > 1;
    const name = wish.layers.find((one) => one.id === id)?.name ?? id;
    return style.classes.flatMap((one, index): LegendEntry[] =>
      inSight.has(index) && one.legend !== false
        ? [{ layer: id, style: one, name: several ? wish.className(one.name) : name }]
        : [],
    );
  });
}

async function png(canvas: MapCanvas, wish: PictureWish, width: number, height: number): Promise<Uint8Array> {
  const entries = legend(canvas, wish);
  const layout = pictureLayout(width, height, entries.length, wish.words.notes.length);
  const sheet = document.createElement('canvas');
  sheet.width = Math.round(layout.width * SHARPNESS);
  sheet.height = Math.round(layout.height * SHARPNESS);
  const context = sheet.getContext('2d');
  if (!context) throw noMemory();
  context.fillStyle = PAPER.paper.light;
  context.fillRect(0, 0, sheet.width, sheet.height);
  compose(context, canvas, layout.map.x * SHARPNESS, layout.map.y * SHARPNESS);
  context.setTransform(SHARPNESS, 0, 0, SHARPNESS, 0, 0);
  const { ground, scale } = measures(canvas);
  drawFurniture(new CanvasPen(context, scale, 'light', SHARPNESS), layout, wish.words, entries, ground, scale, 'light');
  const blob = await new Promise<Blob | null>((resolve) => sheet.toBlob(resolve, 'image/png'));
  if (!blob) throw noMemory();
  return new Uint8Array(await blob.arrayBuffer());
}

/** Puts the layers' canvases on one another, as the page shows them. */
function compose(context: CanvasRenderingContext2D, { map }: MapCanvas, x: number, y: number): void {
  const [width, height] = map.getSize() as [number, number];
  context.save();
  context.beginPath();
  context.rect(x, y, width * SHARPNESS, height * SHARPNESS);
  context.clip();
  const layers = [...(map.getViewport()?.querySelectorAll<HTMLCanvasElement>('.ol-layers canvas') ?? [])];
  for (const layer of layers) {
    if (layer.width === 0) continue;
    const opacity = (layer.parentElement as HTMLElement).style.opacity || layer.style.opacity;
    context.globalAlpha = opacity === '' ? 1 : Number(opacity);
    const matrix: (number | undefined)[] | undefined = /^matrix\(([^(]*)\)$/
      .exec(layer.style.transform)?.[1]
      ?.split(',')
      .map(Number);
    const own = layer.style.width ? parseFloat(layer.style.width) / layer.width : 1;
    const [a, b, c, d, e, f] = matrix ?? [own, 0, 0, own, 0, 0];
    context.setTransform(
      (a ?? 1) * SHARPNESS,
      (b ?? 0) * SHARPNESS,
      (c ?? 0) * SHARPNESS,
      (d ?? 1) * SHARPNESS,
      x + (e ?? 0) * SHARPNESS,
      y + (f ?? 0) * SHARPNESS,
    );
    context.drawImage(layer, 0, 0);
  }
  context.restore();
  context.globalAlpha = 1;
}

function svg(canvas: MapCanvas, wish: PictureWish, width: number, height: number): Uint8Array {
  const view = canvas.map.getView();
  const resolution = view.getResolution() ?? 1;
  const extent = view.calculateExtent([width, height]);
  if (cornersInSight(canvas, extent, resolution) > MOST_CORNERS) {
    throw failure(
      '图上要素太多,SVG 文件会过大。',
      'There is too much on the map: the SVG file would be too large.',
      '请放大、关掉图层,或改存 PNG。',
      'Zoom in, hide layers, or save a PNG instead.',
    );
  }
  const { ground, scale } = measures(canvas);
  const entries = legend(canvas, wish);
  const layout = pictureLayout(width, height, entries.length, wish.words.notes.length);
  const pen = new SvgPen(scale, 'light');
  pen.rect({ x: 0, y: 0, width: layout.width, height: layout.height }, { fill: PAPER.paper.light });
  drawVectorMap(pen, canvas, layout.map, extent, resolution, 'light');
  drawFurniture(pen, layout, wish.words, entries, ground, scale, 'light');
  return new TextEncoder().encode(pen.finish(layout.width, layout.height, wish.words.title));
}

/** Ground metres a pixel, and n of 1:n. */
function measures(canvas: MapCanvas): { ground: number; scale: number } {
  const ground = canvas.viewpoint().resolution;
  return { ground, scale: denominator(ground) };
}

function failure(zh: string, en: string, hintZh: string, hintEn: string): Failure {
  return { code: 'other', message: { zh, en }, hint: { zh: hintZh, en: hintEn } };
}

const noMemory = () =>
  failure(
    '图片太大,内存不够。',
    'The picture is too large for the memory.',
    '请缩小窗口后再试。',
    'Make the window smaller and try again.',
  );
