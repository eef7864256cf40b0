//! The command line as typed. English help stands here, Chinese help in `chinese.rs`.

mod convert;
mod sheet;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use sanxian_review::data::LayerKind;

pub use self::convert::{Convert, Form, WrittenIn};
pub use self::sheet::{Sheet, SheetFormat, SheetKind, SheetPaper};
pub use crate::papers::{KeyVerb, Opinion, Pack, Reviewed, Signed, Verify};

use crate::tongue::Tongue;

/// Check characteristic towns against the three control lines.
#[derive(Debug, Parser)]
#[command(name = "sanxian", version, arg_required_else_help = true)]
pub struct Args {
    /// Language of messages [default: by locale, else Chinese]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Tongue>,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Measure towns, judge them by policy clauses, write the results
    Check(Box<Check>),
    /// Look into files: layers, fields, encoding, coordinate system, problems
    Inspect(Inspect),
    /// Write a layer in another format, coordinate system or encoding
    Convert(Convert),
    /// Ledgers: an empty one to fill in
    Ledger {
        #[command(subcommand)]
        verb: LedgerVerb,
    },
    /// The towns of a ledger together: cards, numbers used and free, mix, clusters
    Portfolio(Box<Portfolio>),
    /// Draw map sheets: of towns, of findings, an index, an atlas
    Sheet(Box<Sheet>),
    /// The compliance code of a town, and its index
    Code {
        /// Folder with a `review.json`
        #[arg(long, value_name = "DIR")]
        review: PathBuf,
        /// Town id
        #[arg(long, value_name = "ID")]
        town: String,
        /// Also write it as a QR picture
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
    },
    /// Check an evidence pack: every byte, and the review made again; or a compliance code, offline
    Verify(Verify),
    /// The review opinion as DOCX, PDF and XLSX
    Opinion(Box<Opinion>),
    /// Pack the review, what it was made of and everything made of it into one file that checks itself
    Pack(Box<Pack>),
    /// The reviewer's key, to sign packs
    Key {
        #[command(subcommand)]
        verb: KeyVerb,
    },
    /// Print the rule book: what is measured, and how
    Rules {
        /// As one Markdown page
        #[arg(long)]
        markdown: bool,
    },
    /// Look at policy packs
    Policy {
        #[command(subcommand)]
        verb: PolicyVerb,
    },
}

