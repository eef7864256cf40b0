/** Hatching as a canvas pattern: fill and lines in one square that repeats without a seam, also from tile to tile. */
import { PIXELS_PER_MM } from '../scale';
import { drawnAt, type Fill, type Hatch, type HatchAngle, type Theme } from './schema';

/**
 * CSS pixels of the square. It divides the 512 pixels of a tile, which is what OpenLayers aligns patterns by; and with
 * a device's pixel ratio in 64ths it is a whole number of device pixels.
 */
export const PATTERN_SIDE = 64;

/** Lines thinner than this fade away on a screen, CSS pixels. */
const THINNEST = 0.7;

/** Upright lines fill one row of pixels with it, slanted ones two equally. */
const ON_PIXEL = 0.5;

/** One line of the square, CSS pixels. */
export type PatternLine = [x1: number, y1: number, x2: number, y2: number];

/**
 * Lines of a hatch with `spacing` (CSS pixels) in a square.
 *
 * The lines cut the square's side into 1, 2, 4, 8 … parts, whichever comes nearest: then they meet at the sides, and every
 * one lies on the pixels alike. Otherwise some would look dotted and others faint.
 */
export function patternLines(angle: HatchAngle, spacing: number, side = PATTERN_SIDE): PatternLine[] {
  const slanted = angle === 45 || angle === 135;
  const wanted = side / (slanted ? spacing * Math.SQRT2 : spacing);
  const count = 2 ** Math.min(5, Math.max(0, Math.round(Math.log2(wanted))));
  const step = side / count;
  if (!slanted) {
    return Array.from({ length: count }, (_, i) => {
      const at = (i + 0.5) * step + ON_PIXEL;
      return angle === 0 ? [0, at, side, at] : [at, 0, at, side];
    });
  }
  // From beyond one side to beyond the other, so that corners are not cut off.
  return Array.from({ length: 2 * count + 1 }, (_, i) => {
    const at = (i - count) * step + ON_PIXEL;
    return angle === 45 ? [at, side, at + side, 0] : [at, 0, at + side, side];
  });
}

/** What a class is filled with at 1:n. */
export interface Filling {
  fill: Fill | null;
  hatch: Hatch[];
}

export function fillingAt(n: number, fill: Fill | undefined, hatch: Hatch[] | undefined): Filling {
  return {
    fill: fill && drawnAt(fill.scales, n) ? fill : null,
    hatch: (hatch ?? []).filter((one) => drawnAt(one.scales, n)),
  };
}

/** `rgba()` of `#rrggbb`. */
export function rgba(hex: string, opacity = 1): string {
  const n = parseInt(hex.slice(1), 16);
  return `rgba(${n >> 16}, ${(n >> 8) & 255}, ${n & 255}, ${opacity})`;
}

/** A colour, a pattern, or null when nothing is filled. */
export function fillStyle(filling: Filling, theme: Theme, pixelRatio: number): string | CanvasPattern | null {
  const { fill, hatch } = filling;
  if (hatch.length === 0) return fill ? rgba(fill.colour[theme], fill.opacity) : null;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.round(PATTERN_SIDE * pixelRatio);
  const context = canvas.getContext('2d');
  if (!context) return null;
  if (fill) {
    context.fillStyle = rgba(fill.colour[theme], fill.opacity);
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.scale(canvas.width / PATTERN_SIDE, canvas.height / PATTERN_SIDE);
  for (const one of hatch) {
    context.strokeStyle = rgba(one.colour[theme], one.opacity);
    context.lineWidth = Math.max(THINNEST, one.width * PIXELS_PER_MM);
    context.beginPath();
    for (const [x1, y1, x2, y2] of patternLines(one.angle, one.spacing * PIXELS_PER_MM)) {
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
    }
    context.stroke();
  }
  return context.createPattern(canvas, 'repeat');
}
