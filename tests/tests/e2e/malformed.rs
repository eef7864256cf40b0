//! Two thousand spoilt files in every format: each is answered in words, none ends or holds up the program.
//!
//! They are made of the small good files in `tests/formats/seeds`, the same bytes every time (`malformed.sha256` says
//! which), and stay in `target/malformed` to be looked at. Each file has the program and its worker for itself, within
//! 10 s and 1 GiB of address space.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sanxian_tests::corpus::repository;
use sanxian_tests::mutate::{Random, spoilt};
use sanxian_tests::program::sanxian;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Spoilt files of each good one.
const EACH: u64 = 120;
/// No file may take longer.
const SLOWEST: Duration = Duration::from_secs(10);
/// KiB of address space for the program and for each of its workers.
const MEMORY: u64 = 1 << 20;
/// The files of a shapefile: one is spoilt, the others are good.
const COMPANIONS: [&str; 5] = ["shp", "shx", "dbf", "prj", "cpg"];

fn seeds() -> PathBuf {
    repository().join("tests/formats/seeds")
}

/// Makes all files; gives what to read, and the hash of the files made of each good one.
fn made(folder: &Path) -> (Vec<PathBuf>, String) {
    let mut names: Vec<String> = std::fs::read_dir(seeds())
        .expect("the seeds")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let (mut paths, mut listed) = (Vec::new(), String::new());
    for (number, name) in (1..).zip(&names) {
        let good = std::fs::read(seeds().join(name)).expect("a seed");
        let extension = name.rsplit('.').next().unwrap_or_default();
        let shapefile = COMPANIONS.contains(&extension);
        let mut hash = Sha256::new();
        for n in 0..EACH {
            let bytes = spoilt(&good, &mut Random::new(number * 10_000 + n));
            hash.update(&bytes);
            let place = folder.join(name.replace('.', "-"));
            let place = if shapefile { place.join(format!("{n:03}")) } else { place };
            std::fs::create_dir_all(&place).expect("a folder");
            if shapefile {
                for other in COMPANIONS.iter().filter(|other| **other != extension) {
                    let file = format!("layer.{other}");
                    std::fs::copy(seeds().join(&file), place.join(&file)).expect("copied");
                }
            }
            let file = if shapefile { name.clone() } else { format!("{n:03}.{extension}") };
            std::fs::write(place.join(file), bytes).expect("written");
            paths.push(if shapefile { place.join("layer.shp") } else { place.join(format!("{n:03}.{extension}")) });
        }
        let digest = hash.finalize().iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        let _ = writeln!(listed, "{digest}  {name} × {EACH}");
    }
    (paths, listed)
}

/// Looks into a file; ends the program when it takes longer than a file may. Gives the answer and the time it took.
fn look(file: &Path) -> Result<(Value, Duration), String> {
    let program = sanxian();
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh"])
        .arg(program.get_program())
        .args(["inspect", "--json", "--progress", "never", "--lang", "en"])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let begin = Instant::now();
    let mut child = command.spawn().expect("the program");
    let (mut out, mut err) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
    let read = std::thread::spawn(move || std::io::read_to_string(&mut out));
    let said = std::thread::spawn(move || std::io::read_to_string(&mut err));
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if begin.elapsed() > SLOWEST {
            child.kill().expect("killed");
            let _ = child.wait();
            return Err(format!("it takes longer than {SLOWEST:?}"));
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = begin.elapsed();
    let text = read.join().expect("read").map_err(|error| error.to_string())?;
    let said = said.join().expect("read").map_err(|error| error.to_string())?;
    let sound = matches!(status.code(), Some(0 | 1)) && !said.contains("panicked");
    if !sound {
        return Err(format!("{status}: {said}"));
    }
    let answer = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
    Ok((answer, took))
}

/// What is wrong with an answer, if anything.
fn unanswered(layer: &Value) -> Option<String> {
    let said = |text: &Value| ["zh", "en"].iter().all(|lang| text[lang].as_str().is_some_and(|text| !text.is_empty()));
    let failure = &layer["failure"];
    if !failure.is_null() {
        let code = failure["code"].as_str().unwrap_or_default();
        if ["worker_died", "hang", "time_limit", "memory_limit"].contains(&code) {
            return Some(format!("{code}: {failure}"));
        }
        return (!said(&failure["message"]) || !said(&failure["hint"])).then(|| format!("{failure}"));
    }
    let missing = layer["missing"].as_array().is_some_and(|missing| missing.iter().all(said));
    let ready = layer["ready"] == true || layer["missing"].as_array().is_some_and(|missing| !missing.is_empty());
    (!missing || !ready).then(|| format!("neither ready nor told why not: {layer}"))
}

#[test]
fn two_thousand_spoilt_files_are_each_answered_in_words() {
    let target = std::env::current_exe().expect("this test");
    let target = target.ancestors().find(|folder| folder.ends_with("deps")).and_then(Path::parent).expect("target");
    let folder = target.join("malformed");
    let _ = std::fs::remove_dir_all(&folder);
    let (paths, listed) = made(&folder);
    assert!(paths.len() >= 2_000, "{} files", paths.len());
    let known = repository().join("tests/formats/malformed.sha256");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&known, &listed).expect("written");
    }
    assert_eq!(std::fs::read_to_string(&known).unwrap_or_default(), listed, "UPDATE=1 writes the list anew");
    let campaign = campaign(&paths);
    let (file, took) = campaign.slowest.clone().unwrap_or_default();
    println!("{} files: {:?}", paths.len(), campaign.outcomes);
    println!("the slowest within 10 s: {} in {took:.2?}", file.display());
    let bad = campaign.bad;
    assert!(bad.is_empty(), "{} of {} files:\n{}", bad.len(), paths.len(), bad.join("\n"));
    let layers: u32 = campaign.outcomes.values().sum();
    assert!(layers as usize >= paths.len(), "{layers} answers to {} files", paths.len());
}

/// What came of all files.
#[derive(Default)]
struct Campaign {
    /// How often each code was answered.
    outcomes: BTreeMap<String, u32>,
    /// What must not be.
    bad: Vec<String>,
    slowest: Option<(PathBuf, Duration)>,
}

/// Looks into every file, as many at a time as there are cores.
fn campaign(paths: &[PathBuf]) -> Campaign {
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Campaign::default()));
    let work = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let looked = look(path);
            let mut all = all.lock().expect("no panic");
            match looked {
                Ok((answer, took)) => all.add(path, &answer, took),
                Err(what) => all.bad.push(format!("{}: {what}", path.display())),
            }
        }
    };
    std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        (0..cores).for_each(|_| drop(scope.spawn(work)));
    });
    all.into_inner().expect("no panic")
}

impl Campaign {
    fn add(&mut self, path: &Path, answer: &Value, took: Duration) {
        let layers = answer["layers"].as_array().cloned().unwrap_or_default();
        if layers.is_empty() {
            self.bad.push(format!("{}: no answer", path.display()));
        }
        for layer in &layers {
            let code = layer["failure"]["code"].as_str().unwrap_or("read");
            *self.outcomes.entry(code.to_owned()).or_default() += 1;
            self.bad.extend(unanswered(layer).map(|what| format!("{}: {what}", path.display())));
        }
        if self.slowest.as_ref().is_none_or(|(_, slowest)| *slowest < took) {
            self.slowest = Some((path.to_owned(), took));
        }
    }
}
