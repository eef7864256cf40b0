/** Device pixels a CSS pixel, followed: a window is moved to another screen, or the page is zoomed. */
class Ratio {
  value = $state(globalThis.devicePixelRatio || 1);

  constructor() {
    this.#watch();
  }

  /** A query holds for one ratio: after a change the next is asked. */
  #watch(): void {
    const query = globalThis.matchMedia?.(`(resolution: ${this.value}dppx)`);
    query?.addEventListener?.(
      'change',
      () => {
        this.value = globalThis.devicePixelRatio || 1;
        this.#watch();
      },
      { once: true },
    );
  }
}

export const ratio = new Ratio();
