//! The contract of `sanxian check`: options, exit statuses, files, columns, languages.

mod deliveries;
mod doubt;
mod files;
mod ids;
mod same_bytes;
mod status;
mod tables;
mod tongue;

use sanxian_tests::draw::{Desk, around, clear_lines, rectangle, town};
use sanxian_tests::program::Check;
use serde_json::json;

/// One town that keeps clear of all three lines.
fn clear_town(desk: &Desk) -> Check {
    with_lines(desk, Check::of(desk.layer("towns.geojson", &[town("A", 0)])))
}

fn with_lines(desk: &Desk, check: Check) -> Check {
    clear_lines(desk).into_iter().fold(check, |check, (option, file)| check.with(option, file))
}

/// The same town with its eastern half in the red line.
fn town_in_the_red_line(desk: &Desk) -> Check {
    let [west, south, east, north] = around(0);
    let half = rectangle(json!({ "BSM": "R9" }), [(west + east) / 2.0, south - 0.001, east + 0.001, north + 0.001]);
    let check = clear_town(desk);
    check.with("--eco-redline", desk.layer("half.geojson", &[half]))
}
