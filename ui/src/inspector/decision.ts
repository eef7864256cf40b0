/** What a decision needs before it can be kept. */
import type { DecisionView } from '../bindings/DecisionView';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Names of the parts that lack: `reviewer`, `comment`, `activity`, `document`, `date`. */
export function lacking({ kind, comment, reviewer, exemption }: DecisionView): string[] {
  const lacks: string[] = [];
  if (reviewer === '') lacks.push('reviewer');
  if (kind === 'comment' && comment === '') lacks.push('comment');
  if (kind === 'exempt') {
    if (!exemption?.activity) lacks.push('activity');
    if (!exemption?.document) lacks.push('document');
    if (!DATE.test(exemption?.date ?? '')) lacks.push('date');
  }
  return lacks;
}
