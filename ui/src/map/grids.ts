/** The grids that are drawn when the graticule is switched on. */
import { centralMeridian, toDegrees, toPlane, type Zone } from './coordinates/gauss-kruger';
import type { Grid } from './grid-layer';
import type { MapCanvas } from './map-canvas';

/** Degrees, and kilometres of the project's zone, also when the map is drawn in another plane. */
export function gridsOf(canvas: MapCanvas, zone: Zone): Grid[] {
  const meridian = centralMeridian(zone);
  return [
    {
      kind: 'degrees',
      mapping: { forward: (lon, lat) => canvas.fromDegrees([lon, lat]), inverse: (x, y) => canvas.toDegrees([x, y]) },
    },
    {
      kind: 'kilometres',
      mapping: {
        forward: (e, n) => canvas.fromDegrees(toDegrees([e, n], meridian)),
        inverse: (x, y) => toPlane(canvas.toDegrees([x, y]), meridian),
      },
    },
  ];
}
