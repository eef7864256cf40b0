/** Vector tiles of one layer, asked from the host in the plane of the map. */
import MVT from 'ol/format/MVT';
import type VectorTileLayer from 'ol/layer/VectorTile';
import type Projection from 'ol/proj/Projection';
import type RenderFeature from 'ol/render/Feature';
import VectorTileSource from 'ol/source/VectorTile';
import type Tile from 'ol/Tile';
import type TileGrid from 'ol/tilegrid/TileGrid';
import TileState from 'ol/TileState';
import type VectorTile from 'ol/VectorTile';

import type { Host } from '../host';

/** What all layers of a plane share. */
export interface TilePlane {
  id: string;
  projection: Projection;
  grid: TileGrid;
}

interface Pending {
  z: number;
  stop: AbortController;
}

/** Tiles of a layer; those that nobody waits for any more are called off. */
export class LayerTiles {
  readonly source: VectorTileSource;
  readonly #pending = new Map<VectorTile<RenderFeature>, Pending>();
  readonly #host: Pick<Host, 'tile'>;
  readonly #plane: TilePlane;
  readonly #layer: string;
  readonly #failed: (thrown: unknown) => void;
  #revision = -1;

  constructor(host: Pick<Host, 'tile'>, plane: TilePlane, layer: string, failed: (thrown: unknown) => void) {
    this.#host = host;
    this.#plane = plane;
    this.#layer = layer;
    this.#failed = failed;
    this.source = new VectorTileSource<RenderFeature>({
      format: new MVT(),
      projection: plane.projection,
      tileGrid: plane.grid,
      wrapX: false,
      transition: 0,
      tileLoadFunction: (tile: Tile) => this.#load(tile as VectorTile<RenderFeature>),
    });
  }

  /** The data changed: tiles are asked for again, the old ones stay in sight until the new ones are there. */
  setRevision(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    // No address of the network: only a name that changes with the revision.
    this.source.setTileUrlFunction(([z, x, y]) => `${this.#layer}/${z}/${x}/${y}/${revision}`, `r${revision}`);
  }

  /** Calls off what is on its way for other levels than `z`, and lets `layer` ask for it again when it comes back there. */
  callOffExcept(z: number, layer: VectorTileLayer): void {
    let stopped = false;
    for (const [tile, pending] of this.#pending) {
      if (pending.z === z) continue;
      this.#pending.delete(tile);
      pending.stop.abort();
      tile.setState(TileState.ERROR);
      stopped = true;
    }
    if (stopped) forgetFailed(layer);
  }

  /** The layer goes away. */
  dispose(): void {
    for (const { stop } of this.#pending.values()) stop.abort();
    this.#pending.clear();
    this.source.dispose();
  }

  #load(tile: VectorTile<RenderFeature>): void {
    const [z, x, y] = tile.tileCoord as [number, number, number];
    const stop = new AbortController();
    this.#pending.set(tile, { z, stop });
    this.#host.tile({ plane: this.#plane.id, layer: this.#layer, z, x, y, revision: this.#revision }, stop.signal).then(
      (bytes) => {
        if (!this.#pending.delete(tile)) return;
        try {
          tile.setFeatures(this.#read(bytes, tile));
        } catch (thrown) {
          tile.setState(TileState.ERROR);
          this.#failed(thrown);
        }
      },
      (thrown: unknown) => {
        // Called off: its state is set already, and nobody needs to hear of it.
        if (!this.#pending.delete(tile)) return;
        tile.setState(TileState.ERROR);
        this.#failed(thrown);
      },
    );
  }

  #read(bytes: ArrayBuffer, tile: VectorTile<RenderFeature>): RenderFeature[] {
    if (bytes.byteLength === 0) return [];
    const format = tile.getFormat() as MVT<RenderFeature>;
    return format.readFeatures(bytes, {
      extent: this.#plane.grid.getTileCoordExtent(tile.tileCoord),
      featureProjection: this.#plane.projection,
    }) as RenderFeature[];
  }
}

/** Tiles in error are forgotten, so that they are asked for again when they are next in sight. */
export function forgetFailed(layer: VectorTileLayer): void {
  const cache = layer.getRenderer()?.getTileCache();
  if (!cache) return;
  for (const key of cache.getKeys()) {
    const tile = cache.peek(key);
    if (tile?.getState() !== TileState.ERROR) continue;
    cache.remove(key);
    tile.release();
  }
}
