//! Cuts shapes with shapes in one plane: intersection, difference, union, and their grades.

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;

use crate::ring::overlay;
use crate::shape::PlaneShape;

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
    PlaneShape { plane: a.plane, parts: overlay(&a.parts, &b.parts, OverlayRule::Intersect, FillRule::NonZero) }
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
    PlaneShape { plane: a.plane, parts: overlay(&a.parts, &b.parts, OverlayRule::Difference, FillRule::NonZero) }
}

/// The union of all, by non-zero winding: ground that several shapes cover counts once.
///
/// # Panics
/// If a shape does not lie in `plane`.
#[must_use]
pub fn unite<'a>(plane: crate::plane::Plane, shapes: impl IntoIterator<Item = &'a PlaneShape>) -> PlaneShape {
    let mut parts = Vec::new();
    let mut count = 0;
    for shape in shapes {
        assert_eq!(shape.plane, plane, "shapes of different planes were united");
        parts.extend_from_slice(&shape.parts);
        count += usize::from(!shape.is_empty());
    }
    if count > 1 {
        parts = overlay(&parts, &[], OverlayRule::Subject, FillRule::NonZero);
    }
    PlaneShape { plane, parts }
}

/// a ∩ (b₁ ∪ b₂ ∪ …) in one pass over the uncut shapes: pieces that were cut before lie a grid step beside the edges
/// they were cut along, and uniting them leaves hairlines.
pub(crate) fn intersect_all<'a>(a: &PlaneShape, shapes: impl Iterator<Item = &'a PlaneShape>) -> PlaneShape {
    with_all(a, shapes, OverlayRule::Intersect)
}

/// a ∖ (b₁ ∪ b₂ ∪ …) in one pass over the uncut shapes.
pub(crate) fn subtract_all<'a>(a: &PlaneShape, shapes: impl Iterator<Item = &'a PlaneShape>) -> PlaneShape {
    with_all(a, shapes, OverlayRule::Difference)
}

fn with_all<'a>(a: &PlaneShape, shapes: impl Iterator<Item = &'a PlaneShape>, rule: OverlayRule) -> PlaneShape {
    let mut parts = Vec::new();
    for shape in shapes {
        assert_eq!(shape.plane, a.plane, "shapes of different planes were overlaid");
        parts.extend_from_slice(&shape.parts);
    }
    PlaneShape { plane: a.plane, parts: overlay(&a.parts, &parts, rule, FillRule::NonZero) }
}
