//! What a project refers to: baselines, and the counties that its towns lie in.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sanxian_review::data::{FeatureId, LayerKind};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use super::project::TownCounties;
use super::rows::{Fail, count, uncount, word};
use crate::store::project::BaselineRef;

pub(super) async fn write_baselines(conn: &mut SqliteConnection, baselines: &[BaselineRef]) -> Result<(), Fail> {
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

pub(super) async fn read_baselines(conn: &mut SqliteConnection) -> Result<Vec<BaselineRef>, Fail> {
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

pub(super) async fn write_counties(conn: &mut SqliteConnection, counties: &TownCounties) -> Result<(), Fail> {
    sqlx::query("DELETE FROM town_counties").execute(&mut *conn).await?;
    for (town, county) in counties {
        sqlx::query("INSERT INTO town_counties VALUES (?, ?)").bind(&town.0).bind(county).execute(&mut *conn).await?;
    }
    Ok(())
}

pub(super) async fn read_counties(conn: &mut SqliteConnection) -> Result<TownCounties, Fail> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT town_id, county FROM town_counties").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(town, county)| (FeatureId(town), county)).collect())
}

pub(super) async fn read_given(conn: &mut SqliteConnection) -> Result<BTreeMap<LayerKind, u64>, Fail> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as(AssertSqlSafe("SELECT layer, features FROM layers".to_owned())).fetch_all(conn).await?;
    rows.into_iter().map(|(layer, features)| Ok((word("layers", &layer)?, uncount("layers", features)?))).collect()
}
