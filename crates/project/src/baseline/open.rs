//! Opens a baseline, read-only, after looking at what it is.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row};
use sanxian_review::data::{Bounds, LayerKind};

use super::{BaselineError, BaselineInfo};
use crate::lang::Text;
use crate::problem::Problem;
use crate::store::{StoreError, is_geopackage};

/// Format of a baseline; grows when an older version could not read it.
pub(super) const FORMAT: i64 = 1;

/// Connections kept for the next reader.
const IDLE: usize = 8;

/// An open baseline. Shared by threads: each call takes a connection of its own.
pub struct Baseline {
    info: BaselineInfo,
    /// Finest level of its coverage.
    finest: u8,
    idle: Mutex<Vec<Connection>>,
}

impl std::fmt::Debug for Baseline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Baseline").field("path", &self.info.path).finish_non_exhaustive()
    }
}

impl Baseline {
    /// Opens a file that [`create`](Self::create) made. It is never changed.
    ///
    /// # Errors
    /// Anything that is not such a file, each with its reason.
    pub fn open(path: &Path) -> Result<Self, BaselineError> {
        let kind = fs::metadata(path).map_err(BaselineError::io(path))?;
        if !kind.is_file() {
            return Err(not_ours(path, Text::new("不是文件", "it is not a file")));
        }
        is_geopackage(path).map_err(|error| match error {
            StoreError::Io { path, source } => BaselineError::io(&path)(source),
            _ => not_ours(path, Text::new("不是 GeoPackage 文件", "it is no GeoPackage")),
        })?;
        let conn = connect(path)?;
        let sql = BaselineError::sql(path);
        let role = look(path, &conn)?;
        let format: i64 = conn.query_row("SELECT format FROM baseline", [], |row| row.get(0)).map_err(&sql)?;
        if format > FORMAT {
            return Err(BaselineError::Newer { path: path.into(), format });
        }
        let read = conn.query_row("SELECT * FROM baseline", [], |row| Ok(info(path, role, row))).map_err(&sql)?;
        let (info, finest) = read.map_err(|error| match error {
            Bad::Sql(error) => sql(error),
            Bad::Value(what) => BaselineError::Damaged { path: path.into(), what },
        })?;
        Ok(Self { info, finest, idle: Mutex::new(vec![conn]) })
    }

    /// What it is.
    #[must_use]
    pub fn info(&self) -> &BaselineInfo {
        &self.info
    }

    /// Finest level of its coverage.
    pub(crate) fn finest_level(&self) -> u8 {
        self.finest
    }

    /// Defects of the source, in the order they were met.
    ///
    /// # Errors
    /// A file that cannot be read any more.
    pub fn problems(&self) -> Result<Vec<Problem>, BaselineError> {
        self.read(|conn| {
            let mut select = conn.prepare("SELECT problem FROM problems ORDER BY id")?;
            let rows = select.query_map([], |row| row.get::<_, String>(0))?;
            rows.collect::<Result<Vec<_>, _>>()
        })?
        .iter()
        .map(|json| serde_json::from_str(json).map_err(|error| self.damaged(format!("table problems: {error}"))))
        .collect()
    }

    /// Runs `work` on a connection that nobody else uses.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, BaselineError> {
        let kept = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let conn = kept.map_or_else(|| connect(&self.info.path), Ok)?;
        let done = work(&conn).map_err(BaselineError::sql(&self.info.path));
        if let Ok(mut idle) = self.idle.lock()
            && idle.len() < IDLE
        {
            idle.push(conn);
        }
        done
    }

    pub(crate) fn damaged(&self, what: String) -> BaselineError {
        BaselineError::Damaged { path: self.info.path.clone(), what }
    }
}

fn not_ours(path: &Path, what: Text) -> BaselineError {
    BaselineError::NotOurs { path: path.into(), what }
}

