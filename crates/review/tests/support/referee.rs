//! Our rule of reading rings, done a second time with GEOS: node the ring, keep the faces it winds around.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use geos::{Geom, Geometry, GeometryTypes};

/// The ground of `shape`: each ring by non-zero winding, holes cut from their own shell, parts united.
pub fn read(shape: &MultiPolygon<f64>) -> Geometry {
    let delivered = Geometry::try_from(shape).unwrap();
    if delivered.is_valid().unwrap() {
        return delivered;
    }
    unite(shape.iter().map(polygon).collect())
}

fn polygon(polygon: &Polygon<f64>) -> Geometry {
    let shell = ring(polygon.exterior());
    let holes: Vec<Geometry> = polygon.interiors().iter().map(ring).collect();
    if holes.is_empty() { shell } else { shell.difference(&unite(holes)).unwrap() }
}

fn ring(ring: &LineString<f64>) -> Geometry {
    let noded = Geometry::try_from(ring).unwrap().unary_union().unwrap();
    let faces = Geometry::polygonize(&[noded]).unwrap();
    let face = |k| Geom::clone(&faces.get_geometry_n(k).unwrap()).unwrap();
    let inside = |face: &Geometry| {
        let point = face.point_on_surface().unwrap();
        winding(ring, Coord { x: point.get_x().unwrap(), y: point.get_y().unwrap() }) != 0
    };
    unite((0..faces.get_num_geometries().unwrap()).map(face).filter(inside).collect())
}

fn unite(grounds: Vec<Geometry>) -> Geometry {
    // unions may be collections themselves: one flat list of polygons
    let flat = grounds.iter().flat_map(|ground| {
        let member = |k| Geom::clone(&ground.get_geometry_n(k).unwrap()).unwrap();
        (0..ground.get_num_geometries().unwrap()).map(member).collect::<Vec<_>>()
    });
    let areal: Vec<Geometry> = flat.filter(|g| g.geometry_type().unwrap() == GeometryTypes::Polygon).collect();
    Geometry::create_geometry_collection(areal).unwrap().unary_union().unwrap()
}

/// How often `ring` runs around `p`, counter-clockwise.
fn winding(ring: &LineString<f64>, p: Coord<f64>) -> i32 {
    let side = |a: Coord<f64>, b: Coord<f64>| (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
    let turn = |a: Coord<f64>, b: Coord<f64>| match (a.y <= p.y, b.y <= p.y) {
        (true, false) if side(a, b) > 0.0 => 1,
        (false, true) if side(a, b) < 0.0 => -1,
        _ => 0,
    };
    ring.0.windows(2).map(|pair| turn(pair[0], pair[1])).sum()
}
