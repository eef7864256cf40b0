/** The import cards: files that wait for the reviewer's word. Nothing of them is stored yet. */
import type { CardChoices } from '../bindings/CardChoices';
import type { CardView } from '../bindings/CardView';
import { host } from '../host';
import { both } from '../words';
import { jobs } from './jobs.svelte';
import { notes } from './notes.svelte';
import { screens } from './screens.svelte';

class Cards {
  list = $state.raw<CardView[]>([]);
  chosen = $state<string | null>(null);
  /** Card being looked at again after a change. */
  looking = $state<string | null>(null);
  #changes = 0;

  get card(): CardView | null {
    return this.list.find((card) => card.id === this.chosen) ?? this.list[0] ?? null;
  }
  get ready(): CardView[] {
    return this.list.filter((card) => card.ready && !card.failure);
  }

  /** New cards came: they are shown. */
  take(cards: CardView[]): void {
    this.list = cards;
    if (!cards.some((card) => card.id === this.chosen)) this.chosen = cards[0]?.id ?? null;
    if (cards.length > 0) screens.show('import');
  }

  /** Cards that waited before the window was drawn, or that came by drop; the newest is shown. */
  async refresh(newest: CardView | null = null): Promise<void> {
    try {
      // A card that was there already is where the reviewer left it.
      const known = newest !== null && this.list.some((card) => card.id === newest.id);
      this.take(await host.cards());
      if (newest && !known && this.list.some((card) => card.id === newest.id)) this.chosen = newest.id;
    } catch (thrown) {
      notes.failed(thrown);
    }
  }

  async choose(what: 'files' | 'folder'): Promise<void> {
    try {
      const cards = await jobs.follow(both('import.reading'), (job) => host.chooseFiles(what, job));
      // The answer may hold only the new ones; the desk knows all.
      if (cards?.[0]) await this.refresh(cards[0]);
    } catch (thrown) {
      notes.failed(thrown);
    }
  }

  async change(card: CardView, change: Partial<CardChoices>): Promise<void> {
    const mine = ++this.#changes;
    const choices = { ...card.choices, ...change };
    this.#put({ ...card, choices });
    this.looking = card.id;
    try {
      const seen = await jobs.follow(both('import.reading'), (job) => host.changeCard(card.id, choices, job));
      if (mine === this.#changes) this.#put(seen ?? card);
    } catch (thrown) {
      if (mine === this.#changes) this.#put(card);
      notes.failed(thrown);
    } finally {
      if (mine === this.#changes) this.looking = null;
    }
  }

  async discard(id: string): Promise<void> {
    try {
      await host.discardCard(id);
      this.#drop([id]);
    } catch (thrown) {
      notes.failed(thrown);
    }
  }

  async confirm(ids: string[]): Promise<void> {
    const done = await jobs.run(both('import.running'), (job) => host.confirmCards(ids, job));
    if (!done) return;
    try {
      this.list = await host.cards();
    } catch {
      this.#drop(ids);
    }
    if (this.list.length === 0) screens.close();
  }

  /** The layer is known already: its baseline is used instead of the file. */
  async useKnown(card: CardView): Promise<void> {
    if (!card.knownBaseline) return;
    try {
      await host.useBaseline(card.knownBaseline, true);
      await host.discardCard(card.id);
      this.#drop([card.id]);
      if (this.list.length === 0) screens.close();
    } catch (thrown) {
      notes.failed(thrown);
    }
  }

  #put(card: CardView): void {
    this.list = this.list.map((known) => (known.id === card.id ? card : known));
  }

  #drop(ids: string[]): void {
    const at = this.list.findIndex((card) => card.id === this.chosen);
    this.list = this.list.filter((card) => !ids.includes(card.id));
    if (!this.list.some((card) => card.id === this.chosen)) {
      this.chosen = (this.list[at] ?? this.list.at(-1))?.id ?? null;
    }
  }
}

export const cards = new Cards();
