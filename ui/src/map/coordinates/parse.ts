/**
 * Reads a coordinate the way people write one: degrees (decimal, with minutes, with seconds) or Gauss-Krüger metres with or
 * without the zone before the easting, in either order. What cannot be told for certain is refused in words.
 */
import type { Text } from '../../bindings/Text';
import { PREFIX_UNIT, centralMeridian, toDegrees, zoneOfPrefix, type LonLat, type Zone } from './gauss-kruger';

/** A place, and how the text was read; or why it could not be. */
export type ParsedCoordinate = { ok: true; place: LonLat; read: Text } | { ok: false; message: Text; hint: Text };

/** Longer text is no coordinate; refused before any pattern is tried. */
const LONGEST = 200;

/** China and its seas, degrees: in this range a longitude is never a latitude. */
const CHINA = { west: 72, east: 137, south: 3, north: 54.5 };
/** Plain eastings that stay inside a zone with some margin, metres. */
const EASTING = { least: 100_000, most: 900_000 };
/** Northings of China, metres. */
const NORTHING = { least: 300_000, most: 6_100_000 };

type Axis = 'lon' | 'lat' | null;
interface Value {
  number: number;
  axis: Axis;
  /** Written with a degree sign or minutes. */
  angle: boolean;
}

const refuse = (zh: string, en: string, hintZh = EXAMPLES.zh, hintEn = EXAMPLES.en): ParsedCoordinate => ({
  ok: false,
  message: { zh, en },
  hint: { zh: hintZh, en: hintEn },
});

const EXAMPLES = {
  zh: '例如:119.743395, 30.606002;119°44′36″E 30°36′22″N;40475234.5, 3386712.3;475234.5, 3386712.3',
  en: 'For example: 119.743395, 30.606002; 119°44′36″E 30°36′22″N; 40475234.5, 3386712.3; 475234.5, 3386712.3',
};

/** Reads `text`; eastings without a zone are taken in `zone`, the project's. */
export function parseCoordinate(text: string, zone: Zone): ParsedCoordinate {
  if (text.length > LONGEST) return refuse('这段文字太长,不是一个坐标。', 'This text is too long to be a coordinate.');
  const plain = normalised(text);
  if (plain === '') return refuse('请输入一个坐标。', 'Enter a coordinate.');
  const values = valuesIn(plain);
  if (values === null) return refuse('看不懂这个坐标。', 'This cannot be read as a coordinate.');
  if (values.length !== 2) {
    return refuse(`需要两个数,读到 ${values.length} 个。`, `A coordinate has two numbers; ${values.length} were read.`);
  }
  const [a, b] = values as [Value, Value];
  if (a.axis !== null && a.axis === b.axis) {
    return refuse('两个数是同一个方向。', 'Both numbers are given for the same direction.');
  }
  const isAngle = Math.abs(a.number) <= 180 && Math.abs(b.number) <= 180;
  return isAngle ? fromDegrees(a, b) : fromMetres(a, b, zone);
}

