import Feature from 'ol/Feature';
import { describe, expect, it } from 'vitest';

import { SIGHTS, contrast, distance } from './contrast';
import { GRATICULE_STYLE, LAYER_STYLES, MEASURE_STYLE, PAPER, SELECTION_STYLE, layerStyle } from './files';
import { PATTERN_SIDE, patternLines } from './hatch';
import { classIndex, layerPaint, scaleBreaks } from './paint';
import { StyleError, drawnAt, readLayerStyle, type StyleClass, type Theme } from './schema';

const FILES = import.meta.glob<unknown>('../../../../data/style/*.json', { eager: true, import: 'default' });
const nameOf = (path: string) => path.replace(/^.*\/|\.json$/g, '');
const THEMES: Theme[] = ['light', 'dark'];
const all = [...LAYER_STYLES, GRATICULE_STYLE, SELECTION_STYLE, MEASURE_STYLE];

const one = (layer: string, id: string) => layerStyle(layer).classes.find((known) => known.id === id) as StyleClass;
/** The line that gives a class its colour: the uppermost, else the hatch. */
const lineOf = (style: StyleClass, theme: Theme) => (style.stroke ?? style.hatch ?? []).at(-1)?.colour[theme] ?? '';
/** What tells two classes apart without any colour. */
const pattern = ({ hatch, stroke }: StyleClass) =>
  JSON.stringify([hatch?.map((lines) => lines.angle), stroke?.at(-1)?.dash ?? null]);

describe('the style files', () => {
  it('are all read', () => {
    expect(Object.keys(FILES).map(nameOf).sort()).toEqual([...all.map((style) => style.layer), 'paper'].sort());
    for (const [path, value] of Object.entries(FILES)) {
      const name = nameOf(path);
      if (name !== 'paper') expect(readLayerStyle(value, name).layer).toBe(name);
    }
  });

  it('name every class once and end with one that takes the rest, or say what is left out', () => {
    for (const { layer, classes } of all) {
      const ids = classes.map((style) => style.id);
      expect(new Set(ids).size, layer).toBe(ids.length);
    }
    for (const layer of ['towns', 'counties', 'basic_farmland', 'eco_redline', 'urban_boundary']) {
      expect(layerStyle(layer).classes.at(-1)?.when, layer).toBeUndefined();
    }
  });

  it.each([
    [
      'a member that is not known',
      { colour: { light: '#000000', dark: '#ffffff' }, widht: 1, width: 1 },
      '`widht` is not known',
    ],
    ['a colour by name', { colour: { light: 'red', dark: '#ffffff' }, width: 1 }, 'must be #rrggbb'],
    ['a width that is none', { colour: { light: '#000000', dark: '#ffffff' }, width: '1' }, 'must be a number'],
    ['a missing width', { colour: { light: '#000000', dark: '#ffffff' } }, '`width` is missing'],
  ])('are refused for %s, with the place', (_, stroke, what) => {
    const file = {
      layer: 'x',
      name: { zh: '甲', en: 'A' },
      order: 1,
      classes: [{ id: 'a', name: { zh: '甲', en: 'A' }, stroke: [stroke] }],
    };
    expect(() => readLayerStyle(file, 'x')).toThrow(StyleError);
    expect(() => readLayerStyle(file, 'x')).toThrow(what);
    expect(() => readLayerStyle(file, 'x')).toThrow('x.classes[0].stroke[0]');
  });
});

