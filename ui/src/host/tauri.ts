/** The application around the window. */
import type { Host } from './host';

export function createTauriHost(): Host {
  throw new Error('the application is not there yet');
}
