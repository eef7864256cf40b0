//! How a number was come by, and what a town is to do about it.

use sanxian_review::finding::{Finding, Limit, Verdict};
use sanxian_review::policy::Force;

use super::rule_texts::RuleTexts;
use super::{limit_in_words, provenance, verdict};
use crate::lang::{Lang, Text};

/// How a rule measures.
#[must_use]
pub fn method(rule: &str) -> Text {
    let unknown = || Text::new("由另一版本的程序量算", "Measured by another version of the program");
    RuleTexts::of(rule).map_or_else(unknown, RuleTexts::method)
}

/// What the town is to hand in or correct: the clause's own advice, else what usually helps.
#[must_use]
pub fn advice(finding: &Finding, of_clause: Option<&str>) -> Text {
    if finding.verdict == Verdict::Pass {
        return Text::new("无需处理", "Nothing to do");
    }
    let unknown = ["按条文要求处理", "Do as the clause says"];
    let [zh, en] = RuleTexts::of(finding.rule).map_or(unknown, RuleTexts::advice);
    Text::new(of_clause.unwrap_or(zh), en)
}

/// How binding a clause is.
#[must_use]
pub fn force(force: Force) -> Text {
    match force {
        Force::Must => Text::new("强制（严守、不得）", "binding"),
        Force::InPrinciple => Text::new("原则上", "in principle"),
        Force::Goal => Text::new("目标", "a goal"),
        Force::Advisory => Text::new("提示", "a note"),
    }
}

/// The number a measurement was compared with, and who set it.
#[must_use]
pub fn limit(limit: Limit) -> Text {
    let said = |lang| {
        let number = limit_in_words(limit, lang);
        match lang {
            Lang::Zh => format!("{number}（{}）", provenance(limit.from, lang)),
            Lang::En => format!("{number} ({})", provenance(limit.from, lang)),
        }
    };
    Text::new(said(Lang::Zh), said(Lang::En))
}

/// Why a town has no partition: what was not given, or what failed.
#[must_use]
pub fn no_partition(missing: &[sanxian_review::data::LayerKind], reviewed: bool) -> Text {
    if !reviewed {
        return Text::new("尚未审查", "Not reviewed yet");
    }
    if missing.is_empty() {
        return Text::new(
            "四类面积之和与小镇面积不符，未给出分类，请人工核实",
            "The four classes do not add up to the town's area: look at the town",
        );
    }
    let names = |lang, with: &str| missing.iter().map(|kind| super::layer(*kind, lang)).collect::<Vec<_>>().join(with);
    Text::new(format!("未提供{}", names(Lang::Zh, "、")), format!("not given: {}", names(Lang::En, ", ")))
}

/// A verdict in both languages.
#[must_use]
pub fn verdict_text(of: Verdict) -> Text {
    Text::new(verdict(of, Lang::Zh), verdict(of, Lang::En))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sanxian_review::rules::CATALOG;

    use super::super::rule_texts::ALL;
    use super::*;

    #[test]
    fn every_rule_has_its_own_words_in_both_languages() {
        let told: Vec<&str> = ALL.iter().map(|texts| texts.rule).collect();
        let rules: Vec<&str> = CATALOG.iter().map(|rule| rule.id).collect();
        assert_eq!(told, rules, "one text a rule, in the order of the rule book");
        let mut seen = BTreeSet::new();
        for rule in rules {
            let [zh, en] = RuleTexts::of(rule).map(RuleTexts::advice).unwrap_or_default();
            let method = method(rule);
            for text in [method.zh.as_str(), &method.en, zh, en] {
                assert!(!text.is_empty() && seen.insert(text.to_owned()), "{rule} says what another says: {text}");
            }
            for (text, chinese) in [(method.zh.as_str(), true), (method.en.as_str(), false), (zh, true)] {
                let has = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert!(has == chinese || text.contains('亩'), "{rule}: {text}");
            }
        }
        assert!(super::method("no_such_rule").en.contains("another version"));
    }
}
