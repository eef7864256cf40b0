//! The import card and the baselines.

use sanxian_project::desk::Arrival;
use sanxian_project::view::{BaselineView, CardChoices, CardView};
use tauri::{AppHandle, State};

use super::{Answer, Progress};
use crate::arrivals::Arrivals;
use crate::desk::Held;
use crate::dialogs::{self, Tongue};
use crate::jobs::Jobs;

/// What the reviewer wants to choose.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    /// One or several files.
    Files,
    /// A folder with files.
    Folder,
}

/// Looks at the files that came by themselves; gives the new cards.
#[tauri::command]
pub(crate) async fn arrive(
    desk: Held<'_>,
    arrivals: State<'_, Arrivals>,
    jobs: State<'_, Jobs>,
    job: u32,
    progress: Progress,
) -> Answer<Vec<CardView>> {
    let paths = arrivals.take();
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    match desk.arrive(&paths, jobs.begin(job, progress).watch()).await? {
        Arrival::Cards(cards) => Ok(cards),
        Arrival::Opened => Ok(Vec::new()),
    }
}

/// Whether files wait that came by themselves.
#[tauri::command]
pub(crate) fn waiting(arrivals: State<'_, Arrivals>) -> bool {
    arrivals.waiting()
}

/// Asks for files or a folder; they become cards.
#[tauri::command]
pub(crate) async fn choose_files(
    app: AppHandle,
    desk: Held<'_>,
    jobs: State<'_, Jobs>,
    what: What,
    tongue: Tongue,
    job: u32,
    progress: Progress,
) -> Answer<Vec<CardView>> {
    let running = jobs.begin(job, progress);
    let paths = match what {
        What::Files => dialogs::files(&app, tongue).await?,
        What::Folder => dialogs::folder(&app, tongue).await?.into_iter().collect(),
    };
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    desk.receive(&paths, running.watch()).await
}

/// The cards that wait.
#[tauri::command]
pub(crate) async fn cards(desk: Held<'_>) -> Answer<Vec<CardView>> {
    desk.cards().await
}

/// Changes a card's choices.
#[tauri::command]
pub(crate) async fn change_card(
    desk: Held<'_>,
    jobs: State<'_, Jobs>,
    id: String,
    choices: CardChoices,
    job: u32,
    progress: Progress,
) -> Answer<CardView> {
    desk.change_card(&id, choices, jobs.begin(job, progress).watch()).await
}

/// Throws a card away.
#[tauri::command]
pub(crate) async fn discard_card(desk: Held<'_>, id: String) -> Answer<()> {
    desk.discard_card(&id).await
}

/// Imports the cards as they stand.
#[tauri::command]
pub(crate) async fn confirm_cards(
    desk: Held<'_>,
    jobs: State<'_, Jobs>,
    ids: Vec<String>,
    job: u32,
    progress: Progress,
) -> Answer<()> {
    desk.confirm_cards(&ids, jobs.begin(job, progress).watch()).await
}

/// Control lines kept here.
#[tauri::command]
pub(crate) async fn baselines(desk: Held<'_>) -> Answer<Vec<BaselineView>> {
    desk.baselines().await
}

/// Takes a baseline into the project, or out of it.
#[tauri::command]
pub(crate) async fn use_baseline(desk: Held<'_>, id: String, r#use: bool) -> Answer<()> {
    desk.use_baseline(&id, r#use).await
}

/// Takes a layer out of the project.
#[tauri::command]
pub(crate) async fn remove_layer(desk: Held<'_>, id: String) -> Answer<()> {
    desk.remove_layer(&id).await
}