/** One spelling for each sign: half-width, ASCII degree marks, hemisphere letters, no words. */
function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[−–—]/g, '-')
    .replace(/东经|經度|经度|longitude|lon/gi, ' E ')
    .replace(/北纬|緯度|纬度|latitude|lat/gi, ' N ')
    .replace(/西经/g, ' W ')
    .replace(/南纬/g, ' S ')
    .replace(/[º˚度]/g, '°')
    .replace(/[′’‘'分]/g, "'")
    .replace(/[″”“"秒]|''/g, '"')
    .replace(/[、,;|/]/g, ' ')
    .replace(/米|m(?![a-z])/gi, ' ')
    .replace(/[:=()[\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

// Anchored at the place reached (sticky flag) and without nested repeats: linear in the text.
const LETTER = /\s*([ENSWXY])(?![a-z])/iy;
const NUMBER = /\s*([+-]?\d{1,12}(?:\.\d{0,12})?)/y;
const MINUTES = /\s*°\s*(?:(\d{1,2}(?:\.\d{0,12})?)\s*'\s*(?:(\d{1,2}(?:\.\d{0,12})?)\s*")?)?/y;

/** Numbers with the letters before or behind them, or null when something else stands there. */
function valuesIn(text: string): Value[] | null {
  const values: Value[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    const before = take(LETTER)?.[1]?.toUpperCase();
    const number = take(NUMBER)?.[1];
    if (number === undefined) return null;
    const angle = take(MINUTES);
    const minutes = Number(angle?.[1] ?? 0);
    const seconds = Number(angle?.[2] ?? 0);
    if (minutes >= 60 || seconds >= 60) return null;
    // A letter behind belongs to this number only when none stood before it: `E 119 N 30`.
    const after = before === undefined ? take(LETTER)?.[1]?.toUpperCase() : undefined;
    const letter = before ?? after;
    const size = Math.abs(Number(number)) + minutes / 60 + seconds / 3600;
    const negative = number.startsWith('-') || letter === 'W' || letter === 'S';
    values.push({ number: negative ? -size : size, axis: axisOf(letter), angle: angle !== null });
  }
  return values;
}

/** X and Y say nothing: surveyors write X for north, others for east. The size of the number tells. */
function axisOf(letter: string | undefined): Axis {
  if (letter === 'E' || letter === 'W') return 'lon';
  if (letter === 'N' || letter === 'S') return 'lat';
  return null;
}

const isLongitude = (n: number) => n >= CHINA.west && n <= CHINA.east;
const isLatitude = (n: number) => n >= CHINA.south && n <= CHINA.north;

function fromDegrees(a: Value, b: Value): ParsedCoordinate {
  let place: LonLat;
  if (a.axis === 'lon' || b.axis === 'lat') place = [a.number, b.number];
  else if (a.axis === 'lat' || b.axis === 'lon') place = [b.number, a.number];
  else if (isLongitude(a.number) && isLatitude(b.number)) place = [a.number, b.number];
  else if (isLongitude(b.number) && isLatitude(a.number)) place = [b.number, a.number];
  else {
    return refuse(
      '分不清哪个是经度、哪个是纬度(不在中国范围内)。',
      'Which is the longitude and which the latitude cannot be told (not within China).',
      '请在数字后写 E、N,例如 119.74E 30.61N。',
      'Write E and N behind the numbers, as in 119.74E 30.61N.',
    );
  }
  const [lon, lat] = place;
  if (!isLongitude(lon) || !isLatitude(lat)) return outside(lon, lat);
  const form = a.angle || b.angle ? { zh: '度分秒', en: 'degrees' } : { zh: '十进制度', en: 'decimal degrees' };
  return {
    ok: true,
    place,
    read: { zh: `按经纬度(${form.zh})读取`, en: `Read as longitude and latitude (${form.en})` },
  };
}

function fromMetres(a: Value, b: Value, projectZone: Zone): ParsedCoordinate {
  const found = [eastNorth(a, b, projectZone), eastNorth(b, a, projectZone)].filter((x) => x !== null);
  // Both orders fit only far in the south, where a northing is as small as an easting: the usual order is taken.
  const taken = found[0];
  if (!taken) {
    return refuse(
      '这两个数既不是经纬度,也不是高斯-克吕格坐标。',
      'These two numbers are neither longitude and latitude nor Gauss-Krüger coordinates.',
      '横坐标为六位(不带带号)或八位(前两位为带号 13–23 或 25–45),纵坐标为六至七位,单位米。',
      'An easting has six digits, or eight with the zone (13–23 or 25–45) before it; a northing six or seven; metres.',
    );
  }
  const place = toDegrees([taken.east, taken.north], centralMeridian(taken.zone));
  const [lon, lat] = place;
  if (!Number.isFinite(lon) || !Number.isFinite(lat) || !isLongitude(lon) || !isLatitude(lat)) return outside(lon, lat);
  const { width, number } = taken.zone;
  const meridian = centralMeridian(taken.zone);
  return {
    ok: true,
    place,
    read: {
      zh: `按高斯-克吕格 ${width}° 带第 ${number} 带(中央经线 ${meridian}°)读取`,
      en: `Read as Gauss-Krüger, ${width}° zone ${number} (central meridian ${meridian}°)`,
    },
  };
}

/** Reads `e` as easting and `n` as northing, when sizes and letters allow it. */
function eastNorth(e: Value, n: Value, projectZone: Zone): { east: number; north: number; zone: Zone } | null {
  if (e.axis === 'lat' || n.axis === 'lon') return null;
  if (n.number < NORTHING.least || n.number > NORTHING.most) return null;
  if (e.number >= 10 * PREFIX_UNIT) {
    const prefix = Math.floor(e.number / PREFIX_UNIT);
    const zone = zoneOfPrefix(prefix);
    const east = e.number - prefix * PREFIX_UNIT;
    return zone && inZone(east) ? { east, north: n.number, zone } : null;
  }
  return inZone(e.number) ? { east: e.number, north: n.number, zone: projectZone } : null;
}

const inZone = (east: number) => east >= EASTING.least && east <= EASTING.most;

function outside(lon: number, lat: number): ParsedCoordinate {
  const [x, y] = [lon.toFixed(4), lat.toFixed(4)];
  return refuse(
    `该处(${x}, ${y})不在中国范围内。`,
    `That place (${x}, ${y}) is not within China.`,
    '请检查两个数是否属于同一坐标系、带号是否正确。',
    'Check that both numbers are of one coordinate system and that the zone is right.',
  );
}
