import { describe, expect, it } from 'vitest';

import { DRAWING } from '../measure-layer';
import { marksMarkup, measureMarkup } from './by-hand';
import { SvgPen } from './svg-pen';

const same = (flat: ArrayLike<number>) => Array.from(flat);
const pen = () => new SvgPen(10_000, 'light');

describe('an SVG picture, above its data', () => {
  it('rings what is too small to be seen, as the screen does', () => {
    const marks = { drawn: () => [{ flat: [10, 20], radius: 13 }] };
    const markup = marksMarkup(pen(), marks, 1, 'light', same);
    expect(markup.match(/<circle cx="10" cy="20" r="13" fill="none"/g)).toHaveLength(2);
  });

  it('frames what is wide enough', () => {
    const marks = { drawn: () => [{ flat: [0, 0, 30, 0, 30, 30, 0, 30] }] };
    const markup = marksMarkup(pen(), marks, 1, 'light', same);
    expect(markup.match(/d="M0 0L30 0L30 30L0 30Z"/g)).toHaveLength(2);
    expect(markup).toContain('stroke-dasharray');
  });

  it('draws a measured line with its corners, and fills only a ring', () => {
    const line = { drawn: () => [{ flat: [0, 0, 5, 5], closed: false }], corners: () => [0, 0, 5, 5] };
    const markup = measureMarkup(pen(), line, 'light', same);
    expect(markup.match(/<circle /g)).toHaveLength(2);
    expect(markup).not.toContain('fill-opacity');
    const ring = { drawn: () => [{ flat: [0, 0, 5, 0, 5, 5], closed: true }], corners: () => [] };
    expect(measureMarkup(pen(), ring, 'light', same)).toContain(`fill-opacity="${DRAWING.fill?.opacity}"`);
  });
});
