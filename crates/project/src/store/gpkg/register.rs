//! Makes a feature table a GeoPackage layer: contents, geometry column, R*Tree and its triggers.
//!
//! The triggers that the standard prescribes call `ST_IsEmpty` and `ST_MinX`, which SQLite itself lacks: GIS programs
//! bring them, we do not. So a table is *opened* (triggers dropped), written, and *closed* (index rebuilt from the
//! boxes, triggers made last), all in one transaction.

use sanxian_review::data::{Bounds, LayerKind};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::super::geometry::SRS_ID;
use super::rows::{Fail, insert};

/// A feature table with a column `geom`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FeatureTable {
    pub name: &'static str,
    pub title: &'static str,
    description: &'static str,
    /// Whether it is a layer even without features.
    always: bool,
}

pub(super) const TOWNS: FeatureTable = FeatureTable {
    name: "towns",
    title: "特色小镇",
    description: "characteristic towns with their measured areas and verdicts",
    always: true,
};

pub(super) const FINDINGS: FeatureTable = FeatureTable {
    name: "findings",
    title: "审查结果",
    description: "findings with the ground they are about",
    always: true,
};

/// The table of a layer.
pub(crate) fn table_of(kind: LayerKind) -> FeatureTable {
    let (title, description) = match kind {
        LayerKind::EcoRedline => ("生态保护红线", "ecological red line, patches near the towns"),
        LayerKind::BasicFarmland => ("永久基本农田", "permanent basic farmland, patches near the towns"),
        LayerKind::UrbanBoundary => ("城镇开发边界", "urban development boundary, patches near the towns"),
        LayerKind::Counties => ("行政区", "counties near the towns"),
        LayerKind::Townships => ("行政建制镇", "townships near the towns"),
        LayerKind::DevelopmentZones => ("开发区", "development zones near the towns"),
        LayerKind::FunctionalZones => ("功能区", "functional zones near the towns"),
        LayerKind::LandUse => ("土地利用现状", "land-use patches near the towns"),
        LayerKind::EcoUnits => ("生态环境管控单元", "environmental zoning units near the towns"),
        LayerKind::Hazards => ("灾害风险区", "hazard areas near the towns"),
        LayerKind::Heritage => ("历史文化保护线", "heritage lines near the towns"),
        LayerKind::EarlierTowns => ("上一版小镇范围", "earlier boundaries of the towns"),
        LayerKind::Ledger => ("台账", "the ledger, a table without ground"),
        LayerKind::Towns => return TOWNS,
    };
    FeatureTable { name: kind.key(), title, description, always: false }
}

/// Makes the table of an optional layer; those of the control lines and counties are always there.
pub(super) async fn make(conn: &mut SqliteConnection, table: &FeatureTable) -> Result<(), Fail> {
    let columns = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, feature_id TEXT NOT NULL, position INTEGER NOT NULL, \
                   attributes TEXT NOT NULL, geom MULTIPOLYGON NOT NULL";
    run(conn, format!("CREATE TABLE IF NOT EXISTS {} ({columns})", table.name)).await
}

/// Takes the table of an optional layer away, whether or not it is there.
pub(super) async fn remove(conn: &mut SqliteConnection, table: &FeatureTable) -> Result<(), Fail> {
    open(conn, table).await?;
    close(conn, table, &[]).await?;
    run(conn, format!("DROP TABLE IF EXISTS {}", table.name)).await
}

/// Drops the triggers, so that rows can be written.
pub(super) async fn open(conn: &mut SqliteConnection, table: &FeatureTable) -> Result<(), Fail> {
    // update5 to update7 are those of GeoPackage 1.4, should a GIS have renewed them.
    for event in ["insert", "update1", "update2", "update3", "update4", "update5", "update6", "update7", "delete"] {
        run(conn, format!("DROP TRIGGER IF EXISTS rtree_{}_geom_{event}", table.name)).await?;
    }
    Ok(())
}

/// Lists the table as a layer with these boxes (feature id, box), or as none when it is empty.
pub(super) async fn close(
    conn: &mut SqliteConnection,
    table: &FeatureTable,
    boxes: &[(i64, Option<Bounds>)],
) -> Result<(), Fail> {
    for list in ["gpkg_extensions", "gpkg_geometry_columns", "gpkg_contents"] {
        let sql = format!("DELETE FROM {list} WHERE table_name = '{}'", table.name);
        run(conn, sql).await?;
    }
    run(conn, format!("DROP TABLE IF EXISTS rtree_{}_geom", table.name)).await?;
    if boxes.is_empty() && !table.always {
        return Ok(());
    }
    list_layer(conn, table, boxes).await?;
    index(conn, table, boxes).await?;
    create_triggers(conn, table).await
}

