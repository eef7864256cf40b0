import { expect, it } from 'vitest';

import { Answer } from './answer.svelte';

it('drops an answer that was overtaken', async () => {
  const answer = new Answer<string>();
  let late: (value: string) => void = () => undefined;
  const first = answer.ask(() => new Promise((resolve) => (late = resolve)));
  await answer.ask(() => Promise.resolve('new'));
  late('old');
  await first;
  expect(answer.value).toBe('new');
});

it('keeps the last good answer while the next is on its way', async () => {
  const answer = new Answer<string>();
  await answer.ask(() => Promise.resolve('one'));
  const next = answer.ask(() => Promise.resolve('two'));
  expect(answer.value).toBe('one');
  await next;
  expect(answer.value).toBe('two');
});

it('shows a failure in place of what it could not read', async () => {
  const answer = new Answer<string>();
  await answer.ask(() => Promise.reject(new Error('gone')));
  expect(answer.failure?.code).toBe('other');
  await answer.ask(null);
  expect(answer.failure).toBeNull();
});
