//! Prints what the kernel costs beside reading the files: `review_bench FOLDER [RUNS]`.
//!
//! FOLDER holds `towns`, `eco_redline`, `basic_farmland` and `urban_boundary` as GeoJSON. They are read once, as
//! `sanxian check` reads them, and reviewed on one thread RUNS times.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use sanxian_project::run::{Submission, submit};
use sanxian_project::store::{MemoryStore, Store};
use sanxian_project::watch::Silent;
use sanxian_project::worker::{Supervisor, run_if_asked};
use sanxian_review::data::LayerKind;
use sanxian_review::review;

fn main() -> ExitCode {
    run_if_asked();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, runs) = match arguments.as_slice() {
        [folder] => (folder, 3),
        [folder, runs] if runs.parse::<usize>().is_ok() => (folder, runs.parse().unwrap_or(3)),
        _ => {
            eprintln!("review_bench FOLDER [RUNS]");
            return ExitCode::from(2);
        }
    };
    match run(Path::new(folder), runs) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, runs: usize) -> Result<(), Box<dyn std::error::Error>> {
    let submission = Submission {
        towns: folder.join("towns.geojson"),
        layers: LayerKind::CONTROL_LINES.map(|kind| (kind, folder.join(format!("{kind}.geojson")))).to_vec(),
        ledger: None,
        packs: Vec::new(),
        assume: Vec::new(),
        near: None,
        as_of: "2026-11-22".parse()?,
        datum_shift: None,
        accept_repairs: false,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let store = MemoryStore::default();
    let begun = Instant::now();
    let policy = runtime.block_on(submit(&store, &submission, &Supervisor::this_executable()?, &Silent))?;
    println!("read: {:.2} s wall", begun.elapsed().as_secs_f64());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    for unit in runtime.block_on(store.units())? {
        let data = runtime.block_on(store.load(&unit))?;
        for _ in 0..runs {
            let begun = cpu_seconds();
            let found = pool.install(|| review(&data, &policy));
            println!("review: {:.2} CPU s, {} findings", cpu_seconds() - begun, found.findings.len());
        }
    }
    Ok(())
}

/// User + system of this process, seconds; 0 where the system does not tell.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
