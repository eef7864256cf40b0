//! Results and pictures for others.

use sanxian_project::view::{ExportChoice, ExportView, Failure, FolderView};
use tauri::AppHandle;
use tauri::ipc::{InvokeBody, Request};

use super::Answer;
use crate::desk::Held;
use crate::dialogs::{self, Tongue};
use crate::failure::system;
use crate::jobs::Job;

#[tauri::command]
pub(crate) async fn choose_folder(app: AppHandle, desk: Held<'_>, tongue: Tongue) -> Answer<Option<FolderView>> {
    Ok(dialogs::folder(&app, tongue).await?.map(|path| desk.remember_folder(&path)))
}

#[tauri::command]
pub(crate) async fn export_results(desk: Held<'_>, choice: ExportChoice, job: Job) -> Answer<ExportView> {
    desk.export(choice, job.watch()).await
}

#[tauri::command]
pub(crate) async fn save_picture(desk: Held<'_>, request: Request<'_>) -> Answer<ExportView> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (Some(kind), InvokeBody::Raw(bytes)) = (header("kind"), request.body()) else {
        return Err(system("图片没有传到", "The picture did not arrive", "kind, bytes"));
    };
    desk.save_picture(kind, bytes.clone(), header("folder").map(str::to_owned)).await
}

#[tauri::command]
pub(crate) async fn reveal(desk: Held<'_>, folder: String) -> Answer<()> {
    let path = desk.folder_path(&folder)?;
    let shown = tauri::async_runtime::spawn_blocking(move || tauri_plugin_opener::reveal_item_in_dir(path)).await;
    let failed = |reason: &dyn std::fmt::Display| -> Failure {
        system("无法在文件管理器中显示文件夹", "The folder cannot be shown in the file manager", reason)
    };
    shown.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}
