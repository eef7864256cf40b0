//! What the two processes say to each other: length-prefixed postcard frames.

use std::ffi::OsString;
use std::io::{self, Read, Write};

use geo::Coord;
use sanxian_review::cells::Cells;
use sanxian_review::data::{Attributes, Bounds, Feature, FeatureId, LayerKind, NotOnEarth, Shape};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::import::outline::Outline;
use crate::import::{Choices, Filter, ImportError, Inspected};
use crate::problem::Problem;
use crate::source::SourceInfo;

/// What to do with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Task {
    /// Read a layer and send its features.
    Read,
    /// List the layers.
    List,
    /// List the tables, which may be ledgers, that lie in a zip.
    Tables,
    /// Look into a layer; without a given role, guess it.
    Inspect { role_given: bool },
}

/// One file to read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    pub task: Task,
    pub path: OsString,
    /// The member to read, when the layer lies inside the file.
    pub inner: Option<String>,
    /// Only the features that it holds for.
    pub filter: Option<Filter>,
    pub choices: Choices,
    pub role: LayerKind,
    /// Boxes that a feature must touch to be kept, CGCS2000 degrees; `None` keeps all.
    pub near: Option<Vec<Bounds>>,
    /// Of the features near, those that touch no such cell, and of which nothing is to be said, are counted and not sent.
    pub counted: Option<Cells>,
    /// Kept vertices allowed.
    pub max_vertices: u64,
    /// Address space allowed, bytes.
    pub memory: u64,
    /// Whether the files' SHA-256 is wanted.
    pub hash: bool,
}

/// One word of the worker.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Frame {
    Progress {
        done: u64,
        total: u64,
    },
    Feature(Record),
    Problem(Problem),
    /// Forget the features and problems so far: the file is read again with another coordinate system.
    Restart,
    Done(Answer),
    Failed(ImportError),
}

/// How a task ends well.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    Read(SourceInfo),
    /// Names of members; `None` is the file itself.
    Layers(Vec<Option<String>>),
    Inspected(Box<Inspected>),
}

impl Answer {
    /// Bytes of the files that it tells about.
    pub(crate) fn bytes(&self) -> u64 {
        match self {
            Self::Read(source) => source.parts.iter().map(|part| part.bytes).sum(),
            Self::Layers(_) => 0,
            Self::Inspected(inspected) => inspected.bytes,
        }
    }
}

/// A [`Feature`] as it travels; [`Shape`] itself has no serialised form on purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub id: String,
    pub position: u64,
    #[serde(with = "super::pieces::packed")]
    pub attributes: Attributes,
    /// CGCS2000 degrees.
    pub outline: Outline,
}

impl Record {
    /// The record as the kernel takes it.
    pub(crate) fn into_feature(self) -> Result<Feature, NotOnEarth> {
        let shape = shape(&self.outline)?;
        Ok(Feature { id: FeatureId(self.id), position: self.position, attributes: self.attributes, shape })
    }
}

/// An outline in CGCS2000 degrees as the kernel takes it.
pub(crate) fn shape(outline: &Outline) -> Result<Shape, NotOnEarth> {
    let place = |&(x, y): &(f64, f64)| Coord { x, y };
    Shape::from_rings(outline.polygons().map(|rings| rings.into_iter().map(|ring| ring.iter().map(place))))
}

/// No frame is longer; 50 million vertices are 800 MB.
const LONGEST: u32 = 1 << 31;

/// Writes one frame.
pub(crate) fn send<T: Serialize>(out: &mut impl Write, frame: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(frame).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).ok().filter(|n| *n <= LONGEST);
    let length = length.ok_or_else(|| io::Error::other("frame too long"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&bytes)
}

/// Reads one frame; `None` at a clean end. `bytes` is where it is put on the way, again and again: a frame of megabytes
/// that is allocated and freed among small ones leaves holes in the memory.
pub(crate) fn receive<T: DeserializeOwned>(from: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    let mut got = 0;
    while got < length.len() {
        match from.read(&mut length[got..])? {
            0 if got == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n => got += n,
        }
    }
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::Error::other("frame too long"));
    }
    // The buffer grows with what really arrives: a broken length must not reserve gigabytes.
    bytes.clear();
    if from.take(length.into()).read_to_end(bytes)? < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    postcard::from_bytes(bytes).map(Some).map_err(io::Error::other)
}
