//! Takes features as a format reads them: checks, places, keeps those near a town, tells every defect.

mod counted;
mod own_crs;

use std::collections::BTreeMap;

use sanxian_review::cells::Cells;
use sanxian_review::data::{Attributes, Bounds, LayerKind};

use super::crowded::is_crowded;
use super::crs::{Crs, Declared, Reading, Votes, settle};
use super::defects::{Defects, Desk, Whom, crowded, empty_layer, far_from_towns, misfit, ring_direction};
use super::filter::Part;
use super::near::Near;
use super::outline::{Extent, Mended, Outline};
use super::texts::{Decode, owned};
use super::{Choices, ImportError, names};
use crate::lang::Text;
use crate::source::CrsFound;
use crate::worker::wire::{Frame, Job, Record};

/// Features looked at before the coordinate system is settled.
const SAMPLE: usize = 256;
/// … or vertices, whichever comes first.
const SAMPLE_POINTS: usize = 1_000_000;
/// Degrees from every town at which a layer is of another place, or read in the wrong system.
pub(crate) const FAR: f64 = 2.0;

/// A feature as its format gives it; attributes stay undecoded until they are needed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    /// 1-based.
    pub position: u64,
    /// The id that the format itself knows (GeoJSON `id`).
    pub own_id: Option<&'a str>,
    /// The record's attributes in the format's own bytes.
    pub raw: &'a [u8],
}

/// What a format must say about itself.
pub(crate) struct Intake<'a> {
    desk: Desk<'a>,
    decode: Decode<'a>,
    declared: Declared,
    choices: Choices,
    filter: Option<Part>,
    /// Count rings against the right-hand rule (GeoJSON only).
    right_hand: bool,
    near: Near,
    counted: Option<Cells>,
    max_vertices: u64,
    defects: Defects,
    reading: Option<Reading>,
    waiting: Vec<Waiting>,
    waiting_points: usize,
    votes: Votes,
    vertices: u64,
    kept: u64,
    usable: u64,
    /// The box of all usable features.
    whole: Option<Bounds>,
    without_geometry: u64,
    dropped: u64,
    other_kinds: BTreeMap<&'static str, (u64, Text)>,
    /// Coordinate systems that features named, with those of an old datum understood: PROJ is asked once for each.
    inner_crs: Vec<(serde_json::Value, Option<Crs>)>,
    /// What the features before said of their own: nothing yet, no old datum, or which.
    inner_datum: Option<Option<Crs>>,
}

struct Waiting {
    position: u64,
    own_id: Option<String>,
    raw: Vec<u8>,
    outline: Outline,
    extent: Extent,
    mended: Vec<Mended>,
}

/// What came of a file.
pub(crate) struct Taken {
    pub crs: CrsFound,
    pub kept: u64,
}

impl<'a> Intake<'a> {
    pub(crate) fn new(job: &Job, desk: Desk<'a>, declared: Declared, right_hand: bool, decode: Decode<'a>) -> Self {
        Self {
            desk,
            decode,
            declared,
            choices: job.choices.clone(),
            filter: job.filter.clone().map(Part::of),
            right_hand,
            near: Near::new(job.near.as_deref()),
            counted: job.counted.clone(),
            max_vertices: job.max_vertices,
            defects: Defects::default(),
            reading: None,
            waiting: Vec::new(),
            waiting_points: 0,
            votes: Votes::default(),
            vertices: 0,
            kept: 0,
            usable: 0,
            whole: None,
            without_geometry: 0,
            dropped: 0,
            other_kinds: BTreeMap::new(),
            inner_crs: Vec::new(),
            inner_datum: None,
        }
    }

    /// Takes one feature with polygons; `outline` may be changed freely.
    pub(crate) fn polygons(&mut self, given: Given<'_>, outline: &mut Outline) -> Result<(), ImportError> {
        if self.filter.is_some() && !self.is_wanted(given) {
            return Ok(());
        }
        let (mended, extent) = match outline.mend() {
            Ok(mended) => mended,
            Err(unusable) => {
                if unusable.code == "empty_geometry" {
                    self.without_geometry += 1;
                }
                self.drop_feature(given, unusable.code, unusable.text);
                return Ok(());
            }
        };
        if let Some(notes) = self.desk.out.notes() {
            notes.polygons(&extent);
            if self.filter.is_none() {
                notes.row(|| owned((self.decode)(given.raw)));
            }
            if notes.is_enough() {
                // Nobody sees this error: the brief look is over.
                return Err(ImportError::Cancelled { file: self.desk.file.to_owned() });
            }
        }
        if self.reading.is_some() {
            return self.settle(given, outline, extent, &mended);
        }
        self.votes.add(&extent);
        self.waiting_points += outline.points.len();
        self.waiting.push(Waiting {
            position: given.position,
            own_id: given.own_id.map(str::to_owned),
            raw: given.raw.to_vec(),
            outline: std::mem::take(outline),
            extent,
            mended,
        });
        if self.waiting.len() >= SAMPLE || self.waiting_points >= SAMPLE_POINTS {
            self.settle_waiting()?;
        }
        Ok(())
    }

