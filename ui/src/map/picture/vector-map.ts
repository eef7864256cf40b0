/** The map of the screen as vectors: polygons from the tiles in sight, grid, names, and what is drawn by hand. */
import type VectorTileLayer from 'ol/layer/VectorTile';
import type RenderFeature from 'ol/render/Feature';
import type Tile from 'ol/Tile';
import TileState from 'ol/TileState';
import type VectorRenderTile from 'ol/VectorRenderTile';
import { intersects, type Extent } from 'ol/extent';

import { gridLabel, gridNumbers, gridStroke } from '../grid-layer';
import type { MapCanvas } from '../map-canvas';
import { PIXELS_PER_MM } from '../scale';
import { SELECTION_STYLE, layerStyle } from '../style/files';
import { classIndex } from '../style/paint';
import type { Theme } from '../style/schema';
import type { Box } from '../style/swatch';
import { marksMarkup, measureMarkup } from './by-hand';
import { pathData, tag, type SvgPen } from './svg-pen';

/** More corners than this make a file that no program opens gladly: about 60 MB. */
export const MOST_CORNERS = 4_000_000;

/** A tile in sight: where it lies and what is in it. */
interface SeenTile {
  extent: Extent;
  features: RenderFeature[];
}

/** Loaded tiles of the level that is shown, each once. */
export function tilesInSight(layer: VectorTileLayer, extent: Extent, resolution: number): SeenTile[] {
  const source = layer.getSource();
  const grid = source?.getTileGrid();
  const cache = layer.getRenderer()?.getTileCache();
  if (!source || !grid || !cache) return [];
  const z = grid.getZForResolution(resolution, source.zDirection);
  const seen: SeenTile[] = [];
  cache.forEach((tile: Tile) => {
    if (tile.tileCoord[0] !== z || tile.getState() !== TileState.LOADED || tile.key !== source.getKey()) return;
    const tileExtent = grid.getTileCoordExtent(tile.tileCoord);
    if (!intersects(tileExtent, extent)) return;
    const features = (tile as VectorRenderTile)
      .getSourceTiles()
      .flatMap((one) => (one.getFeatures() ?? []) as RenderFeature[]);
    seen.push({ extent: tileExtent, features });
  });
  return seen;
}

/** Classes of a layer that are on the map just now. */
export function classesInSight(id: string, layer: VectorTileLayer, extent: Extent, resolution: number): Set<number> {
  const style = layerStyle(id);
  const found = new Set<number>();
  for (const { features } of tilesInSight(layer, extent, resolution)) {
    for (const feature of features) {
      const index = classIndex(style, feature);
      // A piece beyond the edge of the map is not on it.
      if (index >= 0 && !found.has(index) && intersects(feature.getExtent(), extent)) found.add(index);
    }
  }
  return found;
}

/** How many corners the drawing would have. */
export function cornersInSight(canvas: MapCanvas, extent: Extent, resolution: number): number {
  let corners = 0;
  for (const { layer } of canvas.stack.drawn) {
    if (!layer.getVisible()) continue;
    for (const { features } of tilesInSight(layer, extent, resolution)) {
      for (const feature of features) corners += feature.getFlatCoordinates().length / 2;
    }
  }
  return corners;
}

/** Draws into `frame` of the picture. `resolution`: map units a pixel. */
export function drawVectorMap(
  pen: SvgPen,
  canvas: MapCanvas,
  frame: Box,
  extent: Extent,
  resolution: number,
  theme: Theme,
): void {
  const [left, , , top] = extent as [number, number, number, number];
  const toPicture = (flat: ArrayLike<number>): number[] => {
    const points = new Array<number>(flat.length);
    for (let i = 0; i < flat.length; i += 2) {
      points[i] = frame.x + ((flat[i] as number) - left) / resolution;
      points[i + 1] = frame.y + (top - (flat[i + 1] as number)) / resolution;
    }
    return points;
  };
  const inFrame: string[] = [];
  for (const { id, layer } of canvas.stack.drawn) {
    if (!layer.getVisible() || layer.getOpacity() === 0) continue;
    const tiles = tilesInSight(layer, extent, resolution).map((tile) => {
      const [w, s, e, n] = tile.extent as [number, number, number, number];
      const [x1, y1, x2, y2] = toPicture([w, n, e, s]) as [number, number, number, number];
      const clip = pen.clip({ x: x1, y: y1, width: x2 - x1, height: y2 - y1 });
      return tag('g', { 'clip-path': clip }, featureMarkup(pen, id, tile.features, toPicture));
    });
    inFrame.push(chosenMarkup(pen, canvas, id, tilesInSight(layer, extent, resolution), toPicture));
    inFrame.push(tag('g', { opacity: layer.getOpacity() < 1 ? layer.getOpacity() : undefined }, tiles.join('\n')));
  }
  pen.add(tag('g', { 'clip-path': pen.clip(frame) }, inFrame.join('\n')));
  drawGrid(pen, canvas, frame, extent, resolution, theme, toPicture);
  drawNames(pen, canvas, frame, theme, toPicture);
  const above = [
    marksMarkup(pen, canvas.marks, resolution, theme, toPicture),
    measureMarkup(pen, canvas.measure, theme, toPicture),
  ];
  pen.add(tag('g', { 'clip-path': pen.clip(frame) }, above.join('\n')));
}

