import { expect, it } from 'vitest';

import { dateOf } from './date';

it.each(['2026-03-01', '2026/3/1', '2026.03.1', '20260301', '2026年3月1日', ' 2026-3-1 '])('reads %s', (text) => {
  expect(dateOf(text)).toBe('2026-03-01');
});

it.each(['', '2026', '2026-13-01', '2026-02-30', '26-03-01', '01/03/2026', 'tomorrow'])('refuses %s', (text) => {
  expect(dateOf(text)).toBeNull();
});

it('knows leap years', () => {
  expect(dateOf('2024-02-29')).toBe('2024-02-29');
  expect(dateOf('2025-02-29')).toBeNull();
});
