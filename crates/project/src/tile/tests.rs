use std::sync::Arc;

use geo::{Area, BoundingRect, Contains, Coord, LineString, MultiPolygon};
use mvt_reader::Reader;
use mvt_reader::feature::Value;
use sanxian_review::data::{Bounds, Feature};
use sanxian_review::plane::Plane;

use super::{EXTENT, Grid, Ground, Layer, Planes, Sketch, Sketched, TileError, tile};
use crate::baseline::sample::{baseline, feature, square};

const AREA: Bounds = Bounds { west: 119.9, south: 29.9, east: 120.3, north: 30.3 };

fn planes() -> Planes {
    Planes::of(120, Some(AREA))
}

/// A sketch of these features.
fn sketch(features: &[Feature]) -> Layer {
    let drawn = features.iter().map(|feature| Sketched {
        id: feature.id.0.clone(),
        label: format!("name of {}", feature.id),
        tags: vec![("verdict", "breach".to_owned())],
        attributes: feature.attributes.clone(),
        ground: Ground::Here(feature.shape.clone()),
    });
    Layer::Sketch(Arc::new(Sketch::new(drawn.collect())))
}

/// The tile that holds a place, and its address.
fn around(layer: &Layer, grid: &Grid, z: u8, lon: f64, lat: f64) -> (Vec<u8>, u32, u32) {
    let (x, y) = grid.projection.forward(lon, lat);
    let side = grid.resolution(z) * 512.0;
    let (x, y) = (((x - grid.origin.0) / side) as u32, ((grid.origin.1 - y) / side) as u32);
    (tile("farmland", layer, grid, z, x, y).unwrap(), x, y)
}

struct Shown {
    polygons: MultiPolygon<f32>,
    tags: Vec<(String, String)>,
}

fn read(bytes: &[u8]) -> Vec<Shown> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let reader = Reader::new(bytes.to_vec()).unwrap();
    let layers = reader.get_layer_metadata().unwrap();
    assert_eq!(layers.len(), 1);
    assert_eq!((layers[0].name.as_str(), layers[0].extent), ("farmland", 4096));
    let features = reader.get_features(0).unwrap();
    features
        .into_iter()
        .map(|feature| {
            let polygons = match feature.geometry {
                geo::Geometry::MultiPolygon(polygons) => polygons,
                geo::Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
                other => panic!("{other:?}"),
            };
            let mut tags: Vec<(String, String)> = feature
                .properties
                .unwrap()
                .into_iter()
                .map(|(key, value)| match value {
                    Value::String(text) => (key, text),
                    other => panic!("{key}: {other:?}"),
                })
                .collect();
            tags.sort();
            Shown { polygons, tags }
        })
        .collect()
}

#[test]
fn planes_are_told_as_proj_knows_them() {
    let views = planes().views();
    assert_eq!((views[0].id.as_str(), views[0].epsg, views[0].central_meridian), ("gk120", 4549, 120));
    assert_eq!((views[1].id.as_str(), views[1].epsg), ("mercator", 3857));
    for view in &views {
        assert!(view.resolutions.windows(2).all(|pair| (pair[0] / pair[1] - 2.0).abs() < 1e-12));
        assert!(*view.resolutions.last().unwrap() <= 0.05);
        assert!(view.extent.unwrap()[0] < view.extent.unwrap()[2]);
    }
    // echo "120.5 30.25" | cs2cs EPSG:4490 EPSG:4549, and EPSG:3857 (PROJ 9.6.2)
    let (x, y) = planes().grid("gk120").unwrap().projection.forward(120.5, 30.25);
    assert!((x - 548_122.063_1).abs() < 1e-3 && (y - 3_347_932.816_2).abs() < 1e-3, "{x} {y}");
    let (x, y) = planes().grid("mercator").unwrap().projection.forward(120.5, 30.25);
    assert!((x - 13_413_998.64).abs() < 0.1 && (y - 3_535_725.66).abs() < 10.0, "{x} {y}");
    assert!(planes().grid("gk117").is_none());
    assert_eq!(Planes::of(135, None).views()[0].epsg, 4554);
}

