//! Farmland that enters no number may be left out: whoever does, says the same.

mod support;

use std::fmt::Write as _;
use std::path::Path;

use sanxian_project::run::{Gathering, gather, review_gathered};
use sanxian_project::store::Recorded;
use sanxian_project::watch::Silent;
use sanxian_review::data::{Bounds, LayerKind};

use support::{demo_file, submission, supervisor};

/// Rings as one GeoJSON layer: (attributes, positions).
fn layer(path: &Path, features: &[(String, Vec<(f64, f64)>)]) {
    let mut text = r#"{"type":"FeatureCollection","features":["#.to_owned();
    for (k, (properties, ring)) in features.iter().enumerate() {
        let comma = if k == 0 { "" } else { "," };
        let ring: Vec<String> = ring.iter().chain(&ring[..1]).map(|(x, y)| format!("[{x:.9},{y:.9}]")).collect();
        let ring = ring.join(",");
        write!(
            text,
            r#"{comma}{{"type":"Feature","properties":{{"id":"X{k}",{properties}}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
        )
        .unwrap();
    }
    text.push_str("]}");
    std::fs::write(path, text).unwrap();
}

/// Squares of some 50 m all over the boxes: most lie beside every town and line, every seventh crosses itself, every
/// fifth says an area that it has not.
fn parcels(boxes: &[Bounds]) -> Vec<(String, Vec<(f64, f64)>)> {
    const STEP: f64 = 0.002;
    const SIDE: f64 = 0.0005;
    let mut parcels = Vec::new();
    for b in boxes {
        let (mut x, mut y) = (b.west, b.south);
        while y < b.north {
            let k = parcels.len();
            let mut ring = vec![(x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE)];
            if k % 7 == 0 {
                ring.swap(1, 2);
            }
            let area = if k % 5 == 0 { "9.5" } else { "" };
            parcels.push((format!(r#""TBMJ":"{area}""#), ring));
            x += STEP;
            if x > b.east {
                (x, y) = (b.west, y + STEP);
            }
        }
    }
    parcels
}

#[test]
fn what_enters_no_number_may_be_left_out_and_everything_is_said_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let more = folder.path().join("more.geojson");
    let submission = |farmland: Vec<&Path>| {
        let farmland = farmland.into_iter().map(|path| (LayerKind::BasicFarmland, path.to_owned()));
        let others = [
            (LayerKind::EcoRedline, demo_file("eco_redline.geojson")),
            (LayerKind::UrbanBoundary, demo_file("urban_boundary.geojson")),
        ];
        submission(demo_file("towns.geojson"), farmland.chain(others))
    };
    let demo = demo_file("basic_farmland.geojson");
    let (first, policy) = gather(&submission(vec![&demo]), Gathering::Near, &supervisor(), &Silent).unwrap();
    layer(&more, &parcels(&first.near(&policy)));
    let submission = submission(vec![&demo, &more]);
    let review = |gathering| -> Recorded {
        let (gathered, policy) = gather(&submission, gathering, &supervisor(), &Silent).unwrap();
        review_gathered(gathered, &submission.terms(), &policy, 2, &Silent).unwrap()
    };
    let (near, counted) = (review(Gathering::Near), review(Gathering::Counted));
    let farmland = |recorded: &Recorded| recorded.layers[&LayerKind::BasicFarmland].len();
    assert!(farmland(&counted) + 500 < farmland(&near), "{} of {}", farmland(&counted), farmland(&near));
    assert!(!counted.review.overlaps.is_empty());
    let said = |code: &str| counted.problems.iter().filter(|problem| problem.code == code).count();
    assert!(said("self_crossing") > 10 && said("stated_area") > 10, "what is wrong far from the towns is still told");
    let same = Recorded { layers: near.layers.clone(), ..counted };
    assert!(same == near, "the two say something else");
}
