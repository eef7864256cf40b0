/** What stands above the data in an SVG picture: marks of what is pointed at, and the measurement. */
import { CORNER, DRAWING, cornerColour, type MeasureLayer } from '../measure-layer';
import { MARKED, circleLines, type Marks } from '../marks';
import { PAPER } from '../style/files';
import type { Theme } from '../style/schema';
import { pathData, tag, type SvgPen } from './svg-pen';

type ToPicture = (flat: ArrayLike<number>) => number[];

/** Rings around small ground, frames of wide ground, and where the reviewer asked. */
export function marksMarkup(
  pen: SvgPen,
  marks: Pick<Marks, 'drawn'>,
  resolution: number,
  theme: Theme,
  toPicture: ToPicture,
): string {
  const parts = marks.drawn(resolution).flatMap(({ flat, radius }) => {
    if (radius === undefined) {
      const d = pathData(toPicture(flat), [flat.length], true);
      return pen.classLooks('selection', MARKED).map((look) => tag('path', { d, ...look }));
    }
    const [cx, cy] = toPicture(flat);
    return circleLines(theme).map(({ colour, width }) =>
      tag('circle', { cx, cy, r: radius, fill: 'none', stroke: colour, 'stroke-width': width }),
    );
  });
  return parts.join('\n');
}

/** The measured line or ring with the corners that are set. */
export function measureMarkup(
  pen: SvgPen,
  measure: Pick<MeasureLayer, 'drawn' | 'corners'>,
  theme: Theme,
  toPicture: ToPicture,
): string {
  const lines = measure.drawn().flatMap(({ flat, closed }) => {
    const d = pathData(toPicture(flat), [flat.length], closed);
    const looks = pen.classLooks('measure', DRAWING).filter((look) => closed || look['fill'] === 'none');
    return looks.map((look) => tag('path', { d, ...look }));
  });
  const at = toPicture(measure.corners());
  const corners = at.flatMap((cx, i) =>
    i % 2 === 1
      ? []
      : tag('circle', {
          cx,
          cy: at[i + 1],
          r: CORNER.radius,
          fill: PAPER.paper[theme],
          stroke: cornerColour(theme),
          'stroke-width': CORNER.width,
        }),
  );
  return [...lines, ...corners].join('\n');
}
