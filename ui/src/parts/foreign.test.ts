import { expect, it } from 'vitest';

import { shown } from './foreign';

it('shows marks that turn the writing by their number', () => {
  expect(shown('\u202Etxt.exe', 100)).toBe('‹U+202E›txt.exe');
});

it('shows control characters by their number and keeps line breaks', () => {
  expect(shown('a\u0000b\nc', 100)).toBe('a‹U+0000›b\nc');
});

it('cuts what nobody reads and says how long it was', () => {
  const text = shown('x'.repeat(65_536), 80);
  expect(text).toHaveLength(80 + '… (65,536)'.length);
  expect(text.endsWith('… (65,536)')).toBe(true);
});

it('leaves ordinary names alone', () => {
  expect(shown('澄心智造小镇 𠮷', 80)).toBe('澄心智造小镇 𠮷');
});
