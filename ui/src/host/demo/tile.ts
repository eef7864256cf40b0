/** Cuts a vector tile of the demo county in the browser: 512 px, extent 4096, as the application does in Rust. */
import { PbfWriter } from 'pbf';
import proj4 from 'proj4';

import type { PlaneView } from '../../bindings/PlaneView';
import type { TileAddress } from '../host';
import { ground, type Piece, type Point, type Ring } from './ground';

const TILE_PX = 512;
const EXTENT = 4096;

const command = (id: number, times: number) => (id & 7) | (times << 3);
const zigzag = (value: number) => (value << 1) ^ (value >> 31);
const projected = new Map<string, Ring[][][]>();

/** Polygons of a layer in a plane, metres; projected once. */
function inPlane(layer: string, plane: PlaneView): Ring[][][] {
  const key = `${plane.id}/${layer}`;
  const known = projected.get(key);
  if (known) return known;
  const forward = proj4(plane.proj4);
  const made = (ground[layer] ?? []).map(({ polygons }) =>
    polygons.map((rings) => rings.map((ring) => ring.map((point) => forward.forward(point) as Point))),
  );
  projected.set(key, made);
  return made;
}

/** The tile's bytes; empty when nothing is there. */
export function cutTile(address: TileAddress, plane: PlaneView): ArrayBuffer {
  const resolution = plane.resolutions[address.z];
  if (resolution === undefined) return new ArrayBuffer(0);
  const size = TILE_PX * resolution;
  const left = plane.origin[0] + address.x * size;
  const top = plane.origin[1] - address.y * size;
  const scale = EXTENT / size;
  const toTile = ([x, y]: Point): Point => [Math.round((x - left) * scale), Math.round((top - y) * scale)];
  const shapes = inPlane(address.layer, plane);
  const pieces = (ground[address.layer] ?? [])
    .map((piece, at) => ({
      piece,
      at,
      rings: (shapes[at] ?? []).flatMap((rings) => wound(rings.map((r) => r.map(toTile)))),
    }))
    .filter(({ rings }) => touches(rings));
  if (pieces.length === 0) return new ArrayBuffer(0);
  const bytes = encode(address.layer, pieces);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** Shells clockwise on the screen, holes the other way, as the format wants. */
function wound(rings: Ring[]): Ring[] {
  return rings.map((ring, at) => {
    let doubled = 0;
    ring.forEach(([x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length] as Point;
      doubled += x * ny - nx * y;
    });
    return doubled > 0 === (at === 0) ? ring : [...ring].reverse();
  });
}

function touches(rings: Ring[]): boolean {
  const margin = 256;
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of rings.flat()) {
    [west, north, east, south] = [Math.min(west, x), Math.min(north, y), Math.max(east, x), Math.max(south, y)];
  }
  return east > -margin && west < EXTENT + margin && south > -margin && north < EXTENT + margin;
}

function drawn(rings: Ring[]): number[] {
  const out: number[] = [];
  let [x, y] = [0, 0];
  for (const ring of rings) {
    const open = ring.slice(0, -1);
    if (open.length < 3) continue;
    open.forEach(([px, py], at) => {
      if (at === 0) out.push(command(1, 1));
      else if (at === 1) out.push(command(2, open.length - 1));
      out.push(zigzag(px - x), zigzag(py - y));
      [x, y] = [px, py];
    });
    out.push(command(7, 1));
  }
  return out;
}

function encode(name: string, pieces: { piece: Piece; at: number; rings: Ring[] }[]): Uint8Array {
  const pbf = new PbfWriter();
  const keys: string[] = [];
  const values: (string | number)[] = [];
  const place = <T>(list: T[], item: T) => (list.includes(item) ? list.indexOf(item) : list.push(item) - 1);
  pbf.writeMessage(
    3,
    (_: unknown, layer: PbfWriter) => {
      layer.writeVarintField(15, 2);
      layer.writeStringField(1, name);
      for (const { piece, at, rings } of pieces) {
        const tags = Object.entries(shown(piece)).flatMap(([key, value]) => [place(keys, key), place(values, value)]);
        layer.writeMessage(
          2,
          (__: unknown, feature: PbfWriter) => {
            feature.writeVarintField(1, at + 1);
            feature.writePackedVarint(2, tags);
            feature.writeVarintField(3, 3);
            feature.writePackedVarint(4, drawn(rings));
          },
          null,
        );
      }
      for (const key of keys) layer.writeStringField(3, key);
      for (const value of values)
        layer.writeMessage(4, (__: unknown, written: PbfWriter) => written.writeStringField(1, String(value)), null);
      layer.writeVarintField(5, EXTENT);
    },
    null,
  );
  return pbf.finish();
}

/** What the application's tiles carry: id, name, verdict. */
function shown({ properties }: Piece): Record<string, string | number> {
  const { id, XZBM, YJJBNTTBBH, BSM, XZMC, XZQMC, verdict, rule } = properties;
  const all = {
    id: id ?? XZBM ?? YJJBNTTBBH ?? BSM ?? '',
    name: XZMC ?? XZQMC ?? '',
    verdict: verdict ?? '',
    rule: rule ?? '',
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')) as Record<string, string | number>;
}
