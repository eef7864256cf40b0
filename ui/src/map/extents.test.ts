import { expect, it } from 'vitest';

import { Trail } from './extents';

const at = (lon: number, resolution = 1) => ({ lon, lat: 30, resolution });

it('walks back and forth over the places passed', () => {
  const trail = new Trail();
  expect(trail.back()).toBeNull();
  [119, 120, 121].forEach((lon) => trail.arrive(at(lon)));
  expect(trail.back()).toEqual(at(120));
  expect(trail.back()).toEqual(at(119));
  expect(trail.canGoBack).toBe(false);
  expect(trail.forth()).toEqual(at(120));
  trail.arrive(at(125));
  expect(trail.canGoForth).toBe(false);
  expect(trail.back()).toEqual(at(120));
});

it('does not note the place it stands at twice, but notes another scale', () => {
  const trail = new Trail();
  trail.arrive(at(119));
  trail.arrive(at(119 + 1e-9));
  expect(trail.canGoBack).toBe(false);
  trail.arrive(at(119, 2));
  expect(trail.canGoBack).toBe(true);
});

it('forgets what lies more than a hundred places back', () => {
  const trail = new Trail();
  for (let i = 0; i < 300; i++) trail.arrive(at(i));
  let steps = 0;
  while (trail.back()) steps += 1;
  expect(steps).toBe(99);
});
