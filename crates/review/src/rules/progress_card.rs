//! The card (亮牌) of a town: invested against planned.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Card, Limit, Measure, Reason, Verdict};
use crate::ledger::{Entry, Field, unit};
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "progress_card",
    doc: include_str!("progress_card.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let cut_offs: CutOffs = table.try_into()?;
        if cut_offs.red_below_percent > cut_offs.yellow_below_percent {
            return Err(refused("`red_below_percent` must not be above `yellow_below_percent`"));
        }
        Ok(Box::new(cut_offs))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CutOffs {
    yellow_below_percent: f64,
    red_below_percent: f64,
}

impl CutOffs {
    /// The card, and the cut-off that decided: its name and hundredths of a per cent.
    fn card_of(&self, invested: i64, planned: i64) -> (Card, &'static str, i64) {
        let below = |percent| unit::compares(invested, planned, unit::percent(percent)).is_lt();
        let yellow = ("yellow_below_percent", unit::percent(self.yellow_below_percent));
        match (below(self.red_below_percent), below(self.yellow_below_percent)) {
            (true, _) => (Card::Red, "red_below_percent", unit::percent(self.red_below_percent)),
            (false, true) => (Card::Yellow, yellow.0, yellow.1),
            (false, false) => (Card::None, yellow.0, yellow.1),
        }
    }
}

fn progress(entry: &Entry) -> Result<(i64, i64), Field> {
    let invested = entry.number(Field::Invested).ok_or(Field::Invested)?;
    let planned = entry.number(Field::PlannedInvestment).filter(|planned| *planned > 0);
    Ok((invested, planned.ok_or(Field::PlannedInvestment)?))
}

impl Check for CutOffs {
    fn card(&self, entry: &Entry) -> Option<Card> {
        let (invested, planned) = progress(entry).ok()?;
        Some(self.card_of(invested, planned).0)
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let said = case.member().ok_or(Field::Invested).and_then(|member| progress(member.entry));
        let (invested, planned) = match said {
            Ok(said) => said,
            Err(field) => return out.push(Outcome::unsaid(field)),
        };
        let (card, key, cut_off) = self.card_of(invested, planned);
        let verdict = if card == Card::None { Verdict::Pass } else { governing.clause.force.when_broken() };
        let mut outcome = Outcome::new(verdict, Reason::Progress { card });
        outcome.measured = Some(Measure::Share { part: invested, whole: planned });
        let value = Measure::Share { part: cut_off, whole: unit::WHOLE };
        outcome.limit = Some(Limit { value, from: governing.clause.origin(key) });
        out.push(outcome);
    }
}
