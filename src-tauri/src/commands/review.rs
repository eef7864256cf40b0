//! Policy packs and the review.

use sanxian_project::view::{PackView, PolicyChoice};

use super::Answer;
use crate::desk::Held;
use crate::jobs::Job;

#[tauri::command]
pub(crate) async fn packs(desk: Held<'_>) -> Answer<Vec<PackView>> {
    desk.packs().await
}

#[tauri::command]
pub(crate) async fn choose_policy(desk: Held<'_>, choice: PolicyChoice) -> Answer<()> {
    desk.choose_policy(choice).await
}

#[tauri::command]
pub(crate) async fn review(desk: Held<'_>, job: Job) -> Answer<()> {
    desk.review(job.watch()).await
}
