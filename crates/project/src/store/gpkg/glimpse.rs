//! Findings by the ten thousand, read in one pass: what opening a project and its first map wait for.
//!
//! Rows that come one by one through the asynchronous pool cost ten times as much as reading them. Nothing is written
//! here, so a second connection that only reads is enough; the window's own hold keeps other writers away.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;
use rusqlite::{Connection, OpenFlags};
use sanxian_review::data::{Bounds, FeatureId, Shape};
use sanxian_review::finding::{Finding, Fingerprint, Subject};
use sanxian_review::policy::ClauseId;

use super::super::geometry::decode;
use super::findings::known_rule;
use super::rows::{Fail, from_json, word};

/// One finding with the box of its ground.
pub(super) type Glimpsed = (Finding, Option<Bounds>);

/// A row as it stands in the table.
struct Raw {
    sequence: i64,
    bounds: Option<Bounds>,
    place: Option<String>,
    /// Text columns, in the order of [`COLUMNS`].
    text: [Option<String>; 12],
}

const COLUMNS: &str = "sequence, finding_id, rule, clause, also, town_id, against, layer, severity, grade, measured, \
                       limit_set, reason";

/// All findings in the review's order without their ground, and its boxes from the index: a little larger, for the
/// index keeps 32 bits.
pub(super) fn findings(path: &Path) -> Result<Vec<Glimpsed>, Fail> {
    let conn = open(path)?;
    let boxes = boxes(&conn)?;
    let mut raw = Vec::new();
    rows(&conn, &format!("SELECT {COLUMNS}, fid FROM findings"), |row| {
        let bounds = boxes.get(&row.get::<_, i64>(13)?).copied();
        raw.push(Raw { bounds, ..Raw::of(row)? });
        Ok(())
    })?;
    rows(&conn, &format!("SELECT {COLUMNS}, place FROM findings_unplaced"), |row| {
        raw.push(Raw { place: row.get(13)?, ..Raw::of(row)? });
        Ok(())
    })?;
    drop(conn);
    raw.sort_by_key(|raw| raw.sequence);
    raw.par_iter().map(|raw| Ok((raw.finding()?, raw.bounds))).collect()
}

/// The ground of every finding in the review's order, CGCS2000 degrees; `None` for one without.
pub(super) fn grounds(path: &Path) -> Result<Vec<Option<Shape>>, Fail> {
    let conn = open(path)?;
    let mut raw: Vec<(i64, Option<Vec<u8>>)> = Vec::new();
    rows(&conn, "SELECT sequence, geom FROM findings", |row| {
        raw.push((row.get(0)?, Some(row.get(1)?)));
        Ok(())
    })?;
    rows(&conn, "SELECT sequence FROM findings_unplaced", |row| {
        raw.push((row.get(0)?, None));
        Ok(())
    })?;
    raw.sort_by_key(|(sequence, _)| *sequence);
    let shape = |(sequence, blob): &(i64, Option<Vec<u8>>)| {
        let Some(blob) = blob else { return Ok(None) };
        decode(blob).map(Some).map_err(|error| Fail::damaged("findings", format!("{sequence}: {error}")))
    };
    raw.par_iter().map(shape).collect()
}

impl Raw {
    fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let mut text: [Option<String>; 12] = Default::default();
        for (at, text) in text.iter_mut().enumerate() {
            *text = row.get(at + 1)?;
        }
        Ok(Self { sequence: row.get(0)?, bounds: None, place: None, text })
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
