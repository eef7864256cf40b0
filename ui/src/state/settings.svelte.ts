/** The reviewer's own settings: language, theme, name, plane of the map. */
import { MediaQuery } from 'svelte/reactivity';

import type { MapPlane } from '../bindings/MapPlane';
import type { Text } from '../bindings/Text';
import { keep, recall } from './kept';

export type Language = 'zh' | 'en';
export type Theme = 'system' | 'light' | 'dark';

interface Kept {
  language: Language;
  theme: Theme;
  reviewer: string;
  plane: MapPlane;
}

function oneOf<T>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.includes(value as T) ? (value as T) : otherwise;
}

const darkSystem = new MediaQuery('prefers-color-scheme: dark');

class Settings {
  #kept = $state.raw<Kept>(Settings.#read());

  static #read(): Kept {
    const kept = (recall('settings') ?? {}) as Partial<Kept>;
    return {
      language: oneOf<Language>(kept.language, ['zh', 'en'], 'zh'),
      theme: oneOf<Theme>(kept.theme, ['system', 'light', 'dark'], 'system'),
      reviewer: typeof kept.reviewer === 'string' ? kept.reviewer : '',
      plane: oneOf<MapPlane>(kept.plane, ['gauss_kruger', 'mercator'], 'gauss_kruger'),
    };
  }

  get language(): Language {
    return this.#kept.language;
  }
  get theme(): Theme {
    return this.#kept.theme;
  }
  /** Signed under every decision. */
  get reviewer(): string {
    return this.#kept.reviewer;
  }
  /** The plane the map is drawn in. */
  get plane(): MapPlane {
    return this.#kept.plane;
  }
  /** Whether the window is dark now, whoever decided it. */
  get dark(): boolean {
    return this.theme === 'dark' || (this.theme === 'system' && darkSystem.current);
  }

  change(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    keep('settings', this.#kept);
  }

  /** The reviewer's language of something Rust said in both. */
  say(text: Text | null | undefined): string {
    return text ? text[this.language] : '';
  }
}

export const settings = new Settings();
