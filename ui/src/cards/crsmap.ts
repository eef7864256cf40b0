/** Geometry of the small map on an import card: plain longitude and latitude, squeezed by the cosine of the latitude. */
import type { Extent } from '../state/selection.svelte';

export const WIDTH = 264;
export const HEIGHT = 168;
/** Share of the picture left empty around the ground. */
const MARGIN = 0.12;
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45];

/** Ground the picture shows: all that is given, with a margin, in the picture's own shape. Null = nothing to show. */
export function frame(extents: (Extent | null)[]): Extent | null {
  const given = extents.filter((extent): extent is Extent => extent !== null && extent.every(Number.isFinite));
  if (given.length === 0) return null;
  const [west, south, east, north] = [
    Math.min(...given.map((extent) => extent[0])),
    Math.min(...given.map((extent) => extent[1])),
    Math.max(...given.map((extent) => extent[2])),
    Math.max(...given.map((extent) => extent[3])),
  ];
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  const squeeze = Math.max(0.2, Math.cos((Math.min(Math.abs(lat), 80) * Math.PI) / 180));
  const tall = Math.max(north - south, ((east - west) * squeeze * HEIGHT) / WIDTH, 0.01) * (1 + 2 * MARGIN);
  const broad = (tall * WIDTH) / HEIGHT / squeeze;
  return [lon - broad / 2, lat - tall / 2, lon + broad / 2, lat + tall / 2];
}

/** Share of a layer that is seen around a place in it. */
const NEAR = 1 / 6;

/** Ground around a place: a part of its layer, so that what lies beside it tells where it is. */
export function around([lon, lat]: [number, number], layer: Extent | null): Extent | null {
  const [west, south, east, north] = layer ?? [lon, lat, lon, lat];
  const half = (Math.max(east - west, north - south) * NEAR) / 2;
  return frame([[lon - half, lat - half, lon + half, lat + half]]);
}

/** From degrees to pixels of the picture. */
export function placer([west, south, east, north]: Extent): (lon: number, lat: number) => [number, number] {
  return (lon, lat) => [((lon - west) / (east - west)) * WIDTH, ((north - lat) / (north - south)) * HEIGHT];
}

/** Meridians and parallels at a round step, about four of each. */
export function graticule([west, south, east, north]: Extent) {
  const step = STEPS.find((candidate) => (east - west) / candidate <= 5) ?? 45;
  const along = (from: number, to: number) => {
    const first = Math.ceil(from / step);
    return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, at) => (first + at) * step);
  };
  return { step, meridians: along(west, east), parallels: along(south, north) };
}

/** `119.8°E`, with as many decimals as the step needs. */
export function degrees(value: number, step: number, positive: string, negative: string): string {
  const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
  return `${Math.abs(value).toFixed(digits)}°${value < 0 ? negative : positive}`;
}
