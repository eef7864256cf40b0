/** Asks what lies at a place and tells the inspector. */
import { host } from '../host';
import { mapView } from '../state/mapview.svelte';
import { notes } from '../state/notes.svelte';
import { project } from '../state/project.svelte';
import { selection } from '../state/selection.svelte';
import type { LonLat } from './coordinates/gauss-kruger';
import { arranged } from '../layers/arrangement';

let asked = 0;

/** Layers in sight only, uppermost first; an answer that was overtaken by another click is dropped. */
export async function identify([lon, lat]: LonLat, toleranceM: number): Promise<void> {
  const serial = ++asked;
  const layers = arranged(project.view?.layers ?? [], mapView.layers)
    .filter((one) => one.visible && one.opacity > 0)
    .map((one) => one.id)
    .reverse();
  try {
    const found = await host.identify({ lon, lat, toleranceM, layers });
    if (serial !== asked) return;
    const place = (id: string) => layers.indexOf(id);
    selection.showIdentified(
      [lon, lat],
      [...found].sort((a, b) => place(a.layer) - place(b.layer)),
    );
    // What was pointed at before is not what lies here.
    selection.marked = null;
  } catch (thrown) {
    if (serial === asked) notes.failed(thrown);
  }
}
