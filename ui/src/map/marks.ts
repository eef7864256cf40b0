/** What is pointed at: the ground of a problem or an identified thing, and where the reviewer asked. */
import Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import { getCenter, getHeight, getWidth, type Extent } from 'ol/extent';
import Point from 'ol/geom/Point';
import { fromExtent } from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import CircleStyle from 'ol/style/Circle';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';

import { ABOVE } from './stack';
import { PAPER, SELECTION_STYLE } from './style/files';
import { classStyles, type Conditions } from './style/paint';
import type { StyleClass } from './style/schema';

/** Ground smaller than this on the screen is shown by a ring around it, CSS pixels. */
const SMALLEST = 18;
const RING_RADIUS = 13;
const CROSS_RADIUS = 4;

export class Marks {
  readonly layer: VectorLayer;
  readonly #source = new VectorSource();
  #conditions: Conditions = { theme: 'light', pixelRatio: 1, groundPerUnit: 1 };
  #frame: Style[] = [];
  #ring: Style[] = [];
  #cross: Style[] = [];

  constructor(map: OlMap) {
    this.layer = new VectorLayer({
      source: this.#source,
      zIndex: ABOVE.marks,
      style: (feature, resolution) => this.#style(feature as Feature, resolution),
      updateWhileAnimating: true,
      updateWhileInteracting: true,
    });
    map.addLayer(this.layer);
    this.setConditions(this.#conditions);
  }

  /** `ground`: map coordinates; `framed`: its outline is not drawn by anything else. */
  show(ground: Extent | null, framed: boolean, asked: [number, number] | null): void {
    this.#source.clear(true);
    if (ground) {
      const wide = Math.max(getWidth(ground), getHeight(ground));
      this.#source.addFeature(new Feature({ geometry: new Point(getCenter(ground)), what: 'ring', wide }));
      if (framed && wide > 0)
        this.#source.addFeature(new Feature({ geometry: fromExtent(ground), what: 'frame', wide }));
    }
    if (asked) this.#source.addFeature(new Feature({ geometry: new Point(asked), what: 'cross' }));
  }

  setConditions(conditions: Conditions): void {
    this.#conditions = conditions;
    const marked = SELECTION_STYLE.classes.find((one) => one.id === 'marked') as StyleClass;
    this.#frame = classStyles(marked, 1, conditions);
    this.#ring = this.#circles(RING_RADIUS, 2);
    this.#cross = this.#circles(CROSS_RADIUS, 2);
    this.layer.changed();
  }

  #circles(radius: number, width: number): Style[] {
    const { theme } = this.#conditions;
    const chosen = SELECTION_STYLE.classes[0]?.stroke?.at(-1)?.colour[theme] ?? PAPER.ink[theme];
    return [
      new Style({
        image: new CircleStyle({ radius, stroke: new Stroke({ color: PAPER.paper[theme], width: width + 3 }) }),
      }),
      new Style({ image: new CircleStyle({ radius, stroke: new Stroke({ color: chosen, width }) }) }),
    ];
  }

  #style(feature: Feature, resolution: number): Style[] | undefined {
    const small = (feature.get('wide') as number) / resolution < SMALLEST;
    switch (feature.get('what')) {
      case 'cross':
        return this.#cross;
      case 'ring':
        return small ? this.#ring : undefined;
      default:
        return small ? undefined : this.#frame;
    }
  }
}
