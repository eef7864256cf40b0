import { describe, expect, it } from 'vitest';

import { settings } from '../state/settings.svelte';
import en from './en.json';
import { count, t } from './index';
import zh from './zh.json';

const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort();

describe('the catalogue', () => {
  it('has every word in both languages', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
  });

  it('is sorted, so that two changes rarely meet', () => {
    expect(Object.keys(zh)).toEqual(Object.keys(zh).sort());
  });

  it.each(Object.keys(zh) as (keyof typeof zh)[])('says %s with the same values in both', (key) => {
    expect(zh[key].trim()).not.toBe('');
    expect(en[key].trim()).not.toBe('');
    expect(holes(en[key])).toEqual(holes(zh[key]));
  });

  it('has no full-width punctuation in English', () => {
    expect(Object.values(en).filter((text) => /[，。：；（）]/.test(text))).toEqual([]);
  });
});

describe('words', () => {
  it('are Chinese until the reviewer says otherwise', () => {
    settings.change({ language: 'zh' });
    expect(t('verdict.breach')).toBe('不符合');
  });

  it('take numbers with separated thousands and the form that goes with them', () => {
    settings.change({ language: 'en' });
    expect(t('card.features', { n: 1 })).toBe('1 feature');
    expect(t('card.features', { n: 12345 })).toBe('12,345 features');
    expect(count(1_000_000)).toBe('1,000,000');
    settings.change({ language: 'zh' });
    expect(t('card.features', { n: 1 })).toBe('1 个要素');
  });

  it('put values in as they are, whatever they look like', () => {
    expect(t('start.forget.name', { name: '{n|a|b} $& <b>' })).toBe('从列表中移除 {n|a|b} $& <b>');
  });
});
