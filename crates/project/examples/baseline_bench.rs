//! Prints what baselines cost on large layers, in CPU seconds of this process and its workers.
//!
//!     baseline_bench import KIND FILE OUT    imports one file into a new baseline in folder OUT
//!     baseline_bench review BASELINES TOWNS  gathers what lies near the towns, reviews it, and again with one town moved
//!
//! `./bench L --baseline` makes the data, runs it and reads `review CPU s`, `first result s` and `again ms` out of what is
//! printed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use geo::{Coord, MapCoords};
use sanxian_project::baseline::{Baseline, Request, list};
use sanxian_project::import::{Choices, Source, import};
use sanxian_project::run::{Gathered, Terms, first_town, review_gathered};
use sanxian_project::store::Recorded;
use sanxian_project::watch::Silent;
use sanxian_project::worker::{Supervisor, run_if_asked};
use sanxian_review::Kept;
use sanxian_review::data::{Dataset, Feature, LayerKind, Shape};
use sanxian_review::policy::Policy;

type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    run_if_asked();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["import", kind, file, out] => import_one(kind, Path::new(file), Path::new(out)),
        ["review", baselines, towns] => review(Path::new(baselines), Path::new(towns)),
        _ => Err("baseline_bench import KIND FILE OUT | baseline_bench review BASELINES TOWNS".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn import_one(kind: &str, file: &Path, out: &Path) -> Result<(), Failed> {
    let role = LayerKind::from_key(kind).ok_or("no such kind of layer")?;
    let request = Request {
        source: Source::file(file),
        choices: Choices::default(),
        role,
        name: kind.to_owned(),
        data_year: None,
    };
    let info = Baseline::create(out, &request, &Supervisor::this_executable()?, &Silent)?;
    println!("{} features, {} bytes", info.features, std::fs::metadata(&info.path)?.len());
    Ok(())
}

fn review(baselines: &Path, towns: &Path) -> Result<(), Failed> {
    let supervisor = Supervisor::this_executable()?;
    let whole = Stretch::begin("whole review");
    let imported = import(&supervisor, &Source::file(towns), &Choices::default(), LayerKind::Towns, None, &Silent)?;
    let mut opened = Vec::new();
    for listed in list(baselines)? {
        opened.push(Baseline::open(&listed.info?.path)?);
    }
    opened.sort_by_key(|baseline| baseline.info().role);
    let mut gathered = Gathered::with_towns(imported)?;
    let terms = Terms { packs: Vec::new(), assume: Vec::new(), near: None, as_of: "2026-11-01".parse()? };
    let policy = terms.bind(gathered.towns.iter().map(|town| &town.traits))?;
    let first = first_town(&gathered.towns, &opened, &policy, &|| true)?.ok_or("no towns")?;
    println!("first result s: {:.3} ({}, reading the towns included)", whole.1.elapsed().as_secs_f64(), first.name);
    let near = gathered.near(&policy);
    let gather = Stretch::begin("  of it, gathering from the baselines");
    for baseline in &opened {
        gathered.add(baseline.imported(&near)?, policy.repair());
    }
    gather.end();
    let judge = Stretch::begin("  of it, reviewing");
    let recorded = review_gathered(gathered, &terms, &policy, 0, &Silent)?;
    judge.end();
    println!("review CPU s: {:.3}", whole.end());
    println!("{} towns, {} findings", recorded.review.towns.len(), recorded.review.findings.len());
    again(&recorded, &opened, &policy)
}

/// Redraws some towns, one after the other, and reviews each time what that may change.
fn again(recorded: &Recorded, opened: &[Baseline], policy: &Policy) -> Result<(), Failed> {
    let data = Dataset { towns: recorded.towns.clone(), layers: recorded.layers.clone(), ..Dataset::default() };
    let kept = Kept::of(&data, policy, &|_, _| true).ok_or("cancelled")?;
    let mut times = Vec::new();
    for which in (0..recorded.towns.len()).step_by(recorded.towns.len() / 20 + 1) {
        let mut changed = Gathered::with_kept_towns(recorded.towns.clone(), Vec::new(), Vec::new());
        let shape = &mut changed.towns[which].feature.shape;
        *shape = Shape::new(shape.polygons().map_coords(|c| Coord { x: c.x + 0.001, ..c }))?;
        let begun = Instant::now();
        let alone = Gathered::with_kept_towns(vec![changed.towns[which].clone()], Vec::new(), Vec::new());
        let near = alone.near(policy);
        let mut layers: BTreeMap<LayerKind, Vec<Feature>> = BTreeMap::new();
        for baseline in opened {
            layers.entry(baseline.info().role).or_default().extend(baseline.near(&near)?);
        }
        let data = Dataset { towns: changed.towns, layers, ..Dataset::default() };
        let now = kept.again(&data, policy, &|_, _| true).ok_or("cancelled")?;
        let said = now.review_of(&now.differing(&kept));
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        assert!(!said.towns.is_empty(), "a town that moved is said anew");
    }
    times.sort_by(f64::total_cmp);
    println!(
        "again ms: {:.1} (median of {} towns redrawn one by one, reading the open baselines included; largest {:.1})",
        times[times.len() / 2],
        times.len(),
        times[times.len() - 1]
    );
    Ok(())
}

/// Time from its beginning to its end.
struct Stretch(&'static str, Instant, f64);

impl Stretch {
    fn begin(what: &'static str) -> Self {
        Self(what, Instant::now(), cpu_seconds())
    }

    /// CPU seconds.
    fn end(self) -> f64 {
        let spent = cpu_seconds() - self.2;
        println!("{:<40} {spent:>8.3} CPU s {:>8.3} s", self.0, self.1.elapsed().as_secs_f64());
        spent
    }
}

/// User and system time of this process and its dead children so far; 0 where it cannot be told (Linux only).
fn cpu_seconds() -> f64 {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else { return 0.0 };
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = fields.skip(11).take(4).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}
