/** Answers in a browser without the application, from the recorded demo county. */
import type { Host } from './host';

export function createDemoHost(): Host {
  const nothing = () => () => undefined;
  return {
    project: async () => null,
    onCards: nothing,
    onDragging: nothing,
    onProjectChanged: nothing,
  } as unknown as Host;
}
