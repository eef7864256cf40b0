/** Which dialog stands over the window; one at a time. */
export type Screen =
  | 'new'
  | 'import'
  | 'review'
  | 'export'
  | 'handin'
  | 'log'
  | 'problems'
  | 'portfolio'
  | 'settings'
  | 'shortcuts'
  | 'palette'
  | null;

class Screens {
  open = $state<Screen>(null);

  show(screen: Screen): void {
    this.open = screen;
  }

  close(): void {
    this.open = null;
  }
}

export const screens = new Screens();
