import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { pause } from '../host/demo/work';
import { jobs } from './jobs.svelte';
import { notes } from './notes.svelte';

const title = { zh: '正在审查', en: 'Reviewing' };

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  notes.list = [];
});

it('shows a bar only for work that takes time, and within 200 ms', async () => {
  const done = jobs.run(title, ({ signal }) => pause(1000, signal));
  expect(jobs.busy).toBe(true);
  expect(jobs.shown).toBeNull();
  await vi.advanceTimersByTimeAsync(199);
  expect(jobs.shown?.title).toEqual(title);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await done).toBe(true);
  expect(jobs.busy).toBe(false);
});

it('stops when told to, and says nothing of it', async () => {
  const done = jobs.run(title, ({ signal }) => pause(60_000, signal));
  await vi.advanceTimersByTimeAsync(300);
  jobs.shown?.cancel();
  expect(await done).toBe(false);
  expect(jobs.running).toEqual([]);
  expect(notes.list).toEqual([]);
});

it('tells a failure once, in the words of the desk', async () => {
  const failure = { code: 'other', message: { zh: '磁盘已满', en: 'disk full' }, hint: { zh: '', en: '' } };
  expect(await jobs.run(title, () => Promise.reject(failure))).toBe(false);
  expect(await jobs.run(title, () => Promise.reject(failure))).toBe(false);
  expect(notes.list.map((note) => note.message.zh)).toEqual(['磁盘已满']);
});

it('shows how far it is', async () => {
  const done = jobs.run(title, async ({ progress, signal }) => {
    progress?.({ what: { zh: '读取', en: 'Reading' }, share: 0.25, first: null });
    await pause(1000, signal);
  });
  await vi.advanceTimersByTimeAsync(200);
  expect(jobs.shown?.progress?.share).toBe(0.25);
  await vi.advanceTimersByTimeAsync(1000);
  await done;
});
