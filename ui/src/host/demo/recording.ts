/** The recorded demo county: what the application itself answered, kept as files. */
import type { BaselineView } from '../../bindings/BaselineView';
import type { CardView } from '../../bindings/CardView';
import type { FindingView } from '../../bindings/FindingView';
import type { PackView } from '../../bindings/PackView';
import type { PlaneView } from '../../bindings/PlaneView';
import type { ProblemView } from '../../bindings/ProblemView';
import type { ProjectView } from '../../bindings/ProjectView';
import type { TownView } from '../../bindings/TownView';
import cards from './cards.json';
import county from './county.json';

export interface Recording {
  software: string;
  project: ProjectView;
  /** Without their findings: those are put in from `findings`, as decisions change them. */
  towns: TownView[];
  findings: FindingView[];
  packs: PackView[];
  planes: PlaneView[];
  problems: ProblemView[];
  baselines: BaselineView[];
  cards: CardView[];
}

/** A fresh copy; what is done to it stays in this window. */
export function recording(): Recording {
  return structuredClone({ ...county, cards }) as unknown as Recording;
}
