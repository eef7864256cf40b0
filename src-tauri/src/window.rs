//! The one window: made when the desk stands, raised by a second start, told of drops.

use std::error::Error;

use tauri::{AppHandle, DragDropEvent, Emitter, Manager, WebviewWindowBuilder, WindowEvent};

use crate::arrivals;

/// The window's name, in the configuration and the capability.
pub(crate) const LABEL: &str = "main";

/// Scheme and host of the application's own pages.
const PAGE: (&str, &str) = if cfg!(windows) { ("http", "tauri.localhost") } else { ("tauri", "localhost") };

/// Makes the window as the configuration describes it.
pub(crate) fn open(app: &AppHandle) -> Result<(), Box<dyn Error>> {
    let config = app.config().app.windows.iter().find(|window| window.label == LABEL).ok_or("no such window")?;
    // The page is the application's own and stays so: no address leads away, nothing opens a second one.
    let window = WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(|address| (address.scheme(), address.host_str()) == (PAGE.0, Some(PAGE.1)))
        .data_directory(app.path().app_local_data_dir()?.join("page"))
        .build()?;
    let app = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(drag) = event {
            dragged(&app, drag);
        }
    });
    Ok(())
}

/// Brings the window before the reviewer's eyes.
pub(crate) fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // What the desktop refuses here costs only convenience.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

fn dragged(app: &AppHandle, drag: &DragDropEvent) {
    let over = match drag {
        DragDropEvent::Enter { .. } => true,
        DragDropEvent::Drop { paths, .. } => {
            arrivals::receive(app, paths.clone());
            false
        }
        DragDropEvent::Leave => false,
        _ => return,
    };
    let _ = app.emit_to(LABEL, "dragging", over);
}
