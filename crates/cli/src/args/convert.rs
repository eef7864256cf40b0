//! What `sanxian convert` is told.

use std::path::PathBuf;

use clap::ValueEnum;

/// `sanxian convert`
#[derive(Debug, clap::Args)]
pub struct Convert {
    /// A file in any format that is read, one in a zip (a.zip!folder/b.shp), or one layer (a.gpkg!towns)
    #[arg(value_name = "FILE")]
    pub from_file: PathBuf,
    /// shp (a zip), txt, gpkg, geojson, kml, dxf, fgb, csv or xlsx (tables of boundary points) [default: by --out]
    #[arg(long = "to", value_name = "FORMAT")]
    pub to_format: Option<String>,
    /// EPSG code to write: 4490, 4326, 4491 to 4554 [default: as delivered, else usual for the format]
    #[arg(long = "crs", value_name = "EPSG")]
    pub to_crs: Option<String>,
    /// Form of a TXT
    #[arg(long, value_name = "FORM", default_value = "ministry")]
    pub form: Form,
    /// Encoding of the texts of shp, txt and csv
    #[arg(long = "encoding", value_name = "NAME", default_value = "utf-8")]
    pub to_encoding: WrittenIn,
    /// Read it in this coordinate system instead of the one recognised: epsg:4549, epsg:4490/swapped, meridian:119.5
    #[arg(long, value_name = "ID")]
    pub from_crs: Option<String>,
    /// Read its texts in this encoding: UTF-8, GBK, GB18030, Big5, windows-1252
    #[arg(long, value_name = "NAME")]
    pub from_encoding: Option<String>,
    /// Parameters for files in Xi'an 80 or Beijing 54 (TOML: four or seven)
    #[arg(long, value_name = "FILE")]
    pub datum_shift: Option<PathBuf>,
    /// The file to write; replaced as a whole, never the source itself
    #[arg(long = "out", value_name = "FILE")]
    pub to_file: PathBuf,
}

/// `--form`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// 部标
    Ministry,
    /// 浙江省标
    Zhejiang,
}

/// `--encoding` of `convert`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WrittenIn {
    /// Unicode
    #[value(name = "utf-8")]
    Utf8,
    /// Code page 936
    Gbk,
}
