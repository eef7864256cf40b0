/** Finds towns by anything a reviewer may type. */
import type { TownRowView } from '../bindings/TownRowView';

/** Every word typed must be found in the code, name, county, pinyin or pinyin initials. */
export function matching(towns: TownRowView[], text: string): TownRowView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return towns;
  return towns.filter(({ id, name, county, pinyin }) => {
    const hay = `${id} ${name} ${county} ${pinyin}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}
