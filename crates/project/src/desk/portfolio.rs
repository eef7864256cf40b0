//! The towns of the project taken together: cards, numbers used and free, mix, clusters, and what would be if one came.

mod what_if;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use sanxian_review::data::{Bounds, Category, Dataset, Feature, FeatureId, LayerKind};
use sanxian_review::finding::{Reason, Side};
use sanxian_review::ledger::{Entry, Field, Ledger};
use sanxian_review::policy::{ClauseId, Policy};
use sanxian_review::portfolio::{Portfolio, PortfolioTown, Tally, portfolio, portfolio_with};

use super::findings::clause_view;
use super::open::Seen;
use super::review::terms;
use super::{Desk, aside, layers, lines, towns};
use crate::import::crs::prefectures::Prefecture;
use crate::lang::{Lang, Text};
use crate::run::Terms;
use crate::store::Store;
use crate::view::*;
use crate::words;

/// Layers that say where a town counts.
const PLACES: [LayerKind; 2] = [LayerKind::Counties, LayerKind::FunctionalZones];
/// What a county or a zone may call itself.
const NAMES: [&str; 7] = ["XZQMC", "XJXZQMC", "name", "名称", "县名", "行政区名称", "MC"];

impl Desk {
    /// The towns of the ledger together; with `what_if` also as they would be with that town.
    ///
    /// # Errors
    /// No project, packs that cannot be used together, a town that counts already.
    pub async fn portfolio(&self, what_if: Option<WhatIf>) -> Result<PortfolioView, Failure> {
        let open = self.opened()?;
        let seen = open.seen();
        let policy = seen.glance.project.as_ref().map(|project| project.policy.clone()).unwrap_or_default();
        let terms = terms(&policy)?;
        // an exported review has its counties in itself
        let kept = match seen.glance.project {
            Some(_) => BTreeMap::new(),
            None => open.store.recorded().await?.layers,
        };
        let folder = self.places.baselines.clone();
        aside(move || Asked { seen, kept, folder: &folder, terms }.answer(what_if.as_ref())).await?
    }
}

struct Asked<'a> {
    seen: Arc<Seen>,
    kept: BTreeMap<LayerKind, Vec<Feature>>,
    folder: &'a Path,
    terms: Terms,
}

impl Asked<'_> {
    fn answer(mut self, what_if: Option<&WhatIf>) -> Result<PortfolioView, Failure> {
        let seen = self.seen.clone();
        let ledger = seen.ledger.as_ref().map(|joined| joined.ledger.clone());
        let none = Ledger::default();
        let known = ledger.as_ref().unwrap_or(&none);
        let added = what_if.map(|wish| what_if::row(&seen, known, wish)).transpose()?;
        let mut notes = Vec::new();
        let layers = self.places(&mut notes);
        let names = names(&layers);
        let entries = known.entries.iter().chain(added.iter().flat_map(|added| &added.entries));
        let traits = seen.glance.towns.iter().map(|town| &town.traits).chain(entries.map(|entry| &entry.traits));
        let policy = self.terms.bind(traits)?;
        if seen.ledger.is_none() {
            notes.push(Text::new(
                "没有台账：数量、占比和亮牌都按台账计",
                "There is no ledger: numbers, shares and cards are counted on one",
            ));
        }
        let data = Dataset { towns: seen.glance.towns.clone(), layers, ledger, ..Dataset::default() };
        let now = portfolio(&data, &policy);
        let then = added.as_ref().map(|added| portfolio_with(&data, &policy, added));
        let ledger = data.ledger.as_ref();
        Ok(PortfolioView {
            as_of: policy.as_of().to_string(),
            ledger: seen.ledger.as_ref().map(|joined| joined.source.file.clone()),
            towns: towns_of(&seen, &now, ledger, &names),
            tallies: tallies(&seen, &policy, &now, then.as_ref(), &names),
            clusters: then.as_ref().unwrap_or(&now).clusters.iter().map(|group| cluster(&seen, group)).collect(),
            near_m: words::metres(policy.reach()),
            added: added.and_then(|added| Some(what_if::label(added.entries.first()?))),
            notes,
        })
    }

    /// Counties and zones near the towns; what cannot be read is said.
    fn places(&mut self, notes: &mut Vec<Text>) -> BTreeMap<LayerKind, Vec<Feature>> {
        let mut layers = std::mem::take(&mut self.kept);
        layers.retain(|kind, _| PLACES.contains(kind));
        let boxes: Vec<Bounds> = self.seen.glance.towns.iter().filter_map(|town| town.feature.shape.bounds()).collect();
        for one in self.seen.glance.baselines.iter().filter(|one| PLACES.contains(&one.role)) {
            match lines::open_referred(one, self.folder).and_then(|baseline| Ok(baseline.near(&boxes)?)) {
                Ok(near) => layers.entry(one.role).or_default().extend(near),
                Err(failure) => notes.push(failure.message),
            }
        }
        layers
    }
}

