/** Draws a measurement: line or ring, and its corners. */
import Feature from 'ol/Feature';
import type OlMap from 'ol/Map';
import LineString from 'ol/geom/LineString';
import MultiPoint from 'ol/geom/MultiPoint';
import Polygon from 'ol/geom/Polygon';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import CircleStyle from 'ol/style/Circle';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';

import { ABOVE } from './stack';
import { MEASURE_STYLE, PAPER } from './style/files';
import { classStyles, type Conditions } from './style/paint';
import type { StyleClass, Theme } from './style/schema';

/** Radius of a corner that is set, CSS pixels, and the width of its line. */
export const CORNER = { radius: 4, width: 2 } as const;
export const DRAWING = MEASURE_STYLE.classes[0] as StyleClass;

/** Colour of a corner's line. */
export const cornerColour = (theme: Theme): string => (DRAWING.stroke?.at(-1)?.colour ?? PAPER.ink)[theme];

export class MeasureLayer {
  readonly layer: VectorLayer;
  readonly #source = new VectorSource();

  constructor(map: OlMap, conditions: Conditions) {
    this.layer = new VectorLayer({
      source: this.#source,
      zIndex: ABOVE.measure,
      updateWhileAnimating: true,
      updateWhileInteracting: true,
    });
    this.setConditions(conditions);
    map.addLayer(this.layer);
  }

  setConditions(conditions: Conditions): void {
    this.layer.setStyle([
      ...classStyles(DRAWING, 1, conditions),
      new Style({
        image: new CircleStyle({
          radius: CORNER.radius,
          fill: new Fill({ color: PAPER.paper[conditions.theme] }),
          stroke: new Stroke({ color: cornerColour(conditions.theme), width: CORNER.width }),
        }),
      }),
    ]);
  }

  /** `outline`: map coordinates, the one under the pointer last; `corners`: how many of them are set. */
  show(outline: [number, number][], corners: number, closed: boolean): void {
    this.#source.clear(true);
    if (outline.length >= 2) {
      const ground =
        closed && outline.length >= 3 ? new Polygon([[...outline, ...outline.slice(0, 1)]]) : new LineString(outline);
      this.#source.addFeature(new Feature(ground));
    }
    if (corners > 0) this.#source.addFeature(new Feature(new MultiPoint(outline.slice(0, corners))));
  }

  /** Line or ring that is drawn, for pictures: map coordinates, x, y, x, y, … */
  drawn(): { flat: number[]; closed: boolean }[] {
    return this.#source.getFeatures().flatMap((feature): { flat: number[]; closed: boolean }[] => {
      const ground = feature.getGeometry();
      if (ground instanceof Polygon) return [{ flat: ground.getFlatCoordinates().slice(0, -2), closed: true }];
      return ground instanceof LineString ? [{ flat: ground.getFlatCoordinates().slice(), closed: false }] : [];
    });
  }

  /** Corners that are set, for pictures: map coordinates, x, y, x, y, … */
  corners(): number[] {
    const grounds = this.#source.getFeatures().map((feature) => feature.getGeometry());
    return grounds.flatMap((ground) => (ground instanceof MultiPoint ? ground.getFlatCoordinates() : []));
  }
}
