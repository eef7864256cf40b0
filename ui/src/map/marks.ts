/** What is pointed at: the ground of a problem or an identified thing, and where the reviewer asked. */
import Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import { getCenter, getHeight, getWidth, type Extent } from 'ol/extent';
import Point from 'ol/geom/Point';
import Polygon, { fromExtent } from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import CircleStyle from 'ol/style/Circle';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';

import { ABOVE } from './stack';
import { PAPER, SELECTION_STYLE } from './style/files';
import { classStyles, type Conditions } from './style/paint';
import type { StyleClass, Theme } from './style/schema';

/** Ground smaller than this on the screen is shown by a ring around it, CSS pixels. */
const SMALLEST = 18;
const RADIUS = { ring: 13, cross: 4 } as const;
/** Width of a circle's line, and of the paper that shows around it, CSS pixels. */
const LINE = 2;
const HALO = 1.5;

/** A mark as pictures draw it: map coordinates x, y, x, y, …; circles have one place and a radius in CSS pixels. */
export interface DrawnMark {
  flat: number[];
  radius?: number;
}

/** The lines of a circle, lowest first. */
export function circleLines(theme: Theme): { colour: string; width: number }[] {
  const chosen = SELECTION_STYLE.classes[0]?.stroke?.at(-1)?.colour[theme] ?? PAPER.ink[theme];
  return [
    { colour: PAPER.paper[theme], width: LINE + 2 * HALO },
    { colour: chosen, width: LINE },
  ];
}

export const MARKED = SELECTION_STYLE.classes.find((one) => one.id === 'marked') as StyleClass;

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
    this.#frame = classStyles(MARKED, 1, conditions);
    this.#ring = this.#circles(RADIUS.ring);
    this.#cross = this.#circles(RADIUS.cross);
    this.layer.changed();
  }

  /** What is drawn at `resolution` (map units a CSS pixel), for pictures. */
  drawn(resolution: number): DrawnMark[] {
    return this.#source.getFeatures().flatMap((feature): DrawnMark[] => {
      const what = this.#shown(feature, resolution);
      const ground = feature.getGeometry();
      if (ground instanceof Polygon && what) return [{ flat: ground.getFlatCoordinates().slice(0, -2) }];
      if (ground instanceof Point && what && what !== 'frame')
        return [{ flat: ground.getFlatCoordinates().slice(), radius: RADIUS[what] }];
      return [];
    });
  }

  #circles(radius: number): Style[] {
    return circleLines(this.#conditions.theme).map(
      ({ colour, width }) =>
        new Style({ image: new CircleStyle({ radius, stroke: new Stroke({ color: colour, width }) }) }),
    );
  }

  /** Small ground has a ring around it, wide ground its frame. */
  #shown(feature: Feature, resolution: number): 'ring' | 'frame' | 'cross' | null {
    const what = feature.get('what') as 'ring' | 'frame' | 'cross';
    if (what === 'cross') return what;
    const small = (feature.get('wide') as number) / resolution < SMALLEST;
    return small === (what === 'ring') ? what : null;
  }

  #style(feature: Feature, resolution: number): Style[] | undefined {
    const what = this.#shown(feature, resolution);
    return what === 'ring' ? this.#ring : what === 'cross' ? this.#cross : what === 'frame' ? this.#frame : undefined;
  }
}
