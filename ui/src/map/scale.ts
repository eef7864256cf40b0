/** Scale of the map: 1:n for a resolution, and the bar with a round length. */

/** CSS pixels an inch, and so the pixel that scales are reckoned with: 0.2646 mm. */
const PIXELS_PER_INCH = 96;
const METRES_PER_INCH = 0.0254;
const PIXELS_PER_METRE = PIXELS_PER_INCH / METRES_PER_INCH;

/** CSS pixels a millimetre of paper: what style files are drawn with on the screen. */
export const PIXELS_PER_MM = PIXELS_PER_METRE / 1000;

/** Scales to choose from, the usual ones of map sheets (denominators). */
export const ROUND_SCALES = [
  500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
] as const;

/** n of 1:n. `resolution`: ground metres a CSS pixel. */
export function denominator(resolution: number): number {
  return resolution * PIXELS_PER_METRE;
}

/** Ground metres a CSS pixel at 1:n. */
export function resolutionAt(n: number): number {
  return n / PIXELS_PER_METRE;
}

/** n with three significant digits: a screen's pixel is known no better. */
export function roundedDenominator(n: number): number {
  if (!(n > 0) || !Number.isFinite(n)) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 2);
  return Math.round(n / unit) * unit;
}

/** `1:12 500`, thousands separated by narrow spaces. */
export function scaleText(n: number): string {
  return `1:${String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, '\u202f')}`;
}

/** Reads `1:5000`, `1/5000`, `5000`, `5千`, `1万`; null when it is none, or beyond 1:100 … 1:100 000 000. */
export function parseScale(text: string): number | null {
  const found = /^(?:1\s*[:/])?\s*(\d{1,9}(?:\.\d{1,4})?)\s*([千万]?)$/.exec(
    text.normalize('NFKC').replace(/[\s,\u202f]/g, ''),
  );
  if (!found) return null;
  const n = Number(found[1]) * (found[2] === '万' ? 10_000 : found[2] === '千' ? 1000 : 1);
  return n >= 100 && n <= 100_000_000 ? n : null;
}

/** A bar of a round length in two to five equal parts. */
export interface ScaleBar {
  /** Ground metres of the whole bar. */
  metres: number;
  /** CSS pixels of the whole bar. */
  width: number;
  /** Equal parts it is divided into. */
  parts: number;
  /** What stands at its end: `500 m`, `2 km`. */
  label: string;
}

/** The longest bar of 1, 2 or 5 × 10ⁿ metres that is not wider than `widest` CSS pixels. */
export function scaleBar(resolution: number, widest: number): ScaleBar | null {
  const most = resolution * widest;
  if (!(most > 0) || !Number.isFinite(most)) return null;
  const power = 10 ** Math.floor(Math.log10(most));
  const lead = [5, 2, 1].find((digit) => digit * power <= most) ?? 1;
  const metres = lead * power;
  return { metres, width: metres / resolution, parts: lead === 2 ? 4 : 5, label: lengthLabel(metres) };
}

/** Metres of a round length for people. */
export function lengthLabel(metres: number): string {
  if (metres >= 1000) return `${trimmed(metres / 1000)} km`;
  if (metres >= 1) return `${trimmed(metres)} m`;
  return `${trimmed(metres * 100)} cm`;
}

const trimmed = (value: number) => String(Number(value.toPrecision(6)));