#[test]
fn a_square_is_where_it_belongs_with_its_words_and_winds_as_mvt_asks() {
    let ring = square(120.1, 30.1, 0.001);
    let (_folder, stored) = baseline(&[feature(7, &ring)]);
    let stored = Layer::Baselines(vec![Arc::new(stored)]);
    for grid in ["gk120", "mercator"] {
        let planes = planes();
        let grid = planes.grid(grid).unwrap();
        for layer in [&stored, &sketch(&[feature(7, &ring)])] {
            let (bytes, x, y) = around(layer, grid, 15, 120.1005, 30.1005);
            let shown = read(&bytes);
            assert_eq!(shown.len(), 1);
            let tag = |key: &str| shown[0].tags.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
            assert_eq!(tag("id"), Some("P7"));
            let is_sketch = matches!(layer, Layer::Sketch(_));
            assert_eq!(tag("label"), Some(if is_sketch { "name of P7" } else { "P7" }));
            assert_eq!(tag("verdict"), is_sketch.then_some("breach"));
            let shell = shown[0].polygons.0[0].exterior();
            assert_eq!(shell.0.len(), 5);
            let side = grid.resolution(15) * 512.0;
            for (lon, lat) in ring {
                let (px, py) = grid.projection.forward(lon, lat);
                let at = (
                    ((px - grid.origin.0) / side - f64::from(x)) * f64::from(EXTENT),
                    ((grid.origin.1 - py) / side - f64::from(y)) * f64::from(EXTENT),
                );
                let nearest = shell.0.iter().map(|c| (f64::from(c.x) - at.0).hypot(f64::from(c.y) - at.1));
                assert!(nearest.fold(f64::MAX, f64::min) <= 0.75, "{at:?} {shell:?}");
            }
            // y downwards: clockwise on the screen is positive
            assert!(signed(shell) > 0.0);
        }
    }
}

fn signed(line: &LineString<f32>) -> f32 {
    line.0.windows(2).map(|pair| pair[0].x * pair[1].y - pair[1].x * pair[0].y).sum()
}

#[test]
fn holes_stay_holes() {
    let mut holed = feature(1, &square(120.1, 30.1, 0.01));
    let mut polygons = holed.shape.polygons().clone();
    let mut hole = LineString::from(square(120.104, 30.104, 0.002).to_vec());
    hole.close();
    polygons.0[0].interiors_push(hole);
    holed.shape = sanxian_review::data::Shape::new(polygons).unwrap();
    let planes = planes();
    let (bytes, ..) = around(&sketch(&[holed]), planes.grid("gk120").unwrap(), 13, 120.105, 30.105);
    let shown = read(&bytes);
    assert_eq!(shown[0].polygons.0[0].interiors().len(), 1);
    assert!(signed(&shown[0].polygons.0[0].interiors()[0]) < 0.0);
}

/// Where outlines cross a line x = `at`, y in units.
fn crossings(shown: &[Shown], at: f32) -> Vec<f32> {
    let rings = shown.iter().flat_map(|s| &s.polygons.0).map(|polygon| polygon.exterior());
    let edges = rings.flat_map(|ring| ring.0.windows(2));
    let mut found: Vec<f32> = edges
        .filter(|pair| (pair[0].x < at) != (pair[1].x < at))
        .map(|pair| pair[0].y + (at - pair[0].x) / (pair[1].x - pair[0].x) * (pair[1].y - pair[0].y))
        .collect();
    found.sort_by(f32::total_cmp);
    found
}

#[test]
fn outlines_go_on_in_the_next_tile_where_they_left_the_last() {
    let star: Vec<(f64, f64)> = (0..90_u8)
        .map(|k| {
            let (angle, reach) = (f64::from(k) * 4.0_f64.to_radians(), if k % 2 == 0 { 0.1 } else { 0.07 });
            (120.1 + reach * angle.cos(), 30.1 + reach * angle.sin())
        })
        .collect();
    let layer = sketch(&[feature(1, &star)]);
    let planes = planes();
    for (grid, zooms) in [("gk120", 9..17), ("mercator", 9..17)] {
        let grid = planes.grid(grid).unwrap();
        let mut seams = 0;
        for z in zooms {
            let (_, x, y) = around(&layer, grid, z, 120.17, 30.1);
            for y in y.saturating_sub(1)..=y + 1 {
                let left = read(&tile("farmland", &layer, grid, z, x, y).unwrap());
                let right = read(&tile("farmland", &layer, grid, z, x + 1, y).unwrap());
                let inside = |y: &f32| (0.0..=4096.0).contains(y);
                let out: Vec<f32> = crossings(&left, 4096.0).into_iter().filter(inside).collect();
                let on: Vec<f32> = crossings(&right, 0.0).into_iter().filter(inside).collect();
                // each tile is off by three eighths of a pixel at most
                let matches = |a: &f32| on.iter().any(|b| (a - b).abs() <= 12.0) || *a < 12.0 || *a > 4084.0;
                assert!(out.iter().all(matches), "{}/{z}/{x}/{y}: {out:?} {on:?}", grid.id);
                seams += out.len();
            }
        }
        assert!(seams > 3, "{seams}");
    }
}

