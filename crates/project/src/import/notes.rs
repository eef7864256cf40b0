//! What an inspection writes down while a layer is read.

use super::crs::{Declared, Votes};
use super::outline::Extent;
use super::{CrsChoice, DatumShift, EncodingGuess, FieldFound, ImportError, TextEncoding};

/// Records whose attributes are kept.
pub(crate) const ROWS: usize = 256;
/// Attributes kept of one record, and characters of each.
const FIELDS: usize = 2046;
const SHOWN: usize = 100;
/// Features of which places are shown.
const DOTS: usize = 200;
/// Vertices whose rings are examined; the others are examined when the layer is reviewed.
const VERTICES: usize = 300_000;

/// The notes of one reading.
#[derive(Default)]
pub(crate) struct Notes {
    /// Only the beginning is wanted: enough to guess what the layer is.
    pub brief: bool,
    /// What the file says about its coordinate system.
    pub declared: Option<Declared>,
    /// The reviewer's parameters for an old datum.
    pub shift: Option<DatumShift>,
    /// How the first features look: they decide.
    pub votes: Votes,
    /// How all features look.
    pub all: Votes,
    /// Boxes of features from all over the file, its own numbers.
    pub spread: Spread,
    /// Attributes of the first records.
    pub rows: Vec<Vec<(String, String)>>,
    /// Columns, when the format has a table.
    pub fields: Vec<FieldFound>,
    /// Encodings, when the format leaves it open.
    pub encodings: Vec<EncodingGuess>,
    /// The encoding that is read with.
    pub encoding: Option<TextEncoding>,
    /// Why no coordinate system could be settled.
    pub undecided: Option<ImportError>,
    /// The system that was settled.
    pub taken: Option<CrsChoice>,
    /// Features with polygons so far.
    pub polygons: u64,
    /// Those whose numbers do not fit the settled system.
    pub misfits: u64,
    vertices: usize,
}

impl Notes {
    /// Empty ones; `brief` when only the beginning is wanted.
    pub(crate) fn new(brief: bool) -> Self {
        Self { brief, ..Self::default() }
    }

    /// Writes down a feature with polygons; its attributes only while rows are wanted.
    pub(crate) fn polygons(&mut self, extent: &Extent) {
        self.polygons += 1;
        self.all.add(extent);
        self.spread.add(*extent);
    }

    /// Writes down the attributes of a record while they are wanted.
    pub(crate) fn row(&mut self, attributes: impl FnOnce() -> Vec<(String, String)>) {
        if self.rows.len() < ROWS {
            let short = |text: String| if text.len() > SHOWN { text.chars().take(SHOWN).collect() } else { text };
            let row = attributes().into_iter().take(FIELDS);
            self.rows.push(row.map(|(name, value)| (short(name), short(value))).collect());
        }
    }

    /// Whether a brief look has seen enough.
    pub(crate) fn is_enough(&self) -> bool {
        self.brief && self.rows.len() >= ROWS
    }

    /// Whether the rings of one more feature can be examined.
    pub(crate) fn has_room(&mut self, vertices: usize) -> bool {
        let room = !self.brief && self.vertices + vertices <= VERTICES;
        if room {
            self.vertices += vertices;
        }
        room
    }
}

/// A bounded, even sample of a stream of unknown length: every n-th box, n doubling.
pub(crate) struct Spread {
    every: u64,
    seen: u64,
    kept: Vec<Extent>,
}

impl Default for Spread {
    fn default() -> Self {
        Self { every: 1, seen: 0, kept: Vec::new() }
    }
}

impl Spread {
    fn add(&mut self, extent: Extent) {
        if self.seen.is_multiple_of(self.every) {
            if self.kept.len() == DOTS {
                let mut index = 0;
                self.kept.retain(|_| {
                    index += 1;
                    index % 2 == 1
                });
                self.every *= 2;
            }
            if self.seen.is_multiple_of(self.every) {
                self.kept.push(extent);
            }
        }
        self.seen += 1;
    }

    /// At most 200, in the order of the file.
    pub(crate) fn boxes(&self) -> &[Extent] {
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_even_and_bounded() {
        let mut spread = Spread::default();
        for k in 0..5_000 {
            let at = (f64::from(k), 0.0);
            spread.add(Extent { min: at, max: at });
        }
        let kept: Vec<f64> = spread.boxes().iter().map(|extent| extent.min.0).collect();
        assert!((100..=200).contains(&kept.len()));
        let step = kept[1] - kept[0];
        assert!(kept[0] == 0.0 && kept.windows(2).all(|pair| pair[1] - pair[0] == step), "{kept:?}");
    }
}
