//! Cuts many patches with one shape: without overlay where no edge comes near, and with short outlines where one does.

use std::borrow::Cow;

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;

use crate::clip::without_far_runs;
use crate::edge_grid::{EdgeGrid, Standing};
use crate::ring::overlay;
use crate::shape::{Part, PlaneShape, Point};
use crate::weave::Weave;

/// Least and greatest coordinates.
pub(crate) type Corners = (Point, Point);

/// Outlines shorter than this are not worth shortening.
const SHORT: usize = 64;

/// shape ∩ patch; `edges` are those of `shape`, the corners those of `patch` ([`corners`]). Borrowed where all of the
/// patch lies inside.
pub(crate) fn cut<'p>(
    shape: &PlaneShape,
    edges: &EdgeGrid,
    patch: &'p PlaneShape,
    (low, high): Corners,
) -> Cow<'p, PlaneShape> {
    match edges.standing(low, high) {
        Standing::Inside => Cow::Borrowed(patch),
        Standing::Outside => Cow::Owned(PlaneShape::empty(shape.plane)),
        Standing::Open => {
            let woven = Weave::of(&patch.parts, &shape.parts, edges).and_then(|weave| weave.intersection());
            let by_engine = || {
                let shape = shortened(shape, low, high);
                overlay(&shape.parts, &patch.parts, OverlayRule::Intersect, FillRule::NonZero)
            };
            Cow::Owned(PlaneShape { plane: shape.plane, parts: woven.unwrap_or_else(by_engine) })
        }
    }
}

/// Least and greatest coordinates of a shape's shells.
pub(crate) fn corners(shape: &PlaneShape) -> Option<Corners> {
    let mut points = shape.parts.iter().flat_map(|part| &part[0]);
    let first = *points.next()?;
    Some(points.fold((first, first), |(low, high), p| {
        (Point::new(low.x.min(p.x), low.y.min(p.y)), Point::new(high.x.max(p.x), high.y.max(p.y)))
    }))
}

/// `shape` with every run of vertices that stays beyond one side of the box reduced to its ends, and rings that lie
/// wholly beyond one side left out: winding numbers in the box, and edges that enter it, stay what they were. Only
/// good for cutting what lies in the box: outside, the shortened rings may cross.
fn shortened(shape: &PlaneShape, low: Point, high: Point) -> PlaneShape {
    let beyond = |p: Point| {
        u8::from(p.x < low.x) | u8::from(p.x > high.x) << 1 | u8::from(p.y < low.y) << 2 | u8::from(p.y > high.y) << 3
    };
    let short = |ring: &Vec<Point>| if ring.len() < SHORT { ring.clone() } else { without_far_runs(ring, beyond) };
    let part = |part: &Part| part.iter().map(short).filter(|ring| ring.len() >= 3).collect::<Part>();
    let parts = shape.parts.iter().map(part).filter(|part| !part.is_empty());
    PlaneShape { plane: shape.plane, parts: parts.collect() }
}
