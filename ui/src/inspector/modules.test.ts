import { expect, test } from 'vitest';

import { modulePath } from './modules';

test('dark modules beside each other are one stroke inside the margin', () => {
  expect(modulePath(['110', '001'])).toBe('M4 4h2v1h-2zM6 5h1v1h-1z');
});
