//! Decisions of the reviewer: given, taken back, done again, listed.

use std::sync::Arc;

use sanxian_review::finding::{Finding, Fingerprint};

use super::Desk;
use super::open::{Open, Seen, line};
use super::settings::now;
use crate::lang::{Lang, Text};
use crate::run_info::is_day;
use crate::store::LogLine;
use crate::store::decision::{Change, Decision, DecisionKind, Exemption, MadeOn, Step};
use crate::view::{self, DecisionView, ExemptionView, Failure, LogView};
use crate::words;

/// Characters of one text that a reviewer gives.
const MOST_WORDS: usize = 10_000;

impl From<DecisionKind> for view::DecisionKind {
    fn from(kind: DecisionKind) -> Self {
        match kind {
            DecisionKind::Confirm => Self::Confirm,
            DecisionKind::Correct => Self::Correct,
            DecisionKind::Exempt => Self::Exempt,
            DecisionKind::Comment => Self::Comment,
        }
    }
}

impl From<view::DecisionKind> for DecisionKind {
    fn from(kind: view::DecisionKind) -> Self {
        match kind {
            view::DecisionKind::Confirm => Self::Confirm,
            view::DecisionKind::Correct => Self::Correct,
            view::DecisionKind::Exempt => Self::Exempt,
            view::DecisionKind::Comment => Self::Comment,
        }
    }
}

impl Desk {
    /// Records a decision on a finding, in the place of an earlier one.
    ///
    /// # Errors
    /// What is missing in it; a finding that is gone; read-only.
    pub async fn decide(&self, id: &str, given: DecisionView) -> Result<(), Failure> {
        let open = self.to_change()?;
        let _writing = open.writing.lock().await;
        let seen = open.seen();
        let found = finding(&seen, id).ok_or_else(no_finding)?;
        let decision = checked(given, found)?;
        let finding = found.fingerprint.clone();
        let said = words::decision_line(&decision, &about(&seen, &finding));
        let before = seen.decisions.get(id).cloned();
        let step = Step::Decide(Box::new(Change { finding: finding.clone(), before, after: Some(decision.clone()) }));
        self.take(&open, &seen, &finding, Some(decision), step, said).await
    }

    /// Takes the newest decision back.
    ///
    /// # Errors
    /// Nothing to take back; read-only.
    pub async fn undo(&self) -> Result<(), Failure> {
        let open = self.to_change()?;
        let _writing = open.writing.lock().await;
        let seen = open.seen();
        let change =
            seen.steps.undo().cloned().ok_or_else(|| nothing("没有可撤销的意见", "There is nothing to undo"))?;
        let what = words::decided(&change, &about(&seen, &change.finding));
        let said = Text::new(format!("撤销 {}", what.zh), format!("undone: {}", what.en));
        self.take(&open, &seen, &change.finding, change.before, Step::Undo, said).await
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// Nothing to do again; read-only.
    pub async fn redo(&self) -> Result<(), Failure> {
        let open = self.to_change()?;
        let _writing = open.writing.lock().await;
        let seen = open.seen();
        let change =
            seen.steps.redo().cloned().ok_or_else(|| nothing("没有可重做的意见", "There is nothing to redo"))?;
        let what = words::decided(&change, &about(&seen, &change.finding));
        let said = Text::new(format!("重做 {}", what.zh), format!("done again: {}", what.en));
        self.take(&open, &seen, &change.finding, change.after, Step::Redo, said).await
    }

    /// The log, newest first.
    ///
    /// # Errors
    /// No project.
    pub async fn log(&self) -> Result<Vec<LogView>, Failure> {
        let lines = self.opened()?.store.log().await?;
        Ok(lines.into_iter().map(log_view).collect())
    }

    /// Writes the file first, then shows it.
    async fn take(
        &self,
        open: &Arc<Open>,
        seen: &Arc<Seen>,
        finding: &Fingerprint,
        decision: Option<Decision>,
        step: Step,
        said: Text,
    ) -> Result<(), Failure> {
        open.store.put_decision(finding, decision.as_ref(), &step, &line(said)).await?;
        let (mut decisions, mut steps) = (seen.decisions.clone(), seen.steps.clone());
        match decision {
            Some(decision) => decisions.insert(finding.0.clone(), decision),
            None => decisions.remove(&finding.0),
        };
        steps.follow(step);
        open.show(seen.decided(decisions, steps));
        self.changed();
        Ok(())
    }
}

fn finding<'a>(seen: &'a Seen, id: &str) -> Option<&'a Finding> {
    let at = seen.index.place(id)?;
    seen.glance.reviewed.as_ref()?.review.findings.get(at)
}

