//! Writes a recorded review for others: one format a file, all from [`Recorded`] alone.
//!
//! A folder never mixes two reviews: everything is written aside first, then put in place as a whole, and older files
//! of the formats that were not asked for go.

mod csv;
mod geojson;
mod gpkg;
mod handed_on;
mod json;
pub mod layer;
pub(crate) mod place;
pub(crate) mod table;
mod xlsx;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};

pub use place::Staged;

use crate::lang::Text;
use crate::store::{Recorded, StoreError};
use crate::watch::{Silent, Step, Watch};

/// What `review.json` says, as who reads it gets it: what compliance codes are made of.
///
/// # Errors
/// When something cannot be said in JSON.
pub fn review_value(recorded: &Recorded) -> Result<serde_json::Value, ExportError> {
    json::value(recorded)
}

/// A kind of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `towns.csv`, `overlaps.csv`, `neighbours.csv`
    Csv,
    /// `findings.geojson`
    Geojson,
    /// `review.json`
    Json,
    /// `review.gpkg`
    Gpkg,
    /// `review.xlsx`
    Xlsx,
    /// `review.shp.zip`: towns and findings as shapefiles in UTF-8
    Shp,
    /// `review-gbk.shp.zip`: the same in GBK
    ShpGbk,
    /// `towns.txt`: boundary points of the towns in the ministry's form
    Txt,
    /// `towns-zhejiang.txt`: the same in Zhejiang's form
    TxtZhejiang,
    /// `points.csv`, `points.xlsx`: tables of boundary points (界址点成果表)
    Points,
    /// `review.kml`: towns and findings
    Kml,
    /// `review.dxf`: towns and findings
    Dxf,
    /// `towns.fgb`, `findings.fgb`
    Fgb,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Csv,
        Self::Geojson,
        Self::Json,
        Self::Gpkg,
        Self::Xlsx,
        Self::Shp,
        Self::ShpGbk,
        Self::Txt,
        Self::TxtZhejiang,
        Self::Points,
        Self::Kml,
        Self::Dxf,
        Self::Fgb,
    ];

    /// Those that are written when nothing is said: the results. The others are for other programs.
    pub const DEFAULT: [Self; 5] = [Self::Csv, Self::Geojson, Self::Json, Self::Gpkg, Self::Xlsx];

    /// The name used in lists.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Geojson => "geojson",
            Self::Json => "json",
            Self::Gpkg => "gpkg",
            Self::Xlsx => "xlsx",
            Self::Shp => "shp",
            Self::ShpGbk => "shp-gbk",
            Self::Txt => "txt",
            Self::TxtZhejiang => "txt-zhejiang",
            Self::Points => "points",
            Self::Kml => "kml",
            Self::Dxf => "dxf",
            Self::Fgb => "fgb",
        }
    }

    /// Whether it tells which files were read, with their hashes.
    #[must_use]
    pub fn names_inputs(self) -> bool {
        !matches!(self, Self::Csv | Self::Geojson)
    }

    /// Whether it holds, or draws, what was delivered: all that lies near the towns.
    #[must_use]
    pub fn holds_layers(self) -> bool {
        !matches!(self, Self::Csv | Self::Geojson | Self::Json | Self::Xlsx)
    }

    /// The files it makes.
    #[must_use]
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Self::Csv => &["towns.csv", "overlaps.csv", "neighbours.csv"],
            Self::Geojson => &["findings.geojson"],
            Self::Json => &["review.json"],
            Self::Gpkg => &["review.gpkg"],
            Self::Xlsx => &["review.xlsx"],
            Self::Shp => &["review.shp.zip"],
            Self::ShpGbk => &["review-gbk.shp.zip"],
            Self::Txt => &["towns.txt"],
            Self::TxtZhejiang => &["towns-zhejiang.txt"],
            Self::Points => &["points.csv", "points.xlsx"],
            Self::Kml => &["review.kml"],
            Self::Dxf => &["review.dxf"],
            Self::Fgb => &["towns.fgb", "findings.fgb"],
        }
    }

    /// Reads `csv,geojson`: names between commas, in any case and order, each counted once.
    ///
    /// # Errors
    /// A name that is none of them, or an empty list.
    pub fn parse_list(list: &str) -> Result<Vec<Self>, ExportError> {
        let mut formats = Vec::new();
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let known = Self::ALL.into_iter().find(|format| format.key().eq_ignore_ascii_case(name));
            formats.push(known.ok_or_else(|| ExportError::UnknownFormat { name: name.to_owned() })?);
        }
        formats.sort();
        formats.dedup();
        if formats.is_empty() { Err(ExportError::NoFormat) } else { Ok(formats) }
    }
}

fn all_keys() -> String {
    Format::ALL.map(Format::key).join(", ")
}

