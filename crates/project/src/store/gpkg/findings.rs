//! Findings in and out: those with ground of their own are a layer, the others a table.
//!
//! A layer with empty geometry is refused by strict readers, hence the two tables; `sequence` keeps the order.

use std::collections::BTreeMap;

use sanxian_review::data::Bounds;
use sanxian_review::finding::{Finding, Fingerprint, Measure, Review, Subject};
use sanxian_review::policy::ClauseId;
use sqlx::query_builder::Separated;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite, SqliteConnection};

use super::super::geometry::encode;
use super::super::winding::Winding;
use super::super::{metres, square_metres};
use super::register::{self, FINDINGS};
use super::rows::{Fail, from_json, id, insert, to_json, word};
use super::submission::read_shape;
use crate::lang::Lang;
use crate::words;

struct FindingIn<'a> {
    fid: i64,
    sequence: i64,
    finding: &'a Finding,
    also: String,
    measured: Option<String>,
    limit: Option<String>,
    reason: String,
    zh: String,
    en: String,
    ground: Option<(Vec<u8>, Option<Bounds>)>,
}

/// Takes all findings away.
pub(super) async fn forget(conn: &mut SqliteConnection) -> Result<(), Fail> {
    sqlx::query("DELETE FROM findings_unplaced").execute(&mut *conn).await?;
    sqlx::query("DELETE FROM sqlite_sequence WHERE name = 'findings_unplaced'").execute(&mut *conn).await?;
    register::open(conn, &FINDINGS).await?;
    register::empty(conn, &FINDINGS).await?;
    register::close(conn, &FINDINGS, &[]).await
}

/// Puts the findings in where none are.
pub(super) async fn write(conn: &mut SqliteConnection, review: &Review, winding: Winding) -> Result<(), Fail> {
    let towns: BTreeMap<_, _> = review.towns.iter().map(|row| (&row.id, row)).collect();
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for (sequence, finding) in (1..).zip(&review.findings) {
        let town = finding.subject.town().and_then(|id| towns.get(id)).copied();
        let list: &mut Vec<_> = if finding.shape.is_some() { &mut placed } else { &mut unplaced };
        list.push(FindingIn {
            fid: list.len() as i64 + 1,
            sequence,
            finding,
            also: to_json("findings", &finding.also)?,
            measured: finding.measured.map(|measured| to_json("findings", &measured)).transpose()?,
            limit: finding.limit.map(|limit| to_json("findings", &limit)).transpose()?,
            reason: to_json("findings", &finding.reason)?,
            zh: words::finding(finding, town, Lang::Zh),
            en: words::finding(finding, town, Lang::En),
            ground: finding.shape.as_ref().map(|shape| (encode(shape, winding), shape.bounds())),
        });
    }
    let columns = "(fid, finding_id, rule, clause, also, town_id, against, layer, severity, grade, area_m2, distance_m, \
                   measured, limit_m2, limit_m, limit_set, reason, explanation, explanation_en, sequence";
    insert(conn, format!("INSERT INTO findings_unplaced {columns}, place)"), &unplaced, |values, row| {
        bind(values, row);
        values.push_bind(row.finding.subject.place());
    })
    .await?;
    register::open(conn, &FINDINGS).await?;
    insert(conn, format!("INSERT INTO findings {columns}, geom)"), &placed, |values, row| {
        bind(values, row);
        values.push_bind(row.ground.as_ref().map(|(geom, _)| geom.as_slice()));
    })
    .await?;
    let boxes: Vec<_> = placed.iter().map(|row| (row.fid, row.ground.as_ref().and_then(|(_, b)| *b))).collect();
    register::close(conn, &FINDINGS, &boxes).await
}

