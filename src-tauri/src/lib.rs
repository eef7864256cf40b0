//! The window door: a thin Tauri shell over [`sanxian_project::desk`].
//!
//! Flow: `main` → [`run`] → the desk is set up → the window opens → the page asks through [`commands`], fetches tiles
//! through [`tiles`], and is told of changes by events. Nothing here knows what is reviewed or how.

mod arrivals;
mod commands;
mod desk;
mod dialogs;
mod drawing;
mod failure;
mod jobs;
mod tiles;
mod window;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub use drawing::suit_machine;

use commands::{export, findings, hand_in, import, map, portfolio, project, review};
use sanxian_project::desk::Desk;
use sanxian_project::lang::Lang;
use sanxian_project::watch::Silent;
use tauri::{App, AppHandle, Manager, RunEvent, Wry};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tauri_plugin_window_state::StateFlags;

/// Opens the window and stays until it is closed.
#[must_use]
pub fn run() -> ExitCode {
    let app = builder().build(tauri::generate_context!());
    match app {
        Ok(app) => ExitCode::from(u8::try_from(app.run_return(at_end)).unwrap_or(2)),
        Err(error) => {
            eprintln!("sanxian-desktop: 窗口无法打开 / the window cannot be opened: {error}");
            ExitCode::from(2)
        }
    }
}

fn builder() -> tauri::Builder<Wry> {
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        // First, so that a second start ends before it touches anything. Without a session bus every start is a first.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
            let arguments = arguments.into_iter().map(Into::into);
            arrivals::receive(app, arrivals::files_of(arguments, Path::new(&folder)));
            window::raise(app);
        }))
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered).build())
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol(tiles::SCHEME, tiles::answer)
        .manage(jobs::Jobs::default())
        .manage(arrivals::Arrivals::default())
        .invoke_handler(tauri::generate_handler![
            commands::cancel,
            project::start,
            project::open_demo,
            project::new_project,
            project::choose_project,
            project::open_recent,
            project::forget_recent,
            project::save_copy,
            project::close_project,
            project::project,
            import::arrive,
            import::waiting,
            import::choose_files,
            import::cards,
            import::change_card,
            import::discard_card,
            import::confirm_cards,
            import::baselines,
            import::use_baseline,
            import::remove_layer,
            review::packs,
            review::choose_policy,
            review::review,
            findings::findings,
            findings::finding_place,
            findings::finding,
            findings::decide,
            findings::undo,
            findings::redo,
            findings::log,
            findings::towns,
            findings::town,
            findings::problems,
            portfolio::ledger,
            portfolio::remove_ledger,
            portfolio::save_ledger_template,
            portfolio::portfolio,
            portfolio::compliance,
            map::planes,
            map::identify,
            map::measure,
            export::choose_folder,
            export::export_results,
            export::save_picture,
            export::reveal,
            hand_in::choose_key,
            hand_in::hand_in,
        ])
        .setup(|app| set_up(app))
}

fn set_up(app: &mut App) -> Result<(), Box<dyn std::error::Error>> {
    let app = app.handle();
    if let Err(failure) = desk::set_up(app) {
        let words = format!("{}\n{}", failure.message.get(Lang::Zh), failure.hint.get(Lang::Zh));
        eprintln!("sanxian-desktop: {}", failure.message.get(Lang::En));
        let ending = app.clone();
        app.dialog().message(words).title("三线").kind(MessageDialogKind::Error).show(move |_| ending.exit(2));
        return Ok(());
    }
    let folder = std::env::current_dir().unwrap_or_default();
    arrivals::receive(app, arrivals::files_of(std::env::args_os(), &folder));
    if app.state::<arrivals::Arrivals>().hold_project() {
        // Open before the page asks; the first screen tells why it could not be opened.
        let paths = app.state::<arrivals::Arrivals>().take();
        let _ = tauri::async_runtime::block_on(app.state::<Arc<Desk>>().arrive(&paths, Arc::new(Silent)));
    }
    window::open(app)
}

/// Everything is saved already; what still runs is stopped, and the project is closed in order.
fn at_end(app: &AppHandle, event: RunEvent) {
    if let RunEvent::Exit = event {
        app.state::<jobs::Jobs>().cancel_all();
        if let Some(desk) = app.try_state::<Arc<Desk>>() {
            let _ = tauri::async_runtime::block_on(desk.close_project());
        }
    }
}
