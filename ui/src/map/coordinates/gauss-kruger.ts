/**
 * Gauss-Krüger (高斯-克吕格) planes on CGCS2000: zones, prefixes, and the way between degrees and metres.
 *
 * Eastings are plain (false easting 500 000 m) unless a name says "prefixed": then the zone's number stands before them
 * (40 475 234 = zone 40, easting 475 234).
 */
import proj4 from 'proj4';

/** Width of a zone (带), degrees. */
export type ZoneWidth = 3 | 6;

/** A zone: how wide, and its number. */
export interface Zone {
  width: ZoneWidth;
  number: number;
}

/** Longitude, latitude; CGCS2000 degrees. */
export type LonLat = [number, number];

/** Easting, northing; metres. */
export type EastNorth = [number, number];

/** 3° zones that reach China; their numbers and those of 6° zones never meet. */
export const THREE_DEGREE_ZONES = { first: 25, last: 45 } as const;
/** 6° zones that reach China. */
export const SIX_DEGREE_ZONES = { first: 13, last: 23 } as const;

/** Metres added to every easting so that none is negative. */
export const FALSE_EASTING = 500_000;
/** What a zone's number is multiplied with when it stands before an easting. */
export const PREFIX_UNIT = 1_000_000;

/** Central meridian (中央经线) of a zone, degrees east. */
export function centralMeridian(zone: Zone): number {
  return zone.width === 3 ? zone.number * 3 : zone.number * 6 - 3;
}

/** The zone a longitude lies in; on a border the eastern one. */
export function zoneAt(lon: number, width: ZoneWidth): Zone {
  const number = width === 3 ? Math.floor((lon + 1.5) / 3) : Math.floor(lon / 6) + 1;
  return { width, number };
}

/** The zone that a prefix (first two digits of an 8-digit easting) names, or null: 24 and all others name none. */
export function zoneOfPrefix(prefix: number): Zone | null {
  if (prefix >= SIX_DEGREE_ZONES.first && prefix <= SIX_DEGREE_ZONES.last) return { width: 6, number: prefix };
  if (prefix >= THREE_DEGREE_ZONES.first && prefix <= THREE_DEGREE_ZONES.last) return { width: 3, number: prefix };
  return null;
}

const LON_LAT = '+proj=longlat +ellps=GRS80 +no_defs';
const converters = new Map<number, proj4.Converter>();

/** The plane of a central meridian; GRS80 differs from the CGCS2000 ellipsoid by nothing (same a, same 1/f to 9 digits). */
function plane(meridian: number): proj4.Converter {
  let converter = converters.get(meridian);
  if (!converter) {
    converter = proj4(
      LON_LAT,
      `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${FALSE_EASTING} +y_0=0 +ellps=GRS80 +units=m +no_defs`,
    );
    converters.set(meridian, converter);
  }
  return converter;
}

/** Degrees to plain easting and northing. */
export function toPlane([lon, lat]: LonLat, meridian: number): EastNorth {
  const [east, north] = plane(meridian).forward([lon, lat]);
  return [east as number, north as number];
}

/** Plain easting and northing to degrees. */
export function toDegrees([east, north]: EastNorth, meridian: number): LonLat {
  const [lon, lat] = plane(meridian).inverse([east, north]);
  return [lon as number, lat as number];
}
