//! Every file of the results, read by other programs or by its own standard, and held against the others.

mod findings;
mod geopackage;
mod json;
mod workbook;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sanxian_tests::corpus::repository;
use sanxian_tests::program::Check;

/// The results for the invented county, made once.
static DEMO: LazyLock<PathBuf> = LazyLock::new(|| {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo");
    let file = |name: &str| repository().join("data/demo").join(name);
    let done = Check::of(file("towns.geojson"))
        .with("--eco-redline", file("eco_redline.geojson"))
        .with("--basic-farmland", file("basic_farmland.geojson"))
        .with("--urban-boundary", file("urban_boundary.geojson"))
        .with("--counties", file("counties.geojson"))
        .run(&out);
    assert_eq!(done.status, 1, "{}", done.stderr);
    out
});
