//! What to read, and what a reviewer decided about it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use encoding_rs::Encoding;
use sanxian_review::policy::Repair;
use serde::{Deserialize, Serialize};

use super::crs::DatumShift;
use crate::packs;

/// What to read: a file, or a member inside another file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// The file on disk.
    pub path: PathBuf,
    /// Name of a member of a zip, as `folder/layer.shp`, of a layer of the file, or of both (`drawing.dxf!LAYER`);
    /// `None` = the file itself, or its only layer.
    pub inner: Option<String>,
    /// Which part of the layer, by its attributes: `GHFQDM=01`; `None` = all of it. Checked when it is read.
    pub filter: Option<String>,
}

impl Source {
    /// A file as a whole.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), inner: None, filter: None }
    }

    /// As it is written on a command line: `layers.zip!folder/towns.shp`, `a.gpkg:towns`, `a.shp[GHFQDM=01]`, or
    /// simply a path.
    ///
    /// Marks may be part of a name: they divide only when there is no such file and what stands before them is one.
    #[must_use]
    pub fn spelled(text: &Path) -> Self {
        let whole = Self::file(text);
        let Some(spelling) = text.to_str().filter(|_| !text.exists()) else { return whole };
        let Some(body) = spelling.strip_suffix(']') else { return Self::divided(spelling).unwrap_or(whole) };
        let mut parts = body.match_indices('[').map(|(at, _)| (&body[..at], &body[at + 1..]));
        let filtered = parts.find_map(|(before, filter)| {
            let source = if Path::new(before).is_file() { Some(Self::file(before)) } else { Self::divided(before) };
            source.map(|source| Self { filter: Some(filter.to_owned()), ..source })
        });
        filtered.or_else(|| Self::divided(spelling)).unwrap_or(whole)
    }

    /// A file and what is inside it.
    fn divided(spelling: &str) -> Option<Self> {
        let mut divided = spelling.match_indices(['!', ':']).map(|(at, _)| (&spelling[..at], &spelling[at + 1..]));
        let found = divided.find(|(outer, inner)| !inner.is_empty() && Path::new(outer).is_file());
        found.map(|(outer, inner)| Self { inner: Some(inner.replace('\\', "/")), ..Self::file(outer) })
    }

    /// The name for messages and records, without directories: `towns.shp`, `layers.zip/folder/towns.shp`.
    #[must_use]
    pub fn name(&self) -> String {
        let outer = super::read::file_name(&self.path);
        let part = self.filter.as_ref().map(|filter| format!("[{filter}]")).unwrap_or_default();
        match &self.inner {
            Some(inner) => format!("{outer}/{inner}{part}"),
            None => format!("{outer}{part}"),
        }
    }
}

/// What a reviewer decided; what is absent is judged by the file itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    /// The coordinate system.
    pub crs: Option<CrsChoice>,
    /// The encoding of texts.
    pub encoding: Option<TextEncoding>,
    /// Which fields hold what.
    pub fields: Fields,
    /// Parameters for coordinates in Xi'an 80 or Beijing 54; those of other files are not touched by them.
    pub datum_shift: Option<DatumShift>,
    /// Mended copies are accepted even where the repair changes the area much.
    pub accept_repairs: bool,
    /// How much that is; `None` = by the packs that always hold.
    pub repair: Option<Repair>,
}

impl Choices {
    /// Which repairs of rings a reviewer decides on.
    #[must_use]
    pub fn repair(&self) -> Repair {
        self.repair.clone().unwrap_or_else(|| packs::repair(&[]))
    }
}

/// Which field gives what; absent = by the usual names. One of the usual names is asked first, any other name alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// Code of the town or number of the patch.
    pub id: Option<String>,
    /// Name of the town.
    pub name: Option<String>,
    /// 级别
    pub level: Option<String>,
    /// 类型
    pub town_type: Option<String>,
    /// Code of the county (县、市、区).
    pub county: Option<String>,
}

/// A coordinate system as a reviewer chooses it. Its text form is the id of a guess: `epsg:4528`,
/// `epsg:4490/swapped`, `meridian:119.5`, `declared`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrsChoice {
    /// The system.
    pub system: ChosenSystem,
    /// The file has north (latitude) first.
    pub swapped: bool,
}

/// Which system.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum ChosenSystem {
    /// A registered one. CGCS2000 zones with their number in the eastings: each feature in the zone that it names.
    Epsg(u32),
    /// CGCS2000 Gauss-Krueger at a meridian of one's own (degrees), false easting 500 km without zone number.
    Meridian(f64),
    /// What the file itself declares (`.prj`, `crs`).
    Declared,
}

