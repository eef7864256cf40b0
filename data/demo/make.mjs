#!/usr/bin/env node
// Makes the invented county of data/demo: towns, the three control lines, counties.
//
//   node data/demo/make.mjs [DIR]        (default: the folder of this script)
//
// Everything is drawn in a Gauss-Krüger plane (CGCS2000, central meridian 120°E) with straight edges,
// surveyed to the millimetre, and only then delivered as longitude and latitude with 9 decimals.
// Same script, same bytes: one seed, no clock. Node 20 or newer, no packages.

import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { degreesAround } from './plane.mjs';

const NOTE = '虚构示例数据';
const degrees = degreesAround({ e: 468500, n: 3382000 }); // of local metres

// ---------------------------------------------------------------- shapes in local metres

/** Seeded random numbers in [0, 1) (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let z = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

const surveyed = (ring) => ring.map(([x, y]) => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]);

/** Signed area of a ring, m² on the plane; positive = counter-clockwise. */
function area(ring) {
  return ring.reduce((sum, [x, y], i) => {
    const [p, q] = ring[(i + 1) % ring.length];
    return sum + (x * q - p * y) / 2;
  }, 0);
}

/** A gently waving closed outline: `rx` by `ry` metres about a centre. */
function blob(seed, [cx, cy], rx, ry, points, wave = 0.07) {
  const r = random(seed);
  const tones = [2, 3, 5, 8].map((k) => ({ k, a: (wave * (0.6 + 0.8 * r())) / Math.sqrt(k), p: 2 * Math.PI * r() }));
  return Array.from({ length: points }, (_, i) => {
    const t = (2 * Math.PI * (i + 0.25 * (r() - 0.5))) / points;
    const f = tones.reduce((sum, { k, a, p }) => sum + a * Math.cos(k * t + p), 1);
    return [cx + rx * f * Math.cos(t), cy + ry * f * Math.sin(t)];
  });
}

/** A blob of an exact area (m² on the plane, to the millimetre of its corners). */
function blobOf(seed, centre, km2, points) {
  const f = Math.sqrt((km2 * 1e6) / area(blob(seed, centre, 1000, 1000, points)));
  return surveyed(blob(seed, centre, 1000 * f, 1000 * f, points));
}

/** The outline that keeps `gap` to `2 gap` metres outside a round one. */
function around(seed, ring, gap) {
  const r = random(seed);
  const [cx, cy] = ring.reduce(([a, b], [x, y]) => [a + x / ring.length, b + y / ring.length], [0, 0]);
  return surveyed(ring.map(([x, y]) => {
    const d = Math.sqrt((x - cx) ** 2 + (y - cy) ** 2), f = 1 + (gap * (1.2 + 0.8 * r())) / d;
    return [cx + (x - cx) * f, cy + (y - cy) * f];
  }));
}

/** Closes a line of given points with an arch on its left side: the given points stay as they are. */
function arch(seed, side, height, points) {
  const r = random(seed);
  const [a, b] = [side[0], side[side.length - 1]];
  const [ux, uy] = [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2], half = Math.sqrt(ux * ux + uy * uy);
  const [nx, ny] = [(-uy / half) * height, (ux / half) * height];
  const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const bow = Array.from({ length: points }, (_, i) => {
    const t = (Math.PI * (i + 1)) / (points + 1), f = 1 + 0.04 * (r() - 0.5);
    const c = Math.cos(t) * (1 + 0.25 * Math.sin(t)) * f, s = Math.sin(t) * f;
    return [mx + ux * c + nx * s, my + uy * c + ny * s];
  });
  return [...side, ...surveyed(bow)];
}

/** Cuts a ring in two along the chord from corner 0 to corner `i`: both halves keep the same two corners. */
const halves = (ring, i = ring.length >> 1) => [ring.slice(0, i + 1), [...ring.slice(i), ring[0]]];