async fn list_layer(
    conn: &mut SqliteConnection,
    table: &FeatureTable,
    boxes: &[(i64, Option<Bounds>)],
) -> Result<(), Fail> {
    let whole = boxes.iter().filter_map(|(_, b)| *b).reduce(|a, b| Bounds {
        west: a.west.min(b.west),
        south: a.south.min(b.south),
        east: a.east.max(b.east),
        north: a.north.max(b.north),
    });
    sqlx::query(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, \
         min_x, min_y, max_x, max_y, srs_id) VALUES (?, 'features', ?, ?, \
         COALESCE((SELECT as_of || 'T00:00:00.000Z' FROM run), '1970-01-01T00:00:00.000Z'), ?, ?, ?, ?, ?)",
    )
    .bind(table.name)
    .bind(table.title)
    .bind(table.description)
    .bind(whole.map(|b| b.west))
    .bind(whole.map(|b| b.south))
    .bind(whole.map(|b| b.east))
    .bind(whole.map(|b| b.north))
    .bind(SRS_ID)
    .execute(&mut *conn)
    .await?;
    sqlx::query("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)")
        .bind(table.name)
        .bind(SRS_ID)
        .execute(&mut *conn)
        .await?;
    sqlx::query(RTREE_EXTENSION).bind(table.name).execute(&mut *conn).await?;
    Ok(())
}

async fn index(conn: &mut SqliteConnection, table: &FeatureTable, boxes: &[(i64, Option<Bounds>)]) -> Result<(), Fail> {
    let name = table.name;
    run(conn, format!("CREATE VIRTUAL TABLE rtree_{name}_geom USING rtree(id, minx, maxx, miny, maxy)")).await?;
    let filled: Vec<(i64, Bounds)> = boxes.iter().filter_map(|(fid, b)| Some((*fid, (*b)?))).collect();
    insert(conn, format!("INSERT INTO rtree_{name}_geom"), &filled, |values, (fid, b)| {
        values.push_bind(*fid).push_bind(b.west).push_bind(b.east).push_bind(b.south).push_bind(b.north);
    })
    .await
}

/// Says that a feature table has an R*Tree; the table's name is to be bound.
pub(crate) const RTREE_EXTENSION: &str = "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', \
     'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')";

pub(super) async fn create_triggers(conn: &mut SqliteConnection, table: &FeatureTable) -> Result<(), Fail> {
    for trigger in triggers(table.name) {
        run(conn, trigger).await?;
    }
    Ok(())
}

/// The six triggers of GeoPackage 1.3, annex F.3, word for word, as statements.
pub(crate) fn triggers(t: &str) -> [String; 6] {
    let r = format!("rtree_{t}_geom");
    let full = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))";
    let empty = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))";
    let put = format!(
        "INSERT OR REPLACE INTO {r} VALUES (NEW.fid, \
         ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
    );
    [
        format!("{r}_insert AFTER INSERT ON {t} WHEN {full} BEGIN {put} END"),
        format!("{r}_update1 AFTER UPDATE OF geom ON {t} WHEN OLD.fid = NEW.fid AND {full} BEGIN {put} END"),
        format!(
            "{r}_update2 AFTER UPDATE OF geom ON {t} WHEN OLD.fid = NEW.fid AND {empty} \
             BEGIN DELETE FROM {r} WHERE id = OLD.fid; END"
        ),
        format!(
            "{r}_update3 AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND {full} \
             BEGIN DELETE FROM {r} WHERE id = OLD.fid; {put} END"
        ),
        format!(
            "{r}_update4 AFTER UPDATE ON {t} WHEN OLD.fid != NEW.fid AND {empty} \
             BEGIN DELETE FROM {r} WHERE id IN (OLD.fid, NEW.fid); END"
        ),
        format!("{r}_delete AFTER DELETE ON {t} WHEN OLD.geom NOTNULL BEGIN DELETE FROM {r} WHERE id = OLD.fid; END"),
    ]
    .map(|trigger| format!("CREATE TRIGGER {trigger}"))
}

/// Empties the table and lets its feature ids begin at 1 again.
pub(super) async fn empty(conn: &mut SqliteConnection, table: &FeatureTable) -> Result<(), Fail> {
    run(conn, format!("DELETE FROM {}", table.name)).await?;
    run(conn, format!("DELETE FROM sqlite_sequence WHERE name = '{}'", table.name)).await
}

/// Runs a statement that is put together from names in this file only, never from data.
async fn run(conn: &mut SqliteConnection, sql: String) -> Result<(), Fail> {
    sqlx::query(AssertSqlSafe(sql)).persistent(false).execute(conn).await?;
    Ok(())
}
