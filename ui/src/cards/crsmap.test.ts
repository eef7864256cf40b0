import { describe, expect, it } from 'vitest';

import { around, degrees, frame, graticule, HEIGHT, placer, WIDTH } from './crsmap';

describe('the small map', () => {
  it('shows the layer and the project together', () => {
    const seen = frame([
      [119, 30, 120, 31],
      [122, 30, 123, 31],
    ]);
    expect(seen?.[0]).toBeLessThan(119);
    expect(seen?.[2]).toBeGreaterThan(123);
  });

  it('shows nothing when nothing has a place', () => {
    expect(frame([null, null])).toBeNull();
    expect(frame([[NaN, 0, 1, 1]])).toBeNull();
  });

  it('gives a single point some ground around it', () => {
    const seen = frame([[119, 30, 119, 30]]);
    expect((seen?.[2] ?? 0) - (seen?.[0] ?? 0)).toBeGreaterThan(0);
  });

  it('shows a place with a part of its layer around it, and by itself where there is no layer', () => {
    const seen = around([119.2, 30.2], [119, 30, 120, 31]);
    expect(seen?.[0]).toBeGreaterThan(119);
    expect(seen?.[2]).toBeLessThan(120);
    expect(around([119.2, 30.2], null)).not.toBeNull();
  });

  it('puts north up and west left', () => {
    const place = placer([119, 30, 120, 31]);
    expect(place(119, 31)).toEqual([0, 0]);
    expect(place(120, 30)).toEqual([WIDTH, HEIGHT]);
  });

  it('draws a few lines at a round step, from a town to the whole world', () => {
    for (const extent of [
      [119.7, 30.5, 119.9, 30.7],
      [-180, -80, 180, 80],
    ] as [number, number, number, number][]) {
      const { meridians } = graticule(extent);
      expect(meridians.length).toBeGreaterThan(1);
      expect(meridians.length).toBeLessThan(12);
    }
    expect(degrees(119.70000001, 0.05, 'E', 'W')).toBe('119.70°E');
    expect(degrees(-45, 5, 'E', 'W')).toBe('45°W');
  });
});
