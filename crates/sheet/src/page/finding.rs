//! The sheet of one finding: its ground close up, the clause in its own words, the numbers.

use std::collections::BTreeSet;

use sanxian_project::numbered::{Numbered, sheet_number};
use sanxian_project::words;
use sanxian_review::data::Town;
use sanxian_review::finding::Reason;
use sanxian_review::plane::Plane;
use serde_json::{Value, json};

use super::{Desk, Sheet, name_of};
use crate::map::{Around, Extent, Mark, Subject, draw, frame, is_drawn};
use crate::request::Kind;

/// The findings of a town that get a sheet of their own: those with ground.
#[must_use]
pub fn drawable<'a>(desk: &Desk<'a>, town: &Town) -> Vec<Numbered<'a>> {
    let mut found = desk.source.numbered(&town.feature.id);
    found.retain(|one| has_sheet(desk, one));
    found
}

/// Whether a finding has ground that its style draws.
fn has_sheet(desk: &Desk<'_>, one: &Numbered<'_>) -> bool {
    let on = one.finding.shape.as_ref().filter(|shape| shape.bounds().is_some());
    let mark = on.map(|on| Mark { text: String::new(), on, finding: Some((one.finding, one.verdict)) });
    mark.is_some_and(|mark| is_drawn(desk.book, &mark))
}

/// Draws it; `None` for one without ground.
#[must_use]
pub fn finding(desk: &Desk<'_>, town: &Town, one: &Numbered<'_>) -> Option<Sheet> {
    let plane = Plane::of(&town.feature.shape.bounds()?);
    let on = one.finding.shape.as_ref()?;
    let view = desk.view(plane, &Extent::of(plane, [on])?);
    let subject = Subject {
        towns: vec![&town.feature.id],
        marks: vec![Mark { text: one.number.to_string(), on, finding: Some((one.finding, one.verdict)) }],
        lines: true,
        around: desk.request.around.and_then(|metres| Around::of(plane, &[&town.feature.shape], metres)),
        lettering: desk.layout.lettering,
    };
    let drawn = draw(desk.source, desk.book, &view, &subject);
    let name = format!("finding-{}-{}", desk.stem(&town.feature.id), one.number);
    let rule = words::rule(one.finding.rule, desk.lang());
    let title = match desk.lang() {
        sanxian_project::lang::Lang::Zh => {
            // not 某某小镇小镇相互重叠图
            let twice = name_of(town).ends_with("小镇").then(|| rule.strip_prefix("小镇")).flatten();
            format!("{}{}图", name_of(town), twice.unwrap_or(rule))
        }
        sanxian_project::lang::Lang::En => format!("{}: {rule}", name_of(town)),
    };
    let mut sheet = desk.sheet(Kind::Finding, &name, &title, &view, &drawn, &frame(&view));
    desk.inset(&mut sheet, &view, &[&town.feature.id]);
    desk.about(&mut sheet, town, plane);
    sheet.data.insert("rows".into(), vec![desk.finding_row(one)].into());
    sheet.data.insert("number".into(), sheet_number(&town.feature.id, Some(one.number)).into());
    sheet.data.insert("words".into(), desk.in_words(one).into());
    let line = one.finding.layer.filter(|_| matches!(one.finding.reason, Reason::Overlap { .. }));
    if let Some(line) = line {
        sheet.data.insert("patches".into(), desk.patches(&town.feature.id, Some(line), plane));
    }
    Some(sheet)
}

impl Desk<'_> {
    /// The words of the clauses that findings rest on, each once.
    pub fn quotes(&self, found: &[Numbered<'_>]) -> Vec<Value> {
        let mut seen = BTreeSet::new();
        let fresh = found.iter().filter(|one| seen.insert(&one.finding.clause));
        let clauses = fresh.filter_map(|one| {
            let all = self.source.packs.iter().flat_map(|pack| &pack.clauses);
            all.into_iter().find(|clause| clause.id == one.finding.clause)
        });
        clauses.map(|clause| json!({"head": self.clause(&clause.id), "text": format!("“{}”", clause.quote)})).collect()
    }

    /// The clause's own words, what was found, what to do, what was decided.
    fn in_words(&self, one: &Numbered<'_>) -> Vec<Value> {
        let found = one.finding;
        let clause = self.source.packs.iter().flat_map(|pack| &pack.clauses).find(|clause| clause.id == found.clause);
        let mut lines = vec![
            (
                self.word("found"),
                words::finding(found, found.subject.town().and_then(|town| self.source.row(town)), self.lang()),
            ),
            (self.word("clause"), self.clause(&found.clause)),
        ];
        if let Some(clause) = clause {
            lines.push((self.word("quote"), format!("“{}”", clause.quote)));
        }
        let advice = words::advice(found, clause.and_then(|clause| clause.advice.as_deref()));
        lines.push((self.word("advice"), advice.get(self.lang()).to_owned()));
        if let Some(decision) = self.source.decision(found) {
            let kind = words::decision_kind(decision.kind, self.lang());
            let parts = [kind, &decision.comment, &decision.reviewer, &decision.at];
            let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            lines.push((self.word("decision"), said.join(" · ")));
        }
        lines
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(head, text)| json!({"head": head, "text": text}))
            .collect()
    }
}
