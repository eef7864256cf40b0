/** How the map stands just now: written by the canvas, read by scale bar, status bar and tools. */
import { zoneAt, type LonLat, type Zone } from './coordinates/gauss-kruger';

class MapState {
  /** Under the pointer, degrees; null while it is elsewhere. */
  pointer = $state.raw<LonLat | null>(null);
  /** Middle of the map, degrees. */
  centre = $state.raw<LonLat | null>(null);
  /** Ground metres a CSS pixel, at the middle of the map; 0 before the first drawing. */
  resolution = $state(0);
  /** Tiles are on their way. */
  loading = $state(false);
  canGoBack = $state(false);
  canGoForth = $state(false);
  /** The 3° zone of the project's plane. */
  zone = $state.raw<Zone>(zoneAt(120, 3));
}

export const mapState = new MapState();
