import { expect, it } from 'vitest';

import type { AreaView } from '../bindings/AreaView';
import { bandScale } from './band';

const km2 = (value: number): AreaView => ({ mm2: String(value * 1e12), m2: '', ha: '', mu: '' });

it('puts an area inside the band between its bounds', () => {
  const { least, at, most } = bandScale(km2(3), { least: km2(1), most: km2(5), clauses: [] });
  expect(least).toBeLessThan(at);
  expect(at).toBeLessThan(most);
  expect(most).toBeLessThan(100);
});

it('leaves room beyond an area that is far too large', () => {
  const { most, at } = bandScale(km2(40), { least: km2(1), most: km2(5), clauses: [] });
  expect(most).toBeLessThan(at);
  expect(at).toBeLessThan(100);
});

it('draws an open band to the end', () => {
  expect(bandScale(km2(2), { least: km2(1), most: null, clauses: [] }).most).toBe(100);
  expect(bandScale(km2(2), { least: null, most: km2(5), clauses: [] }).least).toBe(0);
});
