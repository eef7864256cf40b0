//! The part of a review that one opinion is about, with every verdict as decisions leave it.

use std::collections::{BTreeMap, BTreeSet};

use sanxian_review::data::{FeatureId, LayerKind, Town};
use sanxian_review::finding::{Finding, NotChecked, Subject, TownRow, Verdict};
use sanxian_review::measure::SquareMillimetres;
use sanxian_review::policy::{ChecklistRow, Clause, ClauseId, Pack, Policy};

use super::rounding::{nearest, parts};
use super::{Asked, OpinionError};
use crate::dossier::Dossier;
use crate::lang::Lang;
use crate::numbered::{Numbered, numbered};
use crate::store::decision::Decision;
use crate::words;

/// mm² in a printed unit of a hundredth of a square metre.
pub(super) const PER_UNIT: i128 = 10_000;

/// What an opinion looks at.
pub(super) struct View<'a> {
    pub lang: Lang,
    pub asked: &'a Asked,
    pub dossier: &'a Dossier,
    /// Absent for packs that the program cannot bind any more.
    pub policy: Option<Policy>,
    pub packs: Vec<Pack>,
    pub towns: Vec<Looked<'a>>,
    /// In the order of the review.
    pub findings: Vec<Judged<'a>>,
}

/// A town, as measured and as printed.
pub(super) struct Looked<'a> {
    pub town: &'a Town,
    pub row: &'a TownRow,
    /// What its verdict is after the decisions.
    pub effective: Verdict,
    pub printed: Printed,
}

/// Areas of a town in hundredths of a square metre; the four classes add up to the area.
pub(super) struct Printed {
    pub area: i128,
    pub eco_redline: Option<i128>,
    pub basic_farmland: Option<i128>,
    pub outside: Option<i128>,
    pub classes: Option<[i128; 4]>,
}

/// A finding and what a reviewer made of it.
pub(super) struct Judged<'a> {
    pub found: &'a Finding,
    pub decision: Option<&'a Decision>,
    pub effective: Verdict,
}

