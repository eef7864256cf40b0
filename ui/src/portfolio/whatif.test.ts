import { expect, test } from 'vitest';

import { wishOf, type Draft } from './whatif';

const blank: Draft = { town: '', name: '', level: '', stage: '', category: '', place: '' };

test('what is left empty is not known', () => {
  expect(wishOf({ ...blank, name: ' 新镇 ', place: ' 330523 ' })).toEqual({
    town: null,
    name: '新镇',
    level: null,
    stage: null,
    category: null,
    adminCode: '330523',
    jurisdiction: null,
  });
});

test('a functional zone brings the code of its city', () => {
  const wish = wishOf({ ...blank, place: '330500-HZKFQ' });
  expect([wish.adminCode, wish.jurisdiction]).toEqual(['330500', '330500-HZKFQ']);
});

test('a town of the submission keeps its own name', () => {
  expect(wishOf({ ...blank, town: 'HZ20', name: '旧名' }).name).toBe('');
});
