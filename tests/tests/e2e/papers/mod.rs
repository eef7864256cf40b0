//! What a reviewer hands in: the opinion and the evidence pack.

mod hostile;
mod odd;
mod opinion;
mod pack;

use std::path::Path;

use sanxian_tests::corpus::repository;
use sanxian_tests::program::{Done, run, sanxian};

/// The options that name the files of a demo.
fn demo(name: &str) -> Vec<String> {
    let common = ["towns", "eco_redline", "basic_farmland", "urban_boundary", "counties"];
    let further = ["functional_zones", "development_zones", "land_use", "earlier_towns"];
    let folder = repository().join("data").join(name);
    let mut options = Vec::new();
    for layer in common.iter().chain(&further) {
        let file = folder.join(format!("{layer}.geojson"));
        if file.exists() {
            options.extend([format!("--{}", layer.replace('_', "-")), file.display().to_string()]);
        }
    }
    let ledger = folder.join("ledger.csv");
    if ledger.exists() {
        options.extend(["--ledger".to_owned(), ledger.display().to_string()]);
    }
    options.extend(["--as-of".to_owned(), "2026-01-01".to_owned()]);
    options
}

/// Runs a verb on a demo, in Chinese.
fn on_demo(verb: &str, name: &str, further: &[&str], out: &Path) -> Done {
    let mut command = sanxian();
    command.args(["--lang", "zh", verb]).args(demo(name)).args(further).arg("--out").arg(out);
    run(&mut command)
}
