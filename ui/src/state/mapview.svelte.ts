/**
 * How the map is shown: written by the layer panel, the tool bar and the settings, read by the map.
 * The map pane registers `picture` while it is there; export uses it.
 */
import { keep, recall } from './kept';

export type MapTool = 'look' | 'identify' | 'zoom_box' | 'length' | 'area';

/** One layer as it is drawn; `id` as in `LayerView`. */
export interface LayerShown {
  id: string;
  visible: boolean;
  /** 0 to 1. */
  opacity: number;
}

export type PictureTaker = (kind: 'png' | 'svg') => Promise<Uint8Array>;

class MapView {
  /** Lowest first; layers that are not named are visible, opaque and on top. */
  layers = $state.raw<LayerShown[]>([]);
  tool = $state<MapTool>('look');
  graticule = $state(false);
  /** Makes a picture of the map as it stands; null while no map is drawn. */
  picture = $state.raw<PictureTaker | null>(null);
  /** Grows when the dialog "go to a coordinate" is asked for by key. */
  goToAsked = $state(0);

  /** The project whose layers are kept; null before one is open. */
  #project: string | null = null;

  constructor() {
    this.graticule = recall('graticule') === true;
  }

  /** Takes up what was kept for this project; another project is shown as it was left. */
  openProject(name: string | null): void {
    if (name === this.#project) return;
    this.#project = name;
    const kept = name === null ? null : recall(`layers.${name}`);
    this.layers = Array.isArray(kept)
      ? kept.filter(
          (layer): layer is LayerShown =>
            typeof layer?.id === 'string' && typeof layer.visible === 'boolean' && typeof layer.opacity === 'number',
        )
      : [];
  }

  /** Replaces order, visibility and opacity. */
  setLayers(layers: LayerShown[]): void {
    this.layers = layers;
    if (this.#project !== null) keep(`layers.${this.#project}`, layers);
  }

  changeLayer(id: string, change: Partial<Omit<LayerShown, 'id'>>): void {
    this.setLayers(this.layers.map((layer) => (layer.id === id ? { ...layer, ...change } : layer)));
  }

  setGraticule(shown: boolean): void {
    this.graticule = shown;
    keep('graticule', shown);
  }
}

export const mapView = new MapView();
