/** Draws a picture on a canvas. */
import { LABEL_FONT } from '../label-font';
import { rgba } from '../style/hatch';
import type { StyleClass, Theme } from '../style/schema';
import { drawSwatch, type Box } from '../style/swatch';
import type { LineLook, Pen, TextLook } from './pen';

export class CanvasPen implements Pen {
  readonly #context: CanvasRenderingContext2D;
  readonly #scale: number;
  readonly #theme: Theme;
  readonly #pixelRatio: number;

  /** `scale`: n of 1:n, for swatches. */
  constructor(context: CanvasRenderingContext2D, scale: number, theme: Theme, pixelRatio: number) {
    this.#context = context;
    this.#scale = scale;
    this.#theme = theme;
    this.#pixelRatio = pixelRatio;
  }

  rect({ x, y, width, height }: Box, look: LineLook): void {
    this.path([x, y, x + width, y, x + width, y + height, x, y + height], true, look);
  }

  path(points: readonly number[], closed: boolean, look: LineLook): void {
    const context = this.#context;
    context.beginPath();
    for (let i = 0; i < points.length; i += 2) context.lineTo(points[i] as number, points[i + 1] as number);
    if (closed) context.closePath();
    if (look.fill) {
      context.fillStyle = rgba(look.fill, look.opacity);
      context.fill();
    }
    if (!look.stroke) return;
    context.strokeStyle = rgba(look.stroke, look.opacity);
    context.lineWidth = look.width ?? 1;
    context.lineJoin = 'round';
    context.setLineDash(look.dash ?? []);
    context.stroke();
    context.setLineDash([]);
  }

  text(text: string, x: number, y: number, look: TextLook): void {
    const context = this.#context;
    context.font = `${look.weight ?? 400} ${look.size}px ${LABEL_FONT}`;
    context.textAlign = look.align ?? 'left';
    context.textBaseline = look.baseline ?? 'middle';
    if (look.halo) {
      context.strokeStyle = look.halo;
      context.lineJoin = 'round';
      context.lineWidth = look.haloWidth ?? 3;
      context.strokeText(text, x, y);
    }
    context.fillStyle = look.fill;
    context.fillText(text, x, y);
  }

  swatch(_layer: string, one: StyleClass, box: Box): void {
    drawSwatch(this.#context, one, this.#scale, this.#theme, this.#pixelRatio, box);
  }
}
