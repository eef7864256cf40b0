//! Which features lie near a town: an R-tree over the towns' boxes.

use rstar::primitives::Rectangle;
use rstar::{AABB, RTree};
use sanxian_review::data::Bounds;

/// Boxes to be near to, CGCS2000 degrees.
pub(crate) struct Near(Option<RTree<Rectangle<[f64; 2]>>>);

impl Near {
    /// `None` keeps everything.
    pub(crate) fn new(boxes: Option<&[Bounds]>) -> Self {
        Self(boxes.map(|boxes| {
            let corners = |b: &Bounds| Rectangle::from_corners([b.west, b.south], [b.east, b.north]);
            RTree::bulk_load(boxes.iter().map(corners).collect())
        }))
    }

    /// Whether everything is kept.
    pub(crate) fn is_everywhere(&self) -> bool {
        self.0.is_none()
    }

    /// Whether there are boxes and `bounds` is farther than `degrees` from every one of them.
    pub(crate) fn is_farther(&self, bounds: &Bounds, degrees: f64) -> bool {
        let Bounds { west, south, east, north } = *bounds;
        let (west, south, east, north) = (west - degrees, south - degrees, east + degrees, north + degrees);
        let boxes = self.0.as_ref().is_some_and(|tree| tree.size() > 0);
        boxes && !self.touches(&Bounds { west, south, east, north })
    }

    /// Whether `bounds` touches one of the boxes.
    pub(crate) fn touches(&self, bounds: &Bounds) -> bool {
        let envelope = AABB::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
        self.0.as_ref().is_none_or(|tree| tree.locate_in_envelope_intersecting(&envelope).next().is_some())
    }
}
