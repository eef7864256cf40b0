import { describe, expect, it } from 'vitest';

import { NO_FILTER } from '../state/findings.svelte';
import { createDemoHost } from './demo';

const exemption = { activity: '市政设施', document: '浙自然资函〔2026〕12号', date: '2026-03-01' };

async function opened() {
  const host = createDemoHost({ slow: 0 });
  await host.openDemo();
  return host;
}

describe('the demo host', () => {
  it('answers with the numbers the command line printed', async () => {
    const host = await opened();
    const breaches = await host.findings({ ...NO_FILTER, verdicts: ['breach'] }, 0, 100);
    expect(breaches.total).toBe(9);
    const farmland = breaches.rows.find((row) => row.town === 'SL07' && row.rule === 'basic_farmland_overlap');
    expect(farmland?.measured).toBe('387,844.36 m²');
  });

  it('has partitions that add up to the town', async () => {
    const host = await opened();
    for (const { id } of await host.towns()) {
      const { row, partition } = await host.town(id);
      const sum = partition.reduce((all, part) => all + BigInt(part.area.mm2), 0n);
      expect(sum).toBe(BigInt(row.area?.mm2 ?? -1));
    }
  });

  it('counts an exemption as to be justified, and takes it back', async () => {
    const host = await opened();
    const [first] = (await host.findings(NO_FILTER, 0, 1)).rows;
    const id = first?.id ?? '';
    await host.decide(id, { kind: 'exempt', comment: '', reviewer: '李', exemption, at: '', outdated: false });
    expect((await host.finding(id)).row).toMatchObject({ derived: 'breach', verdict: 'justify', decision: 'exempt' });
    expect((await host.project())?.review?.findings).toMatchObject({ breach: 8, justify: 9 });
    await host.undo();
    expect((await host.project())?.review?.findings).toMatchObject({ breach: 9, justify: 8 });
    expect((await host.log()).length).toBeGreaterThanOrEqual(3);
  });

  it('cuts tiles that hold something where there is something', async () => {
    const host = await opened();
    const [plane] = await host.planes();
    if (!plane?.extent) throw new Error('no plane');
    const z = 8;
    const size = 512 * (plane.resolutions[z] ?? 1);
    const [x, y] = [
      Math.floor((plane.extent[0] - plane.origin[0]) / size),
      Math.floor((plane.origin[1] - plane.extent[3]) / size),
    ];
    expect((await host.tile({ plane: plane.id, layer: 'towns', z, x, y, revision: 1 })).byteLength).toBeGreaterThan(
      100,
    );
    expect((await host.tile({ plane: plane.id, layer: 'towns', z, x: 0, y: 0, revision: 1 })).byteLength).toBe(0);
  });

  it('says what lies at a place', async () => {
    const host = await opened();
    const { extent } = (await host.town('SL01')).row;
    const [west, south, east, north] = extent ?? [0, 0, 0, 0];
    const query = { lon: (west + east) / 2, lat: (south + north) / 2, toleranceM: 1, layers: ['towns', 'counties'] };
    expect((await host.identify(query)).map(({ id }) => id)).toEqual(['SL01', '330598']);
  });
});
