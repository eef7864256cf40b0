//! What a project keeps of its submission beside towns and baselines: the ledger as it was read, and what the towns said
//! of themselves before it was joined to them. The table is made when the first ledger comes.

use std::collections::BTreeMap;

use sanxian_review::data::{FeatureId, Town, TownTraits};
use sqlx::SqliteConnection;

use super::rows::{Fail, from_json, to_json};
use crate::store::project::SubmittedLedger;

const TABLE: &str = "submitted";
/// The ledger, not joined to anything.
const LEDGER: &str = "ledger";
/// Traits of towns that a review wrote down joined, as their boundaries gave them.
const TRAITS: &str = "traits";

/// Replaces the ledger, or takes it out.
pub(super) async fn write_ledger(conn: &mut SqliteConnection, ledger: Option<&SubmittedLedger>) -> Result<(), Fail> {
    put(conn, LEDGER, ledger.map(|ledger| to_json(TABLE, ledger)).transpose()?).await
}

/// The ledger; `None` where none was put in.
pub(super) async fn read_ledger(conn: &mut SqliteConnection) -> Result<Option<SubmittedLedger>, Fail> {
    get(conn, LEDGER).await?.map(|text| from_json(TABLE, &text)).transpose()
}

/// Replaces what towns said of themselves; empty = as the towns themselves say.
pub(super) async fn write_traits(
    conn: &mut SqliteConnection,
    traits: &BTreeMap<FeatureId, TownTraits>,
) -> Result<(), Fail> {
    put(conn, TRAITS, (!traits.is_empty()).then(|| to_json(TABLE, traits)).transpose()?).await
}

/// Gives the towns back what they said of themselves.
pub(super) async fn restore_traits(conn: &mut SqliteConnection, towns: &mut [Town]) -> Result<(), Fail> {
    let Some(text) = get(conn, TRAITS).await? else { return Ok(()) };
    let mut own: BTreeMap<FeatureId, TownTraits> = from_json(TABLE, &text)?;
    for town in towns {
        if let Some(traits) = own.remove(&town.feature.id) {
            town.traits = traits;
        }
    }
    Ok(())
}

async fn is_there(conn: &mut SqliteConnection) -> Result<bool, Fail> {
    let there = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'submitted')";
    Ok(sqlx::query_scalar(there).fetch_one(conn).await?)
}

async fn get(conn: &mut SqliteConnection, what: &str) -> Result<Option<String>, Fail> {
    if !is_there(conn).await? {
        return Ok(None);
    }
    let value = sqlx::query_scalar("SELECT value FROM submitted WHERE what = ?").bind(what);
    Ok(value.fetch_optional(conn).await?)
}

async fn put(conn: &mut SqliteConnection, what: &str, value: Option<String>) -> Result<(), Fail> {
    let there = is_there(conn).await?;
    let Some(value) = value else {
        if there {
            sqlx::query("DELETE FROM submitted WHERE what = ?").bind(what).execute(conn).await?;
        }
        return Ok(());
    };
    if !there {
        for make in [
            "CREATE TABLE submitted (id INTEGER PRIMARY KEY NOT NULL, what TEXT NOT NULL UNIQUE, value TEXT NOT NULL)",
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES \
             ('submitted', 'attributes', '报送的台账', 'the ledger as it was read', '1970-01-01T00:00:00.000Z')",
        ] {
            sqlx::query(make).execute(&mut *conn).await?;
        }
    }
    sqlx::query("INSERT OR REPLACE INTO submitted (what, value) VALUES (?, ?)")
        .bind(what)
        .bind(value)
        .execute(conn)
        .await?;
    Ok(())
}