/** A mosaic of fields: `cols` × `rows` cells from a corner; neighbours share their corners and bends. */
function mosaic(seed, [x0, y0], cols, rows, width, height) {
  const hash = (i, j, k) => random(seed * 7919 + i * 104729 + j * 1299709 + k * 15485863)() - 0.5;
  const corner = (i, j) => [x0 + width * (i + 0.3 * hash(i, j, 0)), y0 + height * (j + 0.3 * hash(i, j, 1))];
  const bend = (a, b, i, j, k) => {
    const f = 0.5 + 0.3 * hash(i, j, k), d = 0.08 * hash(i, j, k + 1);
    return [a[0] + (b[0] - a[0]) * f - (b[1] - a[1]) * d, a[1] + (b[1] - a[1]) * f + (b[0] - a[0]) * d];
  };
  const east = (i, j) => [corner(i, j), bend(corner(i, j), corner(i + 1, j), i, j, 2)];
  const north = (i, j) => [corner(i, j), bend(corner(i, j), corner(i, j + 1), i, j, 4)];
  const ids = (n) => Array.from({ length: n }, (_, i) => i);
  const west = (i, j) => [north(i, j)[1], corner(i, j)]; // bend and lower corner of a cell's west side
  const cell = (i, j) => surveyed([...east(i, j), ...north(i + 1, j), corner(i + 1, j + 1), east(i, j + 1)[1], corner(i, j + 1), west(i, j)[0]]);
  return {
    cell,
    cells: ids(rows).flatMap((j) => ids(cols).map((i) => cell(i, j))),
    /** The upper side, west to east. */
    top: surveyed([...ids(cols).flatMap((i) => east(i, rows)), corner(cols, rows)]),
    /** The left side, south to north. */
    left: surveyed([...ids(rows).flatMap((j) => north(0, j)), corner(0, rows)]),
    outline: surveyed([
      ...ids(cols).flatMap((i) => east(i, 0)), ...ids(rows).flatMap((j) => north(cols, j)), corner(cols, rows),
      ...ids(cols).reverse().flatMap((i) => [east(i, rows)[1], corner(i, rows)]),
      ...ids(rows).reverse().flatMap((j) => west(0, j)).slice(0, -1),
    ]),
  };
}

const moved = (ring, dx, dy) => surveyed(ring.map(([x, y]) => [x + dx, y + dy]));

// ---------------------------------------------------------------- the county

// Fields. Some towns and urban boundaries are drawn along them, on the very same corners.
const fieldsEast = mosaic(11, [6900, 5300], 10, 12, 180, 200); // 稻香: a town reaches into it
const fieldsSouth = mosaic(12, [9100, 4700], 14, 6, 200, 220); // 平塘: a town is drawn 1.5 m into it
const fieldsDyke = mosaic(13, [13100, 4700], 14, 6, 200, 220); // 柳堤: a town is drawn 1 mm into it
const fieldsHill = mosaic(14, [3350, 6000], 5, 5, 190, 200); // overlaps the red line
const fieldsCut = mosaic(15, [2250, 10350], 3, 2, 130, 120); // 开天窗: cut out of the urban boundary
const fieldsKept = mosaic(16, [2650, 10850], 2, 1, 130, 120); // 开天窗: left lying inside it
const fieldsRiver = mosaic(17, [16000, 4350], 6, 5, 210, 190);
const fieldsNorth = mosaic(18, [10300, 8300], 7, 4, 200, 210);

const resurveyed = moved(fieldsEast.cell(1, 6), 12, 6); // measured again: overlaps its neighbours
const patches = [
  ...[fieldsEast, fieldsSouth, fieldsDyke].flatMap((m) => m.cells.map((ring) => ({ ring }))),
  ...[fieldsHill, fieldsCut, fieldsKept, fieldsRiver, fieldsNorth].flatMap((m) => m.cells.map((ring) => ({ ring }))),
  { ring: fieldsEast.cell(0, 5), twin: 51 }, // delivered twice under one number
  { ring: fieldsEast.cell(1, 5) }, // the same ground under another number
  { ring: resurveyed },
];

