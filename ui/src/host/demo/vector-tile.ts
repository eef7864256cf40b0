/** Writes Mapbox vector tiles (MVT 2.1) for the demo: polygons with text attributes. */
import { PbfWriter } from 'pbf';

/** Units of a tile's side. */
export const EXTENT = 4096;

/** One feature, in tile units (x right, y down). */
export interface TileFeature {
  /** Without the closing point; outer ones clockwise on the screen, holes behind their shell. */
  rings: number[][];
  properties: Record<string, string>;
}

const COMMAND = { moveTo: 1, lineTo: 2, close: 7 } as const;
const POLYGON = 3;

/** A tile with one layer; no bytes when the layer is empty. */
export function encodeTile(layer: string, features: TileFeature[]): ArrayBuffer {
  if (features.length === 0) return new ArrayBuffer(0);
  const writer = new PbfWriter();
  writer.writeMessage(3, writeLayer, { layer, features });
  const bytes = writer.finish();
  return bytes.slice().buffer as ArrayBuffer;
}

function writeLayer({ layer, features }: { layer: string; features: TileFeature[] }, out: PbfWriter): void {
  const keys = new Map<string, number>();
  const values = new Map<string, number>();
  out.writeVarintField(15, 2);
  out.writeStringField(1, layer);
  for (const feature of features) {
    const tags: number[] = [];
    for (const [key, value] of Object.entries(feature.properties)) {
      tags.push(place(keys, key), place(values, value));
    }
    out.writeMessage(2, writeFeature, { feature, tags });
  }
  for (const key of keys.keys()) out.writeStringField(3, key);
  for (const value of values.keys()) out.writeMessage(4, writeValue, value);
  out.writeVarintField(5, EXTENT);
}

function place<T>(table: Map<T, number>, value: T): number {
  const known = table.get(value);
  if (known !== undefined) return known;
  table.set(value, table.size);
  return table.size - 1;
}

function writeValue(value: string, out: PbfWriter): void {
  out.writeStringField(1, value);
}

function writeFeature({ feature, tags }: { feature: TileFeature; tags: number[] }, out: PbfWriter): void {
  out.writePackedVarint(2, tags);
  out.writeVarintField(3, POLYGON);
  out.writePackedVarint(4, commands(feature));
}

function commands(feature: TileFeature): number[] {
  const words: number[] = [];
  let [x, y] = [0, 0];
  const step = (ring: number[], i: number): void => {
    const [nx, ny] = [ring[i] as number, ring[i + 1] as number];
    words.push(zigzag(nx - x), zigzag(ny - y));
    [x, y] = [nx, ny];
  };
  for (const ring of feature.rings) {
    words.push(COMMAND.moveTo | (1 << 3));
    step(ring, 0);
    words.push(COMMAND.lineTo | ((ring.length / 2 - 1) << 3));
    for (let i = 2; i < ring.length; i += 2) step(ring, i);
    words.push(COMMAND.close | (1 << 3));
  }
  return words;
}

const zigzag = (n: number) => ((n << 1) ^ (n >> 31)) >>> 0;
