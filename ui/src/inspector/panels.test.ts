import { render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';

import { useHost } from '../host';
import { createDemoHost } from '../host/demo';
import { recording } from '../host/demo/recording';
import { settings } from '../state/settings.svelte';
import Within from '../testing/Within.svelte';
import Clauses from './Clauses.svelte';
import DecisionNote from './DecisionNote.svelte';
import FindingPanel from './FindingPanel.svelte';
import Measured from './Measured.svelte';
import Partition from './Partition.svelte';
import TownPanel from './TownPanel.svelte';

const { findings, towns } = recording();
const find = (rule: string, town: string) => {
  const found = findings.find(({ row }) => row.rule === rule && row.town === town);
  if (!found) throw new Error(`${rule} ${town}`);
  return found;
};
const shown = () => document.body.textContent?.replace(/\s+/g, ' ') ?? '';

beforeEach(() => useHost(createDemoHost({ slow: 0 })));

describe('the panel of a finding', () => {
  it('quotes the clause with its document, number, article and force', () => {
    render(Clauses, { clauses: find('town_size', 'SL04').clauses });
    expect(shown()).toContain('浙政办发〔2022〕73号');
    expect(shown()).toContain('原则上');
    expect(screen.getByText('适用')).toBeTruthy();
    expect(screen.getAllByText('并引').length).toBeGreaterThan(0);
  });

  it('gives the measured area in m², 公顷, 亩 and share, with the planar figure beside it', () => {
    render(Measured, { finding: find('basic_farmland_overlap', 'SL07') });
    for (const number of ['387,844.36', '38.7844', '581.7665', '20.41%']) expect(shown()).toContain(number);
    expect(shown()).toContain('平面面积');
  });

  it('says of a limit whether a clause gives it', () => {
    render(Measured, { finding: find('crowded_neighbours', 'SL12') });
    expect(shown()).toContain('1,000.00');
    expect(shown()).toContain('审查参数，非条文数值');
  });

  it('speaks English where there are English words, and keeps the quotation', () => {
    settings.change({ language: 'en' });
    render(Within, { of: FindingPanel, with: { finding: find('eco_redline_overlap', 'SL06') } });
    expect(shown()).toContain('overlap with the ecological red line');
    expect(shown()).toContain('严守生态保护红线');
  });

  it('shows what an exemption rests on, and that it may be out of date', () => {
    const exemption = { activity: '市政设施', document: '浙自然资函〔2026〕12号', date: '2026-03-01' };
    render(DecisionNote, {
      decision: {
        kind: 'exempt',
        comment: '见附件',
        reviewer: '李',
        exemption,
        at: '2026-11-22 10:00',
        outdated: true,
      },
    });
    for (const words of ['豁免', '市政设施', '浙自然资函〔2026〕12号', '2026-03-01', '请复核'])
      expect(shown()).toContain(words);
  });
});

describe('the panel of a town', () => {
  it('shows the partition with its total', () => {
    const town = towns.find(({ row }) => row.id === 'SL11');
    if (!town) throw new Error('SL11');
    render(Partition, { town });
    expect(screen.getByTestId('partition').textContent).toContain('120,261.10');
    expect(screen.getByTestId('partition').textContent).toContain('2,199,955.29');
  });

  it('says why there is no partition', () => {
    const town = { ...towns[0], partition: [], partitionMissing: { zh: '缺少城镇开发边界', en: 'no urban boundary' } };
    render(Partition, { town: town as (typeof towns)[number] });
    expect(shown()).toContain('缺少城镇开发边界');
  });

  it('tells findings of its places apart from its own', () => {
    const found = find('town_size', 'SL04').row;
    const quota = { ...found, id: 'q', town: '', townName: '湖州 3305', ruleName: { zh: '数量控制', en: 'quota' } };
    const town = towns.find(({ row }) => row.id === 'SL04');
    render(Within, { of: TownPanel, with: { town: { ...town, ofPlaces: [quota] } } });
    const places = screen.getByTestId('town-places').textContent?.replace(/\s+/g, ' ') ?? '';
    for (const words of ['湖州 3305', '数量控制', '不计入本镇结论']) expect(places).toContain(words);
  });

  it('shows the four bounds, neighbours and attributes', () => {
    const town = towns.find(({ row }) => row.id === 'SL13');
    render(Within, { of: TownPanel, with: { town } });
    for (const words of ['东至', '北至', '448.60', 'XZBM', '虚构示例数据']) expect(shown()).toContain(words);
  });
});
