//! What the page may ask: the calls of `ui/src/host/host.ts`, where each is described, handed on to the desk.

pub(crate) mod export;
pub(crate) mod findings;
pub(crate) mod hand_in;
pub(crate) mod import;
pub(crate) mod map;
pub(crate) mod portfolio;
pub(crate) mod project;
pub(crate) mod review;

use sanxian_project::view::Failure;
use tauri::State;

use crate::jobs::Jobs;

/// How a command answers.
type Answer<T> = Result<T, Failure>;

#[tauri::command]
pub(crate) fn cancel(jobs: State<'_, Jobs>, job: u32) {
    jobs.cancel(job);
}
