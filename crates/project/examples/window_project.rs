//! Makes the project that the window is measured on: `window_project FOLDER DATA [ROWS]`.
//!
//! FOLDER holds `towns`, `eco_redline`, `basic_farmland` and `urban_boundary` as GeoJSON; DATA takes what the application
//! keeps: baselines, and a project called `bench`, reviewed. With ROWS there is a second project `rows`, whose findings
//! are those of the first over and over under other names, until there are as many. `./bench ui` runs it.
//!
//! `window_project review DATA` reviews that project once more, with nothing kept from before.

use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use sanxian_project::desk::{Desk, Places};
use sanxian_project::lang::Text;
use sanxian_project::store::project::ReviewedWith;
use sanxian_project::store::{GpkgStore, LogLine, Store, TownCounties, Winding};
use sanxian_project::view::{CardChoices, IdentifyQuery};
use sanxian_project::watch::{Silent, Step, Watch};
use sanxian_project::worker::{Supervisor, run_if_asked};
use sanxian_review::finding::Fingerprint;

type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    run_if_asked();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = runtime.map_err(Failed::from).and_then(|run| match words[..] {
        ["review", data] => run.block_on(again(Path::new(data))),
        [from, data] => run.block_on(make(Path::new(from), Path::new(data), None)),
        [from, data, rows] => run.block_on(make(Path::new(from), Path::new(data), rows.parse().ok())),
        _ => Err("window_project FOLDER DATA [ROWS] | window_project review DATA".into()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn make(from: &Path, data: &Path, rows: Option<usize>) -> Result<(), Failed> {
    std::fs::create_dir_all(data)?;
    let told = |failure: sanxian_project::view::Failure| Failed::from(failure.message.en);
    let desk = Desk::new(Places::under(data), Supervisor::this_executable()?).map_err(told)?;
    desk.new_project("bench").await.map_err(told)?;
    let begun = Instant::now();
    for name in ["towns", "eco_redline", "basic_farmland", "urban_boundary"] {
        let file = from.join(format!("{name}.geojson"));
        for card in desk.receive(&[file], Arc::new(Silent)).await.map_err(told)? {
            let choices = CardChoices { data_year: Some(2025), ..card.choices };
            desk.change_card(&card.id, choices, Arc::new(Silent)).await.map_err(told)?;
            desk.confirm_cards(&[card.id], Arc::new(Silent)).await.map_err(told)?;
        }
    }
    println!("looked at and imported   {:>8.1} s", begun.elapsed().as_secs_f64());
    reviewed(&desk).await.map_err(told)?;
    desk.close_project().await.map_err(told)?;
    let project = data.join("projects/bench.gpkg");
    if let Some(rows) = rows {
        multiply(&project, &data.join("projects/rows.gpkg"), rows).await?;
    }
    for name in ["bench", "rows"] {
        let path = data.join(format!("projects/{name}.gpkg"));
        if path.exists() {
            opened(&desk, &path).await.map_err(told)?;
        }
    }
    Ok(())
}

async fn again(data: &Path) -> Result<(), Failed> {
    let told = |failure: sanxian_project::view::Failure| Failed::from(failure.message.en);
    let desk = Desk::new(Places::under(data), Supervisor::this_executable()?).map_err(told)?;
    desk.open_project(&data.join("projects/bench.gpkg")).await.map_err(told)?;
    reviewed(&desk).await.map_err(told)
}

/// How long a review takes, and how long its first result.
async fn reviewed(desk: &Desk) -> Result<(), sanxian_project::view::Failure> {
    let onset = Arc::new(Onset { begun: Instant::now(), first: OnceLock::new() });
    desk.review(onset.clone()).await?;
    println!("reviewed and recorded    {:>8.1} s", onset.begun.elapsed().as_secs_f64());
    if let Some((after, said)) = onset.first.get() {
        println!("first result             {:>8.3} s  {said}", after.as_secs_f64());
    }
    Ok(())
}

/// Notes when the first town was told, and what.
struct Onset {
    begun: Instant,
    first: OnceLock<(Duration, String)>,
}

impl Watch for Onset {
    fn progress(&self, _: Step) {}

    fn first(&self, said: &Text) {
        self.first.get_or_init(|| (self.begun.elapsed(), said.zh.clone()));
    }

    fn cancelled(&self) -> bool {
        false
    }
}

/// How long the desk takes for what a window asks first.
async fn opened(desk: &Desk, path: &Path) -> Result<(), sanxian_project::view::Failure> {
    let begun = Instant::now();
    desk.open_project(path).await?;
    let open = begun.elapsed();
    let view = desk.project().await?;
    let found = view.as_ref().and_then(|view| view.review.as_ref()).map(|review| review.findings);
    let planes = desk.planes().await?;
    desk.towns().await?;
    let asked = begun.elapsed();
    let plane = &planes[0].id;
    for layer in ["urban_boundary", "basic_farmland", "eco_redline", "towns", "findings"] {
        desk.tile(plane, layer, 5, 0, 0).await.ok();
    }
    let millis = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    println!(
        "{:<24} opened {:.0} ms, listed {:.0} ms, ground read {:.0} ms, {found:?}",
        path.file_stem().unwrap_or_default().to_string_lossy(),
        millis(open),
        millis(asked),
        millis(begun.elapsed()),
    );
    tiles(desk).await?;
    identify(desk).await?;
    desk.close_project().await
}

/// Tiles looked at a zoom and layer.
const TILES: u64 = 40;

/// How long each layer takes for its tiles, and how large they are, in the project's own plane.
async fn tiles(desk: &Desk) -> Result<(), sanxian_project::view::Failure> {
    let Some(view) = desk.project().await? else { return Ok(()) };
    let Some(plane) = desk.planes().await?.into_iter().next() else { return Ok(()) };
    let Some([west, south, east, north]) = plane.extent else { return Ok(()) };
    for layer in &view.layers {
        let (mut worst, mut largest) = ((0.0, 0), (0, 0));
        for (z, resolution) in (0_u8..).zip(&plane.resolutions) {
            let side = resolution * 512.0;
            let column = |x: f64| ((x - plane.origin[0]) / side).floor() as u32;
            let row = |y: f64| ((plane.origin[1] - y) / side).floor() as u32;
            let (left, top) = (column(west), row(north));
            let (across, down) = (column(east) - left + 1, row(south) - top + 1);
            let all = u64::from(across) * u64::from(down);
            let mut times = Vec::new();
            for k in 0..TILES.min(all) {
                // evenly over the ground
                let at = k * all / TILES.min(all);
                let (x, y) = (left + (at % u64::from(across)) as u32, top + (at / u64::from(across)) as u32);
                let begun = Instant::now();
                let bytes = desk.tile(&plane.id, &layer.id, z, x, y).await?;
                times.push(begun.elapsed().as_secs_f64() * 1e3);
                largest = largest.max((bytes.len(), z));
            }
            times.sort_by(f64::total_cmp);
            let p95 = times.get(times.len().saturating_sub(1) * 95 / 100).copied().unwrap_or_default();
            if p95 > worst.0 {
                worst = (p95, z);
            }
        }
        println!(
            "  tiles {:<18} worst p95 {:>6.1} ms (zoom {}), largest {:>4} kB (zoom {})",
            layer.id,
            worst.0,
            worst.1,
            largest.0 / 1000,
            largest.1
        );
    }
    Ok(())
}

/// How long a click takes that asks every layer, over the project's ground.
async fn identify(desk: &Desk) -> Result<(), sanxian_project::view::Failure> {
    let Some(view) = desk.project().await? else { return Ok(()) };
    let Some([west, south, east, north]) = view.extent else { return Ok(()) };
    let layers: Vec<String> = view.layers.iter().map(|layer| layer.id.clone()).collect();
    let mut times = Vec::new();
    for k in 0..200_u32 {
        let share = |step: u32| f64::from(k * step % 200) / 200.0;
        let (lon, lat) = (west + (east - west) * share(7), south + (north - south) * share(31));
        let begun = Instant::now();
        desk.identify(IdentifyQuery { lon, lat, tolerance_m: 50.0, layers: layers.clone() }).await?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("  identify, all layers     p95 {:>6.1} ms, longest {:>6.1} ms", times[190], times[199]);
    Ok(())
}

/// The same project with its findings repeated.
async fn multiply(from: &Path, to: &Path, rows: usize) -> Result<(), Failed> {
    let known = GpkgStore::open(from).await?;
    let (mut recorded, baselines) = (known.recorded().await?, known.glance().await?.baselines);
    known.close().await;
    let own = recorded.review.findings.clone();
    let findings = own.iter().cycle().take(rows).enumerate().map(|(at, found)| {
        let mut found = found.clone();
        if at >= own.len() {
            found.fingerprint = Fingerprint(format!("{}~{}", found.fingerprint.0, at / own.len()));
        }
        found
    });
    recorded.review.findings = findings.collect();
    let _ = std::fs::remove_file(to);
    let store = GpkgStore::create(to, Winding::AsDelivered).await?;
    let line = |text: &str| LogLine { at: String::new(), text: Text::new(text, text) };
    store.begin_project(false, &line("made")).await?;
    store.put_baselines(&baselines, &TownCounties::new(), &line("baselines")).await?;
    let with = ReviewedWith::default();
    store.put_reviewed(&recorded, &Default::default(), &with, &TownCounties::new(), &line("findings repeated")).await?;
    store.close().await;
    Ok(())
}