/// Names of counties and zones by their codes.
fn names(layers: &BTreeMap<LayerKind, Vec<Feature>>) -> BTreeMap<String, String> {
    let code = |feature: &Feature| {
        let code = feature.attribute(&["XZQDM", "admin_code", "行政区代码", "辖区", "jurisdiction", "code"]);
        code.map_or_else(|| feature.id.0.clone(), str::to_owned)
    };
    layers
        .values()
        .flatten()
        .filter_map(|feature| Some((code(feature), feature.attribute(&NAMES)?.to_owned())))
        .collect()
}

/// `吴兴区 330502`; the code alone where nobody names it.
fn called(names: &BTreeMap<String, String>, code: &str) -> String {
    // a city that no layer names is known by the first digits of its code
    let city = || {
        (code.len() == 4).then(|| Prefecture::of_code(&format!("{code}00")).map(|city| city.name.to_owned())).flatten()
    };
    let name = names.get(code).filter(|name| *name != code).cloned().or_else(city);
    name.map_or_else(|| code.to_owned(), |name| format!("{name} {code}"))
}

fn both(say: impl Fn(Lang) -> &'static str) -> Text {
    Text::new(say(Lang::Zh), say(Lang::En))
}

fn towns_of(
    seen: &Seen,
    now: &Portfolio,
    ledger: Option<&Ledger>,
    names: &BTreeMap<String, String>,
) -> Vec<PortfolioTownView> {
    let entries = ledger.map_or(&[][..], |ledger| &ledger.entries);
    let mut rows: Vec<_> = now.towns.iter().zip(entries).map(|(town, entry)| row(seen, town, entry, names)).collect();
    let known: BTreeSet<&FeatureId> = entries.iter().filter_map(|entry| entry.town.as_ref()).collect();
    let alone = seen.glance.towns.iter().filter(|town| !known.contains(&town.feature.id));
    rows.extend(alone.map(|town| PortfolioTownView {
        id: town.feature.id.0.clone(),
        name: town.name.clone(),
        has_boundary: true,
        has_row: false,
        level: town.traits.level.map(|level| both(|lang| words::level(level, lang))),
        stage: town.traits.stage.map(|stage| both(|lang| words::stage(stage, lang))),
        category: town.traits.category.map(|category| both(|lang| words::category(category, lang))),
        declared: town.traits.admin_code.as_deref().map(|code| called(names, county(code))),
        lies_in: None,
        elsewhere: false,
        card: None,
        progress: None,
        verdict: towns::verdict(seen, &town.feature.id).map(Into::into),
    }));
    rows
}

