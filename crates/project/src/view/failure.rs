//! Why something could not be done.

use serde::{Deserialize, Serialize};

use crate::lang::Text;

/// An error as it crosses the bridge: the window switches on the code and shows the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub struct Failure {
    /// What the window may do about it.
    pub code: FailureCode,
    /// What is wrong: file, feature, reason.
    pub message: Text,
    /// What to do.
    pub hint: Text,
}

/// Codes exist only where the window acts on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
pub enum FailureCode {
    /// The reviewer stopped it: nothing is shown.
    Cancelled,
    /// No project is open.
    NoProject,
    /// The project can be read but not changed; offer to save a copy.
    ReadOnly,
    /// A file or folder is gone; offer to forget it.
    Missing,
    /// Something else: show the words.
    Other,
}
