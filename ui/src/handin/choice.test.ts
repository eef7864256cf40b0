import { describe, expect, it } from 'vitest';

import { makesSomething, settled, toggled, usual } from './choice';

describe('what is handed in', () => {
  it('is usually an atlas, the opinion and the pack', () => {
    const choice = usual('zh', '张三');
    expect([choice.sheets, choice.pack, choice.reviewer, choice.lang]).toEqual([['atlas'], true, '张三', 'zh']);
    expect(makesSomething(choice)).toBe(true);
  });

  it('is nothing when nothing is chosen', () => {
    const nothing = { ...usual('zh', ''), sheets: [], opinion: [], pack: false };
    expect(makesSomething(nothing)).toBe(false);
    expect(makesSomething({ ...nothing, sheets: ['town'], sheetFormats: [] })).toBe(false);
    expect(makesSomething({ ...nothing, sheets: ['atlas'], sheetFormats: [] })).toBe(true);
  });

  it('carries no key without a pack, and no towns without an opinion', () => {
    const choice = { ...usual('en', ''), key: 'key-0', pack: false, eachTown: true, opinion: [] };
    expect([settled(choice).key, settled(choice).eachTown]).toEqual([null, false]);
    expect(settled({ ...choice, pack: true }).key).toBe('key-0');
    expect(settled({ ...choice, sheets: ['town', 'atlas'], sheetFormats: [] }).sheets).toEqual(['atlas']);
  });

  it('leaves out control lines by whole metres, never fewer than wished', () => {
    const around = (metres: number | null) => settled({ ...usual('zh', ''), around: metres }).around;
    expect([null, Number.NaN, -5, 0, 499.9, 2e9].map(around)).toEqual([null, null, 0, 0, 499, 100_000]);
  });

  it('is chosen and left out again', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});
