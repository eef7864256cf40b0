//! Findings by the ten thousand, read in one pass: what opening a project and its first map wait for.
//!
//! Rows that come one by one through the asynchronous pool cost ten times as much as reading them. Nothing is written
//! here, so a second connection that only reads is enough; the window's own hold keeps other writers away.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use sanxian_review::data::{Bounds, FeatureId, Shape};
use sanxian_review::finding::{Finding, Fingerprint, Subject};
use sanxian_review::policy::ClauseId;

use super::super::StoreError;
use super::super::geometry::decode;
use super::findings::known_rule;
use super::rows::{Fail, from_json, word};

/// One finding with where its ground lies.
pub(super) type Glimpsed = (Finding, Option<Placed>);

/// Where the ground of a finding lies, on the Earth and in the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Its box, CGCS2000 degrees; a little larger than the ground, for the index keeps 32 bits.
    pub bounds: Bounds,
    row: i64,
}

/// A row as it stands in the table.
struct Raw {
    sequence: i64,
    placed: Option<Placed>,
    place: Option<String>,
    /// Text columns, in the order of [`COLUMNS`].
    text: [Option<String>; 12],
}

const COLUMNS: &str = "sequence, finding_id, rule, clause, also, town_id, against, layer, severity, grade, measured, \
                       limit_set, reason";

/// All findings in the review's order without their ground, and where it lies, from the index.
pub(super) fn findings(path: &Path) -> Result<Vec<Glimpsed>, Fail> {
    let conn = open(path)?;
    let boxes = boxes(&conn)?;
    let mut raw = Vec::new();
    rows(&conn, &format!("SELECT {COLUMNS}, fid FROM findings"), |row| {
        let fid = row.get(13)?;
        let placed = boxes.get(&fid).map(|bounds| Placed { bounds: *bounds, row: fid });
        raw.push(Raw { placed, ..Raw::of(row)? });
        Ok(())
    })?;
    rows(&conn, &format!("SELECT {COLUMNS}, place FROM findings_unplaced"), |row| {
        raw.push(Raw { place: row.get(13)?, ..Raw::of(row)? });
        Ok(())
    })?;
    drop(conn);
    raw.sort_by_key(|raw| raw.sequence);
    raw.par_iter().map(|raw| Ok((raw.finding()?, raw.placed))).collect()
}

/// Reads the ground of findings, some at a time: a tile needs what it shows, and never all of a hundred thousand.
#[derive(Debug, Clone)]
pub struct FindingsGround {
    path: PathBuf,
}

impl FindingsGround {
    pub(super) fn of(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// The ground of these findings, CGCS2000 degrees, in their order; `None` for one that has been replaced since it
    /// was placed. Blocks.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read<'a>(
        &self,
        wanted: impl IntoIterator<Item = (Placed, &'a str)>,
    ) -> Result<Vec<Option<Shape>>, StoreError> {
        self.blobs(wanted).and_then(|blobs| blobs.par_iter().map(shape).collect()).map_err(|fail| fail.at(&self.path))
    }

    fn blobs<'a>(&self, wanted: impl IntoIterator<Item = (Placed, &'a str)>) -> Result<Vec<Option<Vec<u8>>>, Fail> {
        let conn = open(&self.path)?;
        let failed = |error: rusqlite::Error| Fail::damaged("findings", error);
        let mut query = conn.prepare("SELECT geom FROM findings WHERE fid = ?1 AND finding_id = ?2").map_err(failed)?;
        let mut one = |(placed, finding): (Placed, &str)| {
            query.query_row((placed.row, finding), |row| row.get(0)).optional().map_err(failed)
        };
        wanted.into_iter().map(&mut one).collect()
    }
}

fn shape(blob: &Option<Vec<u8>>) -> Result<Option<Shape>, Fail> {
    let read = blob.as_deref().map(decode).transpose();
    read.map_err(|error| Fail::damaged("findings", error))
}

impl Raw {
    fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let mut text: [Option<String>; 12] = Default::default();
        for (at, text) in text.iter_mut().enumerate() {
            *text = row.get(at + 1)?;
        }
        Ok(Self { sequence: row.get(0)?, placed: None, place: None, text })
    }

    fn finding(&self) -> Result<Finding, Fail> {
        let [name, rule, clause, also, town, against, layer, severity, grade, measured, limit, reason] = &self.text;
        let wanted = |text: &Option<String>| text.clone().ok_or_else(|| Fail::damaged("findings", "an empty column"));
        let json = |text: &Option<String>| text.clone().unwrap_or_default();
        Ok(Finding {
            fingerprint: Fingerprint(wanted(name)?),
            rule: known_rule(&wanted(rule)?)?,
            clause: ClauseId(wanted(clause)?),
            also: if also.as_deref() == Some("[]") { Vec::new() } else { from_json("findings", &json(also))? },
            subject: match &self.place {
                Some(place) => Subject::Place(place.clone()),
                None => Subject::Town(FeatureId(wanted(town)?)),
            },
            against: against.clone().map(FeatureId),
            layer: layer.as_deref().map(|layer| word("findings", layer)).transpose()?,
            grade: grade.as_deref().map(|grade| word("findings", grade)).transpose()?,
            measured: measured.as_deref().map(|measured| from_json("findings", measured)).transpose()?,
            limit: limit.as_deref().map(|limit| from_json("findings", limit)).transpose()?,
            verdict: word("findings", &wanted(severity)?)?,
            reason: from_json("findings", &json(reason))?,
            shape: None,
        })
    }
}

/// Boxes of the findings with ground, by `fid`. The index is read as a whole: asked row by row it is slow.
fn boxes(conn: &Connection) -> Result<HashMap<i64, Bounds>, Fail> {
    let mut boxes = HashMap::new();
    rows(conn, "SELECT id, minx, miny, maxx, maxy FROM rtree_findings_geom", |row| {
        let bounds = Bounds { west: row.get(1)?, south: row.get(2)?, east: row.get(3)?, north: row.get(4)? };
        boxes.insert(row.get(0)?, bounds);
        Ok(())
    })?;
    Ok(boxes)
}

fn open(path: &Path) -> Result<Connection, Fail> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| Fail::damaged("findings", error))
}

fn rows(
    conn: &Connection,
    sql: &str,
    mut each: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>,
) -> Result<(), Fail> {
    let mut work = || {
        let mut query = conn.prepare(sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    };
    work().map_err(|error: rusqlite::Error| Fail::damaged("findings", error))
}
