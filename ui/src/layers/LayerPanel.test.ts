import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { LayerView } from '../bindings/LayerView';
import type { ProjectView } from '../bindings/ProjectView';
import { mapView } from '../state/mapview.svelte';
import { project } from '../state/project.svelte';
import { selection } from '../state/selection.svelte';
import { settings } from '../state/settings.svelte';
import Panel from './LayerPanel.svelte';

const layer = (id: string, zh: string, features: number): LayerView => ({
  id,
  role: null,
  name: { zh, en: id },
  features,
  extent: [119, 30, 120, 31],
  sources: [],
  baselines: [],
});

beforeEach(() => {
  settings.change({ language: 'zh' });
  project.view = {
    name: '甲县',
    revision: 1,
    layers: [
      layer('counties', '行政区', 2),
      layer('basic_farmland', '永久基本农田', 1234),
      layer('towns', '特色小镇', 16),
    ],
  } as unknown as ProjectView;
});
afterEach(() => {
  cleanup();
  project.view = null;
  mapView.openProject(null);
});

const names = () => screen.getAllByRole('switch').map((row) => row.getAttribute('aria-label'));

it('lists the uppermost layer first, with the number of its features', () => {
  render(Panel);
  expect(names()).toEqual(['显示特色小镇', '显示永久基本农田', '显示行政区']);
  expect(screen.getByText('1,234')).toBeTruthy();
});

it('hides a layer and tells so to those who hear the window', async () => {
  render(Panel);
  const shown = screen.getByRole('switch', { name: '显示永久基本农田' });
  await fireEvent.click(shown);
  expect(shown.getAttribute('aria-checked')).toBe('false');
  expect(mapView.layers.find((one) => one.id === 'basic_farmland')?.visible).toBe(false);
});

it('moves a layer by key and says where it is now', async () => {
  render(Panel);
  const handle = screen.getByRole('button', { name: /行政区的次序/ });
  await fireEvent.keyDown(handle, { key: 'ArrowUp', altKey: true });
  expect(names()).toEqual(['显示特色小镇', '显示行政区', '显示永久基本农田']);
  expect(screen.getByText('行政区:第 2 层,共 3 层')).toBeTruthy();
  await fireEvent.keyDown(handle, { key: 'ArrowUp' });
  expect(names()[1]).toBe('显示行政区');
});

it('opens to legend, opacity and the way to its ground', async () => {
  render(Panel);
  await fireEvent.click(screen.getByRole('button', { name: /^特色小镇/ }));
  expect(screen.getByRole('list', { name: '特色小镇的图例' }).children.length).toBe(6);
  await fireEvent.input(screen.getByRole('slider', { name: '特色小镇的不透明度' }), { target: { value: '40' } });
  expect(mapView.layers.find((one) => one.id === 'towns')?.opacity).toBe(0.4);
  await fireEvent.click(screen.getByRole('button', { name: '缩放到特色小镇' }));
  expect(selection.look?.extent).toEqual([119, 30, 120, 31]);
});

it('remembers each project for itself', async () => {
  const { unmount } = render(Panel);
  await fireEvent.click(screen.getByRole('switch', { name: '显示特色小镇' }));
  unmount();
  const first = project.view as ProjectView;
  project.view = { ...first, name: '乙县' };
  mapView.openProject('乙县');
  expect(mapView.layers).toEqual([]);
  mapView.openProject('甲县');
  expect(mapView.layers.find((one) => one.id === 'towns')?.visible).toBe(false);
});