// Towns drawn along fields.
const along = (side, from, to, dx, dy) => moved(side.slice(from, to + 1), dx, dy);
const archOf = (seed, side, km2) => {
  let [low, high] = [100, 5000];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (area(arch(seed, side, middle, 30)) < km2 * 1e6) low = middle;
    else high = middle;
  }
  return arch(seed, side, low, 30);
};
const dyke = along(fieldsDyke.top, 8, 20, 0, 0);
[5, 6, 7].forEach((i) => (dyke[i] = [dyke[i][0], Math.round(dyke[i][1] * 1000 - 1) / 1000])); // 1 mm too far south

// One town with everything that goes wrong in drawing.
const untidy = blobOf(61, [16700, 10700], 1.45, 36);
const root = untidy[9];
const untidyRing = [
  ...untidy.slice(0, 10), [root[0] + 20, root[1] + 85], root, // a spike: out to a point and back
  ...untidy.slice(10, 20), untidy[19], untidy[19], // one corner three times
  ...untidy.slice(20),
];
const hole = [[16650, 10700], [16650, 10706], [16656, 10706], [16656, 10700]]; // 36 m², clockwise

const towns = [
  town('澄心智造小镇', '省级', '先进制造', '命名', blobOf(21, [2600, 2500], 2.4, 44)),
  town('云碓数据小镇', '省级', '数字经济', '创建', blobOf(22, [6600, 2500], 3.1, 38)),
  town('星柚物流小镇', '市级', '现代物流', '培育', blobOf(23, [10500, 2400], 1.25, 30)),
  town('大屿装备小镇', '省级', '先进制造', '命名', blobOf(24, [14400, 2500], 5.6, 52)),
  town('烟渚文旅小镇', '省级', '文化旅游', '创建', blobOf(25, [18900, 2500], 6.2, 60)),
  town('岚岭康养小镇', '市级', '健康养生', '创建', blobOf(26, [2350, 6500], 1.6, 40)),
  town('稻香新材小镇', '省级', '先进制造', '创建', blobOf(27, [6500, 6500], 1.9, 42)),
  town('平塘丝织小镇', '省级', '历史经典', '命名', archOf(28, along(fieldsSouth.top, 8, 20, 0, -1.5), 1.8)),
  town('柳堤灯具小镇', '市级', '时尚产业', '创建', archOf(29, dyke, 1.7)),
  town('望洲会展小镇', '省级', '现代服务', '创建', blobOf(30, [18500, 6600], 2.0, 40)),
  town('田心芯片小镇', '省级', '数字经济', '创建', blobOf(31, [2600, 10700], 2.2, 40)),
  town('双港渔歌小镇', '省级', '农业田园', '创建', blobOf(32, [5700, 10700], 1.75, 36)),
  town('双港船艺小镇', '市级', '三产融合', '培育', blobOf(33, [6900, 10600], 1.65, 36)),
  town('南栅糖画小镇', '市级', '文化旅游', '培育', blobOf(34, [8560, 10400], 0.72, 28)),
  town('叠翠香料小镇', '市级', '历史经典', '创建', surveyed([[12100, 9900], [13900, 11300], [14050, 10000], [12000, 11250]])),
  town('三桥陶艺小镇', '省级', '历史经典', '命名', untidyRing, [hole], blobOf(62, [16750, 12000], 0.16, 18)),
];

// The red line: hills in the west with a reserve inside them, hills in the north-east with a village left out.
const hills = surveyed(blob(41, [2000, 6700], 1650, 1850, 160, 0.05));
const reserve = surveyed(blob(42, [1900, 6300], 620, 540, 70, 0.05));
const ridge = surveyed(blob(43, [19800, 11600], 1500, 2300, 180, 0.06));
const village = surveyed(blob(44, [19900, 11800], 320, 260, 30)).reverse();
const islet = surveyed(blob(45, [18900, 14600], 380, 260, 40));

