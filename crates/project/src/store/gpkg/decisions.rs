//! Decisions and the log in and out.

use sanxian_review::finding::Fingerprint;
use sqlx::{Row, SqliteConnection};

use super::super::decision::{Decision, Exemption, Step};
use super::rows::{Fail, from_json, to_json, word};
use crate::lang::Text;

/// A line of the log as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Local time, `YYYY-MM-DD HH:MM`; the as-of date for a line that a batch wrote.
    pub at: String,
    /// What was done.
    pub text: Text,
}

/// Puts one decision in the place of what stood there.
pub(super) async fn put(
    conn: &mut SqliteConnection,
    finding: &Fingerprint,
    decision: Option<&Decision>,
) -> Result<(), Fail> {
    sqlx::query("DELETE FROM decision WHERE finding_id = ?").bind(&finding.0).execute(&mut *conn).await?;
    let Some(decision) = decision else { return Ok(()) };
    let exemption = decision.exemption.as_ref();
    sqlx::query(
        "INSERT INTO decision (finding_id, kind, comment, reviewer, activity, document, document_date, decided_at, \
         made_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&finding.0)
    .bind(decision.kind.key())
    .bind(&decision.comment)
    .bind(&decision.reviewer)
    .bind(exemption.map(|e| &e.activity))
    .bind(exemption.map(|e| &e.document))
    .bind(exemption.map(|e| &e.date))
    .bind(&decision.at)
    .bind(to_json("decision", &decision.made_on)?)
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces all decisions.
pub(super) async fn put_all(conn: &mut SqliteConnection, decisions: &[Decision]) -> Result<(), Fail> {
    sqlx::query("DELETE FROM decision").execute(&mut *conn).await?;
    for decision in decisions {
        put(conn, &decision.finding, Some(decision)).await?;
    }
    Ok(())
}

/// All decisions by finding.
pub(super) async fn read(conn: &mut SqliteConnection) -> Result<Vec<Decision>, Fail> {
    let rows = sqlx::query("SELECT * FROM decision ORDER BY finding_id").fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            let (kind, made_on): (String, String) = (row.try_get("kind")?, row.try_get("made_on")?);
            let part = |column| row.try_get::<Option<String>, _>(column);
            let exemption = match (part("activity")?, part("document")?, part("document_date")?) {
                (Some(activity), Some(document), Some(date)) => Some(Exemption { activity, document, date }),
                _ => None,
            };
            Ok(Decision {
                finding: Fingerprint(row.try_get("finding_id")?),
                kind: word("decision", &kind)?,
                comment: row.try_get("comment")?,
                reviewer: row.try_get("reviewer")?,
                exemption,
                at: row.try_get("decided_at")?,
                made_on: from_json("decision", &made_on)?,
            })
        })
        .collect()
}

/// Adds a line to the log.
pub(super) async fn note(conn: &mut SqliteConnection, line: &LogLine, step: Option<&Step>) -> Result<(), Fail> {
    let step = step.map(|step| to_json("log", step)).transpose()?;
    sqlx::query(
        "INSERT INTO log (as_of, what, at, zh, en, step) VALUES (COALESCE((SELECT as_of FROM run), ''), ?, ?, ?, ?, ?)",
    )
    .bind(&line.text.en)
    .bind(&line.at)
    .bind(&line.text.zh)
    .bind(&line.text.en)
    .bind(step)
    .execute(conn)
    .await?;
    Ok(())
}

/// The whole log, newest first.
pub(super) async fn read_log(conn: &mut SqliteConnection) -> Result<Vec<LogLine>, Fail> {
    let rows = sqlx::query("SELECT as_of, what, at, zh, en FROM log ORDER BY id DESC").fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            let (at, as_of): (String, String) = (row.try_get("at")?, row.try_get("as_of")?);
            let (zh, en): (Option<String>, Option<String>) = (row.try_get("zh")?, row.try_get("en")?);
            let what: String = row.try_get("what")?;
            let text = Text::new(zh.unwrap_or_else(|| what.clone()), en.unwrap_or(what));
            Ok(LogLine { at: if at.is_empty() { as_of } else { at }, text })
        })
        .collect()
}

/// The steps of the log, oldest first, each with the line it stands in.
pub(super) async fn read_steps(conn: &mut SqliteConnection) -> Result<Vec<(Step, LogLine)>, Fail> {
    let sql = "SELECT at, zh, en, step FROM log WHERE step IS NOT NULL ORDER BY id";
    let rows: Vec<(String, Option<String>, Option<String>, String)> = sqlx::query_as(sql).fetch_all(conn).await?;
    rows.into_iter()
        .map(|(at, zh, en, step)| {
            let text = Text::new(zh.unwrap_or_default(), en.unwrap_or_default());
            Ok((from_json("log", &step)?, LogLine { at, text }))
        })
        .collect()
}
