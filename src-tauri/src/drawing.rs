//! How the page is drawn on machines without a graphics card.

/// Starts the program anew with the plain renderer where there is no graphics card, which many office machines and
/// virtual desktops lack. `WebKitGTK`'s renderer for cards shows about one frame a second there, the plain one sixty. Who has
/// set the variable has decided. Returns when there is nothing to change.
#[cfg(target_os = "linux")]
pub fn suit_machine() {
    use std::os::unix::process::CommandExt;

    const PLAIN: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(PLAIN).is_some() || has_card() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    // The variable must stand before the first thread; only a program that is started anew can have it so. A start that
    // fails leaves the window as it would have been.
    let mut again = std::process::Command::new(program);
    let _ = again.args(std::env::args_os().skip(1)).env(PLAIN, "1").exec();
}

/// Elsewhere the system's own web view knows its machine.
#[cfg(not(target_os = "linux"))]
pub fn suit_machine() {}

#[cfg(target_os = "linux")]
fn has_card() -> bool {
    let software = std::env::var_os("LIBGL_ALWAYS_SOFTWARE").is_some_and(|set| set != "0" && set != "false");
    let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    !software && nodes.into_iter().any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
}
