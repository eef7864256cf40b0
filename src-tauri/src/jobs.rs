//! Long calls: each tells its progress through a channel and stops when it is cancelled by its number.
//!
//! On the page's side: `long` in `ui/src/host/tauri.ts`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sanxian_project::desk::Onlooker;
use sanxian_project::lang::Text;
use sanxian_project::view::ProgressView;
use sanxian_project::watch::{Step, Watch};
use serde::Deserialize;
use tauri::ipc::{Channel, CommandArg, CommandItem, InvokeError, JavaScriptChannelId};
use tauri::{Manager, Wry};

/// How often progress crosses the bridge at most: a bar need not move oftener.
const PAUSE: Duration = Duration::from_millis(50);

/// The calls that can be cancelled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jobs(Arc<Mutex<HashMap<u32, Arc<AtomicBool>>>>);

impl Jobs {
    /// Counts a call in; it is counted out when the [`Job`] goes. The page gives the numbers.
    pub(crate) fn begin(&self, number: u32, progress: Channel<ProgressView>) -> Job {
        let stop = Arc::clone(self.calls().entry(number).or_default());
        let told = Mutex::new(Told::default());
        Job { jobs: self.clone(), number, line: Arc::new(Line { stop, progress, told }) }
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

/// A long call on its way; a command that takes one is given `[number, channel]` by the page.
pub(crate) struct Job {
    jobs: Jobs,
    number: u32,
    line: Arc<Line>,
}

impl Job {
    /// What the desk is given to look on.
    pub(crate) fn watch(&self) -> Onlooker {
        Arc::clone(&self.line) as Onlooker
    }
}

impl<'page> CommandArg<'page, Wry> for Job {
    fn from_command(command: CommandItem<'page, Wry>) -> Result<Self, InvokeError> {
        let page = command.message.webview();
        let (number, channel) = <(u32, JavaScriptChannelId)>::deserialize(command).map_err(InvokeError::from_error)?;
        Ok(page.state::<Jobs>().begin(number, channel.channel_on(page.clone())))
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.jobs.calls().remove(&self.number);
    }
}

/// The line between the desk and the page.
struct Line {
    stop: Arc<AtomicBool>,
    progress: Channel<ProgressView>,
    told: Mutex<Told>,
}

/// What the page knows.
#[derive(Default)]
struct Told {
    at: Option<Instant>,
    last: Option<Step>,
    /// What the first town measures: from then on part of everything that is told.
    first: Option<Text>,
}

impl Told {
    fn view(&self) -> Option<ProgressView> {
        Some(ProgressView { first: self.first.clone(), ..self.last?.into() })
    }
}

impl Line {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page that has gone is told nothing; the call is cancelled by its closing.
    fn tell(&self, told: &mut Told) {
        if let Some(view) = told.view() {
            told.at = Some(Instant::now());
            let _ = self.progress.send(view);
        }
    }
}

impl Watch for Line {
    fn progress(&self, step: Step) {
        let mut told = self.told();
        told.last = Some(step);
        if told.at.is_none_or(|at| at.elapsed() >= PAUSE) {
            self.tell(&mut told);
        }
    }

    fn first(&self, said: &Text) {
        let mut told = self.told();
        told.first = Some(said.clone());
        self.tell(&mut told);
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
