/** A QR code's dark modules as one path, with the margin of four modules that readers want. */
export const QUIET = 4;

export function modulePath(rows: string[]): string {
  const runs: string[] = [];
  rows.forEach((row, y) => {
    for (const run of row.matchAll(/1+/g)) {
      runs.push(`M${run.index + QUIET} ${y + QUIET}h${run[0].length}v1h-${run[0].length}z`);
    }
  });
  return runs.join('');
}
