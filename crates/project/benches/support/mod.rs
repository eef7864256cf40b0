//! An invented layer of parcels, and how a time is taken.

#![allow(dead_code, reason = "each bench uses its part")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sanxian_project::baseline::{Baseline, Request};
use sanxian_project::import::{Choices, Source};
use sanxian_project::watch::Silent;
use sanxian_project::worker::Supervisor;
use sanxian_review::data::LayerKind;

/// Parcels along one side of the layer.
pub const SIDE: u32 = 150;
/// Corners along one side of a parcel.
const CORNERS: u32 = 9;
/// The south-western corner of the layer, degrees, and the side of a parcel.
pub const PLACE: (f64, f64) = (119.9, 30.4);
pub const PARCEL: f64 = 0.0015;

/// Writes the layer as GeoJSON, one feature a line.
pub fn layer(folder: &Path) -> PathBuf {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for k in 0..SIDE * SIDE {
        let (x, y) = (k % SIDE * CORNERS, k / SIDE * CORNERS);
        let around = (0..CORNERS).map(|c| (x + c, y));
        let around = around.chain((0..CORNERS).map(|c| (x + CORNERS, y + c)));
        let around = around.chain((0..CORNERS).map(|c| (x + CORNERS - c, y + CORNERS)));
        let around = around.chain((0..CORNERS).map(|c| (x, y + CORNERS - c))).chain([(x, y)]);
        let ring: Vec<String> = around.map(corner).collect();
        let comma = if k == 0 { "" } else { ",\n" };
        let head = format!("{{\"BSM\":\"33{k:016}\",\"DLMC\":\"水田\",\"YJJBNTMJ\":{k}.25}}");
        let geometry = format!("{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}", ring.join(","));
        let _ = write!(text, "{comma}{{\"type\":\"Feature\",\"properties\":{head},\"geometry\":{geometry}}}");
    }
    text.push_str("\n]}\n");
    let path = folder.join("farmland.geojson");
    std::fs::write(&path, text).expect("a folder that can be written");
    path
}

/// A corner of the bent net that parcels are the meshes of.
fn corner((x, y): (u32, u32)) -> String {
    let step = PARCEL / f64::from(CORNERS);
    let (east, north) = (f64::from(x) * step, f64::from(y) * step);
    let (dx, dy) = ((north * 9_000.0).sin() * step / 4.0, (east * 9_000.0).cos() * step / 4.0);
    format!("[{:.9},{:.9}]", PLACE.0 + east + dx, PLACE.1 + north + dy)
}

/// Imports the layer into a new baseline in `folder`.
pub fn baseline(folder: &Path, file: &Path) -> Baseline {
    let request = Request {
        source: Source::file(file),
        choices: Choices::default(),
        role: LayerKind::BasicFarmland,
        name: "bench".to_owned(),
        data_year: None,
    };
    let supervisor = Supervisor::this_executable().expect("this executable");
    let info = Baseline::create(folder, &request, &supervisor, &Silent).expect("a baseline");
    Baseline::open(&info.path).expect("what was written")
}

/// Prints the best time of `runs`, for each of `count` things.
pub fn timed<T>(what: &str, runs: u32, count: u32, mut work: impl FnMut() -> T) {
    let best = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .min();
    let each = best.unwrap_or_default().as_secs_f64() / f64::from(count);
    println!("{what:<64} {:>12.3} µs", each * 1e6);
}
