import { expect, it } from 'vitest';

import type { PlaneView } from '../bindings/PlaneView';
import { GOLDEN } from './coordinates/golden';
import { TILE_SIZE, projection, tileGrid, toDegreesExtent, toPlaneExtent } from './grid';

const PLANE: PlaneView = {
  id: 'gk120',
  plane: 'gauss_kruger',
  name: { zh: '平面', en: 'plane' },
  epsg: 4549,
  proj4: '+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
  centralMeridian: 120,
  origin: [-2_000_000, 6_700_000],
  resolutions: [10_000, 5000, 2500, 1250],
  extent: null,
};

it('counts tiles from the upper left, rows downwards', () => {
  const grid = tileGrid(PLANE);
  expect(grid.getTileCoordExtent([0, 0, 0])).toEqual([
    -2_000_000,
    6_700_000 - 512 * 10_000,
    -2_000_000 + 512 * 10_000,
    6_700_000,
  ]);
  const [z, x, y] = [3, 2, 1];
  const side = TILE_SIZE * 1250;
  expect(grid.getTileCoordExtent([z, x, y])).toEqual([
    -2_000_000 + 2 * side,
    6_700_000 - 2 * side,
    -2_000_000 + 3 * side,
    6_700_000 - side,
  ]);
  expect(grid.getTileCoordForCoordAndZ([-2_000_000 + 2.5 * side, 6_700_000 - 1.5 * side], z)).toEqual([z, x, y]);
});

it('agrees with PROJ about the plane', () => {
  const known = projection(PLANE);
  for (const { lon, lat, three } of GOLDEN.filter(({ three }) => Math.floor(three[0] / 1e6) === 40)) {
    const [east, north] = toPlaneExtent([lon, lat, lon, lat], known);
    expect(east).toBeCloseTo(three[0] - 40_000_000, 3);
    expect(north).toBeCloseTo(three[1], 3);
  }
});

it('frames all of the ground, bowed edges too', () => {
  const known = projection(PLANE);
  const metres = toPlaneExtent([119, 30, 121, 31], known);
  const back = toDegreesExtent(metres, known);
  expect(back[0]).toBeLessThanOrEqual(119);
  expect(back[3]).toBeGreaterThanOrEqual(31);
});
