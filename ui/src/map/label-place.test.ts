import { expect, it } from 'vitest';

import { labelPlace } from './label-place';

const box = [0, 0, 10, 10] as const;
const square = [0, 0, 10, 0, 10, 10, 0, 10, 0, 0];

it('puts the name of a plain polygon in its middle', () => {
  const [x, y] = labelPlace(square, [10], box) as [number, number];
  expect(x).toBeCloseTo(5, 2);
  expect(y).toBeCloseTo(5, 2);
});

it('keeps clear of holes', () => {
  const hole = [2, 2, 8, 2, 8, 8, 2, 8, 2, 2];
  const place = labelPlace([...square, ...hole], [10, 20], box) as [number, number];
  expect(place[0] < 2 || place[0] > 8 || place[1] < 2 || place[1] > 8).toBe(true);
});

it('stays in the part that is in sight', () => {
  const [x, y] = labelPlace(square, [10], [7, 7, 10, 10]) as [number, number];
  expect(x).toBeCloseTo(8.5, 2);
  expect(y).toBeGreaterThan(7);
});

it('takes the wider arm of a bent polygon', () => {
  const bent = [0, 0, 10, 0, 10, 3, 2, 3, 2, 10, 0, 10, 0, 0];
  const [x, y] = labelPlace(bent, [bent.length], box) as [number, number];
  expect(y).toBeLessThan(3);
  expect(x).toBeCloseTo(5, 1);
});

it('says so when nothing is there', () => {
  expect(labelPlace(square, [10], [20, 20, 30, 30])).toBeNull();
  expect(labelPlace([], [], box)).toBeNull();
});
