/** The demo county's shapes, read from the very files that the application imports. */
import basicFarmland from '../../../../data/demo/basic_farmland.geojson?raw';
import counties from '../../../../data/demo/counties.geojson?raw';
import ecoRedline from '../../../../data/demo/eco_redline.geojson?raw';
import towns from '../../../../data/demo/towns.geojson?raw';
import urbanBoundary from '../../../../data/demo/urban_boundary.geojson?raw';
import findings from './shapes.json';

export type Point = [number, number];
export type Ring = Point[];

export interface Piece {
  properties: Record<string, string | number>;
  /** Polygons of rings, degrees; empty for what is no polygon. */
  polygons: Ring[][];
  /** West, south, east, north, degrees. */
  extent: [number, number, number, number];
}

interface Collection {
  features: {
    properties: Record<string, string | number | null>;
    geometry: { type: string; coordinates?: unknown };
  }[];
}

function pieces(collection: Collection): Piece[] {
  return collection.features.map(({ properties, geometry }) => {
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates as Ring[]]
        : geometry.type === 'MultiPolygon'
          ? (geometry.coordinates as Ring[][])
          : [];
    const extent: Piece['extent'] = [180, 90, -180, -90];
    for (const [lon, lat] of polygons.flat(2)) {
      extent[0] = Math.min(extent[0], lon);
      extent[1] = Math.min(extent[1], lat);
      extent[2] = Math.max(extent[2], lon);
      extent[3] = Math.max(extent[3], lat);
    }
    const filled = Object.entries(properties).map(([name, value]) => [name, value ?? '']);
    return { properties: Object.fromEntries(filled) as Piece['properties'], polygons, extent };
  });
}

const read = (text: string) => pieces(JSON.parse(text) as Collection);

/** Pieces by layer id, as in `LayerView`. */
export const ground: Record<string, Piece[]> = {
  counties: read(counties),
  urban_boundary: read(urbanBoundary),
  basic_farmland: read(basicFarmland),
  eco_redline: read(ecoRedline),
  towns: read(towns),
  findings: pieces(findings as unknown as Collection),
};

/** Even-odd, good enough for a click. */
export function contains(piece: Piece, [x, y]: Point): boolean {
  let inside = false;
  for (const ring of piece.polygons.flat()) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [ax, ay] = ring[at] as Point;
      const [bx, by] = ring[before] as Point;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}
