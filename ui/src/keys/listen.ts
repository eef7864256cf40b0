/** Runs the command whose key is pressed. */
import { createKeybindingsHandler } from 'tinykeys';

import { screens } from '../state/screens.svelte';
import { commands, type Command } from './commands.svelte';

/** The reviewer is writing: single letters belong to the text. */
function writing(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
    (target as HTMLInputElement).type !== 'checkbox' &&
    (target as HTMLInputElement).type !== 'radio'
  );
}

const plain = (keys: string) => !keys.includes('$mod') && !keys.includes('Alt');

/** A dialog, menu or list stood over the window when the key went down: the key was for it, even if it is gone now. */
let covered = false;
function look(): void {
  covered =
    screens.open !== null || document.querySelector('[role=menu], [role=dialog], [data-popover-content]') !== null;
}

function bind(command: Command, keys: string) {
  return (event: KeyboardEvent) => {
    if (event.defaultPrevented || covered) return;
    if (plain(keys) && writing(event)) return;
    if (!commands.can(command)) return;
    event.preventDefault();
    command.run();
  };
}

/** Listens to the whole window for these commands; gives back how to stop. */
export function listen(list: Command[]): () => void {
  const bindings = list.flatMap((command) =>
    [command.keys, command.also]
      .filter((keys) => keys !== undefined)
      .map((keys) => [keys, bind(command, keys)] as const),
  );
  const handler = createKeybindingsHandler(Object.fromEntries(bindings));
  window.addEventListener('keydown', look, { capture: true });
  window.addEventListener('keydown', handler);
  return () => {
    window.removeEventListener('keydown', look, { capture: true });
    window.removeEventListener('keydown', handler);
  };
}
