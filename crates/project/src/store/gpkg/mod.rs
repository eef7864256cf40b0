//! The project file: an OGC GeoPackage that any GIS opens.

mod decisions;
mod findings;
mod glimpse;
mod ledger;
mod papers;
mod probe;
mod project;
mod references;
pub(crate) mod register;
mod review;
pub(crate) mod rows;
mod submission;
mod submitted;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sanxian_review::data::{Dataset, Feature, LayerKind, Town};
use sanxian_review::finding::Review;
use sanxian_review::ledger::Ledger;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Sqlite, Transaction};

pub use self::decisions::LogLine;
pub use self::glimpse::{FindingsGround, Placed};
pub use self::project::TownCounties;

use self::rows::Fail;
use super::decision::Decision;
use super::winding::Winding;
use super::{Recorded, ReviewUnit, Store, StoreError, doubtful, known_unit};
use crate::problem::Problem;
use crate::run_info::RunInfo;
use crate::source::SourceInfo;

static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations");

/// A GeoPackage with one writer: this program.
///
/// Geometry is CGCS2000 longitude and latitude (4490). Each call of [`Store`] is one durable transaction.
#[derive(Debug)]
pub struct GpkgStore {
    path: PathBuf,
    pool: SqlitePool,
    winding: Winding,
}

