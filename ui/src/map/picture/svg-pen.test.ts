import { describe, expect, it } from 'vitest';

import { layerStyle } from '../style/files';
import type { StyleClass } from '../style/schema';
import { SvgPen, escaped, pathData, tag } from './svg-pen';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><image href="http://example.com/x" onload="alert(1)"/>',
  "' onmouseover='alert(1)",
  '&lt;script&gt; ]]> <!-- --> <?xml?>',
  '\u0000\u0008\ud800 lone \udc00 \ufffe \u202e turned',
  'x'.repeat(65_536),
];

/** Parses as XML; what is wrong with it is an error, not a guess. */
function parsed(svg: string): Document {
  const found = new DOMParser().parseFromString(svg.replace(/^<\?xml.*\?>\n/, ''), 'image/svg+xml');
  expect(found.querySelector('parsererror')).toBeNull();
  return found;
}

describe('an SVG picture', () => {
  it.each(HOSTILE)('shows hostile text as text: %.30s', (text) => {
    const pen = new SvgPen(10_000, 'light');
    pen.text(text, 1, 2, { size: 10, fill: '#000000', halo: '#ffffff' });
    pen.add(tag('g', { id: text }, ''));
    const svg = pen.finish(100, 50, text);
    expect(svg).not.toMatch(/<script|<image|<!--|<!\[|\son\w+="(?!.*&quot;)/);
    expect(svg).not.toMatch(/[\u0000-\u0008\ufffe]/);
    expect(() => encodeURIComponent(svg)).not.toThrow();
    const names = new Set([...parsed(svg).querySelectorAll('*')].map((element) => element.tagName.toLowerCase()));
    expect([...names].sort()).toEqual(['defs', 'g', 'svg', 'text', 'title']);
  });

  it('keeps whole characters beyond the first plane', () => {
    expect(escaped('𠮷野')).toBe('𠮷野');
    expect(escaped('\ud842')).toBe('\ufffd');
  });

  it('hatches by patterns that it defines once', () => {
    const pen = new SvgPen(10_000, 'light');
    const breach = layerStyle('findings').classes.find(({ id }) => id === 'breach') as StyleClass;
    for (let i = 0; i < 3; i++) pen.swatch('findings', breach, { x: 0, y: 0, width: 28, height: 16 });
    const svg = pen.finish(100, 50, 'x');
    expect(svg.match(/<pattern /g)).toHaveLength(1);
    expect(svg.match(/url\(#findings-breach\)/g)).toHaveLength(3);
  });

  it('asks for nothing from elsewhere', () => {
    const svg = new SvgPen(10_000, 'light').finish(10, 10, 't');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|@import|<style|<foreignObject/);
  });

  it('writes rings as closed paths', () => {
    expect(pathData([0, 0, 1.234, 0, 1, 1, 5, 5, 6, 5, 6, 6], [6, 12], true)).toBe('M0 0L1.23 0L1 1ZM5 5L6 5L6 6Z');
    expect(pathData([0, 0, 1, 1], [4], false)).toBe('M0 0L1 1');
  });
});
