//! The window door: `sanxian-desktop`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    // A worker is this executable; it must not see a window or anything else of the door.
    sanxian_project::worker::run_if_asked();
    sanxian_desktop::suit_machine();
    sanxian_desktop::run()
}
