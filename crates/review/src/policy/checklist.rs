//! Where every clause of the packs stands in a review, so that a report covers them all.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::data::{LayerKind, TownTraits};
use crate::policy::{ClauseId, Policy};

/// How a clause fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A rule judged it.
    Judged,
    /// What its rule needs was not given.
    NotChecked,
    /// People must judge it (人工审查项).
    Manual,
    /// Another document governs its matter; it is cited there.
    GaveWay,
    /// It speaks of none of the towns.
    Silent,
}

/// One clause under one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistRow {
    /// Pack id.
    pub pack: String,
    /// Clause id.
    pub clause: ClauseId,
    /// The rule; empty where people judge.
    pub rule: String,
    /// How it fared.
    pub standing: Standing,
    /// What it lacked.
    pub missing: Vec<LayerKind>,
    /// How many towns it speaks of.
    pub towns: u32,
}

impl Policy {
    /// Where every clause stands for these towns, with the layers `given`; in the order of the packs.
    #[must_use]
    pub fn checklist<'a>(
        &self,
        towns: impl Iterator<Item = &'a TownTraits>,
        given: &BTreeSet<LayerKind>,
    ) -> Vec<ChecklistRow> {
        // many towns share their traits
        let mut kinds: Vec<(&TownTraits, u32)> = Vec::new();
        for traits in towns {
            match kinds.iter_mut().find(|(known, _)| *known == traits) {
                Some((_, count)) => *count += 1,
                None => kinds.push((traits, 1)),
            }
        }
        // (clause, rule) → towns governed, inputs missing; clauses cited beside another
        let mut governed: BTreeMap<(ClauseId, &str), (u32, BTreeSet<LayerKind>)> = BTreeMap::new();
        let mut cited: BTreeMap<(ClauseId, &str), u32> = BTreeMap::new();
        for (traits, count) in &kinds {
            for governing in self.governing(traits) {
                let row = governed.entry((governing.clause.id.clone(), governing.rule.id)).or_default();
                row.0 += count;
                row.1.extend(governing.needs().iter().filter(|kind| !given.contains(kind)));
                for gave_way in governing.also {
                    *cited.entry((gave_way, governing.rule.id)).or_default() += count;
                }
            }
        }
        let mut rows = Vec::new();
        for pack in self.packs() {
            for clause in &pack.clauses {
                let row = |rule: &str, standing, missing, towns| ChecklistRow {
                    pack: pack.pack.id.clone(),
                    clause: clause.id.clone(),
                    rule: rule.to_owned(),
                    standing,
                    missing,
                    towns,
                };
                if clause.manual {
                    let speaks = |t: &TownTraits| self.pack_applies(pack, t) && clause.applies.to(t, self.as_of());
                    let towns = kinds.iter().filter(|(t, _)| speaks(t)).map(|(_, count)| count).sum();
                    let standing = if towns > 0 { Standing::Manual } else { Standing::Silent };
                    rows.push(row("", standing, Vec::new(), towns));
                }
                for rule in &clause.rules {
                    let key = (clause.id.clone(), rule.as_str());
                    rows.push(match (governed.get(&key), cited.get(&key)) {
                        (Some((towns, missing)), _) if missing.is_empty() => {
                            row(rule, Standing::Judged, Vec::new(), *towns)
                        }
                        (Some((towns, missing)), _) => {
                            row(rule, Standing::NotChecked, missing.iter().copied().collect(), *towns)
                        }
                        (None, Some(towns)) => row(rule, Standing::GaveWay, Vec::new(), *towns),
                        (None, None) => row(rule, Standing::Silent, Vec::new(), 0),
                    });
                }
            }
        }
        rows
    }
}
