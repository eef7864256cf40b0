//! The shares of the categories (产业类别) among the towns of a place, in whole towns.

use serde::Deserialize;

use crate::data::{Category, LayerKind, Level};
use crate::finding::{Limit, Measure, Reason, Side, Verdict};
use crate::ledger::{Field, unit};
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule, refused};

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

impl Check for CategoryMix {
    fn gives_way(&self) -> bool {
        false
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let Some(roster) = case.roster.filter(|_| case.member().is_some()) else {
            return out.push(Outcome::unsaid(Field::Category));
        };
        let here = governing.place.unwrap_or_default();
        let base = roster.present().filter(|member| member.within(here));
        let base: Vec<_> = base
            .filter(|member| !self.provincial_only || member.entry.traits.level == Some(Level::Provincial))
            .collect();
        let count = |of: Option<Category>| base.iter().filter(|member| member.entry.traits.category == of).count();
        let force = governing.clause.force;
        let limits = [
            (Category::Manufacturing, Side::AtLeast, "manufacturing_min_percent", self.manufacturing_min_percent),
            (Category::Leisure, Side::AtMost, "leisure_max_percent", self.leisure_max_percent),
            (Category::OtherService, Side::AtMost, "other_service_max_percent", self.other_service_max_percent),
        ];
        let whole = i64::try_from(base.len()).unwrap_or(i64::MAX);
        for (category, side, key, percent) in limits {
            let part = i64::try_from(count(Some(category))).unwrap_or(i64::MAX);
            let order = unit::compares(part, whole, unit::percent(percent));
            let met = if side == Side::AtLeast { order.is_ge() } else { order.is_le() };
            let verdict = match (met, count(None)) {
                (false, 0) => force.when_broken(),
                (true, 0) => Verdict::Pass,
                // towns without a category: the share is not known
                _ => force.when_in_doubt(),
            };
            let mut outcome = Outcome::new(verdict, Reason::Mix { category, side, met });
            outcome.measured = Some(Measure::Share { part, whole });
            let value = Measure::Share { part: unit::percent(percent), whole: unit::WHOLE };
            outcome.limit = Some(Limit { value, from: governing.clause.origin(key) });
            out.push(outcome);
        }
    }
}
