/** Where a name stands within a polygon: on the widest stretch of a few rows through the part that is in sight. */

/** Rows that are tried, as shares of the height in sight; the middle first, so that it wins when all are alike. */
const ROWS = [0.5, 0.37, 0.63, 0.25, 0.75];
/** Another row must be this much wider than the middle one. */
const CLEARLY_WIDER = 1.25;

/** The place, or null when no row of the box (left, bottom, right, top) crosses the polygon. */
export function labelPlace(
  flat: readonly number[],
  ends: readonly number[],
  [left, bottom, right, top]: readonly [number, number, number, number],
): [number, number] | null {
  let best: [number, number] | null = null;
  let width = 0;
  for (const row of ROWS) {
    // Off the whole numbers that tiles are cut to, so that a row seldom runs through a corner.
    const y = bottom + (top - bottom) * (row + 0.000_137);
    const stretch = widestStretch(flat, ends, y, left, right);
    if (stretch && stretch[1] - stretch[0] > width * (best ? CLEARLY_WIDER : 1)) {
      width = stretch[1] - stretch[0];
      best = [(stretch[0] + stretch[1]) / 2, y];
    }
  }
  return best;
}

/** The widest stretch of a row inside the polygon (even-odd) and between `left` and `right`. */
function widestStretch(
  flat: readonly number[],
  ends: readonly number[],
  y: number,
  left: number,
  right: number,
): [number, number] | null {
  const crossings: number[] = [];
  let start = 0;
  for (const end of ends) {
    for (let i = start; i < end; i += 2) {
      const j = i + 2 < end ? i + 2 : start;
      const [x1, y1, x2, y2] = [flat[i], flat[i + 1], flat[j], flat[j + 1]] as [number, number, number, number];
      if (y1 > y !== y2 > y) crossings.push(x1 + ((x2 - x1) * (y - y1)) / (y2 - y1));
    }
    start = end;
  }
  crossings.sort((a, b) => a - b);
  let best: [number, number] | null = null;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [from, to] = [Math.max(left, crossings[i] as number), Math.min(right, crossings[i + 1] as number)];
    if (to > from && (!best || to - from > best[1] - best[0])) best = [from, to];
  }
  return best;
}
