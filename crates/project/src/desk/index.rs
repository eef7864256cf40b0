//! The findings of the recorded review, made ready for filters, orders and pages.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use rayon::prelude::*;
use sanxian_review::data::FeatureId;
use sanxian_review::finding::{Finding, Measure, Subject as AboutWhom, TownRow, Verdict};

use super::name_index::Name;
use crate::lang::{Lang, Text};
use crate::store::decision::{Decision, DecisionKind};
use crate::store::project::{Glance, GlanceReview};
use crate::view::FindingFacets;
use crate::words;

/// What a query looks at of one finding.
#[derive(Debug)]
pub(super) struct Entry {
    pub rule: &'static str,
    /// Place of its town among [`Index::subjects`], or of the place it is about.
    pub town: u32,
    pub clause: String,
    /// For the order by measure: kind, number.
    pub measured: Option<(u8, i64)>,
}

/// A town, or a place whose towns are taken together, as findings speak of it.
#[derive(Debug)]
pub(super) struct Subject {
    /// Empty for a place.
    pub id: FeatureId,
    /// Its name, or its id.
    pub label: String,
    pub county: String,
    /// Places in lists, by pinyin.
    pub order: String,
    pub county_order: String,
    name: Name,
    county_name: Name,
}

/// All findings in the review's order.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub entries: Vec<Entry>,
    /// The towns in the review's order, then the places.
    pub subjects: Vec<Subject>,
    /// How many of them are towns.
    towns: usize,
    pub facets: FindingFacets,
    places: HashMap<String, u32>,
    texts: OnceLock<Vec<String>>,
}

impl Index {
    pub(super) fn of(glance: &Glance) -> Self {
        let Some(reviewed) = &glance.reviewed else { return Self::default() };
        let mut subjects: Vec<Subject> = reviewed.review.towns.iter().map(|row| subject(row, glance)).collect();
        let findings = &reviewed.review.findings;
        let mut codes: Vec<&str> = findings.iter().filter_map(|found| found.subject.place()).collect();
        codes.dedup(); // findings are sorted by whom they are about
        let towns = subjects.len();
        let spot: HashMap<AboutWhom, u32> = {
            let towns = reviewed.review.towns.iter().map(|row| AboutWhom::Town(row.id.clone()));
            towns.chain(codes.iter().map(|code| AboutWhom::Place((*code).to_owned()))).zip(0..).collect()
        };
        subjects.extend(codes.iter().map(|code| place(code)));
        let entries: Vec<Entry> = findings
            .par_iter()
            .map(|found| Entry {
                rule: found.rule,
                town: spot.get(&found.subject).copied().unwrap_or_default(),
                clause: found.clause.0.clone(),
                measured: found.measured.map(|measured| match measured {
                    Measure::AreaMm2(area) => (0, area.0),
                    Measure::LengthMm(length) => (1, length.0),
                    Measure::Count(count) => (2, i64::from(count)),
                    Measure::Share { part, whole } => (3, in_a_thousand_million(part, whole)),
                    Measure::Yuan(yuan) => (4, yuan),
                }),
            })
            .collect();
        let places = findings.iter().zip(0..).map(|(found, at)| (found.fingerprint.0.clone(), at)).collect();
        let facets = facets(&entries, &subjects, towns);
        Self { entries, subjects, towns, facets, places, texts: OnceLock::new() }
    }

    /// The words of each finding, lower-case: its town's id, clause, rule and explanations. Made when the first search
    /// asks for them: a hundred thousand take half a second, and most projects are opened to look.
    pub(super) fn texts(&self, glance: &Glance) -> &[String] {
        self.texts.get_or_init(|| {
            let Some(reviewed) = &glance.reviewed else { return Vec::new() };
            let rows: BTreeMap<&FeatureId, &TownRow> = reviewed.review.towns.iter().map(|row| (&row.id, row)).collect();
            let text = |found: &Finding| {
                let town = found.subject.town().and_then(|id| rows.get(id)).copied();
                let said = |lang| words::finding(found, town, lang);
                let rule = |lang| words::rule(found.rule, lang);
                let (zh, en) = (said(Lang::Zh), said(Lang::En));
                let parts = [found.subject.key(), &found.clause.0, rule(Lang::Zh), rule(Lang::En), &zh, &en];
                parts.join("\n").to_lowercase()
            };
            reviewed.review.findings.par_iter().map(text).collect()
        })
    }

    /// Place of a finding in the review's order.
    pub(super) fn place(&self, fingerprint: &str) -> Option<usize> {
        self.places.get(fingerprint).map(|at| *at as usize)
    }

    /// The towns, by id.
    pub(super) fn towns(&self) -> &[Subject] {
        &self.subjects[..self.towns]
    }

    /// The town or place of an entry.
    pub(super) fn subject(&self, entry: &Entry) -> &Subject {
        &self.subjects[entry.town as usize]
    }

