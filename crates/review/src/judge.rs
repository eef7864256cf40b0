//! Applies the governing clauses to one town.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use crate::cancel;
use crate::data::LayerKind;
use crate::finding::{Fault, Finding, NO_CLAUSE, NotChecked, Subject, Verdict};
use crate::panic_text;
use crate::policy::{ClauseId, Governing};
use crate::rules::{Case, Looks, Outcome};

/// All that was said of one town.
pub(crate) struct Judged {
    pub verdict: Verdict,
    /// One for each governing clause, in their order.
    pub answers: Vec<Answer>,
    /// Control lines that no clause judges.
    pub unjudged: Vec<NotChecked>,
    /// Of the survey.
    pub faults: Vec<Fault>,
}

/// What one clause says.
#[derive(Clone, Default)]
pub(crate) struct Answer {
    pub findings: Arc<[Finding]>,
    pub not_checked: Option<NotChecked>,
    pub fault: Option<Fault>,
}

/// Applies every governing clause to one town; `before` is what was said when the town itself was the same, and how far
/// the rules must look to be asked again.
pub(crate) fn judge(case: &Case<'_>, before: Option<(&Judged, Looks)>) -> Judged {
    let survey = case.survey();
    let absent = |kind: &LayerKind| match kind {
        LayerKind::Ledger => case.roster.is_none(),
        kind => !case.layers.has(*kind),
    };
    let mut unjudged: BTreeSet<LayerKind> = LayerKind::CONTROL_LINES.into_iter().collect();
    let mut answers = Vec::new();
    for (position, governing) in case.policy.governing(&survey.town.traits).into_iter().enumerate() {
        if let [kind] = governing.needs() {
            unjudged.remove(kind);
        }
        let known = before.filter(|(_, again)| governing.check.looks() < *again);
        let known = known.and_then(|(judged, _)| judged.answers.get(position).cloned());
        answers.push(known.unwrap_or_else(|| answer(case, &governing, absent)));
    }
    // a control line that no clause in force judges must not look like a pass either
    let unjudged: Vec<NotChecked> = unjudged
        .into_iter()
        .map(|kind| not_checked(None, if absent(&kind) { "" } else { NO_CLAUSE }, vec![kind]))
        .collect();
    let own_fault = |what: &String| Fault {
        subject: Subject::Town(survey.town.feature.id.clone()),
        rule: "survey".to_owned(),
        what: what.clone(),
    };
    let faults: Vec<Fault> = survey.faults.iter().map(own_fault).collect();
    let line_missing = LayerKind::CONTROL_LINES.iter().any(absent) || !unjudged.is_empty();
    // what the ledger leaves open lowers nobody: it is optional, like the layers beside the three lines
    let told = answers.iter().flat_map(|answer| answer.findings.iter()).map(|finding| finding.verdict);
    let worst = told.filter(|verdict| *verdict != Verdict::NotChecked).max().unwrap_or(Verdict::Pass);
    let mut verdict = worst.max(if line_missing { Verdict::NotChecked } else { Verdict::Pass });
    // where the towns themselves may lie elsewhere, nothing about any of them is certain
    let astray = case.doubtful.contains_key(&LayerKind::Towns);
    if astray || !faults.is_empty() || answers.iter().any(|answer| answer.fault.is_some()) {
        verdict = verdict.max(Verdict::Verify);
    }
    Judged { verdict, answers, unjudged, faults }
}

fn answer(case: &Case<'_>, governing: &Governing<'_>, absent: impl Fn(&LayerKind) -> bool) -> Answer {
    let survey = case.survey();
    let missing: Vec<LayerKind> = governing.needs().iter().copied().filter(|kind| absent(kind)).collect();
    if !missing.is_empty() {
        // optional layers are told once in the checklist, not of every town
        let told = missing.iter().any(|kind| kind.is_control_line());
        let not_checked = told.then(|| not_checked(Some(&governing.clause.id), governing.rule.id, missing));
        return Answer { not_checked, ..Answer::default() };
    }
    let mut outcomes: Vec<Outcome> = Vec::new();
    let run = catch_unwind(AssertUnwindSafe(|| governing.check.check(case, governing, &mut outcomes)));
    if let Err(panic) = run {
        if cancel::is_cancel(&*panic) {
            resume_unwind(panic);
        }
        let (subject, rule) = (Subject::Town(survey.town.feature.id.clone()), governing.rule.id.to_owned());
        return Answer { fault: Some(Fault { subject, rule, what: panic_text(&*panic) }), ..Answer::default() };
    }
    if let [kind] = governing.needs()
        && let Some(unread) = case.doubtful.get(kind)
    {
        outcomes.iter_mut().for_each(|outcome| outcome.doubt(governing, *unread));
    }
    if case.doubtful.contains_key(&LayerKind::Towns) {
        outcomes.iter_mut().for_each(Outcome::withhold);
    }
    let subject = Subject::Town(survey.town.feature.id.clone());
    let findings = outcomes.into_iter().map(|outcome| outcome.into_finding(governing, subject.clone())).collect();
    Answer { findings, ..Answer::default() }
}

fn not_checked(clause: Option<&ClauseId>, rule: &str, missing: Vec<LayerKind>) -> NotChecked {
    NotChecked { clause: clause.cloned(), rule: rule.to_owned(), missing }
}
