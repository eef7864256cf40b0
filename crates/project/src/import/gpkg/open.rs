//! The connection: read-only, immutable, distrustful, and with an end to its patience.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use tokio::runtime::Runtime;

use super::table::{self, Column, Layer, Record};
use crate::import::ImportError;
use crate::import::read::open;
use crate::lang::Text;

/// Instructions of SQLite's machine between two looks at the clock that counts them.
const STEP: i32 = 10_000;
/// Looks without a row before a query is given up: a table gives a row every few dozen instructions.
const PATIENCE: u64 = 10_000;
/// Columns that are read.
const WIDEST: usize = 2_046;

/// An open GeoPackage.
pub(super) struct Package {
    runtime: Runtime,
    connection: SqliteConnection,
    name: String,
    /// Looks since the last row.
    looks: Arc<AtomicU64>,
    /// Changes lie in a journal beside it.
    pub has_unsaved_changes: bool,
    /// A file to remove once all is read, where an open file cannot be removed.
    pub keep: Option<tempfile::TempPath>,
}

impl Package {
    pub(super) fn open(path: &Path, name: &str) -> Result<Self, ImportError> {
        drop(open(path)?); // a missing file in our own words
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime =
            runtime.map_err(|error| ImportError::Unreadable { file: name.to_owned(), reason: error.to_string() })?;
        // Immutable: SQLite neither locks nor looks for a journal; nothing is ever created beside the file.
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .immutable(true)
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            .pragma("query_only", "ON")
            .pragma("mmap_size", "0")
            .disable_statement_logging();
        let looks = Arc::new(AtomicU64::new(0));
        let counter = looks.clone();
        let connection = runtime.block_on(async {
            let mut connection = options.connect().await?;
            let mut handle = connection.lock_handle().await?;
            handle.set_progress_handler(STEP, move || counter.fetch_add(1, Ordering::Relaxed) < PATIENCE);
            drop(handle);
            Ok(connection)
        });
        let connection = connection.map_err(|error: sqlx::Error| damaged(name, &error))?;
        let mut journal = path.as_os_str().to_owned();
        journal.push("-wal");
        let has_unsaved_changes = std::fs::metadata(journal).is_ok_and(|found| found.len() > 0);
        Ok(Self { runtime, connection, name: name.to_owned(), looks, has_unsaved_changes, keep: None })
    }

    /// All rows of a query whose names were quoted by us.
    fn all(&mut self, sql: String) -> Result<Vec<SqliteRow>, ImportError> {
        self.looks.store(0, Ordering::Relaxed);
        let rows = self.runtime.block_on(sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut self.connection));
        rows.map_err(|error| damaged(&self.name, &error))
    }

    /// The feature tables, in the order of their names. Views and virtual tables are none: they run foreign code.
    pub(super) fn layers(&mut self) -> Result<Vec<Layer>, ImportError> {
        let tables = self.all("SELECT name, sql FROM sqlite_schema WHERE type = 'table' LIMIT 10000".to_owned())?;
        let plain =
            |sql: &str| !sql.trim_start().get(..14).is_some_and(|head| head.eq_ignore_ascii_case("CREATE VIRTUAL"));
        let tables: Vec<String> = tables
            .iter()
            .filter(|row| row.try_get::<String, _>("sql").is_ok_and(|sql| plain(&sql)))
            .filter_map(|row| row.try_get("name").ok())
            .collect();
        let own = |name: &str| tables.iter().find(|table| table.eq_ignore_ascii_case(name)).cloned();
        if own("gpkg_geometry_columns").is_none() {
            let convert = Text::new(
                "这是 SQLite 数据库但不是 GeoPackage;请在 QGIS 中另存为 GeoPackage",
                "It is an SQLite database but no GeoPackage; save it as GeoPackage with QGIS",
            );
            return Err(ImportError::Unsupported { file: self.name.clone(), format: "SQLite".to_owned(), convert });
        }
        let listed = self.all(
            "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY table_name LIMIT 10000"
                .to_owned(),
        )?;
        let layer = |row: &SqliteRow| {
            let table = own(&row.try_get::<String, _>("table_name").ok()?)?;
            Some(Layer { table, geometry: row.try_get("column_name").ok()?, srs: row.try_get("srs_id").unwrap_or(-1) })
        };
        let layers: Vec<Layer> = listed.iter().filter_map(layer).collect();
        if layers.is_empty() && !listed.is_empty() {
            let what = Text::new(
                "其中的图层都不是普通数据表(视图或虚拟表),不予读取;请另存为新的 GeoPackage",
                "its layers are no plain tables (views or virtual tables), which are not read; save it as a new GeoPackage",
            );
            return Err(ImportError::Damaged { file: self.name.clone(), format: "GeoPackage".to_owned(), what });
        }
        Ok(layers)
    }

    /// How a reference system is defined, the best way first; `None` when the layer has none.
    pub(super) fn reference_system(&mut self, srs: i64) -> Result<Option<Vec<String>>, ImportError> {
        let found = self.all(format!(
            "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = {srs} LIMIT 1"
        ))?;
        let Some(row) = found.first().filter(|_| srs > 0) else { return Ok(None) };
        let authority: String = row.try_get("organization").unwrap_or_default();
        let code: i64 = row.try_get("organization_coordsys_id").unwrap_or_default();
        let wkt: String = row.try_get("definition").unwrap_or_default();
        let registered = authority.eq_ignore_ascii_case("epsg") && code > 0;
        Ok(Some(
            registered.then(|| format!("EPSG:{code}")).into_iter().chain((wkt.len() > 20).then_some(wkt)).collect(),
        ))
    }

    /// Gives every record of a layer, in the order of the table.
    pub(super) fn rows(
        &mut self,
        layer: &Layer,
        take: &mut dyn FnMut(Record) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let listed = self.all(format!("PRAGMA table_info({})", table::quoted(&layer.table)))?;
        let column = |row: &SqliteRow| {
            Some(Column {
                name: row.try_get("name").ok()?,
                is_key: row.try_get::<i64, _>("pk").is_ok_and(|pk| pk == 1),
            })
        };
        let columns: Vec<Column> = listed.iter().filter_map(column).take(WIDEST).collect();
        let query = table::Query::of(layer, columns);
        if !query.has_geometry() {
            let what = Text::new(
                format!("图层 {} 没有几何列 {}", layer.table, layer.geometry),
                format!("layer {} has no geometry column {}", layer.table, layer.geometry),
            );
            return Err(ImportError::Damaged { file: self.name.clone(), format: "GeoPackage".to_owned(), what });
        }
        self.looks.store(0, Ordering::Relaxed);
        let Self { runtime, connection, looks, name, .. } = self;
        runtime.block_on(async {
            let mut rows = pin!(sqlx::query(AssertSqlSafe(query.sql())).fetch(connection));
            while let Some(row) = rows.try_next().await.map_err(|error| damaged(name, &error))? {
                looks.store(0, Ordering::Relaxed);
                take(query.record(&row))?;
            }
            Ok(())
        })
    }
}

fn damaged(file: &str, error: &sqlx::Error) -> ImportError {
    let said = match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    };
    let what = if said.contains("interrupt") {
        Text::new("它让数据库引擎无休止地计算,已中止", "it makes the database engine compute without end; stopped")
    } else {
        Text::new(format!("SQLite 报告“{said}”"), format!("SQLite says \"{said}\""))
    };
    ImportError::Damaged { file: file.to_owned(), format: "GeoPackage".to_owned(), what }
}
