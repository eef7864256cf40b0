/** The style files of `data/style` as types, and a reader that says in words what is wrong with one. Lengths: mm on paper. */
import type { Text } from '../../bindings/Text';

export type Theme = 'light' | 'dark';

/** `#rrggbb` on a light and on a dark ground. */
export type Colour = Record<Theme, string>;

/** Scales (denominators) a part is drawn at, both ends included. */
export interface Scales {
  from?: number;
  to?: number;
}

interface Part {
  colour: Colour;
  opacity?: number;
  scales?: Scales;
}

export type Fill = Part;

export interface Hatch extends Part {
  angle: HatchAngle;
  spacing: number;
  width: number;
}

/** Counter-clockwise from east, degrees. */
export type HatchAngle = 0 | 45 | 90 | 135;

export interface Stroke extends Part {
  width: number;
  dash?: number[];
}

export interface Label {
  /** Attribute that is written. */
  text: string;
  size: number;
  weight: number;
  spacing?: number;
  colour: Colour;
  halo: Colour;
  haloWidth: number;
  scales?: Scales;
}

export interface StyleClass {
  id: string;
  name: Text;
  when?: Record<string, string[]>;
  fill?: Fill;
  hatch?: Hatch[];
  stroke?: Stroke[];
  legend?: false;
}

export interface LayerStyle {
  layer: string;
  name: Text;
  order: number;
  classes: StyleClass[];
  label?: Label;
}

export interface Paper {
  paper: Colour;
  ink: Colour;
}

/** What is wrong with a style file, and where in it. */
export class StyleError extends Error {
  constructor(where: string, what: string) {
    super(`${where}: ${what}`);
    this.name = 'StyleError';
  }
}

type Fields = Record<string, (value: unknown, where: string) => void>;

/** Reads a layer's style; unknown members are refused, so that a misspelt one is not lost in silence. */
export function readLayerStyle(value: unknown, file: string): LayerStyle {
  object(value, file, { layer: id, name: words, order: number(0, 1000), classes: list(styleClass, 1) }, { label });
  return value as LayerStyle;
}

export function readPaper(value: unknown, file: string): Paper {
  object(value, file, { paper: colour, ink: colour }, {});
  return value as Paper;
}

/** Whether a part is drawn at 1:n. */
export function drawnAt(scales: Scales | undefined, n: number): boolean {
  return !scales || (n >= (scales.from ?? 0) && n <= (scales.to ?? Infinity));
}

function styleClass(value: unknown, where: string): void {
  const need = { id, name: words };
  object(value, where, need, { when, fill, hatch: list(hatch, 1), stroke: list(stroke, 1), legend: isFalse });
}

const part: Fields = { opacity: number(0, 1), scales };

function fill(value: unknown, where: string): void {
  object(value, where, { colour }, part);
}

function hatch(value: unknown, where: string): void {
  object(
    value,
    where,
    { colour, angle: oneOf([0, 45, 90, 135]), spacing: number(0.4, 12), width: number(0.05, 4) },
    part,
  );
}

function stroke(value: unknown, where: string): void {
  object(value, where, { colour, width: number(0.05, 5) }, { ...part, dash: list(number(0.05, 20), 2) });
}

function label(value: unknown, where: string): void {
  const need = {
    text: id,
    size: number(1, 20),
    weight: oneOf([400, 700]),
    colour,
    halo: colour,
    haloWidth: number(0, 3),
  };
  object(value, where, need, { scales, spacing: number(0, 5) });
}

function scales(value: unknown, where: string): void {
  object(value, where, {}, { from: number(1, 1e9), to: number(1, 1e9) });
}

function when(value: unknown, where: string): void {
  if (!isRecord(value)) throw new StyleError(where, 'must be an object');
  for (const [key, accepted] of Object.entries(value)) list(accepts, 1)(accepted, `${where}.${key}`);
}

function colour(value: unknown, where: string): void {
  object(value, where, { light: hex, dark: hex }, {});
}

function words(value: unknown, where: string): void {
  object(value, where, { zh: text, en: text }, {});
}

function hex(value: unknown, where: string): void {
  if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/.test(value))
    throw new StyleError(where, 'must be #rrggbb, lower case');
}

function id(value: unknown, where: string): void {
  if (typeof value !== 'string' || !/^[a-z_]+$/.test(value)) throw new StyleError(where, 'must be a name of a–z and _');
}

/** `""` stands for an attribute that is not there. */
function accepts(value: unknown, where: string): void {
  if (value !== '') id(value, where);
}

function text(value: unknown, where: string): void {
  if (typeof value !== 'string' || value.trim() === '') throw new StyleError(where, 'must be words');
}

function isFalse(value: unknown, where: string): void {
  if (value !== false) throw new StyleError(where, 'may only be false');
}

function number(least: number, most: number) {
  return (value: unknown, where: string): void => {
    if (typeof value !== 'number' || !(value >= least && value <= most)) {
      throw new StyleError(where, `must be a number from ${least} to ${most}`);
    }
  };
}

function oneOf(accepted: readonly number[]) {
  return (value: unknown, where: string): void => {
    if (!accepted.includes(value as number)) throw new StyleError(where, `must be one of ${accepted.join(', ')}`);
  };
}

function list(item: (value: unknown, where: string) => void, least: number) {
  return (value: unknown, where: string): void => {
    if (!Array.isArray(value) || value.length < least)
      throw new StyleError(where, `must be a list of at least ${least}`);
    value.forEach((one, i) => item(one, `${where}[${i}]`));
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function object(value: unknown, where: string, need: Fields, may: Fields): void {
  if (!isRecord(value)) throw new StyleError(where, 'must be an object');
  for (const [key, check] of Object.entries(need)) {
    if (!(key in value)) throw new StyleError(where, `\`${key}\` is missing`);
    check(value[key], `${where}.${key}`);
  }
  for (const [key, one] of Object.entries(value)) {
    if (key in need) continue;
    const check = may[key];
    if (!check) throw new StyleError(where, `\`${key}\` is not known`);
    check(one, `${where}.${key}`);
  }
}
