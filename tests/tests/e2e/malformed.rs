//! Two thousand spoilt files in every format: each is answered in words, none ends or holds up the program.
//!
//! They are made of the small good files in `tests/formats/seeds`, the same bytes every time (`malformed.sha256` says
//! which), and stay in `target/malformed` to be looked at. The program reads them in batches; each file is parsed by a
//! worker of its own, and all of them live within 1 GiB of address space.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sanxian_tests::corpus::repository;
use sanxian_tests::mutate::{Random, spoilt};
use sanxian_tests::program::sanxian;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Spoilt files of each good one.
const EACH: u64 = 120;
/// Files of one batch.
const BATCH: usize = 40;
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

/// Looks into a batch; ends the program when it takes longer than its files may.
fn look(batch: &[PathBuf]) -> Result<Value, String> {
    let program = sanxian();
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh"])
        .arg(program.get_program())
        .args(["inspect", "--json", "--progress", "never", "--lang", "en"])
        .args(batch)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    let (mut out, mut err) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
    let read = std::thread::spawn(move || std::io::read_to_string(&mut out));
    let said = std::thread::spawn(move || std::io::read_to_string(&mut err));
    let end = Instant::now() + SLOWEST * u32::try_from(batch.len()).expect("few");
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if Instant::now() > end {
            child.kill().expect("killed");
            return Err("it takes too long".to_owned());
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let text = read.join().expect("read").map_err(|error| error.to_string())?;
    let said = said.join().expect("read").map_err(|error| error.to_string())?;
    let sound = matches!(status.code(), Some(0 | 1)) && !said.contains("panicked");
    if !sound {
        return Err(format!("{status}: {said}"));
    }
    serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))
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
    let batches: Vec<&[PathBuf]> = paths.chunks(BATCH).collect();
    let (first, second) = batches.split_at(batches.len() / 2);
    let work = |batches: &[&[PathBuf]]| {
        let mut bad = Vec::new();
        let mut outcomes: BTreeMap<String, u32> = BTreeMap::new();
        for batch in batches {
            match look(batch) {
                Ok(answer) => {
                    let layers = answer["layers"].as_array().cloned().unwrap_or_default();
                    if layers.len() < batch.len() {
                        bad.push(format!(
                            "{} answers to {} files from {}",
                            layers.len(),
                            batch.len(),
                            batch[0].display()
                        ));
                    }
                    for layer in &layers {
                        let code = layer["failure"]["code"].as_str().unwrap_or("read");
                        *outcomes.entry(code.to_owned()).or_default() += 1;
                        bad.extend(unanswered(layer).map(|what| format!("{}: {what}", layer["file"])));
                    }
                }
                Err(what) => bad.push(format!("{} …: {what}", batch[0].display())),
            }
        }
        (bad, outcomes)
    };
    let (one, two) = std::thread::scope(|scope| {
        let other = scope.spawn(|| work(second));
        (work(first), other.join().expect("no panic"))
    });
    let mut outcomes = one.1;
    for (code, count) in two.1 {
        *outcomes.entry(code).or_default() += count;
    }
    println!("{} files: {outcomes:?}", paths.len());
    let bad: Vec<String> = one.0.into_iter().chain(two.0).collect();
    assert!(bad.is_empty(), "{} of {} files:\n{}", bad.len(), paths.len(), bad.join("\n"));
}
