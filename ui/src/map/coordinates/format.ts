/** Coordinates as text: decimal degrees, degrees-minutes-seconds, Gauss-Krüger with and without zone. */
import { PREFIX_UNIT, centralMeridian, toPlane, zoneAt, type LonLat, type Zone } from './gauss-kruger';

/** How the pointer's place is written. */
export type CoordinateForm = 'decimal' | 'dms' | 'gauss_kruger' | 'gauss_kruger_prefixed';

/** In the order they are offered. */
export const COORDINATE_FORMS: readonly CoordinateForm[] = ['gauss_kruger', 'gauss_kruger_prefixed', 'decimal', 'dms'];

/** 6 decimals: about 0.1 m. */
const DEGREE_DECIMALS = 6;
/** Hundredths of a second: about 0.3 m. */
const SECOND_DECIMALS = 2;

/** `119.743395°E 30.606002°N`. */
export function decimalDegrees([lon, lat]: LonLat): string {
  return `${Math.abs(lon).toFixed(DEGREE_DECIMALS)}°${lon < 0 ? 'W' : 'E'} ${Math.abs(lat).toFixed(DEGREE_DECIMALS)}°${lat < 0 ? 'S' : 'N'}`;
}

/** One angle: `119°44′36.22″`; seconds never read 60. */
export function degreesMinutesSeconds(angle: number, decimals = SECOND_DECIMALS): string {
  const unit = 10 ** decimals;
  // Rounded as a whole number of the smallest unit first, so that the carry reaches minutes and degrees.
  const whole = Math.round(Math.abs(angle) * 3600 * unit);
  const seconds = (whole % (60 * unit)) / unit;
  const minutes = Math.floor(whole / (60 * unit)) % 60;
  const degrees = Math.floor(whole / (3600 * unit));
  const width = decimals > 0 ? decimals + 3 : 2;
  return `${degrees}°${String(minutes).padStart(2, '0')}′${seconds.toFixed(decimals).padStart(width, '0')}″`;
}

/** `119°44′36.22″E 30°36′21.61″N`. */
export function dms([lon, lat]: LonLat): string {
  return `${degreesMinutesSeconds(lon)}${lon < 0 ? 'W' : 'E'} ${degreesMinutesSeconds(lat)}${lat < 0 ? 'S' : 'N'}`;
}

/** A place in a zone's plane; `e` and `n` in metres with 2 decimals. */
export interface GaussKrugerText {
  zone: Zone;
  e: string;
  n: string;
}

/** In the given 3° zone (the project's), or that of the place; the easting with or without the zone's number. */
export function gaussKruger(
  place: LonLat,
  form: 'plain' | 'prefixed',
  zone: Zone = zoneAt(place[0], 3),
): GaussKrugerText {
  const [east, north] = toPlane(place, centralMeridian(zone));
  const e = form === 'prefixed' ? east + zone.number * PREFIX_UNIT : east;
  return { zone, e: e.toFixed(2), n: north.toFixed(2) };
}

/** One line for the status bar and the clipboard. */
export function written(place: LonLat, form: CoordinateForm, zone?: Zone): string {
  // Far outside a plane there is ground without coordinates.
  if (!place.every(Number.isFinite)) return '—';
  switch (form) {
    case 'decimal':
      return decimalDegrees(place);
    case 'dms':
      return dms(place);
    case 'gauss_kruger':
    case 'gauss_kruger_prefixed': {
      const text = gaussKruger(place, form === 'gauss_kruger' ? 'plain' : 'prefixed', zone);
      return `E ${text.e} N ${text.n}`;
    }
  }
}
