//! Long work that nobody has to wait for.

use std::sync::mpsc;
use std::time::Duration;

use sanxian_project::watch::Watch;

use crate::error::SheetError;
use crate::typeset::TypesetError;

/// How often a long step looks whether it shall stop.
const LOOK: Duration = Duration::from_millis(50);

/// Runs work on a thread of its own and leaves it behind when it shall stop: typesetting cannot be interrupted, but nobody
/// has to wait for it.
pub fn while_watched<T: Send + 'static>(
    watch: &dyn Watch,
    work: impl FnOnce() -> Result<T, TypesetError> + Send + 'static,
) -> Result<T, SheetError> {
    stop(watch)?;
    let (tell, told) = mpsc::channel();
    let worker = std::thread::spawn(move || {
        let _ = tell.send(work());
    });
    loop {
        match told.recv_timeout(LOOK) {
            Ok(done) => return Ok(done?),
            Err(mpsc::RecvTimeoutError::Timeout) => stop(watch)?,
            // it ended without an answer: pass its panic on
            Err(mpsc::RecvTimeoutError::Disconnected) => match worker.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => return Err(SheetError::Cancelled),
            },
        }
    }
}

/// # Errors
/// [`SheetError::Cancelled`] when the watch says so.
pub fn stop(watch: &dyn Watch) -> Result<(), SheetError> {
    if watch.cancelled() { Err(SheetError::Cancelled) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use sanxian_project::watch::{Silent, Step};

    use super::*;

    /// Stops after it was asked a few times.
    struct Impatient(AtomicUsize);

    impl Watch for Impatient {
        fn progress(&self, _: Step) {}

        fn cancelled(&self) -> bool {
            self.0.fetch_add(1, Ordering::Relaxed) >= 2
        }
    }

    #[test]
    fn work_that_does_not_end_is_left_behind_when_it_shall_stop() {
        let (hold, held) = mpsc::channel::<()>();
        let done = while_watched(&Impatient(AtomicUsize::new(0)), move || {
            let _ = held.recv();
            Ok(())
        });
        assert!(matches!(done, Err(SheetError::Cancelled)));
        drop(hold);
    }

    #[test]
    fn an_answer_and_a_fault_come_back() {
        assert_eq!(while_watched(&Silent, || Ok(7)).ok(), Some(7));
        let fault = TypesetError::NoSuchFile { name: "x".into() };
        let told = while_watched::<()>(&Silent, move || Err(fault));
        assert!(matches!(told, Err(SheetError::Typeset(TypesetError::NoSuchFile { .. }))));
    }
}
