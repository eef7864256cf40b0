/** Keeps the canvas as the stores say: what is open, how it is shown, what is chosen. */
import { untrack } from 'svelte';

import type { PlaneView } from '../bindings/PlaneView';
import { mapView } from '../state/mapview.svelte';
import { project } from '../state/project.svelte';
import { selection } from '../state/selection.svelte';
import { settings } from '../state/settings.svelte';
import { setConditionsOf } from './conditions';
import { zoneAt } from './coordinates/gauss-kruger';
import { gridsOf } from './grids';
import type { MapCanvas } from './map-canvas';
import { mapState } from './map-state.svelte';
import { measuring } from './measuring.svelte';
import type { Chosen } from './stack';

/** The plane the map is drawn in. */
export function shownPlane(): PlaneView | undefined {
  return project.planes.find((plane) => plane.plane === settings.plane) ?? project.planes[0];
}

/** What the stores have chosen, as the map marks it. */
export function markChosen(canvas: MapCanvas): void {
  const chosen: Chosen[] = [];
  if (selection.town) chosen.push({ layer: 'towns', id: selection.town, as: 'town' });
  if (selection.finding) chosen.push({ layer: 'findings', id: selection.finding, as: 'finding' });
  canvas.stack.setChosen(chosen);
  const marked = selection.marked && canvas.extentFromDegrees(selection.marked);
  const asked = selection.subject === 'identified' && selection.asked ? canvas.fromDegrees(selection.asked) : null;
  canvas.marks.show(marked, selection.subject !== 'finding', asked);
}

/** The measurement as it stands. */
export function drawMeasurement(canvas: MapCanvas): void {
  const outline = measuring.outline.map((place) => canvas.fromDegrees(place));
  canvas.measure.show(outline, measuring.points.length, measuring.kind === 'area');
}

/** To be called once while the pane is set up; `canvas` is null until the map is there. */
export function followStores(canvas: () => MapCanvas | null): void {
  // Plane first, then layers, then what hangs on them: everything below needs the plane.
  $effect(() => {
    const made = canvas();
    const plane = shownPlane();
    const view = project.view;
    if (!made || !plane || !view) return;
    const own = project.planes.find((one) => one.plane === 'gauss_kruger');
    if (own) mapState.zone = zoneAt(own.centralMeridian, 3);
    const other = made.plane?.id !== plane.id;
    made.setPlane(plane, view.extent);
    untrack(() => {
      if (other) setConditionsOf(made, settings.dark, view.extent);
      made.stack.setLayers(
        view.layers.map((layer) => layer.id),
        view.revision,
      );
      made.stack.arrange(mapView.layers);
      markChosen(made);
      drawMeasurement(made);
    });
  });

  $effect(() => {
    const made = canvas();
    made?.stack.arrange(mapView.layers);
    if (made?.plane) made.labels.place();
  });

  $effect(() => {
    setConditionsOf(
      canvas(),
      settings.dark,
      untrack(() => project.view?.extent ?? null),
    );
  });

  $effect(() => {
    const look = selection.look;
    const made = canvas();
    if (made && look && project.planes.length > 0) untrack(() => made.lookAt(look.extent));
  });

  $effect(() => {
    const made = canvas();
    if (made && shownPlane()) markChosen(made);
  });

  $effect(() => {
    const made = canvas();
    if (made && shownPlane()) drawMeasurement(made);
  });

  $effect(() => {
    const made = canvas();
    if (!made || !shownPlane()) return;
    made.grid.setGrids(mapView.graticule ? gridsOf(made, mapState.zone) : [], settings.dark ? 'dark' : 'light');
  });
}