impl CrsChoice {
    /// A registered system, axes as usual (east first).
    #[must_use]
    pub fn epsg(code: u32) -> Self {
        Self { system: ChosenSystem::Epsg(code), swapped: false }
    }
}

impl fmt::Display for CrsChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.system {
            ChosenSystem::Epsg(code) => write!(f, "epsg:{code}")?,
            ChosenSystem::Meridian(degrees) => write!(f, "meridian:{degrees}")?,
            ChosenSystem::Declared => f.write_str("declared")?,
        }
        f.write_str(if self.swapped { "/swapped" } else { "" })
    }
}

/// A text that is no choice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not understood")]
pub struct NoChoice(pub String);

impl FromStr for CrsChoice {
    type Err = NoChoice;

    fn from_str(text: &str) -> Result<Self, NoChoice> {
        let none = || NoChoice(text.chars().take(80).collect());
        let (name, swapped) = text.strip_suffix("/swapped").map_or((text, false), |name| (name, true));
        let system = match name.split_once(':') {
            None if name.eq_ignore_ascii_case("declared") => ChosenSystem::Declared,
            Some((kind, code)) if kind.eq_ignore_ascii_case("epsg") => {
                ChosenSystem::Epsg(code.parse().map_err(|_| none())?)
            }
            Some((kind, degrees)) if kind.eq_ignore_ascii_case("meridian") => {
                let degrees = degrees.parse().ok().filter(|degrees: &f64| degrees.abs() <= 180.0);
                ChosenSystem::Meridian(degrees.ok_or_else(none)?)
            }
            _ => return Err(none()),
        };
        Ok(Self { system, swapped })
    }
}

/// An encoding that attributes may be in. Its text form is its name: `UTF-8`, `GBK`, `GB18030`, `Big5`, `windows-1252`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TextEncoding {
    /// Unicode.
    Utf8,
    /// The Chinese code page 936.
    Gbk,
    /// Its successor: as GBK, with four bytes for the rarest characters.
    Gb18030,
    /// Traditional characters, code page 950.
    Big5,
    /// Western code page 1252.
    Western,
}

impl TextEncoding {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Gbk, Self::Gb18030, Self::Big5, Self::Western];

    /// Its rules.
    pub(crate) fn rules(self) -> &'static Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Gbk => encoding_rs::GBK,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Big5 => encoding_rs::BIG5,
            Self::Western => encoding_rs::WINDOWS_1252,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gbk => "GBK",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
            Self::Western => "windows-1252",
        }
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TextEncoding {
    type Err = NoChoice;

    fn from_str(text: &str) -> Result<Self, NoChoice> {
        let found = Self::ALL.into_iter().find(|encoding| encoding.name().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| NoChoice(text.chars().take(80).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_reads_back_from_its_own_text() {
        for text in ["epsg:4528", "epsg:4490/swapped", "meridian:119.5", "declared", "declared/swapped"] {
            assert_eq!(text.parse::<CrsChoice>().unwrap().to_string(), text);
        }
        for text in ["", "epsg:", "epsg:x", "meridian:NaN", "meridian:1e9", "4490", "/swapped"] {
            assert!(text.parse::<CrsChoice>().is_err(), "{text}");
        }
        for encoding in TextEncoding::ALL {
            assert_eq!(encoding.name().parse(), Ok(encoding));
        }
    }

    #[test]
    fn an_exclamation_mark_divides_only_behind_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a.zip"), b"").unwrap();
        std::fs::write(at("b!c.shp"), b"").unwrap();
        let inside = Source { inner: Some("甲/b!c.shp".to_owned()), ..Source::file(at("a.zip")) };
        assert_eq!(Source::spelled(&at("a.zip!甲/b!c.shp")), inside);
        assert_eq!(inside.name(), "a.zip/甲/b!c.shp");
        let part = Source { filter: Some("规划 in (1,2)".to_owned()), ..inside.clone() };
        assert_eq!(Source::spelled(&at("a.zip!甲/b!c.shp[规划 in (1,2)]")), part);
        assert_eq!(part.name(), "a.zip/甲/b!c.shp[规划 in (1,2)]");
        let layer = Source { inner: Some("towns".to_owned()), ..Source::file(at("a.zip")) };
        assert_eq!(Source::spelled(&at("a.zip:towns")), layer);
        let whole = Source { filter: Some("F=1".to_owned()), ..Source::file(at("b!c.shp")) };
        assert_eq!(Source::spelled(&at("b!c.shp[F=1]")), whole);
        for whole in ["a.zip", "b!c.shp", "none!c.shp", "a.zip!", "none.shp[F=1]"] {
            assert_eq!(Source::spelled(&at(whole)), Source::file(at(whole)));
        }
    }
}
