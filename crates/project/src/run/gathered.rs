//! What a review looks at, put together the same way whichever door it came through.

use std::collections::BTreeMap;

use sanxian_review::data::{Bounds, Dataset, Feature, LayerKind, Town};
use sanxian_review::ledger::Ledger;
use sanxian_review::policy::{Policy, Repair};

use super::{RunError, Terms};
use crate::import::{Imported, towns};
use crate::ledger::{self, LedgerFile};
use crate::problem::{Problem, REPAIR_ACCEPTED};
use crate::rings::{is_decision, repair_decisions, ring_problems};
use crate::source::SourceInfo;
use crate::store::{Store, by_id, doubtful, only_once};
use crate::web_shift::suspects;

/// Towns and layers with where they came from and what is wrong with them.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// By id.
    pub towns: Vec<Town>,
    /// What lies near them.
    pub layers: BTreeMap<LayerKind, Vec<Feature>>,
    /// What the towns say of themselves, joined to them.
    pub ledger: Option<Ledger>,
    /// Towns first, then the ledger, then by kind of layer.
    pub sources: Vec<SourceInfo>,
    /// Of all sources.
    pub problems: Vec<Problem>,
    /// The reviewer accepted the mended copies of the towns.
    pub repairs_accepted: bool,
}

impl Gathered {
    /// Begins with the towns as they were read.
    ///
    /// # Errors
    /// Two towns with one id.
    pub fn with_towns(imported: Imported) -> Result<Self, RunError> {
        let mut problems = imported.problems.clone();
        problems.extend(ring_problems(&imported, None));
        let (source, accepted) = (imported.source.clone(), imported.accept_repairs);
        let mut gathered = Self::with_kept_towns(towns(imported)?, vec![source], problems);
        gathered.repairs_accepted = accepted;
        Ok(gathered)
    }

    /// Begins with towns that were read before.
    #[must_use]
    pub fn with_kept_towns(towns: Vec<Town>, sources: Vec<SourceInfo>, problems: Vec<Problem>) -> Self {
        let repairs_accepted = problems.iter().any(|problem| problem.code == REPAIR_ACCEPTED);
        Self { towns, layers: BTreeMap::new(), ledger: None, sources, problems, repairs_accepted }
    }

    /// Says which repairs of the towns' rings wait for the reviewer, or were accepted: by these limits, whatever was
    /// said before.
    pub fn decide_repairs(&mut self, limits: &Repair) {
        self.problems.retain(|problem| problem.role != LayerKind::Towns || !is_decision(problem));
        let Some(source) = self.sources.iter().find(|source| source.role == LayerKind::Towns) else { return };
        let towns = self.towns.iter().map(|town| &town.feature);
        self.problems.extend(repair_decisions(towns, source, self.repairs_accepted, limits));
    }

    /// Joins the ledger to the towns: it may say what decides which packs hold, so it comes before
    /// [`Terms::bind`].
    pub fn join(&mut self, file: LedgerFile) {
        let LedgerFile { mut ledger, source, problems } = file;
        self.problems.extend(problems);
        self.problems.extend(ledger::join(&source.file, &mut ledger, &mut self.towns));
        self.sources.push(source);
        self.ledger = Some(ledger);
    }

    /// The boxes whose features matter, CGCS2000 degrees, padded already.
    #[must_use]
    pub fn near(&self, policy: &Policy) -> Vec<Bounds> {
        Self::near_of(&self.towns, policy)
    }

    /// The same for some towns.
    pub(crate) fn near_of(towns: &[Town], policy: &Policy) -> Vec<Bounds> {
        #[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
        let margin_m = policy.margin().unwrap_or_default().0 as f64 / 1e3;
        let boxes = towns.iter().filter_map(|town| town.feature.shape.bounds());
        boxes.map(|b| b.padded(margin_m).padded(0.0)).collect()
    }

    /// Adds (part of) a layer: what of it lies near the towns. Layers come in the order of their kinds; `limits` say
    /// which repairs of its rings a reviewer decides on.
    pub fn add(&mut self, imported: Imported, limits: &Repair) {
        let rings = ring_problems(&imported, Some(limits));
        self.add_known(imported, rings);
    }

    /// The same where the defects of its rings are known.
    pub(crate) fn add_known(&mut self, imported: Imported, rings: Vec<Problem>) {
        self.problems.extend(rings);
        let Imported { source, features, problems, .. } = imported;
        if source.role == LayerKind::Counties {
            let file = self.sources.first().map_or("", |towns| towns.file.as_str());
            self.problems.extend(suspects(&self.towns, &features, file));
        }
        self.layers.entry(source.role).or_default().extend(features);
        self.problems.extend(problems);
        self.sources.push(source);
    }

    /// The same with the problems in the order of every list.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.problems.sort_by(|a, b| {
            (a.role, &a.file, a.position, &a.code, &a.feature).cmp(&(b.role, &b.file, b.position, &b.code, &b.feature))
        });
        self
    }

    /// Puts everything into `store`, with what it is judged by.
    ///
    /// # Errors
    /// The first call that fails; the store may then hold part of it and no review.
    pub async fn put(self, store: &impl Store, terms: &Terms, policy: &Policy) -> Result<(), RunError> {
        let Self { towns, layers, ledger, sources, problems, .. } = self.in_order();
        store.put_towns(&towns).await?;
        store.put_ledger(ledger.as_ref()).await?;
        for (kind, features) in &layers {
            store.put_layer(*kind, features).await?;
        }
        store.put_sources(&sources).await?;
        store.put_problems(&problems).await?;
        store.put_run(&terms.run_info(policy)).await?;
        Ok(())
    }

    /// As a store would keep it, without one: towns by id, features by id and position.
    ///
    /// # Errors
    /// Two towns with one id.
    pub(crate) fn held(self) -> Result<Held, RunError> {
        let Self { mut towns, mut layers, ledger, sources, problems, .. } = self.in_order();
        towns.sort_by(|a, b| a.feature.id.cmp(&b.feature.id));
        only_once(&towns)?;
        layers.values_mut().for_each(|features| features.sort_by(by_id));
        let doubtful = doubtful(&problems);
        Ok(Held { data: Dataset { towns, layers, doubtful, ledger }, sources, problems })
    }
}

/// What is reviewed, and what is told beside it.
pub(crate) struct Held {
    pub data: Dataset,
    pub sources: Vec<SourceInfo>,
    pub problems: Vec<Problem>,
}