/** Features of a class share one path a look: a tenth of the markup. */
function featureMarkup(
  pen: SvgPen,
  id: string,
  features: RenderFeature[],
  toPicture: (flat: ArrayLike<number>) => number[],
): string {
  const style = layerStyle(id);
  const data = new Map<number, string[]>();
  for (const feature of features) {
    const index = classIndex(style, feature);
    if (index < 0 || !feature.getType().endsWith('Polygon')) continue;
    const path = pathData(toPicture(feature.getFlatCoordinates()), feature.getEnds() as number[], true);
    const paths = data.get(index);
    if (paths) paths.push(path);
    else data.set(index, [path]);
  }
  return [...data]
    .sort(([a], [b]) => b - a)
    .flatMap(([index, paths]) => {
      const one = style.classes[index];
      if (!one) return [];
      // One path a feature: overlapping patches are each filled, not cut out of one another.
      const looks = pen.classLooks(id, one);
      return looks.map((look) => tag('g', look, paths.map((d) => tag('path', { d })).join('')));
    })
    .join('\n');
}

/** What is chosen stands out by a band under the layer's own lines, as on the screen. */
function chosenMarkup(
  pen: SvgPen,
  canvas: MapCanvas,
  layer: string,
  tiles: SeenTile[],
  toPicture: (flat: ArrayLike<number>) => number[],
): string {
  const marks = canvas.stack.chosenIn(layer).flatMap((chosen) => {
    const style = SELECTION_STYLE.classes.find(({ id }) => id === chosen.as);
    if (!style) return [];
    return tiles.map((tile) => {
      const own = tile.features.filter((one) => String(one.get('id')) === chosen.id);
      const paths = own.map((one) => pathData(toPicture(one.getFlatCoordinates()), one.getEnds() as number[], true));
      if (paths.length === 0) return '';
      const [w, s, e, n] = tile.extent as [number, number, number, number];
      const [x1, y1, x2, y2] = toPicture([w, n, e, s]) as [number, number, number, number];
      const looks = pen.classLooks('selection', style);
      const drawn = looks.map((look) => tag('g', look, paths.map((d) => tag('path', { d })).join('')));
      return tag('g', { 'clip-path': pen.clip({ x: x1, y: y1, width: x2 - x1, height: y2 - y1 }) }, drawn.join(''));
    });
  });
  return marks.filter(Boolean).join('\n');
}

function drawGrid(
  pen: SvgPen,
  canvas: MapCanvas,
  frame: Box,
  extent: Extent,
  resolution: number,
  theme: Theme,
  toPicture: (flat: ArrayLike<number>) => number[],
): void {
  const box = extent as [number, number, number, number];
  const clip = pen.clip(frame);
  for (const { grid, lines } of canvas.grid.lines(box, resolution)) {
    const d = lines.map(({ points }) => pathData(toPicture(points), [points.length], false)).join('');
    pen.add(tag('path', { d, fill: 'none', 'clip-path': clip, ...pen.strokeLook(gridStroke(grid.kind)) }));
    for (const { text, at, edge } of gridNumbers(grid.kind, lines, box, resolution, 4)) {
      pen.text(text, frame.x + at[0], frame.y + at[1], {
        size: gridLabel.size * PIXELS_PER_MM,
        fill: gridLabel.colour[theme],
        halo: gridLabel.halo[theme],
        haloWidth: 2 * gridLabel.haloWidth * PIXELS_PER_MM,
        align: edge === 'top' || edge === 'bottom' ? 'center' : edge,
        baseline: edge === 'top' || edge === 'bottom' ? edge : 'middle',
      });
    }
  }
}

function drawNames(
  pen: SvgPen,
  canvas: MapCanvas,
  frame: Box,
  theme: Theme,
  toPicture: (flat: ArrayLike<number>) => number[],
): void {
  const taken: [number, number, number, number][] = [];
  for (const { text, at, label } of canvas.labels.placed) {
    const [x, y] = toPicture(at) as [number, number];
    const size = label.size * PIXELS_PER_MM;
    const half = (textWidth(text) * size) / 2;
    const box: [number, number, number, number] = [x - half, y - size / 2, x + half, y + size / 2];
    const outside =
      box[0] < frame.x || box[2] > frame.x + frame.width || box[1] < frame.y || box[3] > frame.y + frame.height;
    // As on the screen: the first of two names that meet stays.
    if (outside || taken.some((other) => intersects(other, box))) continue;
    taken.push(box);
    pen.text(text, x, y, {
      size,
      weight: label.weight,
      fill: label.colour[theme],
      halo: label.halo[theme],
      haloWidth: 2 * label.haloWidth * PIXELS_PER_MM,
      align: 'center',
    });
  }
}

/** Widths of letters in em, roughly: one for Chinese, a little over a half for others. */
function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += (letter.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.58;
  return width;
}
