//! The `.shp` itself: framing, and polygons as raw rings.
//!
//! Records are framed here and not by the `shapefile` crate, whose iterator cannot go on behind a bad record.

use std::io::{self, Read};

use crate::lang::Text;

/// One record may be this large.
const LARGEST: u64 = 1 << 30;

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Length of the file as it believes, bytes.
    pub bytes: u64,
    pub sort: Sort,
}

/// What the shapes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Null,
    Polygon,
    Point,
    Line,
    Multipatch,
    Unknown(i32),
}

impl Sort {
    fn of(code: i32) -> Self {
        match code {
            0 => Self::Null,
            5 | 15 | 25 => Self::Polygon,
            1 | 8 | 11 | 18 | 21 | 28 => Self::Point,
            3 | 13 | 23 => Self::Line,
            31 => Self::Multipatch,
            other => Self::Unknown(other),
        }
    }

    /// Its machine name and its name in messages.
    pub(crate) fn name(self) -> (&'static str, Text) {
        match self {
            Self::Null => ("Null", Text::new("空图形", "null shapes")),
            Self::Polygon => ("Polygon", Text::new("面", "polygons")),
            Self::Point => ("Point", Text::new("点", "points")),
            Self::Line => ("LineString", Text::new("线", "lines")),
            Self::Multipatch => ("MultiPatch", Text::new("多面体(MultiPatch)", "multipatches")),
            Self::Unknown(_) => ("Unknown", Text::new("未知图形", "unknown shapes")),
        }
    }
}

/// Why a `.shp` cannot be read on.
#[derive(Debug)]
pub(crate) enum Stop {
    Io(io::Error),
    Broken(Text),
}

/// Reads the header.
pub(crate) fn header(source: &mut impl Read) -> Result<Header, Stop> {
    let mut head = [0; 100];
    match source.read_exact(&mut head) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(broken("文件头不完整", "the header is cut off"));
        }
        other => other.map_err(Stop::Io)?,
    }
    if big(&head, 0) != 9994 {
        return Err(broken("不是 shapefile(文件码不对)", "it is no shapefile (wrong file code)"));
    }
    Ok(Header { bytes: u64::from(big(&head, 24) as u32) * 2, sort: Sort::of(little(&head, 32)) })
}

/// Puts the content of the next record into `content`; false at the end of the file.
pub(crate) fn next(source: &mut impl Read, left: u64, content: &mut Vec<u8>) -> Result<bool, Stop> {
    content.clear();
    if left == 0 {
        return Ok(false);
    }
    let cut = || broken("文件在一条记录中间结束,可能被截断", "the file ends inside a record; it is probably cut off");
    if left < 8 {
        return Err(cut());
    }
    let mut head = [0; 8];
    source.read_exact(&mut head).map_err(Stop::Io)?;
    let length = u64::from(big(&head, 4) as u32) * 2;
    if !(4..=LARGEST).contains(&length) {
        return Err(broken("记录长度不可能", "a record has an impossible length"));
    }
    if length > left - 8 {
        return Err(cut());
    }
    source.by_ref().take(length).read_to_end(content).map_err(Stop::Io)?;
    if content.len() as u64 == length { Ok(true) } else { Err(cut()) }
}

/// What one record holds.
#[derive(Debug, PartialEq)]
pub(crate) enum Content {
    /// Rings, each a range of `points`.
    Rings(Vec<std::ops::Range<usize>>),
    Null,
    Other(Sort),
}

/// Reads a record's content; the positions go to `points`. Heights and measures are left out.
pub(crate) fn content(bytes: &[u8], points: &mut Vec<(f64, f64)>) -> Result<Content, Text> {
    points.clear();
    let lies = || Text::new("记录的部件数或点数与其长度不符", "a record's counts do not fit its length");
    if bytes.len() < 4 {
        return Err(lies());
    }
    match Sort::of(little(bytes, 0)) {
        Sort::Polygon => {}
        Sort::Null => return Ok(Content::Null),
        other => return Ok(Content::Other(other)),
    }
    if bytes.len() < 44 {
        return Err(lies());
    }
    let count = |at: usize| usize::try_from(little(bytes, at)).map_err(|_| lies());
    let (parts, total) = (count(36)?, count(40)?);
    let points_at = parts.checked_mul(4).and_then(|n| n.checked_add(44)).ok_or_else(lies)?;
    let end = total.checked_mul(16).and_then(|n| n.checked_add(points_at)).ok_or_else(lies)?;
    if end > bytes.len() {
        return Err(lies());
    }
    points.extend(bytes[points_at..end].chunks_exact(16).map(|point| (float(point, 0), float(point, 8))));
    let mut starts = Vec::with_capacity(parts + 1);
    for part in 0..parts {
        starts.push(count(44 + 4 * part)?);
    }
    starts.push(total);
    if starts.first() != Some(&0) || starts.windows(2).any(|pair| pair[0] > pair[1]) {
        return Err(Text::new("记录的部件次序不对", "a record's parts are out of order"));
    }
    Ok(Content::Rings(starts.windows(2).map(|pair| pair[0]..pair[1]).collect()))
}

fn broken(zh: &str, en: &str) -> Stop {
    Stop::Broken(Text::new(zh, en))
}

/// The four bytes at a place that the caller has checked.
fn four(bytes: &[u8], at: usize) -> [u8; 4] {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[at..at + 4]);
    four
}

fn big(bytes: &[u8], at: usize) -> i32 {
    i32::from_be_bytes(four(bytes, at))
}

fn little(bytes: &[u8], at: usize) -> i32 {
    i32::from_le_bytes(four(bytes, at))
}

fn float(bytes: &[u8], at: usize) -> f64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    f64::from_le_bytes(eight)
}
