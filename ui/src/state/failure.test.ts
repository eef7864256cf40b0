import { expect, it } from 'vitest';

import { toFailure } from './failure';

const text = { zh: '项目只读', en: 'read-only' };

it('passes on what the desk refused with', () => {
  const failure = { code: 'read_only', message: text, hint: text } as const;
  expect(toFailure(failure)).toEqual(failure);
});

it('takes an aborted call as the reviewer stopping it', () => {
  expect(toFailure(new DOMException('stop', 'AbortError')).code).toBe('cancelled');
});

it.each([new Error('x is undefined'), 'a word', undefined, { code: 'never_heard', message: text, hint: text }])(
  'tells a fault of this program in words: %s',
  (thrown) => {
    const failure = toFailure(thrown);
    expect(failure.code).toBe('other');
    expect(failure.message.zh).toContain('程序内部出错');
    expect(failure.hint.en).not.toBe('');
  },
);
