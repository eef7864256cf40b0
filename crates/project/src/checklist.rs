//! The checklist of a finished review: every clause, what judged it, and what is left to people.

use std::collections::BTreeSet;

use sanxian_review::data::LayerKind;
use sanxian_review::policy::{ChecklistRow, Clause, Pack, Policy};

use crate::store::Recorded;

/// Every clause of the review's packs with its standing; empty where the packs cannot be bound (an old project).
#[must_use]
pub fn checklist(recorded: &Recorded) -> Vec<ChecklistRow> {
    let packs = serde_json::from_value::<Vec<Pack>>(recorded.run.packs.clone());
    let policy = packs.ok().and_then(|packs| {
        let as_of = recorded.run.as_of.parse().ok()?;
        Policy::new(packs, as_of, recorded.run.near).ok()
    });
    let Some(policy) = policy else { return Vec::new() };
    let mut given: BTreeSet<LayerKind> = recorded.layers.keys().copied().collect();
    given.extend(recorded.ledger.is_some().then_some(LayerKind::Ledger));
    policy.checklist(recorded.towns.iter().map(|town| &town.traits), &given)
}

/// The clause of a row, with its document.
#[must_use]
pub fn clause_of<'a>(packs: &'a [Pack], row: &ChecklistRow) -> Option<(&'a Pack, &'a Clause)> {
    let pack = packs.iter().find(|pack| pack.pack.id == row.pack)?;
    pack.clauses.iter().find(|clause| clause.id == row.clause).map(|clause| (pack, clause))
}
