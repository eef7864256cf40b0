//! The import card and the baselines.

use sanxian_project::desk::Arrival;
use sanxian_project::view::{BaselineView, CardChoices, CardView};
use tauri::{AppHandle, State};

use super::Answer;
use crate::arrivals::Arrivals;
use crate::desk::Held;
use crate::dialogs::{self, Tongue};
use crate::jobs::Job;

/// What the reviewer wants to choose.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// One or several files.
    Files,
    /// A folder with files.
    Folder,
}

#[tauri::command]
pub(crate) async fn arrive(desk: Held<'_>, arrivals: State<'_, Arrivals>, job: Job) -> Answer<Vec<CardView>> {
    let paths = arrivals.take();
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    match desk.arrive(&paths, job.watch()).await? {
        Arrival::Cards(cards) => Ok(cards),
        Arrival::Opened => Ok(Vec::new()),
    }
}

#[tauri::command]
pub(crate) fn waiting(arrivals: State<'_, Arrivals>) -> bool {
    arrivals.waiting()
}

#[tauri::command]
pub(crate) async fn choose_files(
    app: AppHandle,
    desk: Held<'_>,
    what: What,
    tongue: Tongue,
    job: Job,
) -> Answer<Vec<CardView>> {
    let paths = match what {
        What::Files => dialogs::files(&app, tongue).await?,
        What::Folder => dialogs::folder(&app, tongue).await?.into_iter().collect(),
    };
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    desk.receive(&paths, job.watch()).await
}

#[tauri::command]
pub(crate) async fn cards(desk: Held<'_>) -> Answer<Vec<CardView>> {
    desk.cards().await
}

#[tauri::command]
pub(crate) async fn change_card(desk: Held<'_>, id: String, choices: CardChoices, job: Job) -> Answer<CardView> {
    desk.change_card(&id, choices, job.watch()).await
}

#[tauri::command]
pub(crate) async fn discard_card(desk: Held<'_>, id: String) -> Answer<()> {
    desk.discard_card(&id).await
}

#[tauri::command]
pub(crate) async fn confirm_cards(desk: Held<'_>, ids: Vec<String>, job: Job) -> Answer<()> {
    desk.confirm_cards(&ids, job.watch()).await
}

#[tauri::command]
pub(crate) async fn baselines(desk: Held<'_>) -> Answer<Vec<BaselineView>> {
    desk.baselines().await
}

#[tauri::command]
pub(crate) async fn use_baseline(desk: Held<'_>, id: String, r#use: bool) -> Answer<()> {
    desk.use_baseline(&id, r#use).await
}

#[tauri::command]
pub(crate) async fn remove_layer(desk: Held<'_>, id: String) -> Answer<()> {
    desk.remove_layer(&id).await
}
