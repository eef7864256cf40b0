//! Prints what the window costs on large layers: `window_bench FOLDER OUT`.
//!
//! FOLDER holds `towns`, `eco_redline`, `basic_farmland` and `urban_boundary` as GeoJSON; OUT takes the baselines and
//! is emptied of them first. `./bench ui` makes the data and runs it.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sanxian_project::baseline::{Baseline, Request};
use sanxian_project::import::{Choices, Source, import, towns};
use sanxian_project::locate::{Asked, identify};
use sanxian_project::tile::{Layer, Planes, RecentTiles, Sketch, Sketched, tile};
use sanxian_project::view::IdentifyQuery;
use sanxian_project::watch::{Silent, Step, Watch};
use sanxian_project::worker::{Supervisor, run_if_asked};
use sanxian_review::data::{Bounds, LayerKind};
use sanxian_review::plane::Plane;

type Failed = Box<dyn std::error::Error>;

/// Tiles looked at a zoom.
const TILES: usize = 120;

fn main() -> ExitCode {
    run_if_asked();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = arguments.as_slice() else {
        eprintln!("window_bench FOLDER OUT");
        return ExitCode::from(2);
    };
    match run(Path::new(from), Path::new(to)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(from: &Path, to: &Path) -> Result<(), Failed> {
    let supervisor = Supervisor::this_executable()?;
    println!("import                 CPU s   wall s   peak MB (worker)   features   file MB");
    let mut layers: Vec<Asked> = Vec::new();
    for kind in LayerKind::CONTROL_LINES {
        let file = from.join(format!("{kind}.geojson"));
        let (cpu, begun) = (cpu_seconds(), Instant::now());
        let family = Family::default();
        let info = Baseline::create(to, &request(&file, kind), &supervisor, &family)?;
        println!(
            "{:<20} {:>7.1} {:>8.1} {:>9} ({:>6}) {:>10} {:>9}",
            kind.key(),
            cpu_seconds() - cpu,
            begun.elapsed().as_secs_f64(),
            peak_mb("self"),
            family.worker_mb.load(Ordering::Relaxed),
            info.features,
            std::fs::metadata(&info.path)?.len() >> 20
        );
        let begun = Instant::now();
        let baseline = Arc::new(Baseline::open(&info.path)?);
        println!("{:<20} opened in {:.1} ms", "", millis(begun));
        layers.push(Asked { id: kind.key().into(), role: Some(kind), layer: Layer::Baselines(vec![baseline]) });
    }
    let imported = import(
        &supervisor,
        &Source::file(from.join("towns.geojson")),
        &Choices::default(),
        LayerKind::Towns,
        None,
        &Silent,
    )?;
    let sketch = Sketch::new(towns(imported)?.iter().map(|town| Sketched::town(town, None)).collect());
    layers.push(Asked { id: "towns".into(), role: Some(LayerKind::Towns), layer: Layer::Sketch(Arc::new(sketch)) });
    let Some(extent) = extent(&layers) else { return Err("the layers are empty".into()) };
    let planes = Planes::of(Plane::of(&extent).central_meridian(), Some(extent));
    println!("\nextent {extent:?}");
    for asked in &layers {
        for view in planes.views() {
            tiles(&planes, &view.id, asked, view.extent.unwrap_or_default())?;
        }
    }
    locate(&layers, &extent)?;
    review_input(&layers)?;
    cancel(from, to, &supervisor)
}

fn request(file: &Path, role: LayerKind) -> Request {
    Request {
        source: Source::file(file),
        choices: Choices::default(),
        role,
        name: role.key().to_owned(),
        data_year: None,
    }
}

fn extent(layers: &[Asked]) -> Option<Bounds> {
    let boxes = layers.iter().filter_map(|asked| match &asked.layer {
        Layer::Baselines(baselines) => baselines[0].info().extent,
        Layer::Sketch(_) => None,
    });
    boxes.reduce(|a, b| Bounds {
        west: a.west.min(b.west),
        south: a.south.min(b.south),
        east: a.east.max(b.east),
        north: a.north.max(b.north),
    })
}

/// Times the tiles of one layer in one plane: up to [`TILES`] a zoom, spread over its extent.
fn tiles(planes: &Planes, plane: &str, asked: &Asked, around: [f64; 4]) -> Result<(), Failed> {
    let Some(grid) = planes.grid(plane) else { return Ok(()) };
    println!("\n{plane} {}", asked.id);
    println!(
        "zoom      m/px  tiles   cold p50    p95    max ms   CPU p95 ms   warm p95 ms   bytes p50      p95      max"
    );
    let recent = RecentTiles::new(256 << 20);
    let mut chance = Chance(1);
    for z in 0..22_u8 {
        let side = grid.resolution(z) * 512.0;
        let column = |x: f64| ((x - grid.origin.0) / side).floor() as u32;
        let row = |y: f64| ((grid.origin.1 - y) / side).floor() as u32;
        let (west, east) = (column(around[0]), column(around[2]));
        let (top, bottom) = (row(around[3]), row(around[1]));
        let all = u64::from(east - west + 1) * u64::from(bottom - top + 1);
        let (mut cold, mut cpu, mut warm, mut bytes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for k in 0..(TILES as u64).min(all) {
            let (x, y) = if all <= TILES as u64 {
                let (k, across) = (k as u32, east - west + 1);
                (west + k % across, top + k / across)
            } else {
                (west + chance.below(east - west + 1), top + chance.below(bottom - top + 1))
            };
            let (begun, spent) = (Instant::now(), thread_millis());
            let made = recent.get((plane, &asked.id, 0), (z, x, y), || tile(&asked.id, &asked.layer, grid, z, x, y))?;
            cold.push(millis(begun));
            cpu.push(thread_millis() - spent);
            bytes.push(made.len() as f64);
            let begun = Instant::now();
            recent.get((plane, &asked.id, 0), (z, x, y), || tile(&asked.id, &asked.layer, grid, z, x, y))?;
            warm.push(millis(begun));
        }
        println!(
            "{z:>4} {:>9.2} {:>6} {:>10.1} {:>6.1} {:>9.1} {:>12.1} {:>13.3} {:>11} {:>8} {:>8}",
            grid.resolution(z),
            cold.len(),
            percentile(&mut cold, 50),
            percentile(&mut cold, 95),
            percentile(&mut cold, 100),
            percentile(&mut cpu, 95),
            percentile(&mut warm, 95),
            percentile(&mut bytes, 50),
            percentile(&mut bytes, 95),
            percentile(&mut bytes, 100),
        );
    }
    Ok(())
}

fn locate(layers: &[Asked], extent: &Bounds) -> Result<(), Failed> {
    let ids: Vec<String> = layers.iter().map(|asked| asked.id.clone()).collect();
    let mut chance = Chance(2);
    println!("\nidentify, all layers   tolerance m   p50 ms    p95    max   CPU p95   features p50   max");
    for tolerance_m in [0.0, 5.0, 200.0, 5000.0] {
        let (mut times, mut cpu, mut counts) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..200 {
            let lon = extent.west + (extent.east - extent.west) * chance.share();
            let lat = extent.south + (extent.north - extent.south) * chance.share();
            let query = IdentifyQuery { lon, lat, tolerance_m, layers: ids.clone() };
            let (begun, spent) = (Instant::now(), thread_millis());
            let found = identify(&query, layers)?;
            times.push(millis(begun));
            cpu.push(thread_millis() - spent);
            counts.push(found.len() as f64);
        }
        println!(
            "{:>34} {:>8.2} {:>6.2} {:>6.2} {:>9.2} {:>14} {:>5}",
            tolerance_m,
            percentile(&mut times, 50),
            percentile(&mut times, 95),
            percentile(&mut times, 100),
            percentile(&mut cpu, 95),
            percentile(&mut counts, 50),
            percentile(&mut counts, 100),
        );
    }
    Ok(())
}

/// How long it takes to gather what a review looks at.
fn review_input(layers: &[Asked]) -> Result<(), Failed> {
    let boxes: Vec<Bounds> = layers
        .iter()
        .filter_map(|asked| match &asked.layer {
            Layer::Sketch(sketch) => Some(sketch.features().iter().filter_map(|town| town.ground.bounds())),
            Layer::Baselines(_) => None,
        })
        .flatten()
        .map(|bounds| bounds.padded(1000.0))
        .collect();
    println!();
    for asked in layers {
        if let Layer::Baselines(baselines) = &asked.layer {
            let begun = Instant::now();
            let near = baselines[0].near(&boxes)?;
            println!(
                "near {} towns: {:>8} of {} in {:.2} s",
                boxes.len(),
                near.len(),
                asked.id,
                begun.elapsed().as_secs_f64()
            );
        }
    }
    Ok(())
}

/// Stops an import at several moments and tells how long that took.
fn cancel(from: &Path, to: &Path, supervisor: &Supervisor) -> Result<(), Failed> {
    let file = from.join("basic_farmland.geojson");
    println!("\ncancel after s   answered after ms");
    for after in [0.5, 3.0, 8.0] {
        let watch = Deadline { at: Instant::now() + Duration::from_secs_f64(after), seen: AtomicBool::new(false) };
        let refused = Baseline::create(to, &request(&file, LayerKind::BasicFarmland), supervisor, &watch);
        let late = Instant::now().saturating_duration_since(watch.at);
        let end = if refused.is_ok() { "   (was done before)" } else { "" };
        println!("{after:>14} {:>19.0}{end}", late.as_secs_f64() * 1e3);
    }
    Ok(())
}

struct Deadline {
    at: Instant,
    seen: AtomicBool,
}

impl Watch for Deadline {
    fn progress(&self, _: Step) {}

    fn cancelled(&self) -> bool {
        let over = Instant::now() >= self.at;
        self.seen.fetch_or(over, Ordering::Relaxed);
        over
    }
}

/// Keeps the peak memory of the worker, which is gone when the import is done.
#[derive(Default)]
struct Family {
    worker_mb: std::sync::atomic::AtomicU64,
}

impl Watch for Family {
    fn progress(&self, _: Step) {
        let own = std::process::id().to_string();
        let Ok(processes) = std::fs::read_dir("/proc") else { return };
        for process in processes.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()) {
            let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            let parent = status.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1));
            if parent == Some(own.as_str()) {
                self.worker_mb.fetch_max(peak_mb(&process), Ordering::Relaxed);
            }
        }
    }

    fn cancelled(&self) -> bool {
        false
    }
}

/// Processor time of this process and its ended children, where the system tells (Linux; 100 ticks a second).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Processor time of this thread, where the system tells (Linux).
fn thread_millis() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split_whitespace().next().and_then(|first| first.parse::<f64>().ok());
    nanoseconds.unwrap_or_default() / 1e6
}

/// Peak resident memory of a process, MB; 0 where the system does not tell.
fn peak_mb(process: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() >> 10
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get((values.len().saturating_sub(1) * percent).div_ceil(100)).copied().unwrap_or_default()
}

/// The same numbers every time.
struct Chance(u64);

impl Chance {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: u32) -> u32 {
        (self.share() * f64::from(end)) as u32
    }
}
