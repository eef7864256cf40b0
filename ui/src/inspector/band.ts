/** Where an area stands on a scale that shows the whole band with room on both sides. */
import type { AreaBandView } from '../bindings/AreaBandView';
import type { AreaView } from '../bindings/AreaView';

/** Per cent of the scale: lower bound, upper bound, the area itself. */
export interface BandScale {
  least: number;
  most: number;
  at: number;
}

/** For drawing only: whole m² are exact enough for a bar. */
const m2 = (area: AreaView) => Number(area.mm2) / 1e6;

export function bandScale(area: AreaView, { least, most }: AreaBandView): BandScale {
  const value = m2(area);
  const top = Math.max(value * 1.1, most ? m2(most) * 1.25 : value * 1.5, 1);
  return {
    least: least ? (m2(least) / top) * 100 : 0,
    most: most ? (m2(most) / top) * 100 : 100,
    at: (value / top) * 100,
  };
}
