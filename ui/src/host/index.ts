/** The door the window has to the world: chosen once, before anything is drawn. */
import type { Host } from './host';

export type { Around, Host, Job, TileAddress } from './host';

/** Set by `openHost` before the first component is mounted. */
export let host: Host;

/** The application when it stands around the window, else the recorded demo county. */
export async function openHost(): Promise<void> {
  host =
    '__TAURI_INTERNALS__' in globalThis
      ? (await import('./tauri')).createTauriHost()
      : (await import('./demo')).createDemoHost();
}

/** Tests bring their own. */
export function useHost(other: Host): void {
  host = other;
}
