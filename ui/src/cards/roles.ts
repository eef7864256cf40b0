/** Parts a layer may play, in the order a reviewer gathers them. */
import type { LayerRole } from '../bindings/LayerRole';

export const ROLES: LayerRole[] = ['towns', 'eco_redline', 'basic_farmland', 'urban_boundary', 'counties'];

/** Control lines and counties are kept as baselines, with a name and a year. */
export const isBaseline = (role: LayerRole | null): boolean => role !== null && role !== 'towns';
