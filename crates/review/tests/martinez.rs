//! The hard cases of a polygon-clipping library: four overlays of every pair, and the reading of every shape.
//!
//! The fixtures bring inputs only; GEOS says what is expected. Shapes that GEOS refuses are read a second time by our
//! rule with GEOS's means ([`referee`]).

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test reads files and tells what it measured"
)]

#[path = "support/real.rs"]
mod real;
#[path = "support/referee.rs"]
mod referee;
#[path = "support/scaled.rs"]
mod scaled;

use std::collections::BTreeSet;
use std::path::Path;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use geos::Geom;
use sanxian_review::overlay::{intersect, subtract, unite};
use sanxian_review::plane::Plane;
use serde_json::Value;

use scaled::Scaled;

/// Shapes that GEOS calls invalid, so that its own overlay gives no answer: (file, feature), and how we read them.
/// One that GEOS accepts fails the test, so that the list cannot rot.
const READ_BY_OUR_RULE: &[(&str, usize, &str)] = &[
    ("issue100.geojson", 1, "a shell much smaller than its 'holes': what lies outside the shell is not cut from it"),
    ("overlap_self_intersect.geojson", 0, "a ring that crosses itself keeps all lobes"),
    ("overlap_self_intersect.geojson", 1, "the same ring again"),
    ("self_intersecting.geojson", 0, "a bow-tie keeps both lobes"),
    ("vertical_boxes.geojson", 1, "parts that share an edge are one ground"),
];

/// Of the two inputs' areas together.
const TOLERANCE: f64 = 1e-9;

#[test]
fn hard_clipping_cases_have_the_area_that_geos_finds() {
    let Some(folder) = real::folder("clipping-martinez/fixtures") else { return };
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut pairs, mut invalid, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for file in &files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let mut shapes = features(file);
        if name == "asia.geojson" {
            // its partner lies in a file of its own
            shapes.extend(features(&folder.join("asia_unionPoly.geojson")));
        }
        let scaled = Scaled::fit(&shapes);
        for (k, shape) in shapes.iter().enumerate() {
            if !geos::Geometry::try_from(shape).unwrap().is_valid().unwrap() {
                invalid.insert((name.to_owned(), k));
            }
        }
        pairs += usize::from(shapes.len() == 2);
        for (what, got, wanted, inputs) in areas(&shapes, &scaled) {
            if (got - wanted).abs() > TOLERANCE * inputs {
                wrong.push(format!("{name}, {what}: {got} for {wanted}"));
            }
        }
    }
    println!("{} files, {pairs} pairs of 4 overlays, {} shapes read by our rule", files.len(), invalid.len());
    assert!(wrong.is_empty(), "{} areas differ:\n{}", wrong.len(), wrong.join("\n"));
    let listed = READ_BY_OUR_RULE.iter().map(|(file, feature, _)| ((*file).to_owned(), *feature));
    assert_eq!(invalid, listed.collect(), "the list of invalid shapes and the shapes that GEOS refuses");
    assert!(pairs >= 27, "only {pairs} pairs");
}

/// (what, ours, by GEOS, area of the inputs) of each reading and, of a pair, of each overlay.
fn areas(shapes: &[MultiPolygon<f64>], scaled: &Scaled) -> Vec<(String, f64, f64, f64)> {
    let plane = Plane::with_central_meridian(120); // any: coordinates are metres already
    let own: Vec<_> = shapes.iter().map(|shape| plane.read_planar(&scaled.shape(shape)).shape).collect();
    let foreign: Vec<_> = shapes.iter().map(referee::read).collect();
    let area = |shape: &sanxian_review::shape::PlaneShape| scaled.area(shape.planar_area_mm2());
    let inputs: f64 = own.iter().map(area).sum();
    let reading =
        |k: usize| (format!("reading of feature {k}"), area(&own[k]), foreign[k].area().unwrap(), area(&own[k]));
    let mut all: Vec<_> = (0..shapes.len()).map(reading).collect();
    let ([a, b], [ga, gb]) = (own.as_slice(), foreign.as_slice()) else { return all };
    let sym = unite(plane, [&subtract(a, b), &subtract(b, a)]);
    for (what, got, wanted) in [
        ("∩", intersect(a, b), ga.intersection(gb)),
        ("∪", unite(plane, [a, b]), ga.union(gb)),
        ("∖", subtract(a, b), ga.difference(gb)),
        ("△", sym, ga.sym_difference(gb)),
    ] {
        all.push((what.to_owned(), area(&got), wanted.unwrap().area().unwrap(), inputs));
    }
    all
}

/// The polygons of a GeoJSON file, a feature collection or one feature.
fn features(file: &Path) -> Vec<MultiPolygon<f64>> {
    let json: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let features = json.get("features").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![json.clone()]);
    features.iter().map(|feature| shape(&feature["geometry"])).collect()
}

fn shape(geometry: &Value) -> MultiPolygon<f64> {
    let coordinates = geometry["coordinates"].as_array().unwrap();
    match geometry["type"].as_str() {
        Some("Polygon") => MultiPolygon(vec![polygon(coordinates)]),
        Some("MultiPolygon") => coordinates.iter().map(|part| polygon(part.as_array().unwrap())).collect(),
        other => panic!("not areal: {other:?}"),
    }
}

fn polygon(rings: &[Value]) -> Polygon<f64> {
    let coord = |c: &Value| Coord { x: c[0].as_f64().unwrap(), y: c[1].as_f64().unwrap() };
    let ring = |ring: &Value| LineString(ring.as_array().unwrap().iter().map(coord).collect());
    let mut rings = rings.iter().map(ring);
    let shell = rings.next().unwrap();
    Polygon::new(shell, rings.collect())
}
