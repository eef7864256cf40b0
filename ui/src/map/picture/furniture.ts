/** What stands around the map in a picture: title, legend, scale, north, and what the map is made of. */
import { PAPER } from '../style/files';
import type { StyleClass, Theme } from '../style/schema';
import { scaleBar, scaleText, roundedDenominator } from '../scale';
import type { Box } from '../style/swatch';
import type { Pen } from './pen';

/** What is said around the map; all in the reviewer's language. */
export interface PictureWords {
  title: string;
  legend: string;
  /** Plane, ellipsoid, EPSG. */
  plane: string;
  /** Sources with their years; the day of the review. */
  notes: string[];
}

export interface LegendEntry {
  layer: string;
  name: string;
  style: StyleClass;
}

/** Where everything stands. */
export interface PictureLayout {
  width: number;
  height: number;
  map: Box;
  /** Upper left corners of the legend's entries. */
  entries: [number, number][];
  legendTop: number;
  notesTop: number;
}

const EDGE = 16;
const TITLE = 44;
const ENTRY = { width: 210, height: 22 };
const SWATCH = { width: 28, height: 17 };
const NOTE = 17;

/** A picture around a map of this size; the legend takes as many rows as it needs. */
export function pictureLayout(width: number, height: number, entries: number, notes: number): PictureLayout {
  const map = { x: EDGE, y: TITLE, width, height };
  const columns = Math.max(1, Math.floor((width - 180) / ENTRY.width));
  const rows = Math.max(2, Math.ceil(entries / columns));
  const legendTop = TITLE + height + 12;
  return {
    width: width + 2 * EDGE,
    height: legendTop + 22 + rows * ENTRY.height + 8 + (notes + 1) * NOTE + 8,
    map,
    legendTop,
    entries: Array.from({ length: entries }, (_, i) => [
      EDGE + (i % columns) * ENTRY.width,
      legendTop + 22 + Math.floor(i / columns) * ENTRY.height,
    ]),
    notesTop: legendTop + 22 + rows * ENTRY.height + 8,
  };
}

/** Draws everything but the map. `resolution`: ground metres a pixel of the picture. */
export function drawFurniture(
  pen: Pen,
  layout: PictureLayout,
  words: PictureWords,
  legend: readonly LegendEntry[],
  resolution: number,
  scale: number,
  theme: Theme,
): void {
  const ink = PAPER.ink[theme];
  const { map } = layout;
  pen.text(words.title, EDGE, TITLE / 2 + 1, { size: 18, weight: 700, fill: ink });
  pen.rect(map, { stroke: ink, width: 1 });
  drawNorth(pen, map.x + map.width - 26, map.y + 14, theme);

  pen.text(words.legend, EDGE, layout.legendTop + 6, { size: 12, weight: 700, fill: ink });
  legend.forEach((entry, i) => {
    const [x, y] = layout.entries[i] as [number, number];
    pen.swatch(entry.layer, entry.style, { x, y, ...SWATCH });
    pen.text(clipped(entry.name), x + SWATCH.width + 6, y + SWATCH.height / 2, { size: 12, fill: ink });
  });

  const right = map.x + map.width;
  pen.text(scaleText(roundedDenominator(scale)), right, layout.legendTop + 6, {
    size: 13,
    weight: 700,
    fill: ink,
    align: 'right',
  });
  drawBar(pen, right, layout.legendTop + 24, resolution, theme);
  [words.plane, ...words.notes].forEach((note, i) => {
    pen.text(note, EDGE, layout.notesTop + (i + 0.5) * NOTE, { size: 11, fill: ink });
  });
}

function drawBar(pen: Pen, right: number, y: number, resolution: number, theme: Theme): void {
  const bar = scaleBar(resolution, 150);
  if (!bar) return;
  const [ink, paper] = [PAPER.ink[theme], PAPER.paper[theme]];
  const part = bar.width / bar.parts;
  const left = right - bar.width - 4;
  for (let i = 0; i < bar.parts; i++) {
    pen.rect(
      { x: left + i * part, y, width: part, height: 6 },
      { fill: i % 2 === 0 ? ink : paper, stroke: ink, width: 1 },
    );
  }
  pen.text('0', left, y + 9, { size: 11, fill: ink, baseline: 'top', align: 'center' });
  pen.text(bar.label, right, y + 9, { size: 11, fill: ink, baseline: 'top', align: 'right' });
}

function drawNorth(pen: Pen, x: number, y: number, theme: Theme): void {
  const [ink, paper] = [PAPER.ink[theme], PAPER.paper[theme]];
  pen.text('N', x, y, { size: 12, weight: 700, fill: ink, halo: paper, haloWidth: 3, align: 'center' });
  pen.path([x, y + 8, x, y + 28, x - 8, y + 34], true, { fill: ink, stroke: ink, width: 1 });
  pen.path([x, y + 8, x + 8, y + 34, x, y + 28], true, { fill: paper, stroke: ink, width: 1 });
}

/** What is longer than its column is cut; a Chinese character is as wide as two others. */
function clipped(text: string): string {
  let width = 0;
  const letters = [...text];
  const end = letters.findIndex((letter) => (width += (letter.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1) > 26);
  return end < 0 ? text : `${letters.slice(0, end).join('')}…`;
}
