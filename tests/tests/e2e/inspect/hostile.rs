//! Files made to hurt, and files that somebody broke: every one is answered in words.

use std::time::{Duration, Instant};

use sanxian_tests::corpus::{files_under, real};
use sanxian_tests::draw::Desk;
use sanxian_tests::zip::zip;

use super::{inspect, layers};

const QUICK: Duration = Duration::from_secs(20);

#[test]
fn every_hostile_file_is_answered_in_words_and_in_bounded_time() {
    let Some(folder) = real("hostile") else { return };
    for file in files_under(&folder) {
        let begun = Instant::now();
        let (found, status) = layers(&[&file]);
        assert!(begun.elapsed() < QUICK, "{} took {:?}", file.display(), begun.elapsed());
        assert_eq!(status, 1, "{} is ready for use", file.display());
        for layer in &found {
            let failure = &layer["failure"];
            let why = if failure.is_null() { &layer["problems"][0]["en"] } else { &failure["message"]["zh"] };
            let why = if why.is_null() { &layer["missing"][0]["en"] } else { why };
            assert!(why.as_str().is_some_and(|text| text.len() > 20), "{}: {layer}", file.display());
        }
    }
}

#[test]
fn a_broken_layer_does_not_hide_its_neighbours_in_the_zip() {
    let desk = Desk::new();
    let good = br#"{"type":"Feature","properties":{"XZBM":"A"},"geometry":{"type":"Polygon","coordinates":[[[120,30],[120.01,30],[120.01,30.01],[120,30]]]}}"#;
    let entries: [(&[u8], &[u8]); 4] =
        [(b"a.geojson", b"{broken"), (b"b.geojson", good), (b"c.shp", b"\0\0\x27\x0A cut"), (b"d.geojson", b"")];
    let file = desk.write("a.zip", zip(&entries));
    let (found, status) = layers(&[&file]);
    let codes: Vec<_> = found.iter().map(|layer| layer["failure"]["code"].as_str()).collect();
    assert_eq!((codes, status), (vec![Some("bad_json"), None, Some("bad_shapefile"), Some("empty_file")], 1));
    assert_eq!(found[1]["ready"], true);
}

#[test]
fn names_that_lead_out_of_the_zip_are_only_names() {
    let desk = Desk::new();
    let outside = desk.at("evil.geojson");
    let file = desk.write("a.zip", zip(&[(b"../../evil.geojson", b"{}"), (b"/etc/x\x1b[31m.geojson", b"{}")]));
    let done = inspect(&[&file]);
    assert!(done.stdout.contains("evil.geojson") && !done.stdout.contains('\x1b'), "{}", done.stdout);
    assert!(!outside.exists());
}