describe('colours', () => {
  it('of lines stand out from the paper', () => {
    for (const theme of THEMES) {
      for (const { layer, classes } of [...LAYER_STYLES, SELECTION_STYLE, MEASURE_STYLE]) {
        for (const style of classes.filter(({ stroke, hatch }) => stroke || hatch)) {
          const found = contrast(lineOf(style, theme), PAPER.paper[theme]);
          expect(found, `${layer}/${style.id} ${theme}`).toBeGreaterThanOrEqual(3);
        }
      }
    }
  });

  it('of names can be read on the paper', () => {
    for (const theme of THEMES) {
      for (const { layer, label } of all) {
        if (label)
          expect(contrast(label.colour[theme], label.halo[theme]), `${layer} ${theme}`).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(PAPER.ink[theme], PAPER.paper[theme])).toBeGreaterThanOrEqual(7);
    }
  });

  it('that mean different things differ for every kind of sight, or their lines do', () => {
    const kinds = [
      ...['breach', 'verify', 'justify', 'not_checked', 'pass'].map((id) => one('towns', id)),
      one('eco_redline', 'patch'),
      one('urban_boundary', 'zone'),
    ];
    for (const theme of THEMES) {
      for (const sight of Object.keys(SIGHTS)) {
        for (const [i, a] of kinds.entries()) {
          for (const b of kinds.slice(i + 1)) {
            const apart = distance(lineOf(a, theme), lineOf(b, theme), sight);
            const lines = pattern(a) !== pattern(b);
            expect(apart > 0.06 || lines, `${a.id} and ${b.id}, ${sight}, ${theme}: ${apart.toFixed(3)}`).toBe(true);
          }
        }
      }
    }
  });

  it('are not needed: what lies in a line or breaks one reads in black and white', () => {
    const ground = [
      one('findings', 'breach'),
      one('findings', 'verify'),
      one('findings', 'justify'),
      one('eco_redline', 'patch'),
      one('basic_farmland', 'patch'),
    ];
    expect(ground.every(({ hatch }) => hatch && hatch.length > 0)).toBe(true);
    const angles = ground.map(({ hatch }) => hatch?.map((lines) => lines.angle).join('+'));
    expect(new Set(angles).size).toBe(ground.length);
    const dashes = ['breach', 'verify', 'justify', 'not_checked'].map((id) => pattern(one('towns', id)));
    expect(new Set(dashes).size).toBe(dashes.length);
  });
});

describe('painting', () => {
  const feature = (attributes: Record<string, unknown>) => new Feature(attributes);
  const light = { theme: 'light', pixelRatio: 1, groundPerUnit: 1 } as const;

  it('takes the first class that fits', () => {
    const findings = layerStyle('findings');
    const idOf = (attributes: Record<string, unknown>) =>
      findings.classes[classIndex(findings, feature(attributes))]?.id;
    expect(idOf({ verdict: 'breach', rule: 'eco_redline_overlap' })).toBe('breach');
    expect(idOf({ verdict: 'breach', rule: 'town_size' })).toBe('whole_town');
    expect(idOf({ verdict: 'of no kind' })).toBeUndefined();
    const farmland = layerStyle('basic_farmland');
    expect(farmland.classes[classIndex(farmland, feature({}))]?.id).toBe('covered');
    expect(farmland.classes[classIndex(farmland, feature({ id: '1' }))]?.id).toBe('patch');
  });

  it('makes no style twice', () => {
    const paint = layerPaint(layerStyle('towns'), light);
    const first = paint.styles(feature({ verdict: 'breach' }), 2);
    expect(paint.styles(feature({ verdict: 'breach' }), 2)).toBe(first);
    expect(paint.styles(feature({ verdict: 'breach' }), 2.1)).toBe(first);
    expect(paint.styles(feature({ verdict: 'pass' }), 2)).not.toBe(first);
  });

  it('changes with the scale only where the style says so', () => {
    const style = layerStyle('urban_boundary');
    expect(scaleBreaks(style)).toEqual([100_000]);
    const paint = layerPaint(style, light);
    const width = (n: number) =>
      paint
        .styles(feature({ id: '1' }), (n * 0.0254) / 96)
        ?.at(-1)
        ?.getStroke()
        ?.getWidth();
    expect(width(50_000)).toBeCloseTo(0.6 * (96 / 25.4), 6);
    expect(width(200_000)).toBeCloseTo(0.35 * (96 / 25.4), 6);
    expect([
      drawnAt({ from: 5, to: 10 }, 5),
      drawnAt({ from: 5, to: 10 }, 10),
      drawnAt({ from: 5, to: 10 }, 11),
    ]).toEqual([true, true, false]);
  });
});

describe('hatching', () => {
  it('runs on over the edge of the square', () => {
    for (const spacing of [3, 5.67, 8.3, 20]) {
      const upright = patternLines(90, spacing);
      expect(Number.isInteger(PATTERN_SIDE / upright.length)).toBe(true);
      for (const angle of [45, 135] as const) {
        const lines = patternLines(angle, spacing);
        const step = (lines[1]?.[0] ?? 0) - (lines[0]?.[0] ?? 0);
        // A whole number of lines meets each side, so the next square takes them up.
        expect(Number.isInteger(step) && Number.isInteger(PATTERN_SIDE / step)).toBe(true);
        expect(step / Math.SQRT2).toBeGreaterThan(spacing * 0.6);
        expect(step / Math.SQRT2).toBeLessThan(spacing * 1.7);
      }
    }
  });
});
