//! Boundaries and findings as layers for other programs: one format a file.
//!
//! A [`Layer`] holds ground in CGCS2000 degrees; the writers place it in the [`System`] asked for. Every writer gives
//! the same bytes for the same layer, and what it could not keep as it was (a field name, a long text) it says.

mod csv;
mod dbf;
mod dxf;
mod fgb;
mod geojson;
mod gpkg;
mod kml;
mod numbered;
mod of;
mod points;
mod shp;
mod shp_zip;
mod system;
mod txt;
mod xlsx;

use std::path::Path;
use std::str::FromStr;

use geo::MultiPolygon;

pub use self::of::{findings, towns};
pub use self::system::System;

use super::ExportError;
use crate::lang::Text;

/// A kind of file that a layer can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerFormat {
    /// A zip of shapefiles.
    Shapefile,
    /// 界址点 TXT.
    Txt,
    /// GeoPackage.
    Gpkg,
    /// GeoJSON.
    Geojson,
    /// KML.
    Kml,
    /// DXF drawing.
    Dxf,
    /// FlatGeobuf.
    FlatGeobuf,
    /// 界址点成果表 as CSV.
    Csv,
    /// 界址点成果表 as XLSX.
    Xlsx,
}

impl LayerFormat {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Shapefile,
        Self::Txt,
        Self::Gpkg,
        Self::Geojson,
        Self::Kml,
        Self::Dxf,
        Self::FlatGeobuf,
        Self::Csv,
        Self::Xlsx,
    ];

    /// The name used on command lines.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Shapefile => "shp",
            Self::Txt => "txt",
            Self::Gpkg => "gpkg",
            Self::Geojson => "geojson",
            Self::Kml => "kml",
            Self::Dxf => "dxf",
            Self::FlatGeobuf => "fgb",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// How the name of its file ends.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Shapefile => "zip",
            other => other.key(),
        }
    }

    /// Whether it holds numbered boundary points (rings of metres, told apart by containment).
    #[must_use]
    pub fn is_points(self) -> bool {
        matches!(self, Self::Txt | Self::Csv | Self::Xlsx)
    }

    /// The system in which it is usually handed over, for a layer delivered in `delivered` around longitude `middle`.
    #[must_use]
    pub fn usual_system(self, delivered: Option<u32>, middle: f64) -> System {
        let own = delivered.and_then(System::of_epsg);
        match self {
            Self::Geojson | Self::Kml => System::DEGREES,
            Self::Txt | Self::Csv | Self::Xlsx | Self::Dxf => {
                own.filter(|system| !system.is_degrees()).unwrap_or_else(|| System::zone_of(middle))
            }
            Self::Shapefile | Self::Gpkg | Self::FlatGeobuf => own.unwrap_or(System::DEGREES),
        }
    }
}

impl FromStr for LayerFormat {
    type Err = ExportError;

    fn from_str(text: &str) -> Result<Self, ExportError> {
        let found = Self::ALL.into_iter().find(|format| format.key().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| {
            let all = Self::ALL.map(Self::key).join("、");
            ExportError::refused(
                Text::new(format!("“{text}”不是可写的格式"), format!("{text:?} is not a format that is written")),
                Text::new(format!("可选 {all}"), format!("Choose from {}", all.replace('、', ", "))),
            )
        })
    }
}

/// The encoding of texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextAs {
    /// Unicode.
    #[default]
    Utf8,
    /// The Chinese code page 936.
    Gbk,
}

/// The form of a TXT.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TxtForm {
    /// 部标: header, parcel lines, points.
    #[default]
    Ministry,
    /// 浙江省标: points alone, an empty line between parcels.
    Zhejiang,
}

/// How a layer is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Manner {
    /// The coordinate system of the file.
    pub system: System,
    /// Encoding of shapefile tables, TXT and CSV; the other formats know one only.
    pub encoding: TextAs,
    /// Of a TXT.
    pub form: TxtForm,
    /// The day that a TXT states, `YYYY-MM-DD`; empty = none.
    pub day: String,
    /// A shapefile's table with a text that the encoding does not know is written in UTF-8 and told; else refused.
    pub utf8_where_needed: bool,
}

/// Features with the same columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layer {
    /// Its name inside the file.
    pub name: String,
    /// What is known of each feature.
    pub columns: Vec<Column>,
    /// The features, in order.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As delivered, or a name of ours.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, exactly as delivered.
    Text,
    /// Decimal numbers, with so many decimals at most.
    Number {
        /// Digits behind the point.
        decimals: u8,
    },
}

