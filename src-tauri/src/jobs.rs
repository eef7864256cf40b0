//! Long calls: each tells its progress through a channel and stops when it is cancelled by its number.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sanxian_project::desk::Onlooker;
use sanxian_project::view::ProgressView;
use sanxian_project::watch::{Step, Watch};
use tauri::ipc::Channel;

/// How often progress crosses the bridge at most: a bar need not move oftener.
const PAUSE: Duration = Duration::from_millis(50);

/// The calls that can be cancelled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jobs(Arc<Mutex<HashMap<u32, Arc<AtomicBool>>>>);

impl Jobs {
    /// Counts a call in; it is counted out when the [`Running`] goes. The page gives the numbers.
    pub(crate) fn begin(&self, number: u32, progress: Channel<ProgressView>) -> Running {
        let stop = Arc::clone(self.calls().entry(number).or_default());
        let told = Mutex::new(None);
        Running { jobs: self.clone(), number, line: Arc::new(Line { stop, progress, told }) }
    }

    /// Stops a call; one that has not begun yet ends as soon as it does.
    pub(crate) fn cancel(&self, number: u32) {
        self.calls().entry(number).or_default().store(true, Ordering::Relaxed);
    }

    /// Stops all of them: the window is going.
    pub(crate) fn cancel_all(&self) {
        self.calls().values().for_each(|stop| stop.store(true, Ordering::Relaxed));
    }

    fn calls(&self) -> MutexGuard<'_, HashMap<u32, Arc<AtomicBool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call on its way.
pub(crate) struct Running {
    jobs: Jobs,
    number: u32,
    line: Arc<Line>,
}

impl Running {
    /// What the desk is given to look on.
    pub(crate) fn watch(&self) -> Onlooker {
        Arc::clone(&self.line) as Onlooker
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.jobs.calls().remove(&self.number);
    }
}

/// The line between the desk and the page.
struct Line {
    stop: Arc<AtomicBool>,
    progress: Channel<ProgressView>,
    told: Mutex<Option<Instant>>,
}

impl Watch for Line {
    fn progress(&self, step: Step) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() >= PAUSE) {
            *told = Some(Instant::now());
            // A page that has gone is told nothing; the call is cancelled by its closing.
            let _ = self.progress.send(step.into());
        }
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silent() -> Channel<ProgressView> {
        Channel::new(|_| Ok(()))
    }

    #[test]
    fn a_call_is_stopped_by_its_number_and_no_other() {
        let jobs = Jobs::default();
        let (one, two) = (jobs.begin(1, silent()), jobs.begin(2, silent()));
        jobs.cancel(2);
        assert!(!one.watch().cancelled());
        assert!(two.watch().cancelled());
    }

    #[test]
    fn a_cancel_that_overtakes_its_call_still_stops_it() {
        let jobs = Jobs::default();
        jobs.cancel(7);
        assert!(jobs.begin(7, silent()).watch().cancelled());
    }

    #[test]
    fn a_number_is_free_again_when_its_call_is_over() {
        let jobs = Jobs::default();
        let first = jobs.begin(1, silent());
        jobs.cancel_all();
        drop(first);
        assert!(!jobs.begin(1, silent()).watch().cancelled());
    }
}
