// The cases of rules that read the ledger or an optional layer; `make.mjs` hands in the pen.
//
// In most cases town A breaks the clause and town B, far from it, keeps it; rows of the ledger without a boundary
// count in numbers and shares.

export function ledgerCases({ show, town, patch, rect, moved, SQUARE }) {
  const at = (k) => moved(SQUARE, 9000 * k, 0);
  const LETTERS = 'ABCDEFGH';
  const towns = (n, properties = {}) => Array.from({ length: n }, (_, k) => town(LETTERS[k], at(k), properties));
  /** CSV with coded headers; absent cells are empty. */
  const csv = (rows) => {
    const keys = [...new Set(rows.flatMap(Object.keys))];
    return [keys, ...rows.map((row) => keys.map((key) => row[key] ?? ''))].map((cells) => cells.join(',')).join('\n') + '\n';
  };
  const rows = (list) => csv(list.map((row, k) => ({ code: LETTERS[k], name: `示例小镇${LETTERS[k]}`, ...row })));
  const more = (n, row, from = 0) => Array.from({ length: n }, (_, k) => ({ code: `X${from + k + 1}`, name: `外镇${from + k + 1}`, ...row }));
  const policy = (pack) => ({ args: `--policy ${pack}` });
  const [ZJ, HZ, LS, QH] = ['zhejiang-2022-73', 'huzhou', 'lishui-2020-66', 'qinghai-2021-5'].map(policy);
  const at330 = { XZQDM: '330106' }, at3305 = { XZQDM: '330523' }, at3311 = { XZQDM: '331102' }, at63 = { XZQDM: '632801' };

  // ---------------------------------------------------------------- value_beyond_limit
  const poor = { construction_area_ha: 40, green_cover_percent: 20, residential_share_percent: 40, industry_share_percent: 50, output_share_percent: 60, private_share_percent: 50, rnd_share_percent: 3, culture_growth_percent: 5, invested_wan: 1000, tax_wan: 10, jobs: 100, visitors: 1000, platforms: 0, startup_stations: 0 };
  const good = { construction_area_ha: 60, green_cover_percent: 30, residential_share_percent: 30, industry_share_percent: 80, output_share_percent: 70, private_share_percent: 80, rnd_share_percent: 8, culture_growth_percent: 20, invested_wan: 180000, tax_wan: 9000, jobs: 2000, visitors: 500000, platforms: 1, startup_stations: 1 };
  const culture = { town_type: '文化旅游' };
  show('value_beyond_limit', 'breach-national', { towns: towns(2), ledger: rows([{ ...culture, ...poor }, { ...culture, ...good }]) });
  show('value_beyond_limit', 'breach-zhejiang', { ...ZJ, towns: towns(4, at330), ledger: rows([
    { stage: '命名', ...poor }, { stage: '命名', ...good }, { stage: '创建', ...poor }, { stage: '创建', ...good },
  ]) });
  show('value_beyond_limit', 'breach-huzhou', { ...HZ, towns: towns(2, at3305), ledger: rows([poor, good]) });
  show('value_beyond_limit', 'breach-qinghai', { ...QH, towns: towns(2, at63), ledger: rows([poor, good]) });
  show('value_beyond_limit', 'clear-national', { towns: towns(1), ledger: rows([{ ...culture, ...good }]) });
  // an empty cell is not checked, and costs the town nothing
  show('value_beyond_limit', 'not-said', { ...ZJ, towns: towns(1, at330), ledger: rows([{ stage: '命名', jobs: 3000 }]) });

  // ---------------------------------------------------------------- low_scenic_level
  const leisure = { category: '休闲旅游' };
  const scenic = [{ scenic_level: '2A' }, { scenic_level: '3A' }, { scenic_level: '3A', ...leisure }, { scenic_level: '5A', ...leisure }];
  show('low_scenic_level', 'breach-huzhou', { ...HZ, towns: towns(4, at3305), ledger: rows(scenic) });
  show('low_scenic_level', 'clear-huzhou', { ...HZ, towns: towns(2, at3305), ledger: rows([scenic[1], { scenic_level: '4A', ...leisure }]) });
  show('low_scenic_level', 'goal-lishui', { ...LS, towns: towns(4, at3311), ledger: rows(scenic) });

  // ---------------------------------------------------------------- missing_attribute
  show('missing_attribute', 'breach-zhejiang', { ...ZJ, towns: towns(2, at330), ledger: rows([{ code: '', operator: '' }, { operator: '管委会' }]) });
  show('missing_attribute', 'breach-huzhou', { ...HZ, towns: towns(2, at3305), ledger: rows([{ investor: '' }, { investor: '某公司' }]) });
  show('missing_attribute', 'breach-lishui', { ...LS, towns: towns(2, at3311), ledger: rows([{ operator: '' }, { operator: '指挥部' }]) });
  show('missing_attribute', 'breach-qinghai', { ...QH, towns: towns(2, at63), ledger: rows([{ code: '', investor: '', pledge_on: '' }, { investor: '某公司', pledge_on: '2025-03-01' }]) });
  show('missing_attribute', 'clear-huzhou', { ...HZ, towns: towns(1, at3305), ledger: rows([{ investor: '某公司' }]) });
  // a ledger without the column does not say that the town lacks it
  show('missing_attribute', 'not-a-column', { ...HZ, towns: towns(1, at3305), ledger: rows([{ jobs: 10 }]) });

  // ---------------------------------------------------------------- off_roster
  const lists = [{ roster_edition: 2020 }, { roster_edition: 2025 }, { roster_edition: 2025, removed_on: '2025-06-30' }];
  show('off_roster', 'breach-zhejiang', { ...ZJ, towns: towns(4, at330), ledger: rows(lists) });
  show('off_roster', 'breach-qinghai', { ...QH, towns: towns(2, at63), ledger: rows(lists.slice(0, 2)) });
  show('off_roster', 'clear-zhejiang', { ...ZJ, towns: towns(1, at330), ledger: rows([{ roster_edition: 2026 }]) });

  // ---------------------------------------------------------------- overdue_assessment
  const creating = (row) => ({ stage: '创建', created_on: '2020-01-01', ...row });
  show('overdue_assessment', 'breach-five-years', { ...ZJ, towns: towns(6, at330), ledger: rows([
    creating({}), creating({ risk: '中', extended_until: '2027-01-01' }), creating({ risk: '高' }),
    creating({ risk: '低', extended_until: '2025-06-30' }), creating({ risk: '低' }), creating({ created_on: '2022-01-01' }),
  ]) });
  show('overdue_assessment', 'breach-yearly-qinghai', { ...QH, towns: towns(2, at63), ledger: rows([{ assessed_on: '2024-06-01' }, { assessed_on: '2025-06-01' }]) });
  show('overdue_assessment', 'clear-named', { ...ZJ, towns: towns(2, at330), ledger: rows([creating({ created_on: '2023-05-01' }), { stage: '命名', created_on: '2015-01-01' }]) });

  // ---------------------------------------------------------------- failed_assessment
  show('failed_assessment', 'breach-county-veto', { ...HZ, towns: [...towns(2, at3305), town('C', at(2), { XZQDM: '330522' })], ledger: rows([{ assessment: '警告' }, { assessment: '优秀' }, { assessment: '合格' }]) });
  show('failed_assessment', 'breach-zhejiang', { ...ZJ, towns: towns(2, at330), ledger: rows([{ stage: '命名', assessment: '淘汰' }, { stage: '命名', assessment: '合格' }]) });
  show('failed_assessment', 'breach-lishui', { ...LS, towns: towns(2, at3311), ledger: rows([{ assessment: '警告' }, { assessment: '良好' }]) });
  show('failed_assessment', 'breach-qinghai', { ...QH, towns: towns(4, at63), ledger: rows([
    { stage: '创建', assessment: '不合格', debt_warning: '是' }, { stage: '创建', assessment: '合格', debt_warning: '否' },
    { stage: '命名', assessment: '不合格' }, { stage: '命名', assessment: '优秀' },
  ]) });
  show('failed_assessment', 'clear-huzhou', { ...HZ, towns: towns(1, at3305), ledger: rows([{ assessment: '合格' }]) });

  // ---------------------------------------------------------------- missed_deadline
  const dates = [{ rectify_by: '2025-06-01', reported_on: '2025-10-20' }, { rectify_by: '2026-06-01', reported_on: '2025-12-20' }];
  show('missed_deadline', 'breach-qinghai', { ...QH, towns: towns(2, at63), ledger: rows(dates) });
  show('missed_deadline', 'clear-qinghai', { ...QH, towns: towns(1, at63), ledger: rows([dates[1]]) });

  // ---------------------------------------------------------------- progress_card
  const money = [50, 80, 95].map((wan) => ({ invested_wan: wan, planned_investment_wan: 100 }));
  show('progress_card', 'breach-red-and-yellow', { ...LS, towns: towns(3, at3311), ledger: rows(money) });
  show('progress_card', 'clear-on-schedule', { ...LS, towns: towns(1, at3311), ledger: rows([money[2]]) });
  show('progress_card', 'clear-by-other-cut-offs', { args: '--policy lishui-2020-66 --assume yellow_below_percent=75 --assume red_below_percent=60', towns: towns(1, at3311), ledger: rows([money[1]]) });

  // ---------------------------------------------------------------- same_industry
  show('same_industry', 'breach-twice-silk', { ...HZ, towns: towns(3, at3305), ledger: rows([{ lead_industry: '丝绸' }, { lead_industry: '丝绸' }, { lead_industry: '电梯' }]) });
  show('same_industry', 'clear-each-its-own', { ...HZ, towns: towns(2, at3305), ledger: rows([{ lead_industry: '丝绸' }, { lead_industry: '电梯' }]) });

  // ---------------------------------------------------------------- roster_quota
  const provincial = { level: '省级', stage: '创建', admin_code: '330523' };
  const one = (row) => [{ code: 'A', name: '示例小镇A', ...row }];
  const here = { ...HZ, towns: [town('A', SQUARE)] };
  show('roster_quota', 'breach-four-in-one-county', { ...here, ledger: csv([...one(provincial), ...more(3, provincial), ...more(2, { ...provincial, admin_code: '330522' }, 3)]) });
  show('roster_quota', 'clear-three-in-one-county', { ...here, ledger: csv([...one(provincial), ...more(2, provincial)]) });
  const zone = { ...provincial, admin_code: '330502', jurisdiction: '330500-HZKFQ' };
  show('roster_quota', 'breach-three-in-a-zone', { ...here, ledger: csv([...one(zone), ...more(2, zone)]) });
  show('roster_quota', 'clear-two-in-a-zone', { ...here, ledger: csv([...one(zone), ...more(1, zone)]) });
  const municipal = { level: '市级', stage: '培育', admin_code: '330521' };
  show('roster_quota', 'breach-21-towns-and-16-provincial', { ...here, ledger: csv([
    ...one(provincial), ...['330502', '330503', '330521', '330522', '330523'].flatMap((code, k) => more(3, { ...provincial, admin_code: code }, 3 * k)), ...more(5, municipal, 15),
  ]) });
  // those that left the list do not count
  show('roster_quota', 'clear-with-towns-that-left', { ...here, ledger: csv([...one(municipal), ...more(19, municipal), ...more(5, { ...municipal, stage: '退出' }, 19)]) });
  const named = (n, code) => more(n, { level: '省级', stage: '命名', admin_code: code });
  show('roster_quota', 'goal-huzhou', { ...here, ledger: csv([...one({ ...provincial, stage: '命名' }), ...named(7, '330523')]) });
  show('roster_quota', 'goal-not-reached', { ...here, ledger: csv(one({ ...provincial, stage: '命名' })) });
  show('roster_quota', 'goal-zhejiang', { ...ZJ, towns: [town('A', SQUARE)], ledger: csv([...one({ stage: '命名', admin_code: '330106' }), ...named(99, '330106')]) });
  show('roster_quota', 'goal-zhejiang-not-reached', { ...ZJ, towns: [town('A', SQUARE)], ledger: csv(one({ stage: '命名', admin_code: '330106' })) });
  show('roster_quota', 'goal-lishui', { ...LS, towns: [town('A', SQUARE)], ledger: csv([...one({ stage: '命名', admin_code: '331102' }), ...named(1, '331102')]) });
  show('roster_quota', 'goal-lishui-not-reached', { ...LS, towns: [town('A', SQUARE)], ledger: csv(one({ stage: '命名', admin_code: '331102' })) });
  // three are declared for the county, and a fourth lies in it
  const county = (id, code, shell) => ({ properties: { BSM: id, XZQDM: code }, parts: [[shell]] });
  const counties = [county('1', '330523', rect(-2000, -2000, 40000, 4000)), county('2', '330522', rect(-2000, 4000, 40000, 9000))];
  show('roster_quota', 'breach-by-where-they-lie', { ...HZ, counties, towns: towns(4), ledger: rows([provincial, provincial, provincial, { ...provincial, admin_code: '330522' }]) });
  const zones = [{ properties: { BSM: '1', code: '330500-HZKFQ' }, parts: [[rect(-500, -500, 11000, 2000)]] }];
  show('roster_quota', 'breach-in-the-zone-by-ground', { args: '--policy few-in-zones.toml', functional_zones: zones, towns: towns(2), ledger: rows([{ ...provincial }, zone]) });

  // ---------------------------------------------------------------- category_mix
  const mix = (manufacturing, tourism, service) => csv([
    ...one({ admin_code: '330523', category: '休闲旅游' }), ...more(manufacturing, { admin_code: '330523', category: '制造' }),
    ...more(tourism - 1, { admin_code: '330522', category: '休闲旅游' }, 50), ...more(service, { admin_code: '330521', category: '其他现代服务业' }, 90),
  ]);
  show('category_mix', 'breach-11-5-4', { ...here, ledger: mix(11, 5, 4) });
  show('category_mix', 'breach-half-of-two', { ...HZ, towns: towns(2, at3305), ledger: rows([{ admin_code: '330523', category: '制造' }, { admin_code: '330523', category: '其他现代服务业' }]) });
  show('category_mix', 'clear-12-4-4', { ...here, ledger: mix(12, 4, 4) });

  // ---------------------------------------------------------------- assessment_rate
  const assessed = (...words) => csv(words.map((assessment, k) => (k ? more(1, { level: '省级', admin_code: '330523', assessment }, k)[0] : { code: 'A', name: '示例小镇A', level: '省级', admin_code: '330523', assessment })));
  show('assessment_rate', 'goal-huzhou', { ...here, ledger: assessed('优秀', '合格', '良好') });
  show('assessment_rate', 'goal-huzhou-not-reached', { ...here, ledger: assessed('合格', '不合格', '良好', '良好', '优秀') });
  show('assessment_rate', 'breach-own-pack', { args: '--policy strict.toml', towns: [town('A', SQUARE)], ledger: assessed('合格', '不合格') });
  show('assessment_rate', 'clear-own-pack', { args: '--policy strict.toml', towns: [town('A', SQUARE)], ledger: assessed('合格', '优秀') });

  // ---------------------------------------------------------------- roster_total
  const sums = (of) => ({ output_yi: of * 30000, tax_yi: of * 2000, invested_yi: of * 2000, planned_investment_yi: of * 2000, high_tech_firms: of * 5000, listed_firms: of * 600, incubated: of * 4000, projects: of * 500, teams: of * 300, talents: of * 700, experts: of * 30, research_centres: of * 10, industry_revenue_yi: of * 400, service_revenue_yi: of * 600, visitors: of * 7000000, platforms: of * 20 });
  for (const [pack, name, code] of [[ZJ, 'zhejiang', '330106'], [HZ, 'huzhou', '330523']]) {
    const ledger = (of) => csv(one({ admin_code: code, ...sums(of) }));
    show('roster_total', `goal-${name}`, { ...pack, towns: [town('A', SQUARE)], ledger: ledger(1) });
    show('roster_total', `goal-${name}-not-reached`, { ...pack, towns: [town('A', SQUARE)], ledger: ledger(0) });
  }
  const taxes = (a, b) => csv([...one({ admin_code: '330523', tax_yi: a }), ...more(1, { admin_code: '330522', tax_yi: b })]);
  show('roster_total', 'breach-own-pack', { args: '--policy strict.toml', towns: [town('A', SQUARE)], ledger: taxes(1, 1.5) });
  show('roster_total', 'clear-own-pack', { args: '--policy strict.toml', towns: [town('A', SQUARE)], ledger: taxes(1, 2) });

  // ---------------------------------------------------------------- county_mismatch
  show('county_mismatch', 'breach-other-county', { ...HZ, counties, towns: [town('A', SQUARE, { XZQDM: '330522' }), town('B', at(1), at3305)] });
  // most of the ground decides; the rest is told
  show('county_mismatch', 'clear-part-beyond-the-border', { ...HZ, counties, towns: [town('A', rect(0, 3000, 1500, 4400), at3305)] });

  // ---------------------------------------------------------------- copied_unit
  const unit = (id, name, shell) => ({ properties: { BSM: id, XZQMC: name }, parts: [[shell]] });
  const nearly = rect(0, 0, 1500, 1560);
  show('copied_unit', 'breach-a-township', { ...QH, towns: towns(2, at63), townships: [unit('1', '某镇', nearly), unit('2', '大镇', rect(8000, -3000, 15000, 6000))] });
  show('copied_unit', 'breach-a-park', { ...QH, towns: towns(2, at63), development_zones: [unit('1', '某园区', nearly), unit('2', '大区', rect(8000, -3000, 15000, 6000))] });
  show('copied_unit', 'clear-inside-a-larger-township', { ...QH, towns: towns(1, at63), townships: [unit('2', '大镇', rect(-3000, -3000, 6000, 6000))] });
  show('copied_unit', 'note-park-huzhou', { ...HZ, towns: towns(2, at3305), development_zones: [unit('1', '某园区', rect(-100, -100, 3000, 3000)), unit('2', '邻区', rect(9900, 0, 12000, 1500))] });

  // ---------------------------------------------------------------- zone_overlay
  const classed = (id, properties, shell) => ({ properties: { BSM: id, ...properties }, parts: [[shell]] });
  const land = [
    classed('1', { DLBM: '0701', DLMC: '城镇住宅用地', QSXZ: '10' }, rect(0, 0, 500, 500)),
    classed('2', { DLBM: '0601', DLMC: '工业用地', QSXZ: '10' }, rect(500, 0, 1000, 500)),
    classed('3', { DLBM: '0301', DLMC: '乔木林地', QSXZ: '30' }, rect(0, 500, 1500, 1500)),
    classed('4', { DLBM: '0701', DLMC: '城镇住宅用地', QSXZ: '10' }, rect(9000, 0, 9200, 500)),
    classed('5', { DLBM: '0601', DLMC: '工业用地', QSXZ: '20' }, rect(9200, 0, 10400, 1400)),
  ];
  show('zone_overlay', 'note-qinghai', {
    ...QH, towns: towns(2, at63), land_use: land.slice(0, 3),
    eco_units: [classed('1', { HJGKDYFL: '优先保护单元', HJGKDYMC: '甲单元' }, rect(-500, -500, 700, 2000)), classed('2', { HJGKDYFL: '一般管控单元', HJGKDYMC: '乙单元' }, rect(700, -500, 2000, 2000))],
    hazards: [classed('1', { FXLX: '地质灾害高风险区' }, rect(1000, 1000, 3000, 3000))],
    heritage: [classed('1', { MC: '某古城遗址' }, rect(-200, -200, 300, 300)), classed('2', { MC: '某古城遗址' }, rect(0, 0, 300, 400))],
  });
  show('zone_overlay', 'note-forest-zhejiang', { ...ZJ, towns: towns(2, at330), land_use: land });
  show('zone_overlay', 'clear-no-hazard', { ...QH, towns: towns(1, at63), hazards: [classed('1', { FXLX: '洪涝风险区' }, rect(3000, 0, 4000, 1000))] });
  show('zone_overlay', 'breach-own-pack', { args: '--policy keep-out.toml', towns: towns(1), hazards: [classed('1', { FXLX: '洪涝风险区' }, rect(1000, 0, 4000, 1000))] });

  // ---------------------------------------------------------------- land_use_share
  for (const [name, args, properties] of [['national', {}, {}], ['zhejiang', ZJ, at330], ['qinghai', QH, at63], ['lishui', LS, at3311]]) {
    const kind = name === 'lishui' ? 'note' : 'breach';
    show('land_use_share', `${kind}-${name}`, { ...args, towns: towns(2, properties), land_use: land });
  }
  show('land_use_share', 'clear-national', { towns: [town('B', at(1))], land_use: land });

  // ---------------------------------------------------------------- unplanned_construction
  const inside = [{ properties: { BSM: 'U1', GHFQDM: '01' }, parts: [[rect(-500, -500, 900, 2000)]] }, { properties: { BSM: 'U2', GHFQDM: '01' }, parts: [[rect(8000, -500, 12000, 2000)]] }];
  show('unplanned_construction', 'breach-lishui', { ...LS, towns: towns(2, at3311), land_use: land, urban_boundary: inside });
  // farmland outside is no construction land
  show('unplanned_construction', 'clear-lishui', { ...LS, towns: towns(1, at3311), land_use: [classed('1', { DLBM: '0601' }, rect(0, 0, 800, 500)), classed('2', { DLBM: '0101' }, rect(800, 0, 1500, 500))], urban_boundary: inside.slice(0, 1) });

  // ---------------------------------------------------------------- grown_boundary
  const earlier = [town('A', rect(0, 0, 1200, 1600)), town('B', at(1))];
  show('grown_boundary', 'breach-qinghai', { ...QH, towns: towns(2, at63), earlier_towns: earlier });
  show('grown_boundary', 'breach-zhejiang-named', { ...ZJ, towns: towns(2, { ...at330, CJJD: '命名' }), earlier_towns: earlier });
  show('grown_boundary', 'clear-smaller-and-new', { ...QH, towns: towns(2, at63), earlier_towns: [town('A', rect(-500, 0, 1500, 1500))] });

  // ---------------------------------------------------------------- exemptions and net farmland
  const exempted = { exemption_activity: '必须且无法避让的线性基础设施', exemption_document: '某自然资函〔2025〕1号', exemption_on: '2025-03-01' };
  const red = [0, 1, 2].map((k) => patch(`R${k}`, moved(rect(1000, 0, 2000, 1500), 9000 * k, 0)));
  show('eco_redline_overlap', 'breach-unless-an-exemption-is-whole', { towns: towns(3), eco_redline: red, ledger: rows([exempted, { ...exempted, exemption_on: '' }, {}]) });
  const field = (id, more, shell) => ({ properties: { BSM: id, YJJBNTTBBH: `P${id}`, ...more }, parts: [[shell]] });
  show('basic_farmland_overlap', 'breach-with-net-area', { towns: towns(2), basic_farmland: [
    field('1', { KCXS: '0.1' }, rect(0, 0, 1000, 100)), field('2', { KCXS: '0.1' }, rect(0, 0, 1000, 100)), field('3', {}, rect(0, 100, 1000, 200)),
    field('4', { YJJBNTMJ: '80000' }, rect(9000, -500, 10000, -400)), field('5', { YJJBNTMJ: '80000' }, rect(9000, 0, 10000, 100)),
  ] });
}
