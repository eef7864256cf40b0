//! The open project: its file, the hold on it, and what was read of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use super::hold::{Access, Hold, take};
use super::index::{Index, Standing};
use super::kept::{KeptReview, Shelf};
use super::ledger::Joined;
use super::map::Mapped;
use super::query::matching;
use super::settings::now;
use crate::lang::Text;
use crate::problem::Problem;
use crate::store::decision::{Decision, Steps};
use crate::store::project::Glance;
use crate::store::{GpkgStore, LogLine, StoreError};
use crate::view::{Failure, FindingQuery};

/// A project file up to this size is checked page by page before it is opened.
const CHECKED_BYTES: u64 = 32 << 20;

/// The open project. What is shown comes from [`Seen`], which is replaced as a whole by every change.
pub(super) struct Open {
    pub store: GpkgStore,
    /// Why it cannot be changed.
    pub read_only: Option<Text>,
    /// Only one change, and one long job, at a time.
    pub writing: tokio::sync::Mutex<()>,
    seen: RwLock<Arc<Seen>>,
    asked: Mutex<Option<Asked>>,
    /// The layers of the map, made when they are first asked for.
    pub mapped: tokio::sync::Mutex<Option<Arc<Mapped>>>,
    /// The review as its file would say it, made when it is first asked for.
    pub document: tokio::sync::Mutex<Option<(Arc<Seen>, Arc<serde_json::Value>)>>,
    /// The last review made here, for the next one.
    kept: Shelf,
    /// Given back when the project is closed, whoever still looks at it.
    hold: Mutex<Option<Hold>>,
}

/// The last query with its answer, so that scrolling does not ask again.
struct Asked {
    query: FindingQuery,
    seen: Arc<Seen>,
    found: Arc<Vec<u32>>,
}

/// What was read of a project. Never changes.
pub(super) struct Seen {
    /// Its towns say what their boundaries and the ledger say.
    pub glance: Arc<Glance>,
    /// The ledger joined to the towns.
    pub ledger: Option<Arc<Joined>>,
    pub index: Arc<Index>,
    pub standing: Standing,
    /// By fingerprint.
    pub decisions: BTreeMap<String, Decision>,
    pub steps: Steps,
    pub revision: u32,
    /// Defects of the input with those of the baselines, gathered when they are first asked for.
    pub problems: Arc<OnceLock<Vec<Problem>>>,
}

impl Seen {
    fn of(mut glance: Glance) -> Self {
        let ledger = Joined::of(&mut glance).map(Arc::new);
        let index = Index::of(&glance);
        let decisions = by_finding(&glance.decisions);
        let standing = Standing::of(&glance, &index, &decisions);
        Self {
            ledger,
            index: Arc::new(index),
            standing,
            decisions,
            steps: glance.steps.clone(),
            revision: glance.project.as_ref().map_or(0, |project| project.revision),
            glance: Arc::new(glance),
            problems: Arc::default(),
        }
    }

    /// The same with other decisions.
    pub(super) fn decided(&self, decisions: BTreeMap<String, Decision>, steps: Steps) -> Self {
        let standing = Standing::of(&self.glance, &self.index, &decisions);
        let (glance, index, problems) = (self.glance.clone(), self.index.clone(), self.problems.clone());
        let ledger = self.ledger.clone();
        Self { glance, ledger, index, standing, decisions, steps, revision: self.revision + 1, problems }
    }

    /// Towns, and towns in breach when they were reviewed.
    pub(super) fn counts(&self) -> (u32, Option<u32>) {
        use sanxian_review::finding::Verdict;
        let breaches = self.standing.towns.iter().filter(|verdict| **verdict == Verdict::Breach).count();
        (count(self.glance.towns.len()), self.glance.reviewed.as_ref().map(|_| count(breaches)))
    }
}

