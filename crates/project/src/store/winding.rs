//! Which way rings run.

use std::borrow::Cow;

use geo::{Coord, LineString, MultiPolygon, Polygon};

/// How rings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winding {
    /// Untouched: a project keeps what was delivered.
    AsDelivered,
    /// Exteriors counter-clockwise, holes clockwise: RFC 7946, and what GeoPackage readers recommend.
    RightHanded,
}

impl Winding {
    /// The polygons with rings running this way; vertices and their starting points stay.
    pub(crate) fn apply(self, polygons: &MultiPolygon<f64>) -> Cow<'_, MultiPolygon<f64>> {
        match self {
            Self::AsDelivered => Cow::Borrowed(polygons),
            Self::RightHanded => Cow::Owned(MultiPolygon(polygons.iter().map(right_handed).collect())),
        }
    }
}

fn right_handed(polygon: &Polygon<f64>) -> Polygon<f64> {
    let holes = polygon.interiors().iter().map(|ring| turned(ring, -1.0)).collect();
    Polygon::new(turned(polygon.exterior(), 1.0), holes)
}

/// The ring with a signed area of the wanted sign, reversed if need be.
fn turned(ring: &LineString<f64>, sign: f64) -> LineString<f64> {
    let mut coords = ring.0.clone();
    if doubled_area(&coords) * sign < 0.0 {
        coords.reverse();
    }
    LineString(coords)
}

/// Twice the signed area in square degrees, counter-clockwise positive; only its sign is used.
///
/// Taken from the first vertex: seen from the origin, the digits of a small ring would cancel away.
pub(crate) fn doubled_area(ring: &[Coord<f64>]) -> f64 {
    let Some(&first) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|edge| {
            let (a, b) = (edge[0] - first, edge[1] - first);
            a.x * b.y - b.x * a.y
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(points.to_vec())
    }

    #[test]
    fn rings_are_turned_without_moving_their_start() {
        let clockwise = ring(&[(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0), (0.0, 0.0)]);
        let hole = ring(&[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)]);
        let given = MultiPolygon(vec![Polygon::new(clockwise, vec![hole])]);
        let turned = Winding::RightHanded.apply(&given);
        assert!(doubled_area(&turned.0[0].exterior().0) > 0.0);
        assert!(doubled_area(&turned.0[0].interiors()[0].0) < 0.0);
        assert_eq!(turned.0[0].exterior().0[0], given.0[0].exterior().0[0]);
        assert_eq!(Winding::RightHanded.apply(&turned), Winding::AsDelivered.apply(&turned));
    }

    #[test]
    fn a_ring_of_a_millimetre_far_from_the_origin_is_still_seen() {
        let (x, y, d) = (120.123_456_7, 30.765_432_1, 1e-8);
        let small = ring(&[(x, y), (x, y + d), (x + d, y), (x, y)]);
        assert!(doubled_area(&small.0) < 0.0);
    }

    #[test]
    fn an_empty_ring_stays_empty() {
        let empty = MultiPolygon(vec![Polygon::new(LineString(vec![]), vec![])]);
        assert_eq!(*Winding::RightHanded.apply(&empty), empty);
    }
}