/// Read-only and immutable: opening changes nothing, needs no lock, and works on a read-only share.
fn connect(path: &Path) -> Result<Connection, BaselineError> {
    let sql = BaselineError::sql(path);
    let absolute = std::path::absolute(path).map_err(BaselineError::io(path))?;
    let mut uri = String::from("file:");
    for byte in absolute.to_string_lossy().replace('\\', "/").bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b':' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => uri.push(byte.into()),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(uri, flags).map_err(&sql)?;
    // No memory map: a file that is cut short under it would end the process.
    conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16384;")
        .map_err(&sql)?;
    Ok(conn)
}

/// Its role, if all tables are there as tables and nothing else would run.
fn look(path: &Path, conn: &Connection) -> Result<LayerKind, BaselineError> {
    let sql = BaselineError::sql(path);
    let mut select = conn
        .prepare("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view', 'trigger') ORDER BY name")
        .map_err(&sql)?;
    let found: Vec<(String, String)> =
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).and_then(Iterator::collect).map_err(&sql)?;
    let has = |table: &str| found.iter().any(|(kind, name)| kind == "table" && name == table);
    if let Some((kind, name)) = found.iter().find(|(kind, name)| {
        kind == "view" || (kind == "trigger" && !(name.starts_with("rtree_") && name.contains("_geom_")))
    }) {
        let what = Text::new(format!("其中有外来的 {kind} {name:?}"), format!("it has a {kind} {name:?} of its own"));
        return Err(not_ours(path, what));
    }
    if !has("baseline") {
        return Err(not_ours(path, Text::new("没有 baseline 表", "it has no table baseline")));
    }
    let role: Option<String> =
        conn.query_row("SELECT role FROM baseline WHERE id = 1", [], |row| row.get(0)).optional().map_err(&sql)?;
    let role = role
        .as_deref()
        .and_then(LayerKind::from_key)
        .filter(|role| !matches!(role, LayerKind::Towns | LayerKind::Ledger));
    let damaged = |what: String| BaselineError::Damaged { path: path.into(), what };
    let role = role.ok_or_else(|| damaged("table baseline names no role".to_owned()))?;
    let rtree = format!("rtree_{role}_geom");
    match [role.key(), &rtree, "problems", "wide", "coverage"].into_iter().find(|table| !has(table)) {
        Some(table) => Err(damaged(format!("it has no table {table}"))),
        None => Ok(role),
    }
}

/// Why a row of table `baseline` cannot be used.
enum Bad {
    Sql(rusqlite::Error),
    Value(String),
}

impl From<rusqlite::Error> for Bad {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

fn info(path: &Path, role: LayerKind, row: &Row<'_>) -> Result<(BaselineInfo, u8), Bad> {
    let count = |column: &str| {
        let value: i64 = row.get(column)?;
        u64::try_from(value).map_err(|_| Bad::Value(format!("table baseline: {column} is {value}")))
    };
    let side = |column: &str| row.get::<_, Option<f64>>(column);
    let sides = (side("west")?, side("south")?, side("east")?, side("north")?);
    let extent = match sides {
        (Some(west), Some(south), Some(east), Some(north)) => Some(Bounds { west, south, east, north }),
        _ => None,
    };
    let source: String = row.get("source")?;
    let finest: u8 = row.get("finest_level")?;
    if finest > 30 {
        return Err(Bad::Value(format!("table baseline: finest_level is {finest}")));
    }
    let info = BaselineInfo {
        path: path.into(),
        id: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        name: row.get("name")?,
        role,
        data_year: row.get("data_year")?,
        source: serde_json::from_str(&source).map_err(|error| Bad::Value(format!("table baseline: {error}")))?,
        hash: row.get("hash")?,
        features: count("features")?,
        vertices: count("vertices")?,
        extent,
        problems: count("problems")?,
        // a column that the first baselines did not have
        accept_repairs: row.get("accept_repairs").unwrap_or(false),
    };
    Ok((info, finest))
}
