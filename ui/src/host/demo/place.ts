/** What lies at a place, how long and how large: on the plane, brought back to the ellipsoid by the local scale. */
import proj4 from 'proj4';

import type { AreaView } from '../../bindings/AreaView';
import type { IdentifiedView } from '../../bindings/IdentifiedView';
import type { IdentifyQuery } from '../../bindings/IdentifyQuery';
import type { LayerRole } from '../../bindings/LayerRole';
import type { MeasureQuery } from '../../bindings/MeasureQuery';
import type { MeasureView } from '../../bindings/MeasureView';
import type { PlaneView } from '../../bindings/PlaneView';
import { contains, ground, type Piece, type Point } from './ground';

const EARTH_M = 6_371_000;
const FALSE_EASTING_M = 500_000;

export function areaView(m2: number): AreaView {
  const grouped = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return {
    mm2: String(Math.round(m2 * 1e6)),
    m2: grouped.format(m2),
    ha: (m2 / 10_000).toFixed(4),
    mu: ((m2 * 3) / 2000).toFixed(4),
  };
}

export function identify(query: IdentifyQuery, plane: PlaneView): IdentifiedView[] {
  return query.layers.flatMap((layer) =>
    (ground[layer] ?? [])
      .filter((piece) => contains(piece, [query.lon, query.lat]))
      .map((piece) => identified(layer, piece, plane)),
  );
}

function identified(layer: string, piece: Piece, plane: PlaneView): IdentifiedView {
  const { id, XZBM, YJJBNTTBBH, BSM, XZQDM, XZMC, HXMC, XZQMC } = piece.properties;
  const own = String(id ?? XZBM ?? YJJBNTTBBH ?? BSM ?? XZQDM ?? '');
  const named = layer === 'counties' || layer === 'towns' ? (XZMC ?? XZQMC) : HXMC;
  const m2 = piece.polygons.reduce((sum, rings) => {
    const [shell = 0, ...holes] = rings.map((ring) => measureRing(ring, plane).area);
    return sum + shell - holes.reduce((all, hole) => all + hole, 0);
  }, 0);
  return {
    layer,
    role: layer === 'findings' ? null : (layer as LayerRole),
    id: own,
    label: String(named ?? own),
    attributes: Object.entries(piece.properties).map(([name, value]) => [name, String(value)]),
    area: areaView(m2),
    extent: piece.extent,
  };
}

function measureRing(points: Point[], plane: PlaneView) {
  const flat = points.map((point) => proj4(plane.proj4, point) as Point);
  const first = flat[0] ?? [0, 0];
  let doubled = 0;
  flat.forEach(([x, y], at) => {
    const [nx, ny] = flat[(at + 1) % flat.length] as Point;
    doubled += (x - first[0]) * (ny - first[1]) - (nx - first[0]) * (y - first[1]);
  });
  const planar = Math.abs(doubled) / 2;
  const scale = 1 + ((first[0] - FALSE_EASTING_M) / EARTH_M) ** 2 / 2;
  return { planar, area: planar / scale ** 2, scale, flat };
}

export function measure({ points, closed }: MeasureQuery, plane: PlaneView): MeasureView {
  const { planar, area, scale, flat } = measureRing(points, plane);
  const round = closed && flat[0] ? [...flat, flat[0]] : flat;
  const length = round.slice(1).reduce((sum, [x, y], at) => {
    const [px, py] = round[at] as Point;
    return sum + Math.hypot(x - px, y - py);
  }, 0);
  const metres = (value: number) =>
    new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
  return {
    lengthM: metres(length / scale),
    planarLengthM: metres(length),
    area: closed ? areaView(area) : null,
    planarArea: closed ? areaView(planar) : null,
    plane: plane.name,
  };
}
