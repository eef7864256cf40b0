/** A measurement being drawn: its points, and the engine's numbers for them. */
import type { MeasureView } from '../bindings/MeasureView';
import { host } from '../host';
import { notes } from '../state/notes.svelte';
import type { LonLat } from './coordinates/gauss-kruger';

export type MeasureKind = 'length' | 'area';

/** More corners than this are no measurement by hand. */
const MOST_POINTS = 2000;

class Measuring {
  kind = $state<MeasureKind>('length');
  /** Corners set so far, degrees. */
  points = $state.raw<LonLat[]>([]);
  /** The pointer, while the next corner follows it. */
  next = $state.raw<LonLat | null>(null);
  /** No more corners are added. */
  finished = $state(false);
  /** What the engine says of the corners and the one that follows the pointer. */
  result = $state.raw<MeasureView | null>(null);
  #asking = false;
  #again = false;
  #serial = 0;

  /** Corners with the one that follows the pointer. */
  get outline(): LonLat[] {
    return this.next && !this.finished ? [...this.points, this.next] : this.points;
  }

  start(kind: MeasureKind): void {
    this.kind = kind;
    this.clear();
  }

  add(point: LonLat): void {
    if (this.finished) this.clear();
    const last = this.points.at(-1);
    // The second click of a double click sets no second corner: within a millionth of a degree, 0.1 m.
    if (last && Math.abs(last[0] - point[0]) < 1e-6 && Math.abs(last[1] - point[1]) < 1e-6) return;
    if (this.points.length < MOST_POINTS) this.points = [...this.points, point];
    this.#ask();
  }

  follow(point: LonLat | null): void {
    if (this.finished || this.points.length === 0) return;
    this.next = point;
    this.#ask();
  }

  removeLast(): void {
    this.finished = false;
    this.points = this.points.slice(0, -1);
    if (this.points.length === 0) this.next = null;
    this.#ask();
  }

  finish(): void {
    if (this.points.length === 0) return;
    this.finished = true;
    this.next = null;
    this.#ask();
  }

  clear(): void {
    this.points = [];
    this.next = null;
    this.finished = false;
    this.result = null;
    this.#serial += 1;
  }

  /** One question at a time; the newest outline is asked for when the answer comes. */
  #ask(): void {
    const closed = this.kind === 'area';
    const points = this.outline;
    if (points.length < (closed ? 3 : 2)) {
      this.result = null;
      this.#serial += 1;
      return;
    }
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    const serial = ++this.#serial;
    host
      .measure({ points, closed })
      .then(
        (result) => {
          if (serial === this.#serial) this.result = result;
        },
        (thrown: unknown) => notes.failed(thrown),
      )
      .finally(() => {
        this.#asking = false;
        if (!this.#again) return;
        this.#again = false;
        this.#ask();
      });
  }
}

export const measuring = new Measuring();
