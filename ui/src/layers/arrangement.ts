/** Order, visibility and opacity of the layers: what was kept, fitted to what the project has. */
import type { LayerView } from '../bindings/LayerView';
import type { LayerShown } from '../state/mapview.svelte';

/** All layers of the project, lowest first. New ones take their usual place; those that are gone are left out. */
export function arranged(layers: readonly LayerView[], kept: readonly LayerShown[]): LayerShown[] {
  const usual = layers.map((layer) => layer.id);
  const known = kept.filter((one) => usual.includes(one.id));
  const result: LayerShown[] = known.map((one) => ({ ...one, opacity: Math.min(1, Math.max(0, one.opacity)) }));
  for (const [place, id] of usual.entries()) {
    if (result.some((one) => one.id === id)) continue;
    // Directly above the nearest layer that usually lies below it.
    const below = usual.slice(0, place).reverse();
    const at = below.map((other) => result.findIndex((one) => one.id === other)).find((index) => index >= 0);
    result.splice(at === undefined ? 0 : at + 1, 0, { id, visible: true, opacity: 1 });
  }
  return result;
}

/** The layer moved by `steps` places upwards (towards the top of the map), as far as there is room. */
export function moved(shown: readonly LayerShown[], id: string, steps: number): LayerShown[] {
  const from = shown.findIndex((one) => one.id === id);
  const one = shown[from];
  if (!one) return [...shown];
  const to = Math.min(shown.length - 1, Math.max(0, from + steps));
  const rest = shown.filter((other) => other.id !== id);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}
