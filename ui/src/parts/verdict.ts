/** Colours of the verdicts; nothing else in the window is coloured. */
import type { VerdictView } from '../bindings/VerdictView';

export const INKS: Record<VerdictView, string> = {
  breach: 'text-breach',
  verify: 'text-verify',
  justify: 'text-justify',
  not_checked: 'text-not-checked',
  pass: 'text-pass',
};
