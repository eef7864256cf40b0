/** What a picture of the map on the screen is to show and say, taken from the stores. */
import { arranged } from '../../layers/arrangement';
import { host } from '../../host';
import { mapView } from '../../state/mapview.svelte';
import { project } from '../../state/project.svelte';
import { settings } from '../../state/settings.svelte';
import { t } from '../../words';
import { drawMeasurement, markChosen } from '../following.svelte';
import { gridsOf } from '../grids';
import type { MapCanvas } from '../map-canvas';
import { mapState } from '../map-state.svelte';
import { takePicture } from './take';

/** Title, plane and sources in the reviewer's language. */
function words(canvas: MapCanvas) {
  const view = project.view;
  const plane = canvas.plane;
  const sources = (view?.layers ?? []).flatMap((layer) =>
    layer.baselines.map((baseline) =>
      t('map.picture.source', {
        layer: settings.say(layer.name),
        name: baseline.name.slice(0, 60),
        year: baseline.dataYear ? String(baseline.dataYear) : t('layers.year.unknown'),
      }),
    ),
  );
  const notes: string[] = [];
  if (sources.length > 0) notes.push(t('map.picture.sources', { sources: sources.join(t('map.picture.between')) }));
  if (view?.review) notes.push(t('map.picture.as_of', { day: view.review.asOf }));
  if (view?.sample) notes.push(t('map.picture.sample'));
  return {
    title: view?.name ?? '',
    legend: t('map.legend'),
    plane: plane ? `${settings.say(plane.name)}${plane.epsg > 0 ? ` · EPSG:${plane.epsg}` : ''}` : '',
    notes,
  };
}

export function pictureOf(canvas: MapCanvas, kind: 'png' | 'svg'): Promise<Uint8Array> {
  const layers = project.view?.layers ?? [];
  return takePicture({
    kind,
    host,
    from: canvas,
    layers: layers.map((layer) => ({ id: layer.id, name: settings.say(layer.name) })),
    revision: project.view?.revision ?? 0,
    shown: arranged(layers, mapView.layers),
    grids: (aside) => (mapView.graticule ? gridsOf(aside, mapState.zone) : []),
    words: words(canvas),
    names: (layer, id) => (layer === 'towns' ? project.town(id)?.name : undefined),
    className: (text) => settings.say(text),
    copy: (aside) => {
      markChosen(aside);
      drawMeasurement(aside);
    },
  });
}