impl Open {
    /// Opens a project file.
    ///
    /// # Errors
    /// Anything that is not a project that can be read, in words.
    pub(super) async fn at(path: &Path) -> Result<Self, Failure> {
        if !path.exists() {
            return Err(Failure::missing(path));
        }
        let path = path.canonicalize().map_err(|error| Failure::io(path, &error))?;
        // what stands there must be one of ours before a lock is put beside it
        GpkgStore::looks_right(&path)?;
        let (hold, mut read_only) = match take(&path)? {
            Access::Write(hold) => (Some(hold), None),
            Access::Read(why) => (None, Some(why)),
        };
        let store = match &read_only {
            None => GpkgStore::open(&path).await?,
            Some(_) => GpkgStore::open_read_only(&path).await?,
        };
        if std::fs::metadata(&path).is_ok_and(|found| found.len() <= CHECKED_BYTES) {
            store.check_pages().await?;
        }
        let glance = store.glance().await?;
        if glance.project.is_none() {
            read_only = Some(Text::new("这是导出的审查结果，不是项目", "it is an exported review, not a project"));
        }
        let seen = tokio::task::spawn_blocking(move || Seen::of(glance)).await.map_err(broken)?;
        Ok(Self {
            store,
            read_only,
            writing: tokio::sync::Mutex::new(()),
            seen: RwLock::new(Arc::new(seen)),
            asked: Mutex::new(None),
            mapped: tokio::sync::Mutex::new(None),
            document: tokio::sync::Mutex::new(None),
            kept: Shelf::default(),
            hold: Mutex::new(hold),
        })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.store.path()
    }

    /// The folder it is in.
    pub(super) fn folder(&self) -> PathBuf {
        self.path().parent().map(Path::to_path_buf).unwrap_or_default()
    }

    /// What is shown now.
    pub(super) fn seen(&self) -> Arc<Seen> {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The last review that was made while this project was open.
    pub(super) fn kept(&self) -> Option<Arc<KeptReview>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps a review for the next one.
    pub(super) fn keep(&self, review: Option<KeptReview>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = review.map(Arc::new);
    }

    /// Shows something else.
    pub(super) fn show(&self, seen: Seen) {
        *self.seen.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(seen);
    }

    /// Reads everything again after a change.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) async fn look_again(&self) -> Result<(), Failure> {
        let glance = self.store.glance().await?;
        let seen = tokio::task::spawn_blocking(move || Seen::of(glance)).await.map_err(broken)?;
        self.show(seen);
        Ok(())
    }

    /// # Errors
    /// When the project cannot be changed.
    pub(super) fn writable(&self) -> Result<(), Failure> {
        let Some(why) = &self.read_only else { return Ok(()) };
        let mut failure = Failure::read_only(why);
        if self.seen().glance.project.is_none() {
            failure.hint =
                Text::new("请打开得出它的项目，在那里修改", "Open the project that it was made from, and change that");
        }
        Err(failure)
    }

    /// Lets go of the file. Who still works on it finds it closed.
    pub(super) async fn close(&self) {
        self.store.close().await;
        self.hold.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// The findings that match, in order. Call it where work may take its time.
    pub(super) fn matching(&self, seen: &Arc<Seen>, query: &FindingQuery) -> Arc<Vec<u32>> {
        if let Some(asked) = self.asked().as_ref()
            && asked.query == *query
            && Arc::ptr_eq(&asked.seen, seen)
        {
            return asked.found.clone();
        }
        let found = Arc::new(matching(seen, query));
        *self.asked() = Some(Asked { query: query.clone(), seen: seen.clone(), found: found.clone() });
        found
    }

    fn asked(&self) -> MutexGuard<'_, Option<Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes a new project file and closes it again.
///
/// # Errors
/// When it cannot be written; nothing is left there then.
pub(super) async fn make(path: &Path, sample: bool, text: Text) -> Result<(), Failure> {
    let work = async {
        let store = GpkgStore::create(path, crate::store::Winding::AsDelivered).await?;
        store.begin_project(sample, &line(text)).await?;
        store.close().await;
        Ok::<(), StoreError>(())
    };
    work.await.map_err(|error| {
        if !matches!(error, StoreError::Exists { .. }) {
            let _ = std::fs::remove_file(path);
        }
        error.into()
    })
}

/// A line of the log, now.
pub(super) fn line(text: Text) -> LogLine {
    LogLine { at: now(), text }
}

/// Decisions by fingerprint.
pub(super) fn by_finding(decisions: &[Decision]) -> BTreeMap<String, Decision> {
    decisions.iter().map(|decision| (decision.finding.0.clone(), decision.clone())).collect()
}

/// As the window counts.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A thread that died under its work: a fault of the program, told and not passed on.
pub(super) fn broken(error: tokio::task::JoinError) -> Failure {
    Failure::other(
        Text::new(format!("程序内部出错：{error}"), format!("The program failed inside: {error}")),
        Text::new("已保存的内容没有丢失；请重试", "Nothing saved is lost; try again"),
    )
}
