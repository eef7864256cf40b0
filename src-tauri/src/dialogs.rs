//! Native dialogs. What they give stays in Rust: the page never sees a path that it could use.

use std::path::PathBuf;

use sanxian_project::view::Failure;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::failure::system;

/// Language of the dialogs' titles: the page says which one it speaks.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
pub(crate) enum Tongue {
    /// English.
    #[serde(rename = "en")]
    En,
    /// 中文, and whatever else a page may claim.
    #[serde(other)]
    Zh,
}

impl Tongue {
    fn say(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// What the import card takes, by ending; the reader goes by content.
const LAYERS: &[&str] = &[
    "geojson", "json", "zip", "shp", "gpkg", "kml", "kmz", "dxf", "gml", "csv", "txt", "xlsx", "fgb", "parquet", "wkt",
];

/// One project file.
pub(crate) async fn project(app: &AppHandle, tongue: Tongue) -> Result<Option<PathBuf>, Failure> {
    let name = tongue.say("三线项目", "Sanxian project");
    let dialog = over_window(app).set_title(tongue.say("打开项目", "Open a project")).add_filter(name, &["gpkg"]);
    ask(move || dialog.blocking_pick_file()).await
}

/// A place for a copy of the project.
pub(crate) async fn copy(app: &AppHandle, tongue: Tongue, name: &str) -> Result<Option<PathBuf>, Failure> {
    let kind = tongue.say("三线项目", "Sanxian project");
    let dialog = over_window(app)
        .set_title(tongue.say("另存为", "Save a copy"))
        .add_filter(kind, &["gpkg"])
        .set_file_name(format!("{name}.gpkg"));
    ask(move || dialog.blocking_save_file()).await
}

/// Files to import; empty when the reviewer thought better of it.
pub(crate) async fn files(app: &AppHandle, tongue: Tongue) -> Result<Vec<PathBuf>, Failure> {
    let dialog = over_window(app)
        .set_title(tongue.say("选择要导入的文件", "Choose files to import"))
        .add_filter(tongue.say("图层文件", "Layers"), LAYERS)
        .add_filter(tongue.say("所有文件", "All files"), &["*"]);
    let chosen = tauri::async_runtime::spawn_blocking(move || dialog.blocking_pick_files()).await;
    chosen.map_err(unanswered)?.unwrap_or_default().into_iter().map(on_disk).collect()
}

/// A folder to import from, or to export to.
pub(crate) async fn folder(app: &AppHandle, tongue: Tongue) -> Result<Option<PathBuf>, Failure> {
    let dialog = over_window(app).set_title(tongue.say("选择文件夹", "Choose a folder"));
    ask(move || dialog.blocking_pick_folder()).await
}

/// The reviewer's key.
pub(crate) async fn key(app: &AppHandle, tongue: Tongue) -> Result<Option<PathBuf>, Failure> {
    let dialog = over_window(app).set_title(tongue.say("选择签名密钥文件", "Choose the key that signs"));
    ask(move || dialog.blocking_pick_file()).await
}

fn over_window(app: &AppHandle) -> FileDialogBuilder<tauri::Wry> {
    let dialog = app.dialog().file();
    match app.get_webview_window(crate::window::LABEL) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// Asks on a thread of its own: a dialog stays open as long as the reviewer likes.
async fn ask(dialog: impl FnOnce() -> Option<FilePath> + Send + 'static) -> Result<Option<PathBuf>, Failure> {
    tauri::async_runtime::spawn_blocking(dialog).await.map_err(unanswered)?.map(on_disk).transpose()
}

fn on_disk(path: FilePath) -> Result<PathBuf, Failure> {
    path.into_path().map_err(unanswered)
}

fn unanswered(error: impl std::fmt::Display) -> Failure {
    system("文件对话框没有给出可用的文件", "The file dialog gave no usable file", error)
}
