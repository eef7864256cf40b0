#!/usr/bin/env node
// Makes the input of the cases beside it: <rule>/<case>/{towns,eco_redline,…}.geojson and args.
//
//   node tests/rules/make.mjs [DIR]      (default: the folder of this script)
//
// What a case should show is said in its line. `expected.snap` is written by the test (BLESS=1), own packs by hand.
// Outlines are drawn with straight edges in a Gauss-Krüger plane, in metres from a corner near 120.08°E 30.9°N.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { degreesAround } from '../../data/demo/plane.mjs';
import { ledgerCases } from './ledger-cases.mjs';

const degrees = degreesAround({ e: 507650, n: 3420000 });
const out = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));

const position = (p) => `[${degrees(p).map((d) => d.toFixed(9)).join(',')}]`;
const ring = (points) => `[${[...points, points[0]].map(position).join(',')}]`;
const geometry = (parts) => parts.length === 1
  ? `{"type":"Polygon","coordinates":[${parts[0].map(ring).join(',')}]}`
  : `{"type":"MultiPolygon","coordinates":[${parts.map((rings) => `[${rings.map(ring).join(',')}]`).join(',')}]}`;
const feature = ({ properties, parts }) => `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":${geometry(parts)}}`;
const collection = (features) => `{"type":"FeatureCollection","features":[\n${features.map(feature).join(',\n')}\n]}\n`;

/** Counter-clockwise from the south-west corner. */
const rect = (x0, y0, x1, y1) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
const hole = (...corners) => rect(...corners).reverse();
const moved = (points, dx, dy) => points.map(([x, y]) => [x + dx, y + dy]);

/** A town of one ring (or of `parts`, each a shell and its holes). */
const town = (id, shape, properties = {}) => ({
  properties: { XZBM: id, XZMC: `示例小镇${id}`, ...properties },
  parts: Array.isArray(shape[0][0]) ? shape : [[shape]],
});
const patch = (id, shell, ...holes) => ({ properties: { BSM: id }, parts: [[shell, ...holes]] });

/** Writes one case: layers by name, further options under `args`. */
function show(rule, name, { args, ledger, ...layers }) {
  const folder = join(out, rule, name);
  mkdirSync(folder, { recursive: true });
  for (const [layer, features] of Object.entries(layers)) writeFileSync(join(folder, `${layer}.geojson`), collection(features));
  if (ledger) writeFileSync(join(folder, 'ledger.csv'), ledger);
  if (args) writeFileSync(join(folder, 'args'), `${args}\n`);
}

const SQUARE = rect(0, 0, 1500, 1500); // 2.25 km², the usual town
const WIDE = rect(0, 0, 3000, 1500); // 4.5 km²
const QINGHAI = { args: '--policy qinghai-2021-5' };
const ZHEJIANG = { args: '--policy zhejiang-2022-73' };
const HUZHOU = { args: '--policy huzhou' };

// ---------------------------------------------------------------- town_size
const large = rect(0, 0, 2400, 2400), small = rect(0, 0, 900, 900);
show('town_size', 'breach-too-large', { towns: [town('A', large, { XZLX: '先进制造' })] });
show('town_size', 'breach-too-small', { towns: [town('A', small)] });
show('town_size', 'clear-within', { towns: [town('A', SQUARE)] });
// the upper bound gives way for three types, the lower one for nobody
show('town_size', 'exception-by-type-qinghai', { ...QINGHAI, towns: [
  town('A', large, { XZLX: '文化旅游' }), town('B', moved(large, 9000, 0), { XZLX: '体育' }),
  town('C', moved(large, 18000, 0), { XZLX: '农业田园' }), town('D', moved(large, 27000, 0), { XZLX: '先进制造' }),
  town('E', moved(small, 36000, 0), { XZLX: '文化旅游' }),
] });
// Zhejiang speaks of named towns only and states no lower bound: the national clause keeps the rest
show('town_size', 'matter-by-matter-zhejiang', { ...ZHEJIANG, towns: [
  town('A', large, { CJJD: '命名', XZLX: '文化旅游' }), town('B', moved(large, 9000, 0), { CJJD: '创建', XZLX: '文化旅游' }),
  town('C', moved(small, 18000, 0), { CJJD: '命名' }), town('D', moved(SQUARE, 27000, 0), { CJJD: '命名' }),
] });
// 5.0000 km² on a plane 7.65 km off its meridian is a little less on the ellipsoid
const five = rect(0, 0, 2500, 2000);
show('town_size', 'clear-five-on-the-plane', { towns: [town('A', five)] });

