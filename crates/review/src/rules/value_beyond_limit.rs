//! A number of the ledger against a limit of the clause.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Limit, Measure, Reason, Side, Verdict};
use crate::ledger::{Field, unit};
use crate::measure::SquareMillimetres;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "value_beyond_limit",
    doc: include_str!("value_beyond_limit.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let p: Parameters = table.try_into()?;
        let bounds = [
            ("min_percent", Side::AtLeast, p.min_percent.map(unit::percent)),
            ("max_percent", Side::AtMost, p.max_percent.map(unit::percent)),
            ("min_km2", Side::AtLeast, p.min_km2.map(unit::km2)),
            ("min_count", Side::AtLeast, p.min_count.map(unit::count)),
            ("min_wan_count", Side::AtLeast, p.min_wan_count.map(unit::wan)),
            ("min_wan_per_mu", Side::AtLeast, p.min_wan_per_mu.map(unit::wan)),
        ];
        let given: Vec<_> = bounds.into_iter().filter_map(|(key, side, limit)| Some((key, side, limit?))).collect();
        let [bound] = given[..] else { return Err(refused("exactly one limit is wanted")) };
        if (bound.0 == "min_wan_per_mu") != p.per.is_some() {
            return Err(refused("`min_wan_per_mu` and `per` belong together"));
        }
        Ok(Box::new(ValueBeyondLimit { field: p.field, per: p.per, bound, matters: [p.field.key()] }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    field: Field,
    /// The area that money is divided by.
    per: Option<Field>,
    min_percent: Option<f64>,
    max_percent: Option<f64>,
    min_km2: Option<f64>,
    min_count: Option<f64>,
    min_wan_count: Option<f64>,
    min_wan_per_mu: Option<f64>,
}

struct ValueBeyondLimit {
    field: Field,
    per: Option<Field>,
    bound: (&'static str, Side, i64),
    matters: [&'static str; 1],
}

impl Check for ValueBeyondLimit {
    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let said = |field| case.member().and_then(|member| member.entry.number(field));
        let number = match self.per {
            None => said(self.field),
            Some(per) => said(self.field)
                .zip(said(per))
                .and_then(|(yuan, area)| unit::yuan_per_mu(yuan, SquareMillimetres(area))),
        };
        let Some(number) = number else {
            let lacking = self.per.filter(|_| said(self.field).is_some()).unwrap_or(self.field);
            return out.push(Outcome::unsaid(lacking));
        };
        let (key, side, limit) = self.bound;
        let met = side.keeps(number, limit);
        let verdict = if met { Verdict::Pass } else { governing.clause.force.when_broken() };
        let measure =
            |number| if self.per.is_some() { Measure::Yuan(number) } else { unit::measure(self.field, number) };
        let mut outcome = Outcome::new(verdict, Reason::Value { field: self.field, side, met });
        outcome.measured = Some(measure(number));
        outcome.limit = Some(Limit { value: measure(limit), from: governing.clause.origin(key) });
        out.push(outcome);
    }
}
