/** What can be handed in, and what a choice comes to. */
import type { HandInChoice } from '../bindings/HandInChoice';
import type { WordKey } from '../words';

export interface Kind {
  id: string;
  title: WordKey;
}

export const SHEETS: Kind[] = [
  { id: 'atlas', title: 'handin.sheets.atlas' },
  { id: 'index', title: 'handin.sheets.index' },
  { id: 'town', title: 'handin.sheets.town' },
  { id: 'finding', title: 'handin.sheets.finding' },
];
export const SHEET_FORMATS = ['pdf', 'svg', 'png'] as const;
export const PAPERS = ['a3', 'a4'] as const;
/** Control lines are drawn as far as this around a town, metres. */
export const FARTHEST = 100_000;
export const OPINION_FORMATS = ['docx', 'pdf', 'xlsx'] as const;

/** What a reviewer usually hands in. */
export function usual(lang: 'zh' | 'en', reviewer: string): HandInChoice {
  return {
    sheets: ['atlas'],
    paper: 'a3',
    portrait: false,
    sheetFormats: ['pdf'],
    opinion: ['docx', 'pdf', 'xlsx'],
    eachTown: false,
    pack: true,
    key: null,
    office: '',
    reviewer,
    secrecy: '',
    author: '',
    checker: '',
    around: null,
    lang,
    folder: null,
  };
}

/** Whether anything would be made. */
export function makesSomething(choice: HandInChoice): boolean {
  // an atlas is a PDF whatever is chosen; other sheets want a format
  const drawn = choice.sheets.includes('atlas') || (choice.sheets.length > 0 && choice.sheetFormats.length > 0);
  return drawn || choice.opinion.length > 0 || choice.pack;
}

/** The choice without what contradicts itself. */
export function settled(choice: HandInChoice): HandInChoice {
  return {
    ...choice,
    sheets: choice.sheetFormats.length > 0 ? choice.sheets : choice.sheets.filter((kind) => kind === 'atlas'),
    eachTown: choice.eachTown && choice.opinion.length > 0,
    key: choice.pack ? choice.key : null,
    around: within(choice.around),
  };
}

/** Whole metres within bounds; nothing typed leaves nothing out. */
function within(metres: number | null): number | null {
  if (metres === null || !Number.isFinite(metres)) return null;
  return Math.min(Math.max(Math.floor(metres), 0), FARTHEST);
}

export const toggled = (list: readonly string[], item: string): string[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
