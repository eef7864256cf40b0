//! Which features lie near a town: an R-tree over the towns' boxes, and a raster before it for those far away.

use rstar::primitives::Rectangle;
use rstar::{AABB, RTree};
use sanxian_review::data::Bounds;

/// Boxes to be near to, CGCS2000 degrees.
pub(crate) struct Near(Option<(RTree<Rectangle<[f64; 2]>>, Raster)>);

impl Near {
    /// `None` keeps everything.
    pub(crate) fn new(boxes: Option<&[Bounds]>) -> Self {
        Self(boxes.map(|boxes| {
            let corners = |b: &Bounds| Rectangle::from_corners([b.west, b.south], [b.east, b.north]);
            (RTree::bulk_load(boxes.iter().map(corners).collect()), Raster::new(boxes))
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
        let boxes = self.0.as_ref().is_some_and(|(tree, _)| tree.size() > 0);
        boxes && !self.touches(&Bounds { west, south, east, north })
    }

    /// Whether `bounds`, padded, surely touches none of the boxes. False when that takes a closer look.
    pub(crate) fn is_clear_of(&self, bounds: &Bounds) -> bool {
        self.0.as_ref().is_some_and(|(_, raster)| raster.is_free(bounds))
    }

    /// Whether `bounds` touches one of the boxes.
    pub(crate) fn touches(&self, bounds: &Bounds) -> bool {
        let envelope = AABB::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
        self.0.as_ref().is_none_or(|(tree, _)| tree.locate_in_envelope_intersecting(&envelope).next().is_some())
    }
}

/// Cells along each side of the raster: 32 kB, which stay in the nearest cache.
const SIDE: usize = 512;
/// Boxes up to this size (degrees) south of 60° bow by less than the least padding of 1 m …
const SMALL: f64 = 0.01;
/// … which is less than this many degrees there: 1 m / (110,574 m · cos 60°) = 1.81e-5.
const PADDING: f64 = 2e-5;

/// The cells that the boxes touch, grown by the padding of small features.
struct Raster {
    west: f64,
    south: f64,
    /// Cells a degree, from west to east and from south to north.
    per_degree: (f64, f64),
    /// A bit a cell, row by row.
    touched: Vec<u64>,
}

impl Raster {
    fn new(boxes: &[Bounds]) -> Self {
        let whole = |pick: fn(&Bounds) -> f64, fold: fn(f64, f64) -> f64| boxes.iter().map(pick).reduce(fold);
        let west = whole(|b| b.west, f64::min).unwrap_or(0.0) - PADDING;
        let south = whole(|b| b.south, f64::min).unwrap_or(0.0) - PADDING;
        let width = whole(|b| b.east, f64::max).unwrap_or(0.0) + PADDING - west;
        let height = whole(|b| b.north, f64::max).unwrap_or(0.0) + PADDING - south;
        let per_degree = (SIDE as f64 / width, SIDE as f64 / height);
        let mut raster = Self { west, south, per_degree, touched: vec![0; SIDE * SIDE / 64] };
        for b in boxes {
            let grown = Bounds {
                west: b.west - PADDING,
                south: b.south - PADDING,
                east: b.east + PADDING,
                north: b.north + PADDING,
            };
            let Some((columns, rows)) = raster.cells(&grown) else { continue };
            for row in rows.0..=rows.1 {
                for column in columns.0..=columns.1 {
                    let cell = row * SIDE + column;
                    raster.touched[cell / 64] |= 1 << (cell % 64);
                }
            }
        }
        raster
    }

    /// First and last column, first and last row of a box; `None` when it lies beside the raster.
    fn cells(&self, b: &Bounds) -> Option<((usize, usize), (usize, usize))> {
        let at = |value: f64, origin: f64, per_degree: f64| ((value - origin) * per_degree).floor();
        let span = |low: f64, high: f64| {
            let last = (SIDE - 1) as f64;
            (high >= 0.0 && low <= last + 1.0).then(|| (low.clamp(0.0, last) as usize, high.clamp(0.0, last) as usize))
        };
        let columns = span(at(b.west, self.west, self.per_degree.0), at(b.east, self.west, self.per_degree.0))?;
        let rows = span(at(b.south, self.south, self.per_degree.1), at(b.north, self.south, self.per_degree.1))?;
        Some((columns, rows))
    }

    fn is_free(&self, b: &Bounds) -> bool {
        let small = b.east - b.west <= SMALL && b.north - b.south <= SMALL && b.south >= -60.0 && b.north <= 60.0;
        if !small {
            return false;
        }
        let Some((columns, rows)) = self.cells(b) else { return true };
        (rows.0..=rows.1).all(|row| {
            (columns.0..=columns.1).all(|column| {
                let cell = row * SIDE + column;
                self.touched[cell / 64] >> (cell % 64) & 1 == 0
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn boxes() -> impl Strategy<Value = Bounds> {
        (110.0..111.0, 29.5..30.5, 0.0..0.05, 0.0..0.05).prop_map(
            |(west, south, width, height): (f64, f64, f64, f64)| Bounds {
                west,
                south,
                east: west + width,
                north: south + height,
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_clear_touches_nothing(
            towns in proptest::collection::vec(boxes(), 0..12),
            features in proptest::collection::vec((boxes(), 0.0..0.3), 1..200),
            move_north in prop_oneof![Just(0.0), Just(29.6), Just(-60.0)],
        ) {
            let moved = |b: &Bounds| Bounds { south: b.south + move_north, north: b.north + move_north, ..*b };
            let towns: Vec<Bounds> = towns.iter().map(moved).collect();
            let near = Near::new(Some(&towns));
            for (b, shrink) in &features {
                let b = moved(&Bounds { east: b.west + (b.east - b.west) * shrink, north: b.south + (b.north - b.south) * shrink, ..*b });
                prop_assert!(!(near.is_clear_of(&b) && near.touches(&b.padded(0.0))), "{b:?}");
            }
        }
    }

    #[test]
    fn a_feature_half_a_metre_off_is_looked_at() {
        let town = Bounds { west: 120.0, south: 30.0, east: 120.03, north: 30.03 };
        let near = Near::new(Some(&[town]));
        let beside = Bounds { west: 120.030_005, south: 30.0, east: 120.031, north: 30.001 };
        assert!(!near.is_clear_of(&beside) && near.touches(&beside.padded(0.0)));
        let far = Bounds { west: 120.1, south: 30.0, east: 120.101, north: 30.001 };
        assert!(near.is_clear_of(&far));
        assert!(!Near::new(None).is_clear_of(&far));
    }
}
