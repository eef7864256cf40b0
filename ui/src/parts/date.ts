/** Reads a day however it is usually written: 2026-01-31, 2026/1/31, 2026.1.31, 20260131, 2026年1月31日. */

/** `YYYY-MM-DD`, or null when the calendar has no such day. */
export function dateOf(text: string): string | null {
  const match = /^\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?\s*$/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : null;
}
