//! The findings table and the panel of a finding.

use sanxian_review::finding::{Finding, Measure, OverlapRow, Provenance, Reason, TownRow};
use sanxian_review::measure::SquareMillimetres;
use sanxian_review::plane::Plane;
use sanxian_review::policy::{ClauseId, Pack};

use super::open::{Open, Seen, count};
use super::{Desk, aside, decide, lines};
use crate::lang::{Lang, Text};
use crate::store::project::GlanceReview;
use crate::store::{LogLine, StoreError};
use crate::view::*;
use crate::words;

/// Rows in one answer, at most.
const PAGE: u32 = 1000;
/// Patches listed with a finding.
const PATCHES: usize = 200;

impl Desk {
    /// A page of the findings that match, 1000 rows at most.
    ///
    /// # Errors
    /// No project.
    pub async fn findings(&self, query: FindingQuery, offset: u32, limit: u32) -> Result<FindingPage, Failure> {
        let open = self.opened()?;
        aside(move || {
            let seen = open.seen();
            let found = open.matching(&seen, &query);
            let page = found.iter().skip(offset as usize).take(limit.min(PAGE) as usize);
            FindingPage {
                total: count(found.len()),
                offset,
                rows: page.filter_map(|at| row(&seen, *at as usize)).collect(),
                facets: seen.index.facets.clone(),
            }
        })
        .await
    }

    /// 0-based place of a finding among those that match.
    ///
    /// # Errors
    /// No project.
    pub async fn finding_place(&self, query: FindingQuery, id: &str) -> Result<Option<u32>, Failure> {
        let (open, id) = (self.opened()?, id.to_owned());
        aside(move || {
            let seen = open.seen();
            let wanted = seen.index.place(&id)?;
            let found = open.matching(&seen, &query);
            found.iter().position(|at| *at as usize == wanted).map(count)
        })
        .await
    }

    /// Everything about a finding.
    ///
    /// # Errors
    /// No project, or a finding that is not there any more.
    pub async fn finding(&self, id: &str) -> Result<FindingView, Failure> {
        let open = self.opened()?;
        let seen = open.seen();
        let at = seen.index.place(id).ok_or_else(gone)?;
        let reviewed = seen.glance.reviewed.as_ref().ok_or_else(gone)?;
        let fingerprint = reviewed.review.findings[at].fingerprint.clone();
        let history = open.store.history(&fingerprint).await?;
        let planar = planar(&open, &seen, at).await?;
        let found = &reviewed.review.findings[at];
        let patches = match (found.layer, found.subject.town()) {
            (Some(layer), Some(town)) => patches(open.store.overlaps_of(town, layer).await?),
            _ => Vec::new(),
        };
        let all = seen.clone();
        let shown = aside(move || view(&all, at, planar, history)).await?;
        shown.map(|shown| FindingView { patches, ..shown }).ok_or_else(gone)
    }
}

fn gone() -> Failure {
    Failure::other(
        Text::new("这条审查结果已不存在", "This finding is not there any more"),
        Text::new(
            "数据或参数改变后重新审查过；请从列表中另选",
            "The review was made again; choose another from the list",
        ),
    )
}

/// One row of the table.
pub(super) fn row(seen: &Seen, at: usize) -> Option<FindingRowView> {
    let reviewed = seen.glance.reviewed.as_ref()?;
    let found = reviewed.review.findings.get(at)?;
    let (entry, town_row) = (&seen.index.entries[at], town_of(reviewed, found));
    let whom = seen.index.subject(entry);
    let said = |lang| words::finding(found, town_row, lang);
    Some(FindingRowView {
        id: found.fingerprint.0.clone(),
        derived: found.verdict.into(),
        verdict: seen.standing.effective[at].into(),
        rule: found.rule.to_owned(),
        rule_name: Text::new(words::rule(found.rule, Lang::Zh), words::rule(found.rule, Lang::En)),
        town: whom.id.0.clone(),
        town_name: whom.label.clone(),
        county: whom.county.clone(),
        clause: found.clause.0.clone(),
        measured: found.measured.map(words::measured_short),
        share: area_of(found).zip(town_row).and_then(|(area, town)| words::share(area, town.area)),
        explanation: Text::new(said(Lang::Zh), said(Lang::En)),
        decision: seen.standing.decided[at].map(Into::into),
        extent: extent(seen, reviewed, at, found),
    })
}

/// Where to look: at the finding's ground, else at both towns it speaks of.
fn extent(seen: &Seen, reviewed: &GlanceReview, at: usize, found: &Finding) -> Option<[f64; 4]> {
    let towns = [found.subject.town(), found.against.as_ref()].into_iter().flatten();
    let boxes = towns.filter_map(|id| super::towns::find(&seen.glance, id)?.feature.shape.bounds());
    let placed = reviewed.placed.get(at).copied().flatten().map(|placed| placed.bounds);
    placed.or_else(|| super::layers::whole(boxes)).map(lines::corners)
}

