/** Parts a layer may play, in the order a reviewer gathers them. */
import type { LayerRole } from '../bindings/LayerRole';

/** The ledger is a table without ground: its card says so itself. */
export const ROLES: Exclude<LayerRole, 'ledger'>[] = [
  'towns',
  'eco_redline',
  'basic_farmland',
  'urban_boundary',
  'counties',
];

/** Layers that a review can do without. */
export const OPTIONAL_ROLES: Exclude<LayerRole, 'ledger'>[] = [
  'townships',
  'development_zones',
  'functional_zones',
  'land_use',
  'eco_units',
  'hazards',
  'heritage',
  'earlier_towns',
];

/** Results rest on these, so they must say of which year they are. */
const LINES: readonly (LayerRole | null)[] = ['eco_redline', 'basic_farmland', 'urban_boundary'];
export const isLine = (role: LayerRole | null): boolean => LINES.includes(role);

/** All but the towns and the ledger are kept as baselines, with a name and a year. */
export const isBaseline = (role: LayerRole | null): boolean => role !== null && role !== 'towns' && role !== 'ledger';
