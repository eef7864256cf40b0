/** The open project, as Rust last told it. No second copy of the truth: it is asked again whenever it changed. */
import type { PlaneView } from '../bindings/PlaneView';
import type { ProjectView } from '../bindings/ProjectView';
import type { TownRowView } from '../bindings/TownRowView';
import { host } from '../host';
import { notes } from './notes.svelte';
import { selection } from './selection.svelte';

/** Town 2 before town 10. */
const NATURAL = new Intl.Collator('en', { numeric: true });

class Project {
  /** Null while none is open. */
  view = $state.raw<ProjectView | null>(null);
  towns = $state.raw<TownRowView[]>([]);
  /** The project's plane first, then Mercator. */
  planes = $state.raw<PlaneView[]>([]);
  /** True once the first answer came. */
  asked = $state(false);
  /** Grows with every answer: what is derived from the project asks again. */
  revision = $state(0);
  #asking = 0;

  /** Results exist and are older than data or parameters. */
  get stale(): boolean {
    return (this.view?.review?.stale.length ?? 0) > 0;
  }

  /** Asks for everything again; an answer that was overtaken is dropped. */
  async refresh(): Promise<void> {
    const asking = ++this.#asking;
    try {
      const view = await host.project();
      const [towns, planes] = view ? await Promise.all([host.towns(), host.planes()]) : [[], []];
      if (asking !== this.#asking) return;
      const other = view?.name !== this.view?.name || view?.folder !== this.view?.folder;
      if (other) selection.clear();
      this.view = view;
      this.towns = [...towns].sort((a, b) => NATURAL.compare(a.id, b.id));
      this.planes = planes;
      this.revision += 1;
      if (other && view) selection.zoomTo(view.extent);
    } catch (thrown) {
      if (asking === this.#asking) notes.failed(thrown);
    } finally {
      this.asked = true;
    }
  }

  /** The town's row, for names. */
  town(id: string | null): TownRowView | null {
    return this.towns.find((town) => town.id === id) ?? null;
  }
}

export const project = new Project();
