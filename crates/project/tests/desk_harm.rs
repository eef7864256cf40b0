//! What may befall a project while it is open: another program holds it, its file is moved away, a job is stopped.
//! Each is said in words, and what was saved is still there.

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sanxian_project::desk::{Desk, SharedPress};
use sanxian_project::dossier::Dossier;
use sanxian_project::opinion::Opinion;
use sanxian_project::pack::Press;
use sanxian_project::view::*;
use sanxian_project::watch::{Step, Watch};
use support::*;

/// The demo in a project of its own; its file.
async fn demo(desk: &Desk, folder: &Path) -> PathBuf {
    desk.open_demo(silent()).await.unwrap();
    let mut projects = std::fs::read_dir(folder.join("projects")).unwrap().map(|entry| entry.unwrap().path());
    projects.find(|path| path.extension().is_some_and(|ending| ending == "gpkg")).unwrap()
}

/// Sets nothing, but takes as many steps as sheets would.
struct Slow;

impl Press for Slow {
    fn opinion(&self, _: &Opinion, _: &dyn Watch) -> Result<Vec<u8>, String> {
        Ok(b"%PDF-1.7".to_vec())
    }

    fn sheets(
        &self,
        _: &Dossier,
        _: &serde_json::Value,
        folder: &Path,
        watch: &dyn Watch,
    ) -> Result<Vec<String>, String> {
        for done in 0..100 {
            watch.progress(Step::Draw { done, total: 100 });
            if watch.cancelled() {
                return Err("cancelled".to_owned());
            }
        }
        std::fs::write(folder.join("atlas.pdf"), b"%PDF-1.7").map_err(|error| error.to_string())?;
        Ok(vec!["atlas.pdf".to_owned()])
    }
}

fn papers() -> HandInChoice {
    HandInChoice {
        sheets: vec!["atlas".into()],
        paper: "a3".into(),
        sheet_formats: vec!["pdf".into()],
        opinion: vec!["docx".into(), "pdf".into()],
        pack: true,
        lang: "zh".into(),
        ..HandInChoice::default()
    }
}

#[test]
fn a_cancelled_export_or_hand_in_leaves_the_folder_and_the_log_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        demo(&desk, folder.path()).await;
        let all = ExportChoice {
            formats: ["csv", "geojson", "json", "gpkg", "xlsx", "shp", "txt"].map(str::to_owned).to_vec(),
            folder: None,
        };
        desk.export(ExportChoice { formats: vec!["csv".into()], folder: None }, silent()).await.unwrap();
        let press: SharedPress = Arc::new(Slow);
        let before = (files(folder.path()), desk.log().await.unwrap());
        let exported = |step| matches!(step, Step::Export { .. });
        for n in [1, 4, 7] {
            let failure = desk.export(all.clone(), Impatient::after(n, exported)).await.unwrap_err();
            assert_eq!(failure.code, FailureCode::Cancelled, "step {n} of an export");
        }
        let drawn = |step| matches!(step, Step::Draw { .. });
        for (n, counts) in
            [(1, drawn as fn(Step) -> bool), (50, drawn), (150, drawn), (1, exported), (3, exported), (6, exported)]
        {
            let failure = desk.hand_in(papers(), press.clone(), Impatient::after(n, counts)).await.unwrap_err();
            assert_eq!(failure.code, FailureCode::Cancelled, "step {n} of a hand-in");
        }
        // said before the last look: still nothing is in place
        let saved = Impatient::after(1, |step| step == Step::Save);
        assert_eq!(desk.export(all.clone(), saved).await.unwrap_err().code, FailureCode::Cancelled);
        let saved = Impatient::after(1, |step| step == Step::Save);
        assert_eq!(desk.hand_in(papers(), press.clone(), saved).await.unwrap_err().code, FailureCode::Cancelled);
        let copy = desk.save_copy(&folder.path().join("副本"), Impatient::after(0, |_| true)).await;
        assert_eq!(copy.unwrap_err().code, FailureCode::Cancelled);
        // the work ends soon after the answer, and takes with it what it had put aside
        settled(folder.path()).await;
        assert_eq!(files(folder.path()).keys().collect::<Vec<_>>(), before.0.keys().collect::<Vec<_>>());
        assert!(files(folder.path()) == before.0, "a file has changed");
        assert_eq!(desk.log().await.unwrap(), before.1);
        desk.export(all, silent()).await.unwrap();
        desk.hand_in(papers(), press, silent()).await.unwrap();
    });
}

/// Waits until no work has anything put aside any more.
async fn settled(folder: &Path) {
    let aside = |path: &PathBuf| path.to_string_lossy().contains(".sanxian-");
    while files(folder).keys().any(aside) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[test]
fn a_project_that_another_program_holds_is_refused_in_words_and_opens_when_it_is_free() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        let path = demo(&desk, folder.path()).await;
        desk.close_project().await.unwrap();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let failure = desk.open_project(&path).await.unwrap_err();
        assert!(failure.message.zh.contains("占用") && failure.hint.zh.contains("QGIS"), "{failure:?}");
        assert!(desk.project().await.unwrap().is_none());
        other.execute_batch("COMMIT").unwrap();
        desk.open_project(&path).await.unwrap();
        // one that only reads does not stand in the way of a review, nor of a decision
        let reading = rusqlite::Connection::open(&path).unwrap();
        reading.query_row("SELECT count(*) FROM findings", [], |row| row.get::<_, i64>(0)).unwrap();
        desk.review(silent()).await.unwrap();
        let id = findings(&desk).await[0].id.clone();
        desk.decide(&id, exemption()).await.unwrap();
        // one that holds it while a review is written: the earlier results stay, and the next try succeeds
        let (before, log) = (findings(&desk).await, desk.log().await.unwrap());
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let failure = desk.review(silent()).await.unwrap_err();
        assert!(failure.message.zh.contains("占用"), "{failure:?}");
        other.execute_batch("COMMIT").unwrap();
        assert_eq!((findings(&desk).await, desk.log().await.unwrap()), (before, log));
        desk.review(silent()).await.unwrap();
    });
}

#[test]
fn a_file_that_is_moved_away_while_it_is_open_takes_no_decision_and_takes_them_again_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        let path = demo(&desk, folder.path()).await;
        let rows = findings(&desk).await;
        let away = folder.path().join("away.gpkg");
        std::fs::rename(&path, &away).unwrap();
        for refused in [desk.decide(&rows[0].id, exemption()).await, desk.review(silent()).await] {
            let failure = refused.unwrap_err();
            assert_eq!(failure.code, FailureCode::Missing, "{failure:?}");
            assert!(failure.hint.zh.contains("移动"), "{failure:?}");
        }
        assert_eq!(findings(&desk).await, rows);
        std::fs::rename(&away, &path).unwrap();
        desk.decide(&rows[0].id, exemption()).await.unwrap();
        desk.review(silent()).await.unwrap();
    });
}

#[test]
fn a_newer_project_on_a_medium_that_cannot_be_written_is_refused_as_newer() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let desk = desk(folder.path());
        let path = demo(&desk, folder.path()).await;
        desk.close_project().await.unwrap();
        let later = "INSERT INTO _sqlx_migrations VALUES (9999, 'later', '2030-01-01', 1, x'00', 0)";
        rusqlite::Connection::open(&path).unwrap().execute(later, []).unwrap();
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        let before = std::fs::read(&path).unwrap();
        let failure = desk.open_project(&path).await.unwrap_err();
        assert!(failure.message.zh.contains("更新的版本"), "{failure:?}");
        assert!(std::fs::read(&path).unwrap() == before, "the file was changed");
    });
}
