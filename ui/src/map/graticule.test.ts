import { describe, expect, it } from 'vitest';

import { toDegrees, toPlane } from './coordinates/gauss-kruger';
import { crossings, degreeLabel, gridLines, gridStep, kilometreLabel, type Mapping } from './graticule';

const degrees: Mapping = {
  forward: (lon, lat) => toPlane([lon, lat], 120),
  inverse: (east, north) => toDegrees([east, north], 120),
};
const same: Mapping = { forward: (x, y) => [x, y], inverse: (x, y) => [x, y] };
const VIEW = [470_000, 3_380_000, 482_000, 3_388_000] as const;

describe('the graticule', () => {
  it('takes steps that people count in and keeps lines apart', () => {
    for (const resolution of [0.05, 0.4, 2, 10, 80, 500]) {
      expect(gridStep('kilometres', resolution) / resolution).toBeGreaterThanOrEqual(130);
      expect(gridStep('degrees', resolution / 111_000) / (resolution / 111_000)).toBeGreaterThanOrEqual(130);
    }
  });

  it('puts meridians and parallels where PROJ puts them', () => {
    const lines = gridLines('degrees', VIEW, 10, degrees);
    const meridian = lines.find((line) => line.runs === 'vertical' && line.label === '119°45′');
    expect(meridian).toBeDefined();
    for (let i = 0; meridian && i < meridian.points.length; i += 2) {
      const [lon] = toDegrees([meridian.points[i] as number, meridian.points[i + 1] as number], 120);
      expect(lon).toBeCloseTo(119.75, 9);
    }
    expect(lines.filter((line) => line.runs === 'horizontal').length).toBeGreaterThan(1);
  });

  it('numbers kilometres', () => {
    const lines = gridLines('kilometres', VIEW, 10, same);
    expect(lines.filter((line) => line.runs === 'vertical').map((line) => line.label)).toEqual([
      '470',
      '472',
      '474',
      '476',
      '478',
      '480',
      '482',
    ]);
    expect([kilometreLabel(475_200, 200), kilometreLabel(475_020, 20)]).toEqual(['475.2', '475.02']);
  });

  it('writes seconds only where the step has them', () => {
    expect([degreeLabel(119.75, 1 / 60), degreeLabel(120, 1), degreeLabel(119.7583333333, 30 / 3600)]).toEqual([
      '119°45′',
      '120°',
      '119°45′30″',
    ]);
  });

  it('finds the frame that a line meets', () => {
    expect(crossings({ runs: 'vertical', points: [5, -10, 5, 20] }, [0, 0, 10, 10])).toEqual([
      { x: 5, y: 10, edge: 'top' },
      { x: 5, y: 0, edge: 'bottom' },
    ]);
    expect(crossings({ runs: 'horizontal', points: [-10, 30, 20, 30] }, [0, 0, 10, 10])).toEqual([]);
  });

  it('draws nothing for a view that is no place', () => {
    expect(gridLines('degrees', [Number.NaN, 0, 1, 1], 1, degrees)).toEqual([]);
    expect(gridLines('kilometres', [0, 0, 1e12, 1e3], 1, same)).toEqual([]);
  });
});
