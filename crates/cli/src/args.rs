//! The command line as typed. English help stands here, Chinese help in `chinese.rs`.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use sanxian_review::data::LayerKind;

pub use crate::given::{Given, Reviewed, Signed};

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
    /// Ledgers: an empty one to fill in
    Ledger {
        #[command(subcommand)]
        verb: LedgerVerb,
    },
    /// The towns of a ledger together: cards, numbers used and free, mix, clusters
    Portfolio(Box<Portfolio>),
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
    /// Town boundaries: a file, one in a zip (a.zip!folder/b.shp), or one layer of a file (a.gpkg!towns)
    #[arg(long, value_name = "FILE")]
    pub towns: PathBuf,
    #[command(flatten)]
    pub given: Given,
    /// What to write: csv,geojson,json,gpkg,xlsx [default: all]; older results of other kinds in DIR are removed, so that
    /// a folder never mixes two reviews
    #[arg(long, value_name = "LIST")]
    pub outputs: Option<String>,
    /// Exit with 1 also when something is to be verified or was not checked
    #[arg(long)]
    pub strict: bool,
    /// Print nothing but errors
    #[arg(long, conflicts_with = "progress")]
    pub quiet: bool,
    /// Progress on stderr
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub progress: Progress,
    /// Folder for the results; created, its files replaced as a whole
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// `sanxian opinion`
#[derive(Debug, clap::Args)]
pub struct Opinion {
    #[command(flatten)]
    pub reviewed: Reviewed,
    /// An opinion on this town alone; may be given more than once [default: on all towns together]
    #[arg(long, value_name = "ID")]
    pub town: Vec<String>,
    /// An opinion on each town, beside that on all
    #[arg(long, conflicts_with = "town")]
    pub each_town: bool,
    #[command(flatten)]
    pub signed: Signed,
    /// What to write: docx,pdf,xlsx [default: all]
    #[arg(long, value_name = "LIST")]
    pub formats: Option<String>,
    /// Folder for the files; created, files replaced as a whole
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// `sanxian pack`
#[derive(Debug, clap::Args)]
pub struct Pack {
    #[command(flatten)]
    pub reviewed: Reviewed,
    /// An opinion on each town, beside that on all
    #[arg(long)]
    pub each_town: bool,
    #[command(flatten)]
    pub signed: Signed,
    /// Sign with this key (`sanxian key new`)
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The pack to write; an older one is replaced as a whole
    #[arg(id = "pack_file", long = "out", value_name = "FILE")]
    pub out: PathBuf,
}

/// `sanxian verify`
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// An evidence pack, or the text of a compliance code
    #[arg(value_name = "FILE|CODE")]
    pub subject: String,
    /// Folder with a `review.json`, for a code
    #[arg(long, value_name = "DIR")]
    pub review: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Progress on stderr
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub progress: Progress,
}

#[derive(Debug, Subcommand)]
pub enum KeyVerb {
    /// Make a new key in a file that only you can read
    New {
        /// The key's file
        #[arg(value_name = "FILE")]
        key_file: PathBuf,
    },
    /// Print the public key and its fingerprint
    Show {
        /// The key's file
        #[arg(value_name = "FILE")]
        key_file: PathBuf,
    },
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
