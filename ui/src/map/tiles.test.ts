import TileState from 'ol/TileState';
import type VectorTile from 'ol/VectorTile';
import VectorTileLayer from 'ol/layer/VectorTile';
import { get as projectionOf } from 'ol/proj';
import type Projection from 'ol/proj/Projection';
import TileGrid from 'ol/tilegrid/TileGrid';
import { describe, expect, it } from 'vitest';

import { EXTENT, encodeTile } from '../host/demo/vector-tile';
import type { TileAddress } from '../host/host';
import { LayerTiles } from './tiles';

const plane = {
  id: 'gk120',
  projection: projectionOf('EPSG:3857') as Projection,
  grid: new TileGrid({ origin: [0, 5120], resolutions: [10, 5, 2.5], tileSize: 512 }),
};

interface Asked {
  address: TileAddress;
  signal: AbortSignal | undefined;
  answer: (bytes: ArrayBuffer) => void;
  refuse: (why: unknown) => void;
}

function setUp() {
  const asked: Asked[] = [];
  const told: unknown[] = [];
  const host = {
    tile: (address: TileAddress, signal?: AbortSignal) =>
      new Promise<ArrayBuffer>((answer, refuse) => asked.push({ address, signal, answer, refuse })),
  };
  const tiles = new LayerTiles(host, plane, 'towns', (thrown) => told.push(thrown));
  tiles.setRevision(7);
  const load = (z: number, x: number, y: number): VectorTile<never> => {
    const rendered = tiles.source.getTile(z, x, y, 1, plane.projection);
    rendered.load();
    return rendered.getSourceTiles()[0] as unknown as VectorTile<never>;
  };
  return { asked, told, tiles, load };
}

/** Answers are taken up after the promise. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('tiles of a layer', () => {
  it('are asked for by plane, layer, place and revision, and read in the plane of the map', async () => {
    const { asked, load } = setUp();
    const tile = load(1, 0, 1);
    expect(asked[0]?.address).toEqual({ plane: 'gk120', layer: 'towns', z: 1, x: 0, y: 1, revision: 7 });
    const half = EXTENT / 2;
    asked[0]?.answer(
      encodeTile('towns', [{ rings: [[0, 0, half, 0, half, half]], properties: { id: 'SL01', label: '镇' } }]),
    );
    await settled();
    const [feature] = tile.getFeatures() as unknown as { get: (name: string) => string; getExtent: () => number[] }[];
    expect(feature?.get('label')).toBe('镇');
    // Tile 1/0/1 lies from 0 to 2560 east and from 0 to 2560 north.
    expect(feature?.getExtent()).toEqual([0, 1280, 1280, 2560]);
  });

  it('may be empty', async () => {
    const { asked, load } = setUp();
    const tile = load(0, 0, 0);
    asked[0]?.answer(new ArrayBuffer(0));
    await settled();
    expect([tile.getState(), tile.getFeatures()]).toEqual([TileState.LOADED, []]);
  });

  it('are called off when another level is looked at, and nobody hears of it', async () => {
    const { asked, told, tiles, load } = setUp();
    const [gone, wanted] = [load(0, 0, 0), load(1, 0, 0)];
    tiles.callOffExcept(1, new VectorTileLayer({ source: tiles.source }));
    expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
    asked[0]?.refuse(new DOMException('aborted', 'AbortError'));
    asked[1]?.answer(new ArrayBuffer(0));
    await settled();
    expect([gone.getState(), wanted.getState()]).toEqual([TileState.ERROR, TileState.LOADED]);
    expect(told).toEqual([]);
  });

  it('that fail, or are no tiles, are told', async () => {
    const { asked, told, load } = setUp();
    const [failed, broken] = [load(0, 0, 0), load(1, 0, 0)];
    asked[0]?.refuse(new Error('the disk is gone'));
    asked[1]?.answer(new Uint8Array([0x1a, 0xff, 0xff, 0xff]).buffer);
    await settled();
    expect([failed.getState(), broken.getState()]).toEqual([TileState.ERROR, TileState.ERROR]);
    expect(told).toHaveLength(2);
  });

  it('are asked for again when the data changed', () => {
    const { asked, tiles, load } = setUp();
    load(0, 0, 0);
    const key = tiles.source.getKey();
    tiles.setRevision(8);
    expect(tiles.source.getKey()).not.toBe(key);
    load(0, 0, 0);
    expect(asked.map(({ address }) => address.revision)).toEqual([7, 8]);
  });
});
