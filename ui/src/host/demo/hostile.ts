/** The recording as files of somebody malicious would make it: every text of theirs is an attack. */
import type { Recording } from './recording';

export const ATTACKS = {
  script: '<script>globalThis.harmed = true</script><img src=x onerror="globalThis.harmed = true">',
  turned: '\u202E镇小\u2066\u200F',
  formula: '=HYPERLINK("http://example.invalid")',
  endless: 'A'.repeat(65_536),
} as const;

const TEXTS: string[] = Object.values(ATTACKS);
const attack = (at: number) => TEXTS[at % TEXTS.length] ?? '';

export function poisoned(recorded: Recording): Recording {
  recorded.towns.forEach((town, at) => {
    town.row.name = attack(at);
    town.row.county = attack(at + 1);
    town.attributes = TEXTS.map((text) => [text, text]);
    town.traits = TEXTS.map((text) => [
      { zh: '类型', en: 'type' },
      { zh: text, en: text },
    ]);
  });
  const names = new Map(recorded.towns.map(({ row }) => [row.id, row]));
  recorded.findings.forEach((finding, at) => {
    finding.row.townName = names.get(finding.row.town)?.name ?? '';
    finding.row.county = names.get(finding.row.town)?.county ?? '';
    finding.against = attack(at);
    finding.patches.forEach((patch, index) => (patch.feature = attack(index)));
  });
  recorded.problems.forEach((problem, at) => {
    problem.text = { zh: attack(at), en: attack(at) };
    problem.file = attack(at + 1);
  });
  recorded.cards.forEach((card, at) => {
    card.file = attack(at);
    card.fields = card.fields.map((field, index) => ({ ...field, name: `${index}${attack(index)}` }));
    card.encodings = card.encodings.map((guess) => ({
      ...guess,
      rows: guess.rows.map((row) => row.map((_, index) => attack(index))),
    }));
    if (card.failure) card.failure.message = { zh: attack(at), en: attack(at) };
  });
  recorded.project.name = ATTACKS.turned;
  recorded.project.folder = ATTACKS.script;
  recorded.baselines.forEach((baseline, at) => (baseline.name = attack(at)));
  return recorded;
}
