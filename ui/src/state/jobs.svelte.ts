/** Long work: how far it is, and the way to stop it. One at a time; the bar appears at once. */
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
  cancel: () => void;
}

class Jobs {
  running = $state.raw<RunningJob[]>([]);
  #serial = 0;

  get busy(): boolean {
    return this.running.length > 0;
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
    this.running = [...this.running, { serial, title, progress: null, cancelling: false, cancel }];
    try {
      return await work({ signal: stop.signal, progress: (progress) => this.#change(serial, { progress }) });
    } catch (thrown) {
      if (toFailure(thrown).code === 'cancelled') return null;
      throw thrown;
    } finally {
      this.running = this.running.filter((job) => job.serial !== serial);
    }
  }

  #change(serial: number, change: Partial<RunningJob>): void {
    this.running = this.running.map((job) => (job.serial === serial ? { ...job, ...change } : job));
  }
}

export const jobs = new Jobs();
