use std::sync::Arc;

use proptest::prelude::*;
use sanxian_review::data::{Bounds, Feature};
use sanxian_review::measure::{SquareMillimetres, ellipsoidal_area};
use sanxian_review::nearby::distance_from;
use sanxian_review::plane::Plane;

use super::{Asked, identify, measure};
use crate::baseline::sample::{baseline, feature, square};
use crate::tile::{Ground, Layer, Sketch, Sketched};
use crate::view::{AreaView, IdentifyQuery, MeasureQuery};

/// Jagged rings of 3–40 corners, small and large, around Deqing.
fn rings() -> impl Strategy<Value = Vec<Vec<(f64, f64)>>> {
    let ring = ((119.9..120.1_f64, 30.4..30.6_f64), -4.0..-1.3_f64, prop::collection::vec(0.2..1.0_f64, 3..40));
    let corners = ring.prop_map(|((lon, lat), scale, radii)| {
        let reach = 10_f64.powf(scale);
        let step = std::f64::consts::TAU / radii.len() as f64;
        let corner = |(k, r): (usize, &f64)| {
            (lon + reach * r * (step * k as f64).cos(), lat + reach * r * (step * k as f64).sin())
        };
        radii.iter().enumerate().map(corner).collect()
    });
    prop::collection::vec(corners, 1..24)
}

fn features(rings: &[Vec<(f64, f64)>]) -> Vec<Feature> {
    (1..).zip(rings).map(|(position, ring)| feature(position, ring)).collect()
}

fn sketch(features: &[Feature]) -> Layer {
    let drawn = |feature: &Feature| Sketched {
        id: feature.id.0.clone(),
        label: feature.id.0.clone(),
        tags: Vec::new(),
        attributes: feature.attributes.clone(),
        ground: Ground::Here(feature.shape.clone()),
    };
    Layer::Sketch(Arc::new(Sketch::new(features.iter().map(drawn).collect())))
}

fn asked(layer: Layer) -> Asked {
    Asked { id: "layer".to_owned(), role: None, layer }
}

fn query(lon: f64, lat: f64, tolerance_m: f64) -> IdentifyQuery {
    IdentifyQuery { lon, lat, tolerance_m, layers: vec!["layer".to_owned(), "absent".to_owned()] }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_looking_at_every_feature_finds(
        rings in rings(),
        spots in prop::collection::vec(((119.9..120.1_f64, 30.4..30.6_f64), 0.0..2000.0_f64), 1..8),
    ) {
        let features = features(&rings);
        let (_folder, stored) = baseline(&features);
        let layers = [Layer::Baselines(vec![Arc::new(stored)]), sketch(&features)].map(asked);
        let corners = features.iter().take(4).filter_map(|f| f.shape.bounds()).map(|b| ((b.east, b.south), 3.0));
        for ((lon, lat), tolerance_m) in spots.into_iter().chain(corners) {
            let spot = Bounds { west: lon, south: lat, east: lon, north: lat };
            let near = |plane: Plane, f: &&Feature| distance_from(&plane.project(&f.shape), (lon, lat)) <= tolerance_m;
            for (layer, own_plane) in layers.iter().zip([false, true]) {
                let plane = |f: &Feature| if own_plane { f.shape.bounds().unwrap() } else { spot };
                let mut expected: Vec<&str> =
                    features.iter().filter(|f| near(Plane::of(&plane(f)), f)).map(|f| f.id.0.as_str()).collect();
                let found = identify(&query(lon, lat, tolerance_m), std::slice::from_ref(layer)).unwrap();
                let mut found: Vec<&str> = found.iter().map(|f| f.id.as_str()).collect();
                expected.sort_unstable();
                found.sort_unstable();
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn a_ring_measures_as_a_town_drawn_that_way(ring in rings().prop_map(|rings| rings[0].clone())) {
        let shape = feature(1, &ring).shape;
        let ground = Plane::of(&shape.bounds().unwrap()).project(&shape);
        let points = ring.iter().map(|(x, y)| [*x, *y]).collect();
        let found = measure(&MeasureQuery { points, closed: true }).unwrap();
        prop_assert_eq!(found.area, Some(AreaView::from(ellipsoidal_area(&ground))));
        prop_assert_eq!(found.planar_area, Some(AreaView::from(SquareMillimetres(ground.planar_area_mm2()))));
    }
}

#[test]
fn a_found_feature_is_told_with_its_ground() {
    let parcel = feature(3, &square(120.1, 30.5, 0.01));
    let (_folder, stored) = baseline(std::slice::from_ref(&parcel));
    let layer = asked(Layer::Baselines(vec![Arc::new(stored)]));
    let found = identify(&query(120.105, 30.505, 0.0), &[layer]).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].id.as_str(), found[0].label.as_str(), found[0].layer.as_str()), ("P3", "P3", "layer"));
    assert_eq!(found[0].attributes, [("BSM".to_owned(), "P3".to_owned()), ("DLMC".to_owned(), "水田".to_owned())]);
    let ground = Plane::with_central_meridian(120).project(&parcel.shape);
    assert_eq!(found[0].area, Some(AreaView::from(ellipsoidal_area(&ground))));
    assert_eq!(found[0].extent, Some([120.1, 30.5, 120.11, 30.51]));
}

