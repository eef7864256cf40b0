/**
 * Vector tiles of the demo county, cut on the fly from GeoJSON: what Rust does in the application, small and without
 * simplification, so that the map runs in a browser.
 */
import proj4 from 'proj4';

import type { PlaneView } from '../bindings/PlaneView';
import { EXTENT, encodeTile, type TileFeature } from './demo-vector-tile';
import type { TileAddress } from './host';

type Ring = [number, number][];

/** A GeoJSON feature with ground; degrees. */
export interface GroundFeature {
  properties: Record<string, unknown> | null;
  geometry: { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] } | null;
}

/** One layer of the demo. */
export interface GroundLayer {
  features: GroundFeature[];
  /** What a tile's feature carries: `id`, `name`, `verdict`, `rule`, as Rust writes them. */
  attributes: (feature: GroundFeature) => Record<string, string | number>;
}

/** Tile units kept around a tile, so that no outline is seen along its edge: 16 of 512 pixels. */
const MARGIN = 128;
/** The world in Web Mercator, metres from side to side. */
const WORLD = 40_075_016.685_578_49;
/** Side of the one tile of level 0 in a Gauss-Krüger plane, metres. */
const GK_SIDE = 2 ** 23;

/** The demo's planes: Gauss-Krüger of 120° E, then Mercator. `degrees`: where the county lies. */
export function demoPlanes(degrees: [number, number, number, number]): PlaneView[] {
  const halves = (coarsest: number, levels: number) => Array.from({ length: levels }, (_, z) => coarsest / 2 ** z);
  const planes: PlaneView[] = [
    {
      id: 'gk120',
      plane: 'gauss_kruger',
      name: { zh: 'CGCS2000 / 3° 高斯-克吕格 中央经线 120°E', en: 'CGCS2000 / 3-degree Gauss-Kruger CM 120E' },
      epsg: 4549,
      proj4: '+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
      centralMeridian: 120,
      origin: [500_000 - GK_SIDE / 2, 7_000_000],
      resolutions: halves(GK_SIDE / 512, 20),
      extent: null,
    },
    {
      id: 'mercator',
      plane: 'mercator',
      name: { zh: 'Web 墨卡托', en: 'Web Mercator' },
      epsg: 3857,
      proj4: '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
      centralMeridian: 0,
      origin: [-WORLD / 2, WORLD / 2],
      resolutions: halves(WORLD / 512, 22),
      extent: null,
    },
  ];
  const [west, south, east, north] = degrees;
  return planes.map((plane) => {
    const corners = (
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ] as const
    ).map((corner) => proj4('+proj=longlat +ellps=GRS80 +no_defs', plane.proj4, [...corner]));
    const xs = corners.map((corner) => corner[0] as number);
    const ys = corners.map((corner) => corner[1] as number);
    return { ...plane, extent: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
  });
}

interface Projected {
  properties: Record<string, string | number>;
  /** Shells and holes of all parts, metres; x, y, x, y, … without the closing point. */
  parts: number[][][];
  box: [number, number, number, number];
}

/** Answers tiles of the given layers; each layer is projected once a plane. */
export class DemoTiles {
  readonly #layers: ReadonlyMap<string, GroundLayer>;
  readonly #planes: readonly PlaneView[];
  readonly #projected = new Map<string, Projected[]>();

  constructor(layers: ReadonlyMap<string, GroundLayer>, planes: readonly PlaneView[]) {
    this.#layers = layers;
    this.#planes = planes;
  }

