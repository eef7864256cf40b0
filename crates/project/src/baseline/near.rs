//! The features near some boxes: exactly those that an import keeps when it is given these boxes.

use rusqlite::{Connection, params};
use sanxian_review::data::{Bounds, Feature, Shape};

use super::write::whole_box;
use super::{Baseline, BaselineError};
use crate::import::defects::far_from_towns;
use crate::import::intake::FAR;
use crate::import::near::Near;
use crate::import::{Fields, Imported};
use crate::problem::Problem;

/// The most by which an import pads the box of a feature that is not listed in table `wide`, metres.
pub(super) const PAD_M: f64 = 50.0;

/// The box by which a feature is near: around all its rings, grown by the bow of its edges.
pub(crate) fn padded_box(shape: &Shape) -> Option<Bounds> {
    whole_box(shape).map(|bounds| bounds.padded(0.0))
}

/// Whether edges of a feature with this box may bow out of it by more than 50 m, or a metre is many degrees there.
pub(super) fn is_wide(bounds: &Bounds) -> bool {
    const METRES_PER_DEGREE: f64 = 110_574.0;
    let grown_m = (bounds.padded(0.0).north - bounds.north) * METRES_PER_DEGREE;
    grown_m > PAD_M * 0.999 || bounds.north.abs().max(bounds.south.abs()) > 75.0
}

impl Baseline {
    /// The features whose padded boxes touch one of `boxes` (degrees, padded already), in the order of the file.
    ///
    /// # Errors
    /// A file that cannot be read any more, or is damaged.
    pub fn near(&self, boxes: &[Bounds]) -> Result<Vec<Feature>, BaselineError> {
        let found = self.read(|conn| self.candidates(conn, boxes))?;
        let near = Near::new(Some(boxes));
        let mut features = Vec::new();
        self.features(&found, |stored| {
            let feature = stored.feature;
            if padded_box(&feature.shape).is_some_and(|bounds| near.touches(&bounds)) {
                features.push(feature);
            }
        })?;
        Ok(features)
    }

    /// What an import of the source near `boxes` would give: features, problems, and how many were kept.
    ///
    /// # Errors
    /// As [`near`](Self::near).
    pub fn imported(&self, boxes: &[Bounds]) -> Result<Imported, BaselineError> {
        self.told(self.near(boxes)?, boxes)
    }

    /// The same for who has the features already.
    pub(crate) fn told(&self, features: Vec<Feature>, boxes: &[Bounds]) -> Result<Imported, BaselineError> {
        let mut problems = self.problems()?;
        let mut source = self.info().source.clone();
        source.kept = features.len() as u64;
        if let (true, Some(extent)) = (features.is_empty(), self.info().extent)
            && Near::new(Some(boxes)).is_farther(&extent, FAR)
        {
            let text = far_from_towns();
            problems.push(Problem {
                role: source.role,
                file: source.file.clone(),
                position: None,
                feature: None,
                place: None,
                code: "far_from_towns".to_owned(),
                zh: text.zh,
                en: text.en,
                area_change_mm2: None,
                dropped: false,
            });
        }
        let accept_repairs = self.info().accept_repairs;
        Ok(Imported { source, features, problems, fields: Fields::default(), accept_repairs })
    }

    /// Feature ids that may be near, ascending: by index for most, by their own boxes for those that bow far.
    fn candidates(&self, conn: &Connection, boxes: &[Bounds]) -> rusqlite::Result<Vec<i64>> {
        let role = self.info().role;
        let sql =
            format!("SELECT id FROM rtree_{role}_geom WHERE minx <= ?3 AND maxx >= ?1 AND miny <= ?4 AND maxy >= ?2");
        let mut select = conn.prepare_cached(&sql)?;
        let mut found = Vec::new();
        for near in boxes {
            let b = near.padded(PAD_M);
            let rows = select.query_map(params![b.west, b.south, b.east, b.north], |row| row.get(0))?;
            for id in rows {
                found.push(id?);
            }
        }
        let near = Near::new(Some(boxes));
        for (fid, bounds) in wide(conn)? {
            found.extend(near.touches(&bounds.padded(0.0)).then_some(fid));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// The features that bow far, with their boxes (degrees, not padded).
pub(super) fn wide(conn: &Connection) -> rusqlite::Result<Vec<(i64, Bounds)>> {
    let mut select = conn.prepare_cached("SELECT fid, west, south, east, north FROM wide")?;
    let rows = select.query_map([], |row| {
        let bounds = Bounds { west: row.get(1)?, south: row.get(2)?, east: row.get(3)?, north: row.get(4)? };
        Ok((row.get(0)?, bounds))
    })?;
    rows.collect()
}
