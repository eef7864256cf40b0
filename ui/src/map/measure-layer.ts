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
import type { StyleClass } from './style/schema';

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
    const drawing = MEASURE_STYLE.classes[0] as StyleClass;
    const colour = drawing.stroke?.at(-1)?.colour ?? PAPER.ink;
    this.layer.setStyle([
      ...classStyles(drawing, 1, conditions),
      new Style({
        image: new CircleStyle({
          radius: 4,
          fill: new Fill({ color: PAPER.paper[conditions.theme] }),
          stroke: new Stroke({ color: colour[conditions.theme], width: 2 }),
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

  /** What is drawn, for pictures: map coordinates, x, y, x, y, … */
  drawn(): { flat: number[]; closed: boolean }[] {
    return this.#source.getFeatures().flatMap((feature): { flat: number[]; closed: boolean }[] => {
      const ground = feature.getGeometry();
      if (ground instanceof Polygon) return [{ flat: ground.getFlatCoordinates().slice(0, -2), closed: true }];
      return ground instanceof LineString ? [{ flat: ground.getFlatCoordinates().slice(), closed: false }] : [];
    });
  }
}
