//! The desk behind the window, as the commands receive it.

use std::sync::Arc;

use sanxian_project::desk::{Desk, Places};
use sanxian_project::view::Failure;
use sanxian_project::worker::Supervisor;
use tauri::{AppHandle, Emitter, Manager, State};

use crate::failure::system;

/// What a command is given.
pub(crate) type Held<'a> = State<'a, Arc<Desk>>;

/// Sets up the desk in the application's data folder, and tells the page whenever something changed.
pub(crate) fn set_up(app: &AppHandle) -> Result<(), Failure> {
    let data = app.path().app_data_dir().map_err(|e| system("找不到数据文件夹", "There is no folder for data", e))?;
    let worker =
        Supervisor::this_executable().map_err(|e| system("找不到程序本身", "The program cannot find itself", e))?;
    let desk = Desk::new(Places::under(&data), worker)?;
    let mut changes = desk.changes();
    app.manage(desk);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        while changes.changed().await.is_ok() {
            let _ = app.emit_to(crate::window::LABEL, "project-changed", ());
        }
    });
    Ok(())
}
