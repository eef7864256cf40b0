/** Long work: how far it is, and the way to stop it. What is done at once shows no bar. */
import type { ProgressView } from '../bindings/ProgressView';
import type { Text } from '../bindings/Text';
import type { Job } from '../host';
import { toFailure } from './failure';
import { notes } from './notes.svelte';

export interface RunningJob {
  serial: number;
  /** What the reviewer asked for. */
  title: Text;
  progress: ProgressView | null;
  cancelling: boolean;
  /** It takes long enough to be shown. */
  shown: boolean;
  cancel: () => void;
}

/** Work shorter than this needs no bar; a bar must stand within 200 ms. */
const QUIET_MS = 140;

class Jobs {
  running = $state.raw<RunningJob[]>([]);
  #serial = 0;

  get busy(): boolean {
    return this.running.length > 0;
  }

  /** What the progress bar shows: the newest work that takes time. */
  get shown(): RunningJob | null {
    return this.running.findLast((job) => job.shown) ?? null;
  }

  /** Runs it with progress and cancel. True when it was done to its end; a failure is told as a note. */
  async run(title: Text, work: (job: Job) => Promise<void>): Promise<boolean> {
    try {
      await this.follow(title, work);
      return true;
    } catch (thrown) {
      notes.failed(thrown);
      return false;
    }
  }

  /** The same for work whose answer and failure the caller wants; null when the reviewer stopped it. */
  async follow<T>(title: Text, work: (job: Job) => Promise<T>): Promise<T | null> {
    const serial = ++this.#serial;
    const stop = new AbortController();
    const cancel = () => {
      this.#change(serial, { cancelling: true });
      stop.abort();
    };
    this.running = [...this.running, { serial, title, progress: null, cancelling: false, shown: false, cancel }];
    const timer = setTimeout(() => this.#change(serial, { shown: true }), QUIET_MS);
    try {
      return await work({ signal: stop.signal, progress: (progress) => this.#change(serial, { progress }) });
    } catch (thrown) {
      if (toFailure(thrown).code === 'cancelled') return null;
      throw thrown;
    } finally {
      clearTimeout(timer);
      this.running = this.running.filter((job) => job.serial !== serial);
    }
  }

  #change(serial: number, change: Partial<RunningJob>): void {
    this.running = this.running.map((job) => (job.serial === serial ? { ...job, ...change } : job));
  }
}

export const jobs = new Jobs();
