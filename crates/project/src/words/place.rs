//! Places whose towns are counted together, in words.

use sanxian_review::data::FeatureId;
use sanxian_review::finding::{Fault, Finding, Subject};

use crate::import::crs::prefectures::Prefecture;
use crate::lang::Lang;

/// Digits of a city's code.
const CITY_DIGITS: usize = 4;

/// `湖州 3305（辖区整体）`: a place by its code, or its zone's id; a city by its name too.
#[must_use]
pub fn place(code: &str, lang: Lang) -> String {
    let city = (code.len() == CITY_DIGITS).then(|| Prefecture::of_code(&format!("{code}00"))).flatten();
    let name = match (city, lang) {
        (Some(city), _) => format!("{} {code}", city.name),
        (None, Lang::Zh) if code.is_empty() => "全国".to_owned(),
        (None, Lang::En) if code.is_empty() => "the whole country".to_owned(),
        (None, _) => code.to_owned(),
    };
    match lang {
        Lang::Zh => format!("{name}（辖区整体）"),
        Lang::En => format!("{name} (the place as a whole)"),
    }
}

/// Whom something is about: the town as given, or the place.
#[must_use]
pub fn subject(subject: &Subject, town_name: &str, lang: Lang) -> String {
    match subject {
        Subject::Place(code) => place(code, lang),
        Subject::Town(id) if town_name.is_empty() => id.0.clone(),
        Subject::Town(_) => town_name.to_owned(),
    }
}

/// Verdict of a finding as it counts: where the ledger has an exemption on record, with what was derived.
#[must_use]
pub fn standing_verdict(found: &Finding, lang: Lang) -> String {
    let (derived, counts) = (super::verdict(found.verdict, lang), super::verdict(found.effective(), lang));
    match lang {
        _ if derived == counts => derived.to_owned(),
        Lang::Zh => format!("{counts}（审查结果为{derived}，台账已登记豁免）"),
        Lang::En => format!("{counts} (derived: {derived}; the ledger has an exemption on record)"),
    }
}

/// Towns by their ids, `A、B、C`; of more than `most` it says how many are not named.
pub(super) fn some_of(ids: &[FeatureId], most: usize, lang: Lang) -> String {
    let named: Vec<&str> = ids.iter().take(most).map(|id| id.0.as_str()).collect();
    match (lang, ids.len().saturating_sub(most)) {
        (Lang::Zh, 0) => named.join("、"),
        (Lang::En, 0) => named.join(", "),
        (Lang::Zh, more) => format!("{}等，另有 {more} 个未列", named.join("、")),
        (Lang::En, more) => format!("{} and {more} more", named.join(", ")),
    }
}

pub(super) fn of_fault(fault: &Fault, lang: Lang) -> String {
    match (&fault.subject, lang) {
        (Subject::Place(code), _) => place(code, lang),
        (Subject::Town(id), Lang::Zh) => format!("小镇 {id} "),
        (Subject::Town(id), Lang::En) => format!("town {id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_called_by_its_name_where_the_program_knows_it_and_by_its_code() {
        assert_eq!(place("3305", Lang::Zh), "湖州 3305（辖区整体）");
        assert_eq!(place("330523", Lang::En), "330523 (the place as a whole)");
        assert_eq!(place("330500-HZKFQ", Lang::Zh), "330500-HZKFQ（辖区整体）");
        assert_eq!(place("", Lang::Zh), "全国（辖区整体）");
    }

    #[test]
    fn a_crowd_is_named_in_part_and_counted() {
        let ids: Vec<FeatureId> = (1..=5).map(|n| FeatureId(format!("T{n}"))).collect();
        assert_eq!(some_of(&ids, 5, Lang::Zh), "T1、T2、T3、T4、T5");
        assert_eq!(some_of(&ids, 2, Lang::Zh), "T1、T2等，另有 3 个未列");
        assert_eq!(some_of(&ids, 2, Lang::En), "T1, T2 and 3 more");
    }
}
