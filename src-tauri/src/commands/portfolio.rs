//! The ledger and the towns together.

use sanxian_project::view::{ComplianceView, ExportView, LedgerView, PortfolioView, WhatIf};

use super::Answer;
use crate::desk::Held;

#[tauri::command]
pub(crate) async fn ledger(desk: Held<'_>) -> Answer<Option<LedgerView>> {
    desk.ledger().await
}

#[tauri::command]
pub(crate) async fn remove_ledger(desk: Held<'_>) -> Answer<()> {
    desk.remove_ledger().await
}

#[tauri::command]
pub(crate) async fn save_ledger_template(desk: Held<'_>) -> Answer<ExportView> {
    desk.save_ledger_template().await
}

#[tauri::command]
pub(crate) async fn portfolio(desk: Held<'_>, what_if: Option<WhatIf>) -> Answer<PortfolioView> {
    desk.portfolio(what_if).await
}

#[tauri::command]
pub(crate) async fn compliance(desk: Held<'_>, town: String) -> Answer<Option<ComplianceView>> {
    desk.compliance(&town).await
}
