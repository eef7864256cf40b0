//! The list of towns, the panel of one, and the defects of the input.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use sanxian_review::data::{FeatureId, LayerKind, Town};
use sanxian_review::finding::{NotChecked, TownRow, Verdict};
use sanxian_review::measure::SquareMillimetres;
use sanxian_review::policy::{ClauseId, Governing, Policy};

use super::findings::{packs, row as finding_row};
use super::name_index::Name;
use super::open::{Seen, count};
use super::{Desk, aside, county, lines, sides};
use crate::lang::{Lang, Text};
use crate::problem::Problem;
use crate::store::project::{Glance, GlanceReview};
use crate::view::*;
use crate::words;

/// Defects in one answer, at most.
const PAGE: u32 = 1000;

impl Desk {
    /// All towns by id.
    ///
    /// # Errors
    /// No project.
    pub async fn towns(&self) -> Result<Vec<TownRowView>, Failure> {
        let seen = self.seen()?;
        aside(move || {
            let towns = Towns::of(&seen);
            seen.glance.towns.iter().map(|town| towns.row(town)).collect()
        })
        .await
    }

    /// Everything about a town.
    ///
    /// # Errors
    /// No project, or no such town.
    pub async fn town(&self, id: &str) -> Result<TownView, Failure> {
        let (seen, id) = (self.seen()?, FeatureId(id.to_owned()));
        let no_town = Failure::other(
            Text::new(format!("没有编码为“{id}”的小镇"), format!("There is no town “{id}”")),
            Text::new("请从列表中另选", "Choose another from the list"),
        );
        let folder = self.places.baselines.clone();
        aside(move || find(&seen.glance, &id).map(|town| view(&seen, town, &folder))).await?.ok_or(no_town)
    }

    /// Defects of the input, in the order of every list; 1000 at most.
    ///
    /// # Errors
    /// No project.
    pub async fn problems(&self, offset: u32, limit: u32) -> Result<Vec<ProblemView>, Failure> {
        let (seen, folder) = (self.seen()?, self.places.baselines.clone());
        aside(move || {
            let all = problems_of(&seen, &folder);
            all.iter().skip(offset as usize).take(limit.min(PAGE) as usize).map(problem_view).collect()
        })
        .await
    }
}

/// The town with this id.
pub(super) fn find<'a>(glance: &'a Glance, id: &FeatureId) -> Option<&'a Town> {
    glance.towns.binary_search_by(|town| town.feature.id.cmp(id)).ok().map(|at| &glance.towns[at])
}

/// Towns with what was found about them.
struct Towns<'a> {
    seen: &'a Seen,
    /// Findings to deal with, by place of the town in the review.
    open_findings: Vec<u32>,
}

impl<'a> Towns<'a> {
    fn of(seen: &'a Seen) -> Self {
        let mut open_findings = vec![0; seen.index.towns().len()];
        for (entry, verdict) in seen.index.entries.iter().zip(&seen.standing.effective) {
            // what is found of a place is no town's
            if let Some(count) = open_findings.get_mut(entry.town as usize) {
                *count += u32::from(!matches!(verdict, Verdict::Pass | Verdict::NotChecked));
            }
        }
        Self { seen, open_findings }
    }

    fn row(&self, town: &Town) -> TownRowView {
        let id = &town.feature.id;
        let at = place(self.seen, id);
        TownRowView {
            id: id.0.clone(),
            name: town.name.clone(),
            pinyin: Name::new(&town.name).spellings(),
            county: county::of_town(&self.seen.glance, id),
            verdict: at.map(|at| self.seen.standing.towns[at].into()),
            area: at.zip(self.seen.glance.reviewed.as_ref()).map(|(at, r)| r.review.towns[at].area.into()),
            findings: at.map_or(0, |at| self.open_findings[at]),
            extent: town.feature.shape.bounds().map(lines::corners),
        }
    }
}

/// Place of a town in the review.
fn place(seen: &Seen, id: &FeatureId) -> Option<usize> {
    seen.index.towns().binary_search_by(|town| town.id.cmp(id)).ok()
}

/// Effective verdict of a town, when it was reviewed.
pub(super) fn verdict(seen: &Seen, id: &FeatureId) -> Option<Verdict> {
    place(seen, id).map(|at| seen.standing.towns[at])
}

