//! A disk that is full: said in words, and nothing that was saved is lost. Runs itself again on a small disk of its own,
//! which needs no rights where the system lets users have name spaces.
#![cfg(target_os = "linux")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use sanxian_project::desk::Desk;
use sanxian_project::view::*;
use support::*;

/// The folder on the small disk, told to the second run.
const DISK: &str = "SANXIAN_SMALL_DISK";

/// Every file below the folder, with its bytes; not the ballast, nor who holds a project.
fn saved(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = files(folder);
    found.retain(|path, _| !path.ends_with("ballast") && path.extension().is_none_or(|ending| ending != "lock"));
    found
}

/// Takes all the room there is.
fn fill(folder: &Path) {
    use std::io::Write;
    let mut ballast = std::fs::File::create(folder.join("ballast")).unwrap();
    for size in [1 << 20, 1 << 12, 1] {
        while ballast.write_all(&vec![0; size]).is_ok() {}
    }
}

#[test]
fn on_a_full_disk_every_change_is_refused_in_words_and_nothing_saved_is_lost() {
    if let Some(folder) = std::env::var_os(DISK) {
        return run(on_a_small_disk(Path::new(&folder)));
    }
    let folder = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=48m none \"$1\" || exit 125
        shift
        exec \"$@\" --exact on_a_full_disk_every_change_is_refused_in_words_and_nothing_saved_is_lost --nocapture";
    let own = std::env::current_exe().unwrap();
    let again = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
        .arg(folder.path())
        .arg(own)
        .env(DISK, folder.path())
        .status();
    match again {
        Ok(ended) if ended.success() => {}
        Ok(ended) if !matches!(ended.code(), Some(1 | 125)) => panic!("the run on the small disk: {ended}"),
        other => println!("skipped: no small disk can be made here ({other:?})"),
    }
}

async fn on_a_small_disk(folder: &Path) {
    println!("on a small disk");
    let desk = desk(folder);
    desk.open_demo(silent()).await.unwrap();
    let id = findings(&desk).await[0].id.clone();
    desk.decide(&id, exemption()).await.unwrap();
    let formats = ["csv", "gpkg", "xlsx"].map(str::to_owned).to_vec();
    let choice = ExportChoice { formats, folder: None };
    desk.export(choice.clone(), silent()).await.unwrap();
    let cards = dated(&desk, desk.receive(&[demo_file("basic_farmland.geojson")], silent()).await.unwrap()).await;
    let shown = || async { (findings(&desk).await, desk.project().await.unwrap(), desk.log().await.unwrap()) };
    let before = shown().await;
    fill(folder);
    let kept = saved(folder);
    for (what, refused) in [
        ("decide", desk.decide(&id, decision(DecisionKind::Confirm, "看过")).await.err()),
        ("undo", desk.undo().await.err()),
        ("review", desk.review(silent()).await.err()),
        ("export", desk.export(choice.clone(), silent()).await.err()),
        ("import", desk.confirm_cards(&[cards[0].id.clone()], silent()).await.err()),
        ("new project", desk.new_project("新").await.err()),
        ("copy", desk.save_copy(&folder.join("副本"), silent()).await.err()),
        ("policy", choose(&desk).await.err()),
    ] {
        let failure = refused.unwrap_or_else(|| panic!("{what} was done on a full disk"));
        let (message, hint) = (&failure.message, &failure.hint);
        assert!(message.zh.contains("磁盘已满") && hint.zh.contains("清理磁盘"), "{what}: {failure:?}");
        assert!(message.en.contains("full") && hint.en.contains("Free some space"), "{what}: {failure:?}");
        assert!(shown().await == before, "{what} has changed what is shown");
        let left = saved(folder);
        assert_eq!(left.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>(), "{what}");
        assert!(left == kept, "{what} has changed a file");
    }
    std::fs::remove_file(folder.join("ballast")).unwrap();
    desk.confirm_cards(&[cards[0].id.clone()], silent()).await.unwrap();
    desk.review(silent()).await.unwrap();
    desk.export(choice, silent()).await.unwrap();
    desk.undo().await.unwrap();
    // all of it is on the disk, and nothing waits in an open change
    let journals = saved(folder).into_keys().filter(|path| path.to_string_lossy().ends_with("-journal"));
    assert_eq!(journals.collect::<Vec<_>>(), Vec::<PathBuf>::new());
    let (rows, log) = (findings(&desk).await, desk.log().await.unwrap());
    let recent = desk.start().await.unwrap().recents.remove(0);
    desk.close_project().await.unwrap();
    desk.open_recent(&recent.id).await.unwrap();
    assert_eq!((findings(&desk).await, desk.log().await.unwrap()), (rows, log));
    desk.new_project("新").await.unwrap();
}

async fn choose(desk: &Desk) -> Result<(), Failure> {
    desk.choose_policy(PolicyChoice { packs: Vec::new(), as_of: "2026-08-02".into(), near_m: Some(700) }).await
}
