/**
 * The window's words: one catalogue in two languages, compared key by key in a test.
 *
 * A word may hold `{name}` for a value and `{n|one|many}` for the form that goes with a number. Values are put in as
 * text and never read as markup. A typed JSON catalogue instead of a message compiler: those fetch their plugins from
 * the network when they compile.
 */
import { settings } from '../state/settings.svelte';
import en from './en.json';
import mapEn from './map.en.json';
import mapZh from './map.zh.json';
import zh from './zh.json';

const ZH = { ...zh, ...mapZh };
const EN = { ...en, ...mapEn };

export type WordKey = keyof typeof ZH;
export type Values = Record<string, string | number>;

const CATALOGUE: Record<'zh' | 'en', Record<WordKey, string>> = { zh: ZH, en: EN };
const GROUPS = { zh: new Intl.NumberFormat('en-US'), en: new Intl.NumberFormat('en-US') };

/** The word in the reviewer's language. */
export function t(key: WordKey, values: Values = {}): string {
  return CATALOGUE[settings.language][key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name, one, many) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one !== undefined) return value === 1 ? one : many;
    return typeof value === 'number' ? count(value) : value;
  });
}

/** Whether the catalogue has it. */
export function known(key: string): key is WordKey {
  return Object.hasOwn(zh, key);
}

/** The word in both languages, for what outlives a change of language. */
export function both(key: WordKey): { zh: string; en: string } {
  return { zh: CATALOGUE.zh[key], en: CATALOGUE.en[key] };
}

/** A number with separated thousands. */
export function count(value: number): string {
  return GROUPS[settings.language].format(value);
}
