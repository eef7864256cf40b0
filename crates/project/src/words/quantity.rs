//! Areas, lengths and shares as people read them.
//!
//! 1 公顷 = 10 000 m²; 1 亩 = 2000/3 m² exactly. All in integer arithmetic.

use sanxian_review::measure::{Millimetres, SquareMillimetres};
use sanxian_review::policy::Repair;

use crate::lang::{Lang, Text};

/// `27,970.58 平方米（2.7971 公顷，41.9559 亩）`.
#[must_use]
pub fn area(area: SquareMillimetres, lang: Lang) -> String {
    let (m2, ha, mu) = (square_metres(area), grouped(&hectares(area)), grouped(&mu(area)));
    match lang {
        Lang::Zh => format!("{m2} 平方米（{ha} 公顷，{mu} 亩）"),
        Lang::En => format!("{m2} m² ({ha} ha, {mu} mu)"),
    }
}

/// `812.35 米`.
#[must_use]
pub fn length(length: Millimetres, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 米", metres(length)),
        Lang::En => format!("{} m", metres(length)),
    }
}

/// `1000 平方米或 1%`: how much ground a repair may move before a reviewer is asked.
#[must_use]
pub fn repair_limits(limits: &Repair) -> Text {
    let Repair { repair_area_m2: area, repair_share_percent: share, repair_share_from_m2: from } = limits;
    Text::new(
        format!("{area} 平方米或 {share}%（{from} 平方米以上）"),
        format!("{area} m² or {share} % (from {from} m² on)"),
    )
}

/// m², 2 decimals, thousands separated by commas.
#[must_use]
pub fn square_metres(area: SquareMillimetres) -> String {
    fixed(i128::from(area.0), 10_000, 2, true)
}

/// 公顷, 4 decimals.
#[must_use]
pub fn hectares(area: SquareMillimetres) -> String {
    fixed(i128::from(area.0), 1_000_000, 4, false)
}

/// 亩, 4 decimals.
#[must_use]
pub fn mu(area: SquareMillimetres) -> String {
    fixed(i128::from(area.0) * 3, 200_000, 4, false)
}

/// A decimal number with commas between thousands, as on paper.
#[must_use]
pub fn grouped(number: &str) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    format!("{sign}{}{rest}", with_commas(whole))
}

/// Metres, 2 decimals, thousands separated by commas.
#[must_use]
pub fn metres(length: Millimetres) -> String {
    fixed(i128::from(length.0), 10, 2, true)
}

/// Per cent with 2 decimals, `100.00%`; `None` of nothing.
#[must_use]
pub fn share(part: SquareMillimetres, whole: SquareMillimetres) -> Option<String> {
    let whole = i128::from(whole.0);
    (whole > 0).then(|| format!("{}%", fixed(i128::from(part.0) * 10_000, whole, 2, false)))
}

/// A size of a file for people, `12.4 MB`.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    let units = [(1_000_000_000_i128, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    let bytes = i128::from(bytes);
    let unit = units.into_iter().find(|(unit, _)| bytes >= *unit);
    unit.map_or_else(|| format!("{bytes} B"), |(unit, name)| format!("{} {name}", fixed(bytes * 10, unit, 1, false)))
}

/// Per cent with 2 decimals of any two numbers; `–` of nothing.
#[must_use]
pub fn percent(part: i64, whole: i64) -> String {
    share(SquareMillimetres(part), SquareMillimetres(whole)).unwrap_or_else(|| "–".to_owned())
}

/// Money in full, `¥1,200,000`.
#[must_use]
pub fn yuan(yuan: i64) -> String {
    let sign = if yuan < 0 { "-" } else { "" };
    format!("{sign}¥{}", with_commas(&yuan.unsigned_abs().to_string()))
}

/// `1,234.56 万元`, from 1 亿元 on `12.35 亿元`.
#[must_use]
pub fn money(yuan: i64, lang: Lang) -> String {
    let (per, zh, en) = if yuan.abs() < 100_000_000 {
        (100, "万元", "× 10,000 yuan")
    } else {
        (1_000_000, "亿元", "× 100 million yuan")
    };
    let unit = if lang == Lang::Zh { zh } else { en };
    format!("{} {unit}", fixed(i128::from(yuan), per, 2, true))
}

/// `value / per`, rounded half away from zero to a whole number of 10^-`digits`, in plain decimal.
fn fixed(value: i128, per: i128, digits: usize, grouped: bool) -> String {
    let count = (value.abs() * 2 + per) / (per * 2);
    let unit = 10_i128.pow(digits as u32);
    let whole = (count / unit).to_string();
    let whole = if grouped { with_commas(&whole) } else { whole };
    let sign = if value < 0 && count > 0 { "-" } else { "" };
    format!("{sign}{whole}.{:0digits$}", count % unit)
}

fn with_commas(digits: &str) -> String {
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_told_in_its_own_units() {
        assert_eq!(money(12_345_600, Lang::Zh), "1,234.56 万元");
        assert_eq!(money(3_000_000_000, Lang::Zh), "30.00 亿元");
        assert_eq!(money(-50_000, Lang::En), "-5.00 × 10,000 yuan");
    }

    #[test]
    fn units_are_exact() {
        let site = SquareMillimetres(27_970_580_000);
        assert_eq!(area(site, Lang::Zh), "27,970.58 平方米（2.7971 公顷，41.9559 亩）");
        assert_eq!(grouped("-13835058.2822"), "-13,835,058.2822");
        assert_eq!((grouped("999.5"), grouped("1000")), ("999.5".into(), "1,000".into()));
        assert_eq!(area(site, Lang::En), "27,970.58 m² (2.7971 ha, 41.9559 mu)");
        assert_eq!(mu(SquareMillimetres(2_000_000_000)), "3.0000");
        assert_eq!(mu(SquareMillimetres(5_000_000_000_000)), "7500.0000");
        assert_eq!(hectares(SquareMillimetres(5_000_000_000_000)), "500.0000");
    }

    #[test]
    fn halves_are_rounded_away_from_zero_and_extremes_do_not_overflow() {
        assert_eq!(square_metres(SquareMillimetres(5_000)), "0.01");
        assert_eq!(square_metres(SquareMillimetres(4_999)), "0.00");
        assert_eq!(square_metres(SquareMillimetres(-5_000)), "-0.01");
        assert_eq!(square_metres(SquareMillimetres(-4_999)), "0.00");
        assert_eq!(square_metres(SquareMillimetres(i64::MAX)), "9,223,372,036,854.78");
        assert_eq!(mu(SquareMillimetres(i64::MIN)), "-13835058055.2822");
        assert_eq!(metres(Millimetres(1_234_565)), "1,234.57");
        assert_eq!(share(SquareMillimetres(1), SquareMillimetres(0)), None);
        assert_eq!(share(SquareMillimetres(i64::MAX), SquareMillimetres(i64::MAX)).as_deref(), Some("100.00%"));
        assert_eq!(share(SquareMillimetres(1), SquareMillimetres(3)).as_deref(), Some("33.33%"));
    }
}
