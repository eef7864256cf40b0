/** As many findings as a province has, made of the recorded ones: for trying the table. */
import type { FindingView } from '../../bindings/FindingView';

export function manyFindings(recorded: FindingView[], wanted: number): FindingView[] {
  const many: FindingView[] = [];
  for (let at = 0; at < wanted; at += 1) {
    const model = recorded[at % recorded.length];
    if (!model) break;
    const round = Math.floor(at / recorded.length);
    many.push(round === 0 ? model : { ...model, row: { ...model.row, id: `${model.row.id}#${round}` } });
  }
  return many;
}
