/** Cuts vector tiles of the demo county in the browser: 512 px, extent 4096, as the application does in Rust. */
import proj4 from 'proj4';

import type { PlaneView } from '../../bindings/PlaneView';
import type { TileAddress } from '../host';
import { ground, type Piece } from './ground';
import { EXTENT, encodeTile, type TileFeature } from './vector-tile';

/** The verdict of a town or finding as it stands now, or null before a review. */
export type VerdictOf = (layer: string, id: string) => string | null;

/** Tile units kept around a tile, so that no outline is seen along its edge: 16 of 512 pixels. */
const MARGIN = 128;
interface Projected {
  piece: Piece;
  /** Shells and holes of all parts, metres; x, y, x, y, … without the closing point. */
  parts: number[][][];
  box: [number, number, number, number];
}

const DEGREES = '+proj=longlat +ellps=GRS80 +no_defs';
/** Layers in the planes they were asked for in; each is projected once. */
const projected = new Map<string, Projected[]>();

/** The tile's bytes; empty when nothing is there. */
export function cutTile({ layer, z, x, y }: TileAddress, plane: PlaneView, verdictOf: VerdictOf): ArrayBuffer {
  const resolution = plane.resolutions[z];
  if (resolution === undefined) return new ArrayBuffer(0);
  const side = 512 * resolution;
  const [left, top] = [plane.origin[0] + x * side, plane.origin[1] - y * side];
  const unit = side / EXTENT;
  const margin = MARGIN * unit;
  const features: TileFeature[] = [];
  for (const { piece, parts, box } of inPlane(layer, plane)) {
    const [west, south, east, north] = box;
    if (west > left + side + margin || east < left - margin || south > top + margin || north < top - side - margin)
      continue;
    const rings = parts.flatMap((part) => {
      const cut = part.map((ring) => cutRing(ring.map((v, i) => (i % 2 ? (top - v) / unit : (v - left) / unit))));
      const shell = cut[0];
      if (!shell) return [];
      return [turned(shell, 1), ...cut.slice(1).flatMap((hole) => (hole ? [turned(hole, -1)] : []))];
    });
    if (rings.length > 0) features.push({ rings, properties: attributes(layer, piece, verdictOf) });
  }
  return encodeTile(layer, features);
}

/** What the application's tiles carry. */
function attributes(layer: string, { properties }: Piece, verdictOf: VerdictOf): Record<string, string> {
  const { id, XZBM, YJJBNTTBBH, BSM, XZQDM, XZMC, HXMC, GHFQMC, XZQMC, rule } = properties;
  const own = String(id ?? XZBM ?? YJJBNTTBBH ?? BSM ?? XZQDM ?? '');
  const label = layer === 'basic_farmland' ? own : String(XZMC ?? HXMC ?? GHFQMC ?? XZQMC ?? own);
  const verdict = verdictOf(layer, own);
  return { id: own, label, ...(verdict ? { verdict } : {}), ...(rule ? { rule: String(rule) } : {}) };
}

function inPlane(layer: string, plane: PlaneView): Projected[] {
  const key = `${plane.id}/${layer}`;
  const known = projected.get(key);
  if (known) return known;
  const { forward } = proj4(DEGREES, plane.proj4);
  const made = (ground[layer] ?? []).map((piece): Projected => {
    const parts = piece.polygons.map((polygon) =>
      polygon.map((ring) => ring.slice(0, -1).flatMap((point) => forward([...point]) as number[])),
    );
    return { piece, parts, box: boxOf(parts) };
  });
  projected.set(key, made);
  return made;
}

function boxOf(parts: number[][][]): Projected['box'] {
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
  return box;
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
