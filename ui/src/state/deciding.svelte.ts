/** A wish to decide, given by key: the form of the open finding takes it. */
import type { DecisionKind } from '../bindings/DecisionKind';

class Deciding {
  #asked = $state<DecisionKind | null>(null);

  ask(kind: DecisionKind): void {
    this.#asked = kind;
  }

  /** The wish, once. */
  take(): DecisionKind | null {
    const asked = this.#asked;
    if (asked !== null) this.#asked = null;
    return asked;
  }
}

export const deciding = new Deciding();
