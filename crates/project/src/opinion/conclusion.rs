//! 一、审查结论

use sanxian_review::finding::Verdict;
use sanxian_review::measure::SquareMillimetres;

use super::page::Block;
use super::view::{PER_UNIT, View};
use super::{Pages, harmless};
use crate::lang::Lang;
use crate::words;

/// What a reviewer's opinion comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// 符合
    Conforms,
    /// 需补正
    ToCorrect,
    /// 不符合
    DoesNotConform,
}

impl Conclusion {
    /// A breach does not conform; what is to be verified, justified or handed in is to be corrected first.
    #[must_use]
    pub fn of(worst: Verdict) -> Self {
        match worst {
            Verdict::Pass => Self::Conforms,
            Verdict::NotChecked | Verdict::Justify | Verdict::Verify => Self::ToCorrect,
            Verdict::Breach => Self::DoesNotConform,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Conforms, Lang::Zh) => "符合",
            (Self::ToCorrect, Lang::Zh) => "需补正",
            (Self::DoesNotConform, Lang::Zh) => "不符合",
            (Self::Conforms, Lang::En) => "conforms",
            (Self::ToCorrect, Lang::En) => "to be corrected and handed in again",
            (Self::DoesNotConform, Lang::En) => "does not conform",
        }
    }

    /// The name used in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Conforms => "conforms",
            Self::ToCorrect => "to_correct",
            Self::DoesNotConform => "does_not_conform",
        }
    }
}

const WORST_FIRST: [Verdict; 5] =
    [Verdict::Breach, Verdict::Verify, Verdict::Justify, Verdict::NotChecked, Verdict::Pass];

pub(super) fn put(view: &View<'_>, pages: &mut Pages) -> Conclusion {
    let worst = view.towns.iter().map(|one| one.effective).max();
    // nothing submitted is nothing that conforms
    let conclusion = worst.map_or(Conclusion::ToCorrect, Conclusion::of);
    pages.section(view, "审查结论", "Conclusion");
    let word = conclusion.word(view.lang);
    let verdict = match view.lang {
        Lang::Zh => format!("审查结论：{word}"),
        Lang::En => format!("Conclusion: {word}"),
    };
    pages.blocks.push(Block::Verdict(verdict));
    pages.say(about(view));
    pages.say(counted(view));
    if let Some(said) = of_places(view) {
        pages.say(said);
    }
    if let Some(said) = decided(view) {
        pages.say(said);
    }
    if view.towns.iter().any(|one| one.effective == Verdict::Breach) {
        pages.say(view.say(
            "存在“不符合”情形的，应先行调整范围或依法办理手续后重新报送；具体事项及依据见“需补正和说明的事项”。",
            "What is in breach must be changed, or be approved as the law provides, before handing in again; see “What to \
             correct or explain”.",
        ));
    }
    if view.dossier.sample {
        pages.say(view.say("本意见所用数据为虚构的示例数据。", "The data of this opinion are invented samples."));
    }
    conclusion
}

fn about(view: &View<'_>) -> String {
    let as_of = &view.dossier.recorded.run.as_of;
    let documents: Vec<String> = view.packs.iter().map(|pack| view.document(pack)).collect();
    if let Some(one) = view.only() {
        let area = words::area(one.row.area, view.lang);
        return match view.lang {
            Lang::Zh => format!(
                "以 {as_of} 为审查基准日，依据{}，对{}报送的范围进行了审查。该范围椭球面积 {area}。",
                documents.join("、"),
                view.name(&one.row.id)
            ),
            Lang::En => format!(
                "The boundary submitted for {} was reviewed as of {as_of} by {}. Its ellipsoidal area is {area}.",
                view.name(&one.row.id),
                documents.join(", ")
            ),
        };
    }
    // the sum that the tables print
    let total: i128 = view.towns.iter().map(|one| one.printed.area * PER_UNIT).sum();
    let area = words::area(SquareMillimetres(i64::try_from(total).unwrap_or(i64::MAX)), view.lang);
    let count = view.towns.len();
    match view.lang {
        Lang::Zh => format!(
            "以 {as_of} 为审查基准日，依据{}，对报送的 {count} 个特色小镇范围进行了审查，椭球面积共 {area}。",
            documents.join("、")
        ),
        Lang::En => format!(
            "The boundaries of {count} characteristic towns were reviewed as of {as_of} by {}. Their ellipsoidal areas \
             come to {area}.",
            documents.join(", ")
        ),
    }
}

/// How many towns, or findings, have each verdict.
fn counted(view: &View<'_>) -> String {
    let count = |verdict| match view.only() {
        Some(_) => view.about(false).filter(|judged| judged.effective == verdict).count(),
        None => view.towns.iter().filter(|one| one.effective == verdict).count(),
    };
    let there = WORST_FIRST.into_iter().map(|verdict| (verdict, count(verdict))).filter(|(_, count)| *count > 0);
    let parts: Vec<String> = there
        .map(|(verdict, count)| match (view.lang, view.only()) {
            (Lang::Zh, Some(_)) => format!("{} {count} 项", words::verdict(verdict, view.lang)),
            (Lang::Zh, None) => format!("{} {count} 个", words::verdict(verdict, view.lang)),
            (Lang::En, _) => format!("{} {count}", words::verdict(verdict, view.lang)),
        })
        .collect();
    let said = match (view.lang, view.only()) {
        (Lang::Zh, Some(_)) => format!("逐条审查结果：{}。", parts.join("、")),
        (Lang::Zh, None) => format!("各小镇结论：{}。", parts.join("、")),
        (Lang::En, Some(_)) => format!("Findings by clause: {}.", parts.join(", ")),
        (Lang::En, None) => format!("Towns: {}.", parts.join(", ")),
    };
    let gaps: std::collections::BTreeSet<String> =
        view.not_checked().iter().map(|not| words::not_checked(not, view.lang)).collect();
    let gaps: Vec<String> = gaps.into_iter().map(|gap| harmless(&gap)).collect();
    match gaps.is_empty() {
        true => said,
        false => format!("{said}{}{}", view.say("", " "), gaps.join(view.say("；", "; "))),
    }
}

/// Numbers and shares that the places break, which are no town's fault.
fn of_places(view: &View<'_>) -> Option<String> {
    let open = view.about(true).filter(|judged| judged.effective > Verdict::NotChecked).count();
    (open > 0).then(|| match view.lang {
        Lang::Zh => format!("另有 {open} 项为所在市、县区、功能区整体的数量、结构问题，不计入单个小镇的结论，见“逐条审查情况”。"),
        Lang::En => format!(
            "{open} more concern the numbers or shares of the city, county or zone as a whole and enter no single town's \
             verdict; see “Clause by clause”."
        ),
    })
}

/// What decisions and exemptions of the ledger changed.
fn decided(view: &View<'_>) -> Option<String> {
    let changed = view.findings.iter().filter(|judged| judged.effective != judged.found.verdict).count();
    (changed > 0).then(|| match view.lang {
        Lang::Zh => {
            format!("其中 {changed} 项按登记的豁免（审查人意见或台账）计为“需说明”，机器审查结果保留不变，见“逐条审查情况”“审查人意见”。")
        }
        Lang::En => format!(
            "{changed} findings count as “to be justified” by exemptions on record, a reviewer's or the ledger's; what was \
             derived stays as it was, see “Clause by clause” and “The reviewer's decisions”."
        ),
    })
}