fn view(seen: &Arc<Seen>, town: &Town, folder: &Path) -> TownView {
    let reviewed = seen.glance.reviewed.as_ref();
    let at = place(seen, &town.feature.id);
    let measured = at.zip(reviewed).map(|(at, reviewed)| (&reviewed.review.towns[at], reviewed));
    let policy = reviewed.and_then(policy_of);
    let governing = policy.as_ref().map(|policy| policy.governing(&town.traits)).unwrap_or_default();
    let polygons = town.feature.shape.polygons();
    TownView {
        row: Towns::of(seen).row(town),
        traits: traits(town),
        card: policy.as_ref().and_then(|policy| {
            let ledger = seen.ledger.as_ref()?;
            policy.card(ledger.row_of(&town.feature.id)?).map(Into::into)
        }),
        ledger: super::ledger::facts(seen, &town.feature.id),
        attributes: town.feature.attributes.texts().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        planar_area: measured.map(|(row, _)| row.planar_area.into()),
        central_meridian: measured.map(|(row, _)| row.central_meridian),
        area_band: band(&governing),
        partition: measured.map(|(row, _)| partition(row)).unwrap_or_default(),
        partition_missing: match measured {
            Some((row, _)) if row.partition.is_some() => None,
            _ => Some(words::no_partition(&missing_lines(&seen.glance), measured.is_some())),
        },
        four_bounds: sides::of(seen, town, folder),
        parts: count(polygons.0.len()),
        holes: count(polygons.iter().map(|polygon| polygon.interiors().len()).sum()),
        vertices: count(town.feature.shape.vertex_count()),
        neighbours: measured.map(|(_, reviewed)| neighbours(seen, reviewed, &town.feature.id)).unwrap_or_default(),
        findings: at.map(|at| findings(seen, at)).unwrap_or_default(),
        of_places: of_places(seen, town),
        not_checked: measured.map(|(_, r)| not_checked(r, &town.feature.id, &governing)).unwrap_or_default(),
        problems: {
            let own = |problem: &&Problem| {
                problem.role == LayerKind::Towns && problem.feature.as_deref() == Some(town.feature.id.0.as_str())
            };
            seen.glance.problems.iter().filter(own).map(problem_view).collect()
        },
    }
}

fn traits(town: &Town) -> Vec<(Text, Text)> {
    let t = &town.traits;
    let both = |say: &dyn Fn(Lang) -> &'static str| Text::new(say(Lang::Zh), say(Lang::En));
    let rows = [
        (Text::new("行政区代码", "Admin code"), t.admin_code.as_ref().map(|code| Text::new(code, code))),
        (Text::new("级别", "Level"), t.level.map(|level| both(&|lang| words::level(level, lang)))),
        (Text::new("阶段", "Stage"), t.stage.map(|stage| both(&|lang| words::stage(stage, lang)))),
        (Text::new("类型", "Type"), t.town_type.map(|kind| both(&|lang| words::town_type(kind, lang)))),
        (Text::new("产业类别", "Category"), t.category.map(|category| both(&|lang| words::category(category, lang)))),
        (Text::new("辖区", "Jurisdiction"), t.jurisdiction.as_ref().map(|zone| Text::new(zone, zone))),
    ];
    rows.into_iter().filter_map(|(what, value)| Some((what, value?))).collect()
}

/// The policy of the recorded review.
fn policy_of(reviewed: &GlanceReview) -> Option<Policy> {
    Policy::new(packs(reviewed), reviewed.run.as_of.parse().ok()?, reviewed.run.near).ok()
}

