#!/usr/bin/env node
// Makes the ledger of fourteen towns: names and counties as 湖州's notice gives them, everything else invented.
//
//   node data/demo-huzhou/make.mjs [DIR]        (default: the folder of this script)
//
// Squares in a Gauss-Krüger plane (CGCS2000, central meridian 120°), in metres from a corner near 120.08°E 30.9°N; the
// counties are strips that have nothing to do with the real ones. Same script, same bytes.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { degreesAround } from '../demo/plane.mjs';

const NOTE = '虚构示例数据';
const degrees = degreesAround({ e: 507650, n: 3420000 });
const out = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
mkdirSync(out, { recursive: true });

const rect = (x, y, w, h) => [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
const ring = (points) => `[${[...points, points[0]].map((p) => `[${degrees(p).map((d) => d.toFixed(9)).join(',')}]`).join(',')}]`;
const feature = ([properties, shell]) => `{"type":"Feature","properties":${JSON.stringify({ ...properties, BZ: NOTE })},"geometry":{"type":"Polygon","coordinates":[${ring(shell)}]}}`;
const layer = (name, features) => writeFileSync(join(out, `${name}.geojson`), `{"type":"FeatureCollection","${NOTE}":true,"features":[\n${features.map(feature).join(',\n')}\n]}\n`);

// ---------------------------------------------------------------- counties: five strips, zones inside the first
const COUNTIES = { 吴兴: '330502', 南浔: '330503', 德清: '330521', 长兴: '330522', 安吉: '330523' };
const strip = Object.fromEntries(Object.keys(COUNTIES).map((name, k) => [name, 20000 * k]));
const [KFQ, DJQ] = ['330500-HZKFQ', '330500-THDJQ'];
layer('counties', Object.entries(COUNTIES).map(([name, code]) => [{ XZQDM: code, XZQMC: `${name}(虚构范围)` }, rect(strip[name] - 1000, -3000, 20000, 16000)]));
layer('functional_zones', [
  [{ code: KFQ, MC: '湖州开发区(虚构范围)' }, rect(11000, -500, 3000, 5000)],
  [{ code: DJQ, MC: '太湖度假区(虚构范围)' }, rect(14500, -500, 3500, 5000)],
]);

// ---------------------------------------------------------------- towns: where, how large, and what the ledger says
const S = 1500; // metres: 2.25 km², the usual town
const base = { 级别: '省级', 阶段: '创建', 创建日期: '2022-03-01', 清单年度: '2025', '绿化覆盖率(%)': 33, '住宅用地占比(%)': 15, '建设用地面积(公顷)': 90,
  '计划投资(万元)': 300000, '完成投资(万元)': 290000, '特色产业投资占比(%)': 78, '非政府投资占比(%)': 85, '科技投入占比(%)': 9, 景区等级: '4A', 管理主体: '示例管委会',
  投资建设主体: '示例公司', 考核日期: '2025-11-20', 考核结果: '合格', '税收(万元)': 20000, '就业人数(人)': 4200, 双创平台数: 2, 创业就业指导站数: 1 };
const made = '制造', leisure = '休闲旅游', service = '其他现代服务业';
const TOWNS = [
  ['HZ01', '湖州丝绸小镇', '吴兴', rect(0, 0, S, S), { 产业类别: made, 主导产业: '丝绸', 阶段: '命名', 命名日期: '2019-09-01', '特色产业产出占比(%)': 72, 考核结果: '优秀' }],
  ['HZ02', '湖州开发区电动汽车小镇', '吴兴', rect(11500, 500, S, S), { 产业类别: made, 主导产业: '电动汽车', 辖区: KFQ }],
  ['HZ03', '湖州太湖蜜月小镇', '吴兴', rect(15000, 500, 2400, 2300), { 产业类别: leisure, 主导产业: '婚庆旅游', 辖区: DJQ, 类型: '文化旅游', 景区等级: '3A' }],
  ['HZ04', '吴兴美妆小镇', '吴兴', rect(4000, 0, S, S), { 产业类别: made, 主导产业: '化妆品', 投资建设主体: '' }],
  ['HZ05', '长兴新能源小镇', '长兴', rect(60000, 0, S, S), { 产业类别: made, 主导产业: '新能源', 考核结果: '警告', 阶段: '退出', 退出日期: '2025-12-01' }],
  ['HZ06', '德清通航智造小镇', '德清', rect(40000, 0, S, S), { 产业类别: made, 主导产业: '通用航空', 阶段: '命名', 命名日期: '2020-09-01', '特色产业产出占比(%)': 65, 整改期限: '2025-06-30' }],
  ['HZ07', '南浔智能电梯小镇', '南浔', rect(20000, 0, S, S), { 产业类别: made, 主导产业: '电梯', '绿化覆盖率(%)': 22, 创建日期: '2020-02-01', 风险等级: '低', 延期至: '2027-12-31' }],
  ['HZ08', '南浔善琏湖笔小镇', '南浔', rect(24000, 0, 900, 950), { 产业类别: made, 主导产业: '湖笔', 创建日期: '2019-05-06', 风险等级: '中', '完成投资(万元)': 240000 }],
  ['HZ09', '安吉天使小镇', '安吉', rect(80000, 0, S, S), { 产业类别: leisure, 主导产业: '亲子旅游', 红线内活动情形: '适度参观旅游及相关必要设施', 红线批准文号: '示例自然资函〔2025〕9号', 红线批准日期: '2025年4月8日' }],
  ['HZ10', '长兴太湖演艺小镇', '长兴', rect(61300, 200, S, S), { 产业类别: leisure, 主导产业: '影视演艺', 创建日期: '2018/6/1', 风险等级: '低', 延期至: '2024-12-31', '完成投资(万元)': 150000 }],
  // its boundary runs out to a point and back
  ['HZ11', '吴兴原乡蝴蝶小镇', '吴兴', [[8000, 0], [9500, 0], [9500, 700], [9600, 700], [9500, 700], [9500, S], [8000, S]], { 产业类别: leisure, 主导产业: '乡村旅游', 清单年度: '2021', 景区等级: '2A' }],
  ['HZ12', '安吉影视小镇', '安吉', rect(82100, 0, S, S), { 产业类别: leisure, 主导产业: '影视演艺', 创建日期: '2019.3.1', 风险等级: '高' }],
  // the code says 安吉, the ground lies in the strip of 德清
  ['HZ13', '德清地理信息小镇', '德清', rect(46000, -800, S, S), { 产业类别: service, 主导产业: '地理信息', '住宅用地占比(%)': 36, 行政区代码: COUNTIES.安吉 }],
  // on the list, and no boundary was handed in
  ['HZ14', '安吉两山创客小镇', '安吉', null, { 产业类别: service, 主导产业: '数字经济', '完成投资(万元)': '约三亿' }],
];
layer('towns', TOWNS.filter(([, , , place]) => place).map(([code, name, county, place, own]) => [{ XZBM: code, XZMC: name, XZQDM: own.行政区代码 ?? COUNTIES[county] }, place]));

const rows = TOWNS.map(([code, name, county, , own]) => ({ 小镇编码: code, 小镇名称: name, 行政区代码: COUNTIES[county], ...base, ...own }));
const invented = (code, name, county, own) => ({ ...base, 小镇编码: code, 小镇名称: name, 行政区代码: COUNTIES[county], 产业类别: leisure, ...own });
const more = [
  ...['一', '二'].map((n, k) => invented(`HZ${16 + k}`, `开发区示例${n}小镇`, '吴兴', { 辖区: KFQ, 主导产业: `示例产业${n}`, 产业类别: made })),
  ...['三', '四', '五', '六', '七', '八'].map((n, k) => invented(`HZ${18 + k}`, `示例${n}小镇`, ['南浔', '长兴'][k % 2], { 主导产业: `示例产业${n}` })),
];
const keys = [...new Set(rows.flatMap(Object.keys))];
const csv = (list) => [keys, ...list.map((row) => keys.map((key) => row[key] ?? ''))].map((cells) => cells.join(',')).join('\n') + '\n';
writeFileSync(join(out, 'ledger.csv'), csv(rows));
// the same list with eight more: past every number that the notice sets a city, a county and a zone
writeFileSync(join(out, 'ledger-more.csv'), csv([...rows, ...more]));
writeFileSync(join(out, 'one-more.csv'), csv([invented('HZ15', '拟增示例小镇', '安吉', { 主导产业: '康养' })]));

// ---------------------------------------------------------------- layers
layer('eco_redline', [[{ BSM: 'R1', HXMC: '示例红线' }, rect(80900, -500, 1000, 2500)]]);
layer('basic_farmland', [
  [{ BSM: 'F1', YJJBNTTBBH: 'P1', KCXS: '0.08' }, rect(20900, 900, 400, 400)],
  [{ BSM: 'F2', YJJBNTTBBH: 'P2', KCXS: '0.08' }, rect(26000, 0, 800, 800)],
]);
layer('urban_boundary', Object.keys(COUNTIES).map((name, k) => [{ BSM: `U${k + 1}`, GHFQDM: '01' }, rect(strip[name] - 900, -900, 19800, name === '德清' ? 1900 : 9000)]));
layer('development_zones', [[{ BSM: 'K1', KFQMC: '示例产业园区' }, rect(11400, 300, 2000, 2000)]]);
layer('townships', [[{ BSM: 'Z1', XZQMC: '示例建制镇' }, rect(4000, 0, S, S + 60)]]);
layer('eco_units', [[{ BSM: 'G1', HJGKDYFL: '优先保护单元', HJGKDYMC: '示例单元' }, rect(19000, -500, 1800, 2500)]]);
layer('hazards', [[{ BSM: 'H1', FXLX: '洪涝风险区' }, rect(24400, -500, 2000, 2500)]]);
layer('heritage', [[{ BSM: 'W1', MC: '示例古桥保护范围' }, rect(200, 200, 150, 150)]]);
layer('earlier_towns', [[{ XZBM: 'HZ06' }, rect(40000, 0, 1200, S)]]);
layer('land_use', [
  [{ BSM: 'D1', DLBM: '0701', DLMC: '城镇住宅用地', QSXZ: '10' }, rect(4000, 0, 700, 900)],
  [{ BSM: 'D2', DLBM: '0601', DLMC: '工业用地', QSXZ: '10' }, rect(4700, 0, 800, 900)],
  [{ BSM: 'D4', DLBM: '0601', DLMC: '工业用地', QSXZ: '20' }, rect(40000, 900, 600, 500)],
  [{ BSM: 'D3', DLBM: '0301', DLMC: '乔木林地', QSXZ: '30' }, rect(4000, 900, S, 600)],
]);