fn town_of<'a>(reviewed: &'a GlanceReview, found: &Finding) -> Option<&'a TownRow> {
    let (towns, own) = (&reviewed.review.towns, found.subject.town()?);
    towns.binary_search_by(|row| row.id.cmp(own)).ok().map(|at| &towns[at])
}

fn area_of(found: &Finding) -> Option<SquareMillimetres> {
    match found.measured {
        Some(Measure::AreaMm2(area)) => Some(area),
        _ => None,
    }
}

/// The planar area of what a finding measures.
async fn planar(open: &Open, seen: &Seen, at: usize) -> Result<Option<SquareMillimetres>, Failure> {
    let Some(reviewed) = &seen.glance.reviewed else { return Ok(None) };
    let found = &reviewed.review.findings[at];
    let (Some(area), Some(town)) = (area_of(found), town_of(reviewed, found)) else { return Ok(None) };
    if found.rule == "town_size" {
        return Ok(Some(town.planar_area));
    }
    if area.0 == 0 {
        return Ok(Some(SquareMillimetres(0)));
    }
    let Some(placed) = reviewed.placed.get(at).copied().flatten() else { return Ok(None) };
    let (ground, finding) = (open.store.findings_ground(), found.fingerprint.0.clone());
    let plane = Plane::with_central_meridian(town.central_meridian);
    let measured = aside(move || {
        let shape = ground.read([(placed, finding.as_str())])?.pop().flatten();
        Ok::<_, StoreError>(shape.map(|shape| SquareMillimetres(plane.project(&shape).planar_area_mm2())))
    });
    Ok(measured.await??)
}

fn view(seen: &Seen, at: usize, planar: Option<SquareMillimetres>, history: Vec<LogLine>) -> Option<FindingView> {
    let reviewed = seen.glance.reviewed.as_ref()?;
    let found = &reviewed.review.findings[at];
    let packs = packs(reviewed);
    let governing = clause_view(&packs, &found.clause, true);
    let advice = packs.iter().flat_map(|pack| &pack.clauses).find(|clause| clause.id == found.clause);
    let advice = words::advice(found, advice.and_then(|clause| clause.advice.as_deref()));
    let also = found.also.iter().filter_map(|id| clause_view(&packs, id, false));
    Some(FindingView {
        row: row(seen, at)?,
        clauses: governing.into_iter().chain(also).collect(),
        area: area_of(found).map(AreaView::from),
        planar: planar.map(AreaView::from),
        length_m: match found.measured {
            Some(Measure::LengthMm(length)) => Some(words::metres(length)),
            _ => None,
        },
        limit: found.limit.map(words::limit),
        limit_is_assumed: found.limit.is_some_and(|limit| limit.from == Provenance::Reviewer),
        method: words::method(found.rule),
        advice,
        layer: found.layer.map(Into::into),
        against: found.against.as_ref().map(|other| {
            let town = super::towns::find(&seen.glance, other).filter(|town| !town.name.is_empty());
            town.map_or_else(|| other.0.clone(), |town| town.name.clone())
        }),
        parts: match found.reason {
            Reason::Overlap { material, slivers, noise } => Some([material, slivers, noise]),
            _ => None,
        },
        patches: Vec::new(),
        decision: seen.decisions.get(&found.fingerprint.0).map(|one| decide::view(one, Some(found))),
        history: history.into_iter().map(decide::log_view).collect(),
    })
}

/// The packs of the recorded review; a run made by another version may hold what this one cannot read.
pub(super) fn packs(reviewed: &GlanceReview) -> Vec<Pack> {
    let packs = reviewed.run.packs.as_array().into_iter().flatten();
    packs.filter_map(|pack| serde_json::from_value(pack.clone()).ok()).collect()
}

pub(super) fn clause_view(packs: &[Pack], id: &ClauseId, governs: bool) -> Option<ClauseView> {
    let (pack, clause) = packs
        .iter()
        .find_map(|pack| pack.clauses.iter().find(|clause| clause.id == *id).map(|clause| (pack, clause)))?;
    Some(ClauseView {
        id: id.0.clone(),
        document: pack.pack.title.clone(),
        doc_number: pack.pack.doc_number.clone().unwrap_or_else(|| "文号未载".to_owned()),
        article: clause.article.clone(),
        quote: clause.quote.clone(),
        force: words::force(clause.force),
        governs,
    })
}

/// The patches that a town touches of a line, largest first.
fn patches(mut rows: Vec<OverlapRow>) -> Vec<PatchView> {
    rows.sort_by(|a, b| (b.area, &a.feature, a.position).cmp(&(a.area, &b.feature, b.position)));
    let rows = rows.into_iter().take(PATCHES);
    rows.map(|row| PatchView {
        grade: Text::new(words::grade(row.grade, Lang::Zh), words::grade(row.grade, Lang::En)),
        feature: row.feature.0,
        area: row.area.into(),
    })
    .collect()
}
