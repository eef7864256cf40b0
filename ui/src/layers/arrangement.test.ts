import { expect, it } from 'vitest';

import type { LayerView } from '../bindings/LayerView';
import { arranged, moved } from './arrangement';

const layer = (id: string) => ({ id }) as LayerView;
const usual = ['counties', 'eco_redline', 'towns', 'findings'].map(layer);
const ids = (shown: { id: string }[]) => shown.map((one) => one.id);

it('draws a project in the usual order until it is changed', () => {
  expect(arranged(usual, [])).toEqual(
    ['counties', 'eco_redline', 'towns', 'findings'].map((id) => ({ id, visible: true, opacity: 1 })),
  );
});

it('keeps what was chosen and lets new layers in at their usual place', () => {
  const kept = [
    { id: 'findings', visible: true, opacity: 1 },
    { id: 'counties', visible: false, opacity: 0.5 },
    { id: 'gone', visible: true, opacity: 1 },
  ];
  const shown = arranged(usual, kept);
  expect(ids(shown)).toEqual(['findings', 'counties', 'eco_redline', 'towns']);
  expect(shown[1]).toEqual({ id: 'counties', visible: false, opacity: 0.5 });
});

it('holds a damaged opacity within bounds', () => {
  expect(arranged([layer('towns')], [{ id: 'towns', visible: true, opacity: 7 }])[0]?.opacity).toBe(1);
});

it('moves a layer as far as there is room', () => {
  const shown = arranged(usual, []);
  expect(ids(moved(shown, 'counties', 1))).toEqual(['eco_redline', 'counties', 'towns', 'findings']);
  expect(ids(moved(shown, 'findings', 9))).toEqual(ids(shown));
  expect(ids(moved(shown, 'findings', -9))).toEqual(['findings', 'counties', 'eco_redline', 'towns']);
  expect(ids(moved(shown, 'nobody', 1))).toEqual(ids(shown));
});
