/** The layers of the project on the map: tiles, styles, order, and what is chosen in them. */
import type OlMap from 'ol/Map';
import VectorTileLayer from 'ol/layer/VectorTile';

import type { Host } from '../host';
import type { LayerShown } from '../state/mapview.svelte';
import { SELECTION_STYLE, layerStyle } from './style/files';
import { classStyles, layerPaint, type Conditions } from './style/paint';
import type { StyleClass } from './style/schema';
import { LayerTiles, forgetFailed, type TilePlane } from './tiles';

/** Rendered tiles that a layer keeps: about three screens. Each is a picture of 512 pixels squared. */
const KEPT_TILES = 48;
/** CSS pixels around a tile whose features may reach into it: the widest stroke. */
const REACH = 16;

/** Places in the drawing order above all data. */
export const ABOVE = { labels: 1100, marks: 1200, grid: 900, measure: 1300 } as const;

/** A feature that stands out. */
export interface Chosen {
  layer: string;
  id: string;
  /** Class of `selection.json`. */
  as: 'finding' | 'town' | 'marked';
}

interface Drawn {
  id: string;
  tiles: LayerTiles;
  layer: VectorTileLayer;
  /** The same tiles, showing only what is chosen. */
  chosen: VectorTileLayer;
}

/** Layers as the project has them; rebuilt for another plane, kept for another revision. */
export class LayerStack {
  readonly #map: OlMap;
  readonly #host: Pick<Host, 'tile'>;
  readonly #failed: (thrown: unknown) => void;
  #drawn: Drawn[] = [];
  #plane: TilePlane | null = null;
  #revision = 0;
  #chosen: Chosen[] = [];
  #conditions: Conditions = { theme: 'light', pixelRatio: 1, groundPerUnit: 1 };

  constructor(map: OlMap, host: Pick<Host, 'tile'>, failed: (thrown: unknown) => void) {
    this.#map = map;
    this.#host = host;
    this.#failed = failed;
  }

  /** Ids of the layers there are, and the sources and layers behind them, lowest first. */
  get drawn(): readonly { id: string; layer: VectorTileLayer; tiles: LayerTiles }[] {
    return [...this.#drawn].sort((a, b) => (a.layer.getZIndex() ?? 0) - (b.layer.getZIndex() ?? 0));
  }

  /** What stands out in a layer. */
  chosenIn(layer: string): readonly Chosen[] {
    return this.#chosen.filter((one) => one.layer === layer);
  }

  /** Draws in another plane: nothing of the old one fits. */
  setPlane(plane: TilePlane): void {
    this.clear();
    this.#plane = plane;
  }

  /** The layers the project has now, and the revision of its data. */
  setLayers(ids: readonly string[], revision: number): void {
    this.#revision = revision;
    for (const gone of this.#drawn.filter((drawn) => !ids.includes(drawn.id))) this.#remove(gone);
    this.#drawn = this.#drawn.filter((drawn) => ids.includes(drawn.id));
    for (const id of ids) {
      if (!this.#drawn.some((drawn) => drawn.id === id) && this.#plane) this.#drawn.push(this.#add(id, this.#plane));
    }
    for (const { tiles, layer } of this.#drawn) {
      forgetFailed(layer);
      tiles.setRevision(revision);
    }
  }

  /** Order (lowest first), visibility and opacity; layers that are not named lie on top, visible. */
  arrange(shown: readonly LayerShown[]): void {
    for (const { id, layer, chosen } of this.#drawn) {
      const place = shown.findIndex((one) => one.id === id);
      const one = shown[place];
      const order = place < 0 ? 100 + layerStyle(id).order : place + 1;
      layer.setZIndex(order);
      // A band under the layer's own lines, above all that lies below them.
      chosen.setZIndex(order - 0.5);
      layer.setVisible(one?.visible ?? true);
      layer.setOpacity(one?.opacity ?? 1);
      chosen.setVisible(layer.getVisible() && this.#chosen.some((c) => c.layer === id));
    }
  }

  /** Theme, pixel ratio or scale correction changed: all styles are made anew. */
  setConditions(conditions: Conditions): void {
    this.#conditions = conditions;
    for (const drawn of this.#drawn) {
      drawn.layer.setStyle(layerPaint(layerStyle(drawn.id), conditions).styles);
      this.#paintChosen(drawn);
    }
  }

  setChosen(chosen: Chosen[]): void {
    this.#chosen = chosen;
    for (const drawn of this.#drawn) this.#paintChosen(drawn);
  }

  /** The map rests at level `z`: what is on its way for others is called off. */
  callOffExcept(z: number): void {
    for (const { tiles, layer } of this.#drawn) tiles.callOffExcept(z, layer);
  }

  clear(): void {
    for (const drawn of this.#drawn) this.#remove(drawn);
    this.#drawn = [];
  }

  #add(id: string, plane: TilePlane): Drawn {
    const tiles = new LayerTiles(this.#host, plane, id, this.#failed);
    tiles.setRevision(this.#revision);
    const common = { source: tiles.source, renderBuffer: REACH, cacheSize: KEPT_TILES };
    const layer = new VectorTileLayer({
      ...common,
      // Polygons as pictures: panning moves pictures, however many polygons are in them.
      renderMode: 'hybrid',
      style: layerPaint(layerStyle(id), this.#conditions).styles,
      zIndex: 100 + layerStyle(id).order,
    });
    const chosen = new VectorTileLayer({
      ...common,
      renderMode: 'vector',
      zIndex: 99 + layerStyle(id).order,
      visible: false,
    });
    const drawn = { id, tiles, layer, chosen };
    this.#paintChosen(drawn);
    this.#map.addLayer(layer);
    this.#map.addLayer(chosen);
    return drawn;
  }

  #paintChosen({ id, layer, chosen }: Drawn): void {
    const here = this.#chosen.filter((one) => one.layer === id);
    chosen.setVisible(here.length > 0 && layer.getVisible());
    if (here.length === 0) return;
    const styles = new Map(
      here.map((one) => {
        const found = SELECTION_STYLE.classes.find(({ id }) => id === one.as) as StyleClass;
        return [one.id, classStyles(found, 1, this.#conditions)];
      }),
    );
    chosen.setStyle((feature) => styles.get(String(feature.get('id'))));
  }

  #remove({ layer, chosen, tiles }: Drawn): void {
    this.#map.removeLayer(layer);
    this.#map.removeLayer(chosen);
    layer.dispose();
    chosen.dispose();
    tiles.dispose();
  }
}
