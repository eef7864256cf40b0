//! The scenic level (景区等级) of a town, with a higher one for towns of leisure and tourism.

use serde::Deserialize;

use crate::data::{Category, LayerKind, TownType};
use crate::finding::{Limit, Reason, Side, Verdict};
use crate::ledger::{Field, unit};
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "low_scenic_level",
    doc: include_str!("low_scenic_level.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let levels: LowScenicLevel = table.try_into()?;
        if levels.tourism_level < levels.level {
            return Err(refused("`tourism_level` must not be below `level`"));
        }
        Ok(Box::new(levels))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LowScenicLevel {
    level: i64,
    tourism_level: i64,
}

impl Check for LowScenicLevel {
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let field = Field::ScenicLevel;
        let Some(level) = case.member().and_then(|member| member.entry.number(field)) else {
            return out.push(Outcome::unsaid(field));
        };
        let traits = &case.survey().town.traits;
        let tourism = traits.category == Some(Category::Leisure) || traits.town_type == Some(TownType::CultureTourism);
        let (key, wanted) = if tourism { ("tourism_level", self.tourism_level) } else { ("level", self.level) };
        let met = level >= wanted;
        let verdict = if met { Verdict::Pass } else { governing.clause.force.when_broken() };
        let mut outcome = Outcome::new(verdict, Reason::Value { field, side: Side::AtLeast, met });
        outcome.measured = Some(unit::measure(field, level));
        outcome.limit = Some(Limit { value: unit::measure(field, wanted), from: governing.clause.origin(key) });
        out.push(outcome);
    }
}