    /// Whether the feature is in the part that is read. One whose attributes are lost may be, and is told.
    fn is_wanted(&mut self, given: Given<'_>) -> bool {
        let Some(part) = &mut self.filter else { return true };
        let attributes = owned((self.decode)(given.raw));
        if let Some(notes) = self.desk.out.notes() {
            // The reviewer chooses among the values of all features.
            notes.row(|| attributes.clone());
        }
        part.wants(&attributes)
    }

    /// Takes a feature that has no geometry at all.
    pub(crate) fn no_geometry(&mut self, given: Given<'_>, code: &'static str, text: Text) {
        if self.filter.is_some() && !self.is_wanted(given) {
            return;
        }
        self.without_geometry += 1;
        self.drop_feature(given, code, text);
    }

    /// Takes a feature of points or lines.
    pub(crate) fn not_polygon(&mut self, given: Given<'_>, kind: &'static str, name: Text) {
        if self.filter.is_some() && !self.is_wanted(given) {
            return;
        }
        let text = Text::new(
            format!("几何类型是{},不是面,未参与审查", name.zh),
            format!("The geometry is {}, not a polygon; the feature was left out", name.en),
        );
        self.other_kinds.entry(kind).or_insert_with(|| (0, name)).0 += 1;
        self.drop_feature(given, "not_polygon", text);
    }

    /// Leaves a feature out.
    pub(crate) fn drop_feature(&mut self, given: Given<'_>, code: &'static str, text: Text) {
        self.dropped += 1;
        self.tell(given, code, text, None, true);
    }

    /// Lists something about a feature that stays in.
    pub(crate) fn remark(&mut self, given: Given<'_>, code: &'static str, text: Text) {
        self.tell(given, code, text, None, false);
    }

    /// Lists something about the file.
    pub(crate) fn remark_file(&mut self, code: &'static str, text: Text) {
        self.defects.list(&mut self.desk, code, Whom::default(), text, false);
    }

    /// Counts something harmless, told once a file.
    pub(crate) fn count(&mut self, code: &'static str, position: Option<u64>, text: impl FnOnce() -> Text) {
        self.defects.count(code, position, text);
    }

    /// File name without directories.
    pub(crate) fn file(&self) -> &str {
        self.desk.file
    }

    /// The sign of life.
    pub(crate) fn progress(&mut self, done: u64, total: u64) {
        self.desk.out.progress(done, total);
    }

    fn tell(&mut self, given: Given<'_>, code: &'static str, text: Text, place: Option<(f64, f64)>, dropped: bool) {
        let attributes = (self.decode)(given.raw);
        let id = names::known_id(self.desk.role, &self.choices.fields, &attributes, given.own_id);
        let whom = Whom { position: Some(given.position), id, place };
        self.defects.list(&mut self.desk, code, whom, text, dropped);
    }

    /// Settles what still waits: after this every feature has been told.
    pub(crate) fn settle_waiting(&mut self) -> Result<(), ImportError> {
        if self.reading.is_some() {
            return Ok(());
        }
        let shift = self.choices.datum_shift.as_ref();
        let decided = settle(self.choices.crs, shift, &self.declared, &self.votes, self.desk.file);
        let (reading, remarks) = match (decided, self.desk.out.notes()) {
            (Ok(decided), None) => decided,
            (Err(error), None) => return Err(error),
            (decided, Some(notes)) => {
                notes.declared = Some(self.declared.clone());
                notes.shift = self.choices.datum_shift.clone();
                notes.votes = self.votes.clone();
                decided.unwrap_or_else(|error| {
                    notes.undecided = Some(error);
                    (Reading::undecided(), Vec::new())
                })
            }
        };
        if let Some(notes) = self.desk.out.notes() {
            notes.taken = reading.choice();
        }
        for (code, text) in remarks {
            self.remark_file(code, text);
        }
        self.reading = Some(reading);
        for mut waiting in std::mem::take(&mut self.waiting) {
            let own_id = waiting.own_id.as_deref();
            let given = Given { position: waiting.position, own_id, raw: &waiting.raw };
            self.settle(given, &mut waiting.outline, waiting.extent, &waiting.mended)?;
        }
        Ok(())
    }

