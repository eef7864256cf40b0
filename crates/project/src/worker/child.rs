//! The worker's side: takes one job from stdin, limits itself, reads the file, answers on stdout.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::wire::{self, Answer, Frame, Job, Task};
use crate::import::inspect::survey;
use crate::import::read::{self, Output};

/// Exit status after a complete answer, good or bad.
const ANSWERED: i32 = 0;
/// Exit status when stdin held no job or stdout is gone.
const NO_PARENT: i32 = 3;

/// Serves one job; returns the exit status.
pub(super) fn serve() -> i32 {
    let job: Job = match wire::receive(&mut io::stdin().lock(), &mut Vec::new()) {
        Ok(Some(job)) => job,
        Ok(None) => return NO_PARENT,
        Err(error) => {
            eprintln!("the job cannot be read: {error}");
            return NO_PARENT;
        }
    };
    limit_memory(job.memory);
    let mut out = Pipe { out: BufWriter::with_capacity(1 << 18, io::stdout()), told: Instant::now() };
    let answer = match job.task {
        Task::Read => read::file(&job, &mut out).map(Answer::Read),
        Task::List => read::layers(Path::new(&job.path)).map(Answer::Layers),
        Task::Tables => read::tables(Path::new(&job.path)).map(Answer::Layers),
        Task::Inspect { role_given } => {
            survey::layer(&job, role_given, &mut out).map(|inspected| Answer::Inspected(Box::new(inspected)))
        }
    };
    out.frame(answer.map_or_else(Frame::Failed, Frame::Done));
    out.flush();
    ANSWERED
}

/// A lower limit than asked for may already stand; then it stays.
fn limit_memory(bytes: u64) {
    #[cfg(unix)]
    if let Err(error) = rlimit::Resource::AS.get().and_then(|(_, hard)| {
        let bytes = bytes.min(hard);
        rlimit::Resource::AS.set(bytes, bytes)
    }) {
        eprintln!("the memory limit cannot be set: {error}");
    }
    #[cfg(not(unix))]
    let _ = bytes;
}

struct Pipe {
    out: BufWriter<io::Stdout>,
    told: Instant,
}

impl Pipe {
    fn flush(&mut self) {
        if self.out.flush().is_err() {
            std::process::exit(NO_PARENT); // the parent is gone: nobody wants the rest
        }
    }
}

impl Output for Pipe {
    fn frame(&mut self, frame: Frame) {
        if let Err(error) = wire::send(&mut self.out, &frame) {
            eprintln!("the answer cannot be sent: {error}");
            std::process::exit(NO_PARENT);
        }
    }

    fn progress(&mut self, done: u64, total: u64) {
        if self.told.elapsed() >= Duration::from_millis(100) {
            self.told = Instant::now();
            self.frame(Frame::Progress { done, total });
            self.flush();
        }
    }
}
