//! What goes with a review: the run, the input files, the problems.

use sanxian_review::measure::Millimetres;
use sqlx::{Row, SqliteConnection};

use super::rows::{Fail, count, from_json, insert, to_json, uncount, word};
use crate::problem::Problem;
use crate::run_info::RunInfo;
use crate::source::{CrsFound, SourceInfo};

/// Replaces the run and dates every layer by it.
pub(super) async fn write_run(conn: &mut SqliteConnection, run: &RunInfo) -> Result<(), Fail> {
    sqlx::query("INSERT OR REPLACE INTO run (id, as_of, near_mm, software, proj, packs, parameters) VALUES (1, ?, ?, ?, ?, ?, ?)")
        .bind(&run.as_of)
        .bind(run.near.0)
        .bind(&run.software)
        .bind(&run.proj)
        .bind(to_json("run", &run.packs)?)
        .bind(to_json("run", &run.parameters)?)
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE gpkg_contents SET last_change = ? || 'T00:00:00.000Z'").bind(&run.as_of).execute(conn).await?;
    Ok(())
}

/// The run, if one was put in.
pub(super) async fn read_run(conn: &mut SqliteConnection) -> Result<Option<RunInfo>, Fail> {
    let Some(row) = sqlx::query("SELECT * FROM run").fetch_optional(conn).await? else { return Ok(None) };
    let (packs, parameters): (String, String) = (row.try_get("packs")?, row.try_get("parameters")?);
    let run = RunInfo {
        as_of: row.try_get("as_of")?,
        near: Millimetres(row.try_get("near_mm")?),
        software: row.try_get("software")?,
        proj: row.try_get("proj")?,
        packs: from_json("run", &packs)?,
        parameters: from_json("run", &parameters)?,
    };
    run.day().map_err(|error| Fail::damaged("run", error))?;
    Ok(Some(run))
}

/// Replaces the input files.
pub(super) async fn write_sources(conn: &mut SqliteConnection, sources: &[SourceInfo]) -> Result<(), Fail> {
    sqlx::query("DELETE FROM sources").execute(&mut *conn).await?;
    for (id, source) in (1_i64..).zip(sources) {
        sqlx::query("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(id)
            .bind(source.role.key())
            .bind(&source.file)
            .bind(&source.format)
            .bind(to_json("sources", &source.parts)?)
            .bind(source.crs.epsg)
            .bind(&source.crs.name)
            .bind(&source.crs.reason_zh)
            .bind(&source.crs.reason_en)
            .bind(&source.encoding)
            .bind(count("number of features", source.features)?)
            .bind(count("number of features", source.kept)?)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// The input files in the order given.
pub(super) async fn read_sources(conn: &mut SqliteConnection) -> Result<Vec<SourceInfo>, Fail> {
    let rows = sqlx::query("SELECT * FROM sources ORDER BY id").fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            let (role, parts): (String, String) = (row.try_get("role")?, row.try_get("parts")?);
            Ok(SourceInfo {
                role: word("sources", &role)?,
                file: row.try_get("file")?,
                format: row.try_get("format")?,
                parts: from_json("sources", &parts)?,
                crs: CrsFound {
                    epsg: row.try_get("crs_epsg")?,
                    name: row.try_get("crs_name")?,
                    reason_zh: row.try_get("crs_reason_zh")?,
                    reason_en: row.try_get("crs_reason_en")?,
                },
                encoding: row.try_get("encoding")?,
                features: uncount("sources", row.try_get("features")?)?,
                kept: uncount("sources", row.try_get("kept")?)?,
            })
        })
        .collect()
}

/// Replaces the problems.
pub(super) async fn write_problems(conn: &mut SqliteConnection, problems: &[Problem]) -> Result<(), Fail> {
    let rows = (1_i64..)
        .zip(problems)
        .map(|(id, problem)| {
            let position = problem.position.map(|position| count("position", position)).transpose()?;
            Ok((id, position, problem))
        })
        .collect::<Result<Vec<_>, Fail>>()?;
    sqlx::query("DELETE FROM problems").execute(&mut *conn).await?;
    let into =
        "INSERT INTO problems (id, role, file, position, feature, lon, lat, code, zh, en, area_change_mm2, dropped)";
    insert(conn, into, &rows, |values, (id, position, problem)| {
        values.push_bind(*id).push_bind(problem.role.key()).push_bind(problem.file.as_str()).push_bind(*position);
        values.push_bind(problem.feature.as_deref());
        values.push_bind(problem.place.map(|place| place.0)).push_bind(problem.place.map(|place| place.1));
        values.push_bind(problem.code.as_str()).push_bind(problem.zh.as_str()).push_bind(problem.en.as_str());
        values.push_bind(problem.area_change_mm2).push_bind(problem.dropped);
    })
    .await
}

/// The problems in the order given.
pub(super) async fn read_problems(conn: &mut SqliteConnection) -> Result<Vec<Problem>, Fail> {
    let rows = sqlx::query("SELECT * FROM problems ORDER BY id").fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            let role: String = row.try_get("role")?;
            let position: Option<i64> = row.try_get("position")?;
            let (lon, lat): (Option<f64>, Option<f64>) = (row.try_get("lon")?, row.try_get("lat")?);
            Ok(Problem {
                role: word("problems", &role)?,
                file: row.try_get("file")?,
                position: position.map(|position| uncount("problems", position)).transpose()?,
                feature: row.try_get("feature")?,
                place: lon.zip(lat),
                code: row.try_get("code")?,
                zh: row.try_get("zh")?,
                en: row.try_get("en")?,
                area_change_mm2: row.try_get("area_change_mm2")?,
                dropped: row.try_get("dropped")?,
            })
        })
        .collect()
}