#[test]
fn long_edges_bow_in_mercator_as_they_do_in_the_review() {
    let long = [(120.0, 30.0), (120.25, 30.0), (120.25, 30.2), (120.0, 30.2)];
    let planes = planes();
    let grid = planes.grid("mercator").unwrap();
    // the middle of the southern edge, on the straight line of the review plane
    let plane = Plane::with_central_meridian(120);
    let ((ax, ay), (bx, by)) = (plane.forward(120.0, 30.0), plane.forward(120.25, 30.0));
    let (lon, lat) = plane.inverse(f64::midpoint(ax, bx), f64::midpoint(ay, by));
    let (_, off) = plane.forward(120.125, 30.0);
    assert!((off - f64::midpoint(ay, by)).abs() > 5.0, "the edge bows by metres");
    let (bytes, _, y) = around(&sketch(&[feature(1, &long)]), grid, 18, lon, lat);
    let side = grid.resolution(18) * 512.0;
    let expected = ((grid.origin.1 - grid.projection.forward(lon, lat).1) / side - f64::from(y)) * f64::from(EXTENT);
    let shown = read(&bytes);
    let nearest =
        crossings(&shown, 2048.0).into_iter().map(|y| (f64::from(y) - expected).abs()).fold(f64::MAX, f64::min);
    assert!(nearest < 8.0, "{nearest} units");
}

#[test]
fn what_is_too_small_goes_from_baselines_but_not_from_the_projects_own_layers() {
    let tiny = feature(1, &square(120.1, 30.1, 0.00001));
    let (_folder, stored) = baseline(std::slice::from_ref(&tiny));
    let stored = Layer::Baselines(vec![Arc::new(stored)]);
    let planes = planes();
    let grid = planes.grid("gk120").unwrap();
    assert!(around(&stored, grid, 10, 120.1, 30.1).0.is_empty());
    let shown = read(&around(&sketch(&[tiny]), grid, 10, 120.1, 30.1).0);
    assert!((shown[0].polygons.unsigned_area() - 64.0).abs() < 1.0, "one pixel");
    assert!(!around(&stored, grid, 21, 120.100_005, 30.100_005).0.is_empty());
}

#[test]
fn thousands_of_parcels_become_the_ground_they_cover() {
    // every second square of a chessboard in the west half, all of them in the east half
    let side = 0.0005;
    let features: Vec<Feature> = (0..200_u64 * 100)
        .filter(|k| (k % 200 >= 100) || (k % 200 + k / 200).is_multiple_of(2))
        .map(|k| feature(k + 1, &square(120.0 + (k % 200) as f64 * side, 30.0 + (k / 200) as f64 * side, side)))
        .collect();
    let (_folder, stored) = baseline(&features);
    let layer = Layer::Baselines(vec![Arc::new(stored)]);
    let planes = planes();
    let grid = planes.grid("gk120").unwrap();
    for z in 3..21 {
        let (bytes, ..) = around(&layer, grid, z, 120.075, 30.025);
        assert!(bytes.len() <= 500_000, "{z}: {} bytes", bytes.len());
    }
    for z in [11, 12] {
        let (most, some) = (covered(&layer, grid, z, "most"), covered(&layer, grid, z, "some"));
        let [west, south, east, north] = grid.around(&Bounds { west: 120.0, south: 30.0, east: 120.1, north: 30.05 });
        let whole = (east - west) * (north - south);
        assert!(((most + some) / whole - 1.0).abs() < 0.05, "{z}: {most} + {some} of {whole} m²");
        assert!(most > 0.48 * whole, "{z}: {most} of {whole} m²");
    }
}

/// m² that cells of one class show in all tiles, looked at every fourth pixel.
fn covered(layer: &Layer, grid: &Grid, z: u8, class: &str) -> f64 {
    let step = grid.resolution(z) * 4.0;
    let (_, x, y) = around(layer, grid, z, 120.05, 30.025);
    let mut seen = 0;
    for (x, y) in (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))) {
        let shown = read(&tile("farmland", layer, grid, z, x, y).unwrap());
        let polygons = shown.iter().filter(|s| s.tags == [("cover".to_owned(), class.to_owned())]);
        for polygon in polygons.flat_map(|s| &s.polygons.0) {
            let bounds = polygon.bounding_rect().unwrap();
            let steps = |low: f32, high: f32| {
                (0..128_u8).map(|k| 16.0 + 32.0 * f32::from(k)).filter(move |v| (low..=high).contains(v))
            };
            for px in steps(bounds.min().x, bounds.max().x) {
                let inside = |py: &f32| polygon.contains(&geo::Point::new(px, *py));
                seen += steps(bounds.min().y, bounds.max().y).filter(inside).count();
            }
        }
    }
    seen as f64 * step * step
}

