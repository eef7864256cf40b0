//! When a mended copy of broken rings needs a person's decision.

use serde::{Deserialize, Serialize};

use crate::measure::SquareMillimetres;

/// How much ground a repair may move before a reviewer is asked. Reviewer's parameters: no clause gives a number.
///
/// Without a table of its own every change of area is asked about.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repair {
    /// A change by more than this is asked about, m² …
    pub repair_area_m2: f64,
    /// … or by more than this share of what was delivered, percent,
    pub repair_share_percent: f64,
    /// as far as the change is more than this, m².
    pub repair_share_from_m2: f64,
}

impl Repair {
    /// Whether somebody must decide on a repair that changes a feature of `delivered` by `change`.
    #[must_use]
    pub fn asks(&self, change: SquareMillimetres, delivered: SquareMillimetres) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "compared with limits of a few digits")]
        let (change, delivered) = (change.0.unsigned_abs() as f64 / 1e6, delivered.0.unsigned_abs() as f64 / 1e6);
        let share = change > self.repair_share_from_m2 && change * 100.0 > delivered * self.repair_share_percent;
        change > self.repair_area_m2 || share
    }

    /// Puts `value` in the place of the number called `name`, if it is one of these.
    pub(super) fn assume(&mut self, name: &str, value: f64) {
        let numbers = [
            ("repair_area_m2", &mut self.repair_area_m2),
            ("repair_share_percent", &mut self.repair_share_percent),
            ("repair_share_from_m2", &mut self.repair_share_from_m2),
        ];
        numbers.into_iter().filter(|(own, _)| *own == name).for_each(|(_, number)| *number = value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m2(metres: i64) -> SquareMillimetres {
        SquareMillimetres(metres * 1_000_000)
    }

    #[test]
    fn a_repair_asks_by_its_area_or_by_its_share_of_what_was_delivered() {
        let limits = Repair { repair_area_m2: 1000.0, repair_share_percent: 1.0, repair_share_from_m2: 10.0 };
        for (change, delivered, asks) in [
            (1000, 10_000_000, false), // the limit itself is kept
            (1001, 10_000_000, true),
            (-1001, 10_000_000, true),
            (100, 10_000, false),
            (101, 10_000, true),
            (10, 10, false), // all of a tiny ring
            (11, 10, true),
            (50, 0, true), // a figure of eight cancels out
        ] {
            assert_eq!(limits.asks(m2(change), m2(delivered)), asks, "{change} of {delivered}");
        }
        assert!(Repair::default().asks(SquareMillimetres(1), m2(1)), "without numbers everything is asked");
        assert!(!Repair::default().asks(SquareMillimetres(0), m2(1)));
    }
}
