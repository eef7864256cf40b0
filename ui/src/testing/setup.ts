/** Before every test file. */
import { afterEach } from 'vitest';

import { settings } from '../state/settings.svelte';

afterEach(() => {
  localStorage.clear();
  settings.change({ language: 'zh', theme: 'system', reviewer: '' });
});
