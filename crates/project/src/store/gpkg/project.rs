//! The window's side of a project file: everything at a glance, and whole changes, each one transaction with its line
//! in the log.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sanxian_review::data::{FeatureId, LayerKind, Shape, Town};
use sanxian_review::finding::Fingerprint;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use super::decisions::{self, LogLine};
use super::rows::{Fail, count, from_json, to_json, uncount, word};
use super::{GpkgStore, findings, ledger, papers, register, review, submission};
use crate::problem::Problem;
use crate::source::SourceInfo;
use crate::store::decision::{Change, Decision, Step, Steps};
use crate::store::project::{BaselineRef, ChosenPolicy, Glance, GlanceReview, ProjectRow, ReviewedWith};
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
                    let (review, extents) = review::read_without_ground(&mut tx).await?;
                    Some(GlanceReview { run, review, extents })
                }
                _ => None,
            };
            let mut steps = Steps::default();
            decisions::read_steps(&mut tx).await?.into_iter().for_each(|(step, _)| steps.follow(step));
            Ok(Glance {
                project: read_project(&mut tx).await?,
                baselines: read_baselines(&mut tx).await?,
                towns: submission::read_towns(&mut tx).await?,
                counties: read_counties(&mut tx).await?,
                sources: papers::read_sources(&mut tx).await?,
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
            papers::write_sources(&mut tx, &[]).await?;
            papers::write_problems(&mut tx, &[]).await?;
            write_counties(&mut tx, &TownCounties::new()).await?;
            self.end(tx, line, None).await
        };
        work.await.map_err(|fail| self.fail(fail))
    }

    /// Replaces a review with everything it was made from and with, as a whole: no moment shows half of it.
    ///
    /// # Errors
    /// When the file cannot be written; then the earlier review is still there.
    pub async fn put_reviewed(
        &self,
        recorded: &Recorded,
        with: &ReviewedWith,
        counties: &TownCounties,
        line: &LogLine,
    ) -> Result<(), StoreError> {
        let work = async {
            let mut tx = self.begin().await?;
            forget_reviewed(&mut tx).await?;
            papers::write_run(&mut tx, &recorded.run).await?;
            submission::write_towns(&mut tx, &recorded.towns, self.winding).await?;
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

    /// The ground of every finding in the review's order, CGCS2000 degrees; `None` for one without.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn findings_ground(&self) -> Result<Vec<Option<Shape>>, StoreError> {
        let work = async { findings::read(&mut *self.begin().await?).await };
        let all = work.await.map_err(|fail| self.fail(fail))?;
        Ok(all.into_iter().map(|finding| finding.shape).collect())
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

async fn write_baselines(conn: &mut SqliteConnection, baselines: &[BaselineRef]) -> Result<(), Fail> {
    sqlx::query("DELETE FROM baseline_refs").execute(&mut *conn).await?;
    for (id, one) in (1_i64..).zip(baselines) {
        sqlx::query("INSERT INTO baseline_refs VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(id)
            .bind(one.role.key())
            .bind(&one.name)
            .bind(one.data_year.map(i64::from))
            .bind(&one.hash)
            .bind(one.place.to_string_lossy())
            .bind(count("number of features", one.features)?)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

async fn read_baselines(conn: &mut SqliteConnection) -> Result<Vec<BaselineRef>, Fail> {
    let rows = sqlx::query("SELECT * FROM baseline_refs ORDER BY id").fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            let (role, place): (String, String) = (row.try_get("role")?, row.try_get("place")?);
            let year: Option<i64> = row.try_get("data_year")?;
            Ok(BaselineRef {
                role: word("baseline_refs", &role)?,
                name: row.try_get("name")?,
                data_year: year.and_then(|year| u16::try_from(year).ok()),
                hash: row.try_get("hash")?,
                place: PathBuf::from(place),
                features: uncount("baseline_refs", row.try_get("features")?)?,
            })
        })
        .collect()
}

async fn write_counties(conn: &mut SqliteConnection, counties: &TownCounties) -> Result<(), Fail> {
    sqlx::query("DELETE FROM town_counties").execute(&mut *conn).await?;
    for (town, county) in counties {
        sqlx::query("INSERT INTO town_counties VALUES (?, ?)").bind(&town.0).bind(county).execute(&mut *conn).await?;
    }
    Ok(())
}

async fn read_counties(conn: &mut SqliteConnection) -> Result<TownCounties, Fail> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT town_id, county FROM town_counties").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(town, county)| (FeatureId(town), county)).collect())
}

async fn read_given(conn: &mut SqliteConnection) -> Result<BTreeMap<LayerKind, u64>, Fail> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as(AssertSqlSafe("SELECT layer, features FROM layers".to_owned())).fetch_all(conn).await?;
    rows.into_iter().map(|(layer, features)| Ok((word("layers", &layer)?, uncount("layers", features)?))).collect()
}
