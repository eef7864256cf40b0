/** Marks that turn the direction of writing; shown by their number, so that nobody is deceived. */
const TURNS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu;
/** Control characters have no form of their own. */
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu;

const code = (mark: string) => `‹U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;

/** The text as it may stand on the screen: hidden marks made visible, at most `most` characters. */
export function shown(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most)}… (${text.length.toLocaleString('en-US')})` : text;
  return cut.replace(TURNS, code).replace(CONTROLS, code);
}
