/**
 * The newest answer to a question that changes: an older answer that comes late is dropped, and the last good one
 * stays until the next is there.
 */
import type { Failure } from '../bindings/Failure';
import { toFailure } from './failure';

export class Answer<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  #asked = 0;

  /** Asks; null clears. */
  async ask(question: (() => Promise<T>) | null): Promise<void> {
    const asked = ++this.#asked;
    this.failure = null;
    if (!question) {
      this.value = null;
      this.loading = false;
      return;
    }
    this.loading = true;
    try {
      const value = await question();
      if (asked === this.#asked) this.value = value;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.value = null;
      this.failure = toFailure(thrown);
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }
}
