/** What went wrong or was done, told at the edge of the window until the reviewer has read it. */
import type { Failure } from '../bindings/Failure';
import type { Text } from '../bindings/Text';
import { toFailure } from './failure';

/** Something a note offers to do about it. */
export interface NoteAction {
  label: Text;
  run: () => void | Promise<void>;
}

export interface Note {
  serial: number;
  kind: 'failure' | 'done';
  message: Text;
  hint: Text | null;
  failure: Failure | null;
  action: NoteAction | null;
}

const DONE_SHOWN_MS = 6000;

class Notes {
  list = $state.raw<Note[]>([]);
  #serial = 0;

  /** Tells a failure; what the reviewer stopped himself is not told. */
  failed(thrown: unknown, action: NoteAction | null = null): void {
    const failure = toFailure(thrown);
    if (failure.code === 'cancelled') return;
    const same = this.list.find((note) => note.kind === 'failure' && note.message.zh === failure.message.zh);
    if (same) this.dismiss(same.serial);
    this.#add({ kind: 'failure', message: failure.message, hint: failure.hint, failure, action });
  }

  /** Tells that something is done; goes away by itself. */
  done(message: Text, action: NoteAction | null = null): void {
    const serial = this.#add({ kind: 'done', message, hint: null, failure: null, action });
    setTimeout(() => this.dismiss(serial), DONE_SHOWN_MS);
  }

  dismiss(serial: number): void {
    this.list = this.list.filter((note) => note.serial !== serial);
  }

  #add(note: Omit<Note, 'serial'>): number {
    const serial = ++this.#serial;
    this.list = [...this.list, { serial, ...note }].slice(-4);
    return serial;
  }
}

export const notes = new Notes();
