//! Reads features and cells for the map.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, params};
use sanxian_review::data::{Bounds, Feature, FeatureId};
use sanxian_review::measure::SquareMillimetres;

use super::near::{PAD_M, wide};
use super::write::{LARGE, area};
use super::{Baseline, BaselineError, Block};
use crate::store::geometry::decode;
use crate::store::rows::packed_from_json;

/// A feature as it is drawn.
pub(crate) struct Drawn<'a> {
    /// As delivered.
    pub id: &'a str,
    /// Its name, or its id.
    pub label: &'a str,
    /// Geometry as stored, still to be read.
    pub geom: &'a [u8],
}

impl Baseline {
    /// Number of features whose boxes touch `window`, counted up to `most`.
    pub(crate) fn count(&self, window: &Bounds, most: usize) -> Result<usize, BaselineError> {
        let role = self.info().role;
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM rtree_{role}_geom \
             WHERE minx <= ?3 AND maxx >= ?1 AND miny <= ?4 AND maxy >= ?2 LIMIT ?5)"
        );
        let Bounds { west, south, east, north } = *window;
        let most = most as i64;
        let count: i64 = self.read(|conn| {
            conn.prepare_cached(&sql)?.query_row(params![west, south, east, north, most], |row| row.get(0))
        })?;
        Ok(count as usize)
    }

    /// Shows every feature whose box touches `window` and is larger than `least` degrees (longitude, latitude) in one
    /// direction, until told to stop.
    pub(crate) fn draw(
        &self,
        window: &Bounds,
        least: (f64, f64),
        show: &mut dyn FnMut(Drawn<'_>) -> ControlFlow<()>,
    ) -> Result<(), BaselineError> {
        let role = self.info().role;
        let sql = format!(
            "SELECT f.feature_id, f.label, f.geom FROM rtree_{role}_geom r CROSS JOIN {role} f ON f.fid = r.id \
             WHERE r.minx <= ?3 AND r.maxx >= ?1 AND r.miny <= ?4 AND r.maxy >= ?2 \
             AND (r.maxx - r.minx >= ?5 OR r.maxy - r.miny >= ?6)"
        );
        let Bounds { west, south, east, north } = *window;
        self.read(|conn| {
            let mut select = conn.prepare_cached(&sql)?;
            let mut rows = select.query(params![west, south, east, north, least.0, least.1])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(0)?.as_str()?;
                let label = row.get_ref(1)?.as_str_or_null()?.unwrap_or(id);
                if show(Drawn { id, label, geom: row.get_ref(2)?.as_blob()? }).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Every feature whose box touches `spot`, and the first `more` of those whose boxes touch `window` (boxes padded
    /// for the bow of their edges), in the order of the file.
    pub(crate) fn around(&self, spot: &Bounds, window: &Bounds, more: usize) -> Result<Vec<Stored>, BaselineError> {
        let role = self.info().role;
        let sql = format!(
            "SELECT id FROM rtree_{role}_geom WHERE minx <= ?3 AND maxx >= ?1 AND miny <= ?4 AND maxy >= ?2 LIMIT ?5"
        );
        let mut found = self.read(|conn| {
            let mut found: Vec<i64> = Vec::new();
            for (b, most) in [(spot, -1), (window, more as i64)] {
                let b = b.padded(PAD_M);
                let mut select = conn.prepare_cached(&sql)?;
                for fid in select.query_map(params![b.west, b.south, b.east, b.north, most], |row| row.get(0))? {
                    found.push(fid?);
                }
            }
            for (fid, bounds) in wide(conn)? {
                found.extend(bounds.padded(0.0).touches(window).then_some(fid));
            }
            Ok(found)
        })?;
        found.sort_unstable();
        found.dedup();
        let mut features = Vec::with_capacity(found.len());
        self.features(&found, |stored| features.push(stored))?;
        Ok(features)
    }

    /// Takes the features of these rows, one after the other.
    pub(super) fn features(&self, fids: &[i64], mut take: impl FnMut(Stored)) -> Result<(), BaselineError> {
        let role = self.info().role;
        let sql = format!("SELECT feature_id, position, attributes, geom, label, area_mm2 FROM {role} WHERE fid = ?");
        let mut damage = None;
        self.read(|conn| {
            let mut select = conn.prepare_cached(&sql)?;
            for fid in fids {
                let mut rows = select.query([fid])?;
                let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
                match self.stored(&Raw::of(row)?) {
                    Ok(stored) => take(stored),
                    Err(error) => {
                        damage = Some(error);
                        break;
                    }
                }
            }
            Ok(())
        })?;
        damage.map_or(Ok(()), Err)
    }

    fn stored(&self, raw: &Raw<'_>) -> Result<Stored, BaselineError> {
        let role = self.info().role.key();
        let bad = |what: String| self.damaged(format!("table {role}: {:?}: {what}", raw.id));
        let attributes = packed_from_json(role, raw.attributes).map_err(|fail| bad(fail.to_string()))?;
        let shape = decode(raw.geom).map_err(|error| bad(error.to_string()))?;
        let position = u64::try_from(raw.position).map_err(|_| bad(format!("position {}", raw.position)))?;
        let feature = Feature { id: FeatureId(raw.id.to_owned()), position, attributes, shape };
        let label = raw.label.unwrap_or(raw.id).to_owned();
        Ok(Stored { feature, label, area: raw.area_mm2.map(SquareMillimetres) })
    }

    /// The cells of one block; `None` where nothing is covered.
    pub(crate) fn block(&self, level: u8, x: u32, y: u32) -> Result<Option<Block>, BaselineError> {
        let runs: Option<Vec<u8>> = self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT runs FROM coverage WHERE level = ? AND x = ? AND y = ?")?;
            select.query_row(params![level, x, y], |row| row.get(0)).optional()
        })?;
        let block = |bytes: Vec<u8>| {
            Block::from_bytes(&bytes).ok_or_else(|| self.damaged(format!("table coverage: block {level}/{x}/{y}")))
        };
        runs.map(block).transpose()
    }
}

/// A feature with what the baseline knows about it.
#[derive(Debug)]
pub(crate) struct Stored {
    pub feature: Feature,
    /// Its name, or its id.
    pub label: String,
    area: Option<SquareMillimetres>,
}

impl Stored {
    /// Its ground on the ellipsoid; `None` when it is so large that measuring would take seconds.
    pub(crate) fn area(&self) -> Option<SquareMillimetres> {
        let small = || self.feature.shape.vertex_count() < *LARGE.start();
        self.area.or_else(|| small().then(|| area(&self.feature.shape)).flatten())
    }
}

/// A row where it lies, before it is judged.
struct Raw<'a> {
    id: &'a str,
    position: i64,
    attributes: &'a str,
    geom: &'a [u8],
    label: Option<&'a str>,
    area_mm2: Option<i64>,
}

impl<'a> Raw<'a> {
    fn of(row: &'a rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get_ref(0)?.as_str()?,
            position: row.get(1)?,
            attributes: row.get_ref(2)?.as_str()?,
            geom: row.get_ref(3)?.as_blob()?,
            label: row.get_ref(4)?.as_str_or_null()?,
            area_mm2: row.get(5)?,
        })
    }
}