    /// Which towns' names or counties answer to `wanted`.
    pub(super) fn named(&self, wanted: &str) -> Vec<bool> {
        self.subjects.iter().map(|town| town.name.matches(wanted) || town.county_name.matches(wanted)).collect()
    }
}

/// A share as a whole number to sort by; nothing of nothing comes first.
fn in_a_thousand_million(part: i64, whole: i64) -> i64 {
    let share = i128::from(part) * 1_000_000_000 / i128::from(whole.max(1));
    i64::try_from(share).unwrap_or(i64::MAX)
}

fn subject(row: &TownRow, glance: &Glance) -> Subject {
    let county = super::county::of_town(glance, &row.id);
    let label = if row.name.trim().is_empty() { row.id.0.clone() } else { row.name.clone() };
    let (name, county_name) = (Name::new(&label), Name::new(&county));
    Subject {
        id: row.id.clone(),
        order: name.order(),
        county_order: county_name.order(),
        name,
        county_name,
        label,
        county,
    }
}

/// A place has no county, and its own name to be found by.
fn place(code: &str) -> Subject {
    let label = words::place(code, Lang::Zh);
    let (name, county_name) = (Name::new(&label), Name::new(""));
    let (order, county_order) = (name.order(), county_name.order());
    let (id, county) = (FeatureId(String::new()), String::new());
    Subject { id, label, county, order, county_order, name, county_name }
}

/// `towns` of the subjects are towns.
fn facets(entries: &[Entry], subjects: &[Subject], towns: usize) -> FindingFacets {
    let mut by_rule: BTreeMap<usize, u32> = BTreeMap::new();
    let mut by_town = vec![0_u32; subjects.len()];
    for entry in entries {
        let rank = words::RULES.iter().position(|rule| *rule == entry.rule).unwrap_or(usize::MAX);
        *by_rule.entry(rank).or_default() += 1;
        by_town[entry.town as usize] += 1;
    }
    let towns = &subjects[..towns];
    let mut by_county: BTreeMap<&str, u32> = BTreeMap::new();
    for (town, count) in towns.iter().zip(&by_town).filter(|(town, _)| !town.county.is_empty()) {
        *by_county.entry(&town.county).or_default() += count;
    }
    let rules = by_rule.into_iter().filter_map(|(rank, count)| {
        let id = *words::RULES.get(rank)?;
        Some((id.to_owned(), Text::new(words::rule(id, Lang::Zh), words::rule(id, Lang::En)), count))
    });
    let listed = towns.iter().zip(by_town).filter(|(_, count)| *count > 0);
    FindingFacets {
        rules: rules.collect(),
        towns: listed.map(|(town, count)| (town.id.0.clone(), town.label.clone(), count)).collect(),
        counties: by_county.into_iter().map(|(county, count)| (county.to_owned(), count)).collect(),
    }
}

/// What decisions make of the verdicts.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Effective verdict of each finding, in the review's order.
    pub effective: Vec<Verdict>,
    /// The decision on each finding.
    pub decided: Vec<Option<DecisionKind>>,
    /// Effective verdict of each town, in the order of the review.
    pub towns: Vec<Verdict>,
}

impl Standing {
    pub(super) fn of(glance: &Glance, index: &Index, decisions: &BTreeMap<String, Decision>) -> Self {
        let Some(reviewed) = &glance.reviewed else { return Self::default() };
        let findings = &reviewed.review.findings;
        let mut effective: Vec<Verdict> = findings.iter().map(Finding::effective).collect();
        let mut decided = vec![None; effective.len()];
        for (fingerprint, decision) in decisions {
            if let Some(at) = index.place(fingerprint) {
                effective[at] = decision.effective(effective[at]);
                decided[at] = Some(decision.kind);
            }
        }
        let mut towns = least(glance, reviewed);
        // what lacks a column or an optional layer is told, and lowers nobody: as in the review itself
        let told = index.entries.iter().zip(&effective).filter(|(_, verdict)| **verdict != Verdict::NotChecked);
        for (entry, verdict) in told {
            // what is found of a place charges none of its towns
            if let Some(town) = towns.get_mut(entry.town as usize) {
                *town = (*town).max(*verdict);
            }
        }
        Self { effective, decided, towns }
    }
}

/// What each town's verdict is at least, whatever is decided about its findings: what was not checked and what failed.
fn least(glance: &Glance, reviewed: &GlanceReview) -> Vec<Verdict> {
    use sanxian_review::data::LayerKind;
    let review = &reviewed.review;
    let gap = LayerKind::CONTROL_LINES.iter().any(|kind| !glance.layers.contains_key(kind))
        || review.not_checked.iter().any(|not| not.clause.is_none());
    let floor = if gap { Verdict::NotChecked } else { Verdict::Pass };
    let failed: std::collections::BTreeSet<_> = review.faults.iter().filter_map(|fault| fault.subject.town()).collect();
    let of = |row: &TownRow| {
        let floor = if failed.contains(&row.id) { Verdict::Verify } else { floor };
        floor.min(row.verdict)
    };
    review.towns.iter().map(of).collect()
}
