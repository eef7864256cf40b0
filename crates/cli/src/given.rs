//! What is reviewed, as options: the same for `check` and for every verb that makes papers of a review.

use std::path::PathBuf;

use crate::args::Progress;

/// Layers, ledger and terms beside the towns.
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
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

/// A review: of a project file, or made from files.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Reviewed {
    /// Project file (.gpkg): the window's, or the review.gpkg of `check`
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
    /// Print nothing but errors
    #[arg(long, conflicts_with = "progress")]
    pub quiet: bool,
    /// Progress on stderr
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub progress: Progress,
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