fn bind(values: &mut Separated<'_, Sqlite, &'static str>, row: &FindingIn<'_>) {
    let found = row.finding;
    let (area, distance) = in_metres(found.measured);
    let (limit_area, limit_distance) = in_metres(found.limit.map(|limit| limit.value));
    values.push_bind(row.fid).push_bind(found.fingerprint.0.as_str()).push_bind(found.rule);
    values.push_bind(found.clause.0.as_str()).push_bind(row.also.as_str()).push_bind(town_id(&found.subject));
    values.push_bind(found.against.as_ref().map(|other| other.0.as_str()));
    values.push_bind(found.layer.map(|layer| layer.key())).push_bind(found.verdict.key());
    values.push_bind(found.grade.map(|grade| grade.key())).push_bind(area).push_bind(distance);
    values.push_bind(row.measured.as_deref()).push_bind(limit_area).push_bind(limit_distance);
    values.push_bind(row.limit.as_deref()).push_bind(row.reason.as_str());
    values.push_bind(row.zh.as_str()).push_bind(row.en.as_str()).push_bind(row.sequence);
}

/// As `town_id` holds it: empty for a place.
pub(super) fn town_id(subject: &Subject) -> &str {
    subject.town().map_or("", |id| id.0.as_str())
}

/// A measure as (m², m), where it is one of them.
fn in_metres(measure: Option<Measure>) -> (Option<f64>, Option<f64>) {
    match measure {
        Some(Measure::AreaMm2(area)) => (Some(square_metres(area)), None),
        Some(Measure::LengthMm(length)) => (None, Some(metres(length))),
        Some(Measure::Count(_) | Measure::Share { .. } | Measure::Yuan(_)) | None => (None, None),
    }
}

/// All findings in the review's order.
pub(super) async fn read(conn: &mut SqliteConnection) -> Result<Vec<Finding>, Fail> {
    let placed = sqlx::query("SELECT * FROM findings").fetch_all(&mut *conn).await?;
    let unplaced = sqlx::query("SELECT * FROM findings_unplaced").fetch_all(conn).await?;
    let mut findings = Vec::with_capacity(placed.len() + unplaced.len());
    for row in &placed {
        let name: String = row.try_get("finding_id")?;
        findings.push((
            row.try_get::<i64, _>("sequence")?,
            Finding { shape: Some(read_shape("findings", &name, row)?), ..read_one(row)? },
        ));
    }
    for row in &unplaced {
        let finding = read_one(row)?;
        let place: Option<String> = row.try_get("place")?;
        let subject = place.map_or(finding.subject, Subject::Place);
        findings.push((row.try_get("sequence")?, Finding { subject, ..finding }));
    }
    findings.sort_by_key(|(sequence, _)| *sequence);
    Ok(findings.into_iter().map(|(_, finding)| finding).collect())
}

fn read_one(row: &SqliteRow) -> Result<Finding, Fail> {
    let text = |column| row.try_get::<String, _>(column);
    let option = |column| row.try_get::<Option<String>, _>(column);
    Ok(Finding {
        fingerprint: Fingerprint(text("finding_id")?),
        rule: known_rule(&text("rule")?)?,
        clause: ClauseId(text("clause")?),
        also: from_json("findings", &text("also")?)?,
        subject: Subject::Town(id(text("town_id")?)),
        against: option("against")?.map(id),
        layer: option("layer")?.map(|layer| word("findings", &layer)).transpose()?,
        grade: option("grade")?.map(|grade| word("findings", &grade)).transpose()?,
        measured: option("measured")?.map(|measured| from_json("findings", &measured)).transpose()?,
        limit: option("limit_set")?.map(|limit| from_json("findings", &limit)).transpose()?,
        verdict: word("findings", &text("severity")?)?,
        reason: from_json("findings", &text("reason")?)?,
        shape: None,
    })
}

/// The rule's id as the program knows it.
pub(super) fn known_rule(id: &str) -> Result<&'static str, Fail> {
    let known = words::RULES.iter().find(|rule| **rule == id);
    known.copied().ok_or_else(|| Fail::damaged("findings", format!("there is no rule {id:?} in this version")))
}
