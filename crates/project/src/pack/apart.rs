//! Verifies in a process of its own, inside limits: a pack comes from elsewhere, and what reads its database may die.
//!
//! The same executable is started with the hidden verb [`VERB`]; a door's `main` calls [`run_if_asked`] first.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{PackError, Press, Report, verify};
use crate::lang::Text;
use crate::watch::{Step, Watch};

/// The hidden first argument.
pub const VERB: &str = "__verify";
/// Time for a whole pack.
const WALL: Duration = Duration::from_secs(60 * 60);
/// Address space, bytes (Unix only).
#[cfg(unix)]
const MEMORY: u64 = 8 << 30;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Reviewed { done: usize, total: usize },
    Made { done: usize, total: usize },
    Report(Box<Report>),
    Failed { not_a_pack: Option<Text>, what: String },
}

/// Serves and ends the process, if it was started to verify; else returns at once.
pub fn run_if_asked(press: impl FnOnce() -> Box<dyn Press>) {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_none_or(|verb| verb != VERB) {
        return;
    }
    limit_memory();
    let path = args.next().unwrap_or_default();
    let word = match verify(Path::new(&path), press().as_ref(), &Teller(Mutex::new(None))) {
        Ok(report) => Word::Report(Box::new(report)),
        Err(PackError::NotAPack { what, .. }) => Word::Failed { what: what.en.clone(), not_a_pack: Some(what) },
        Err(error) => Word::Failed { not_a_pack: None, what: error.to_string() },
    };
    tell(&word);
    std::process::exit(0);
}

fn limit_memory() {
    #[cfg(unix)]
    if let Err(error) = rlimit::Resource::AS.get().and_then(|(_, hard)| {
        let bytes = MEMORY.min(hard);
        rlimit::Resource::AS.set(bytes, bytes)
    }) {
        eprintln!("the memory limit cannot be set: {error}");
    }
}

fn tell(word: &Word) {
    let mut out = io::stdout().lock();
    let line = serde_json::to_string(word).unwrap_or_default();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(3); // the parent is gone: nobody wants the rest
    }
}

struct Teller(Mutex<Option<Instant>>);

impl Watch for Teller {
    fn progress(&self, step: Step) {
        let word = match step {
            Step::Review { done, total } => Word::Reviewed { done, total },
            Step::Export { done, total } => Word::Made { done, total },
            _ => return,
        };
        let mut last = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if last.is_none_or(|at| at.elapsed() >= Duration::from_millis(100)) {
            *last = Some(Instant::now());
            tell(&word);
        }
    }

    fn cancelled(&self) -> bool {
        false // the parent ends the process
    }
}

/// Verifies `pack` in a process started from `program`.
///
/// # Errors
/// As [`verify`], and a process that died or took too long.
pub fn verify_apart(program: &Path, pack: &Path, watch: &dyn Watch) -> Result<Report, PackError> {
    let failed = |what: Text| PackError::NotAPack { path: pack.into(), what };
    // told here, in the system's own words
    std::fs::File::open(pack).map_err(PackError::io(pack))?;
    let mut child = Command::new(program)
        .arg(VERB)
        .arg(pack)
        .env_remove("PROJ_DATA")
        .env_remove("PROJ_LIB")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(PackError::io(program))?;
    let (send, words) = channel();
    let stdout = child.stdout.take();
    let reader = std::thread::spawn(move || {
        let lines = stdout.map(|out| BufReader::new(out).lines()).into_iter().flatten();
        for line in lines.map_while(Result::ok) {
            if serde_json::from_str::<Word>(&line).map(|word| send.send(word)).is_err() {
                break;
            }
        }
    });
    let begun = Instant::now();
    let ended = loop {
        match words.recv_timeout(Duration::from_millis(50)) {
            Ok(Word::Reviewed { done, total }) => watch.progress(Step::Review { done, total }),
            Ok(Word::Made { done, total }) => watch.progress(Step::Export { done, total }),
            Ok(Word::Report(report)) => break Ok(*report),
            Ok(Word::Failed { not_a_pack: Some(what), .. }) => break Err(failed(what)),
            Ok(Word::Failed { what, .. }) => {
                break Err(failed(Text::new(format!("无法核对：{what}"), format!("cannot be verified: {what}"))));
            }
            Err(RecvTimeoutError::Disconnected) => {
                break Err(failed(Text::new(
                    "核对进程意外结束：证据包可能已损坏，或超过内存限制",
                    "the verifying process ended unexpectedly: the pack may be damaged, or larger than memory allows",
                )));
            }
            Err(RecvTimeoutError::Timeout) if watch.cancelled() => break Err(PackError::Cancelled),
            Err(RecvTimeoutError::Timeout) if begun.elapsed() > WALL => {
                break Err(failed(Text::new(
                    "核对超过 1 小时，已停止",
                    "verifying took more than an hour and was stopped",
                )));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    let _ = child.kill();
    let _ = child.wait();
    let _ = reader.join();
    ended
}
