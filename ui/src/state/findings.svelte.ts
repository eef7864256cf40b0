/**
 * The findings that match, read from the desk page by page as the table shows them.
 *
 * Pages of an older question stay on the screen until the first page of the new one is there, so that nothing blinks.
 */
import type { Failure } from '../bindings/Failure';
import type { FindingFacets } from '../bindings/FindingFacets';
import type { FindingQuery } from '../bindings/FindingQuery';
import type { FindingRowView } from '../bindings/FindingRowView';
import { host } from '../host';
import { toFailure } from './failure';
import { selection } from './selection.svelte';

export const PAGE = 200;
/** Pages kept: 12,000 rows. */
const KEPT_PAGES = 60;

export const NO_FILTER: FindingQuery = {
  verdicts: [],
  rules: [],
  towns: [],
  counties: [],
  decided: null,
  text: '',
  sort: null,
  descending: false,
};

const NO_FACETS: FindingFacets = { rules: [], towns: [], counties: [] };

class Findings {
  query = $state.raw<FindingQuery>(NO_FILTER);
  total = $state(0);
  facets = $state.raw<FindingFacets>(NO_FACETS);
  /** 0-based place of the chosen finding among those that match. */
  at = $state<number | null>(null);
  /** The first answer came. */
  loaded = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** Grows when the table shall show its top again. */
  toTop = $state(0);
  #pages = $state.raw(new Map<number, FindingRowView[]>());
  /** Pages that were asked for, with their answers on the way. */
  #asked = new Map<number, Promise<void>>();
  #generation = 0;
  #seen = { first: 0, last: 0 };

  get filtered(): boolean {
    const { verdicts, rules, towns, counties, decided, text } = this.query;
    return [verdicts, rules, towns, counties].some((list) => list.length > 0) || decided !== null || text !== '';
  }

  /** The row at a place; null until its page is there. */
  row(at: number): FindingRowView | null {
    return this.#pages.get(Math.floor(at / PAGE))?.[at % PAGE] ?? null;
  }

  /** Other filters or another order. */
  change(change: Partial<FindingQuery>): void {
    this.query = { ...this.query, ...change };
    this.#seen = { first: 0, last: 0 };
    this.toTop += 1;
    void this.reload();
  }

  /** Sorts by a column; a second time the other way round. */
  sortBy(sort: NonNullable<FindingQuery['sort']>): void {
    const same = (this.query.sort ?? 'verdict') === sort;
    this.change({ sort, descending: same ? !this.query.descending : false });
  }

  /** Asks again for what is on the screen. */
  async reload(): Promise<void> {
    const generation = ++this.#generation;
    const first = Math.floor(this.#seen.first / PAGE);
    this.#asked = new Map([[first, Promise.resolve()]]);
    try {
      const [page, at] = await Promise.all([
        host.findings(this.query, first * PAGE, PAGE),
        selection.finding === null ? null : host.findingPlace(this.query, selection.finding),
      ]);
      if (generation !== this.#generation) return;
      this.#pages = new Map([[first, page.rows]]);
      this.total = page.total;
      this.facets = page.facets;
      this.at = at;
      this.failure = null;
      this.see(this.#seen.first, this.#seen.last);
    } catch (thrown) {
      if (generation === this.#generation) this.failure = toFailure(thrown);
    } finally {
      if (generation === this.#generation) this.loaded = true;
    }
  }

  /** These places are on the screen: their pages are fetched, and those beside them. */
  see(first: number, last: number): void {
    this.#seen = { first, last };
    const lowest = Math.max(0, Math.floor(first / PAGE) - 1);
    const highest = Math.min(Math.floor(last / PAGE) + 1, Math.floor(Math.max(0, this.total - 1) / PAGE));
    for (let page = lowest; page <= highest; page += 1) void this.#fetch(page);
  }

  /** The chosen finding's neighbour: +1 the next, -1 the one before. */
  async step(by: 1 | -1): Promise<void> {
    if (this.total === 0) return;
    const from = this.at ?? (by === 1 ? -1 : this.total);
    await this.choose(Math.min(Math.max(from + by, 0), this.total - 1));
  }

  /** Chooses by place. */
  async choose(at: number): Promise<void> {
    if (!this.row(at)) await this.#fetch(Math.floor(at / PAGE));
    const row = this.row(at);
    if (!row) return;
    this.at = at;
    selection.chooseFinding(row);
  }

  /** Chooses a finding met elsewhere: in a town's list, on the map. */
  async chooseRow(row: Pick<FindingRowView, 'id' | 'town' | 'extent'>): Promise<void> {
    selection.chooseFinding(row);
    this.at = await host.findingPlace(this.query, row.id).catch(() => null);
  }

  forget(): void {
    this.#generation += 1;
    this.#pages = new Map();
    this.query = NO_FILTER;
    this.total = 0;
    this.facets = NO_FACETS;
    this.at = null;
    this.loaded = false;
    this.failure = null;
  }

  /** Done once the page is there, whoever asked for it first. */
  #fetch(page: number): Promise<void> {
    const known = this.#asked.get(page);
    if (known) return known;
    const asked = this.#read(page);
    this.#asked.set(page, asked);
    return asked;
  }

  async #read(page: number): Promise<void> {
    const generation = this.#generation;
    try {
      const { rows, total } = await host.findings(this.query, page * PAGE, PAGE);
      if (generation !== this.#generation) return;
      // Replaced as a whole, so a plain map is enough.
      // eslint-disable-next-line svelte/prefer-svelte-reactivity
      const pages = new Map(this.#pages).set(page, rows);
      for (const known of pages.keys()) {
        if (pages.size <= KEPT_PAGES) break;
        if (Math.abs(known - page) > KEPT_PAGES / 2) {
          pages.delete(known);
          this.#asked.delete(known);
        }
      }
      this.#pages = pages;
      this.total = total;
    } catch (thrown) {
      if (generation !== this.#generation) return;
      this.#asked.delete(page);
      this.failure = toFailure(thrown);
    }
  }
}

export const findings = new Findings();