// The urban boundary: about each place, in two kinds of zone that meet along one line.
const places = [
  ...[0, 1, 2, 3, 4].map((i) => halves(around(71 + i, towns[i].ring, 130))),
  halves(arch(77, fieldsEast.left, 1700, 40), 44),
  [arch(78, fieldsSouth.top.slice(2, 27), 1950, 44)],
  [arch(79, fieldsDyke.top.slice(2, 27), 1950, 44)],
  halves(surveyed(blob(80, [17600, 6600], 1150, 1150, 50, 0.04))),
  halves(surveyed(blob(82, [7050, 10600], 2650, 1400, 70, 0.03))),
  halves(surveyed(blob(83, [13050, 10600], 1500, 1150, 50, 0.03))),
  halves(surveyed(blob(84, [16750, 10950], 1180, 1650, 50, 0.03))),
];
const cutOut = { ring: around(81, towns[10].ring, 130), holes: [[...fieldsCut.outline].reverse()] };

// ---------------------------------------------------------------- attributes and files

const COUNTIES = [{ code: '330598', name: '澄溪县' }, { code: '330599', name: '竹屿县' }];
const BORDER = surveyed(Array.from({ length: 23 }, (_, i) => [12300 + 260 * Math.sin(i * 1.3), -200 + i * 750]));

function countyOf([[x]]) {
  return COUNTIES[x < 12300 ? 0 : 1];
}

function town(name, level, kind, stage, ring, holes = [], part = undefined) {
  return { name, level, kind, stage, ring, holes, part };
}

/** What a ring of four corners encloses when its two sides cross (a bow-tie): both lobes; else its area. */
function ground(ring) {
  if (ring.length !== 4) return squareMetres(ring);
  const [a, b, c, d] = ring;
  const cross = (p, q, r) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const f = cross(c, d, a) / (cross(c, d, a) - cross(c, d, b));
  const middle = [a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f]; // where side ab meets side cd
  return squareMetres([b, c, middle], [d, a, middle]);
}

const serial = (county, n) => county.code + String(n).padStart(12, '0');
const squareMetres = (...rings) => Number(rings.reduce((sum, ring) => sum + Math.abs(area(ring)), 0).toFixed(2));

function text(ring) {
  const points = ring.map((p) => `[${degrees(p).map((d) => d.toFixed(9)).join(',')}]`);
  return `[${[...points, points[0]].join(',')}]`;
}
const polygon = (rings) => `{"type":"Polygon","coordinates":[${rings.map(text).join(',')}]}`;
const multi = (parts) => `{"type":"MultiPolygon","coordinates":[${parts.map((rings) => `[${rings.map(text).join(',')}]`).join(',')}]}`;
const feature = (properties, geometry) => `{"type":"Feature","properties":${JSON.stringify({ ...properties, BZ: NOTE })},"geometry":${geometry}}`;

const out = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
mkdirSync(out, { recursive: true });
function write(file, name, features) {
  const head = `{"type":"FeatureCollection","name":"${name}","${NOTE}":"县、小镇、图斑、界线及名称均为虚构,不对应任何真实地点、单位或数据","features":[\n`;
  writeFileSync(join(out, `${file}.geojson`), `${head}${features.join(',\n')}\n]}\n`);
}

write('towns', '特色小镇', towns.map(({ name, level, kind, stage, ring, holes, part }, i) => {
  const county = countyOf(ring);
  const declared = ground(ring) - squareMetres(...holes) + (part ? squareMetres(part) : 0);
  const properties = {
    XZBM: `SL${String(i + 1).padStart(2, '0')}`, XZMC: name, XZQDM: county.code, XZQMC: county.name,
    XZJB: level, XZLX: kind, CJJD: stage, GHMJ: Number(declared.toFixed(2)),
  };
  return feature(properties, part ? multi([[ring, ...holes], [part]]) : polygon([ring, ...holes]));
}));

