//! Cuts shapes with shapes in one plane: intersection, difference, union.
//!
//! Each way has a fast path that is proven case by case ([`weave`](crate::weave), [`dissolve`](crate::dissolve)) and the
//! overlay engine for everything else.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;

use crate::dissolve::united;
use crate::edge_grid::EdgeGrid;
use crate::ring::overlay;
use crate::shape::{Part, PlaneShape};
use crate::weave::Weave;

/// a ∩ b.
///
/// # Panics
/// If the shapes lie in different planes: a fault of the caller, never of the data.
#[must_use]
pub fn intersect(a: &PlaneShape, b: &PlaneShape) -> PlaneShape {
    assert_eq!(a.plane, b.plane, "shapes of different planes were overlaid");
    if a.is_empty() || b.is_empty() {
        return PlaneShape::empty(a.plane);
    }
    PlaneShape { plane: a.plane, parts: kept(&a.parts, &b.parts, &EdgeGrid::of(&b.parts)) }
}

/// a ∖ b.
///
/// # Panics
/// As [`intersect`].
#[must_use]
pub fn subtract(a: &PlaneShape, b: &PlaneShape) -> PlaneShape {
    assert_eq!(a.plane, b.plane, "shapes of different planes were overlaid");
    if a.is_empty() || b.is_empty() {
        return a.clone();
    }
    PlaneShape { plane: a.plane, parts: taken(&a.parts, &b.parts, &EdgeGrid::of(&b.parts)) }
}

/// (a ∩ b, a ∖ b).
///
/// # Panics
/// As [`intersect`].
pub(crate) fn split(a: &PlaneShape, b: &PlaneShape) -> (PlaneShape, PlaneShape) {
    assert_eq!(a.plane, b.plane, "shapes of different planes were overlaid");
    if a.is_empty() || b.is_empty() {
        return (PlaneShape::empty(a.plane), a.clone());
    }
    let grid = EdgeGrid::of(&b.parts);
    let shape = |parts| PlaneShape { plane: a.plane, parts };
    if let Some(weave) = Weave::of(&a.parts, &b.parts, &grid)
        && let (Some(inside), Some(outside)) = (weave.intersection(), weave.difference())
    {
        return (shape(inside), shape(outside));
    }
    let by_engine = |rule| shape(overlay(&a.parts, &b.parts, rule, FillRule::NonZero));
    (by_engine(OverlayRule::Intersect), by_engine(OverlayRule::Difference))
}

/// The union of all, by non-zero winding: ground that several shapes cover counts once.
///
/// # Panics
/// If a shape does not lie in `plane`.
#[must_use]
pub fn unite<'a>(plane: crate::plane::Plane, shapes: impl IntoIterator<Item = &'a PlaneShape>) -> PlaneShape {
    let shapes: Vec<&PlaneShape> = shapes.into_iter().filter(|shape| !shape.is_empty()).collect();
    assert!(shapes.iter().all(|shape| shape.plane == plane), "shapes of different planes were united");
    let parts = match shapes[..] {
        [] => Vec::new(),
        [alone] => alone.parts.clone(),
        _ => united(shapes.into_iter().flat_map(|shape| &shape.parts)),
    };
    PlaneShape { plane, parts }
}

/// a ∩ b; `grid` holds the edges of `b`.
fn kept(a: &[Part], b: &[Part], grid: &EdgeGrid) -> Vec<Part> {
    let woven = Weave::of(a, b, grid).and_then(|weave| weave.intersection());
    woven.unwrap_or_else(|| overlay(a, b, OverlayRule::Intersect, FillRule::NonZero))
}

/// a ∖ b; `grid` holds the edges of `b`.
fn taken(a: &[Part], b: &[Part], grid: &EdgeGrid) -> Vec<Part> {
    let woven = Weave::of(a, b, grid).and_then(|weave| weave.difference());
    woven.unwrap_or_else(|| overlay(a, b, OverlayRule::Difference, FillRule::NonZero))
}
