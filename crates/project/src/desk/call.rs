//! The calls of the window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, Onlooker, Places};
use crate::lang::Text;
use crate::view::*;
use crate::worker::Supervisor;

/// What became of files that were given to the window.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// One of them was a project: it is open now.
    Opened,
    /// They wait on the import card.
    Cards(Vec<CardView>),
}

fn not_yet<T>() -> Result<T, Failure> {
    let text = || Text::new("尚未提供", "not available yet");
    Err(Failure { code: FailureCode::Other, message: text(), hint: text() })
}

impl Desk {
    /// A desk with nothing open.
    ///
    /// # Errors
    /// When the places cannot be made.
    pub fn new(places: Places, supervisor: Supervisor) -> Result<Arc<Self>, Failure> {
        let changes = tokio::sync::watch::Sender::new(0);
        Ok(Arc::new(Self { places, supervisor, changes }))
    }

    /// Tells, again and again, that what the window shows has changed.
    #[must_use]
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// The first screen.
    ///
    /// # Errors
    /// Settings that cannot be read are not an error; nothing else can fail.
    pub async fn start(&self) -> Result<StartView, Failure> {
        not_yet()
    }

    /// Files given as argument or dropped: a project is opened, anything else becomes cards.
    ///
    /// # Errors
    /// A project that cannot be opened; it is also told by the next [`start`](Self::start).
    pub async fn arrive(&self, _paths: &[PathBuf], _watch: Onlooker) -> Result<Arrival, Failure> {
        not_yet()
    }

    /// The demo county: made, imported and reviewed, then open.
    ///
    /// # Errors
    /// A disk that refuses, or a cancel.
    pub async fn open_demo(&self, _watch: Onlooker) -> Result<(), Failure> {
        not_yet()
    }

    /// An empty project, saved from the first moment.
    ///
    /// # Errors
    /// A name that no file can have, or a disk that refuses.
    pub async fn new_project(&self, _name: &str) -> Result<(), Failure> {
        not_yet()
    }

    /// Opens a project file.
    ///
    /// # Errors
    /// Anything that is not a project that can be read, in words.
    pub async fn open_project(&self, _path: &Path) -> Result<(), Failure> {
        not_yet()
    }

    /// Opens a project of the first screen.
    ///
    /// # Errors
    /// As [`open_project`](Self::open_project); `Missing` when the file is gone.
    pub async fn open_recent(&self, _id: &str) -> Result<(), Failure> {
        not_yet()
    }

    /// Takes a project off the first screen; its file stays.
    ///
    /// # Errors
    /// When the settings cannot be written.
    pub async fn forget_recent(&self, _id: &str) -> Result<(), Failure> {
        not_yet()
    }

    /// Saves a copy of the open project there and opens the copy.
    ///
    /// # Errors
    /// No project, or a place that cannot be written.
    pub async fn save_copy(&self, _path: &Path) -> Result<(), Failure> {
        not_yet()
    }

    /// Closes the project; everything is saved already.
    ///
    /// # Errors
    /// None so far.
    pub async fn close_project(&self) -> Result<(), Failure> {
        not_yet()
    }

    /// The open project at a glance.
    ///
    /// # Errors
    /// When its file cannot be read any more.
    pub async fn project(&self) -> Result<Option<ProjectView>, Failure> {
        not_yet()
    }

    /// Looks at files, folders and zips; gives the new cards.
    ///
    /// # Errors
    /// A cancel. What is wrong with a file stands on its card.
    pub async fn receive(&self, _paths: &[PathBuf], _watch: Onlooker) -> Result<Vec<CardView>, Failure> {
        not_yet()
    }

    /// All cards that wait.
    ///
    /// # Errors
    /// None so far.
    pub async fn cards(&self) -> Result<Vec<CardView>, Failure> {
        not_yet()
    }

    /// Changes the choices of a card and looks at the file again where that matters.
    ///
    /// # Errors
    /// A card that is not there, or a cancel.
    pub async fn change_card(&self, _id: &str, _choices: CardChoices, _watch: Onlooker) -> Result<CardView, Failure> {
        not_yet()
    }

    /// Throws a card away.
    ///
    /// # Errors
    /// None so far.
    pub async fn discard_card(&self, _id: &str) -> Result<(), Failure> {
        not_yet()
    }

    /// Imports the cards as they stand; makes a project when none is open. Each card is imported whole or not at all.
    ///
    /// # Errors
    /// A card that is not ready, a file that cannot be read, a cancel.
    pub async fn confirm_cards(&self, _ids: &[String], _watch: Onlooker) -> Result<(), Failure> {
        not_yet()
    }

