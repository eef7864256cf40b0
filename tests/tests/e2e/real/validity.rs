//! 166 bad and 18 good files of a GeoJSON checker, as towns and as a control line.

use sanxian_tests::corpus::{files_under, real, with_extension};
use sanxian_tests::draw::Desk;
use sanxian_tests::program::Check;

use super::{bear, good_town, problems};

#[test]
fn every_bad_file_given_as_towns_is_refused_by_name_or_its_problems_are_listed() {
    let Some(folder) = real("geojson-validity") else { return };
    let files = files_under(&folder.join("data/bad"));
    assert_eq!(files.len(), 166);
    let desk = Desk::new();
    for file in files {
        let (done, review) = bear(&Check::of(&file), &desk, &file);
        if let Some(review) = review {
            assert!(problems(&review) > 0, "{} passed without a word: {}", file.display(), done.stderr);
        }
    }
}

#[test]
fn every_bad_file_given_as_red_line_is_refused_by_name_or_its_problems_are_listed() {
    let Some(folder) = real("geojson-validity") else { return };
    let files = with_extension(files_under(&folder.join("data/bad")), &["geojson"]);
    assert_eq!(files.len(), 44);
    let desk = Desk::new();
    for file in files {
        let (done, review) = bear(&good_town(&desk).with("--eco-redline", &file), &desk, &file);
        if let Some(review) = review {
            assert!(problems(&review) > 0, "{} passed without a word: {}", file.display(), done.stderr);
        }
    }
}

#[test]
fn good_files_are_read_where_they_have_polygons_and_refused_for_what_they_have_instead() {
    let Some(folder) = real("geojson-validity") else { return };
    let desk = Desk::new();
    for file in with_extension(files_under(&folder.join("data/good")), &["geojson"]) {
        let text = std::fs::read_to_string(&file).expect("UTF-8");
        let (done, review) = bear(&Check::of(&file), &desk, &file);
        // valid by the letter, but at 263° west
        let on_earth = !file.ends_with("issue82.geojson");
        assert_eq!(review.is_some(), on_earth && text.contains("Polygon\""), "{}: {}", file.display(), done.stderr);
    }
}
