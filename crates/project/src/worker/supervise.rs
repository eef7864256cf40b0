//! The parent's side: starts a worker, feeds it one job, watches it, kills it at a limit.

use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::VERB;
use super::wire::{self, Answer, Frame, Job, Task};
use crate::import::ImportError;
use crate::watch::{Step, Watch};

/// What one import may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time for the whole file.
    pub wall: Duration,
    /// Time without a word from the worker.
    pub silence: Duration,
    /// Address space of the worker, bytes (Unix only). Files are read in pieces, so their size does not count.
    pub memory: u64,
    /// Vertices kept of one layer.
    pub vertices: u64,
    /// Whether files are hashed while they are read. Who tells nobody what was read can spare a third of the reading.
    pub hash: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall: Duration::from_secs(15 * 60),
            silence: Duration::from_secs(60),
            memory: 4 << 30,
            vertices: 50_000_000,
            hash: true,
        }
    }
}

/// Starts workers.
#[derive(Debug, Clone)]
pub struct Supervisor {
    /// An executable whose `main` begins with [`run_if_asked`](super::run_if_asked).
    pub program: PathBuf,
    /// The limits of each worker.
    pub limits: Limits,
}

impl Supervisor {
    /// Workers are this executable, under the default limits.
    ///
    /// # Errors
    /// When the system does not tell where this executable is.
    pub fn this_executable() -> io::Result<Self> {
        Ok(Self { program: std::env::current_exe()?, limits: Limits::default() })
    }

    /// Runs one job. `each` gets every frame except progress and the last.
    pub(crate) fn run(
        &self,
        job: &Job,
        watch: &dyn Watch,
        mut each: impl FnMut(Frame) -> Result<(), ImportError>,
    ) -> Result<Answer, ImportError> {
        let file = Path::new(&job.path).file_name().unwrap_or(&job.path).to_string_lossy().into_owned();
        let worker = Worker::start(&self.program, job).map_err(|error| ImportError::WorkerStart {
            file: file.clone(),
            program: self.program.display().to_string(),
            reason: error.to_string(),
        })?;
        let begun = Instant::now();
        let (mut heard, mut asked) = (begun, begun);
        let mut whole = None;
        let mut words = Vec::new().into_iter();
        loop {
            let word = match words.next() {
                Some(word) => Ok(word),
                None => match worker.frames.recv_timeout(Duration::from_millis(50)) {
                    Ok(more) => {
                        words = more.into_iter();
                        continue;
                    }
                    Err(silent) => Err(silent),
                },
            };
            if asked.elapsed() >= Duration::from_millis(50) || word.is_err() {
                asked = Instant::now();
                if watch.cancelled() {
                    return Err(ImportError::Cancelled { file });
                }
                if begun.elapsed() > self.limits.wall {
                    return Err(ImportError::TimeLimit { file, seconds: self.limits.wall.as_secs() });
                }
            }
            match word {
                Ok(Ok(Frame::Done(answer))) => {
                    // a small file is read before its first sign of life: its end is told all the same
                    let bytes = whole.unwrap_or_else(|| answer.bytes());
                    watch.progress(step(job, bytes, bytes));
                    // nor is there a look for a cancel before: it is heard here, however quick the worker was
                    return if watch.cancelled() { Err(ImportError::Cancelled { file }) } else { Ok(answer) };
                }
                Ok(Ok(Frame::Failed(error))) => return Err(error),
                Ok(Ok(Frame::Progress { done, total })) => {
                    heard = Instant::now();
                    whole = Some(total);
                    watch.progress(step(job, done, total));
                }
                Ok(Ok(frame)) => {
                    heard = Instant::now();
                    each(frame)?;
                }
                Err(RecvTimeoutError::Timeout) => {
                    if heard.elapsed() > self.limits.silence {
                        return Err(ImportError::Hang { file, seconds: self.limits.silence.as_secs() });
                    }
                }
                Ok(Err(error)) => return Err(worker.died(file, &error.to_string(), self.limits.memory)),
                Err(RecvTimeoutError::Disconnected) => return Err(worker.died(file, "", self.limits.memory)),
            }
        }
    }
}

fn step(job: &Job, done: u64, total: u64) -> Step {
    match job.task {
        Task::Read => Step::Import { role: job.role, done, total },
        Task::List | Task::Tables | Task::Inspect { .. } => Step::Inspect { done, total },
    }
}

/// Bytes that have come and are worth a look before the frames so far are handed over.
const TOGETHER: usize = 4096;

/// A running worker; dropped, it is killed.
struct Worker {
    child: Child,
    frames: Receiver<Vec<io::Result<Frame>>>,
    stderr: Option<JoinHandle<String>>,
}

impl Worker {
    fn start(program: &Path, job: &Job) -> io::Result<Self> {
        let mut child = Command::new(program)
            .arg(VERB)
            // Data files of another PROJ (QGIS, GDAL) would make every call of ours fail.
            .env_remove("PROJ_DATA")
            .env_remove("PROJ_LIB")
            .env("PROJ_SKIP_READ_USER_WRITABLE_DIRECTORY", "YES")
            .env("PROJ_NETWORK", "OFF")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (tell, frames) = sync_channel(4);
        let mut worker = Self { child, frames, stderr: None };
        let (Some(mut stdin), Some(stdout), Some(stderr)) = (stdin, stdout, stderr) else {
            return Err(io::Error::other("no pipes"));
        };
        let job = job.clone();
        // A job of thousands of boxes is longer than a pipe holds: written beside, or a dead worker would block us.
        std::thread::Builder::new().spawn(move || {
            let _ = wire::send(&mut stdin, &job); // a worker that does not listen is reported as dead
        })?;
        std::thread::Builder::new().spawn(move || {
            let mut stdout = BufReader::with_capacity(1 << 18, stdout);
            let (mut words, mut bytes) = (Vec::new(), Vec::new());
            while let Some(frame) = wire::receive(&mut stdout, &mut bytes).transpose() {
                let last = frame.is_err();
                words.push(frame);
                // What has come already is handed over together: waking the other thread costs more than a frame.
                let more = stdout.buffer().len() >= TOGETHER && words.len() < 256 && !last;
                if !more && (tell.send(std::mem::take(&mut words)).is_err() || last) {
                    return;
                }
            }
            let _ = tell.send(words);
        })?;
        worker.stderr = Some(std::thread::Builder::new().spawn(move || {
            let mut bytes = Vec::new();
            let _ = stderr.take(64 << 10).read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })?);
        Ok(worker)
    }

    /// Why there was no answer.
    fn died(mut self, file: String, why: &str, memory: u64) -> ImportError {
        if !why.is_empty() {
            let _ = self.child.kill(); // it still runs but speaks nonsense
        }
        let status = self.child.wait();
        let words = self.stderr.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if words.contains("memory allocation of") || words.contains("bad_alloc") {
            return ImportError::MemoryLimit { file, mib: memory >> 20 };
        }
        let mut how = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        let last = words.lines().rev().map(str::trim).find(|line| !line.is_empty());
        for more in [Some(why), last].into_iter().flatten().filter(|text| !text.is_empty()) {
            how.push_str("; ");
            how.extend(more.chars().take(200));
        }
        ImportError::WorkerDied { file, how }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
