//! Towns and layers in and out.

use std::collections::BTreeMap;

use sanxian_review::data::{Feature, LayerKind, Shape, Town};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use super::super::geometry::{decode, encode};
use super::super::winding::Winding;
use super::super::{StoreError, in_order, towns_by_id};
use super::register::{self, TOWNS};
use super::rows::{Fail, attributes_to_json, count, from_json, id, insert, packed_from_json, to_json, uncount};

struct TownIn<'a> {
    fid: i64,
    town: &'a Town,
    position: i64,
    traits: String,
    attributes: String,
    geom: Vec<u8>,
}

/// Replaces all towns.
pub(super) async fn write_towns(conn: &mut SqliteConnection, towns: &[Town], winding: Winding) -> Result<(), Fail> {
    let rows = (1..)
        .zip(towns_by_id(towns)?)
        .map(|(fid, town)| {
            Ok(TownIn {
                fid,
                town,
                position: count("position", town.feature.position)?,
                traits: to_json("towns", &town.traits)?,
                attributes: attributes_to_json("towns", &town.feature.attributes.texts().collect::<Vec<_>>())?,
                geom: encode(&town.feature.shape, winding),
            })
        })
        .collect::<Result<Vec<_>, Fail>>()?;
    register::open(conn, &TOWNS).await?;
    register::empty(conn, &TOWNS).await?;
    let into = "INSERT INTO towns (fid, town_id, name, position, traits, attributes, geom)";
    insert(conn, into, &rows, |values, row| {
        values.push_bind(row.fid).push_bind(row.town.feature.id.0.as_str()).push_bind(row.town.name.as_str());
        values.push_bind(row.position).push_bind(row.traits.as_str()).push_bind(row.attributes.as_str());
        values.push_bind(row.geom.as_slice());
    })
    .await?;
    let boxes: Vec<_> = rows.iter().map(|row| (row.fid, row.town.feature.shape.bounds())).collect();
    register::close(conn, &TOWNS, &boxes).await
}

struct PatchIn<'a> {
    fid: i64,
    feature: &'a Feature,
    position: i64,
    attributes: String,
    geom: Vec<u8>,
}

/// Replaces one layer.
pub(super) async fn write_layer(
    conn: &mut SqliteConnection,
    kind: LayerKind,
    features: &[Feature],
    winding: Winding,
) -> Result<(), Fail> {
    if matches!(kind, LayerKind::Towns | LayerKind::Ledger) {
        return Err(StoreError::TownsAreNotALayer.into());
    }
    let table = register::table_of(kind);
    register::make(conn, &table).await?;
    register::open(conn, &table).await?;
    register::empty(conn, &table).await?;
    let sorted = in_order(features);
    let mut boxes = Vec::with_capacity(sorted.len());
    let into = format!("INSERT INTO {} (fid, feature_id, position, attributes, geom)", table.name);
    // In portions, so that a large layer does not stand in memory twice.
    for portion in sorted.chunks(4000) {
        let rows = portion
            .iter()
            .zip(boxes.len() as i64 + 1..)
            .map(|(feature, fid)| {
                Ok(PatchIn {
                    fid,
                    feature,
                    position: count("position", feature.position)?,
                    attributes: attributes_to_json(table.name, &feature.attributes.texts().collect::<Vec<_>>())?,
                    geom: encode(&feature.shape, winding),
                })
            })
            .collect::<Result<Vec<_>, Fail>>()?;
        insert(conn, into.as_str(), &rows, |values, row| {
            values.push_bind(row.fid).push_bind(row.feature.id.0.as_str()).push_bind(row.position);
            values.push_bind(row.attributes.as_str()).push_bind(row.geom.as_slice());
        })
        .await?;
        boxes.extend(rows.iter().map(|row| (row.fid, row.feature.shape.bounds())));
    }
    register::close(conn, &table, &boxes).await?;
    sqlx::query("DELETE FROM layers WHERE layer = ?").bind(kind.key()).execute(&mut *conn).await?;
    sqlx::query("INSERT INTO layers (id, layer, features) VALUES (?, ?, ?)")
        .bind(i64::from(kind as u8) + 1)
        .bind(kind.key())
        .bind(count("number of features", sorted.len() as u64)?)
        .execute(conn)
        .await?;
    Ok(())
}

/// All towns by id.
pub(super) async fn read_towns(conn: &mut SqliteConnection) -> Result<Vec<Town>, Fail> {
    let sql = "SELECT town_id, name, position, traits, attributes, geom FROM towns ORDER BY town_id";
    let rows = sqlx::query(sql).fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            let traits: String = row.try_get("traits")?;
            Ok(Town {
                feature: read_feature("towns", row)?,
                name: row.try_get("name")?,
                traits: from_json("towns", &traits)?,
            })
        })
        .collect()
}

/// The layers that were given.
pub(super) async fn read_layers(conn: &mut SqliteConnection) -> Result<BTreeMap<LayerKind, Vec<Feature>>, Fail> {
    let given: Vec<String> = sqlx::query_scalar("SELECT layer FROM layers").fetch_all(&mut *conn).await?;
    let mut layers = BTreeMap::new();
    for key in given {
        let kind = LayerKind::from_key(&key).filter(|kind| !matches!(kind, LayerKind::Towns | LayerKind::Ledger));
        let kind = kind.ok_or_else(|| Fail::damaged("layers", format!("{key:?} is not a layer")))?;
        let name = kind.key();
        let sql =
            format!("SELECT feature_id, position, attributes, geom FROM {name} ORDER BY feature_id, position, fid");
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut *conn).await?;
        let features = rows.iter().map(|row| read_feature(name, row)).collect::<Result<_, _>>()?;
        layers.insert(kind, features);
    }
    Ok(layers)
}

fn read_feature(table: &'static str, row: &SqliteRow) -> Result<Feature, Fail> {
    let attributes: String = row.try_get("attributes")?;
    let name: String = row.try_get(0)?;
    Ok(Feature {
        position: uncount(table, row.try_get("position")?)?,
        attributes: packed_from_json(table, &attributes)?,
        shape: read_shape(table, &name, row)?,
        id: id(name),
    })
}

/// The shape in column `geom`; `name` says in a message whose it is.
pub(super) fn read_shape(table: &'static str, name: &str, row: &SqliteRow) -> Result<Shape, Fail> {
    let blob: &[u8] = row.try_get("geom")?;
    decode(blob).map_err(|error| Fail::damaged(table, format!("{name:?}: {error}")))
}
