//! Writes the tables of a baseline, feature by feature.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use sanxian_review::data::{Bounds, Feature, LayerKind, PackedRing, Shape};
use sanxian_review::measure::{SquareMillimetres, ellipsoidal_area};
use sanxian_review::plane::Plane;

use super::coverage::Pyramid;
use super::near::is_wide;
use super::open::FORMAT;
use super::rtree::{self, Entry};
use super::{BaselineError, Request};
use crate::import::label;
use crate::problem::Problem;
use crate::source::SourceInfo;
use crate::store::Winding;
use crate::store::geometry::{SRS_ID, encode};
use crate::store::register::{RTREE_EXTENSION, table_of, triggers};
use crate::store::rows::attributes_to_json;

/// Vertices of features whose area is measured once and kept: smaller ones are measured when somebody asks, larger
/// ones would let a cancel wait.
pub(super) const LARGE: RangeInclusive<usize> = 10_000..=500_000;

/// The ground of a shape on the ellipsoid, measured in its own plane as a town's is; `None` without vertices.
pub(super) fn area(shape: &Shape) -> Option<SquareMillimetres> {
    Some(ellipsoidal_area(&Plane::of(&shape.bounds()?).project(shape)))
}

/// A baseline that is being written.
pub(super) struct Writer {
    path: PathBuf,
    conn: Connection,
    role: LayerKind,
    /// Adds a row to the table of its features.
    insert: String,
    /// The attribute that the reviewer chose as name.
    name_field: Option<String>,
    boxes: Vec<Entry>,
    coverage: Pyramid,
    extent: Option<Bounds>,
    vertices: u64,
    problems: u64,
}

