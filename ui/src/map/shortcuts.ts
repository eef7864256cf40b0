/** What the map does by key; the shortcut sheet and the command list show the same. */
import type { Command } from '../keys/commands.svelte';
import { mapView, type MapTool } from '../state/mapview.svelte';
import { project } from '../state/project.svelte';
import { selection } from '../state/selection.svelte';
import type { MapCanvas } from './map-canvas';
import { mapState } from './map-state.svelte';

/** Pressed again, a tool is put away. */
function take(tool: MapTool): void {
  mapView.tool = mapView.tool === tool ? 'look' : tool;
}

/** Arrow keys and +/− without a modifier work while the map has the focus: elsewhere arrows step through findings. */
export function mapCommands(canvas: MapCanvas, goTo: () => void): Command[] {
  const home = () => selection.zoomTo(project.view?.extent);
  return [
    { id: 'map.look', title: 'map.tool.look', group: 'map', keys: 'KeyV', run: () => (mapView.tool = 'look') },
    { id: 'map.box', title: 'map.tool.box', group: 'map', keys: 'KeyW', run: () => take('zoom_box') },
    { id: 'map.length', title: 'map.tool.length', group: 'map', keys: 'KeyD', run: () => take('length') },
    { id: 'map.area', title: 'map.tool.area', group: 'map', keys: 'KeyA', run: () => take('area') },
    {
      id: 'map.in',
      title: 'map.zoom.in',
      group: 'map',
      keys: 'Equal',
      also: 'Shift+Equal',
      run: () => canvas.zoomBy(1),
    },
    { id: 'map.out', title: 'map.zoom.out', group: 'map', keys: 'Minus', run: () => canvas.zoomBy(-1) },
    { id: 'map.home', title: 'map.home', group: 'map', keys: 'Home', run: home },
    {
      id: 'map.back',
      title: 'map.back',
      group: 'map',
      keys: 'Alt+ArrowLeft',
      enabled: () => mapState.canGoBack,
      run: () => canvas.back(),
    },
    {
      id: 'map.forth',
      title: 'map.forth',
      group: 'map',
      keys: 'Alt+ArrowRight',
      enabled: () => mapState.canGoForth,
      run: () => canvas.forth(),
    },
    { id: 'map.goto', title: 'map.goto', group: 'map', keys: 'KeyG', run: goTo },
    {
      id: 'map.graticule',
      title: 'map.graticule',
      group: 'map',
      keys: 'Shift+KeyG',
      run: () => mapView.setGraticule(!mapView.graticule),
    },
    {
      id: 'map.focus',
      title: 'map.focus',
      group: 'map',
      keys: 'Alt+KeyM',
      run: () => canvas.map.getTargetElement()?.focus(),
    },
  ];
}
