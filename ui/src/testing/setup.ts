/** Before every test file. */
import { afterEach } from 'vitest';

afterEach(() => localStorage.clear());
