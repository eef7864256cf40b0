//! What `sanxian sheet` is told.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Reviewed;

/// `sanxian sheet`
#[derive(Debug, clap::Args)]
pub struct Sheet {
    #[command(flatten)]
    pub reviewed: Reviewed,
    /// Kinds of sheets: town,finding,index, or atlas: all of them in one PDF
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "town")]
    pub kind: Vec<SheetKind>,
    /// Only this town; may be given more than once [default: all]
    #[arg(id = "only_town", long = "town", value_name = "ID")]
    pub only: Vec<String>,
    /// Paper
    #[arg(long, value_name = "SIZE", default_value = "a3", ignore_case = true)]
    pub paper: SheetPaper,
    /// Tall instead of wide
    #[arg(long)]
    pub portrait: bool,
    /// Formats: pdf,svg,png; an atlas is a PDF
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "pdf", ignore_case = true)]
    pub format: Vec<SheetFormat>,
    /// Leave out control lines farther than this from the sheet's town
    #[arg(long, value_name = "METRES", allow_negative_numbers = true)]
    pub around: Option<f64>,
    /// Who answers for the sheets
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub office: String,
    /// Who drew them
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub author: String,
    /// Who checked them
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub checker: String,
    /// Classification
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub secrecy: String,
    /// Folder with templates, settings or styles of one's own; its files replace the program's of the same name
    #[arg(id = "own_template", long = "template", value_name = "DIR")]
    pub template: Option<PathBuf>,
    /// Folder for the sheets; created, its files replaced as a whole
    #[arg(id = "sheets_out", long = "out", value_name = "DIR")]
    pub out: PathBuf,
}

/// `--kind`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SheetKind {
    /// One sheet a town
    Town,
    /// One sheet a finding
    Finding,
    /// All towns on one sheet
    Index,
    /// All of them in one PDF
    Atlas,
}

/// `--paper`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SheetPaper {
    /// 420 × 297 mm
    A3,
    /// 297 × 210 mm
    A4,
}

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SheetFormat {
    /// Vectors and text
    Pdf,
    /// Vectors
    Svg,
    /// 300 dots an inch
    Png,
}
