import { describe, expect, it } from 'vitest';

import { decimalDegrees, degreesMinutesSeconds, dms, gaussKruger, written } from './format';
import { PREFIX_UNIT, centralMeridian, toDegrees, toPlane, zoneAt, zoneOfPrefix, type Zone } from './gauss-kruger';
import { GOLDEN } from './golden';
import { parseCoordinate } from './parse';

const ZONE_40: Zone = { width: 3, number: 40 };

function place(text: string, zone = ZONE_40): [number, number] {
  const parsed = parseCoordinate(text, zone);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message.en}`);
  return parsed.place;
}

function refusal(text: string): string {
  const parsed = parseCoordinate(text, ZONE_40);
  if (parsed.ok) throw new Error(`${text} was read as ${parsed.place}`);
  expect(parsed.message.zh).not.toBe('');
  expect(parsed.hint.zh).not.toBe('');
  return parsed.message.en;
}

describe('the Gauss-Krüger plane', () => {
  it.each(GOLDEN)('agrees with PROJ at $lon $lat', ({ lon, lat, three, six }) => {
    for (const [prefixed, width] of [
      [three, 3],
      [six, 6],
    ] as const) {
      const zone = zoneOfPrefix(Math.floor(prefixed[0] / PREFIX_UNIT)) as Zone;
      expect(zone).toEqual(zoneAt(lon, width));
      const [east, north] = toPlane([lon, lat], centralMeridian(zone));
      expect(east + zone.number * PREFIX_UNIT).toBeCloseTo(prefixed[0], 3);
      expect(north).toBeCloseTo(prefixed[1], 3);
      const back = toDegrees([east, north], centralMeridian(zone));
      expect(back[0]).toBeCloseTo(lon, 9);
      expect(back[1]).toBeCloseTo(lat, 9);
    }
  });

  it('knows that no zone is called 24', () => {
    expect(zoneOfPrefix(24)).toBeNull();
    expect(zoneOfPrefix(12)).toBeNull();
    expect(zoneOfPrefix(46)).toBeNull();
  });
});

describe('writing a coordinate', () => {
  it('carries seconds that round up to sixty', () => {
    expect(degreesMinutesSeconds(119.999999)).toBe('120°00′00.00″');
    expect(degreesMinutesSeconds(30 + 59 / 60 + 59.996 / 3600)).toBe('31°00′00.00″');
  });

  it('writes degrees, seconds and metres', () => {
    expect(decimalDegrees([119.743395142, 30.606002356])).toBe('119.743395°E 30.606002°N');
    expect(dms([119.743395142, 30.606002356])).toBe('119°44′36.22″E 30°36′21.61″N');
    expect(written([119.743395142, 30.606002356], 'gauss_kruger')).toBe('E 475392.92 N 3387321.40');
    expect(written([119.743395142, 30.606002356], 'gauss_kruger_prefixed')).toBe('E 40475392.92 N 3387321.40');
  });

  it('stays in the zone that is asked for, also beyond its border', () => {
    expect(gaussKruger([121.6, 30], 'plain', ZONE_40).zone).toEqual(ZONE_40);
    expect(Number(gaussKruger([121.6, 30], 'plain', ZONE_40).e)).toBeGreaterThan(600_000);
  });
});

describe('reading a coordinate', () => {
  it.each([
    '119.743395, 30.606002',
    '30.606002 119.743395',
    '30.606002,119.743395',
    '119.743395°E 30.606002°N',
    '北纬30.606002 东经119.743395',
    '东经119.743395°,北纬30.606002°',
    'N30.606002 E119.743395',
    '30.606002N, 119.743395E',
    'lon: 119.743395 lat: 30.606002',
    '119.743395,30.606002',
    '(119.743395; 30.606002)',
  ])('takes degrees: %s', (text) => {
    expect(place(text)[0]).toBeCloseTo(119.743395, 9);
    expect(place(text)[1]).toBeCloseTo(30.606002, 9);
  });

  it.each([
    `119°44'36.22" 30°36'21.61"`,
    `30°36′21.61″N 119°44′36.22″E`,
    `119度44分36.22秒,30度36分21.61秒`,
    `E119°44′36.22″ N30°36′21.61″`,
    `119°44.60367' 30°36.36017'`,
    `119° 44' 36.22'' E, 30° 36' 21.61'' N`,
  ])('takes minutes and seconds: %s', (text) => {
    expect(place(text)[0]).toBeCloseTo(119.7433944, 5);
    expect(place(text)[1]).toBeCloseTo(30.6060028, 5);
  });

  it.each([
    '475392.923, 3387321.401',
    '3387321.401 475392.923',
    '40475392.923, 3387321.401',
    '3387321.401,40475392.923',
    'X=3387321.401 Y=40475392.923',
    'E 475392.923 N 3387321.401',
    '475392.923m 3387321.401m',
    '20763125.7324 3390502.1063',
  ])('takes Gauss-Krüger metres: %s', (text) => {
    expect(place(text)[0]).toBeCloseTo(119.743395142, 7);
    expect(place(text)[1]).toBeCloseTo(30.606002356, 7);
  });

  it('takes an easting without zone in the zone of the project', () => {
    expect(place('548285.1151 4851775.3027', { width: 3, number: 29 })[0]).toBeCloseTo(87.6, 7);
  });

  it('reads back what it writes', () => {
    for (const { lon, lat } of GOLDEN) {
      const zone = zoneAt(lon, 3);
      for (const form of ['decimal', 'dms', 'gauss_kruger', 'gauss_kruger_prefixed'] as const) {
        const [x, y] = place(written([lon, lat], form, zone), zone);
        expect(x).toBeCloseTo(lon, 5);
        expect(y).toBeCloseTo(lat, 5);
      }
    }
  });

  it('says in words why it cannot', () => {
    expect(refusal('')).toBe('Enter a coordinate.');
    expect(refusal('安吉县')).toContain('cannot be read');
    expect(refusal('119.7')).toContain('two numbers; 1');
    expect(refusal('119.7 30.6 12')).toContain('two numbers; 3');
    expect(refusal('40 50')).toContain('cannot be told');
    expect(refusal('E119 E120')).toContain('same direction');
    expect(refusal('E12.5 N41.9')).toContain('not within China');
    expect(refusal('24475392 3387321')).toContain('neither');
    expect(refusal('475392 475392000')).toContain('neither');
    expect(refusal(`119°75' 30°10'`)).toContain('cannot be read');
    expect(refusal('9'.repeat(5000))).toContain('too long');
    expect(refusal('<script>alert(1)</script>')).toContain('cannot be read');
    expect(refusal('1e5 2e6')).toContain('two numbers; 4');
  });
});