#[test]
fn addresses_outside_the_grid_are_refused_and_empty_places_are_empty() {
    let planes = planes();
    let grid = planes.grid("gk120").unwrap();
    let layer = sketch(&[feature(1, &square(120.1, 30.1, 0.001))]);
    for (z, x, y) in [(0, 1, 0), (3, 0, 8), (22, 0, 0), (255, 0, 0), (5, u32::MAX, 1)] {
        assert!(matches!(tile("farmland", &layer, grid, z, x, y), Err(TileError::NoSuchTile { .. })), "{z}/{x}/{y}");
    }
    for z in 0..22_u8 {
        let last = (1_u32 << z) - 1;
        for (x, y) in [(0, 0), (last, last), (0, last), (last / 2, last / 2)] {
            tile("farmland", &layer, grid, z, x, y).unwrap();
        }
    }
    assert!(tile("farmland", &layer, grid, 10, 3, 3).unwrap().is_empty());
}

#[test]
fn features_all_over_the_earth_do_not_disturb_a_tile() {
    let places = [(-179.9, -89.9), (179.0, 89.0), (0.0, 0.0), (-60.0, 30.0), (120.1, 30.1), (30.0, -80.0)];
    let features: Vec<Feature> = (1..).zip(places).map(|(k, (lon, lat))| feature(k, &square(lon, lat, 0.5))).collect();
    let huge = feature(9, &[(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)]);
    let all: Vec<Feature> = features.into_iter().chain([huge]).collect();
    // (a whole Earth of cells takes its time without optimisation)
    let (_folder, stored) = baseline(&all[..all.len() - 1]);
    let planes = planes();
    for layer in [sketch(&all), Layer::Baselines(vec![Arc::new(stored)])] {
        for grid in ["gk120", "mercator"] {
            for z in [0, 3, 8, 12, 18, 21] {
                let shown = read(&around(&layer, planes.grid(grid).unwrap(), z, 120.1, 30.1).0);
                let sound = |c: &Coord<f32>| c.x.abs() <= 8192.0 && c.y.abs() <= 8192.0;
                let rings = shown.iter().flat_map(|s| &s.polygons.0).map(|polygon| polygon.exterior());
                assert!(rings.flat_map(|ring| &ring.0).all(sound), "{grid} {z}");
            }
        }
    }
}

#[test]
fn towns_and_findings_that_crowd_become_squares_of_their_verdict_and_stay_themselves_near_by() {
    let drawn = |k: u32, verdict: &str, side: f64| {
        let (column, row) = (f64::from(k % 200), f64::from(k / 200));
        let ring = square(120.0 + column * 0.001, 30.0 + row * 0.001, side);
        Sketched {
            id: format!("{:>60}", format!("clause|rule|{k}|{verdict}")),
            label: format!("town {k}"),
            tags: vec![("verdict", verdict.to_owned())],
            attributes: Vec::new().into(),
            ground: Ground::Here(feature(u64::from(k), &ring).shape),
        }
    };
    let mut features: Vec<Sketched> = (0..20_000).map(|k| drawn(k, "pass", 0.0004)).collect();
    features.extend((0..10).map(|k| drawn(k * 7, "breach", 0.0002)));
    features.extend((0..6000).map(|_| drawn(0, "verify", 0.15)));
    let layer = Layer::Sketch(Arc::new(Sketch::new(features)));
    let planes = planes();
    for grid in ["gk120", "mercator"] {
        let grid = planes.grid(grid).unwrap();
        for z in 0..18 {
            let (bytes, ..) = around(&layer, grid, z, 120.05, 30.05);
            assert!(bytes.len() < 500_000, "{}/{z}: {} bytes", grid.id, bytes.len());
        }
        let verdicts = |shown: &[Shown]| {
            let of = |one: &Shown| one.tags.iter().find(|(key, _)| key == "verdict").map(|(_, value)| value.clone());
            shown.iter().filter_map(of).collect::<std::collections::BTreeSet<_>>()
        };
        let (far, ..) = around(&layer, grid, 11, 120.01, 30.01);
        assert!(verdicts(&read(&far)).contains("breach"), "{:?}", verdicts(&read(&far)));
    }
    // alone, each is itself again
    let near = Layer::Sketch(Arc::new(Sketch::new((0..20_000).map(|k| drawn(k, "pass", 0.0004)).collect())));
    let (bytes, ..) = around(&near, planes.grid("gk120").unwrap(), 17, 120.0502, 30.0502);
    let shown = read(&bytes);
    assert!(!shown.is_empty() && shown.iter().all(|one| one.tags.iter().any(|(key, _)| key == "id")));
}
