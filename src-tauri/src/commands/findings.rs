//! Findings, decisions and towns.

use sanxian_project::view::{
    DecisionView, FindingPage, FindingQuery, FindingView, LogView, ProblemView, TownRowView, TownView,
};

use super::Answer;
use crate::desk::Held;

#[tauri::command]
pub(crate) async fn findings(desk: Held<'_>, query: FindingQuery, offset: u32, limit: u32) -> Answer<FindingPage> {
    desk.findings(query, offset, limit).await
}

#[tauri::command]
pub(crate) async fn finding_place(desk: Held<'_>, query: FindingQuery, id: String) -> Answer<Option<u32>> {
    desk.finding_place(query, &id).await
}

#[tauri::command]
pub(crate) async fn finding(desk: Held<'_>, id: String) -> Answer<FindingView> {
    desk.finding(&id).await
}

#[tauri::command]
pub(crate) async fn decide(desk: Held<'_>, id: String, decision: DecisionView) -> Answer<()> {
    desk.decide(&id, decision).await
}

#[tauri::command]
pub(crate) async fn undo(desk: Held<'_>) -> Answer<()> {
    desk.undo().await
}

#[tauri::command]
pub(crate) async fn redo(desk: Held<'_>) -> Answer<()> {
    desk.redo().await
}

#[tauri::command]
pub(crate) async fn log(desk: Held<'_>) -> Answer<Vec<LogView>> {
    desk.log().await
}

#[tauri::command]
pub(crate) async fn towns(desk: Held<'_>) -> Answer<Vec<TownRowView>> {
    desk.towns().await
}

#[tauri::command]
pub(crate) async fn town(desk: Held<'_>, id: String) -> Answer<TownView> {
    desk.town(&id).await
}

#[tauri::command]
pub(crate) async fn problems(desk: Held<'_>, offset: u32, limit: u32) -> Answer<Vec<ProblemView>> {
    desk.problems(offset, limit).await
}
