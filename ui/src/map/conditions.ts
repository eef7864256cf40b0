/** How the map is shown: theme, pixels, and how much ground a map unit is. */
import type { Extent } from 'ol/extent';

import type { MapCanvas } from './map-canvas';
import { ratio } from './ratio.svelte';
import { PAPER } from './style/files';
import type { Conditions } from './style/paint';

/** Patterns repeat without a seam only when their 64 CSS pixels are whole device pixels. */
const RATIO_STEPS = 64;

/** Device pixels a CSS pixel, in 64ths. */
export function devicePixelRatio64(): number {
  return Math.max(1, Math.round(ratio.value * RATIO_STEPS) / RATIO_STEPS);
}

/** Gives the canvas the conditions of now; `ground`: where the project lies, degrees. */
export function setConditionsOf(canvas: MapCanvas | null, dark: boolean, ground: Extent | null): Conditions {
  const middle = ground ? ((ground[1] ?? 0) + (ground[3] ?? 0)) / 2 : 0;
  const conditions: Conditions = {
    theme: dark ? 'dark' : 'light',
    pixelRatio: devicePixelRatio64(),
    // One latitude for the whole project, so that styles are not made anew with every move.
    groundPerUnit: canvas?.plane?.plane === 'mercator' ? Math.cos((middle * Math.PI) / 180) : 1,
  };
  document.documentElement.style.setProperty('--map-paper', PAPER.paper[conditions.theme]);
  canvas?.setConditions(conditions);
  return conditions;
}
