//! Files made to hurt: lying counts, deep nesting, bombs, and formats that are not read.

use std::time::{Duration, Instant};

use sanxian_tests::corpus::{files_under, real, with_extension};
use sanxian_tests::draw::Desk;
use sanxian_tests::program::Check;

use super::{bear, good_town, problems};

const QUICK: Duration = Duration::from_secs(20);

#[test]
fn every_hostile_file_is_refused_by_name_in_bounded_time_as_towns_and_as_a_line() {
    let Some(folder) = real("hostile") else { return };
    let desk = Desk::new();
    for file in files_under(&folder) {
        for check in [Check::of(&file), good_town(&desk).with("--basic-farmland", &file)] {
            let begun = Instant::now();
            let (done, review) = bear(&check, &desk, &file);
            assert!(begun.elapsed() < QUICK, "{} took {:?}", file.display(), begun.elapsed());
            if let Some(review) = review {
                assert!(problems(&review) > 0, "{} passed without a word: {}", file.display(), done.stderr);
            }
        }
    }
}

#[test]
fn broken_files_of_every_format_are_named_with_the_way_out() {
    let Some(folder) = real("hostile") else { return };
    let desk = Desk::new();
    for (name, format, way) in [
        ("bomb.zip", "200 to 1", "Unpack"),
        ("bomb.kml", "DOCTYPE", "export it again"),
        ("evil.gpkg", "SQLite", "QGIS"),
        ("bomb.xlsx", "512 MiB", "Unpack"),
        ("hdrsize.fgb", "FlatGeobuf", "export it again"),
        ("trunc.dxf", "DXF", "AutoCAD 2000"),
    ] {
        let (done, _) = bear(&Check::of(folder.join(name)), &desk, &folder.join(name));
        assert_eq!(done.status, 2);
        assert!(done.stderr.contains(format) && done.stderr.contains(way), "{name}: {}", done.stderr);
    }
    for file in real("boundary-txt").map(|folder| files_under(&folder)).unwrap_or_default() {
        let (done, review) = bear(&Check::of(&file), &desk, &file);
        assert!(review.is_some(), "{}", done.stderr);
    }
}

#[test]
fn foreign_shapefiles_of_every_kind_of_geometry_are_read_or_refused() {
    let Some(folder) = real("shapefile-fixtures") else { return };
    let desk = Desk::new();
    let files = with_extension(files_under(&folder), &["shp"]);
    assert!(files.len() >= 10, "{files:?}");
    for file in files {
        let (done, review) = bear(&Check::of(&file), &desk, &file);
        if let Some(review) = review {
            let read = review["towns"].as_array().map_or(0, Vec::len);
            assert!(read > 0, "{}: {}", file.display(), done.stderr);
        }
    }
}
