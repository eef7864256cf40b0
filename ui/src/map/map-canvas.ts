/** The map itself: OpenLayers with the project's plane, its layers, and the ways to move about. */
import OlMap from 'ol/Map';
import type MapBrowserEvent from 'ol/MapBrowserEvent';
import View from 'ol/View';
import { easeOut } from 'ol/easing';
import { noModifierKeys, shiftKeyOnly } from 'ol/events/condition';
import { buffer, getCenter, getHeight, getWidth, intersects, type Extent } from 'ol/extent';
import DoubleClickZoom from 'ol/interaction/DoubleClickZoom';
import DragPan from 'ol/interaction/DragPan';
import DragZoom from 'ol/interaction/DragZoom';
import KeyboardPan from 'ol/interaction/KeyboardPan';
import KeyboardZoom from 'ol/interaction/KeyboardZoom';
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom';
import PinchZoom from 'ol/interaction/PinchZoom';
import { fromLonLat, toLonLat } from 'ol/proj';
import type Projection from 'ol/proj/Projection';

import type { PlaneView } from '../bindings/PlaneView';
import type { Host } from '../host';
import type { LonLat } from './coordinates/gauss-kruger';
import { Trail, type Viewpoint } from './extents';
import { GridLayer } from './grid-layer';
import { projection, tileGrid, toPlaneExtent } from './grid';
import { MapLabels } from './labels';
import { Marks } from './marks';
import { MeasureLayer } from './measure-layer';
import { resolutionAt } from './scale';
import { LayerStack } from './stack';
import type { Conditions } from './style/paint';

/** What the canvas tells those around it. */
export interface CanvasEvents {
  pointer: (place: LonLat | null) => void;
  /** `toleranceM`: a few pixels in ground metres. */
  clicked: (place: LonLat, toleranceM: number) => void;
  doubleClicked: () => void;
  /** Moved or resized; `resting`: not while it still moves. */
  moved: (viewpoint: Viewpoint, resting: boolean) => void;
  loading: (loading: boolean) => void;
  failed: (thrown: unknown) => void;
}

/** A click counts this far beside a thing, CSS pixels. */
const CLICK_REACH = 5;
/** The clicks of a double click are no further apart, CSS pixels. */
const DOUBLE_CLICK_REACH = 6;
const DOUBLE_CLICK_MS = 500;
/** CSS pixels left free around what is looked at. */
const MARGIN = 56;
/** CSS pixels that the tools take at the left edge. */
const TOOLS = 44;
/** Nothing is shown larger than this when the map moves by itself: 1:500. */
const CLOSEST = resolutionAt(500);
/** The map goes as far as 1:50 by hand. */
const FINEST = resolutionAt(50);
const MOVE_MS = 260;
/** Ground around the project that can still be reached, as a share of its size. */
const BEYOND = 2;

export class MapCanvas {
  readonly map: OlMap;
  readonly stack: LayerStack;
  readonly labels: MapLabels;
  readonly marks: Marks;
  readonly grid = new GridLayer();
  readonly measure: MeasureLayer;
  readonly trail = new Trail();
  readonly #events: CanvasEvents;
  readonly #doubleClick = new DoubleClickZoom({ duration: MOVE_MS });
  readonly #box: DragZoom;
  #boxWanted = false;
  #plane: PlaneView | null = null;
  #projection: Projection | null = null;
  /** The view was set over the project's ground; a new project has none yet. */
  #placed = false;
  #onTrail = false;

