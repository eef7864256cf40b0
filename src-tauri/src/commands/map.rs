//! What the map asks beside its tiles.

use sanxian_project::view::{IdentifiedView, IdentifyQuery, MeasureQuery, MeasureView, PlaneView};

use super::Answer;
use crate::desk::Held;

#[tauri::command]
pub(crate) async fn planes(desk: Held<'_>) -> Answer<Vec<PlaneView>> {
    desk.planes().await
}

#[tauri::command]
pub(crate) async fn identify(desk: Held<'_>, query: IdentifyQuery) -> Answer<Vec<IdentifiedView>> {
    desk.identify(query).await
}

#[tauri::command]
pub(crate) async fn measure(desk: Held<'_>, query: MeasureQuery) -> Answer<MeasureView> {
    desk.measure(query).await
}
