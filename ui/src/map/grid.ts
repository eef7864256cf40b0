/** The plane the map is drawn in, as OpenLayers and proj4 know it, and its tile grid. */
import type { Extent as OlExtent } from 'ol/extent';
import { get as projectionOf, transformExtent } from 'ol/proj';
import type Projection from 'ol/proj/Projection';
import { register } from 'ol/proj/proj4';
import TileGrid from 'ol/tilegrid/TileGrid';
import proj4 from 'proj4';

import type { PlaneView } from '../bindings/PlaneView';

/** CSS pixels of a tile's side. */
export const TILE_SIZE = 512;

/** What OpenLayers calls longitude and latitude. CGCS2000 and WGS 84 differ by less than a pixel on any screen. */
export const DEGREES = 'EPSG:4326';

/** Makes the plane known; told twice it is the same plane. */
export function projection(plane: PlaneView): Projection {
  const code = `EPSG:${plane.epsg}`;
  if (plane.plane === 'gauss_kruger') {
    proj4.defs(code, plane.proj4);
    register(proj4);
  }
  const found = projectionOf(code);
  if (!found) throw new Error(`the plane ${plane.id} is not known to the map`);
  return found;
}

/** The grid that Rust cuts tiles by. */
export function tileGrid(plane: PlaneView): TileGrid {
  const side = TILE_SIZE * (plane.resolutions[0] ?? 1);
  const [left, top] = plane.origin;
  return new TileGrid({
    origin: [left, top],
    resolutions: plane.resolutions,
    tileSize: TILE_SIZE,
    extent: [left, top - side, left + side, top],
  });
}

/** Degrees (west, south, east, north) to the plane's metres; edges bow, so points between the corners count too. */
export function toPlaneExtent(degrees: OlExtent, plane: Projection): OlExtent {
  return transformExtent(degrees, DEGREES, plane, 8);
}

/** The plane's metres to degrees. */
export function toDegreesExtent(metres: OlExtent, plane: Projection): OlExtent {
  return transformExtent(metres, plane, DEGREES, 8);
}