// ---------------------------------------------------------------- eco_redline_overlap
show('eco_redline_overlap', 'breach-half', { towns: [town('A', SQUARE)], eco_redline: [patch('R1', rect(750, -500, 2500, 2000))] });
show('eco_redline_overlap', 'breach-within-two-counted-once', {
  ...QINGHAI, towns: [town('A', SQUARE, { XZQDM: '632801' })],
  eco_redline: [patch('R1', rect(-500, -500, 2000, 2000)), patch('R2', rect(300, 300, 900, 900))],
});
show('eco_redline_overlap', 'clear-apart', { towns: [town('A', SQUARE)], eco_redline: [patch('R1', rect(1600, 0, 2600, 1500))] });
show('eco_redline_overlap', 'clear-in-a-hole', {
  towns: [town('A', SQUARE)], eco_redline: [patch('R1', rect(-1000, -1000, 2500, 2500), hole(-50, -50, 1550, 1550))],
});
show('eco_redline_overlap', 'noise-of-a-millimetre', { towns: [town('A', SQUARE)], eco_redline: [patch('R1', rect(1499.999, -300, 2500, 1800))] });
show('eco_redline_overlap', 'sliver-along-the-border', { towns: [town('A', SQUARE)], eco_redline: [patch('R1', rect(1498.5, -300, 2500, 1800))] });
// a strip as thin, but through the middle of the town: it lies on one boundary only
show('eco_redline_overlap', 'breach-thin-corridor-through-the-town', {
  towns: [town('A', SQUARE)], eco_redline: [patch('R1', rect(700, -300, 704, 1800))],
});

// ---------------------------------------------------------------- basic_farmland_overlap
const field = (id, number, shell) => ({ properties: { BSM: id, YJJBNTTBBH: number }, parts: [[shell]] });
show('basic_farmland_overlap', 'breach-patches-delivered-twice', {
  towns: [town('A', SQUARE)],
  basic_farmland: [
    field('1', 'P1', rect(1000, 200, 1400, 600)), field('2', 'P1', rect(1000, 200, 1400, 600)),
    field('3', 'P3', rect(1200, 400, 1800, 800)), field('4', 'P4', rect(2000, 0, 2400, 400)),
  ],
});
show('basic_farmland_overlap', 'breach-qinghai', {
  ...QINGHAI, towns: [town('A', SQUARE, { XZQDM: '632801' })], basic_farmland: [field('1', 'P1', rect(1000, 200, 1400, 600))],
});
show('basic_farmland_overlap', 'sliver-and-noise', {
  towns: [town('A', SQUARE), town('B', moved(SQUARE, 5000, 0))],
  basic_farmland: [field('1', 'P1', rect(-200, 1498.5, 1700, 2500)), field('2', 'P2', rect(4800, 1499.999, 6700, 2500))],
});
// one edge of 3 km with two vertices, drawn once: in degrees it would bow away by 211 m²
show('basic_farmland_overlap', 'clear-shared-edge-of-3-km', {
  towns: [town('A', WIDE)], basic_farmland: [field('1', 'P1', rect(0, 1500, 3000, 2500)), field('2', 'P2', rect(0, -800, 3000, 0))],
});
show('basic_farmland_overlap', 'clear-longer-edge-beside-the-town', {
  towns: [town('A', WIDE)], basic_farmland: [field('1', 'P1', rect(-700, 1500, 3700, 2500))],
});

