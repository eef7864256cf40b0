//! The shares of the categories (产业类别) among the towns of a place, in whole towns.

use serde::Deserialize;

use crate::data::{Category, LayerKind, Level};
use crate::finding::{Limit, Measure, Reason, Side, Verdict};
use crate::ledger::{Field, unit};
use crate::policy::Governing;
use crate::portfolio::Tally;
use crate::roster::Member;
use crate::rules::{Check, Count, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "category_mix",
    doc: include_str!("category_mix.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let mix: CategoryMix = table.try_into()?;
        let least = mix.manufacturing_min_percent;
        if unit::percent(least) > unit::WHOLE {
            return Err(refused("`manufacturing_min_percent` must not be above the whole"));
        }
        Ok(Box::new(mix))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryMix {
    manufacturing_min_percent: f64,
    leisure_max_percent: f64,
    other_service_max_percent: f64,
    /// The base: only provincial towns, or all.
    provincial_only: bool,
}

impl CategoryMix {
    fn limits(&self) -> [(Category, Side, &'static str, f64); 3] {
        [
            (Category::Manufacturing, Side::AtLeast, "manufacturing_min_percent", self.manufacturing_min_percent),
            (Category::Leisure, Side::AtMost, "leisure_max_percent", self.leisure_max_percent),
            (Category::OtherService, Side::AtMost, "other_service_max_percent", self.other_service_max_percent),
        ]
    }

    /// The towns whose shares are taken.
    fn base<'a>(&self, count: &Count<'a>) -> Vec<&'a Member<'a>> {
        let provincial = |member: &&Member<'_>| member.entry.traits.level == Some(Level::Provincial);
        count.members_here().filter(|member| !self.provincial_only || provincial(member)).collect()
    }
}

impl Check for CategoryMix {
    fn tallies(&self, count: &Count<'_>) -> Vec<Tally> {
        let base = self.base(count);
        let of = i64::try_from(base.len()).unwrap_or(i64::MAX);
        let tally = |(category, side, _, percent): (Category, Side, _, f64)| {
            let part = base.iter().filter(|m| m.entry.traits.category == Some(category)).count();
            let part = i64::try_from(part).unwrap_or(i64::MAX);
            let hundredths = unit::percent(percent);
            let order = unit::compares(part, of, hundredths);
            // the whole number of towns that the share allows, or wants, of this base
            let (most, least) = (unit::share_of(hundredths, of).0, unit::share_of(hundredths, of).1);
            Tally {
                clause: count.clause.id.clone(),
                whose: count.place.to_owned(),
                category: Some(category),
                count: u32::try_from(part).unwrap_or(u32::MAX),
                of: u32::try_from(of).ok(),
                side,
                limit: hundredths,
                free: if side == Side::AtMost { most - part } else { (least - part).max(0) },
                met: if side == Side::AtLeast { order.is_ge() } else { order.is_le() },
                force: count.clause.force,
            }
        };
        self.limits().into_iter().map(tally).collect()
    }

    fn gives_way(&self) -> bool {
        false
    }

    fn check_places(&self, governing: &Governing<'_>, count: &Count<'_>) -> Vec<(String, Outcome)> {
        let base = self.base(count);
        // a ledger that names no category says nothing of the mix
        if base.iter().all(|member| member.entry.traits.category.is_none()) {
            return count.of_place(Outcome::unsaid(Field::Category));
        }
        let number = |of: Option<Category>| base.iter().filter(|member| member.entry.traits.category == of).count();
        let force = governing.clause.force;
        let whole = i64::try_from(base.len()).unwrap_or(i64::MAX);
        let share = |(category, side, key, percent): (Category, Side, &str, f64)| {
            let part = i64::try_from(number(Some(category))).unwrap_or(i64::MAX);
            let order = unit::compares(part, whole, unit::percent(percent));
            let met = if side == Side::AtLeast { order.is_ge() } else { order.is_le() };
            let verdict = match (met, number(None)) {
                (false, 0) => force.when_broken(),
                (true, 0) => Verdict::Pass,
                // towns without a category: the share is not known
                _ => force.when_in_doubt(),
            };
            let mut outcome = Outcome::new(verdict, Reason::Mix { category, side, met });
            outcome.measured = Some(Measure::Share { part, whole });
            let value = Measure::Share { part: unit::percent(percent), whole: unit::WHOLE };
            outcome.limit = Some(Limit { value, from: governing.clause.origin(key) });
            (count.place.to_owned(), outcome)
        };
        self.limits().into_iter().map(share).collect()
    }
}