  constructor(
    target: HTMLElement,
    host: Pick<Host, 'tile'>,
    events: CanvasEvents,
    conditions: Conditions,
    names: (layer: string, id: string) => string | undefined,
  ) {
    this.#events = events;
    this.#box = new DragZoom({
      duration: this.#duration(),
      condition: (event) => this.#boxWanted || shiftKeyOnly(event),
      className: 'map-zoom-box',
    });
    this.map = new OlMap({
      target,
      controls: [],
      interactions: [
        new DragPan({ condition: (event) => !this.#boxWanted && noModifierKeys(event) }),
        new PinchZoom(),
        new MouseWheelZoom({ duration: 120 }),
        this.#doubleClick,
        this.#box,
        new KeyboardPan({ pixelDelta: 96, duration: this.#duration() / 2 }),
        new KeyboardZoom({ delta: 1, duration: this.#duration() / 2 }),
      ],
      keyboardEventTarget: target,
      moveTolerance: 4,
      pixelRatio: conditions.pixelRatio,
      maxTilesLoading: 12,
    });
    this.stack = new LayerStack(this.map, host, (thrown) => events.failed(thrown));
    this.labels = new MapLabels(this.map, this.stack, names);
    this.marks = new Marks(this.map);
    this.measure = new MeasureLayer(this.map, conditions);
    this.map.addLayer(this.grid);
    this.setConditions(conditions);
    this.#listen(target);
  }

  /** Degrees of map coordinates. */
  toDegrees(at: readonly number[]): LonLat {
    const [lon, lat] = toLonLat([...at], this.#projection ?? undefined);
    return [lon as number, lat as number];
  }

  fromDegrees(place: LonLat): [number, number] {
    const [x, y] = fromLonLat(place, this.#projection ?? undefined);
    return [x as number, y as number];
  }

  extentFromDegrees(degrees: Extent): Extent | null {
    return this.#projection ? toPlaneExtent(degrees, this.#projection) : null;
  }

  get plane(): PlaneView | null {
    return this.#plane;
  }

  /** Ground metres a map unit at the middle of the map: less than 1 in Mercator. */
  get groundPerUnit(): number {
    const centre = this.map.getView().getCenter();
    if (this.#plane?.plane !== 'mercator' || !centre) return 1;
    return Math.cos((this.toDegrees(centre)[1] * Math.PI) / 180);
  }

  /** Draws in this plane; the middle of the map and its scale stay, once there was ground to look at. */
  setPlane(plane: PlaneView, ground: Extent | null): void {
    const known = this.#plane?.id === plane.id && this.#plane.epsg === plane.epsg;
    if (known && (this.#placed || !ground)) return;
    this.#use(plane, ground);
    this.#placed = ground !== null;
  }

  #use(plane: PlaneView, ground: Extent | null): void {
    const before = this.#placed ? this.viewpoint() : null;
    const known = projection(plane);
    this.#plane = plane;
    this.#projection = known;
    this.stack.setPlane({ id: plane.id, projection: known, grid: tileGrid(plane) });
    const degrees = ground ? toPlaneExtent(ground, known) : plane.extent;
    const within = degrees
      ? buffer([...degrees], BEYOND * Math.max(getWidth(degrees), getHeight(degrees), 20_000))
      : undefined;
    const coarsest = plane.resolutions[0] ?? 1;
    this.map.setView(
      new View({
        projection: known,
        // Without ground the middle of the country: a plane's own corner may lie beyond what it can show.
        center: degrees ? getCenter(degrees) : fromLonLat([plane.centralMeridian || 105, 35], known),
        resolution: coarsest,
        minResolution: FINEST,
        maxResolution: coarsest,
        extent: within,
        constrainOnlyCenter: true,
        smoothResolutionConstraint: false,
        smoothExtentConstraint: false,
        enableRotation: false,
        constrainResolution: false,
      }),
    );
    this.map.getView().on('change', () => this.#tell(false));
    if (before) this.go(before, 0);
    else if (degrees)
      this.map.getView().fit([...degrees], { size: this.map.getSize(), padding: margins(this.map.getSize()) });
  }

  setConditions(conditions: Conditions): void {
    this.stack.setConditions(conditions);
    this.labels.setConditions(conditions);
    this.marks.setConditions(conditions);
    this.measure.setConditions(conditions);
  }

  /** A drag draws the box to be shown. */
  wantBox(wanted: boolean): void {
    this.#boxWanted = wanted;
  }

  /** A double click ends a measurement instead of zooming. */
  allowDoubleClickZoom(allowed: boolean): void {
    this.#doubleClick.setActive(allowed);
  }

  /** Shows this ground (degrees) with a margin. */
  lookAt(degrees: Extent): void {
    const ground = this.extentFromDegrees(degrees);
    const size = this.map.getSize();
    if (!ground || !size || !ground.every(Number.isFinite)) return;
    const view = this.map.getView();
    const here = view.calculateExtent(size);
    // Over a long way an animation would only show ground without tiles.
    const near = intersects(buffer(here, getWidth(here)), ground);
    view.cancelAnimations();
    view.fit(ground, {
      size,
      padding: margins(size),
      minResolution: CLOSEST / this.groundPerUnit,
      duration: near ? this.#duration() : 0,
      easing: easeOut,
    });
  }

  /** Middle of the map and its scale, valid in every plane. */
  viewpoint(): Viewpoint {
    const view = this.map.getView();
    const [lon, lat] = this.toDegrees(view.getCenter() ?? [0, 0]);
    return { lon, lat, resolution: (view.getResolution() ?? 1) * this.groundPerUnit };
  }

  go({ lon, lat, resolution }: Viewpoint, duration = this.#duration()): void {
    const view = this.map.getView();
    const perUnit = this.#plane?.plane === 'mercator' ? Math.cos((lat * Math.PI) / 180) : 1;
    const target = { center: this.fromDegrees([lon, lat]), resolution: resolution / perUnit };
    view.cancelAnimations();
    if (duration > 0) view.animate({ ...target, duration, easing: easeOut });
    else {
      view.setCenter(target.center);
      view.setResolution(target.resolution);
    }
  }

  back(): void {
    this.#walk(this.trail.back());
  }

  forth(): void {
    this.#walk(this.trail.forth());
  }

  /** One level in (`1`) or out (`-1`). */
  zoomBy(levels: number): void {
    const view = this.map.getView();
    view.cancelAnimations();
    view.animate({ resolution: (view.getResolution() ?? 1) / 2 ** levels, duration: this.#duration() / 2 });
  }

  /** Shows 1:n at the middle of the map. */
  setScale(n: number): void {
    this.go({ ...this.viewpoint(), resolution: resolutionAt(n) });
  }

  dispose(): void {
    this.stack.clear();
    this.map.setTarget(undefined);
    this.map.dispose();
  }

  #walk(to: Viewpoint | null): void {
    if (!to) return;
    this.#onTrail = true;
    this.go(to, 0);
  }

  #duration(): number {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : MOVE_MS;
  }

  #tell(resting: boolean): void {
    if (!this.#plane || !this.map.getView().isDef()) return;
    this.#events.moved(this.viewpoint(), resting);
  }

  #listen(target: HTMLElement): void {
    const { map } = this;
    map.on('pointermove', (event: MapBrowserEvent) => {
      if (this.#plane) this.#events.pointer(this.toDegrees(event.coordinate));
    });
    target.addEventListener('pointerleave', () => this.#events.pointer(null));
    // Two quick clicks count as a double click wherever they are, and corners are often set as quickly: only those at one
    // place are one, and the second of them is no click of its own.
    let last = { x: 0, y: 0, time: 0, doubled: false };
    map.on('click', (event: MapBrowserEvent) => {
      const [x, y] = event.pixel as [number, number];
      const time = event.originalEvent.timeStamp;
      const doubled = time - last.time < DOUBLE_CLICK_MS && Math.hypot(x - last.x, y - last.y) <= DOUBLE_CLICK_REACH;
      last = { x, y, time, doubled };
      const resolution = (map.getView().getResolution() ?? 1) * this.groundPerUnit;
      if (this.#plane && !doubled) this.#events.clicked(this.toDegrees(event.coordinate), CLICK_REACH * resolution);
    });
    map.on('dblclick', () => {
      if (last.doubled) this.#events.doubleClicked();
    });
    map.on('moveend', () => {
      if (!this.#plane) return;
      const view = map.getView();
      const grid = tileGrid(this.#plane);
      this.stack.callOffExcept(grid.getZForResolution(view.getResolution() ?? 1, 1));
      if (this.#onTrail) this.#onTrail = false;
      else this.trail.arrive(this.viewpoint());
      this.#tell(true);
      this.labels.place();
    });
    map.on('loadstart', () => this.#events.loading(true));
    map.on('loadend', () => {
      this.#events.loading(false);
      this.labels.place();
    });
  }
}

/** A margin that leaves half of a small window to the map; at the left the tools stand in it. */
function margins(size: number[] | undefined): [number, number, number, number] {
  const least = Math.min(size?.[0] ?? 0, size?.[1] ?? 0);
  const margin = Math.min(MARGIN, least / 5);
  return [margin, margin, margin, Math.min(margin + TOOLS, (size?.[0] ?? 0) / 4)];
}
