//! Decisions of a reviewer, and what the log says of them.

use crate::lang::Lang;
use crate::store::decision::{DecisionKind, Exemption};

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
