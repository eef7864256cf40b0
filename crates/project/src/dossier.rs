//! Everything about a finished review that papers rest on: what was recorded, and what only the project knows.

use std::collections::BTreeMap;
use std::path::Path;

use sanxian_review::data::{FeatureId, LayerKind};
use sanxian_review::finding::{TownRow, Verdict};
use serde::{Deserialize, Serialize};

use crate::desk::county;
use crate::source::SourceInfo;
use crate::store::{GpkgStore, Recorded, Store, StoreError, TownCounties};

/// A review with its surroundings.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// The review itself.
    pub recorded: Recorded,
    /// The years of the data, where somebody gave them.
    pub years: Vec<DataYear>,
    /// County of each town, by name, where known.
    pub counties: TownCounties,
    /// The demo county: its data are invented.
    pub sample: bool,
}

/// The year of a layer's data (现势性).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DataYear {
    /// Which layer.
    pub role: LayerKind,
    /// SHA-256 of its source, where the year is that of one file and not of the whole layer.
    pub sha256: Option<String>,
    /// Given by the reviewer, where it has a name of its own.
    pub name: Option<String>,
    /// The year; absent where nobody gave it.
    pub year: Option<u16>,
}

impl Dossier {
    /// A review that no project knows of.
    #[must_use]
    pub fn of(recorded: Recorded, years: Vec<DataYear>) -> Self {
        let by_ground = recorded.layers.get(&LayerKind::Counties);
        let mut counties = by_ground.map(|layer| county::by_ground(&recorded.towns, layer)).unwrap_or_default();
        for town in &recorded.towns {
            let said = county::said(town);
            if !said.is_empty() {
                counties.entry(town.feature.id.clone()).or_insert(said);
            }
        }
        Self { recorded, years, counties, sample: false }
    }

    /// The review of a project file: the window's, or the `review.gpkg` of the command line. The file does not change.
    ///
    /// # Errors
    /// A file that is no project, or one without a review.
    pub async fn read(store: &GpkgStore) -> Result<Self, StoreError> {
        let (recorded, glance) = (store.recorded().await?, store.glance().await?);
        let year = |one: &crate::store::project::BaselineRef| DataYear {
            role: one.role,
            sha256: Some(one.hash.clone()),
            name: Some(one.name.clone()),
            year: one.data_year,
        };
        let mut dossier = Self::of(recorded, glance.baselines.iter().map(year).collect());
        dossier.counties.extend(glance.counties);
        dossier.sample = glance.project.is_some_and(|project| project.sample);
        Ok(dossier)
    }

    /// As [`read`](Self::read), from a file, with a runtime of its own.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let io = |source| StoreError::Io { path: path.into(), source };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(io)?;
        runtime.block_on(async {
            let store = GpkgStore::open_read_only(path).await?;
            let dossier = Self::read(&store).await;
            store.close().await;
            dossier
        })
    }

    /// The year of a source's data, where somebody gave it.
    #[must_use]
    pub fn year_of(&self, source: &SourceInfo) -> Option<u16> {
        self.known_of(source).and_then(|known| known.year)
    }

    /// What a source is called: by the reviewer, else its file.
    #[must_use]
    pub fn name_of<'a>(&'a self, source: &'a SourceInfo) -> &'a str {
        self.known_of(source).and_then(|known| known.name.as_deref()).unwrap_or(&source.file)
    }

    fn known_of(&self, source: &SourceInfo) -> Option<&DataYear> {
        let of_role = || self.years.iter().filter(|year| year.role == source.role);
        let is = |hash: &String| source.parts.iter().any(|part| part.sha256 == *hash);
        let own = of_role().find(|year| year.sha256.as_ref().is_some_and(is));
        own.or_else(|| of_role().find(|year| year.sha256.is_none()))
    }

    /// The verdict on a town that counts: the worst of what decisions leave of its `findings`, and at least what no
    /// decision can lift, gaps and faults.
    #[must_use]
    pub fn standing(&self, row: &TownRow, findings: impl Iterator<Item = Verdict>) -> Verdict {
        let (recorded, review) = (&self.recorded, &self.recorded.review);
        let gap = LayerKind::CONTROL_LINES.iter().any(|kind| !recorded.layers.contains_key(kind))
            || review.not_checked.iter().any(|not| not.clause.is_none());
        let failed = review.faults.iter().any(|fault| fault.subject == row.id);
        let floor = match (failed, gap) {
            (true, _) => Verdict::Verify,
            (false, true) => Verdict::NotChecked,
            (false, false) => Verdict::Pass,
        };
        // what the ledger leaves open lowers nobody
        let told = findings.filter(|verdict| *verdict != Verdict::NotChecked);
        told.fold(floor.min(row.verdict), Verdict::max)
    }

    /// The county of a town; empty where nobody says.
    #[must_use]
    pub fn county_of(&self, town: &FeatureId) -> &str {
        self.counties.get(town).map_or("", String::as_str)
    }

    /// The years of one year for each layer, as options give them.
    #[must_use]
    pub fn whole_layers(years: &BTreeMap<LayerKind, u16>) -> Vec<DataYear> {
        let one =
            |(role, year): (&LayerKind, &u16)| DataYear { role: *role, sha256: None, name: None, year: Some(*year) };
        years.iter().map(one).collect()
    }
}