impl<'a> View<'a> {
    pub fn new(dossier: &'a Dossier, asked: &'a Asked) -> Result<Self, OpinionError> {
        let recorded = &dossier.recorded;
        let wanted = |id: &FeatureId| asked.town.as_ref().is_none_or(|town| town == id);
        let own = asked.town.as_ref().and_then(|id| recorded.towns.iter().find(|town| town.feature.id == *id));
        let concerns = |subject: &Subject| own.is_none_or(|town| subject.concerns(&town.feature.id, &town.traits));
        let packs: Vec<Pack> = serde_json::from_value(recorded.run.packs.clone()).unwrap_or_default();
        let as_of = recorded.run.as_of.parse().ok();
        let policy = as_of.and_then(|day| Policy::new(packs.clone(), day, recorded.run.near).ok());
        let decisions: BTreeMap<_, _> = recorded.decisions.iter().map(|one| (&one.finding, one)).collect();
        let findings: Vec<Judged<'a>> = recorded
            .review
            .findings
            .iter()
            .filter(|found| concerns(&found.subject))
            .map(|found| {
                let decision = decisions.get(&found.fingerprint).copied();
                let effective = decision.map_or(found.effective(), |one| one.effective(found.effective()));
                Judged { found, decision, effective }
            })
            .collect();
        let rows: BTreeMap<_, _> = recorded.review.towns.iter().map(|row| (&row.id, row)).collect();
        let of_town = |town: &'a Town| {
            let row = *rows.get(&town.feature.id)?;
            let own = findings.iter().filter(|judged| judged.found.subject == row.id);
            let effective = dossier.standing(row, own.map(|judged| judged.effective));
            Some(Looked { town, row, effective, printed: Printed::of(row) })
        };
        let towns: Vec<_> = recorded.towns.iter().filter(|town| wanted(&town.feature.id)).filter_map(of_town).collect();
        match (&asked.town, towns.is_empty()) {
            (Some(town), true) => Err(OpinionError::NoSuchTown { id: town.0.clone() }),
            _ => Ok(Self { lang: asked.lang, asked, dossier, policy, packs, towns, findings }),
        }
    }

    /// Findings of a town with the numbers that its sheets show.
    pub fn numbered(&self, town: &FeatureId) -> Vec<Numbered<'a>> {
        let own = self.findings.iter().filter(|judged| judged.found.subject == *town);
        numbered(own.map(|judged| (judged.found, judged.effective)))
    }

    pub fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The town, when the opinion is about one.
    pub fn only(&self) -> Option<&Looked<'a>> {
        self.asked.town.as_ref().and_then(|_| self.towns.first())
    }

    pub fn clause(&self, id: &ClauseId) -> Option<(&Pack, &Clause)> {
        self.packs.iter().find_map(|pack| {
            let clause = pack.clauses.iter().find(|clause| clause.id == *id)?;
            Some((pack, clause))
        })
    }

    /// As [`document`](Self::document), without what a working title says about itself in brackets: for columns.
    pub fn document_short(&self, pack: &Pack) -> String {
        let head = &pack.pack;
        let title = head.title.split(['(', '（']).next().unwrap_or_default().trim();
        let none = || format!("《{title}》{}", self.say("（文号未载）", " (no number)"));
        head.doc_number.clone().unwrap_or_else(none)
    }

    /// 文号, or the title and that none is given.
    pub fn document(&self, pack: &Pack) -> String {
        let head = &pack.pack;
        let none = || format!("《{}》{}", head.title, self.say("（文号未载）", " (no document number given)"));
        head.doc_number.clone().unwrap_or_else(none)
    }

    /// The findings about towns, or those about the places that the towns belong to.
    pub fn about(&self, places: bool) -> impl Iterator<Item = &Judged<'a>> {
        self.findings.iter().filter(move |judged| judged.found.subject.town().is_none() == places)
    }

    /// The row of the town that a finding is about.
    pub fn row(&self, found: &Finding) -> Option<&'a TownRow> {
        self.towns.iter().find(|one| found.subject == one.row.id).map(|one| one.row)
    }

    /// `小镇名称（编码）`, or the place in words.
    pub fn whom(&self, subject: &Subject) -> String {
        match subject {
            Subject::Town(id) => self.name(id),
            Subject::Place(code) => words::place(code, self.lang),
        }
    }

    /// `小镇名称（编码）`
    pub fn name(&self, id: &FeatureId) -> String {
        let known = self.dossier.recorded.review.towns.iter().find(|row| row.id == *id);
        match known.map(|row| row.name.as_str()).filter(|name| !name.is_empty()) {
            Some(name) => format!("{name}{}{id}{}", self.say("（", " ("), self.say("）", ")")),
            None => id.0.clone(),
        }
    }

    /// What was not checked of these towns, one by one.
    pub fn not_checked(&self) -> Vec<&NotChecked> {
        let speaks: Option<BTreeSet<ClauseId>> = self.policy.as_ref().map(|policy| {
            let all = self.towns.iter().flat_map(|one| policy.governing(&one.town.traits));
            all.map(|governing| governing.clause.id.clone()).collect()
        });
        let concerns = |not: &&NotChecked| match (&not.clause, &speaks) {
            (Some(clause), Some(speaks)) => speaks.contains(clause),
            _ => true,
        };
        self.dossier.recorded.review.not_checked.iter().filter(concerns).collect()
    }

    /// Where every clause stands for these towns.
    pub fn checklist(&self) -> Vec<ChecklistRow> {
        let recorded = &self.dossier.recorded;
        let mut given: BTreeSet<LayerKind> = recorded.layers.keys().copied().collect();
        given.extend(recorded.ledger.is_some().then_some(LayerKind::Ledger));
        let towns = self.towns.iter().map(|one| &one.town.traits);
        self.policy.as_ref().map(|policy| policy.checklist(towns, &given)).unwrap_or_default()
    }
}

impl Printed {
    fn of(row: &TownRow) -> Self {
        let units = |area: SquareMillimetres| nearest(area.0.into(), PER_UNIT);
        let classes = row.partition.map(|of| {
            let exact = [of.eco_redline, of.basic_farmland, of.outside_urban_boundary, of.compliant];
            let units = parts(&exact.map(|area| i128::from(area.0)), PER_UNIT);
            [units[0], units[1], units[2], units[3]]
        });
        Self {
            area: units(row.area),
            // ground in the red line is the first class: one number, printed alike wherever it stands
            eco_redline: classes.map(|all| all[0]).or(row.eco_redline.map(units)),
            basic_farmland: row.basic_farmland.map(units),
            outside: row.outside_urban_boundary.map(units),
            classes,
        }
    }
}