impl GpkgStore {
    /// Makes a new, empty file.
    ///
    /// # Errors
    /// When something stands there already, or cannot be written.
    pub async fn create(path: &Path, winding: Winding) -> Result<Self, StoreError> {
        // Made here and not by SQLite, so that a file that appears in between is never opened as if it were new.
        File::create_new(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists { path: path.into() },
            _ => StoreError::Io { path: path.into(), source },
        })?;
        let store = Self::connect(path, winding).await?;
        MIGRATIONS.run(&store.pool).await.map_err(|source| store.structure(source))?;
        store.prepare_new().await.map_err(|fail| store.fail(fail))?;
        Ok(store)
    }

    /// Opens a file that [`create`](Self::create) made; an older structure is brought up to date.
    ///
    /// # Errors
    /// Anything that is not such a file, each with its reason.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        is_geopackage(path)?;
        let store = Self::connect(path, Winding::AsDelivered).await?;
        if let Some(what) = rows::foreign(&store.pool).await.map_err(|fail| store.fail(fail))? {
            return Err(StoreError::NotOurs { path: path.into(), what });
        }
        MIGRATIONS.run(&store.pool).await.map_err(|source| store.structure(source))?;
        Ok(store)
    }

    /// Opens a file that [`create`](Self::create) made to look at it only: nothing of it changes.
    ///
    /// # Errors
    /// As [`open`](Self::open); an older structure cannot be brought up to date here.
    pub async fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        is_geopackage(path)?;
        let options = options(path).read_only(true);
        let store = Self::with(path, options, Winding::AsDelivered).await?;
        if let Some(what) = rows::foreign(&store.pool).await.map_err(|fail| store.fail(fail))? {
            return Err(StoreError::NotOurs { path: path.into(), what });
        }
        let applied: Vec<i64> =
            sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
                .fetch_all(&store.pool)
                .await
                .map_err(|error| store.fail(error.into()))?;
        let known: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        match (applied.last(), known.last()) {
            (Some(applied), Some(known)) if applied > known => {
                Err(store.structure(sqlx::migrate::MigrateError::VersionMissing(*applied)))
            }
            _ if applied == known => Ok(store),
            _ => Err(StoreError::Older { path: path.into() }),
        }
    }

    /// Whether a file may be one of ours, by its first bytes.
    ///
    /// # Errors
    /// What it is instead.
    pub fn looks_right(path: &Path) -> Result<(), StoreError> {
        is_geopackage(path)
    }

    /// Looks at every page of the file.
    ///
    /// # Errors
    /// The first damage.
    pub async fn check_pages(&self) -> Result<(), StoreError> {
        let found: Result<String, _> = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&self.pool).await;
        match found {
            Ok(found) if found == "ok" => Ok(()),
            Ok(what) => Err(StoreError::Damaged { path: self.path.clone(), table: "sqlite", what }),
            Err(error) => Err(self.fail(error.into())),
        }
    }

    /// Packs the file and closes it. The same content put in by the same calls then has the same bytes.
    ///
    /// Packed beside itself and renamed: a plain `VACUUM` would copy the ground through the system's temporary folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn finish(self) -> Result<(), StoreError> {
        let packed = self.path.with_extension("gpkg-packed");
        let io = |source| StoreError::Io { path: packed.clone(), source };
        let _ = std::fs::remove_file(&packed); // left by a run that was killed
        let result = sqlx::query("VACUUM INTO ?").bind(packed.to_str()).execute(&self.pool).await;
        self.pool.close().await;
        if let Err(error) = result {
            let _ = std::fs::remove_file(&packed);
            return Err(self.fail(error.into()));
        }
        File::open(&packed).and_then(|file| file.sync_all()).map_err(io)?;
        std::fs::rename(&packed, &self.path).map_err(io)
    }

    async fn connect(path: &Path, winding: Winding) -> Result<Self, StoreError> {
        // No WAL: it cannot be opened read-only, changes by opening, and freezes on network shares.
        let options = options(path).journal_mode(SqliteJournalMode::Delete).synchronous(SqliteSynchronous::Full);
        Self::with(path, options, winding).await
    }

    async fn with(path: &Path, options: SqliteConnectOptions, winding: Winding) -> Result<Self, StoreError> {
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            // A change that SQLite took back by itself, as on a full disk, leaves sqlx believing that it is still open, and
            // later ones would be saved inside of it, on no disk. Such a connection is not used again.
            .after_release(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(options)
            .await;
        let pool = pool.map_err(|source| StoreError::Sql { path: path.into(), source })?;
        Ok(Self { path: path.into(), pool, winding })
    }

    async fn prepare_new(&self) -> Result<(), Fail> {
        let mut tx = self.pool.begin().await?;
        // The only times that SQLite or sqlx would write on their own.
        sqlx::query("UPDATE _sqlx_migrations SET installed_on = '1970-01-01 00:00:00', execution_time = 0")
            .execute(&mut *tx)
            .await?;
        for table in [register::TOWNS, register::FINDINGS] {
            register::close(&mut tx, &table, &[]).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn begin(&self) -> Result<Transaction<'_, Sqlite>, Fail> {
        Ok(self.pool.begin().await?)
    }

    async fn read_all(&self) -> Result<Option<Recorded>, Fail> {
        let mut tx = self.begin().await?;
        let run = papers::read_run(&mut tx).await?;
        let (Some(run), true) = (run, review::is_recorded(&mut tx).await?) else { return Ok(None) };
        Ok(Some(Recorded {
            run,
            sources: papers::read_sources(&mut tx).await?,
            problems: papers::read_problems(&mut tx).await?,
            towns: submission::read_towns(&mut tx).await?,
            layers: submission::read_layers(&mut tx).await?,
            ledger: ledger::read(&mut tx).await?,
            review: review::read(&mut tx).await?,
            decisions: decisions::read(&mut tx).await?,
        }))
    }

    async fn try_load(&self) -> Result<Dataset, Fail> {
        let mut tx = self.begin().await?;
        let (towns, layers) = (submission::read_towns(&mut tx).await?, submission::read_layers(&mut tx).await?);
        let doubtful = doubtful(&papers::read_problems(&mut tx).await?);
        let ledger = ledger::read(&mut tx).await?;
        Ok(Dataset { towns, layers, doubtful, ledger })
    }

    async fn try_put_towns(&self, towns: &[Town]) -> Result<(), Fail> {
        let mut tx = self.begin().await?;
        review::forget(&mut tx).await?;
        submission::write_towns(&mut tx, towns, self.winding).await?;
        Ok(tx.commit().await?)
    }

    async fn try_put_layer(&self, kind: LayerKind, features: &[Feature]) -> Result<(), Fail> {
        let mut tx = self.begin().await?;
        review::forget(&mut tx).await?;
        submission::write_layer(&mut tx, kind, features, self.winding).await?;
        Ok(tx.commit().await?)
    }

    async fn try_put_ledger(&self, ledger: Option<&Ledger>) -> Result<(), Fail> {
        let mut tx = self.begin().await?;
        review::forget(&mut tx).await?;
        ledger::write(&mut tx, ledger).await?;
        Ok(tx.commit().await?)
    }

    async fn try_record(&self, unit: &ReviewUnit, review: &Review) -> Result<(), Fail> {
        let mut tx = self.begin().await?;
        review::forget(&mut tx).await?;
        review::write(&mut tx, unit, review, self.winding).await?;
        Ok(tx.commit().await?)
    }

    async fn try_put_run(&self, run: &RunInfo) -> Result<(), Fail> {
        let mut tx = self.begin().await?;
        papers::write_run(&mut tx, run).await?;
        Ok(tx.commit().await?)
    }

    async fn try_put_sources(&self, sources: &[SourceInfo]) -> Result<(), Fail> {
        let mut tx = self.begin().await?;
        papers::write_sources(&mut tx, sources).await?;
        Ok(tx.commit().await?)
    }

    async fn try_put_problems(&self, problems: &[Problem]) -> Result<(), Fail> {
        let mut tx = self.begin().await?;
        papers::write_problems(&mut tx, problems).await?;
        Ok(tx.commit().await?)
    }

    async fn try_put_decisions(&self, all: &[Decision]) -> Result<(), Fail> {
        let mut tx = self.begin().await?;
        decisions::put_all(&mut tx, all).await?;
        Ok(tx.commit().await?)
    }

    fn fail(&self, fail: Fail) -> StoreError {
        fail.at(&self.path)
    }

    fn structure(&self, source: sqlx::migrate::MigrateError) -> StoreError {
        StoreError::Structure { path: self.path.clone(), source }
    }
}

impl Store for GpkgStore {
    async fn units(&self) -> Result<Vec<ReviewUnit>, StoreError> {
        Ok(vec![ReviewUnit::all()])
    }

    async fn load(&self, unit: &ReviewUnit) -> Result<Dataset, StoreError> {
        known_unit(unit)?;
        self.try_load().await.map_err(|fail| self.fail(fail))
    }

    async fn record(&self, unit: &ReviewUnit, review: &Review) -> Result<(), StoreError> {
        known_unit(unit)?;
        self.try_record(unit, review).await.map_err(|fail| self.fail(fail))
    }

    async fn put_towns(&self, towns: &[Town]) -> Result<(), StoreError> {
        self.try_put_towns(towns).await.map_err(|fail| self.fail(fail))
    }

    async fn put_layer(&self, kind: LayerKind, features: &[Feature]) -> Result<(), StoreError> {
        self.try_put_layer(kind, features).await.map_err(|fail| self.fail(fail))
    }

    async fn put_ledger(&self, ledger: Option<&Ledger>) -> Result<(), StoreError> {
        self.try_put_ledger(ledger).await.map_err(|fail| self.fail(fail))
    }

    async fn put_sources(&self, sources: &[SourceInfo]) -> Result<(), StoreError> {
        self.try_put_sources(sources).await.map_err(|fail| self.fail(fail))
    }

    async fn put_problems(&self, problems: &[Problem]) -> Result<(), StoreError> {
        self.try_put_problems(problems).await.map_err(|fail| self.fail(fail))
    }

    async fn put_run(&self, run: &RunInfo) -> Result<(), StoreError> {
        run.day()?;
        self.try_put_run(run).await.map_err(|fail| self.fail(fail))
    }

    async fn put_decisions(&self, decisions: &[Decision]) -> Result<(), StoreError> {
        self.try_put_decisions(decisions).await.map_err(|fail| self.fail(fail))
    }

    async fn recorded(&self) -> Result<Recorded, StoreError> {
        self.read_all().await.map_err(|fail| self.fail(fail))?.ok_or(StoreError::NotReviewed)
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cell_size_check", "ON")
        .pragma("temp_store", "MEMORY") // nothing of a layer goes to the system's temporary folder
        .pragma("trusted_schema", "OFF")
}

/// Looks at the first 100 bytes, before SQLite does: it would answer garbage with a riddle.
pub(crate) fn is_geopackage(path: &Path) -> Result<(), StoreError> {
    let io = |source| StoreError::Io { path: path.into(), source };
    let not = |what| Err(StoreError::NotGeoPackage { path: path.into(), what });
    let mut head = Vec::new();
    File::open(path).map_err(io)?.take(100).read_to_end(&mut head).map_err(io)?;
    if head.is_empty() {
        return not("it is empty");
    }
    if head.len() < 100 || !head.starts_with(b"SQLite format 3\0") {
        return not("it does not begin as an SQLite file");
    }
    if &head[68..72] != b"GPKG" {
        return not("it is an SQLite file with another application id");
    }
    Ok(())
}
