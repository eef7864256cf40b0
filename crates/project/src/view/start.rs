//! The first screen.

use serde::{Deserialize, Serialize};

use super::Failure;

/// What the window needs to begin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct StartView {
    /// Name and version of the program.
    pub software: String,
    /// Newest first.
    pub recents: Vec<RecentView>,
    /// Whether a project is open already (given as argument, or the window was reloaded).
    pub project_open: bool,
    /// Whether files wait on the import card.
    pub cards_waiting: bool,
    /// Why a file given as argument could not be opened.
    pub failure: Option<Failure>,
}

/// A project opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct RecentView {
    /// Opaque.
    pub id: String,
    /// Name without folder and ending.
    pub name: String,
    /// The folder, to be shown only.
    pub folder: String,
    /// When it was last opened, `YYYY-MM-DD HH:MM` of this machine.
    pub opened: String,
    /// The file is not there any more.
    pub missing: bool,
    /// Towns in it, when it was last closed.
    pub towns: u32,
    /// Towns with a breach, when it was last reviewed.
    pub breaches: Option<u32>,
}
