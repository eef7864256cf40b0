//! Why a file could not be imported at all, and what its sender can do about it.

use sanxian_review::data::LayerKind;
use serde::{Deserialize, Serialize};

use crate::lang::{Lang, Text};

/// A file that gives no layer. Single bad features are [`Problem`](crate::problem::Problem)s instead.
///
/// `Display` says in English what is wrong; [`message`](Self::message) adds what to do, in either language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// No such file.
    #[error("{file}: no such file")]
    NotFound {
        /// Path as given.
        file: String,
    },
    /// A folder stands where a file is wanted.
    #[error("{file}: is a folder, not a file")]
    IsFolder {
        /// Path as given.
        file: String,
    },
    /// The file may not be read.
    #[error("{file}: no permission to read it")]
    NoPermission {
        /// Path as given.
        file: String,
    },
    /// The system could not read the file.
    #[error("{file}: cannot be read: {reason}")]
    Unreadable {
        /// File name.
        file: String,
        /// What the system says.
        reason: String,
    },
    /// No bytes at all, or nothing but blanks.
    #[error("{file}: the file is empty")]
    Empty {
        /// File name.
        file: String,
    },
    /// A format that is recognised but not read.
    #[error("{file}: {format} is not read yet")]
    Unsupported {
        /// File name.
        file: String,
        /// Its format.
        format: String,
        /// How to convert it.
        convert: Text,
    },
    /// None of the known formats.
    #[error("{file}: its format is not known")]
    UnknownFormat {
        /// File name.
        file: String,
    },
    /// The text breaks the JSON grammar, or ends too early.
    #[error("{file}: broken JSON at line {line}, byte {offset}: {}", .what.en)]
    BadJson {
        /// File name.
        file: String,
        /// 0-based byte offset.
        offset: u64,
        /// 1-based line.
        line: u64,
        /// What is wrong there.
        what: Text,
    },
    /// JSON, but not GeoJSON.
    #[error("{file}: not GeoJSON: {}", .what.en)]
    NotGeoJson {
        /// File name.
        file: String,
        /// What is wrong.
        what: Text,
    },
    /// A line (or row of a table) that cannot be read, and leaves nothing of the file.
    #[error("{file}: line {line}: {}", .what.en)]
    BadLine {
        /// File name.
        file: String,
        /// 1-based line or row.
        line: u64,
        /// What is wrong there.
        what: Text,
    },
    /// A file that breaks the rules of its format.
    #[error("{file}: broken {format}: {}", .what.en)]
    Damaged {
        /// File name.
        file: String,
        /// Its format.
        format: String,
        /// What is wrong, and where.
        what: Text,
    },
    /// A shapefile whose bytes contradict themselves.
    #[error("{file}: broken shapefile at byte {offset}: {}", .what.en)]
    BadShapefile {
        /// File name of the part.
        file: String,
        /// 0-based byte offset.
        offset: u64,
        /// What is wrong there.
        what: Text,
    },
    /// A shapefile without its `.shp`.
    #[error("{file}: the .shp is not beside it")]
    NoShp {
        /// File name as given.
        file: String,
    },
    /// Points or lines where polygons are wanted.
    #[error("{file}: the layer has {}, but {role} must be polygons", .found.en)]
    WrongGeometry {
        /// File name.
        file: String,
        /// What it was given as.
        role: LayerKind,
        /// What it has.
        found: Text,
    },
    /// Not one feature could be used.
    #[error("{file}: none of its {features} features can be used as {role}{}", first_reason(.first, Lang::En))]
    NothingUsable {
        /// File name.
        file: String,
        /// What it was given as.
        role: LayerKind,
        /// Features in the file.
        features: u64,
        /// The first feature's trouble.
        first: Option<Text>,
    },
    /// A datum with no known transformation to CGCS2000.
    #[error("{file}: coordinates are in {datum}; there is no transformation to CGCS2000 without parameters")]
    DatumRefused {
        /// File name.
        file: String,
        /// The datum or system.
        datum: String,
    },
    /// Plain Gauss-Krueger eastings and nothing that tells the zone.
    #[error("{file}: eastings without zone number {sample}, and nothing says which central meridian")]
    ZoneUnknown {
        /// File name.
        file: String,
        /// A coordinate of the file, as text.
        sample: String,
    },
    /// Coordinates that fit no known system.
    #[error("{file}: the coordinate system cannot be recognised from {sample}")]
    CrsUnknown {
        /// File name.
        file: String,
        /// A coordinate of the file, as text.
        sample: String,
    },
    /// The declared system and the numbers exclude each other.
    #[error("{file}: declared as {declared}, but its coordinates are {}", .numbers.en)]
    CrsContradiction {
        /// File name.
        file: String,
        /// The declared system.
        declared: String,
        /// What the numbers look like.
        numbers: Text,
    },
    /// A zip that cannot be read, or not unpacked.
    #[error("{file}: the zip cannot be read: {}", .what.en)]
    BadArchive {
        /// File name of the zip or its member.
        file: String,
        /// What is wrong.
        what: Text,
    },
    /// A zip beyond what is unpacked from strangers.
    #[error("{file}: the zip is beyond the limits: {}", .what.en)]
    ArchiveLimit {
        /// File name.
        file: String,
        /// Which limit.
        what: Text,
    },
    /// Several layers, and nobody said which.
    #[error("{file}: it holds {} layers: {}", .layers.len(), listed(.layers))]
    SeveralLayers {
        /// File name.
        file: String,
        /// Their names.
        layers: Vec<String>,
    },
    /// A zip or a folder without any layer.
    #[error("{file}: no layer in it{}", only(.others, Lang::En))]
    NoLayer {
        /// File name.
        file: String,
        /// Extensions of what is in it instead.
        others: Vec<String>,
    },
    /// No member of that name.
    #[error("{file}: no layer called {inner} in it")]
    NoMember {
        /// File name of the zip.
        file: String,
        /// The name asked for.
        inner: String,
    },
    /// A reviewer's choice that the file contradicts.
    #[error("{file}: {choice} cannot be: {}", .why.en)]
    ChoiceRefused {
        /// File name.
        file: String,
        /// What was chosen.
        choice: String,
        /// What contradicts it.
        why: Text,
    },
    /// More vertices near the towns than the limit.
    #[error("{file}: more than {limit} vertices")]
    TooManyVertices {
        /// File name.
        file: String,
        /// The limit.
        limit: u64,
    },
    /// One record or member larger than the limit.
    #[error("{file}: one piece at byte {offset} is larger than {limit} bytes")]
    TooLarge {
        /// File name.
        file: String,
        /// 0-based byte offset of the piece.
        offset: u64,
        /// The limit.
        limit: u64,
    },
    /// The time limit was reached.
    #[error("{file}: not read within {seconds} s")]
    TimeLimit {
        /// File name.
        file: String,
        /// The limit.
        seconds: u64,
    },
    /// The worker showed no sign of life.
    #[error("{file}: no progress for {seconds} s")]
    Hang {
        /// File name.
        file: String,
        /// The limit.
        seconds: u64,
    },
    /// The memory limit was reached.
    #[error("{file}: needs more than {mib} MiB of memory")]
    MemoryLimit {
        /// File name.
        file: String,
        /// The limit.
        mib: u64,
    },
    /// The caller cancelled.
    #[error("{file}: cancelled")]
    Cancelled {
        /// File name.
        file: String,
    },
    /// The worker process ended without an answer.
    #[error("{file}: the reading process ended unexpectedly ({how})")]
    WorkerDied {
        /// File name.
        file: String,
        /// Exit status or signal, and the last words on its stderr.
        how: String,
    },
    /// The worker process could not be started.
    #[error("{file}: cannot start the reading process {program}: {reason}")]
    WorkerStart {
        /// File name.
        file: String,
        /// The executable.
        program: String,
        /// What the system says.
        reason: String,
    },
    /// Two towns have one id.
    #[error("{file}: features {first} and {second} both have the town id \"{id}\"")]
    TwoTownsOneId {
        /// File name.
        file: String,
        /// The id.
        id: String,
        /// 1-based position.
        first: u64,
        /// 1-based position.
        second: u64,
    },
}

pub(crate) fn first_reason(first: &Option<Text>, lang: Lang) -> String {
    match (first, lang) {
        (None, _) => String::new(),
        (Some(text), Lang::Zh) => format!("(第一个:{})", text.zh),
        (Some(text), Lang::En) => format!(" (the first: {})", text.en),
    }
}

/// The first few names.
pub(crate) fn listed(names: &[String]) -> String {
    let more = if names.len() > 5 { ", …" } else { "" };
    names.iter().take(5).cloned().collect::<Vec<_>>().join(", ") + more
}

pub(crate) fn only(extensions: &[String], lang: Lang) -> String {
    let known: Vec<String> = extensions.iter().filter(|e| !e.is_empty()).map(|e| format!(".{e}")).collect();
    match (known.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("(只有 {})", listed(&known)),
        (false, Lang::En) => format!(" (only {})", listed(&known)),
    }
}
