//! Handing in: sheets, the opinion, the evidence pack.

use std::sync::Arc;

use sanxian_project::view::{ExportView, HandInChoice, KeyView};
use sanxian_sheet::press::SheetPress;
use tauri::AppHandle;

use super::Answer;
use crate::desk::Held;
use crate::dialogs::{self, Tongue};
use crate::jobs::Job;

#[tauri::command]
pub(crate) async fn choose_key(app: AppHandle, desk: Held<'_>, tongue: Tongue) -> Answer<Option<KeyView>> {
    dialogs::key(&app, tongue).await?.map(|path| desk.remember_key(&path)).transpose()
}

#[tauri::command]
pub(crate) async fn hand_in(desk: Held<'_>, choice: HandInChoice, job: Job) -> Answer<ExportView> {
    desk.hand_in(choice, Arc::new(SheetPress::default()), job.watch()).await
}
