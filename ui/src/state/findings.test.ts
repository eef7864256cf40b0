import { beforeEach, describe, expect, it, vi } from 'vitest';

import { useHost } from '../host';
import { createDemoHost } from '../host/demo';
import { findings, NO_FILTER, PAGE } from './findings.svelte';
import { selection } from './selection.svelte';

async function opened(rows: number) {
  const host = createDemoHost({ rows, slow: 0 });
  await host.openDemo();
  useHost(host);
  return host;
}

beforeEach(() => {
  findings.forget();
  selection.clear();
});

describe('the findings', () => {
  it('are read page by page, as they are seen', async () => {
    const host = await opened(5000);
    const asked = vi.spyOn(host, 'findings');
    await findings.reload();
    expect(findings.total).toBe(5000);
    expect(findings.row(0)).not.toBeNull();
    expect(findings.row(3000)).toBeNull();
    findings.see(3000, 3020);
    await vi.waitFor(() => expect(findings.row(3000)).not.toBeNull());
    expect(asked.mock.calls.every(([, , limit]) => limit === PAGE)).toBe(true);
  });

  it('keep no more pages than needed', async () => {
    await opened(15_000);
    await findings.reload();
    for (let at = 0; at < 15_000; at += PAGE) {
      findings.see(at, at);
      await vi.waitFor(() => expect(findings.row(at)).not.toBeNull());
    }
    expect(findings.row(0)).toBeNull();
    findings.see(0, 10);
    await vi.waitFor(() => expect(findings.row(0)).not.toBeNull());
  }, 60_000);

  it('are stepped through beyond a page, and the map is told where to look', async () => {
    await opened(1000);
    await findings.reload();
    await findings.choose(PAGE - 1);
    await findings.step(1);
    expect(findings.at).toBe(PAGE);
    expect(selection.finding).toBe(findings.row(PAGE)?.id);
    expect(selection.look?.extent).toEqual(findings.row(PAGE)?.extent);
  });

  it('do not run over either end', async () => {
    await opened(0);
    await findings.reload();
    await findings.step(-1);
    expect(findings.at).toBe(findings.total - 1);
    await findings.step(1);
    expect(findings.at).toBe(findings.total - 1);
  });

  it('keep the chosen one when the filter changes, by its place', async () => {
    await opened(0);
    await findings.reload();
    await findings.choose(12);
    const chosen = selection.finding;
    findings.change({ ...NO_FILTER, descending: true });
    await vi.waitFor(() => expect(findings.at).not.toBe(12));
    expect(findings.row(findings.at ?? -1)?.id).toBe(chosen);
  });

  it('say in words when they cannot be read', async () => {
    const host = await opened(0);
    vi.spyOn(host, 'findings').mockRejectedValue(new Error('disk'));
    await findings.reload();
    expect(findings.failure?.message.en).toContain('disk');
  });
});