#[test]
fn many_and_long_attributes_are_cut_and_it_is_said() {
    let mut wide = feature(1, &square(120.1, 30.5, 0.01));
    let long = "寬".repeat(40_000);
    let mut attributes: Vec<(String, String)> = (0..150).map(|k| (format!("F{k}"), "x".to_owned())).collect();
    attributes[0].1 = long;
    wide.attributes = attributes.into();
    let found = identify(&query(120.105, 30.505, 0.0), &[asked(sketch(&[wide]))]).unwrap();
    let shown = &found[0].attributes;
    assert_eq!(shown.len(), 101);
    assert!(shown[100].1.contains("50"), "{:?}", shown[100]);
    assert!(shown[0].1.len() < 66_000 && shown[0].1.contains("120000"), "{}", shown[0].1.len());
}

#[test]
fn places_off_the_earth_hold_nothing() {
    let layer = asked(sketch(&[feature(1, &square(120.1, 30.5, 0.01))]));
    for (lon, lat, tolerance) in
        [(f64::NAN, 30.5, 1.0), (500.0, 30.5, 1.0), (120.1, 91.0, 1.0), (120.1, 30.5, f64::NAN)]
    {
        assert!(identify(&query(lon, lat, tolerance), std::slice::from_ref(&layer)).unwrap().is_empty());
    }
    assert_eq!(identify(&query(120.105, 30.505, -5.0), &[layer]).unwrap().len(), 1);
}

#[test]
fn a_ring_that_crosses_itself_measures_both_lobes() {
    let (a, b, c, d) = ([120.0, 30.0], [120.01, 30.01], [120.01, 30.0], [120.0, 30.01]);
    let bow_tie = measure(&MeasureQuery { points: vec![a, b, c, d], closed: true }).unwrap();
    let square = measure(&MeasureQuery { points: vec![a, c, b, d], closed: true }).unwrap();
    let mm2 = |view: &Option<AreaView>| view.as_ref().unwrap().mm2.parse::<f64>().unwrap();
    let share = mm2(&bow_tie.area) / mm2(&square.area);
    assert!((share - 0.5).abs() < 0.001, "{share}");
}

#[test]
fn a_line_has_a_length_and_no_area() {
    // by Vincenty's inverse formula on the CGCS2000 ellipsoid
    let line = measure(&MeasureQuery { points: vec![[120.0, 30.0], [121.0, 30.0]], closed: false }).unwrap();
    assert_eq!((line.length_m.as_str(), line.area, line.planar_area), ("96,485.97", None, None));
    assert!(line.plane.zh.contains("120°"), "{}", line.plane.zh);
}

#[test]
fn too_few_points_and_places_off_the_earth_are_refused_in_words() {
    let refused = |points: Vec<[f64; 2]>, closed: bool| {
        let failure = measure(&MeasureQuery { points, closed }).unwrap_err();
        assert!(!failure.message.zh.is_empty() && !failure.hint.en.is_empty());
    };
    refused(vec![], false);
    refused(vec![[120.0, 30.0]], false);
    refused(vec![[120.0, 30.0], [120.0, 31.0]], true);
    refused(vec![[120.0, 30.0], [120.0, 31.0], [120.0, 30.0]], true);
    refused(vec![[f64::NAN, 30.0], [120.0, 31.0]], false);
    refused(vec![[120.0, 130.0], [120.0, 31.0]], false);
}
