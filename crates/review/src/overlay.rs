//! Cuts shapes with shapes in one plane: intersection, difference, union.
//!
//! Each way has a fast path that is proven case by case ([`weave`](crate::weave), [`dissolve`](crate::dissolve)) and the
//! overlay engine for everything else.

use std::cell::OnceCell;

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;

use crate::dissolve::united;
use crate::edge_grid::{EdgeGrid, Standing};
use crate::nearby::Segments;
use crate::ring::overlay;
use crate::shape::{Part, PlaneShape, Point};
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

/// Ground to cut others with; its edges are indexed when first asked for, once for all cuts.
pub(crate) struct Blade {
    pub ground: PlaneShape,
    edges: OnceCell<Segments>,
}

impl Blade {
    pub fn of(ground: PlaneShape) -> Self {
        Self { ground, edges: OnceCell::new() }
    }

    pub fn edges(&self) -> &Segments {
        self.edges.get_or_init(|| Segments::of(&self.ground))
    }

    /// Whether what lies in the box may share ground with it.
    pub fn may_meet(&self, low: Point, high: Point) -> bool {
        !self.ground.is_empty() && self.edges().0.standing(low, high) != Standing::Outside
    }

    /// a ∖ blade.
    ///
    /// # Panics
    /// As [`intersect`].
    pub fn taken_from(&self, a: &PlaneShape) -> PlaneShape {
        assert_eq!(a.plane, self.ground.plane, "shapes of different planes were overlaid");
        if a.is_empty() || self.ground.is_empty() {
            return a.clone();
        }
        PlaneShape { plane: a.plane, parts: taken(&a.parts, &self.ground.parts, &self.edges().0) }
    }

    /// (a ∩ blade, a ∖ blade).
    ///
    /// # Panics
    /// As [`intersect`].
    pub fn split(&self, a: &PlaneShape) -> (PlaneShape, PlaneShape) {
        let b = &self.ground;
        assert_eq!(a.plane, b.plane, "shapes of different planes were overlaid");
        if a.is_empty() || b.is_empty() {
            return (PlaneShape::empty(a.plane), a.clone());
        }
        let shape = |parts| PlaneShape { plane: a.plane, parts };
        if let Some(weave) = Weave::of(&a.parts, &b.parts, &self.edges().0)
            && let (Some(inside), Some(outside)) = (weave.intersection(), weave.difference())
        {
            return (shape(inside), shape(outside));
        }
        let by_engine = |rule| shape(overlay(&a.parts, &b.parts, rule, FillRule::NonZero));
        (by_engine(OverlayRule::Intersect), by_engine(OverlayRule::Difference))
    }
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
