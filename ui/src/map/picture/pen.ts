/** What a picture of the map is drawn with: on a canvas for PNG, as markup for SVG. Lengths: CSS pixels. */
import type { StyleClass } from '../style/schema';
import type { Box } from '../style/swatch';

export interface LineLook {
  /** `#rrggbb`; none when absent. */
  stroke?: string;
  fill?: string;
  width?: number;
  opacity?: number;
  dash?: number[];
}

export interface TextLook {
  size: number;
  weight?: number;
  fill: string;
  /** Colour around the letters. */
  halo?: string;
  haloWidth?: number;
  align?: 'left' | 'center' | 'right';
  baseline?: 'top' | 'middle' | 'bottom';
}

export interface Pen {
  rect: (box: Box, look: LineLook) => void;
  /** x, y, x, y, … */
  path: (points: readonly number[], closed: boolean, look: LineLook) => void;
  text: (text: string, x: number, y: number, look: TextLook) => void;
  swatch: (layer: string, one: StyleClass, box: Box) => void;
}
