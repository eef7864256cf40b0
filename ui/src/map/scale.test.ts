import { expect, it } from 'vitest';

import { denominator, lengthLabel, parseScale, resolutionAt, roundedDenominator, scaleBar, scaleText } from './scale';

it('reckons 1:n with 96 pixels an inch, there and back', () => {
  expect(denominator(1)).toBeCloseTo(3779.5276, 4);
  expect(denominator(resolutionAt(10_000))).toBeCloseTo(10_000, 9);
});

it('keeps three digits of a scale', () => {
  expect(roundedDenominator(12_345.6)).toBe(12_300);
  expect(roundedDenominator(999.7)).toBe(1000);
  expect(roundedDenominator(0)).toBe(0);
  expect(roundedDenominator(Number.NaN)).toBe(0);
  expect(scaleText(12_300)).toBe('1:12\u202f300');
});

it('draws the longest round bar that fits', () => {
  for (const resolution of [0.01, 0.3, 1, 3.7, 26, 411, 9000]) {
    const bar = scaleBar(resolution, 140);
    expect(bar).not.toBeNull();
    if (!bar) continue;
    expect(bar.width).toBeLessThanOrEqual(140);
    expect(bar.width).toBeGreaterThan(140 / 2.51);
    expect(String(bar.metres)).toMatch(/^(0\.0*)?[125]0*$/);
    expect(bar.metres / bar.parts).toBeCloseTo(Number((bar.metres / bar.parts).toPrecision(2)), 9);
  }
  expect(scaleBar(0, 140)).toBeNull();
  expect(scaleBar(Number.NaN, 140)).toBeNull();
});

it('names lengths in the unit that fits', () => {
  expect([lengthLabel(0.5), lengthLabel(200), lengthLabel(1000), lengthLabel(50_000)]).toEqual([
    '50 cm',
    '200 m',
    '1 km',
    '50 km',
  ]);
});

it('reads the scales that people write', () => {
  expect(['1:5000', '1:5 000', '1/5,000', '5000', '1:1万', '2.5万', '1:1千'].map(parseScale)).toEqual([
    5000, 5000, 5000, 5000, 10_000, 25_000, 1000,
  ]);
  expect(['', '0', '12', '1:0', 'x', '1:999999999', '-5000'].map(parseScale)).toEqual(new Array(7).fill(null));
});