/// The bounds that the governing clauses set on a town's area.
fn band(governing: &[Governing<'_>]) -> Option<AreaBandView> {
    let (mut least, mut most, mut clauses) = (None, None, Vec::new());
    for governing in governing.iter().filter(|g| g.rule.id == "town_size") {
        let number = |name: &str| {
            let set = governing.matters.contains(&name).then(|| governing.clause.params.get(name))??;
            let km2 = set.as_float().or_else(|| set.as_integer().and_then(|n| i32::try_from(n).ok()).map(f64::from))?;
            #[expect(clippy::cast_possible_truncation, reason = "packs hold a few square kilometres")]
            Some(SquareMillimetres((km2 * 1e12).round() as i64))
        };
        let (min, max) = (number("min_km2"), number("max_km2"));
        if min.is_some() || max.is_some() {
            clauses.push(governing.clause.id.0.clone());
        }
        // of several bounds the narrower one counts
        least = [least, min].into_iter().flatten().max();
        most = [most, max].into_iter().flatten().min();
    }
    (!clauses.is_empty()).then(|| AreaBandView {
        least: least.map(AreaView::from),
        most: most.map(AreaView::from),
        clauses,
    })
}

fn partition(row: &TownRow) -> Vec<PartitionView> {
    let Some(classes) = row.partition else { return Vec::new() };
    let class = |name: &str, area: SquareMillimetres| PartitionView {
        class: name.to_owned(),
        name: words::class(name),
        area: area.into(),
        share: words::share(area, row.area).unwrap_or_default(),
    };
    vec![
        class("eco_redline", classes.eco_redline),
        class("basic_farmland", classes.basic_farmland),
        class("outside_urban_boundary", classes.outside_urban_boundary),
        class("compliant", classes.compliant),
    ]
}

fn missing_lines(glance: &Glance) -> Vec<LayerKind> {
    LayerKind::CONTROL_LINES.into_iter().filter(|kind| !glance.layers.contains_key(kind)).collect()
}

fn neighbours(seen: &Seen, reviewed: &GlanceReview, id: &FeatureId) -> Vec<(String, String, String)> {
    let mut near: Vec<_> = reviewed
        .review
        .neighbours
        .iter()
        .filter_map(|row| match (row.town_a == *id, row.town_b == *id) {
            (true, _) => Some((row.distance, &row.town_b)),
            (_, true) => Some((row.distance, &row.town_a)),
            _ => None,
        })
        .collect();
    near.sort();
    let name = |id| find(&seen.glance, id).map(|town| town.name.clone()).unwrap_or_default();
    near.into_iter().map(|(distance, other)| (other.0.clone(), name(other), words::metres(distance))).collect()
}

/// All findings of a town, worst first.
fn findings(seen: &Seen, town: usize) -> Vec<FindingRowView> {
    let own = seen.index.entries.iter().enumerate().filter(|(_, entry)| entry.town as usize == town);
    worst_first(seen, own.map(|(at, _)| at).collect())
}

/// Findings of the places that a town is counted with, worst first.
fn of_places(seen: &Seen, town: &Town) -> Vec<FindingRowView> {
    let all = seen.glance.reviewed.iter().flat_map(|reviewed| &reviewed.review.findings).enumerate();
    let theirs = all
        .filter(|(_, found)| found.subject.place().is_some() && found.subject.concerns(&town.feature.id, &town.traits));
    worst_first(seen, theirs.map(|(at, _)| at).collect())
}

fn worst_first(seen: &Seen, mut found: Vec<usize>) -> Vec<FindingRowView> {
    found.sort_by_key(|at| std::cmp::Reverse(seen.standing.effective[*at]));
    found.into_iter().filter_map(|at| finding_row(seen, at)).collect()
}

/// Clauses that speak of this town and could not be checked, and rules that failed on it.
fn not_checked(reviewed: &GlanceReview, id: &FeatureId, governing: &[Governing<'_>]) -> Vec<Text> {
    let review = &reviewed.review;
    let concerns = |not: &&NotChecked| {
        let of = |clause: &ClauseId| governing.iter().any(|g| g.clause.id == *clause);
        not.clause.as_ref().is_none_or(of)
    };
    let gaps = review.not_checked.iter().filter(concerns).map(|not| {
        let said = |lang| words::not_checked(not, lang);
        Text::new(said(Lang::Zh), said(Lang::En))
    });
    let failed = review.faults.iter().filter(|fault| fault.subject == *id).map(|fault| {
        let said = |lang| words::fault(fault, lang);
        Text::new(said(Lang::Zh), said(Lang::En))
    });
    let mut seen = BTreeSet::new();
    gaps.chain(failed).filter(|text| seen.insert(text.zh.clone())).collect()
}

/// All defects of the input: those of the project's files, and those that the baselines in use know of.
pub(super) fn problems_of<'a>(seen: &'a Seen, folder: &Path) -> &'a [Problem] {
    seen.problems.get_or_init(|| gather_problems(seen, folder))
}

fn gather_problems(seen: &Seen, folder: &Path) -> Vec<Problem> {
    let glance = &seen.glance;
    let referred: Vec<_> = glance.baselines.iter().filter_map(|one| lines::open_referred(one, folder).ok()).collect();
    let files: BTreeSet<&str> = referred.iter().map(|baseline| baseline.info().source.file.as_str()).collect();
    let kept = |problem: &&Problem| {
        problem.role == LayerKind::Towns || glance.project.is_none() || files.contains(problem.file.as_str())
    };
    let mut all: Vec<Problem> = glance.problems.iter().filter(kept).cloned().collect();
    // of the ledger as it is now, not as it was at the review
    all.extend(seen.ledger.iter().flat_map(|ledger| ledger.problems.iter().cloned()));
    let key = |p: &Problem| (p.role, p.file.clone(), p.position, p.code.clone(), p.feature.clone());
    let mut known: BTreeSet<_> = all.iter().map(key).collect();
    for problem in referred.iter().filter_map(|baseline| baseline.problems().ok()).flatten() {
        if known.insert(key(&problem)) {
            all.push(problem);
        }
    }
    all.sort_by_cached_key(key);
    all
}

/// As the window shows a defect.
pub(super) fn problem_view(problem: &Problem) -> ProblemView {
    ProblemView {
        code: problem.code.clone(),
        role: problem.role.into(),
        file: problem.file.clone(),
        position: problem.position.map(|position| u32::try_from(position).unwrap_or(u32::MAX)),
        feature: problem.feature.clone(),
        text: Text::new(problem.zh.clone(), problem.en.clone()),
        place: problem.place.map(|(lon, lat)| [lon, lat]),
        area_change_m2: problem.area_change_mm2.map(|change| SquareMillimetres(change).to_m2_text()),
        dropped: problem.dropped,
    }
}