// ---------------------------------------------------------------- beyond_urban_boundary
show('beyond_urban_boundary', 'breach-a-third-outside', { towns: [town('A', SQUARE)], urban_boundary: [patch('U1', rect(-100, -100, 1000, 1600))] });
show('beyond_urban_boundary', 'breach-farmland-window', {
  ...ZHEJIANG, towns: [town('A', SQUARE, { XZQDM: '330502' })],
  eco_redline: [patch('R1', rect(1300, 1300, 1800, 1800))],
  basic_farmland: [patch('F1', rect(400, 400, 800, 800)), patch('F2', rect(1200, 1200, 1400, 1400))],
  urban_boundary: [patch('U1', rect(-100, -100, 1600, 1600), hole(400, 400, 800, 800))],
});
show('beyond_urban_boundary', 'clear-zones-that-meet', {
  towns: [town('A', SQUARE)], urban_boundary: [patch('U1', rect(-100, -100, 700, 1600)), patch('U2', rect(700, -100, 1600, 1600))],
});
show('beyond_urban_boundary', 'breach-nothing-near', { towns: [town('A', SQUARE)], urban_boundary: [patch('U1', rect(90000, 0, 91000, 1000))] });
show('beyond_urban_boundary', 'sliver-along-the-border', { towns: [town('A', SQUARE)], urban_boundary: [patch('U1', rect(-100, -100, 1498, 1600))] });
show('beyond_urban_boundary', 'justify-by-own-pack', {
  args: '--policy outside.toml', towns: [town('A', SQUARE)], urban_boundary: [patch('U1', rect(-100, -100, 1000, 1600))],
});

// ---------------------------------------------------------------- unclear_bounds
show('unclear_bounds', 'breach-bow-tie', { towns: [town('A', [[0, 0], [1600, 1500], [1600, 0], [0, 1500]])] });
show('unclear_bounds', 'breach-spike-and-repeated-points', {
  towns: [town('A', [[0, 0], [1500, 0], [1500, 0], [1500, 1500], [1500, 1600], [1500, 1500], [0, 1500]])],
});
show('unclear_bounds', 'breach-several-parts-and-holes', {
  ...QINGHAI, towns: [town('A', [
    [SQUARE, hole(300, 300, 306, 306), hole(600, 600, 900, 900), hole(1400, 200, 1700, 400)], [rect(2000, 0, 2500, 500)],
  ])],
});
show('unclear_bounds', 'breach-holes-that-overlap', { towns: [town('A', [[SQUARE, hole(300, 300, 500, 500), hole(450, 450, 700, 700)]])] });
show('unclear_bounds', 'breach-parts-that-overlap', { towns: [town('A', [[SQUARE], [rect(1400, 200, 2000, 800)]])] });
show('unclear_bounds', 'clear-plain-and-clockwise', { towns: [town('A', SQUARE), town('B', [...moved(SQUARE, 5000, 0)].reverse())] });
show('unclear_bounds', 'clear-with-a-large-hole', { towns: [town('A', [[SQUARE, hole(600, 600, 900, 900)]])] });

// ---------------------------------------------------------------- town_overlap
show('town_overlap', 'breach-shared-ground', { towns: [town('A', SQUARE), town('B', moved(SQUARE, 1300, 200)), town('C', moved(SQUARE, 9000, 0))] });
show('town_overlap', 'breach-shared-ground-huzhou', { ...HUZHOU, towns: [town('A', SQUARE), town('B', moved(SQUARE, 1300, 200))] });
show('town_overlap', 'clear-side-by-side', { towns: [town('A', SQUARE), town('B', moved(SQUARE, 1500, 0))] });
show('town_overlap', 'noise-of-a-millimetre', { towns: [town('A', SQUARE), town('B', moved(SQUARE, 1499.999, 0))] });
show('town_overlap', 'sliver-along-the-border', { towns: [town('A', SQUARE), town('B', moved(SQUARE, 1498.5, 0))] });

