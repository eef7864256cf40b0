/** Colours of the verdicts; nothing else in the window is coloured. */
import type { VerdictView } from '../bindings/VerdictView';

export const INKS: Record<VerdictView, string> = {
  breach: 'text-v-breach',
  verify: 'text-v-verify',
  justify: 'text-v-justify',
  not_checked: 'text-v-not-checked',
  pass: 'text-v-pass',
};
