//! The portfolio from files: a ledger, and where they are at hand boundaries and counties.

use std::path::PathBuf;

use sanxian_review::data::{Bounds, Dataset, LayerKind};
use sanxian_review::policy::{Date, Policy};
use sanxian_review::portfolio::{Portfolio, portfolio, portfolio_with};

use crate::import::{Choices, Source, import, towns};
use crate::ledger::{LedgerFile, join, read};
use crate::packs::select;
use crate::problem::Problem;
use crate::run::{DEFAULT_NEAR, RunError};
use crate::watch::Silent;
use crate::worker::Supervisor;

/// What to take together.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The ledger.
    pub ledger: PathBuf,
    /// Boundaries, for clusters and counties by ground.
    pub towns: Option<PathBuf>,
    /// Counties and functional zones.
    pub layers: Vec<(LayerKind, PathBuf)>,
    /// A ledger with the towns that might be added.
    pub add: Option<PathBuf>,
    /// Packs by id or file; none = by the towns' codes.
    pub packs: Vec<String>,
    /// The day.
    pub as_of: Date,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// As it is.
    pub now: Portfolio,
    /// With the towns added, when some were named.
    pub then: Option<Portfolio>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads the files and takes the towns together.
///
/// # Errors
/// The first file or pack that cannot be used.
pub fn take_together(supervisor: &Supervisor, asked: &Asked) -> Result<Taken, RunError> {
    let LedgerFile { mut ledger, source, mut problems } = read(supervisor, &asked.ledger, &Silent)?;
    let (mut data, choices) = (Dataset::default(), Choices::default());
    if let Some(path) = &asked.towns {
        let imported = import(supervisor, &Source::spelled(path), &choices, LayerKind::Towns, None, &Silent)?;
        problems.extend(imported.problems.iter().cloned());
        data.towns = towns(imported)?;
        problems.extend(join(&source.file, &mut ledger, &mut data.towns));
    }
    let near: Vec<Bounds> = data.towns.iter().filter_map(|t| t.feature.shape.bounds()).map(|b| b.padded(0.0)).collect();
    for (kind, path) in &asked.layers {
        let imported = import(supervisor, &Source::spelled(path), &choices, *kind, Some(&near), &Silent)?;
        problems.extend(imported.problems);
        data.layers.entry(*kind).or_default().extend(imported.features);
    }
    let added = asked.add.as_ref().map(|path| read(supervisor, path, &Silent)).transpose()?;
    let all = ledger.entries.iter().chain(added.iter().flat_map(|file| &file.ledger.entries));
    let packs = select(&asked.packs, all.map(|entry| &entry.traits))?;
    let policy = Policy::new(packs, asked.as_of, DEFAULT_NEAR)?;
    data.ledger = Some(ledger);
    let then = added.as_ref().map(|file| portfolio_with(&data, &policy, &file.ledger));
    problems.extend(added.into_iter().flat_map(|file| file.problems));
    Ok(Taken { now: portfolio(&data, &policy), then, problems })
}