/// A finding in a few words: the town and the rule; its fingerprint when it is gone.
pub(super) fn about(seen: &Seen, fingerprint: &Fingerprint) -> Text {
    let Some(found) = finding(seen, &fingerprint.0) else {
        return Text::new(fingerprint.0.clone(), fingerprint.0.clone());
    };
    let town = found.subject.town().and_then(|id| super::towns::find(&seen.glance, id));
    let name = town.map_or("", |town| town.name.as_str());
    let who = |lang| words::subject(&found.subject, name, lang);
    Text::new(
        format!("{} {}", who(Lang::Zh), words::rule(found.rule, Lang::Zh)),
        format!("{}, {}", who(Lang::En), words::rule(found.rule, Lang::En)),
    )
}

/// A decision that is complete.
///
/// # Errors
/// What is missing.
fn checked(given: DecisionView, found: &Finding) -> Result<Decision, Failure> {
    let DecisionView { kind, comment, reviewer, exemption, .. } = given;
    let (comment, reviewer) = (fitting(comment)?, fitting(reviewer)?);
    let exemption = match (kind, exemption) {
        (view::DecisionKind::Exempt, given) => Some(exempted(given.unwrap_or_default())?),
        _ => None,
    };
    if kind == view::DecisionKind::Comment && comment.is_empty() {
        return Err(missing("备注没有内容", "The comment is empty", "请写下备注", "Write the comment"));
    }
    Ok(Decision {
        finding: found.fingerprint.clone(),
        kind: kind.into(),
        comment,
        reviewer,
        exemption,
        at: now(),
        made_on: MadeOn::of(found),
    })
}

fn exempted(given: ExemptionView) -> Result<Exemption, Failure> {
    let ExemptionView { activity, document, date } = given;
    let (activity, document, date) = (fitting(activity)?, fitting(document)?, date.trim().to_owned());
    if activity.is_empty() {
        return Err(missing(
            "豁免没有写明允许的活动",
            "The exemption names no activity that is allowed",
            "请填写允许的活动，如“线性基础设施”",
            "Name the activity, such as a road or a pipe",
        ));
    }
    if document.is_empty() {
        return Err(missing(
            "豁免没有写明批准文件",
            "The exemption names no approving document",
            "请填写批准文件的名称和文号",
            "Give the document's title and number",
        ));
    }
    if !is_day(&date) {
        return Err(missing(
            "批准日期不是一个日期",
            "The date of approval is not a day",
            "请按 2025-03-01 的形式填写",
            "Write it like 2025-03-01",
        ));
    }
    Ok(Exemption { activity, document, date })
}

fn fitting(text: String) -> Result<String, Failure> {
    let text = text.trim().to_owned();
    if text.chars().count() <= MOST_WORDS {
        return Ok(text);
    }
    Err(missing("文字太长", "The text is too long", "请控制在一万字以内", "Keep it below ten thousand characters"))
}

fn missing(zh: &str, en: &str, hint_zh: &str, hint_en: &str) -> Failure {
    Failure::other(Text::new(zh, en), Text::new(hint_zh, hint_en))
}

fn nothing(zh: &str, en: &str) -> Failure {
    missing(zh, en, "只有人工意见可以撤销和重做", "Only decisions can be undone and done again")
}

fn no_finding() -> Failure {
    missing(
        "这条审查结果已不存在",
        "This finding is not there any more",
        "请从列表中另选",
        "Choose another from the list",
    )
}

/// As the window shows a decision; `found` is the finding as it stands now.
pub(super) fn view(decision: &Decision, found: Option<&Finding>) -> DecisionView {
    DecisionView {
        kind: decision.kind.into(),
        comment: decision.comment.clone(),
        reviewer: decision.reviewer.clone(),
        exemption: decision.exemption.as_ref().map(|one| ExemptionView {
            activity: one.activity.clone(),
            document: one.document.clone(),
            date: one.date.clone(),
        }),
        at: decision.at.clone(),
        outdated: found.is_none_or(|found| MadeOn::of(found) != decision.made_on),
    }
}

/// A line of the log.
pub(super) fn log_view(line: LogLine) -> LogView {
    LogView { at: line.at, text: line.text }
}
