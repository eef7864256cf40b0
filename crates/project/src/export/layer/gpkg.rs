//! GeoPackage 1.3: a feature table a layer, texts and numbers as they are.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::{Kind, Layer, Manner};
use crate::export::ExportError;
use crate::store::Winding;
use crate::store::geometry::encode_in;

/// Writes the file.
pub(super) fn write(layers: &[Layer], manner: &Manner, path: &Path) -> Result<(), ExportError> {
    let failed = |error: rusqlite::Error| ExportError::content("gpkg", error);
    let mut conn = Connection::open(path).map_err(failed)?;
    // Nobody sees the file before it is whole; it is synced at the end.
    conn.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;").map_err(failed)?;
    conn.execute_batch(include_str!("../../store/migrations/0001_geopackage.sql")).map_err(failed)?;
    let epsg = manner.system.epsg();
    let system = params![manner.system.name(), epsg, epsg, manner.system.wkt()];
    conn.execute("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, '')", system)
        .map_err(failed)?;
    let transaction = conn.transaction().map_err(failed)?;
    for layer in layers {
        table(&transaction, layer, manner)?;
    }
    transaction.commit().map_err(failed)?;
    conn.close().map_err(|(_, error)| failed(error))
}

fn table(conn: &Connection, layer: &Layer, manner: &Manner) -> Result<(), ExportError> {
    let failed = |error: rusqlite::Error| ExportError::content("gpkg", error);
    let placer = manner.system.placer()?;
    let name = quoted(&layer.name);
    let names = column_names(layer);
    let columns: Vec<String> = names
        .iter()
        .zip(&layer.columns)
        .map(|(name, column)| {
            let kind = if column.kind == Kind::Text { "TEXT" } else { "DOUBLE" };
            format!(", {} {kind}", quoted(name))
        })
        .collect();
    conn.execute_batch(&format!(
        "CREATE TABLE {name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON{})",
        columns.concat()
    ))
    .map_err(failed)?;
    let marks = ", ?".repeat(layer.columns.len());
    let mut insert = conn.prepare(&format!("INSERT INTO {name} VALUES (?, ?{marks})")).map_err(failed)?;
    let mut whole: Option<[f64; 4]> = None;
    for (fid, row) in (1_i64..).zip(&layer.rows) {
        let placed = placer.place(&row.ground)?;
        let own = super::system::extent(std::iter::once(&placed));
        whole = match (whole, own) {
            (Some(a), Some(b)) => Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]),
            (a, b) => a.or(b),
        };
        let blob = encode_in(manner.system.epsg(), own, &Winding::RightHanded.apply(&placed));
        let values = layer.columns.iter().zip(&row.values).map(|(column, value)| match value {
            None => Value::Null,
            Some(text) => {
                let number = text.parse().ok().filter(|_| column.kind != Kind::Text);
                number.map_or_else(|| Value::Text(text.clone()), Value::Real)
            }
        });
        let all = [Value::Integer(fid), Value::Blob(blob)].into_iter().chain(values);
        insert.execute(params_from_iter(all)).map_err(failed)?;
    }
    let [x0, y0, x1, y1] = whole.map_or([None; 4], |whole| whole.map(Some));
    let epsg = manner.system.epsg();
    conn.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', '1970-01-01T00:00:00.000Z', ?, ?, ?, ?, ?)",
        params![layer.name, layer.name, x0, y0, x1, y1, epsg],
    )
    .map_err(failed)?;
    let geometry = "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)";
    conn.execute(geometry, params![layer.name, epsg]).map_err(failed)?;
    Ok(())
}

/// SQLite knows no letter case in names, and `fid` and `geom` are taken.
fn column_names(layer: &Layer) -> Vec<String> {
    let mut used = vec!["fid".to_owned(), "geom".to_owned()];
    let mut names = Vec::with_capacity(layer.columns.len());
    for column in &layer.columns {
        let mut name = column.name.replace('\0', "");
        let mut number = 1;
        while used.contains(&name.to_lowercase()) || name.is_empty() {
            number += 1;
            name = format!("{}_{number}", column.name);
        }
        used.push(name.to_lowercase());
        names.push(name);
    }
    names
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