/// A feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Who it is.
    pub id: String,
    /// What people call it; may be empty.
    pub name: String,
    /// In the order of the columns. A number is its plain decimal text.
    pub values: Vec<Option<String>>,
    /// Its ground, CGCS2000 degrees; rings closed.
    pub ground: MultiPolygon<f64>,
}

impl Layer {
    /// The box of everything: west, south, east, north, degrees; `None` without vertices.
    #[must_use]
    pub fn extent(&self) -> Option<[f64; 4]> {
        system::extent(self.rows.iter().map(|row| &row.ground))
    }

    fn value<'a>(&self, row: &'a Row, names: &[&str]) -> Option<&'a str> {
        let at = |name: &&str| self.columns.iter().position(|column| column.name == **name);
        let found = names.iter().filter_map(at).find_map(|at| row.values.get(at)?.as_deref());
        found.map(str::trim).filter(|value| !value.is_empty())
    }
}

/// Writes layers into a new file and gives what could not be kept as it was.
///
/// Formats of one layer (TXT, CSV, XLSX, GeoJSON, FlatGeobuf) take the first.
///
/// # Errors
/// A system that the format does not allow, a text that the encoding does not know, a file that cannot be written.
pub fn write_layers(
    layers: &[Layer],
    format: LayerFormat,
    manner: &Manner,
    path: &Path,
) -> Result<Vec<Text>, ExportError> {
    let only = layers.first().cloned().unwrap_or_default();
    let mut notes = Vec::new();
    let bytes = match format {
        LayerFormat::Shapefile => shp_zip::bytes(layers, manner, &mut notes)?,
        LayerFormat::Txt => txt::bytes(&only, manner, &mut notes)?,
        LayerFormat::Gpkg => return gpkg::write(layers, manner, path).map(|()| notes),
        LayerFormat::Geojson => geojson::bytes(&only, manner)?,
        LayerFormat::Kml => kml::bytes(layers, manner)?,
        LayerFormat::Dxf => dxf::bytes(layers, manner)?,
        LayerFormat::FlatGeobuf => fgb::bytes(&only, manner)?,
        LayerFormat::Csv => csv::bytes(&only, manner)?,
        LayerFormat::Xlsx => xlsx::bytes(&only, manner)?,
    };
    std::fs::write(path, bytes).map_err(ExportError::io(path))?;
    Ok(notes)
}

/// As [`write_layers`], in place of whatever stood at `path`: the old file stays until the new one is whole.
///
/// # Errors
/// As [`write_layers`].
pub fn replace_with_layers(
    layers: &[Layer],
    format: LayerFormat,
    manner: &Manner,
    path: &Path,
) -> Result<Vec<Text>, ExportError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let aside = tempfile::Builder::new().prefix(".sanxian-").tempdir_in(folder).map_err(ExportError::io(folder))?;
    let new = aside.path().join("new");
    let notes = write_layers(layers, format, manner, &new)?;
    std::fs::File::open(&new).and_then(|file| file.sync_all()).map_err(ExportError::io(path))?;
    std::fs::rename(&new, path).map_err(ExportError::io(path))?;
    Ok(notes)
}

/// Text in GBK.
///
/// # Errors
/// A character that GBK does not have, with the words around it.
fn gbk(text: &str) -> Result<Vec<u8>, ExportError> {
    let (bytes, _, failed) = encoding_rs::GBK.encode(text);
    if !failed {
        return Ok(bytes.into_owned());
    }
    let (stranger, around) = stranger(text).unwrap_or(('?', ""));
    Err(ExportError::refused(
        Text::new(
            format!("GBK 没有“{stranger}”这个字（见“{around}”）"),
            format!("GBK has no character \"{stranger}\" (in \"{around}\")"),
        ),
        Text::new("请改用 UTF-8，或改写这处文字", "Use UTF-8 instead, or write that text otherwise"),
    ))
}

/// The first character that GBK does not have, and the words around it: its line, 40 characters at most.
pub(super) fn stranger(text: &str) -> Option<(char, &str)> {
    const AROUND: usize = 20;
    let is_stranger = |c: char| encoding_rs::GBK.encode(c.encode_utf8(&mut [0; 4])).2;
    let (at, found) = text.char_indices().find(|(_, c)| is_stranger(*c))?;
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let before = text[line..at].char_indices().rev().nth(AROUND - 1).map_or(line, |(from, _)| line + from);
    let after = text[at..].char_indices().find(|(n, c)| matches!(c, '\n' | '\r') || *n > 4 * AROUND);
    let end = after.map_or(text.len(), |(n, _)| at + n);
    Some((found, text[before..end].trim()))
}
