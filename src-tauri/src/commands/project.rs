//! The first screen and the project file.

use sanxian_project::view::{ProjectView, StartView};
use tauri::AppHandle;

use super::Answer;
use crate::desk::Held;
use crate::dialogs::{self, Tongue};
use crate::jobs::Job;

#[tauri::command]
pub(crate) async fn start(desk: Held<'_>) -> Answer<StartView> {
    desk.start().await
}

#[tauri::command]
pub(crate) async fn open_demo(desk: Held<'_>, job: Job) -> Answer<()> {
    desk.open_demo(job.watch()).await
}

#[tauri::command]
pub(crate) async fn new_project(desk: Held<'_>, name: String) -> Answer<()> {
    desk.new_project(&name).await
}

#[tauri::command]
pub(crate) async fn choose_project(app: AppHandle, desk: Held<'_>, tongue: Tongue) -> Answer<bool> {
    let Some(path) = dialogs::project(&app, tongue).await? else { return Ok(false) };
    desk.open_project(&path).await.map(|()| true)
}

#[tauri::command]
pub(crate) async fn open_recent(desk: Held<'_>, id: String) -> Answer<()> {
    desk.open_recent(&id).await
}

#[tauri::command]
pub(crate) async fn forget_recent(desk: Held<'_>, id: String) -> Answer<()> {
    desk.forget_recent(&id).await
}

#[tauri::command]
pub(crate) async fn save_copy(app: AppHandle, desk: Held<'_>, tongue: Tongue, job: Job) -> Answer<bool> {
    let name = desk.project().await?.map(|project| project.name).unwrap_or_default();
    let Some(path) = dialogs::copy(&app, tongue, &name).await? else { return Ok(false) };
    desk.save_copy(&path, job.watch()).await.map(|()| true)
}

#[tauri::command]
pub(crate) async fn close_project(desk: Held<'_>) -> Answer<()> {
    desk.close_project().await
}

#[tauri::command]
pub(crate) async fn project(desk: Held<'_>) -> Answer<Option<ProjectView>> {
    desk.project().await
}
