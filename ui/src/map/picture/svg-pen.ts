/** Writes a picture as SVG: no script, no style sheet, nothing from elsewhere; every text and attribute escaped. */
import { LABEL_FONT } from '../label-font';
import { PIXELS_PER_MM } from '../scale';
import { PATTERN_SIDE, fillingAt, patternLines } from '../style/hatch';
import { drawnAt, type Hatch, type Stroke, type StyleClass, type Theme } from '../style/schema';
import type { Box } from '../style/swatch';
import type { LineLook, Pen, TextLook } from './pen';

/** Characters that XML 1.0 cannot hold, lone halves of pairs among them. */
const IMPOSSIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as it may stand between tags and in attributes. */
export function escaped(text: string): string {
  return text
    .replace(IMPOSSIBLE, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** At most two decimals: a hundredth of a pixel. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

type Attributes = Record<string, string | number | undefined>;

/** A tag; `inside` is markup already. */
export function tag(name: string, attributes: Attributes, inside?: string): string {
  const written = Object.entries(attributes)
    .filter((pair): pair is [string, string | number] => pair[1] !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escaped(value)}"`)
    .join('');
  return inside === undefined ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
}

export class SvgPen implements Pen {
  readonly #scale: number;
  readonly #theme: Theme;
  readonly #patterns = new Map<string, string>();
  readonly #clips: string[] = [];
  #body: string[] = [];

  /** `scale`: n of 1:n, for patterns and swatches. */
  constructor(scale: number, theme: Theme) {
    this.#scale = scale;
    this.#theme = theme;
  }

  rect({ x, y, width, height }: Box, look: LineLook): void {
    this.#body.push(tag('rect', { x, y, width, height, ...this.#look(look) }));
  }

  path(points: readonly number[], closed: boolean, look: LineLook): void {
    this.#body.push(tag('path', { d: pathData(points, [points.length], closed), ...this.#look(look) }));
  }

  text(text: string, x: number, y: number, look: TextLook): void {
    // Offsets instead of dominant-baseline, which many programs do not know.
    const drop = look.baseline === 'top' ? 0.88 : look.baseline === 'bottom' ? -0.2 : 0.36;
    const common = {
      x,
      y: y + drop * look.size,
      'font-size': look.size,
      'font-weight': look.weight,
      'text-anchor': look.align === 'center' ? 'middle' : look.align === 'right' ? 'end' : undefined,
    };
    const inside = escaped(text);
    if (look.halo) {
      const halo = { fill: 'none', stroke: look.halo, 'stroke-width': look.haloWidth ?? 3, 'stroke-linejoin': 'round' };
      this.#body.push(tag('text', { ...common, ...halo }, inside));
    }
    this.#body.push(tag('text', { ...common, fill: look.fill }, inside));
  }

  swatch(layer: string, one: StyleClass, box: Box): void {
    const inset = 2.5;
    const inner = { x: box.x + inset, y: box.y + inset, width: box.width - 2 * inset, height: box.height - 2 * inset };
    this.#body.push(
      ...this.classLooks(layer, one).map((look) =>
        tag('rect', {
          ...inner,
          ...look,
          ...(look['stroke-width'] ? { 'stroke-width': Math.min(3, Number(look['stroke-width'])) } : {}),
        }),
      ),
    );
  }

  /** Attributes of a class, lowest first: filling, then each stroke. */
  classLooks(layer: string, one: StyleClass): Attributes[] {
    const looks: Attributes[] = [];
    const { fill, hatch } = fillingAt(this.#scale, one.fill, one.hatch);
    if (fill) looks.push({ fill: fill.colour[this.#theme], 'fill-opacity': fill.opacity, 'fill-rule': 'evenodd' });
    if (hatch.length > 0)
      looks.push({ fill: `url(#${this.#pattern(`${layer}-${one.id}`, hatch)})`, 'fill-rule': 'evenodd' });
    for (const stroke of one.stroke ?? []) {
      if (drawnAt(stroke.scales, this.#scale)) looks.push({ fill: 'none', ...this.strokeLook(stroke) });
    }
    return looks;
  }

  strokeLook(stroke: Stroke): Attributes {
    return {
      stroke: stroke.colour[this.#theme],
      'stroke-width': short(stroke.width * PIXELS_PER_MM),
      'stroke-opacity': stroke.opacity,
      'stroke-dasharray': stroke.dash?.map((length) => short(length * PIXELS_PER_MM)).join(' '),
      'stroke-linejoin': 'round',
    };
  }

  /** Markup made elsewhere, out of `tag`. */
  add(markup: string): void {
    this.#body.push(markup);
  }

  /** A box outside which nothing is drawn; its name for `clip-path`. */
  clip(box: Box): string {
    const id = `c${this.#clips.length}`;
    this.#clips.push(tag('clipPath', { id }, tag('rect', { ...box })));
    return `url(#${id})`;
  }

  /** The whole file. */
  finish(width: number, height: number, title: string): string {
    const root = {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${short(width)} ${short(height)}`,
      'font-family': LABEL_FONT,
    };
    const inside = [
      tag('title', {}, escaped(title)),
      tag('defs', {}, [...this.#patterns.values(), ...this.#clips].join('\n')),
      ...this.#body,
    ];
    return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('svg', root, `\n${inside.join('\n')}\n`)}\n`;
  }

  #look(look: LineLook): Attributes {
    return {
      fill: look.fill ?? 'none',
      'fill-opacity': look.fill ? look.opacity : undefined,
      stroke: look.stroke,
      'stroke-width': look.stroke ? (look.width ?? 1) : undefined,
      'stroke-opacity': look.stroke ? look.opacity : undefined,
      'stroke-dasharray': look.dash?.map(short).join(' '),
      'stroke-linejoin': look.stroke ? 'round' : undefined,
    };
  }

  #pattern(id: string, hatch: Hatch[]): string {
    if (!this.#patterns.has(id)) {
      const side = PATTERN_SIDE;
      const lines = hatch.flatMap((one) =>
        patternLines(one.angle, one.spacing * PIXELS_PER_MM).map(([x1, y1, x2, y2]) =>
          tag('line', { x1, y1, x2, y2, ...this.strokeLook(one) }),
        ),
      );
      this.#patterns.set(
        id,
        tag('pattern', { id, width: side, height: side, patternUnits: 'userSpaceOnUse' }, lines.join('')),
      );
    }
    return id;
  }
}

/** `M…L…Z` of rings that end at `ends`. */
export function pathData(flat: readonly number[], ends: readonly number[], closed: boolean): string {
  const words: string[] = [];
  let start = 0;
  for (const end of ends) {
    for (let i = start; i + 1 < end; i += 2) {
      words.push(`${i === start ? 'M' : 'L'}${short(flat[i] as number)} ${short(flat[i + 1] as number)}`);
    }
    if (closed && end > start) words.push('Z');
    start = end;
  }
  return words.join('');
}
