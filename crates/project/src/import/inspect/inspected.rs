//! What is found in a file before anything is stored: the material of an import card.

use sanxian_review::data::{Bounds, LayerKind};
use serde::{Deserialize, Serialize};

use crate::import::{CrsChoice, Fields, ImportError, Source, TextEncoding};
use crate::lang::Text;
use crate::problem::Problem;
use crate::source::SourcePart;

/// One layer as it was found, read with the choices made so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inspected {
    /// What to import. It names the member when the layer lies inside another file.
    #[serde(skip)]
    pub source: Source,
    /// File name for people, `outer.zip/inner.shp` for a member.
    pub file: String,
    /// `geojson`, `shapefile`; empty when it was not recognised.
    pub format: String,
    /// Bytes of all its files.
    pub bytes: u64,
    /// All files that belong to it, the main one first; without hashes when it could not be read to the end.
    pub parts: Vec<SourcePart>,
    /// Records in the file, or as many as could be read.
    pub features: u64,
    /// The file has more records than `features`: it was not read to its end.
    pub more_features: bool,
    /// What part it plays in a review.
    pub role: RoleGuess,
    /// Coordinate systems, the best first, three at most.
    pub crs: Vec<CrsGuess>,
    /// Where it would lie if it came from a web map, when that is suspected; never stored, judged or chosen.
    pub previews: Vec<ShiftPreview>,
    /// The system that an import would take: the chosen one, else the first guess if it may be taken without asking.
    pub crs_taken: Option<CrsChoice>,
    /// Encodings of its texts, the best first; empty when it has no texts.
    pub encodings: Vec<EncodingGuess>,
    /// The encoding that an import would take.
    pub encoding_taken: Option<TextEncoding>,
    /// Its fields, in the order of the file.
    pub fields: Vec<FieldFound>,
    /// Which fields an import would take.
    pub fields_taken: Fields,
    /// Defects and repairs, the first 200.
    pub problems: Vec<Problem>,
    /// How many there are in all.
    pub problem_count: u64,
    /// Why it cannot be imported whatever is chosen.
    pub failure: Option<ImportError>,
    /// Nothing is missing but, perhaps, the role.
    pub ready: bool,
    /// What must be chosen before it can be imported, in words.
    pub missing: Vec<Text>,
}

/// A part in the review, guessed or given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGuess {
    /// `None` when nothing tells.
    pub role: Option<LayerKind>,
    /// Why.
    pub reason: Text,
}

/// A coordinate system that the numbers may be in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrsGuess {
    /// What to choose; its text form is the id.
    pub choice: CrsChoice,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: Text,
    /// What is doubtful about it.
    pub doubt: Option<Text>,
    /// Where the layer would lie, CGCS2000 degrees.
    pub extent: Option<Bounds>,
    /// Middle points of up to 200 features, CGCS2000 degrees (longitude, latitude).
    pub dots: Vec<(f64, f64)>,
}

/// Where a layer would lie without the shift of a Chinese web map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShiftPreview {
    /// `GCJ-02`, `BD-09`.
    pub system: String,
    /// How it was made, and that it is a preview.
    pub reason: Text,
    /// As of a guess.
    pub extent: Option<Bounds>,
    /// As of a guess.
    pub dots: Vec<(f64, f64)>,
}

/// An encoding that the texts may be in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncodingGuess {
    /// Which.
    pub encoding: TextEncoding,
    /// Why, or why not.
    pub reason: Text,
    /// Up to 20 records as they would read, values in the order of [`Inspected::fields`].
    pub rows: Vec<Vec<String>>,
}

/// A field of the layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFound {
    /// Its name, in the first encoding.
    pub name: String,
    /// Its type in the file's own words, `C(40)`, `N(15,2)`; empty when the format has none.
    pub kind: String,
}
