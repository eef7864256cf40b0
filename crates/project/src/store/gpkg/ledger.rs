//! The ledger in and out. Its tables are made when the first one is put in: a review without has none.

use sanxian_review::ledger::{Entry, Ledger};
use sqlx::{Row, SqliteConnection};

use super::rows::{Fail, count, from_json, to_json};

/// Replaces the ledger.
pub(super) async fn write(conn: &mut SqliteConnection, ledger: Option<&Ledger>) -> Result<(), Fail> {
    for drop in [
        "DROP TABLE IF EXISTS ledger",
        "DROP TABLE IF EXISTS ledger_columns",
        "DELETE FROM gpkg_contents WHERE table_name IN ('ledger', 'ledger_columns')",
    ] {
        sqlx::query(drop).execute(&mut *conn).await?;
    }
    let Some(ledger) = ledger else { return Ok(()) };
    for make in [
        "CREATE TABLE ledger (id INTEGER PRIMARY KEY NOT NULL, line INTEGER NOT NULL, town_id TEXT, code TEXT NOT NULL, \
         name TEXT NOT NULL, entry TEXT NOT NULL)",
        "CREATE TABLE ledger_columns (id INTEGER PRIMARY KEY NOT NULL, field TEXT NOT NULL)",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES \
         ('ledger', 'attributes', '台账', 'rows of the ledger', '1970-01-01T00:00:00.000Z'), \
         ('ledger_columns', 'attributes', '台账列', 'columns that the ledger has', '1970-01-01T00:00:00.000Z')",
    ] {
        sqlx::query(make).execute(&mut *conn).await?;
    }
    for entry in &ledger.entries {
        sqlx::query("INSERT INTO ledger (line, town_id, code, name, entry) VALUES (?, ?, ?, ?, ?)")
            .bind(count("line", entry.line)?)
            .bind(entry.town.as_ref().map(|id| id.0.as_str()))
            .bind(&entry.code)
            .bind(&entry.name)
            .bind(to_json("ledger", entry)?)
            .execute(&mut *conn)
            .await?;
    }
    for field in &ledger.columns {
        let field = to_json("ledger_columns", field)?;
        sqlx::query("INSERT INTO ledger_columns (field) VALUES (?)").bind(field).execute(&mut *conn).await?;
    }
    Ok(())
}

/// The ledger; `None` where none was put in.
pub(super) async fn read(conn: &mut SqliteConnection) -> Result<Option<Ledger>, Fail> {
    let there = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger')";
    if !sqlx::query_scalar::<_, bool>(there).fetch_one(&mut *conn).await? {
        return Ok(None);
    }
    let rows = sqlx::query("SELECT entry FROM ledger ORDER BY id").fetch_all(&mut *conn).await?;
    let entry = |row: &sqlx::sqlite::SqliteRow| -> Result<Entry, Fail> {
        let entry: String = row.try_get("entry")?;
        from_json("ledger", &entry)
    };
    let entries = rows.iter().map(entry).collect::<Result<Vec<_>, Fail>>()?;
    let fields: Vec<String> =
        sqlx::query_scalar("SELECT field FROM ledger_columns ORDER BY id").fetch_all(conn).await?;
    let columns = fields.iter().map(|field| from_json("ledger_columns", field)).collect::<Result<_, Fail>>()?;
    Ok(Some(Ledger { entries, columns }))
}
