/** Import cards of a few recorded files; a card that is confirmed or discarded is gone. */
import type { CardChoices } from '../../bindings/CardChoices';
import type { CardView } from '../../bindings/CardView';
import type { Text } from '../../bindings/Text';
import { failure } from './work';

const CONTROL_LINES = ['eco_redline', 'basic_farmland', 'urban_boundary'];

function missingOf(choices: CardChoices): Text[] {
  const missing: Text[] = [];
  if (!choices.role) missing.push({ zh: '请选择图层用途', en: 'choose what the layer is' });
  if (!choices.crs) missing.push({ zh: '请选择坐标系', en: 'choose a coordinate system' });
  if (choices.role && CONTROL_LINES.includes(choices.role) && !choices.dataYear) {
    missing.push({ zh: '请填写数据年份', en: 'give the year of the data' });
  }
  return missing;
}

export class DemoCards {
  waiting: CardView[] = [];
  readonly #recorded: CardView[];

  constructor(recorded: CardView[], ledger: CardView) {
    this.#recorded = [...recorded, ledger];
  }

  lay(): CardView[] {
    this.waiting = structuredClone(this.#recorded);
    return this.waiting;
  }

  change(id: string, choices: CardChoices): CardView {
    const card = this.waiting.find((known) => known.id === id);
    if (!card) throw failure('other', { zh: '这张卡片已不存在', en: 'This card is gone' }, { zh: '', en: '' });
    const missing = missingOf(choices);
    const changed = { ...card, choices, missing, ready: missing.length === 0 };
    this.waiting = this.waiting.map((known) => (known.id === id ? changed : known));
    return changed;
  }

  discard(id: string): void {
    this.waiting = this.waiting.filter((card) => card.id !== id);
  }

  confirm(ids: string[]): void {
    this.waiting = this.waiting.filter((card) => !ids.includes(card.id));
  }

  /** Files dropped on the page become the recorded cards; a browser does not give their paths. */
  watchDrops(dragging: (over: boolean) => void, laid: (cards: CardView[]) => void): () => void {
    const over = (event: DragEvent) => {
      event.preventDefault();
      dragging(true);
    };
    const out = (event: DragEvent) => {
      if (!event.relatedTarget) dragging(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      dragging(false);
      laid(this.lay());
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', out);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', out);
      window.removeEventListener('drop', drop);
    };
  }
}
