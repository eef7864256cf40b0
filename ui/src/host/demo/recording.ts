/** The recorded demo county: what the application itself answered, kept as files. */
import type { BaselineView } from '../../bindings/BaselineView';
import type { CardView } from '../../bindings/CardView';
import type { ComplianceView } from '../../bindings/ComplianceView';
import type { FindingView } from '../../bindings/FindingView';
import type { LedgerView } from '../../bindings/LedgerView';
import type { PackView } from '../../bindings/PackView';
import type { PlaneView } from '../../bindings/PlaneView';
import type { PortfolioView } from '../../bindings/PortfolioView';
import type { ProblemView } from '../../bindings/ProblemView';
import type { ProjectView } from '../../bindings/ProjectView';
import type { TownView } from '../../bindings/TownView';
import cards from './cards.json';
import county from './county.json';
import ledger from './ledger.json';

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
  /** By town. */
  compliance: Record<string, ComplianceView>;
  /** Without a ledger. */
  portfolio: PortfolioView;
  cards: CardView[];
  /** What the county's ledger makes of it, once its card is confirmed. */
  ledger: {
    card: CardView;
    ledger: LedgerView;
    towns: Record<string, TownView['ledger']>;
    portfolio: PortfolioView;
    whatIf: PortfolioView;
  };
}

/** A fresh copy; what is done to it stays in this window. */
export function recording(): Recording {
  return structuredClone({ ...county, cards, ledger }) as unknown as Recording;
}