fn row(seen: &Seen, town: &PortfolioTown, entry: &Entry, names: &BTreeMap<String, String>) -> PortfolioTownView {
    let own = entry.traits.admin_code.as_deref().map(county);
    let ground = town.lies_in.as_deref().map(county);
    let money = |field| entry.number(field);
    PortfolioTownView {
        id: town.who.0.clone(),
        name: town.name.clone(),
        has_boundary: entry.town.is_some(),
        has_row: true,
        level: town.level.map(|level| both(|lang| words::level(level, lang))),
        stage: town.stage.map(|stage| both(|lang| words::stage(stage, lang))),
        category: town.category.map(|category| both(|lang| words::category(category, lang))),
        declared: town.declared.as_deref().map(|code| called(names, code)),
        lies_in: town.lies_in.as_deref().map(|code| called(names, code)),
        elsewhere: own.zip(ground).is_some_and(|(own, ground)| own != ground),
        card: town.card.map(Into::into),
        progress: money(Field::Invested)
            .zip(money(Field::PlannedInvestment).filter(|planned| *planned > 0))
            .map(|(invested, planned)| words::percent(invested, planned)),
        verdict: entry.town.as_ref().and_then(|id| towns::verdict(seen, id)).map(Into::into),
    }
}

/// The county's six digits of a code.
fn county(code: &str) -> &str {
    code.get(..6).unwrap_or(code)
}

type Key = (ClauseId, String, Option<Category>);

fn key(tally: &Tally) -> Key {
    (tally.clause.clone(), tally.whose.clone(), tally.category)
}

fn tallies(
    seen: &Seen,
    policy: &Policy,
    now: &Portfolio,
    then: Option<&Portfolio>,
    names: &BTreeMap<String, String>,
) -> Vec<TallyView> {
    let after: BTreeMap<Key, &Tally> = then.iter().flat_map(|then| &then.tallies).map(|t| (key(t), t)).collect();
    let before: BTreeMap<Key, &Tally> = now.tallies.iter().map(|tally| (key(tally), tally)).collect();
    let new = after.iter().filter(|(key, _)| !before.contains_key(*key)).map(|(_, tally)| *tally);
    let all = now.tallies.iter().chain(new);
    let ground = by_ground(seen);
    let shown = all.filter_map(|tally| {
        let clause = policy.packs().iter().flat_map(|pack| &pack.clauses).find(|clause| clause.id == tally.clause)?;
        let counted = |tally: &&Tally| counted(tally, clause.force.when_broken().into());
        let sign = if tally.side == Side::AtMost { "≤" } else { "≥" };
        Some(TallyView {
            clause: clause_view(policy.packs(), &tally.clause, true)?,
            place: called(names, &tally.whose),
            category: tally.category.map(|category| both(|lang| words::category(category, lang))),
            limit: match tally.of {
                None => format!("{sign} {}", tally.limit),
                Some(_) => format!("{sign} {}", words::percent(tally.limit, 10_000)),
            },
            at_most: tally.side == Side::AtMost,
            now: before.get(&key(tally)).map(counted),
            then: after.get(&key(tally)).map(counted),
            by_ground: ground.get(&(&tally.clause, tally.whose.as_str())).copied().filter(|_| tally.of.is_none()),
        })
    });
    shown.collect()
}

fn counted(tally: &Tally, when_broken: VerdictView) -> CountView {
    CountView {
        count: tally.count,
        of: tally.of,
        share: tally.of.map(|of| words::percent(i64::from(tally.count), i64::from(of))),
        free: i32::try_from(tally.free).unwrap_or(i32::MAX),
        met: tally.met,
        verdict: if tally.met { VerdictView::Pass } else { when_broken },
    }
}

/// How many towns lie in a place, as the last review counted them.
fn by_ground(seen: &Seen) -> BTreeMap<(&ClauseId, &str), u32> {
    let found = seen.glance.reviewed.iter().flat_map(|reviewed| &reviewed.review.findings);
    let placed = found.filter_map(|found| match &found.reason {
        Reason::Quota { whose, by_place: Some(many), .. } => Some(((&found.clause, whose.as_str()), *many)),
        _ => None,
    });
    placed.collect()
}

fn cluster(seen: &Seen, group: &[FeatureId]) -> ClusterView {
    let found: Vec<_> = group.iter().filter_map(|id| towns::find(&seen.glance, id)).collect();
    ClusterView {
        towns: found.iter().map(|town| (town.feature.id.0.clone(), town.name.clone())).collect(),
        extent: layers::whole(found.iter().filter_map(|town| town.feature.shape.bounds())).map(lines::corners),
    }
}
