//! Numbers of packs and ledgers in the whole units of the kernel.

use crate::finding::Measure;
use crate::ledger::{Field, Holds};
use crate::measure::SquareMillimetres;
use crate::shape::round_to_i64;

/// The whole, where shares are kept in hundredths of a per cent.
pub const WHOLE: i64 = 10_000;

/// Per cent → hundredths of a per cent.
#[must_use]
pub fn percent(value: f64) -> i64 {
    round_to_i64(value * 100.0)
}

/// 平方公里 → mm².
#[must_use]
pub fn km2(value: f64) -> i64 {
    round_to_i64(value * 1e12)
}

/// 万元 → yuan; also ten thousands of anything.
#[must_use]
pub fn wan(value: f64) -> i64 {
    round_to_i64(value * 1e4)
}

/// 亿元 → yuan.
#[must_use]
pub fn yi(value: f64) -> i64 {
    round_to_i64(value * 1e8)
}

/// 万亿元 → yuan.
#[must_use]
pub fn wan_yi(value: f64) -> i64 {
    round_to_i64(value * 1e12)
}

/// A plain number.
#[must_use]
pub fn count(value: f64) -> i64 {
    round_to_i64(value)
}

/// Yuan a 亩 (2000/3 m²) of an area, rounded down; `None` of no area.
#[must_use]
pub fn yuan_per_mu(yuan: i64, area: SquareMillimetres) -> Option<i64> {
    let mu_thirds = i128::from(area.0) * 3; // in 1/2e9 mu
    (area.0 > 0).then(|| i64::try_from(i128::from(yuan) * 2_000_000_000 / mu_thirds).unwrap_or(i64::MAX))
}

/// `part` of `whole` in hundredths of a per cent, rounded down; 0 of nothing.
#[must_use]
pub fn share(part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    i64::try_from(i128::from(part) * i128::from(WHOLE) / i128::from(whole)).unwrap_or(i64::MAX)
}

/// Whether `part` is at least (or at most) so many hundredths of a per cent of `whole`, without dividing.
#[must_use]
pub fn compares(part: i64, whole: i64, hundredths: i64) -> std::cmp::Ordering {
    (i128::from(part) * i128::from(WHOLE)).cmp(&(i128::from(hundredths) * i128::from(whole)))
}

/// So many hundredths of a per cent of `whole`, rounded down and up.
#[must_use]
pub fn share_of(hundredths: i64, whole: i64) -> (i64, i64) {
    let exact = i128::from(hundredths) * i128::from(whole);
    let (down, up) = (exact / i128::from(WHOLE), (exact + i128::from(WHOLE) - 1) / i128::from(WHOLE));
    (i64::try_from(down).unwrap_or(i64::MAX), i64::try_from(up).unwrap_or(i64::MAX))
}

/// A number of a column as a measure.
#[must_use]
pub fn measure(field: Field, number: i64) -> Measure {
    match field.spec().holds {
        Holds::Percent => Measure::Share { part: number, whole: WHOLE },
        Holds::Area => Measure::AreaMm2(SquareMillimetres(number)),
        Holds::Money => Measure::Yuan(number),
        _ => Measure::Count(u32::try_from(number.max(0)).unwrap_or(u32::MAX)),
    }
}
