/** Parts a layer may play, in the order a reviewer gathers them. */
import type { LayerRole } from '../bindings/LayerRole';

/** The ledger is a table without ground: the command line reads it. */
export const ROLES: Exclude<LayerRole, 'ledger'>[] = [
  'towns',
  'eco_redline',
  'basic_farmland',
  'urban_boundary',
  'counties',
  'townships',
  'development_zones',
  'functional_zones',
  'land_use',
  'eco_units',
  'hazards',
  'heritage',
  'earlier_towns',
];

/** All but the towns are kept as baselines, with a name and a year. */
export const isBaseline = (role: LayerRole | null): boolean => role !== null && role !== 'towns';
