//! The towns of a place taken together: cards, numbers used and free, mix, clusters.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::data::{Category, Dataset, FeatureId, Level, Stage};
use crate::finding::{Card, Side};
use crate::layers::Layers;
use crate::ledger::Ledger;
use crate::neighbours::pairs;
use crate::policy::{ClauseId, Force, Policy};
use crate::roster::Roster;
use crate::survey::Survey;

/// All of it, as plain data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portfolio {
    /// One a row of the ledger, those that left the list included.
    pub towns: Vec<PortfolioTown>,
    /// One for each number that a clause sets a place.
    pub tallies: Vec<Tally>,
    /// Groups of towns nearer to each other than the policy's distance, each sorted.
    pub clusters: Vec<Vec<FeatureId>>,
}

/// A town of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortfolioTown {
    /// Its boundary's id, else its code, else its name.
    pub who: FeatureId,
    /// 小镇名称
    pub name: String,
    /// 级别
    pub level: Option<Level>,
    /// 阶段
    pub stage: Option<Stage>,
    /// 产业类别
    pub category: Option<Category>,
    /// The county or zone that it declares.
    pub declared: Option<String>,
    /// The county in which most of its boundary lies.
    pub lies_in: Option<String>,
    /// Its card, where a clause gives cards and the ledger says both numbers.
    pub card: Option<Card>,
}

/// A number of towns that a clause limits or wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The clause.
    pub clause: ClauseId,
    /// The place: a code or a zone; for a mix also the category.
    pub whose: String,
    /// Which category, in a mix.
    pub category: Option<Category>,
    /// How many towns count.
    pub count: u32,
    /// Of how many, in a mix.
    pub of: Option<u32>,
    /// Which limit.
    pub side: Side,
    /// The limit: towns, or in a mix hundredths of a per cent.
    pub limit: i64,
    /// Towns that may still come (an upper limit), or that are still wanted (a lower one). Of a mix: with this base.
    pub free: i64,
    /// Whether the limit is kept.
    pub met: bool,
    /// How binding the clause is: what it means when the limit is not kept.
    pub force: Force,
}

/// Takes the towns of the ledger together; without a ledger there is nothing to take.
#[must_use]
pub fn portfolio(data: &Dataset, policy: &Policy) -> Portfolio {
    let Some(ledger) = &data.ledger else { return Portfolio::default() };
    let (none, layers) = (BTreeMap::new(), Layers::new(&data.layers));
    let bare = Layers::new(&none);
    let measured = data.towns.iter().filter_map(|town| Survey::of(town, &bare, policy).ok());
    let surveys: Vec<Arc<Survey>> = measured.map(Arc::new).collect();
    let roster = Roster::new(ledger, policy.as_of(), &surveys, &layers);
    let towns = roster.members.iter().map(|member| PortfolioTown {
        who: member.entry.who(),
        name: member.entry.name.clone(),
        level: member.entry.traits.level,
        stage: member.entry.traits.stage,
        category: member.entry.traits.category,
        declared: member.declared().map(str::to_owned),
        lies_in: member.county.clone(),
        card: policy.card(member.entry),
    });
    let towns = towns.collect();
    let near = pairs(&surveys, policy.reach());
    let ids = |group: Vec<usize>| group.into_iter().map(|k| surveys[k].town.feature.id.clone()).collect();
    let mut groups: Vec<Vec<FeatureId>> = near.clusters(policy.reach()).into_iter().map(ids).collect();
    groups.sort();
    Portfolio { towns, tallies: policy.tallies(&roster), clusters: groups }
}

/// The same with towns added to the list: what would be if they were approved.
#[must_use]
pub fn portfolio_with(data: &Dataset, policy: &Policy, added: &Ledger) -> Portfolio {
    let mut data = data.clone();
    let ledger = data.ledger.get_or_insert_default();
    ledger.entries.extend(added.entries.iter().cloned());
    ledger.columns.extend(added.columns.iter().copied());
    portfolio(&data, policy)
}
