//! A review in and out, as a whole.

use sanxian_review::data::{FeatureId, LayerKind};
use sanxian_review::finding::{Fault, NeighbourRow, NotChecked, OverlapRow, Review, Subject, TownRow, Verdict};
use sanxian_review::measure::{Millimetres, SquareMillimetres};
use sanxian_review::policy::ClauseId;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::super::winding::Winding;
use super::super::{ReviewUnit, metres, rows_have_towns, square_metres};
use super::findings::{self, town_id};
use super::register::{self, TOWNS};
use super::rows::{Fail, count, from_json, id, insert, to_json, uncount, word};

/// Whether a review has been recorded.
pub(super) async fn is_recorded(conn: &mut SqliteConnection) -> Result<bool, Fail> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM reviewed)").fetch_one(conn).await?)
}

/// Takes the earlier review away; decisions and the log stay.
pub(super) async fn forget(conn: &mut SqliteConnection) -> Result<(), Fail> {
    findings::forget(conn).await?;
    register::open(conn, &TOWNS).await?;
    sqlx::query(
        "UPDATE towns SET area_m2 = NULL, planar_area_m2 = NULL, eco_redline_m2 = NULL, basic_farmland_m2 = NULL, \
         outside_urban_boundary_m2 = NULL, compliant_m2 = NULL, verdict = NULL, central_meridian = NULL, \
         area_mm2 = NULL, planar_area_mm2 = NULL, eco_redline_mm2 = NULL, basic_farmland_mm2 = NULL, \
         outside_urban_boundary_mm2 = NULL, classes = NULL, four_bounds = NULL WHERE verdict IS NOT NULL",
    )
    .execute(&mut *conn)
    .await?;
    register::create_triggers(conn, &TOWNS).await?;
    for delete in [
        "DELETE FROM overlaps",
        "DELETE FROM neighbours",
        "DELETE FROM not_checked",
        "DELETE FROM faults",
        "DELETE FROM reviewed",
    ] {
        sqlx::query(delete).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Puts a review in where none is, with a line in the log.
pub(super) async fn write(
    conn: &mut SqliteConnection,
    unit: &ReviewUnit,
    review: &Review,
    winding: Winding,
) -> Result<(), Fail> {
    write_rows(conn, unit, review, winding).await?;
    let breaches = review.towns.iter().filter(|row| row.verdict == Verdict::Breach).count();
    sqlx::query("INSERT INTO log (as_of, what) VALUES (COALESCE((SELECT as_of FROM run), ''), ?)")
        .bind(format!(
            "recorded unit {}: {} towns, {breaches} in breach, {} findings, {} not checked, {} faults",
            unit.name,
            review.towns.len(),
            review.findings.len(),
            review.not_checked.len(),
            review.faults.len()
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts a review in where none is.
pub(super) async fn write_rows(
    conn: &mut SqliteConnection,
    unit: &ReviewUnit,
    review: &Review,
    winding: Winding,
) -> Result<(), Fail> {
    let known: Vec<String> = sqlx::query_scalar("SELECT town_id FROM towns").fetch_all(&mut *conn).await?;
    rows_have_towns(known.iter().map(String::as_str), review)?;
    register::open(conn, &TOWNS).await?;
    for row in &review.towns {
        write_town(conn, row).await?;
    }
    register::create_triggers(conn, &TOWNS).await?;
    write_overlaps(conn, &review.overlaps).await?;
    write_neighbours(conn, &review.neighbours).await?;
    write_gaps(conn, review).await?;
    findings::write(conn, review, winding).await?;
    sqlx::query("INSERT INTO reviewed (unit) VALUES (?)").bind(&unit.name).execute(conn).await?;
    Ok(())
}

async fn write_town(conn: &mut SqliteConnection, row: &TownRow) -> Result<(), Fail> {
    let m2 = |area: Option<SquareMillimetres>| area.map(square_metres);
    let mm2 = |area: Option<SquareMillimetres>| area.map(|area| area.0);
    sqlx::query(
        "UPDATE towns SET area_m2 = ?, planar_area_m2 = ?, eco_redline_m2 = ?, basic_farmland_m2 = ?, \
         outside_urban_boundary_m2 = ?, compliant_m2 = ?, verdict = ?, central_meridian = ?, \
         area_mm2 = ?, planar_area_mm2 = ?, eco_redline_mm2 = ?, basic_farmland_mm2 = ?, \
         outside_urban_boundary_mm2 = ?, classes = ?, four_bounds = ? WHERE town_id = ?",
    )
    .bind(square_metres(row.area))
    .bind(square_metres(row.planar_area))
    .bind(m2(row.eco_redline))
    .bind(m2(row.basic_farmland))
    .bind(m2(row.outside_urban_boundary))
    .bind(m2(row.partition.map(|classes| classes.compliant)))
    .bind(row.verdict.key())
    .bind(row.central_meridian)
    .bind(row.area.0)
    .bind(row.planar_area.0)
    .bind(mm2(row.eco_redline))
    .bind(mm2(row.basic_farmland))
    .bind(mm2(row.outside_urban_boundary))
    .bind(row.partition.map(|classes| to_json("towns", &classes)).transpose()?)
    .bind(to_json("towns", &row.four_bounds)?)
    .bind(&row.id.0)
    .execute(conn)
    .await?;
    Ok(())
}

async fn write_overlaps(conn: &mut SqliteConnection, overlaps: &[OverlapRow]) -> Result<(), Fail> {
    let rows = (1_i64..)
        .zip(overlaps)
        .map(|(id, row)| Ok((id, count("position", row.position)?, row)))
        .collect::<Result<Vec<_>, Fail>>()?;
    let into = "INSERT INTO overlaps (id, town_id, layer, feature_id, position, area_m2, area_mm2, grade)";
    insert(conn, into, &rows, |values, (id, position, row)| {
        values.push_bind(*id).push_bind(row.town.0.as_str()).push_bind(row.layer.key());
        values.push_bind(row.feature.0.as_str()).push_bind(*position);
        values.push_bind(square_metres(row.area)).push_bind(row.area.0).push_bind(row.grade.key());
    })
    .await
}

async fn write_neighbours(conn: &mut SqliteConnection, neighbours: &[NeighbourRow]) -> Result<(), Fail> {
    let rows: Vec<_> = (1_i64..).zip(neighbours).collect();
    let into = "INSERT INTO neighbours (id, town_a, town_b, distance_m, distance_mm)";
    insert(conn, into, &rows, |values, (id, row)| {
        values.push_bind(*id).push_bind(row.town_a.0.as_str()).push_bind(row.town_b.0.as_str());
        values.push_bind(metres(row.distance)).push_bind(row.distance.0);
    })
    .await
}

async fn write_gaps(conn: &mut SqliteConnection, review: &Review) -> Result<(), Fail> {
    for (id, not) in (1_i64..).zip(&review.not_checked) {
        sqlx::query("INSERT INTO not_checked (id, clause, rule, missing) VALUES (?, ?, ?, ?)")
            .bind(id)
            .bind(not.clause.as_ref().map(|clause| &clause.0))
            .bind(&not.rule)
            .bind(to_json("not_checked", &not.missing)?)
            .execute(&mut *conn)
            .await?;
    }
    for (id, fault) in (1_i64..).zip(&review.faults) {
        sqlx::query("INSERT INTO faults (id, town_id, rule, what, place) VALUES (?, ?, ?, ?, ?)")
            .bind(id)
            .bind(town_id(&fault.subject))
            .bind(&fault.rule)
            .bind(&fault.what)
            .bind(fault.subject.place())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// The whole review.
pub(super) async fn read(conn: &mut SqliteConnection) -> Result<Review, Fail> {
    Ok(Review {
        towns: read_towns(conn).await?,
        overlaps: read_overlaps(conn).await?,
        neighbours: read_neighbours(conn).await?,
        findings: findings::read(conn).await?,
        not_checked: read_not_checked(conn).await?,
        faults: read_faults(conn).await?,
    })
}

/// The review without its findings and the patches that towns overlap: those are many, and not all looked at.
pub(super) async fn read_rows(conn: &mut SqliteConnection) -> Result<Review, Fail> {
    Ok(Review {
        towns: read_towns(conn).await?,
        overlaps: Vec::new(),
        neighbours: read_neighbours(conn).await?,
        findings: Vec::new(),
        not_checked: read_not_checked(conn).await?,
        faults: read_faults(conn).await?,
    })
}

async fn read_towns(conn: &mut SqliteConnection) -> Result<Vec<TownRow>, Fail> {
    let sql = "SELECT * FROM towns WHERE verdict IS NOT NULL ORDER BY town_id";
    let rows = sqlx::query(sql).fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            let area = |column| row.try_get(column).map(|mm2: Option<i64>| mm2.map(SquareMillimetres));
            let (verdict, four): (String, String) = (row.try_get("verdict")?, row.try_get("four_bounds")?);
            let classes: Option<String> = row.try_get("classes")?;
            Ok(TownRow {
                id: id(row.try_get("town_id")?),
                name: row.try_get("name")?,
                central_meridian: row.try_get("central_meridian")?,
                area: SquareMillimetres(row.try_get("area_mm2")?),
                planar_area: SquareMillimetres(row.try_get("planar_area_mm2")?),
                eco_redline: area("eco_redline_mm2")?,
                basic_farmland: area("basic_farmland_mm2")?,
                outside_urban_boundary: area("outside_urban_boundary_mm2")?,
                partition: classes.map(|classes| from_json("towns", &classes)).transpose()?,
                four_bounds: from_json("towns", &four)?,
                verdict: word("towns", &verdict)?,
            })
        })
        .collect()
}

async fn read_overlaps(conn: &mut SqliteConnection) -> Result<Vec<OverlapRow>, Fail> {
    let rows = sqlx::query("SELECT * FROM overlaps ORDER BY id").fetch_all(conn).await?;
    rows.iter().map(overlap).collect()
}

fn overlap(row: &SqliteRow) -> Result<OverlapRow, Fail> {
    let (layer, grade): (String, String) = (row.try_get("layer")?, row.try_get("grade")?);
    Ok(OverlapRow {
        town: id(row.try_get("town_id")?),
        layer: word("overlaps", &layer)?,
        feature: id(row.try_get("feature_id")?),
        position: uncount("overlaps", row.try_get("position")?)?,
        area: SquareMillimetres(row.try_get("area_mm2")?),
        grade: word("overlaps", &grade)?,
    })
}

/// The patches of one line that a town overlaps.
pub(super) async fn read_overlaps_of(
    conn: &mut SqliteConnection,
    town: &FeatureId,
    layer: LayerKind,
) -> Result<Vec<OverlapRow>, Fail> {
    let sql = "SELECT * FROM overlaps WHERE town_id = ? AND layer = ? ORDER BY id";
    let rows = sqlx::query(sql).bind(&town.0).bind(layer.key()).fetch_all(conn).await?;
    rows.iter().map(overlap).collect()
}

async fn read_neighbours(conn: &mut SqliteConnection) -> Result<Vec<NeighbourRow>, Fail> {
    let sql = "SELECT town_a, town_b, distance_mm FROM neighbours ORDER BY id";
    let rows: Vec<(String, String, i64)> = sqlx::query_as(sql).fetch_all(conn).await?;
    let row = |(a, b, mm)| NeighbourRow { town_a: id(a), town_b: id(b), distance: Millimetres(mm) };
    Ok(rows.into_iter().map(row).collect())
}

async fn read_not_checked(conn: &mut SqliteConnection) -> Result<Vec<NotChecked>, Fail> {
    let sql = "SELECT clause, rule, missing FROM not_checked ORDER BY id";
    let rows: Vec<(Option<String>, String, String)> = sqlx::query_as(sql).fetch_all(conn).await?;
    rows.into_iter()
        .map(|(clause, rule, missing)| {
            Ok(NotChecked { clause: clause.map(ClauseId), rule, missing: from_json("not_checked", &missing)? })
        })
        .collect()
}

async fn read_faults(conn: &mut SqliteConnection) -> Result<Vec<Fault>, Fail> {
    let sql = "SELECT town_id, rule, what, place FROM faults ORDER BY id";
    let rows: Vec<(String, String, String, Option<String>)> = sqlx::query_as(sql).fetch_all(conn).await?;
    let fault = |(town, rule, what, place): (String, String, String, Option<String>)| Fault {
        subject: place.map_or(Subject::Town(FeatureId(town)), Subject::Place),
        rule,
        what,
    };
    Ok(rows.into_iter().map(fault).collect())
}
