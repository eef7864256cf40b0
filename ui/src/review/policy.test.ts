import { describe, expect, it } from 'vitest';

import { recording } from '../host/demo/recording';
import { settings } from '../state/settings.svelte';
import { parameterWords, valueWords } from './parameters';
import { defaultNear, policyOf } from './policy';

const { packs } = recording();
const policy = { packs: [], asOf: '2026-11-22', nearM: null };

describe('the choice of documents', () => {
  it('lists what is left when one is taken out', () => {
    expect(policyOf(policy, packs, 'huzhou', false).packs).toEqual(['zhejiang-2022-73']);
  });

  it('names the national ones when nothing else is left, because an empty list means the suggested', () => {
    const few = packs.map((pack) => ({ ...pack, chosen: pack.always || pack.id === 'huzhou' }));
    expect(policyOf(policy, few, 'huzhou', false).packs).toEqual([
      'national',
      'national-guide-2021',
      'national-lines-2019',
    ]);
  });

  it('keeps day and distance', () => {
    expect(policyOf({ ...policy, nearM: 500 }, packs, 'huzhou', false)).toMatchObject({
      asOf: '2026-11-22',
      nearM: 500,
    });
  });

  it('takes the near distance from the documents, else 1000 m', () => {
    expect(defaultNear(packs)).toBe(1000);
    expect(defaultNear([])).toBe(1000);
  });
});

describe('a parameter', () => {
  it('is said in words where there are some', () => {
    settings.change({ language: 'zh' });
    expect(parameterWords('national/GB33-AREA/max_km2')).toBe('GB33-AREA 面积上限');
    expect(parameterWords('national/grading/noise_m2')).toBe('误差级：面积小于');
    expect(parameterWords('x/Y/never_seen')).toBe('Y never_seen');
    expect(valueWords('verify')).toBe('需核实');
    expect(valueWords('5.0')).toBe('5');
    expect(valueWords('0.25')).toBe('0.25');
  });

  it('has words for every number of the demo', () => {
    const bare = packs
      .flatMap((pack) => pack.parameters)
      .filter(({ name }) => parameterWords(name).endsWith(name.split('/')[2] ?? ''));
    expect(bare).toEqual([]);
  });
});
