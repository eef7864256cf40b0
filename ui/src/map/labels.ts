/**
 * Names on the map: one for each thing in sight, on the largest piece of it that is in sight.
 *
 * A tile holds only its part of a town; written tile by tile a name would appear once in each.
 */
import Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import { getArea, getHeight, getIntersection, getWidth, intersects, isEmpty, type Extent } from 'ol/extent';
import Point from 'ol/geom/Point';
import VectorLayer from 'ol/layer/Vector';
import type RenderFeature from 'ol/render/Feature';
import VectorSource from 'ol/source/Vector';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import Text from 'ol/style/Text';

import { LABEL_FONT } from './label-font';
import { labelPlace } from './label-place';
import { PIXELS_PER_MM, denominator } from './scale';
import { ABOVE, type LayerStack } from './stack';
import { layerStyle } from './style/files';
import type { Conditions } from './style/paint';
import { drawnAt, type Label } from './style/schema';

/** More names than this nobody reads; the largest pieces win. */
const MOST_LABELS = 400;
/** Pieces looked at for one layer; beyond it the scale is too small for names anyway. */
const MOST_PIECES = 20_000;
/** A piece narrower than this carries no name, CSS pixels. */
const NARROWEST = 14;

interface Candidate {
  text: string;
  area: number;
  seen: Extent;
  feature: RenderFeature;
}

/** A name as it stands on the map; also what a drawing of the map writes. */
export interface PlacedLabel {
  layer: string;
  text: string;
  label: Label;
  at: [number, number];
}

export class MapLabels {
  readonly layer: VectorLayer;
  readonly #source = new VectorSource<Feature<Point>>();
  readonly #map: OlMap;
  readonly #stack: LayerStack;
  readonly #names: (layer: string, id: string) => string | undefined;
  #styles = new Map<string, Style>();
  #conditions: Conditions = { theme: 'light', pixelRatio: 1, groundPerUnit: 1 };
  #placed: PlacedLabel[] = [];

  /** `names`: what a thing is called when its tile does not say. */
  constructor(map: OlMap, stack: LayerStack, names: (layer: string, id: string) => string | undefined) {
    this.#map = map;
    this.#stack = stack;
    this.#names = names;
    this.layer = new VectorLayer({
      source: this.#source,
      declutter: true,
      zIndex: ABOVE.labels,
      style: (feature) => this.#style(feature as Feature<Point>),
      // While the map moves, the names move along as they are: placing them anew costs more than all polygons.
      updateWhileAnimating: false,
      updateWhileInteracting: false,
    });
    map.addLayer(this.layer);
  }

  get placed(): readonly PlacedLabel[] {
    return this.#placed;
  }

  setConditions(conditions: Conditions): void {
    this.#conditions = conditions;
    this.#styles = new Map();
    this.layer.changed();
  }

  /** The map rests, or its tiles are there: names are placed anew. */
  place(): void {
    const view = this.#map.getView();
    const resolution = view.getResolution();
    const size = this.#map.getSize();
    if (!resolution || !size) return;
    const extent = view.calculateExtent(size);
    const n = denominator(resolution * this.#conditions.groundPerUnit);
    // Uppermost layer first: where two names meet, the first one stays.
    this.#placed = [...this.#stack.drawn].reverse().flatMap(({ id, layer }) => {
      const { label } = layerStyle(id);
      if (!label || !layer.getVisible() || !drawnAt(label.scales, n)) return [];
      const pieces = layer.getFeaturesInExtent(extent) as RenderFeature[];
      if (pieces.length > MOST_PIECES) return [];
      return this.#inLayer(id, label, pieces, extent, resolution);
    });
    this.#source.clear(true);
    this.#source.addFeatures(
      this.#placed.map(
        (placed) => new Feature({ geometry: new Point(placed.at), layer: placed.layer, text: placed.text }),
      ),
    );
  }

  #inLayer(layer: string, label: Label, pieces: RenderFeature[], extent: Extent, resolution: number): PlacedLabel[] {
    const largest = new Map<string, Candidate>();
    const least = NARROWEST * resolution;
    for (const piece of pieces) {
      const box = piece.getExtent();
      if (!intersects(box, extent)) continue;
      const seen = getIntersection(box, extent);
      if (isEmpty(seen) || getWidth(seen) < least || getHeight(seen) < least) continue;
      const key = String(piece.get('id') ?? '');
      const area = getArea(seen);
      const known = largest.get(key);
      if (known && known.area >= area) continue;
      const text = String(piece.get(label.text) ?? this.#names(layer, key) ?? '');
      if (text !== '') largest.set(key, { text, area, seen, feature: piece });
    }
    return [...largest.values()]
      .sort((a, b) => b.area - a.area)
      .slice(0, MOST_LABELS)
      .flatMap(({ text, feature, seen }) => {
        const flat = feature.getOrientedFlatCoordinates() as number[];
        const at = labelPlace(flat, feature.getEnds() as number[], seen as [number, number, number, number]);
        return at ? [{ layer, text: shortened(text), label, at }] : [];
      });
  }

  #style(feature: Feature<Point>): Style {
    const layer = feature.get('layer') as string;
    let style = this.#styles.get(layer);
    if (!style) {
      style = labelStyle(layerStyle(layer).label as Label, this.#conditions);
      this.#styles.set(layer, style);
    }
    style.getText()?.setText(feature.get('text') as string);
    return style;
  }
}

/** A name of 64 kB is a name of its first letters. */
function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').slice(0, 80)];
  return letters.length > 24 ? `${letters.slice(0, 23).join('')}…` : letters.join('');
}

function labelStyle(label: Label, { theme }: Conditions): Style {
  return new Style({
    text: new Text({
      font: `${label.weight} ${Math.round(label.size * PIXELS_PER_MM * 10) / 10}px ${LABEL_FONT}`,
      fill: new Fill({ color: label.colour[theme] }),
      stroke: new Stroke({ color: label.halo[theme], width: 2 * label.haloWidth * PIXELS_PER_MM }),
      overflow: true,
    }),
  });
}
