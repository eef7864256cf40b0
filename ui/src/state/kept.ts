/** Small settings of this window, kept by the web view between two starts. Never project data. */
const PREFIX = 'sanxian.';

/** What was kept under a name, or null: never kept, damaged, or storage refused. */
export function recall(name: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Keeps it; a window without storage simply forgets. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage may be full or refused; nothing of worth is lost.
  }
}
