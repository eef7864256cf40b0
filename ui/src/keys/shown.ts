/** How keys are called on this keyboard. */
const MAC = /mac/i.test(globalThis.navigator?.platform ?? '');

const NAMES: Record<string, string> = {
  $mod: MAC ? '⌘' : 'Ctrl',
  Shift: MAC ? '⇧' : 'Shift',
  Alt: MAC ? '⌥' : 'Alt',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: 'Enter',
  Equal: '+',
  Minus: '−',
};

/** `$mod+Shift+KeyZ` becomes `Ctrl`, `Shift`, `Z`. */
export function shownKeys(keys: string): string[] {
  return keys.split('+').map((key) => NAMES[key] ?? key.replace(/^Key|^Digit/, '').replace('Slash', '/'));
}
