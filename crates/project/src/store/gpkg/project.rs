//! The window's side of a project file: everything at a glance, and whole changes, each one transaction with its line
//! in the log.

use std::collections::BTreeMap;
use std::path::Path;

use sanxian_review::data::{FeatureId, LayerKind, Town, TownTraits};
use sanxian_review::finding::{Fingerprint, OverlapRow, Review};
use sqlx::{Row, SqliteConnection};

use super::decisions::{self, LogLine};
use super::glimpse::{self, FindingsGround};
use super::references::{read_baselines, read_counties, read_given, write_baselines, write_counties};
use super::rows::{Fail, from_json, to_json};
use super::{GpkgStore, ledger, papers, register, review, submission, submitted};
use crate::problem::Problem;
use crate::source::SourceInfo;
use crate::store::decision::{Change, Decision, Step, Steps};
use crate::store::project::{
    BaselineRef, ChosenPolicy, Glance, GlanceReview, ProjectRow, ReviewedWith, SubmittedLedger,
};
use crate::store::{Recorded, ReviewUnit, StoreError};

/// County of each town, where known.
pub type TownCounties = BTreeMap<FeatureId, String>;

impl GpkgStore {
    /// Makes this file a project.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn begin_project(&self, sample: bool, line: &LogLine) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            sqlx::query("INSERT OR IGNORE INTO project (id, sample, revision) VALUES (1, ?, 0)")
                .bind(sample)
                .execute(&mut *tx)
                .await?;
            self.end(tx, line, None).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Everything that the window shows.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn glance(&self) -> Result<Glance, StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            let run = papers::read_run(&mut tx).await?;
            let reviewed = match (run, review::is_recorded(&mut tx).await?) {
                (Some(run), true) => {
                    let review = review::read_rows(&mut tx).await?;
                    let (findings, placed) = self.aside(glimpse::findings).await?.into_iter().unzip();
                    Some(GlanceReview { run, review: Review { findings, ..review }, placed })
                }
                _ => None,
            };
            let mut steps = Steps::default();
            decisions::read_steps(&mut tx).await?.into_iter().for_each(|(step, _)| steps.follow(step));
            let project = read_project(&mut tx).await?;
            let mut towns = submission::read_towns(&mut tx).await?;
            submitted::restore_traits(&mut tx, &mut towns).await?;
            let sources = papers::read_sources(&mut tx).await?;
            let ledger = match &project {
                Some(_) => submitted::read_ledger(&mut tx).await?,
                None => {
                    let source = sources.iter().find(|source| source.role == LayerKind::Ledger).cloned();
                    let ledger = ledger::read(&mut tx).await?;
                    ledger.zip(source).map(|(ledger, source)| SubmittedLedger { ledger, source, problems: Vec::new() })
                }
            };
            Ok(Glance {
                project,
                baselines: read_baselines(&mut tx).await?,
                towns,
                ledger,
                counties: read_counties(&mut tx).await?,
                sources,
                problems: papers::read_problems(&mut tx).await?,
                layers: read_given(&mut tx).await?,
                reviewed,
                decisions: decisions::read(&mut tx).await?,
                steps,
            })
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Replaces the towns with their source and problems. The review of the old ones goes; decisions stay.
    ///
    /// # Errors
    /// Two towns with one id, or a file that cannot be written; then nothing has changed.
    pub async fn submit_towns(
        &self,
        towns: &[Town],
        source: &SourceInfo,
        problems: &[Problem],
        counties: &TownCounties,
        line: &LogLine,
    ) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            forget_reviewed(&mut tx).await?;
            submission::write_towns(&mut tx, towns, self.winding).await?;
            submitted::write_traits(&mut tx, &BTreeMap::new()).await?;
            papers::write_sources(&mut tx, std::slice::from_ref(source)).await?;
            papers::write_problems(&mut tx, problems).await?;
            write_counties(&mut tx, counties).await?;
            self.end(tx, line, None).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Takes the towns out.
    ///
    /// # Errors
    /// When the file cannot be written; then nothing has changed.
    pub async fn withdraw_towns(&self, line: &LogLine) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            forget_reviewed(&mut tx).await?;
            submission::write_towns(&mut tx, &[], self.winding).await?;
            submitted::write_traits(&mut tx, &BTreeMap::new()).await?;
            papers::write_sources(&mut tx, &[]).await?;
            papers::write_problems(&mut tx, &[]).await?;
            write_counties(&mut tx, &TownCounties::new()).await?;
            self.end(tx, line, None).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Replaces a review with everything it was made from and with, as a whole: no moment shows half of it. `own` is
    /// what towns said of themselves where the ledger added to it.
    ///
    /// # Errors
    /// When the file cannot be written; then the earlier review is still there.
    pub async fn put_reviewed(
        &self,
        recorded: &Recorded,
        own: &BTreeMap<FeatureId, TownTraits>,
        with: &ReviewedWith,
        counties: &TownCounties,
        line: &LogLine,
    ) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            forget_reviewed(&mut tx).await?;
            papers::write_run(&mut tx, &recorded.run).await?;
            submission::write_towns(&mut tx, &recorded.towns, self.winding).await?;
            submitted::write_traits(&mut tx, own).await?;
            for (kind, features) in &recorded.layers {
                submission::write_layer(&mut tx, *kind, features, self.winding).await?;
            }
            ledger::write(&mut tx, recorded.ledger.as_ref()).await?;
            papers::write_sources(&mut tx, &recorded.sources).await?;
            papers::write_problems(&mut tx, &recorded.problems).await?;
            review::write_rows(&mut tx, &ReviewUnit::all(), &recorded.review, self.winding).await?;
            write_counties(&mut tx, counties).await?;
            sqlx::query("UPDATE project SET reviewed_with = ?")
                .bind(to_json("project", with)?)
                .execute(&mut *tx)
                .await?;
            self.end(tx, line, None).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Replaces the ledger, or takes it out. The review stays: it tells that it is older.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn submit_ledger(&self, ledger: Option<&SubmittedLedger>, line: &LogLine) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            submitted::write_ledger(&mut tx, ledger).await?;
            self.end(tx, line, None).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Replaces the baselines referred to. The review stays: it tells that it is older.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn put_baselines(
        &self,
        baselines: &[BaselineRef],
        counties: &TownCounties,
        line: &LogLine,
    ) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            write_baselines(&mut tx, baselines).await?;
            write_counties(&mut tx, counties).await?;
            self.end(tx, line, None).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Writes down where the baselines are now; not a change that anybody made.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn move_baselines(&self, baselines: &[BaselineRef]) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            write_baselines(&mut tx, baselines).await?;
            Ok(tx.commit().await?)
        };
        work.await.map_err(|fail: Fail| self.fail(fail))
    }

    /// Replaces what the next review uses.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn put_policy(&self, policy: &ChosenPolicy, line: &LogLine) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            sqlx::query("UPDATE project SET policy = ?").bind(to_json("project", policy)?).execute(&mut *tx).await?;
            self.end(tx, line, None).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Puts a decision in, or takes it back, with the step that says so.
    ///
    /// # Errors
    /// When the file cannot be written; then nothing has changed.
    pub async fn put_decision(
        &self,
        finding: &Fingerprint,
        decision: Option<&Decision>,
        step: &Step,
        line: &LogLine,
    ) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            decisions::put(&mut tx, finding, decision).await?;
            self.end(tx, line, Some(step)).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Adds a line to the log.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn note(&self, line: &LogLine) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            decisions::note(&mut tx, line, None).await?;
            Ok(tx.commit().await?)
        };
        work.await.map_err(|fail: Fail| self.fail(fail))
    }

    /// The log, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn log(&self) -> Result<Vec<LogLine>, StoreError> {
        let work = async { decisions::read_log(&mut *self.begin().await?).await };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// What was said on one finding before, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn history(&self, finding: &Fingerprint) -> Result<Vec<LogLine>, StoreError> {
        let work = async { decisions::read_steps(&mut *self.begin().await?).await };
        let all = work.await.map_err(|fail| self.fail(fail))?;
        let mut steps = Steps::default();
        let mut lines = Vec::new();
        for (step, line) in all {
            let about = match &step {
                Step::Decide(change) => Some(change.finding.clone()),
                Step::Undo => steps.undo().map(|change: &Change| change.finding.clone()),
                Step::Redo => steps.redo().map(|change: &Change| change.finding.clone()),
            };
            if about.as_ref() == Some(finding) {
                lines.push(line);
            }
            steps.follow(step);
        }
        lines.reverse();
        Ok(lines)
    }

    /// What reads the ground of the findings.
    #[must_use]
    pub fn findings_ground(&self) -> FindingsGround {
        FindingsGround::of(&self.path)
    }

    /// The patches of one line that a town overlaps, in the review's order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn overlaps_of(&self, town: &FeatureId, layer: LayerKind) -> Result<Vec<OverlapRow>, StoreError> {
        let work = async { review::read_overlaps_of(&mut *self.begin().await?, town, layer).await };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Reads the file on a thread where it may take its time.
    async fn aside<T: Send + 'static>(&self, read: fn(&Path) -> Result<T, Fail>) -> Result<T, Fail> {
        let path = self.path.clone();
        let read = tokio::task::spawn_blocking(move || read(&path)).await;
        read.map_err(|error| Fail::damaged("findings", error))?
    }

    /// Puts a packed copy of the file there, where nothing may be.
    ///
    /// # Errors
    /// When it cannot be written; nothing is left there then.
    pub async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let result = sqlx::query("VACUUM INTO ?").bind(path.to_string_lossy()).execute(&self.pool).await;
        if let Err(error) = result {
            let _ = std::fs::remove_file(path);
            return Err(self.fail(error.into()));
        }
        let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
        synced.map_err(|source| StoreError::Io { path: path.into(), source })
    }

    /// Closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Which file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends a change: the project's revision grows, the log has its line, the disk has both.
    async fn end(
        &self,
        mut tx: sqlx::Transaction<'_, sqlx::Sqlite>,
        line: &LogLine,
        step: Option<&Step>,
    ) -> Result<(), Fail> {
        sqlx::query("UPDATE project SET revision = revision + 1").execute(&mut *tx).await?;
        decisions::note(&mut tx, line, step).await?;
        Ok(tx.commit().await?)
    }
}

