//! Boundary points as the trade numbers them: J1 at the north-west, shells clockwise, holes counter-clockwise, numbers
//! running on through the parcel, each ring closed by its own first point again.

use geo::{Coord, LineString, MultiPolygon};

use super::{Layer, Row};
use crate::export::ExportError;
use crate::store::winding::doubled_area;

use super::system::System;

/// Metres that a coordinate may be off a whole millimetre to count as one.
const WHOLE: f64 = 2e-5;

/// A parcel in numbered points.
pub(super) struct Parcel<'a> {
    pub row: &'a Row,
    /// Rings: number, points. The closing point is not repeated.
    pub rings: Vec<Vec<Point>>,
}

/// A boundary point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// Its number in the parcel, from 1.
    pub number: usize,
    pub east: f64,
    pub north: f64,
}

/// The parcels of a layer, and how many decimals their metres (or degrees) need: 3 where all stand on whole
/// millimetres, else 4 (0.05 mm at most); degrees 11.
pub(super) fn parcels(layer: &Layer, system: System) -> Result<(Vec<Parcel<'_>>, usize), ExportError> {
    let placer = system.placer()?;
    let grounds = layer.rows.iter().map(|row| placer.place(&row.ground)).collect::<Result<Vec<_>, _>>()?;
    let decimals = if system.is_degrees() {
        11
    } else {
        let vertices = grounds.iter().flat_map(|ground| ground.iter()).flat_map(|polygon| {
            std::iter::once(polygon.exterior()).chain(polygon.interiors()).flat_map(|ring| &ring.0)
        });
        let whole = |value: f64| (value - (value * 1e3).round() / 1e3).abs() < WHOLE;
        let mut vertices = vertices;
        if vertices.all(|c| whole(c.x) && whole(c.y)) { 3 } else { 4 }
    };
    let parcels = layer.rows.iter().zip(&grounds).map(|(row, ground)| Parcel { row, rings: rings(ground, decimals) });
    Ok((parcels.collect(), decimals))
}

fn rings(ground: &MultiPolygon<f64>, decimals: usize) -> Vec<Vec<Point>> {
    let mut number = 0;
    let all = ground.iter().flat_map(|polygon| {
        let holes = polygon.interiors().iter().map(|ring| (ring, 1.0));
        std::iter::once((polygon.exterior(), -1.0)).chain(holes)
    });
    all.map(|(ring, sign)| ordered(ring, sign, decimals))
        .filter(|ring| ring.len() >= 3)
        .map(|ring| {
            let point = |c: Coord<f64>| {
                number += 1;
                Point { number, east: c.x, north: c.y }
            };
            ring.into_iter().map(point).collect()
        })
        .collect()
}

/// The ring without its closing point, from its north-west, running as `sign` says, in the numbers that are printed.
fn ordered(ring: &LineString<f64>, sign: f64, decimals: usize) -> Vec<Coord<f64>> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "at most 11")]
    let scale = 10_f64.powi(decimals as i32);
    let rounded = |value: f64| (value * scale).round() / scale;
    let mut points: Vec<Coord<f64>> = ring.0.iter().map(|c| Coord { x: rounded(c.x), y: rounded(c.y) }).collect();
    if doubled_area(&points) * sign < 0.0 {
        points.reverse();
    }
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    // A point that the ring meets again cannot begin it: whoever reads it would take its second visit for the end.
    let met_again = |c: &Coord<f64>| points.iter().filter(|other| *other == c).count() > 1;
    let north_west = |c: &Coord<f64>| (c.y - c.x, c.y);
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (north_west(&points[*a]), north_west(&points[*b]));
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    let start = order.iter().copied().find(|at| !met_again(&points[*at])).unwrap_or(0);
    points.rotate_left(start);
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(points.to_vec())
    }

    #[test]
    fn shells_run_clockwise_from_the_north_west_and_holes_against_them() {
        let square = ring(&[(0., 0.), (9., 0.), (9., 9.), (0., 9.), (0., 0.)]);
        let tour = |sign| ordered(&square, sign, 3).iter().map(|c| (c.x, c.y)).collect::<Vec<_>>();
        assert_eq!(tour(-1.0), [(0., 9.), (9., 9.), (9., 0.), (0., 0.)]);
        assert_eq!(tour(1.0), [(0., 9.), (0., 0.), (9., 0.), (9., 9.)]);
    }

    #[test]
    fn a_ring_does_not_begin_where_it_touches_itself() {
        let pinched = ring(&[(0., 9.), (5., 9.), (5., 5.), (0., 9.), (-1., 3.), (3., 0.), (0., 9.)]);
        let first = ordered(&pinched, -1.0, 3)[0];
        assert_ne!((first.x, first.y), (0., 9.));
    }
}