// ---------------------------------------------------------------- crowded_neighbours
const row = (...gaps) => gaps.reduce(
  (all, gap) => [...all, { at: all[all.length - 1].at + 1500 + gap }], [{ at: 0 }],
).map(({ at }, i) => town('ABCDEF'[i], moved(SQUARE, at, 0)));
show('crowded_neighbours', 'breach-chain-of-three', { ...HUZHOU, towns: row(400, 999, 1001) });
show('crowded_neighbours', 'clear-1001-metres', { ...HUZHOU, towns: row(1001) });
show('crowded_neighbours', 'clear-when-near-is-300', { args: '--policy huzhou --near 300', towns: row(400) });
show('crowded_neighbours', 'breach-touching', { ...HUZHOU, towns: row(0) });

// ---------------------------------------------------------------- control_line_conflict
const lines = (red, farm, urban) => ({ eco_redline: [patch('R1', red)], basic_farmland: [patch('F1', farm)], urban_boundary: [patch('U1', urban)] });
const AROUND = rect(-50, -50, 1550, 1550);
show('control_line_conflict', 'breach-farmland-on-red-line-inside-the-town', {
  towns: [town('A', SQUARE)], ...lines(rect(500, 1000, 1000, 2000), rect(800, 1200, 1400, 1400), rect(-50, -50, 1550, 900)),
});
show('control_line_conflict', 'clear-three-lines-side-by-side', {
  towns: [town('A', SQUARE)], ...lines(rect(1550, -50, 2500, 1550), rect(-50, 1550, 1550, 2500), AROUND),
});
show('control_line_conflict', 'note-near-the-town', {
  towns: [town('A', SQUARE)], ...lines(rect(1600, 0, 2200, 1500), rect(1700, 300, 1900, 600), AROUND),
});
show('control_line_conflict', 'clear-beyond-the-margin', {
  towns: [town('A', SQUARE)], ...lines(rect(2600, 0, 3200, 1500), rect(2700, 300, 2900, 600), AROUND),
});
show('control_line_conflict', 'not-checked-without-farmland', {
  towns: [town('A', SQUARE)], eco_redline: [patch('R1', rect(500, 1000, 1000, 2000))], urban_boundary: [patch('U1', AROUND)],
});

ledgerCases({ show, town, patch, rect, moved, SQUARE });

// ---------------------------------------------------------------- the same words in other documents
const at63 = { XZQDM: '632801' }, at330 = { XZQDM: '330502' };
show('town_size', 'clear-qinghai', { ...QINGHAI, towns: [town('A', SQUARE, at63)] });
show('unclear_bounds', 'clear-qinghai', { ...QINGHAI, towns: [town('A', SQUARE, at63)] });
show('town_overlap', 'breach-qinghai', { ...QINGHAI, towns: [town('A', SQUARE, at63), town('B', moved(SQUARE, 1300, 200), at63)] });
show('town_overlap', 'clear-qinghai', { ...QINGHAI, towns: [town('A', SQUARE, at63), town('B', moved(SQUARE, 9000, 0), at63)] });
show('town_overlap', 'clear-huzhou', { ...HUZHOU, towns: [town('A', SQUARE), town('B', moved(SQUARE, 9000, 0))] });
show('eco_redline_overlap', 'clear-qinghai', { ...QINGHAI, towns: [town('A', SQUARE, at63)], eco_redline: [patch('R1', rect(1600, 0, 2600, 1500))] });
show('eco_redline_overlap', 'clear-zhejiang', { ...ZHEJIANG, towns: [town('A', SQUARE, at330)], eco_redline: [patch('R1', rect(1600, 0, 2600, 1500))] });