/// Why nothing was exported. The folder is as it was before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Not one of ours.
    #[error("{name:?} is not an output; choose from {}, separated by commas", all_keys())]
    UnknownFormat {
        /// As given.
        name: String,
    },
    /// An empty list.
    #[error("no output was named; choose from {}, separated by commas", all_keys())]
    NoFormat,
    /// The system refused.
    #[error("{}: {source}; check that this can be written and that there is space; earlier results are unchanged", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Renaming failed half-way and so did putting the old files back.
    #[error(
        "{}: {source}; the earlier results could not all be put back and are kept in {}",
        path.display(), kept.display()
    )]
    NotRestored {
        /// Which file could not be put back.
        path: PathBuf,
        /// Where the old ones are.
        kept: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A format could not hold the content.
    #[error("{file}: {what}; leave this output out with --outputs and report it")]
    Content {
        /// Which output.
        file: &'static str,
        /// What the writer said.
        what: String,
    },
    /// Something that cannot be written as it was asked for.
    #[error("{}; {}", .what.en, .hint.en)]
    Refused {
        /// What, in words.
        what: Text,
        /// What to do instead.
        hint: Text,
    },
    /// The reviewer stopped it.
    #[error("cancelled; earlier results are unchanged")]
    Cancelled,
    /// The GeoPackage could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The opinion could not be made.
    #[error(transparent)]
    Opinion(#[from] crate::opinion::OpinionError),
}

impl ExportError {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { path: path.into(), source }
    }

    fn refused(what: Text, hint: Text) -> Self {
        Self::Refused { what, hint }
    }

    fn content(file: &'static str, what: impl ToString) -> Self {
        Self::Content { file, what: what.to_string() }
    }
}

/// Writes the formats into `dir`, which is made if need be, and gives the files in place.
///
/// # Errors
/// When anything cannot be written; then nothing has changed.
pub fn export(recorded: &Recorded, formats: &[Format], dir: &Path) -> Result<Vec<PathBuf>, ExportError> {
    export_watched(recorded, formats, dir, &Silent).map(|exported| exported.files)
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The files in place.
    pub files: Vec<PathBuf>,
    /// What could not be kept as it was, or not be written, and what to do.
    pub notes: Vec<Text>,
}

/// As [`export`], telling `watch` how far it is. A cancel counts until everything is written aside.
///
/// A file for other programs that cannot be made as it should is left out and told, unless it is the only one.
///
/// # Errors
/// As [`export`], and a cancel.
pub fn export_watched(
    recorded: &Recorded,
    formats: &[Format],
    dir: &Path,
    watch: &dyn Watch,
) -> Result<Exported, ExportError> {
    let staged = place::Staged::new(dir)?;
    let (mut written, mut notes) = (Vec::new(), Vec::new());
    let wanted: Vec<Format> = Format::ALL.into_iter().filter(|format| formats.contains(format)).collect();
    for (done, format) in wanted.iter().enumerate() {
        watch.progress(Step::Export { done, total: wanted.len() });
        match write(recorded, *format, staged.folder()) {
            Ok(told) => notes.extend(told.into_iter().map(|told| about(*format, &told.zh, &told.en))),
            Err(ExportError::Refused { what, hint }) if wanted.len() > 1 && !Format::DEFAULT.contains(format) => {
                notes.push(about(
                    *format,
                    &format!("未写出：{}；{}", what.zh, hint.zh),
                    &format!("not written: {}; {}", what.en, hint.en),
                ));
                continue;
            }
            Err(error) => return Err(error),
        }
        for name in format.files() {
            let path = staged.folder().join(name);
            File::open(&path).and_then(|file| file.sync_all()).map_err(ExportError::io(&path))?;
            written.push(*name);
        }
        if watch.cancelled() {
            return Err(ExportError::Cancelled);
        }
    }
    // said before the last look: from here on nothing stops it
    watch.progress(Step::Save);
    if watch.cancelled() {
        return Err(ExportError::Cancelled);
    }
    // what is not written anew is of another review
    let stale = Format::ALL.into_iter().flat_map(|format| format.files()).copied();
    let stale: Vec<_> = stale.filter(|name| !written.contains(name)).collect();
    staged.put_in_place(&written, &stale)?;
    Ok(Exported { files: written.into_iter().map(|name| dir.join(name)).collect(), notes })
}

/// Something about the files of a format.
fn about(format: Format, zh: &str, en: &str) -> Text {
    let files = format.files();
    Text::new(format!("{}：{zh}", files.join("、")), format!("{}: {en}", files.join(", ")))
}

fn write(recorded: &Recorded, format: Format, folder: &Path) -> Result<Vec<Text>, ExportError> {
    match format {
        Format::Csv => csv::write(&recorded.review, folder)?,
        Format::Geojson => geojson::write(&recorded.review, &folder.join("findings.geojson"))?,
        Format::Json => json::write(recorded, &folder.join("review.json"))?,
        Format::Gpkg => gpkg::write(recorded, &folder.join("review.gpkg"))?,
        Format::Xlsx => xlsx::write(recorded, &folder.join("review.xlsx"))?,
        _ => return handed_on::write(recorded, format, folder),
    }
    Ok(Vec::new())
}