    /// All baselines known here, and those that the project refers to.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn baselines(&self) -> Result<Vec<BaselineView>, Failure> {
        not_yet()
    }

    /// Takes a baseline into the project, or out of it.
    ///
    /// # Errors
    /// No project, read-only, or a baseline that is gone.
    pub async fn use_baseline(&self, _id: &str, _use: bool) -> Result<(), Failure> {
        not_yet()
    }

    /// Takes a layer (by role) out of the project.
    ///
    /// # Errors
    /// No project, read-only.
    pub async fn remove_layer(&self, _id: &str) -> Result<(), Failure> {
        not_yet()
    }

    /// Policy packs with their numbers, those suggested and those chosen.
    ///
    /// # Errors
    /// None so far.
    pub async fn packs(&self) -> Result<Vec<PackView>, Failure> {
        not_yet()
    }

    /// What the next review uses.
    ///
    /// # Errors
    /// No project, read-only, an unknown pack, a day that is none.
    pub async fn choose_policy(&self, _choice: PolicyChoice) -> Result<(), Failure> {
        not_yet()
    }

    /// Reviews the project. A cancel or a failure leaves the earlier results.
    ///
    /// # Errors
    /// No towns, a baseline that is gone or has changed, a cancel.
    pub async fn review(&self, _watch: Onlooker) -> Result<(), Failure> {
        not_yet()
    }

    /// A page of the findings that match.
    ///
    /// # Errors
    /// No project.
    pub async fn findings(&self, _query: FindingQuery, _offset: u32, _limit: u32) -> Result<FindingPage, Failure> {
        not_yet()
    }

    /// 0-based place of a finding among those that match.
    ///
    /// # Errors
    /// No project.
    pub async fn finding_place(&self, _query: FindingQuery, _id: &str) -> Result<Option<u32>, Failure> {
        not_yet()
    }

    /// Everything about a finding.
    ///
    /// # Errors
    /// No project, or a finding that is not there any more.
    pub async fn finding(&self, _id: &str) -> Result<FindingView, Failure> {
        not_yet()
    }

    /// Records a decision on a finding.
    ///
    /// # Errors
    /// What is missing in it; read-only.
    pub async fn decide(&self, _id: &str, _decision: DecisionView) -> Result<(), Failure> {
        not_yet()
    }

    /// Takes the newest decision back.
    ///
    /// # Errors
    /// Nothing to take back; read-only.
    pub async fn undo(&self) -> Result<(), Failure> {
        not_yet()
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// Nothing to do again; read-only.
    pub async fn redo(&self) -> Result<(), Failure> {
        not_yet()
    }

    /// The log, newest first.
    ///
    /// # Errors
    /// No project.
    pub async fn log(&self) -> Result<Vec<LogView>, Failure> {
        not_yet()
    }

    /// All towns by id.
    ///
    /// # Errors
    /// No project.
    pub async fn towns(&self) -> Result<Vec<TownRowView>, Failure> {
        not_yet()
    }

    /// Everything about a town.
    ///
    /// # Errors
    /// No project, or no such town.
    pub async fn town(&self, _id: &str) -> Result<TownView, Failure> {
        not_yet()
    }

    /// Defects of the input.
    ///
    /// # Errors
    /// No project.
    pub async fn problems(&self, _offset: u32, _limit: u32) -> Result<Vec<ProblemView>, Failure> {
        not_yet()
    }

    /// The project's Gauss-Krüger plane, then Mercator.
    ///
    /// # Errors
    /// No project.
    pub async fn planes(&self) -> Result<Vec<PlaneView>, Failure> {
        not_yet()
    }

    /// Bytes of a vector tile; empty when nothing is there.
    ///
    /// # Errors
    /// No project, an unknown plane or layer.
    pub async fn tile(&self, _plane: &str, _layer: &str, _z: u8, _x: u32, _y: u32) -> Result<Vec<u8>, Failure> {
        not_yet()
    }

    /// What lies at a place.
    ///
    /// # Errors
    /// No project.
    pub async fn identify(&self, _query: IdentifyQuery) -> Result<Vec<IdentifiedView>, Failure> {
        not_yet()
    }

    /// How long and how large.
    ///
    /// # Errors
    /// Points that are no places on Earth, or too few.
    pub async fn measure(&self, _query: MeasureQuery) -> Result<MeasureView, Failure> {
        not_yet()
    }

    /// Keeps a folder that was chosen in a native dialog behind a handle.
    pub fn remember_folder(&self, _path: &Path) -> FolderView {
        FolderView { id: String::new(), path: String::new() }
    }

    /// The folder behind a handle.
    ///
    /// # Errors
    /// `Missing` for a handle that was not given out, or a folder that is gone.
    pub fn folder_path(&self, _id: &str) -> Result<PathBuf, Failure> {
        not_yet()
    }

    /// Writes results for others.
    ///
    /// # Errors
    /// Nothing reviewed, a folder that cannot be written, a cancel.
    pub async fn export(&self, _choice: ExportChoice, _watch: Onlooker) -> Result<ExportView, Failure> {
        not_yet()
    }

    /// Saves a picture of the map, `png` or `svg`; `folder` is a handle, absent = beside the project.
    ///
    /// # Errors
    /// Bytes that are no such picture, or a folder that cannot be written.
    pub async fn save_picture(
        &self,
        _kind: &str,
        _bytes: Vec<u8>,
        _folder: Option<String>,
    ) -> Result<ExportView, Failure> {
        not_yet()
    }
}
