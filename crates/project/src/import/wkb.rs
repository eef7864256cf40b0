//! Well-known binary geometries, read into an outline.

use ::wkb::reader::{Wkb, read_wkb};
use geo_traits::{
    CoordTrait, GeometryCollectionTrait, GeometryTrait, GeometryType, LineStringTrait, MultiPolygonTrait, PolygonTrait,
};

use super::outline::Outline;
use super::parts::{Other, Parts};
use crate::lang::Text;

/// Collections may lie in collections, but not deeper.
const DEEPEST: u32 = 64;

/// Reads a geometry; gives what it consists of.
///
/// # Errors
/// What is wrong with the bytes, in English.
pub(crate) fn read(bytes: &[u8], outline: &mut Outline) -> Result<Parts, String> {
    outline.clear();
    let geometry = read_wkb(bytes).map_err(|error| error.to_string())?;
    let mut parts = Parts::default();
    add(&geometry, 0, outline, &mut parts)?;
    Ok(parts)
}

/// A geometry that cannot be read, and why.
pub(crate) fn unreadable(why: &str) -> Text {
    Text::new(
        format!("几何数据无法读取({why}),该要素未参与审查;请重新导出"),
        format!("The geometry cannot be read ({why}); the feature was left out. Export it again"),
    )
}

fn add(geometry: &Wkb<'_>, depth: u32, outline: &mut Outline, parts: &mut Parts) -> Result<(), String> {
    match geometry.as_type() {
        GeometryType::Polygon(one) => polygon(one, outline, parts),
        GeometryType::MultiPolygon(many) => many.polygons().for_each(|one| polygon(&one, outline, parts)),
        GeometryType::GeometryCollection(_) if depth >= DEEPEST => return Err("nested too deeply".to_owned()),
        GeometryType::GeometryCollection(many) => {
            return many.geometries().try_for_each(|one| add(one, depth + 1, outline, parts));
        }
        GeometryType::LineString(_) | GeometryType::MultiLineString(_) | GeometryType::Line(_) => {
            parts.add(Other::Line);
        }
        _ => parts.add(Other::Point),
    }
    Ok(())
}

fn polygon(polygon: &impl PolygonTrait<T = f64>, outline: &mut Outline, parts: &mut Parts) {
    let Some(exterior) = polygon.exterior() else { return };
    ring(&exterior, outline);
    polygon.interiors().for_each(|interior| ring(&interior, outline));
    outline.end_polygon();
    parts.polygons = true;
}

fn ring(ring: &impl LineStringTrait<T = f64>, outline: &mut Outline) {
    outline.points.extend(ring.coords().map(|coord| coord.x_y()));
    outline.end_ring();
}
