//! Decisions of a reviewer, and what the log says of them.

use crate::lang::{Lang, Text};
use crate::store::decision::{Change, Decision, DecisionKind, Exemption};

/// What kind of decision.
#[must_use]
pub fn decision_kind(kind: DecisionKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (DecisionKind::Confirm, Lang::Zh) => "确认",
        (DecisionKind::Confirm, Lang::En) => "confirmed",
        (DecisionKind::Correct, Lang::Zh) => "更正",
        (DecisionKind::Correct, Lang::En) => "to be corrected",
        (DecisionKind::Exempt, Lang::Zh) => "豁免",
        (DecisionKind::Exempt, Lang::En) => "exempted",
        (DecisionKind::Comment, Lang::Zh) => "备注",
        (DecisionKind::Comment, Lang::En) => "commented",
    }
}

/// What an exemption rests on, in one line.
#[must_use]
pub fn exemption(exemption: &Exemption, lang: Lang) -> String {
    let Exemption { activity, document, date } = exemption;
    match lang {
        Lang::Zh => format!("{activity}；批准文件：{document}（{date}）"),
        Lang::En => format!("{activity}; approved by: {document} ({date})"),
    }
}

/// What a change of a decision did, in a few words; `about` names the finding.
#[must_use]
pub fn decided(change: &Change, about: &Text) -> Text {
    match &change.after {
        Some(decision) => {
            let kind = |lang| decision_kind(decision.kind, lang);
            Text::new(format!("{}：{}", kind(Lang::Zh), about.zh), format!("{}: {}", kind(Lang::En), about.en))
        }
        None => Text::new(format!("撤回意见：{}", about.zh), format!("decision withdrawn: {}", about.en)),
    }
}

/// The line of the log for a decision: all that was said.
#[must_use]
pub fn decision_line(decision: &Decision, about: &Text) -> Text {
    let said = |lang: Lang, colon: &str, semicolon: &str| {
        let mut parts = vec![format!("{}{colon}{}", decision_kind(decision.kind, lang), about.get(lang))];
        parts.extend(decision.exemption.as_ref().map(|one| exemption(one, lang)));
        parts.extend(Some(decision.comment.clone()).filter(|words| !words.is_empty()));
        parts.extend(Some(decision.reviewer.clone()).filter(|name| !name.is_empty()));
        parts.join(semicolon)
    };
    Text::new(said(Lang::Zh, "：", "；"), said(Lang::En, ": ", "; "))
}
