//! Hears a cancel inside long work: the watch is asked while the work goes on, and the work looks at a flag.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How long the watch is not asked, and the flag not looked at, at most.
const PATIENCE: Duration = Duration::from_millis(20);

/// What unwinds work that is no longer wanted.
struct Cancelled;

thread_local! {
    /// The flag of the review that this thread works for.
    static FLAG: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// A review that is watched.
pub(crate) struct Watched<'w> {
    watch: &'w (dyn Fn(usize, usize) -> bool + Sync),
    cancelled: Arc<AtomicBool>,
    /// What the watch was told last.
    told: (AtomicUsize, AtomicUsize),
}

/// Runs `work`, asking `watch` on a thread of its own for as long as it takes.
pub(crate) fn watched<T: Send>(
    watch: &(dyn Fn(usize, usize) -> bool + Sync),
    work: impl FnOnce(&Watched<'_>) -> Option<T> + Send,
) -> Option<T> {
    let told = (AtomicUsize::new(0), AtomicUsize::new(0));
    let watched = Watched { watch, cancelled: Arc::new(AtomicBool::new(false)), told };
    let (finished, waiting) = channel::<()>();
    std::thread::scope(|scope| {
        let watched = &watched;
        scope.spawn(move || {
            while waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                watched.ask_again();
            }
        });
        let result = work(watched);
        drop(finished);
        result
    })
}

impl Watched<'_> {
    /// Tells the watch how far the work is; `false` = stop.
    pub fn goes_on(&self, done: usize, total: usize) -> bool {
        self.told.0.store(done, Ordering::Relaxed);
        self.told.1.store(total, Ordering::Relaxed);
        if !(self.watch)(done, total) {
            self.cancelled.store(true, Ordering::Relaxed);
        }
        !self.cancelled.load(Ordering::Relaxed)
    }

    fn ask_again(&self) {
        let total = self.told.1.load(Ordering::Relaxed);
        if total > 0 {
            self.goes_on(self.told.0.load(Ordering::Relaxed), total);
        }
    }

    /// Runs a piece of work that may ask [`look`] and [`apart`]; `None` when it was cancelled.
    pub fn with<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let before = FLAG.replace(Some(self.cancelled.clone()));
        let result = catch_unwind(AssertUnwindSafe(work));
        FLAG.set(before);
        match result {
            Ok(done) => (!self.cancelled.load(Ordering::Relaxed)).then_some(done),
            Err(panic) if panic.is::<Cancelled>() => None,
            Err(panic) => resume_unwind(panic),
        }
    }
}

/// Unwinds when the review is no longer wanted; called where work begins that may take long.
pub(crate) fn look() {
    let cancelled = FLAG.with_borrow(|flag| flag.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)));
    if cancelled {
        resume_unwind(Box::new(Cancelled));
    }
}

/// Whether a panic is a cancel on its way up.
pub(crate) fn is_cancel(panic: &(dyn Any + Send)) -> bool {
    panic.is::<Cancelled>()
}

/// Runs work that cannot look by itself on a thread of its own, so that a cancel need not wait for its end: the thread is
/// left to finish. Without a watch it simply runs here.
pub(crate) fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    if FLAG.with_borrow(Option::is_none) {
        return work();
    }
    let (done, result) = channel();
    let thread = std::thread::Builder::new().spawn(move || {
        let _ = done.send(catch_unwind(AssertUnwindSafe(work)));
    });
    // a machine that has no thread left has to wait, and says so as any fault of a town
    thread.unwrap_or_else(|error| panic!("cannot start a thread: {error}"));
    loop {
        match result.recv_timeout(PATIENCE) {
            Ok(Ok(value)) => return value,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(RecvTimeoutError::Timeout) => look(),
            Err(RecvTimeoutError::Disconnected) => panic!("a thread ended without an answer"),
        }
    }
}
