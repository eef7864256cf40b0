/**
 * The window's only way out. Two doors: `tauri.ts` (the application) and `demo.ts` (a browser, for tests and demos).
 * No other folder may know which one stands behind it.
 *
 * Every call may fail with a `Failure` ({code, message, hint}); long ones report progress and stop on `signal`.
 */
import type { BaselineView } from '../bindings/BaselineView';
import type { CardChoices } from '../bindings/CardChoices';
import type { CardView } from '../bindings/CardView';
import type { ComplianceView } from '../bindings/ComplianceView';
import type { DecisionView } from '../bindings/DecisionView';
import type { ExportChoice } from '../bindings/ExportChoice';
import type { ExportView } from '../bindings/ExportView';
import type { FindingPage } from '../bindings/FindingPage';
import type { FindingQuery } from '../bindings/FindingQuery';
import type { FindingView } from '../bindings/FindingView';
import type { FolderView } from '../bindings/FolderView';
import type { HandInChoice } from '../bindings/HandInChoice';
import type { IdentifiedView } from '../bindings/IdentifiedView';
import type { IdentifyQuery } from '../bindings/IdentifyQuery';
import type { KeyView } from '../bindings/KeyView';
import type { LedgerView } from '../bindings/LedgerView';
import type { LogView } from '../bindings/LogView';
import type { MeasureQuery } from '../bindings/MeasureQuery';
import type { MeasureView } from '../bindings/MeasureView';
import type { PackView } from '../bindings/PackView';
import type { PlaneView } from '../bindings/PlaneView';
import type { PolicyChoice } from '../bindings/PolicyChoice';
import type { PortfolioView } from '../bindings/PortfolioView';
import type { ProblemView } from '../bindings/ProblemView';
import type { ProgressView } from '../bindings/ProgressView';
import type { ProjectView } from '../bindings/ProjectView';
import type { StartView } from '../bindings/StartView';
import type { TownRowView } from '../bindings/TownRowView';
import type { TownView } from '../bindings/TownView';
import type { WhatIf } from '../bindings/WhatIf';

/** How a long call tells how far it is, and learns that it shall stop. */
export interface Job {
  progress?: (progress: ProgressView) => void;
  signal?: AbortSignal;
}

/** Runs long work with the window's own progress, cancel and words for failures. */
export type Around = (work: (job: Job) => Promise<void>) => Promise<unknown>;

export interface Host {
  // start and project
  start(): Promise<StartView>;
  /** Copies the demo county into a project of its own, imports, reviews and opens it. */
  openDemo(job?: Job): Promise<void>;
  /** An empty project, saved from the first moment; `name` without folder. */
  newProject(name: string): Promise<void>;
  /** Asks for a project file in a native dialog; false when the reviewer thought better of it. */
  chooseProject(): Promise<boolean>;
  openRecent(id: string): Promise<void>;
  forgetRecent(id: string): Promise<void>;
  /** Asks where in a native dialog; the copy is opened. */
  saveCopy(job?: Job): Promise<boolean>;
  closeProject(): Promise<void>;
  /** Null when none is open. */
  project(): Promise<ProjectView | null>;

  // import
  /** Native dialog; the files become cards. */
  chooseFiles(what: 'files' | 'folder', job?: Job): Promise<CardView[]>;
  cards(): Promise<CardView[]>;
  /** Changes a card's choices; the card is looked at again. */
  changeCard(id: string, choices: CardChoices, job?: Job): Promise<CardView>;
  discardCard(id: string): Promise<void>;
  /** Imports the cards as they stand; makes a project when none is open. */
  confirmCards(ids: string[], job?: Job): Promise<void>;
  baselines(): Promise<BaselineView[]>;
  useBaseline(id: string, use: boolean): Promise<void>;
  /** Takes a layer (a role) out of the project. */
  removeLayer(id: string): Promise<void>;

  // review
  packs(): Promise<PackView[]>;
  choosePolicy(choice: PolicyChoice): Promise<void>;
  review(job?: Job): Promise<void>;

  // findings and towns
  findings(query: FindingQuery, offset: number, limit: number): Promise<FindingPage>;
  /** 0-based place of a finding among those that match, or null. */
  findingPlace(query: FindingQuery, id: string): Promise<number | null>;
  finding(id: string): Promise<FindingView>;
  decide(id: string, decision: DecisionView): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  log(): Promise<LogView[]>;
  towns(): Promise<TownRowView[]>;
  town(id: string): Promise<TownView>;
  problems(offset: number, limit: number): Promise<ProblemView[]>;

  // the towns together
  /** Null when the project has no ledger. */
  ledger(): Promise<LedgerView | null>;
  removeLedger(): Promise<void>;
  /** Puts an empty ledger beside the project; nothing that stands there is replaced. */
  saveLedgerTemplate(): Promise<ExportView>;
  /** The towns of the ledger together; with a wish also as they would be with that town. Nothing is saved. */
  portfolio(whatIf: WhatIf | null): Promise<PortfolioView>;
  /** The code and index of a town; null before a review. */
  compliance(town: string): Promise<ComplianceView | null>;

  // map
  /** The project's Gauss-Krüger plane first, then Mercator. */
  planes(): Promise<PlaneView[]>;
  /** Bytes of a vector tile; empty when nothing is there. */
  tile(address: TileAddress, signal?: AbortSignal): Promise<ArrayBuffer>;
  identify(query: IdentifyQuery): Promise<IdentifiedView[]>;
  measure(query: MeasureQuery): Promise<MeasureView>;

  // export
  chooseFolder(): Promise<FolderView | null>;
  exportResults(choice: ExportChoice, job?: Job): Promise<ExportView>;
  /** Saves a picture of the map beside the project, or in the folder chosen. */
  savePicture(kind: 'png' | 'svg', bytes: Uint8Array, folder: string | null): Promise<ExportView>;
  /** Shows a folder in the system's file manager. */
  reveal(folder: string): Promise<void>;

  // hand in
  /** Asks for the file of the key that signs; null when the reviewer thought better of it. */
  chooseKey(): Promise<KeyView | null>;
  /** Makes sheets, opinion and evidence pack in one folder, all of them or none. */
  handIn(choice: HandInChoice, job?: Job): Promise<ExportView>;

  // events
  /**
   * Files were dropped on the window or given to it, and became cards; or could not. `told` is given all cards that
   * wait. Looking at the files takes as long as any import: `around` shows that.
   */
  onCards(told: (cards: CardView[]) => void, around?: Around): () => void;
  /** Files hover over the window, ready to be dropped. */
  onDragging(told: (over: boolean) => void): () => void;
  onProjectChanged(told: () => void): () => void;
}

export interface TileAddress {
  plane: string;
  layer: string;
  z: number;
  x: number;
  y: number;
  /** The project's revision, so that no stale tile is shown. */
  revision: number;
}
