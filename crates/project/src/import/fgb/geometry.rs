//! Geometry tables, read into an outline.

use flatgeobuf::{Geometry, GeometryType};

use super::kind_of;
use crate::import::outline::Outline;
use crate::import::parts::{Other, Parts};

/// Collections in collections.
const DEEPEST: u32 = 64;

/// Adds what a geometry consists of.
pub(super) fn add(geometry: &Geometry<'_>, layer: GeometryType, depth: u32, outline: &mut Outline, parts: &mut Parts) {
    match kind_of(geometry.type_(), layer) {
        GeometryType::Polygon | GeometryType::Triangle => polygon(geometry, outline, parts),
        GeometryType::MultiPolygon | GeometryType::PolyhedralSurface | GeometryType::TIN => {
            geometry.parts().into_iter().flatten().for_each(|part| polygon(&part, outline, parts));
        }
        GeometryType::GeometryCollection if depth < DEEPEST => {
            let members = geometry.parts().into_iter().flatten();
            members.for_each(|part| add(&part, GeometryType::Unknown, depth + 1, outline, parts));
        }
        GeometryType::Point | GeometryType::MultiPoint => parts.add(Other::Point),
        // Curved polygons too: their arcs are not in the coordinates.
        _ => parts.add(Other::Line),
    }
}

fn polygon(geometry: &Geometry<'_>, outline: &mut Outline, parts: &mut Parts) {
    let Some(xy) = geometry.xy() else { return };
    let points = xy.len() / 2;
    let ends: Vec<usize> =
        geometry.ends().map(|ends| ends.iter().map(|end| end as usize).collect()).unwrap_or_default();
    let ends = if ends.is_empty() { vec![points] } else { ends };
    let mut start = 0;
    for end in ends {
        let end = end.clamp(start, points);
        outline.points.extend((start..end).map(|at| (xy.get(2 * at), xy.get(2 * at + 1))));
        outline.end_ring();
        start = end;
    }
    outline.end_polygon();
    parts.polygons = true;
}