    /// Places one feature and sends it on if it is wanted.
    fn settle(
        &mut self,
        given: Given<'_>,
        outline: &mut Outline,
        extent: Extent,
        mended: &[Mended],
    ) -> Result<(), ImportError> {
        let Some(reading) = &mut self.reading else { return Ok(()) };
        if reading.is_undecided() {
            self.usable += 1; // an inspection counts on; what it may be is asked of the reviewer
            return Ok(());
        }
        reading.orient(&mut outline.points);
        let extent = reading.oriented(extent);
        if self.right_hand {
            let wrong = outline.left_handed_rings();
            if wrong > 0 {
                self.defects.count("ring_direction", Some(given.position), ring_direction);
            }
        }
        // The box first: most features of a layer are nowhere near a town, and theirs are the most vertices.
        let (mut corners, mut around) = ([extent.min, extent.max], extent.around());
        let probe: &mut [(f64, f64)] = if reading.is_degrees() { &mut corners } else { &mut around };
        let Some(bounds) = reading.place(&extent, probe).then(|| enclosing(probe)) else {
            self.drop_misfit(given, extent);
            return Ok(());
        };
        let margin = if reading.is_degrees() { 0.0 } else { 10.0 };
        let mut wanted = match self.desk.out.notes() {
            Some(notes) => notes.has_room(outline.points.len()),
            None if reading.is_degrees() && self.near.is_clear_of(&bounds) => false,
            None => self.near.touches(&bounds.padded(margin)),
        };
        if wanted && !reading.is_degrees() {
            if !reading.place(&extent, &mut outline.points) {
                self.drop_misfit(given, extent);
                return Ok(());
            }
            wanted = self.near.is_everywhere() || self.near.touches(&enclosing(&outline.points).padded(0.0));
        }
        if wanted && is_crowded(outline) {
            self.drop_feature(given, "crowded_outline", crowded(outline.points.len()));
            return Ok(());
        }
        self.usable += 1;
        let whole = self.whole.get_or_insert(bounds);
        *whole = enclosing(&[
            (whole.west.min(bounds.west), whole.south.min(bounds.south)),
            (whole.east.max(bounds.east), whole.north.max(bounds.north)),
        ]);
        let place = Some(((bounds.west + bounds.east) / 2.0, (bounds.south + bounds.north) / 2.0));
        for mended in mended {
            self.tell(given, mended.code(), mended.text(), place, false);
        }
        if !wanted {
            return Ok(());
        }
        self.kept += 1;
        if self.only_counts(given, outline) {
            return Ok(());
        }
        self.vertices += outline.points.len() as u64;
        if self.vertices > self.max_vertices {
            return Err(ImportError::TooManyVertices { file: self.desk.file.to_owned(), limit: self.max_vertices });
        }
        let attributes = (self.decode)(given.raw);
        let id = names::id(self.desk.role, &self.choices.fields, &attributes, given.own_id, given.position);
        let attributes = Attributes::new(attributes);
        let (position, outline) = (given.position, outline.clone()); // the larger one is filled again
        self.desk.out.frame(Frame::Feature(Record { id, position, attributes, outline }));
        Ok(())
    }

    fn drop_misfit(&mut self, given: Given<'_>, extent: Extent) {
        if let Some(notes) = self.desk.out.notes() {
            notes.misfits += 1;
        }
        let text = misfit(extent.min);
        self.drop_feature(given, "misfit_coordinates", text);
    }

    /// Ends the file, which had `features` records.
    ///
    /// # Errors
    /// When it was the wrong kind of layer, or nothing of it could be used.
    pub(crate) fn finish(mut self, features: u64) -> Result<Taken, ImportError> {
        self.settle_waiting()?;
        let role = self.desk.role;
        let file = self.desk.file.to_owned();
        if let Some(part) = self.filter.take() {
            self.remark_file("filtered", part.told(&file, features)?);
        }
        let first = self.defects.first_dropped.take();
        if features == 0 && role != LayerKind::Towns {
            self.remark_file("empty_layer", empty_layer());
        }
        if role != LayerKind::Towns
            && self.kept == 0
            && let Some(whole) = self.whole
            && self.near.is_farther(&whole, FAR)
        {
            self.remark_file("far_from_towns", far_from_towns());
        }
        self.defects.close(&mut self.desk);
        if self.usable == 0 {
            if let Some((_, (_, found))) = self.other_kinds.into_iter().max_by_key(|(_, (count, _))| *count) {
                return Err(ImportError::WrongGeometry { file, role, found });
            }
            // A control line without features was drawn and is empty; one whose features are all broken was not read.
            if role == LayerKind::Towns || self.dropped > self.without_geometry {
                return Err(ImportError::NothingUsable { file, role, features, first });
            }
        }
        let crs = match self.reading {
            Some(reading) => reading.found,
            None => return Err(ImportError::NothingUsable { file, role, features, first }),
        };
        Ok(Taken { crs, kept: self.kept })
    }
}

/// The box around points, degrees.
pub(crate) fn enclosing(points: &[(f64, f64)]) -> Bounds {
    let none = Bounds { west: f64::MAX, south: f64::MAX, east: f64::MIN, north: f64::MIN };
    points.iter().fold(none, |b, &(x, y)| Bounds {
        west: b.west.min(x),
        south: b.south.min(y),
        east: b.east.max(x),
        north: b.north.max(y),
    })
}
