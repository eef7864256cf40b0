//! What stands behind the window: one project open at a time, its cards, its review, its findings and decisions.
//!
//! One method for each call of the window. Everything returned is ready to be shown; every error is a
//! [`Failure`] in words. Futures are `Send`; long work runs on blocking threads, tells its progress to a [`Watch`] and
//! stops when that says so. What is shown comes from a picture of the project in memory that every change replaces as
//! a whole; the file is written first.

mod cards;
mod compliance;
pub(crate) mod county;
mod decide;
mod demo;
mod export;
mod failure;
mod findings;
mod hand_in;
mod hold;
mod index;
mod kept;
mod layers;
mod ledger;
mod life;
mod lines;
mod map;
mod name_index;
mod open;
mod picture;
mod places;
mod policy;
mod portfolio;
mod project_view;
mod query;
mod review;
mod settings;
mod sides;
mod stale;
mod towns;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

pub use hand_in::SharedPress;
pub use life::Arrival;
pub use places::Places;

use self::cards::Cards;
use self::open::{Open, Seen, broken};
use self::settings::Settings;
use crate::lang::Text;
use crate::tile::RecentTiles;
use crate::view::Failure;
use crate::watch::{Step, Watch};
use crate::worker::Supervisor;

/// Looks on while a call of the window runs.
pub type Onlooker = Arc<dyn Watch + Send + Sync>;

/// How often a waiting call looks for a cancel.
const LOOK: Duration = Duration::from_millis(100);

/// Tiles kept in memory, bytes.
const TILE_BYTES: u64 = 64 << 20;

/// The desk of one window.
pub struct Desk {
    places: Places,
    supervisor: Supervisor,
    settings: Settings,
    open: RwLock<Option<Arc<Open>>>,
    cards: Cards,
    /// Tiles made a moment ago.
    tiles: Arc<RecentTiles>,
    /// Folders given out as handles, by number.
    folders: Mutex<Vec<PathBuf>>,
    /// Files of keys given out as handles, by number.
    keys: Mutex<Vec<PathBuf>>,
    /// Why a file given as argument could not be opened, until the first screen has told it.
    refused: Mutex<Option<Failure>>,
    /// Grows with everything that the window shows.
    changes: tokio::sync::watch::Sender<u64>,
}

impl Desk {
    /// A desk with nothing open.
    ///
    /// # Errors
    /// When its folders cannot be made.
    pub fn new(places: Places, supervisor: Supervisor) -> Result<Arc<Self>, Failure> {
        for folder in [&places.projects, &places.baselines] {
            std::fs::create_dir_all(folder).map_err(|error| Failure::io(folder, &error))?;
        }
        Ok(Arc::new(Self {
            settings: Settings::open(&places.settings),
            places,
            supervisor,
            open: RwLock::new(None),
            cards: Cards::default(),
            tiles: Arc::new(RecentTiles::new(TILE_BYTES)),
            folders: Mutex::new(Vec::new()),
            keys: Mutex::new(Vec::new()),
            refused: Mutex::new(None),
            changes: tokio::sync::watch::Sender::new(0),
        }))
    }

    /// Tells, again and again, that what the window shows has changed.
    #[must_use]
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// The open project, if there is one.
    fn at_hand(&self) -> Option<Arc<Open>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// # Errors
    /// When no project is open.
    fn opened(&self) -> Result<Arc<Open>, Failure> {
        self.at_hand().ok_or_else(Failure::no_project)
    }

    /// The open project, to be changed.
    ///
    /// # Errors
    /// When no project is open, or it is read-only.
    fn to_change(&self) -> Result<Arc<Open>, Failure> {
        let open = self.opened()?;
        open.writable()?;
        Ok(open)
    }

    /// What is shown of the open project.
    ///
    /// # Errors
    /// When no project is open.
    fn seen(&self) -> Result<Arc<Seen>, Failure> {
        Ok(self.opened()?.seen())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As [`aside`], but answers within a moment of a cancel: `work` ends by itself soon after, and what it gives is thrown
/// away. A work that itself puts something in place says so by [`Step::Save`] before it looks for a cancel the last
/// time; from then on its end is waited for.
async fn aside_unless_cancelled<T: Send + 'static>(
    watch: &Onlooker,
    work: impl FnOnce(&dyn Watch) -> T + Send + 'static,
) -> Result<T, Failure> {
    let gate = Arc::new(Gate { watch: watch.clone(), saving: AtomicBool::new(false) });
    let own = gate.clone();
    let mut job = tokio::task::spawn_blocking(move || work(&*own));
    loop {
        match tokio::time::timeout(LOOK, &mut job).await {
            Ok(done) => return done.map_err(broken),
            Err(_) if watch.cancelled() && !gate.saving.load(Ordering::SeqCst) => return Err(Failure::cancelled()),
            Err(_) => {}
        }
    }
}

/// As [`aside_unless_cancelled`], for reading the project file: the reading is given up where it next waits for the disk.
async fn read_unless_cancelled<T: Send + 'static>(
    watch: &Onlooker,
    reading: impl Future<Output = T> + Send + 'static,
) -> Result<T, Failure> {
    let mut job = tokio::spawn(reading);
    loop {
        match tokio::time::timeout(LOOK, &mut job).await {
            Ok(done) => return done.map_err(broken),
            Err(_) if watch.cancelled() => {
                job.abort();
                return Err(Failure::cancelled());
            }
            Err(_) => {}
        }
    }
}

struct Gate {
    watch: Onlooker,
    saving: AtomicBool,
}

impl Watch for Gate {
    fn progress(&self, step: Step) {
        if step == Step::Save {
            self.saving.store(true, Ordering::SeqCst);
        }
        self.watch.progress(step);
    }

    fn first(&self, said: &Text) {
        self.watch.first(said);
    }

    fn cancelled(&self) -> bool {
        self.watch.cancelled()
    }
}

/// Runs `work` on a thread where it may take its time.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(broken)
}
