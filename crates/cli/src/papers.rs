//! The options of the verbs that make and check papers.

use std::path::PathBuf;

use clap::Subcommand;

use crate::args::{Given, Progress, SheetKind};

/// A review: of a project file, or made from files.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Reviewed {
    /// A project of the window, a `review.gpkg`, or the folder that `sanxian check` wrote
    #[arg(value_name = "PROJECT", required_unless_present = "towns", conflicts_with = "towns")]
    pub project: Option<PathBuf>,
    /// Town boundaries, with the options of `check`, instead of a project
    #[arg(long, value_name = "FILE")]
    pub towns: Option<PathBuf>,
    #[command(flatten)]
    pub given: Given,
    /// Year of a layer's data, eco-redline=2023; may be given more than once
    #[arg(long, value_name = "LAYER=YEAR")]
    pub data_year: Vec<String>,
}

/// What only people can say; left open on the paper where it is not given.
#[derive(Debug, clap::Args)]
pub struct Signed {
    /// Office that signs
    #[arg(long, value_name = "NAME")]
    pub office: Option<String>,
    /// Reviewer who signs
    #[arg(long, value_name = "NAME")]
    pub reviewer: Option<String>,
    /// Number of the opinion
    #[arg(long, value_name = "TEXT")]
    pub number: Option<String>,
    /// Secrecy mark
    #[arg(long, value_name = "TEXT")]
    pub secrecy: Option<String>,
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
    /// Map sheets that go into it: town,finding,index, or atlas [default: none]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub sheets: Vec<SheetKind>,
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