  /** Forgets a layer whose attributes may have changed. */
  changed(layer: string): void {
    for (const plane of this.#planes) this.#projected.delete(`${plane.id}/${layer}`);
  }

  tile({ plane: planeId, layer, z, x, y }: Omit<TileAddress, 'revision'>): ArrayBuffer {
    const plane = this.#planes.find((plane) => plane.id === planeId);
    const resolution = plane?.resolutions[z];
    if (!plane || resolution === undefined) return new ArrayBuffer(0);
    const side = 512 * resolution;
    const [left, top] = [plane.origin[0] + x * side, plane.origin[1] - y * side];
    const unit = side / EXTENT;
    const box = [left - MARGIN * unit, top - side - MARGIN * unit, left + side + MARGIN * unit, top + MARGIN * unit];
    const features: TileFeature[] = [];
    for (const feature of this.#features(plane, layer)) {
      const [west, south, east, north] = feature.box;
      if (west > box[2]! || east < box[0]! || south > box[3]! || north < box[1]!) continue;
      const rings = feature.parts.flatMap((part) => {
        const cut = part.map((ring) => cutRing(ring.map((v, i) => (i % 2 ? (top - v) / unit : (v - left) / unit))));
        const shell = cut[0];
        if (!shell) return [];
        return [turned(shell, 1), ...cut.slice(1).flatMap((hole) => (hole ? [turned(hole, -1)] : []))];
      });
      if (rings.length > 0) features.push({ type: 'polygon', rings, properties: feature.properties });
    }
    return encodeTile(layer, features);
  }

  #features(plane: PlaneView, layer: string): Projected[] {
    const key = `${plane.id}/${layer}`;
    let projected = this.#projected.get(key);
    if (!projected) {
      const ground = this.#layers.get(layer);
      projected = ground ? ground.features.flatMap((feature) => project(feature, ground, plane)) : [];
      this.#projected.set(key, projected);
    }
    return projected;
  }
}

function project(feature: GroundFeature, layer: GroundLayer, plane: PlaneView): Projected[] {
  if (!feature.geometry) return [];
  const { forward } = proj4('+proj=longlat +ellps=GRS80 +no_defs', plane.proj4);
  const polygons = feature.geometry.type === 'Polygon' ? [feature.geometry.coordinates] : feature.geometry.coordinates;
  const parts = polygons.map((polygon) =>
    polygon.map((ring) => ring.slice(0, -1).flatMap((point) => forward([...point]) as number[])),
  );
  const box: Projected['box'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const shell of parts.map((part) => part[0] ?? [])) {
    for (let i = 0; i < shell.length; i += 2) {
      const [x, y] = [shell[i] as number, shell[i + 1] as number];
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return [{ properties: layer.attributes(feature), parts, box }];
}

/** A ring within the tile and its margin (Sutherland-Hodgman), in whole units; null when nothing is left. */
function cutRing(ring: number[]): number[] | null {
  let points = ring;
  for (const [axis, sign, edge] of [
    [0, 1, -MARGIN],
    [0, -1, EXTENT + MARGIN],
    [1, 1, -MARGIN],
    [1, -1, EXTENT + MARGIN],
  ] as const) {
    const kept: number[] = [];
    for (let i = 0; i < points.length; i += 2) {
      const j = (i + points.length - 2) % points.length;
      const [ax, ay, bx, by] = [points[j], points[j + 1], points[i], points[i + 1]] as [number, number, number, number];
      const da = sign * ((axis ? ay : ax) - edge);
      const db = sign * ((axis ? by : bx) - edge);
      if (da * db < 0) kept.push(ax + ((bx - ax) * da) / (da - db), ay + ((by - ay) * da) / (da - db));
      if (db >= 0) kept.push(bx, by);
    }
    points = kept;
  }
  const whole: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [Math.round(points[i] as number), Math.round(points[i + 1] as number)];
    if (x !== whole[whole.length - 2] || y !== whole[whole.length - 1]) whole.push(x, y);
  }
  return whole.length >= 6 ? whole : null;
}

/** The ring with the wanted turn: positive area (y down) for shells. */
function turned(ring: number[], sign: 1 | -1): number[] {
  let area = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    area += (ring[i] as number) * (ring[j + 1] as number) - (ring[j] as number) * (ring[i + 1] as number);
  }
  if (Math.sign(area) * sign >= 0) return ring;
  const back: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) back.push(ring[i] as number, ring[i + 1] as number);
  return back;
}
