//! A share of the town's land in use: housing of construction land, built-up land of the whole.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Limit, Measure, Reason, Side, Verdict};
use crate::ledger::{Field, unit};
use crate::lots::{Lot, lots};
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "land_use_share",
    doc: include_str!("land_use_share.md"),
    needs: &[LayerKind::LandUse],
    bind: |table| {
        let p: LandUseShare = table.try_into()?;
        if p.max_percent.is_some() && p.min_percent.is_some() {
            return Err(refused("either `max_percent` or `min_percent` is wanted, or none to report only"));
        }
        let matter = if p.whole.is_empty() { "of_town" } else { "of_class" };
        Ok(Box::new(Bound { p, matters: [matter] }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LandUseShare {
    /// Beginnings of the land-use codes (DLBM) that are the part.
    part: Vec<String>,
    /// … that are the whole; none = the town's area.
    #[serde(default)]
    whole: Vec<String>,
    max_percent: Option<f64>,
    min_percent: Option<f64>,
}

struct Bound {
    p: LandUseShare,
    matters: [&'static str; 1],
}

impl Check for Bound {
    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        let lots = lots(survey, case.layers, LayerKind::LandUse, |patch| {
            patch.feature.attribute(&["DLBM", "地类编码", "YDYHFLDM"]).map(str::to_owned)
        });
        let of = |codes: &[String]| {
            let in_codes = |lot: &&Lot| codes.iter().any(|code| lot.class.starts_with(code.as_str()));
            lots.iter().filter(in_codes).fold(0, |sum: i64, lot| sum.saturating_add(lot.area.0))
        };
        let part = of(&self.p.part);
        let whole = if self.p.whole.is_empty() { survey.area.0 } else { of(&self.p.whole) };
        if whole <= 0 {
            return out.push(Outcome::unsaid(Field::ConstructionArea));
        }
        let (side, key, percent) = match (self.p.max_percent, self.p.min_percent) {
            (Some(max), _) => (Side::AtMost, "max_percent", Some(max)),
            (None, min) => (Side::AtLeast, "min_percent", min),
        };
        let met = percent.is_none_or(|percent| {
            let order = unit::compares(part, whole, unit::percent(percent));
            if side == Side::AtMost { order.is_le() } else { order.is_ge() }
        });
        let verdict = if met { Verdict::Pass } else { governing.clause.force.when_broken() };
        let mut outcome = Outcome::new(verdict, Reason::LandShare { side, met });
        outcome.layer = Some(LayerKind::LandUse);
        outcome.measured = Some(Measure::Share { part, whole });
        outcome.limit = percent.map(|percent| Limit {
            value: Measure::Share { part: unit::percent(percent), whole: unit::WHOLE },
            from: governing.clause.origin(key),
        });
        out.push(outcome);
    }
}
