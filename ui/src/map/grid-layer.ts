/** Draws the graticule and the kilometre grid on a canvas of its own, with numbers along the frame. */
import type { FrameState } from 'ol/Map';
import Layer from 'ol/layer/Layer';

import { crossings, gridLines, type GridKind, type GridLine, type Mapping } from './graticule';
import { LABEL_FONT } from './label-font';
import { PIXELS_PER_MM } from './scale';
import { ABOVE } from './stack';
import { GRATICULE_STYLE } from './style/files';
import { rgba } from './style/hatch';
import type { Label, Stroke, Theme } from './style/schema';

/** One of the two grids, and how its lattice lies in the map's plane. */
export interface Grid {
  kind: GridKind;
  mapping: Mapping;
}

/** CSS pixels between the frame and a number. */
const INSET = 4;

/** How a grid is drawn. */
export function gridStroke(kind: GridKind): Stroke {
  return GRATICULE_STYLE.classes.find((one) => one.id === kind)?.stroke?.[0] as Stroke;
}

export const gridLabel = GRATICULE_STYLE.label as Label;

export class GridLayer extends Layer {
  #grids: Grid[] = [];
  #theme: Theme = 'light';
  readonly #canvas = document.createElement('canvas');

  constructor() {
    super({ zIndex: ABOVE.grid });
    this.#canvas.className = 'ol-layer map-grid';
    this.#canvas.style.position = 'absolute';
    this.#canvas.style.pointerEvents = 'none';
  }

  setGrids(grids: Grid[], theme: Theme): void {
    this.#grids = grids;
    this.#theme = theme;
    this.setVisible(grids.length > 0);
    this.changed();
  }

  /** Lines in sight, by grid: for the canvas here and for drawings of the map. */
  lines(extent: readonly [number, number, number, number], resolution: number): { grid: Grid; lines: GridLine[] }[] {
    return this.#grids.map((grid) => ({ grid, lines: gridLines(grid.kind, extent, resolution, grid.mapping) }));
  }

  override render(frame: FrameState | null): HTMLElement | null {
    if (!frame) return null;
    const canvas = this.#canvas;
    const [width, height] = frame.size as [number, number];
    const ratio = frame.pixelRatio;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext('2d');
    const extent = frame.extent as [number, number, number, number] | null;
    if (!context || !extent) return canvas;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { resolution } = frame.viewState;
    const x = (east: number) => (east - extent[0]) / resolution;
    const y = (north: number) => (extent[3] - north) / resolution;
    for (const { grid, lines } of this.lines(extent, resolution)) {
      drawLines(context, lines, gridStroke(grid.kind), this.#theme, x, y);
      for (const { text, at, edge } of gridNumbers(grid.kind, lines, extent, resolution)) {
        drawNumber(context, text, at, edge, this.#theme);
      }
    }
    // The layers above may draw on the same canvas, in device pixels.
    context.setTransform(1, 0, 0, 1, 0, 0);
    return canvas;
  }
}

function drawLines(
  context: CanvasRenderingContext2D,
  lines: GridLine[],
  stroke: Stroke,
  theme: Theme,
  x: (east: number) => number,
  y: (north: number) => number,
): void {
  context.strokeStyle = rgba(stroke.colour[theme], stroke.opacity);
  context.lineWidth = stroke.width * PIXELS_PER_MM;
  context.setLineDash((stroke.dash ?? []).map((length) => length * PIXELS_PER_MM));
  context.beginPath();
  for (const { points } of lines) {
    for (let i = 0; i < points.length; i += 2) {
      const [px, py] = [x(points[i] as number), y(points[i + 1] as number)];
      if (i === 0) context.moveTo(px, py);
      else context.lineTo(px, py);
    }
  }
  context.stroke();
  context.setLineDash([]);
}

/** A number along the frame, CSS pixels from the upper left corner. */
export interface GridNumber {
  text: string;
  at: [number, number];
  edge: Edge;
}

type Edge = 'top' | 'bottom' | 'left' | 'right';

/** Each grid has two edges of its own, so that no number of one falls on one of the other. */
const EDGES: Record<GridKind, readonly Edge[]> = { degrees: ['top', 'right'], kilometres: ['bottom', 'left'] };
/** The tools stand at the left, CSS pixels. */
const LEFT_INSET = 52;
/** Numbers nearer to a corner than this would meet those around it, CSS pixels. */
const CORNER = 34;

/** Where the numbers of a grid stand. */
export function gridNumbers(
  kind: GridKind,
  lines: GridLine[],
  extent: readonly [number, number, number, number],
  resolution: number,
  leftInset = LEFT_INSET,
): GridNumber[] {
  const [width, height] = [(extent[2] - extent[0]) / resolution, (extent[3] - extent[1]) / resolution];
  return lines.flatMap((line) =>
    crossings(line, extent).flatMap(({ x, y, edge }): GridNumber[] => {
      if (!EDGES[kind].includes(edge)) return [];
      const [px, py] = [(x - extent[0]) / resolution, (extent[3] - y) / resolution];
      const across = edge === 'top' || edge === 'bottom';
      if (across ? px < CORNER || px > width - CORNER : py < CORNER || py > height - CORNER) return [];
      const at: [number, number] =
        edge === 'top'
          ? [px, INSET]
          : edge === 'bottom'
            ? [px, height - INSET]
            : edge === 'left'
              ? [leftInset, py]
              : [width - INSET, py];
      return [{ text: line.label, at, edge }];
    }),
  );
}

/** How a number hangs at its edge. */
export const NUMBER_ALIGN: Record<Edge, CanvasTextAlign> = {
  top: 'center',
  bottom: 'center',
  left: 'left',
  right: 'right',
};
const NUMBER_BASELINE: Record<Edge, CanvasTextBaseline> = {
  top: 'top',
  bottom: 'bottom',
  left: 'middle',
  right: 'middle',
};

function drawNumber(
  context: CanvasRenderingContext2D,
  text: string,
  [x, y]: [number, number],
  edge: Edge,
  theme: Theme,
): void {
  context.font = `${gridLabel.weight} ${gridLabel.size * PIXELS_PER_MM}px ${LABEL_FONT}`;
  context.textAlign = NUMBER_ALIGN[edge];
  context.textBaseline = NUMBER_BASELINE[edge];
  context.lineJoin = 'round';
  context.lineWidth = 2 * gridLabel.haloWidth * PIXELS_PER_MM;
  context.strokeStyle = rgba(gridLabel.halo[theme]);
  context.strokeText(text, x, y);
  context.fillStyle = rgba(gridLabel.colour[theme]);
  context.fillText(text, x, y);
}
