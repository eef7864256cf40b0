//! Declarations and numbers weighed against each other.

use super::*;

fn settle(definition: Option<&str>, points: &[(f64, f64)]) -> Result<(Reading, Vec<&'static str>), ImportError> {
    let declared = definition
        .map_or(Declared::Nothing, |definition| Declared::As { crs: Crs::understand(definition).unwrap(), by: ".prj" });
    let mut votes = Votes::default();
    points.iter().for_each(|&p| votes.add(&Extent { min: p, max: p }));
    decide(&declared, &votes, "f").map(|(reading, remarks)| (reading, remarks.iter().map(|r| r.0).collect()))
}

fn read(definition: Option<&str>, point: (f64, f64)) -> (f64, f64, Option<u32>, Vec<&'static str>) {
    let (mut reading, remarks) = settle(definition, &[point]).unwrap();
    let mut points = [point];
    reading.orient(&mut points);
    let extent = Extent { min: points[0], max: points[0] };
    assert!(reading.place(&extent, &mut points));
    let round = |v: f64| (v * 1e7).round() / 1e7;
    (round(points[0].0), round(points[0].1), reading.found.epsg, remarks)
}

const PLAIN: (f64, f64) = (548122.0631, 3347932.8162);
const ZONED: (f64, f64) = (40548122.0631, 3347932.8162);

#[test]
fn one_place_is_found_however_it_is_delivered() {
    let here = |code, remarks: &[&'static str]| (120.5, 30.25, Some(code), remarks.to_vec());
    assert_eq!(read(None, (120.5, 30.25)), here(4490, &[]));
    assert_eq!(read(None, (30.25, 120.5)), here(4490, &["axes_swapped"]));
    assert_eq!(read(None, ZONED), here(4528, &[]));
    assert_eq!(read(None, (ZONED.1, ZONED.0)), here(4528, &["axes_swapped"]));
    assert_eq!(read(Some("EPSG:4528"), ZONED), here(4528, &[]));
    assert_eq!(read(Some("EPSG:4549"), PLAIN), here(4549, &[]));
    assert_eq!(read(Some("EPSG:4549"), (PLAIN.1, PLAIN.0)), here(4549, &["axes_swapped"]));
    assert_eq!(read(Some("EPSG:4326"), (120.5, 30.25)), here(4326, &[]));
}

#[test]
fn numbers_overrule_a_wrong_declaration_and_it_is_told() {
    let here = |code| (120.5, 30.25, Some(code), vec!["crs_overruled"]);
    assert_eq!(read(Some("EPSG:4490"), ZONED), here(4528));
    assert_eq!(read(Some("EPSG:4549"), ZONED), here(4528));
    assert_eq!(read(Some("EPSG:4528"), PLAIN), here(4549));
    assert_eq!(read(Some("EPSG:4528"), (120.5, 30.25)), here(4490));
    assert_eq!(read(Some("EPSG:2154"), (120.5, 30.25)), here(4490));
}

#[test]
fn what_cannot_be_known_is_refused() {
    let code = |definition, point| settle(definition, &[point]).map(|_| ()).map_err(|e| e.code());
    assert_eq!(code(None, PLAIN), Err("zone_unknown"));
    assert_eq!(code(Some("EPSG:4490"), PLAIN), Err("zone_unknown"));
    assert_eq!(code(None, (1e7, 1e7)), Err("crs_unknown"));
    assert_eq!(code(Some("EPSG:4527"), ZONED), Err("crs_contradiction"));
    assert_eq!(code(Some("EPSG:4546"), ZONED), Err("crs_contradiction"));
    assert_eq!(code(Some("EPSG:4490"), (1e7, 1e7)), Err("crs_contradiction"));
}

#[test]
fn web_mercator_and_zones_13_and_14_are_read_only_when_declared() {
    let mercator = (13_413_998.6, 3_535_725.7);
    let zone_13 = (13_413_998.6, 4_135_725.7);
    for point in [mercator, zone_13, (14_500_000.0, 4e6), (13_900_000.0, 4e6), (mercator.1, mercator.0)] {
        let refused = settle(None, &[point]).map(|_| ()).map_err(|error| error.code());
        assert_eq!(refused, Err("crs_unknown"), "{point:?}");
    }
    let refused = settle(Some("EPSG:4490"), &[mercator]).map(|_| ()).map_err(|error| error.code());
    assert_eq!(refused, Err("crs_contradiction"));
    let hint = settle(None, &[mercator]).map(|_| ()).unwrap_err().hint();
    assert!(hint.zh.contains("3857") && hint.en.contains("3857"));
    let (east, _, epsg, _) = read(Some("EPSG:3857"), mercator);
    assert!((east - 120.5).abs() < 1e-3 && epsg == Some(3857), "{east}");
    assert_eq!(read(Some("EPSG:4491"), zone_13).2, Some(4491));
    assert_eq!(read(Some("EPSG:4492"), (14_500_000.0, 4e6)).2, Some(4492));
}

#[test]
fn the_majority_decides_and_the_rest_does_not_fit() {
    let (mut reading, _) = settle(None, &[(120.5, 30.25), ZONED, (120.6, 30.25)]).unwrap();
    let mut points = [ZONED];
    assert!(!reading.place(&Extent { min: ZONED, max: ZONED }, &mut points));
    let (mut reading, _) = settle(None, &[ZONED, (39_548_122.0, 3_347_932.8)]).unwrap();
    let other = (39_548_122.0, 3_347_932.8);
    let mut points = [other];
    assert!(reading.place(&Extent { min: other, max: other }, &mut points), "each zone is read as itself");
    let mut points = [(120.5, 30.25)];
    assert!(!reading.place(&Extent { min: points[0], max: points[0] }, &mut points));
}
