/** What the next review uses, after the reviewer ticked or unticked a document. */
import type { PackView } from '../bindings/PackView';
import type { PolicyChoice } from '../bindings/PolicyChoice';

const USUAL_NEAR_M = 1000;

/**
 * National documents always judge and need not be listed. When nothing else is left they are, because an empty list
 * would mean the suggested ones.
 */
export function policyOf(policy: PolicyChoice, packs: PackView[], id: string, chosen: boolean): PolicyChoice {
  const free = packs.filter((pack) => !pack.always && (pack.id === id ? chosen : pack.chosen));
  const kept = free.length > 0 ? free : packs.filter((pack) => pack.always);
  return { ...policy, packs: kept.map((pack) => pack.id) };
}

/** Distance that the chosen documents assume, metres. */
export function defaultNear(packs: PackView[]): number {
  const given = packs
    .filter(({ chosen }) => chosen)
    .flatMap(({ parameters }) => parameters)
    .find(({ name }) => name.endsWith('/near_distance_m'));
  const metres = Number(given?.value);
  return Number.isFinite(metres) && metres > 0 ? metres : USUAL_NEAR_M;
}
