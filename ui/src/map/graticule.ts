/**
 * Graticule (经纬网) and kilometre grid (公里网): which lines cross the map, and where their numbers stand.
 *
 * Both are the same work: a lattice in one system (degrees, or metres of the project's plane) drawn in the map's plane.
 */
import { degreesMinutesSeconds } from './coordinates/format';

export type GridKind = 'degrees' | 'kilometres';

/** Lattice coordinates to map coordinates and back. */
export interface Mapping {
  forward: (x: number, y: number) => [number, number];
  inverse: (x: number, y: number) => [number, number];
}

/** One line of the lattice, in map coordinates. */
export interface GridLine {
  /** Along which it runs: a meridian runs `vertical`. */
  runs: 'vertical' | 'horizontal';
  /** Degrees or metres. */
  value: number;
  label: string;
  /** x, y, x, y, … */
  points: number[];
}

/** Lines nearer than this are too many, CSS pixels. */
const CLOSEST = 130;
/** A line is bent at most this many times: enough for a curve over one screen. */
const BENDS = 12;
/** More lines than this never fit; a broken extent must not fill the memory. */
const MOST_LINES = 60;

/** Steps in degrees that people count in: degrees, minutes, seconds. */
const DEGREE_STEPS = [
  1 / 3600,
  2 / 3600,
  5 / 3600,
  10 / 3600,
  20 / 3600,
  30 / 3600,
  1 / 60,
  2 / 60,
  5 / 60,
  10 / 60,
  20 / 60,
  30 / 60,
  1,
  2,
  5,
  10,
];
const METRE_STEPS = [10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5];

/** The smallest step whose lines are far enough apart. `unitsPerPixel`: degrees or metres a CSS pixel. */
export function gridStep(kind: GridKind, unitsPerPixel: number): number {
  const steps = kind === 'degrees' ? DEGREE_STEPS : METRE_STEPS;
  return steps.find((step) => step / unitsPerPixel >= CLOSEST) ?? (steps[steps.length - 1] as number);
}

/**
 * Lines that cross `extent` (map coordinates: left, bottom, right, top).
 *
 * `resolution`: map units a CSS pixel.
 */
export function gridLines(
  kind: GridKind,
  extent: readonly [number, number, number, number],
  resolution: number,
  mapping: Mapping,
): GridLine[] {
  const box = latticeBox(extent, mapping);
  if (!box) return [];
  const [west, south, east, north] = box;
  const acrossPixels = (extent[3] - extent[1]) / resolution;
  const step = gridStep(kind, (north - south) / acrossPixels);
  const xs = multiples(west, east, step);
  const ys = multiples(south, north, step);
  if (xs.length + ys.length > MOST_LINES) return [];
  return [
    ...xs.map((x) => line('vertical', kind, x, step, (t) => mapping.forward(x, south + (north - south) * t))),
    ...ys.map((y) => line('horizontal', kind, y, step, (t) => mapping.forward(west + (east - west) * t, y))),
  ];
}

/** Where the extent lies in the lattice; edges bow, so points between the corners count too. */
function latticeBox(extent: readonly [number, number, number, number], mapping: Mapping) {
  const [left, bottom, right, top] = extent;
  if (!extent.every(Number.isFinite)) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i <= 4; i++) {
    for (let j = 0; j <= 4; j++) {
      const [x, y] = mapping.inverse(left + ((right - left) * i) / 4, bottom + ((top - bottom) * j) / 4);
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
  }
  return [west, south, east, north].every(Number.isFinite) ? ([west, south, east, north] as const) : null;
}

/** Counted by whole numbers, so that no error adds up. */
function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  if (last - first > MOST_LINES) return new Array<number>(MOST_LINES + 1).fill(0);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

function line(
  runs: GridLine['runs'],
  kind: GridKind,
  value: number,
  step: number,
  at: (share: number) => [number, number],
): GridLine {
  const points: number[] = [];
  for (let i = 0; i <= BENDS; i++) points.push(...at(i / BENDS));
  return { runs, value, points, label: kind === 'degrees' ? degreeLabel(value, step) : kilometreLabel(value, step) };
}

/** `119°45′`, with seconds only when the step has them. */
export function degreeLabel(value: number, step: number): string {
  const text = degreesMinutesSeconds(value, 0);
  const sign = value < 0 ? '-' : '';
  if (step < 1 / 60 - 1e-9) return sign + text;
  return sign + text.replace(step < 1 - 1e-9 ? /\d+″$/ : /\d+′\d+″$/, '');
}

/** Kilometres: `475`, `475.2`. */
export function kilometreLabel(value: number, step: number): string {
  return (value / 1000).toFixed(step >= 1000 ? 0 : step >= 100 ? 1 : 2);
}

/** Where a line meets the frame: a vertical one its upper and lower edge, a horizontal one left and right. */
export function crossings(
  line: Pick<GridLine, 'runs' | 'points'>,
  [left, bottom, right, top]: readonly [number, number, number, number],
): { x: number; y: number; edge: 'top' | 'bottom' | 'left' | 'right' }[] {
  const found: ReturnType<typeof crossings> = [];
  const { points } = line;
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x1, y1, x2, y2] = points.slice(i, i + 4) as [number, number, number, number];
    if (line.runs === 'vertical') {
      for (const [y, edge] of [
        [top, 'top'],
        [bottom, 'bottom'],
      ] as const) {
        if ((y1 - y) * (y2 - y) > 0 || y1 === y2) continue;
        const x = x1 + ((x2 - x1) * (y - y1)) / (y2 - y1);
        if (x >= left && x <= right) found.push({ x, y, edge });
      }
    } else {
      for (const [x, edge] of [
        [left, 'left'],
        [right, 'right'],
      ] as const) {
        if ((x1 - x) * (x2 - x) > 0 || x1 === x2) continue;
        const y = y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
        if (y >= bottom && y <= top) found.push({ x, y, edge });
      }
    }
  }
  return found;
}
