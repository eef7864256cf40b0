import { describe, expect, it } from 'vitest';

import type { DecisionView } from '../bindings/DecisionView';
import { lacking } from './decision';

const decision = (change: Partial<DecisionView>): DecisionView => ({
  kind: 'confirm',
  comment: '',
  reviewer: '李审查',
  exemption: null,
  at: '',
  outdated: false,
  ...change,
});

describe('a decision', () => {
  it('needs the name of the reviewer', () => {
    expect(lacking(decision({ reviewer: '' }))).toEqual(['reviewer']);
    expect(lacking(decision({}))).toEqual([]);
  });

  it('that only comments needs words', () => {
    expect(lacking(decision({ kind: 'comment' }))).toEqual(['comment']);
  });

  it('that exempts needs the activity, the approving document and its date', () => {
    expect(lacking(decision({ kind: 'exempt' }))).toEqual(['activity', 'document', 'date']);
    const exemption = { activity: '市政设施', document: '浙自然资函〔2026〕12号', date: '2026-03-01' };
    expect(lacking(decision({ kind: 'exempt', exemption }))).toEqual([]);
    expect(lacking(decision({ kind: 'exempt', exemption: { ...exemption, date: 'March' } }))).toEqual(['date']);
  });
});
