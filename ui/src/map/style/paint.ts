/**
 * From a style file to OpenLayers styles: made once a class, scale range, theme and pixel ratio, so that drawing a feature
 * is a look-up.
 */
import type { FeatureLike } from 'ol/Feature';
import FillStyle from 'ol/style/Fill';
import StrokeStyle from 'ol/style/Stroke';
import Style from 'ol/style/Style';

import { PIXELS_PER_MM, denominator } from '../scale';
import { fillStyle, fillingAt, rgba } from './hatch';
import { drawnAt, type LayerStyle, type Scales, type Stroke, type StyleClass, type Theme } from './schema';

/** How the map is shown just now. */
export interface Conditions {
  theme: Theme;
  /** Device pixels a CSS pixel. */
  pixelRatio: number;
  /** Ground metres a map unit: 1 in Gauss-Krüger, the cosine of the latitude in Mercator. */
  groundPerUnit: number;
}

/** Thinnest line that is still seen, CSS pixels. */
const THINNEST = 0.5;

/** Draws features of one layer. */
export interface LayerPaint {
  /** Styles of a feature at `resolution` (map units a CSS pixel), or nothing. Never allocates for a known class. */
  styles: (feature: FeatureLike, resolution: number) => Style[] | undefined;
}

/** Every scale at which some part begins or ends, ascending: between two of them nothing changes. */
export function scaleBreaks(style: LayerStyle): number[] {
  const ends = new Set<number>();
  const note = (scales: Scales | undefined) => {
    if (scales?.from !== undefined) ends.add(scales.from);
    if (scales?.to !== undefined) ends.add(scales.to);
  };
  for (const one of style.classes) {
    note(one.fill?.scales);
    one.hatch?.forEach((part) => note(part.scales));
    one.stroke?.forEach((part) => note(part.scales));
  }
  return [...ends].sort((a, b) => a - b);
}

export function layerPaint(style: LayerStyle, conditions: Conditions): LayerPaint {
  const breaks = scaleBreaks(style);
  const made = new Map<number, Style[]>();
  // The resolution is the same for thousands of features in a row.
  let lastResolution = Number.NaN;
  let range = 0;
  let n = 0;
  return {
    styles(feature, resolution) {
      if (resolution !== lastResolution) {
        lastResolution = resolution;
        n = denominator(resolution * conditions.groundPerUnit);
        range = rangeOf(breaks, n);
      }
      const index = classIndex(style, feature);
      const one = style.classes[index];
      if (!one) return undefined;
      const key = index * 64 + range;
      let styles = made.get(key);
      if (!styles) {
        styles = classStyles(one, n, conditions);
        made.set(key, styles);
      }
      return styles.length > 0 ? styles : undefined;
    },
  };
}

/** The first class that a feature's attributes fit, or -1. */
export function classIndex(style: LayerStyle, feature: Pick<FeatureLike, 'get'>): number {
  const { classes } = style;
  for (let i = 0; i < classes.length; i++) {
    const when = (classes[i] as StyleClass).when;
    if (!when) return i;
    let fits = true;
    for (const name in when) {
      if (!when[name]?.includes(feature.get(name) ?? '')) {
        fits = false;
        break;
      }
    }
    if (fits) return i;
  }
  return -1;
}

/** Ends belong to the range on their inside; two ranges a break (at it, beyond it) keep both ends included. */
function rangeOf(breaks: number[], n: number): number {
  let range = 0;
  for (const end of breaks) {
    if (n < end) return range;
    range += n === end ? 1 : 2;
    if (n === end) return range;
  }
  return range;
}

/** Styles of a class at 1:n: filling with the lowest stroke, then the strokes above it. */
export function classStyles(one: StyleClass, n: number, conditions: Conditions): Style[] {
  const filled = fillStyle(fillingAt(n, one.fill, one.hatch), conditions.theme, conditions.pixelRatio);
  const strokes = (one.stroke ?? []).filter((part) => drawnAt(part.scales, n));
  const lowest = strokes[0];
  const styles: Style[] = [];
  if (filled || lowest) {
    styles.push(
      new Style({
        fill: filled ? new FillStyle({ color: filled }) : undefined,
        stroke: lowest ? strokeStyle(lowest, conditions.theme) : undefined,
      }),
    );
  }
  for (const part of strokes.slice(1)) styles.push(new Style({ stroke: strokeStyle(part, conditions.theme) }));
  return styles;
}

export function strokeStyle(part: Stroke, theme: Theme): StrokeStyle {
  return new StrokeStyle({
    color: rgba(part.colour[theme], part.opacity),
    width: Math.max(THINNEST, part.width * PIXELS_PER_MM),
    lineDash: part.dash?.map((length) => length * PIXELS_PER_MM),
    lineCap: part.dash ? 'butt' : 'round',
    lineJoin: 'round',
  });
}
