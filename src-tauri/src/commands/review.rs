//! Policy packs and the review.

use sanxian_project::view::{PackView, PolicyChoice};
use tauri::State;

use super::{Answer, Progress};
use crate::desk::Held;
use crate::jobs::Jobs;

/// Policy packs with their numbers.
#[tauri::command]
pub(crate) async fn packs(desk: Held<'_>) -> Answer<Vec<PackView>> {
    desk.packs().await
}

/// What the next review uses.
#[tauri::command]
pub(crate) async fn choose_policy(desk: Held<'_>, choice: PolicyChoice) -> Answer<()> {
    desk.choose_policy(choice).await
}

/// Reviews the project.
#[tauri::command]
pub(crate) async fn review(desk: Held<'_>, jobs: State<'_, Jobs>, job: u32, progress: Progress) -> Answer<()> {
    desk.review(jobs.begin(job, progress).watch()).await
}
