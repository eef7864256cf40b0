/**
 * Everything that can be done by key or from the command list. Each pane adds its own while it is there; the shortcut
 * sheet and the command list show what was added.
 */
import type { WordKey } from '../words';

export type CommandGroup = 'file' | 'review' | 'findings' | 'map' | 'window';

export interface Command {
  id: string;
  title: WordKey;
  group: CommandGroup;
  /** In the words of tinykeys: `KeyN`, `$mod+KeyZ`, `Shift+Slash`. */
  keys?: string;
  /** Another key for the same, not shown. */
  also?: string;
  enabled?: () => boolean;
  run: () => void;
}

class Commands {
  list = $state.raw<Command[]>([]);

  /** Adds commands; gives back how to take them away again. */
  add(commands: Command[]): () => void {
    this.list = [...this.list, ...commands];
    return () => {
      this.list = this.list.filter((command) => !commands.includes(command));
    };
  }

  can(command: Command): boolean {
    return command.enabled?.() ?? true;
  }
}

export const commands = new Commands();