impl Writer {
    /// Begins in an empty file.
    pub(super) fn new(path: &Path, request: &Request) -> Result<Self, BaselineError> {
        let role = request.role;
        let sql = BaselineError::sql(path);
        let conn = Connection::open(path).map_err(&sql)?;
        // Nobody sees the file before it is whole, so there is nothing to roll back to; it is synced at the end.
        conn.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;",
        )
        .map_err(&sql)?;
        conn.execute_batch("BEGIN").map_err(&sql)?;
        conn.execute_batch(include_str!("../store/migrations/0001_geopackage.sql")).map_err(&sql)?;
        conn.execute_batch(include_str!("schema.sql")).map_err(&sql)?;
        conn.execute_batch(&format!(
            "CREATE TABLE {role} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, feature_id TEXT NOT NULL, label TEXT, \
             position INTEGER NOT NULL, attributes TEXT NOT NULL, area_mm2 INTEGER, geom MULTIPOLYGON NOT NULL)"
        ))
        .map_err(&sql)?;
        Ok(Self {
            path: path.into(),
            conn,
            role,
            insert: format!("INSERT INTO {role} VALUES (?, ?, ?, ?, ?, ?, ?)"),
            name_field: request.choices.fields.name.clone(),
            boxes: Vec::new(),
            coverage: Pyramid::new(),
            extent: None,
            vertices: 0,
            problems: 0,
        })
    }

    /// Adds a feature behind those before it.
    pub(super) fn feature(&mut self, feature: &Feature) -> Result<(), BaselineError> {
        let Some(bounds) = whole_box(&feature.shape) else { return Ok(()) };
        let fid = self.boxes.len() as i64 + 1;
        let texts: Vec<(&str, &str)> = feature.attributes.texts().collect();
        let attributes = attributes_to_json(self.role.key(), &texts).map_err(|fail| self.damaged(&fail))?;
        let chosen = self.name_field.as_deref().and_then(|name| feature.attribute(&[name]));
        let label = chosen.or_else(|| label(self.role, &texts));
        let geom = encode(&feature.shape, Winding::AsDelivered);
        let position = feature.position.cast_signed();
        let vertices = feature.shape.vertex_count();
        let area = LARGE.contains(&vertices).then(|| area(&feature.shape)).flatten().map(|area| area.0);
        let sql = BaselineError::sql(&self.path);
        let mut insert = self.conn.prepare_cached(&self.insert).map_err(&sql)?;
        insert.execute(params![fid, feature.id.0, label, position, attributes, area, geom]).map_err(&sql)?;
        drop(insert);
        if is_wide(&bounds) {
            let Bounds { west, south, east, north } = bounds;
            let insert = "INSERT INTO wide VALUES (?, ?, ?, ?, ?)";
            self.conn.execute(insert, params![fid, west, south, east, north]).map_err(&sql)?;
        }
        self.boxes.push(Entry::of(fid, &bounds));
        self.coverage.add(&feature.shape);
        self.vertices += vertices as u64;
        self.extent = Some(self.extent.map_or(bounds, |whole| whole.with(bounds)));
        Ok(())
    }

    /// Adds a defect of the source.
    pub(super) fn problem(&mut self, problem: &Problem) -> Result<(), BaselineError> {
        self.problems += 1;
        let json = serde_json::to_string(problem).map_err(|error| self.damaged(&error))?;
        let sql = BaselineError::sql(&self.path);
        let mut insert = self.conn.prepare_cached("INSERT INTO problems (problem) VALUES (?)").map_err(&sql)?;
        insert.execute([json]).map_err(&sql)?;
        Ok(())
    }

    /// Forgets everything so far.
    pub(super) fn restart(&mut self) -> Result<(), BaselineError> {
        let clear = format!("DELETE FROM {}; DELETE FROM wide; DELETE FROM problems;", self.role);
        self.conn.execute_batch(&clear).map_err(BaselineError::sql(&self.path))?;
        self.boxes.clear();
        self.coverage = Pyramid::new();
        (self.extent, self.vertices, self.problems) = (None, 0, 0);
        Ok(())
    }

    /// Writes index, coverage and what the baseline is, and closes the file. `go_on` fails when the reviewer stopped it.
    pub(super) fn finish(
        self,
        request: &Request,
        source: &SourceInfo,
        hash: &str,
        go_on: &dyn Fn() -> Result<(), BaselineError>,
    ) -> Result<(), BaselineError> {
        go_on()?;
        let Self { path, conn, role, boxes, coverage, extent, vertices, problems, .. } = self;
        let sql = BaselineError::sql(&path);
        let features = boxes.len() as u64;
        rtree::write(&conn, &format!("rtree_{role}_geom"), boxes).map_err(&sql)?;
        go_on()?;
        let finest = coverage.level();
        let mut insert = conn.prepare("INSERT INTO coverage VALUES (?, ?, ?, ?)").map_err(&sql)?;
        coverage.tell(|level, x, y, block| {
            go_on()?;
            insert.execute(params![level, x, y, block.to_bytes()]).map(|_| ()).map_err(&sql)
        })?;
        drop(insert);
        list_layer(&conn, role, request, extent).map_err(&sql)?;
        let source = serde_json::to_string(source)
            .map_err(|error| BaselineError::Damaged { path: path.clone(), what: error.to_string() })?;
        conn.execute(
            "INSERT INTO baseline VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                FORMAT,
                role.key(),
                request.name,
                request.data_year,
                hash,
                source,
                features.cast_signed(),
                vertices.cast_signed(),
                problems.cast_signed(),
                extent.map(|b| b.west),
                extent.map(|b| b.south),
                extent.map(|b| b.east),
                extent.map(|b| b.north),
                finest,
                request.choices.accept_repairs,
            ],
        )
        .map_err(&sql)?;
        conn.execute_batch("COMMIT").map_err(&sql)?;
        conn.close().map_err(|(_, error)| sql(error))
    }

    fn damaged(&self, what: &dyn std::fmt::Display) -> BaselineError {
        BaselineError::Damaged { path: self.path.clone(), what: what.to_string() }
    }
}

/// Lists the table as a layer of the GeoPackage; the triggers come last, see `store/gpkg/register.rs`.
fn list_layer(conn: &Connection, role: LayerKind, request: &Request, extent: Option<Bounds>) -> rusqlite::Result<()> {
    conn.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, \
         max_y, srs_id) VALUES (?, 'features', ?, ?, '1970-01-01T00:00:00.000Z', ?, ?, ?, ?, ?)",
        params![
            role.key(),
            table_of(role).title,
            request.name,
            extent.map(|b| b.west),
            extent.map(|b| b.south),
            extent.map(|b| b.east),
            extent.map(|b| b.north),
            SRS_ID,
        ],
    )?;
    conn.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)",
        params![role.key(), SRS_ID],
    )?;
    conn.execute(RTREE_EXTENSION, [role.key()])?;
    triggers(role.key()).iter().try_for_each(|trigger| conn.execute_batch(trigger))
}

/// The box of all rings; `None` without vertices. (A shape's own box leaves out holes, which may stray out of it.)
pub(super) fn whole_box(shape: &Shape) -> Option<Bounds> {
    shape.rings().filter_map(PackedRing::bounds).reduce(Bounds::with)
}
