/** Draws a class of a style as it looks on the map, small: for the legend on the screen and in pictures. */
import { PIXELS_PER_MM } from '../scale';
import { fillStyle, fillingAt, rgba } from './hatch';
import { drawnAt, type StyleClass, type Theme } from './schema';

/** CSS pixels between the swatch's edge and what is drawn: half of the widest stroke. */
const INSET = 2.5;
/** Strokes are drawn thinner than on the map, so that a small box still shows what is in it, CSS pixels. */
const WIDEST = 3;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Draws into a context whose unit is a CSS pixel. `n`: the scale 1:n whose parts are shown. */
export function drawSwatch(
  context: CanvasRenderingContext2D,
  one: StyleClass,
  n: number,
  theme: Theme,
  pixelRatio: number,
  box: Box,
): void {
  const [x, y] = [box.x + INSET, box.y + INSET];
  const [width, height] = [box.width - 2 * INSET, box.height - 2 * INSET];
  const filled = fillStyle(fillingAt(n, one.fill, one.hatch), theme, pixelRatio);
  context.save();
  context.lineJoin = 'round';
  if (filled) {
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    // Patterns are made of device pixels; the path is not touched by undoing the scale.
    context.translate(x, y);
    context.scale(1 / pixelRatio, 1 / pixelRatio);
    context.fillStyle = filled;
    context.fillRect(0, 0, width * pixelRatio, height * pixelRatio);
    context.restore();
  }
  for (const stroke of one.stroke ?? []) {
    if (!drawnAt(stroke.scales, n)) continue;
    context.strokeStyle = rgba(stroke.colour[theme], stroke.opacity);
    context.lineWidth = Math.min(WIDEST, Math.max(0.75, stroke.width * PIXELS_PER_MM));
    context.setLineDash((stroke.dash ?? []).map((length) => length * PIXELS_PER_MM));
    context.strokeRect(x, y, width, height);
  }
  context.restore();
}
