/** How large the panes are, px; kept between two starts. */
import { keep, recall } from './kept';

export const USUAL = { left: 256, right: 368, below: 264, layers: 240 };
type Sizes = typeof USUAL;

class Panes {
  #sizes = $state.raw<Sizes>(Panes.#read());

  static #read(): Sizes {
    const kept = (recall('panes') ?? {}) as Partial<Record<keyof Sizes, unknown>>;
    const size = (name: keyof Sizes) => {
      const value = kept[name];
      return typeof value === 'number' && value >= 100 && value <= 2000 ? value : USUAL[name];
    };
    return { left: size('left'), right: size('right'), below: size('below'), layers: size('layers') };
  }

  get left() {
    return this.#sizes.left;
  }
  set left(px: number) {
    this.#set({ left: px });
  }
  get right() {
    return this.#sizes.right;
  }
  set right(px: number) {
    this.#set({ right: px });
  }
  get below() {
    return this.#sizes.below;
  }
  set below(px: number) {
    this.#set({ below: px });
  }
  get layers() {
    return this.#sizes.layers;
  }
  set layers(px: number) {
    this.#set({ layers: px });
  }

  #set(change: Partial<Sizes>): void {
    this.#sizes = { ...this.#sizes, ...change };
    keep('panes', this.#sizes);
  }
}

export const panes = new Panes();