write('eco_redline', '生态保护红线', [
  [hills, '岚岭水源涵养红线', '水源涵养', polygon([hills])],
  [reserve, '岚岭自然保护区红线', '生物多样性维护', polygon([reserve])],
  [ridge, '东屏山水土保持红线', '水土保持', multi([[ridge, village], [islet]])],
].map(([ring, name, kind, geometry], i) => {
  const county = countyOf(ring);
  return feature({ BSM: serial(county, 800001 + i), YSDM: '2090020101', XZQDM: county.code, XZQMC: county.name, HXMC: name, HXLX: kind }, geometry);
}));

write('basic_farmland', '永久基本农田', patches.map(({ ring, twin }, i) => {
  const county = countyOf(ring);
  const number = serial(county, twin ?? i + 1);
  const paddy = (i * 7) % 10 < 7;
  return feature({
    BSM: number, YJJBNTTBBH: number, XZQDM: county.code, XZQMC: county.name,
    DLBM: paddy ? '0101' : '0103', DLMC: paddy ? '水田' : '旱地', QSXZ: '30', YJJBNTTBMJ: squareMetres(ring),
  }, polygon([ring]));
}));

const ZONES = [['01', '城镇集中建设区'], ['02', '城镇弹性发展区'], ['03', '特别用途区']];
const zones = [...places.flatMap((rings) => rings.map((ring, k) => ({ ring, holes: [], k }))), { ...cutOut, k: 0 }];
write('urban_boundary', '城镇开发边界', zones.map(({ ring, holes, k }, i) => {
  const county = countyOf(ring);
  const [code, name] = ZONES[k];
  return feature({
    BSM: serial(county, 900001 + i), XZQDM: county.code, XZQMC: county.name, GHFQDM: code, GHFQMC: name,
    MJ: Number((squareMetres(ring) - squareMetres(...holes)).toFixed(2)),
  }, polygon([ring, ...holes]));
}));

const [south, north] = [BORDER[0], BORDER[BORDER.length - 1]];
write('counties', '行政区', [
  [...BORDER, [-400, north[1] + 150], [-700, 8000], [-350, south[1] + 60]],
  [...[...BORDER].reverse(), [21900, south[1] - 90], [22300, 7400], [22000, north[1] + 40]],
].map((ring, i) => feature({ XZQDM: COUNTIES[i].code, XZQMC: COUNTIES[i].name, DCMJ: squareMetres(ring) }, polygon([ring]))));

// The ledger: not part of the demo that the window opens, to be imported by hand. SL16 has no row, SL17 no boundary.
const CATEGORY = { 文化旅游: '休闲旅游', 健康养生: '休闲旅游', 农业田园: '休闲旅游', 现代物流: '其他现代服务业', 现代服务: '其他现代服务业', 数字经济: '其他现代服务业' };
const rows = towns.slice(0, 15).map(({ name, level, kind, stage, ring }, i) => [
  `SL${String(i + 1).padStart(2, '0')}`, name, countyOf(ring).code, level, stage, CATEGORY[kind] ?? '制造', kind,
  `20${17 + (i % 7)}-0${1 + (i % 9)}-15`, 2025, 28 + ((i * 5) % 13), 12 + ((i * 7) % 24), 300000, 90000 + ((i * 53) % 20) * 11000,
  ['3A', '4A', '无', '2A'][i % 4], '示例管委会', i === 9 ? '' : '示例公司', '2025-11-20', i === 13 ? '警告' : '合格',
]);
rows.push(['SL17', '汀兰茶香小镇', COUNTIES[0].code, '省级', '创建', '制造', '历史经典', '2024-03-15', 2025, 33, 15, 200000, 60000, '3A', '示例管委会', '示例公司', '2025-11-20', '合格']);
const HEADER = '小镇编码,小镇名称,行政区代码,级别,阶段,产业类别,主导产业,创建日期,清单年度,绿化覆盖率(%),住宅用地占比(%),计划投资(万元),完成投资(万元),景区等级,管理主体,投资建设主体,考核日期,考核结果';
writeFileSync(join(out, 'ledger.csv'), `\ufeff${[HEADER, ...rows.map((row) => row.join(','))].join('\n')}\n`);
