//! Degrees, minutes and seconds written as one number, `ddd.mmss`: 30.1530 is 30°15′30″.

use super::{Fault, Row, Sheet};
use crate::import::crs::Magnitude;
use crate::lang::Text;

/// Seconds that rounding may have taken from a number.
const ROUNDING: f64 = 1e-7;

/// Turns the points of a sheet that says so into decimal degrees. Gives a remark when nothing says so, but the numbers
/// might be meant that way.
pub(super) fn settle(sheet: &mut Sheet, seen: Option<Magnitude>) -> Option<(&'static str, Text)> {
    if !matches!(seen, Some(Magnitude::Degrees { .. })) {
        return None;
    }
    if !sheet.header.is_in_minutes_and_seconds() {
        let numbers = || sheet.plots.iter().flat_map(|plot| &plot.rows).flat_map(|row| [row.first, row.second]);
        // Two decimals are degrees: nobody leaves the seconds away everywhere.
        let has_seconds = |number: f64| (number * 100.0 - (number * 100.0).round()).abs() > ROUNDING;
        let perhaps = numbers().all(|number| decimal(number).is_some()) && numbers().any(has_seconds);
        return perhaps.then(|| ("decimal_degrees", decimal_degrees()));
    }
    for plot in &mut sheet.plots {
        for row in &mut plot.rows {
            match (decimal(row.first), decimal(row.second)) {
                (Some(first), Some(second)) => *row = Row { first, second, ..*row },
                _ => {
                    let what = Text::new("不是度分秒(ddd.mmss)", "not degrees, minutes and seconds (ddd.mmss)");
                    plot.fault.get_or_insert(Fault { line: row.line, what });
                }
            }
        }
    }
    None
}

/// Decimal degrees; `None` when there would be 60 minutes or seconds.
fn decimal(packed: f64) -> Option<f64> {
    let seconds = packed.abs() * 10_000.0 + ROUNDING;
    let (degrees, rest) = ((seconds / 10_000.0).floor(), seconds % 10_000.0);
    let (minutes, seconds) = ((rest / 100.0).floor(), (rest % 100.0 - ROUNDING).max(0.0));
    let fits = minutes < 60.0 && seconds < 60.0;
    fits.then_some((degrees + minutes / 60.0 + seconds / 3600.0) * packed.signum())
}

fn decimal_degrees() -> Text {
    Text::new(
        "坐标按十进制度读取;若是度分秒(ddd.mmss),请在文件头写明 计量单位=度分秒",
        "The coordinates were read as decimal degrees; if they are degrees, minutes and seconds (ddd.mmss), say so in the header: 计量单位=度分秒",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_and_seconds_are_unpacked() {
        let near = |packed: f64, wanted: f64| assert!((decimal(packed).unwrap() - wanted).abs() < 1e-12, "{packed}");
        near(30.1530, 30.0 + 15.5 / 60.0);
        near(120.00005025, 120.0 + 0.5025 / 3600.0);
        near(118.3, 118.5);
        near(30.25, 30.0 + 25.0 / 60.0);
        assert_eq!(decimal(30.6), None);
        assert_eq!(decimal(30.1275), None);
    }
}