#[derive(Debug, Subcommand)]
pub enum PolicyVerb {
    /// List the packs that come with the program
    List,
    /// Print one pack with its clauses
    Show {
        /// A pack's id, or a TOML file
        pack: String,
    },
    /// Print a new pack to fill in
    New {
        /// Its id, which is also the file's name
        id: String,
        /// Prefix of the administrative codes it holds for
        #[arg(long, value_name = "CODE")]
        jurisdiction: Option<String>,
    },
    /// Check a pack of one's own
    Check {
        /// A TOML file
        pack: String,
    },
    /// Print the JSON schema of packs
    Schema,
    /// Print every clause of the documents as Markdown: what checks it, and by which examples
    Clauses {
        /// Folder of the examples, `tests/rules`
        #[arg(long, value_name = "DIR")]
        cases: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum LedgerVerb {
    /// Write an empty ledger: .xlsx, .csv, or CSV on stdout
    Template {
        /// File to write; must not exist
        #[arg(long = "to", value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Read a ledger and say what cannot be taken
    Check {
        /// XLSX or CSV
        file: PathBuf,
    },
}

/// `sanxian portfolio`
#[derive(Debug, clap::Args)]
pub struct Portfolio {
    /// Ledger: XLSX or CSV
    #[arg(long, value_name = "FILE")]
    pub ledger: PathBuf,
    /// Town boundaries, for clusters and for counties by ground
    #[arg(long, value_name = "FILE")]
    pub towns: Option<PathBuf>,
    /// Counties
    #[arg(long, value_name = "FILE")]
    pub counties: Option<PathBuf>,
    /// Functional zones
    #[arg(long, value_name = "FILE")]
    pub functional_zones: Vec<PathBuf>,
    /// Policy pack, by id or TOML file [default: by the towns' codes]; national law always applies
    #[arg(long, value_name = "ID|FILE")]
    pub policy: Vec<String>,
    /// A ledger with towns to be added: shows what would be
    #[arg(long, value_name = "FILE")]
    pub add: Option<PathBuf>,
    /// Day of the review [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `sanxian check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Town boundaries: a file, one in a zip (a.zip!folder/b.shp), one layer of a file (a.gpkg!towns), or a part of either
    /// by attributes (a.shp[F=1], [F!=1], [F in (1,2)]); the same for every layer
    #[arg(long, value_name = "FILE")]
    pub towns: PathBuf,
    #[command(flatten)]
    pub given: Given,
    /// What to write: csv,geojson,json,gpkg,xlsx [default: these]; for other programs also shp,shp-gbk,txt,txt-zhejiang,
    /// points,kml,dxf,fgb. Older results of other kinds in DIR are removed, so that a folder never mixes two reviews
    #[arg(long, value_name = "LIST")]
    pub outputs: Option<String>,
    /// Exit with 1 also when something is to be verified or was not checked
    #[arg(long)]
    pub strict: bool,
    /// Folder for the results; created, its files replaced as a whole
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// What is reviewed beside the towns, and how: the same for every verb that reviews.
#[derive(Debug, clap::Args)]
pub struct Given {
    /// Ecological red line; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub eco_redline: Vec<PathBuf>,
    /// Permanent basic farmland; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub basic_farmland: Vec<PathBuf>,
    /// Urban development boundary; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub urban_boundary: Vec<PathBuf>,
    /// Counties; kept in the results
    #[arg(long, value_name = "FILE")]
    pub counties: Option<PathBuf>,
    /// Functional zones: jurisdictions without an administrative code
    #[arg(long, value_name = "FILE")]
    pub functional_zones: Vec<PathBuf>,
    /// Townships, to find towns drawn like them
    #[arg(long, value_name = "FILE")]
    pub townships: Vec<PathBuf>,
    /// Development zones and industrial parks
    #[arg(long, value_name = "FILE")]
    pub development_zones: Vec<PathBuf>,
    /// Land use (DLTB)
    #[arg(long, value_name = "FILE")]
    pub land_use: Vec<PathBuf>,
    /// Environmental zoning units
    #[arg(long, value_name = "FILE")]
    pub eco_units: Vec<PathBuf>,
    /// Hazard areas
    #[arg(long, value_name = "FILE")]
    pub hazards: Vec<PathBuf>,
    /// Heritage lines
    #[arg(long, value_name = "FILE")]
    pub heritage: Vec<PathBuf>,
    /// The towns' boundaries as handed in before
    #[arg(long, value_name = "FILE")]
    pub earlier_towns: Vec<PathBuf>,
    /// Ledger: XLSX or CSV
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// A reviewer's parameter in place of the packs' own; may be given more than once
    #[arg(long, value_name = "NAME=NUMBER")]
    pub assume: Vec<String>,
    /// Policy pack, by id or TOML file [default: by the towns' codes]; national law always applies
    #[arg(long, value_name = "ID|FILE")]
    pub policy: Vec<String>,
    /// Towns nearer than this are neighbours [default: 1000]; replaces what packs assume
    #[arg(long, value_name = "METRES", allow_negative_numbers = true)]
    pub near: Option<f64>,
    /// Day of the review [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
    /// Parameters for files in Xi'an 80 or Beijing 54 (TOML: four or seven); without them such files are for a preview
    /// only and every verdict is to be verified
    #[arg(long, value_name = "FILE")]
    pub datum_shift: Option<PathBuf>,
    /// Accept mended copies of broken rings even where the area changes by more than the packs' [repair] table says; else
    /// such a layer is in doubt
    #[arg(long)]
    pub accept_repairs: bool,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Print nothing but errors
    #[arg(long, conflicts_with = "progress")]
    pub quiet: bool,
    /// Progress on stderr
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub progress: Progress,
}

/// `sanxian inspect`
#[derive(Debug, clap::Args)]
pub struct Inspect {
    /// Files in any format that is read, one in a zip (a.zip!folder/b.shp), one layer (a.gpkg!towns), or folders
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Read it as this layer [default: guessed]
    #[arg(long, value_name = "ROLE")]
    pub role: Option<Role>,
    /// Read it in this coordinate system: epsg:4549, epsg:4490/swapped, meridian:119.5
    #[arg(long, value_name = "ID")]
    pub crs: Option<String>,
    /// Read its texts in this encoding: UTF-8, GBK, GB18030, Big5, windows-1252
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Parameters for files in Xi'an 80 or Beijing 54 (TOML: four or seven)
    #[arg(long, value_name = "FILE")]
    pub datum_shift: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Progress on stderr
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub progress: Progress,
}

/// `--role`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// 特色小镇
    Towns,
    /// 生态保护红线
    EcoRedline,
    /// 永久基本农田
    BasicFarmland,
    /// 城镇开发边界
    UrbanBoundary,
    /// 行政区(县)
    Counties,
}

impl From<Role> for LayerKind {
    fn from(role: Role) -> Self {
        match role {
            Role::Towns => Self::Towns,
            Role::EcoRedline => Self::EcoRedline,
            Role::BasicFarmland => Self::BasicFarmland,
            Role::UrbanBoundary => Self::UrbanBoundary,
            Role::Counties => Self::Counties,
        }
    }
}

/// `--progress`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Progress {
    /// A bar, when stderr is a terminal
    Auto,
    /// A bar
    Always,
    /// Nothing
    Never,
    /// A line of JSON a step
    Json,
}
