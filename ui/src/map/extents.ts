/** Where the map has been, for "previous" and "next". */

/** A view of the map: middle in degrees, metres a pixel on the ground. Holds in every plane. */
export interface Viewpoint {
  lon: number;
  lat: number;
  resolution: number;
}

/** More than this nobody walks back. */
const LONGEST = 100;

/** Viewpoints passed; the last move back can be taken forth again until another way is taken. */
export class Trail {
  #points: Viewpoint[] = [];
  #at = -1;

  /** Where the map has come to rest; the place it stands at already is not noted twice. */
  arrive(point: Viewpoint): void {
    const here = this.#points[this.#at];
    if (here && same(here, point)) return;
    this.#points = [...this.#points.slice(0, this.#at + 1), point].slice(-LONGEST);
    this.#at = this.#points.length - 1;
  }

  get canGoBack(): boolean {
    return this.#at > 0;
  }

  get canGoForth(): boolean {
    return this.#at < this.#points.length - 1;
  }

  back(): Viewpoint | null {
    if (!this.canGoBack) return null;
    return this.#points[--this.#at] ?? null;
  }

  forth(): Viewpoint | null {
    if (!this.canGoForth) return null;
    return this.#points[++this.#at] ?? null;
  }

  /** Another project: nothing passed yet. */
  forget(): void {
    this.#points = [];
    this.#at = -1;
  }
}

/** Within a twentieth of a pixel, and a thousandth of the scale. */
function same(a: Viewpoint, b: Viewpoint): boolean {
  const nearDegrees = (a.resolution / 111_000) * 0.05;
  return (
    Math.abs(a.lon - b.lon) < nearDegrees &&
    Math.abs(a.lat - b.lat) < nearDegrees &&
    Math.abs(a.resolution / b.resolution - 1) < 1e-3
  );
}