async fn forget_reviewed(conn: &mut SqliteConnection) -> Result<(), Fail> {
    review::forget(conn).await?;
    for kind in LayerKind::CONTROL_LINES.into_iter().chain([LayerKind::Counties]) {
        let table = register::table_of(kind);
        register::open(conn, &table).await?;
        register::empty(conn, &table).await?;
        register::close(conn, &table, &[]).await?;
    }
    for kind in LayerKind::OPTIONAL {
        register::remove(conn, &register::table_of(kind)).await?;
    }
    ledger::write(conn, None).await?;
    sqlx::query("DELETE FROM layers").execute(&mut *conn).await?;
    sqlx::query("DELETE FROM run").execute(&mut *conn).await?;
    sqlx::query("UPDATE project SET reviewed_with = NULL").execute(conn).await?;
    Ok(())
}

async fn read_project(conn: &mut SqliteConnection) -> Result<Option<ProjectRow>, Fail> {
    let Some(row) = sqlx::query("SELECT * FROM project").fetch_optional(conn).await? else { return Ok(None) };
    let json = |column| row.try_get::<Option<String>, _>(column);
    let policy: Option<ChosenPolicy> = json("policy")?.map(|text| from_json("project", &text)).transpose()?;
    let revision: i64 = row.try_get("revision")?;
    Ok(Some(ProjectRow {
        sample: row.try_get("sample")?,
        revision: u32::try_from(revision).map_err(|_| Fail::damaged("project", "a revision out of range"))?,
        policy: policy.unwrap_or_default(),
        reviewed_with: json("reviewed_with")?.map(|text| from_json("project", &text)).transpose()?,
    }))
}
