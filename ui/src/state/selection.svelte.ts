/**
 * What the reviewer looks at. Every pane reads it, every pane may write it; the map follows `look`.
 *
 * The map pane reads `finding`, `town`, `marked` and `look`, and writes through `showIdentified`, `chooseFinding`,
 * `chooseTown`.
 */
import type { FindingRowView } from '../bindings/FindingRowView';
import type { IdentifiedView } from '../bindings/IdentifiedView';

/** Degrees: west, south, east, north. */
export type Extent = [number, number, number, number];
/** Degrees: longitude, latitude. */
export type Place = [number, number];

/** A wish that the map looks somewhere; a new serial is a new wish, even for the same ground. */
export interface Look {
  serial: number;
  extent: Extent;
}

export type Subject = 'finding' | 'town' | 'identified' | null;

class Selection {
  /** What the inspector shows. */
  subject = $state<Subject>(null);
  /** Fingerprint of the chosen finding. */
  finding = $state<string | null>(null);
  /** Code of the chosen town. */
  town = $state<string | null>(null);
  /** What lay under the pointer, nearest layer first. */
  identified = $state.raw<IdentifiedView[]>([]);
  /** Where that was asked. */
  asked = $state.raw<Place | null>(null);
  /** Ground to be framed on the map: the chosen finding, a problem, an identified patch; null = nothing. */
  marked = $state.raw<Extent | null>(null);
  /** Where the map shall look. */
  look = $state.raw<Look | null>(null);
  #serial = 0;

  /** The map shows this ground with a margin. */
  zoomTo(extent: Extent | null | undefined): void {
    if (extent) this.look = { serial: ++this.#serial, extent };
  }

  /** The map shows a place: a few hundred metres around it. */
  zoomToPlace([lon, lat]: Place): void {
    const half = 0.002;
    this.marked = [lon, lat, lon, lat];
    this.zoomTo([lon - half, lat - half, lon + half, lat + half]);
  }

  chooseFinding(row: Pick<FindingRowView, 'id' | 'town' | 'extent'>): void {
    this.subject = 'finding';
    this.finding = row.id;
    // of a place there is no town to show
    this.town = row.town || null;
    this.marked = row.extent;
    this.zoomTo(row.extent);
  }

  chooseTown(town: { id: string; extent: Extent | null }): void {
    this.subject = 'town';
    this.town = town.id;
    this.finding = null;
    this.marked = null;
    this.zoomTo(town.extent);
  }

  showIdentified(place: Place, found: IdentifiedView[]): void {
    this.asked = place;
    this.identified = found;
    this.subject = 'identified';
  }

  clear(): void {
    this.subject = null;
    this.finding = null;
    this.town = null;
    this.identified = [];
    this.asked = null;
    this.marked = null;
  }
}

export const selection = new Selection();
