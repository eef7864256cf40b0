//! What a cell says, or why it says nothing.

use sanxian_review::ledger::unit::WHOLE;
use sanxian_review::ledger::{Field, Holds, Value};
use sanxian_review::measure::SquareMillimetres;
use sanxian_review::policy::Date;

use super::header::{Column, Unit, narrow, unit};
use crate::lang::Text;

/// Why a cell cannot be taken: a stable code, and words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refused {
    pub code: &'static str,
    pub text: Text,
}

fn refused(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Refused {
    Refused { code, text: Text::new(zh, en) }
}

/// A cell of a column. Traits (level, stage …) are taken elsewhere.
pub(crate) fn value(column: &Column, cell: &str) -> Result<Value, Refused> {
    match column.spec.holds {
        Holds::Code if column.spec.field == Field::AdminCode => admin_code(cell),
        Holds::Text | Holds::Code => Ok(Value::Text(cell.trim().to_owned())),
        Holds::OneOf(words) => one_of(words, cell),
        Holds::Date => date(cell).map(|(day, _)| Value::Date(day)),
        Holds::Year => year(cell),
        Holds::Count => number(cell).and_then(|n| whole(n, cell)).map(Value::Count),
        Holds::Scenic => scenic(cell),
        Holds::Area => measured(column, cell).map(|mm2| Value::AreaMm2(SquareMillimetres(mm2))),
        Holds::Money => measured(column, cell).map(Value::Yuan),
        Holds::Percent => measured(column, cell).map(Value::Percent),
    }
}

/// Six to twelve digits: who counts for which county rests on them.
fn admin_code(cell: &str) -> Result<Value, Refused> {
    let plain = cell.trim();
    let why = || {
        let zh = format!("“{plain}”不是行政区代码，应为 6 至 12 位数字，如 330523");
        refused("not_a_code", zh, format!("{plain:?} is no administrative code; write 6 to 12 digits, as 330523"))
    };
    crate::import::towns::admin_code(plain).map(Value::Text).ok_or_else(why)
}

fn one_of(words: &[&str], cell: &str) -> Result<Value, Refused> {
    let plain = cell.trim();
    // 不合格 holds 合格: the longest word that stands in the cell
    let found = words.iter().filter(|word| plain.contains(**word)).max_by_key(|word| word.len());
    found.map(|word| Value::Text((*word).to_owned())).ok_or_else(|| {
        let list = words.join("、");
        refused("unknown_word", format!("“{plain}”不是可用的词，应为：{list}"), format!("{plain:?} is none of {list}"))
    })
}

fn year(cell: &str) -> Result<Value, Refused> {
    let plain = narrow(cell);
    let digits = plain.trim_end_matches("年度").trim_end_matches('年').trim_end_matches(".0");
    match digits.parse::<i64>() {
        Ok(year @ 1990..=2100) => Ok(Value::Count(year)),
        _ => {
            Err(refused("not_a_year", format!("“{}”不是年份", cell.trim()), format!("{:?} is not a year", cell.trim())))
        }
    }
}

fn scenic(cell: &str) -> Result<Value, Refused> {
    let plain = narrow(cell);
    if ["无", "none", "-", "0"].contains(&plain.as_str()) {
        return Ok(Value::Count(0));
    }
    let level = plain.trim_end_matches("级景区").trim_end_matches("级").trim_end_matches('a');
    match level.parse::<i64>() {
        Ok(level @ 1..=5) => Ok(Value::Count(level)),
        _ => {
            let plain = cell.trim();
            Err(refused(
                "unknown_word",
                format!("“{plain}”不是景区等级，应如 3A 或 无"),
                format!("{plain:?} is no scenic level; write 3A, or none"),
            ))
        }
    }
}

/// A number with an optional unit behind it.
fn measured(column: &Column, cell: &str) -> Result<i64, Refused> {
    let plain = narrow(cell).replace([',', '，'], "");
    let split = plain.find(|c: char| !(c.is_ascii_digit() || ['.', '-', '+'].contains(&c))).unwrap_or(plain.len());
    let (digits, words) = plain.split_at(split);
    let own = if words.is_empty() { None } else { unit(words).filter(|unit| unit.fits(column.spec.holds)) };
    if !words.is_empty() && own.is_none() {
        return Err(not_a_number(cell));
    }
    let number = parsed(digits).ok_or_else(|| not_a_number(cell))?;
    let Some(unit) = own.or(column.unit) else {
        return match column.spec.holds {
            // a bare share above 1 can only be of 100
            Holds::Percent if number == 0.0 || (1.0..=100.0).contains(&number) && number != 1.0 => {
                scaled(number, 100.0, cell)
            }
            _ => Err(refused(
                "unit_unknown",
                format!("“{}”没有单位，请在表头注明，如 {}({})", cell.trim(), column.spec.zh, column.spec.unit),
                format!(
                    "{:?} has no unit; name it in the header, as {}({})",
                    cell.trim(),
                    column.spec.zh,
                    column.spec.unit
                ),
            )),
        };
    };
    let whole = match unit {
        Unit::SquareMetre => scaled(number, 1e6, cell),
        Unit::Hectare => scaled(number, 1e10, cell),
        Unit::SquareKilometre => scaled(number, 1e12, cell),
        Unit::Mu => scaled(number * 2.0 / 3.0, 1e9, cell),
        Unit::Yuan => scaled(number, 1.0, cell),
        Unit::WanYuan => scaled(number, 1e4, cell),
        Unit::YiYuan => scaled(number, 1e8, cell),
        Unit::Percent => scaled(number, 100.0, cell),
        Unit::Ratio => scaled(number, 10_000.0, cell),
    }?;
    if whole < 0 {
        return Err(refused(
            "negative",
            format!("“{}”不能为负数", cell.trim()),
            format!("{:?} must not be negative", cell.trim()),
        ));
    }
    // growth may pass the whole; a part cannot
    let most = if column.spec.field == Field::CultureGrowth { 100 * WHOLE } else { WHOLE };
    if column.spec.holds == Holds::Percent && whole > most {
        return Err(refused(
            "share_too_large",
            format!("“{}”作为占比过大，不能超过 {}%", cell.trim(), most / 100),
            format!("{:?} is too large for a share; the most is {} %", cell.trim(), most / 100),
        ));
    }
    Ok(whole)
}

fn number(cell: &str) -> Result<f64, Refused> {
    parsed(&narrow(cell).replace([',', '，'], "")).ok_or_else(|| not_a_number(cell))
}

fn parsed(digits: &str) -> Option<f64> {
    digits.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn not_a_number(cell: &str) -> Refused {
    let plain = cell.trim();
    refused("not_a_number", format!("“{plain}”不是数字"), format!("{plain:?} is not a number"))
}

fn whole(number: f64, cell: &str) -> Result<i64, Refused> {
    if number.fract() != 0.0 || number < 0.0 {
        let plain = cell.trim();
        return Err(refused(
            "not_whole",
            format!("“{plain}”应为非负整数"),
            format!("{plain:?} must be a whole number, 0 or more"),
        ));
    }
    scaled(number, 1.0, cell)
}

#[expect(clippy::cast_possible_truncation, reason = "checked against the largest whole number just before")]
fn scaled(number: f64, by: f64, cell: &str) -> Result<i64, Refused> {
    let value = (number * by).round();
    if value.abs() < 9.0e18 { Ok(value as i64) } else { Err(not_a_number(cell)) }
}

/// How a day was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    /// `2017-01-31`
    Dashes,
    /// `2017/1/31`
    Slashes,
    /// `2017.1.31`
    Dots,
    /// `2017年1月31日`
    Chinese,
    /// `20170131`
    Bare,
    /// `42766`
    Serial,
}

/// A day in any of the styles that cannot be misread.
pub(crate) fn date(cell: &str) -> Result<(Date, Style), Refused> {
    let plain = narrow(cell);
    let plain = plain.split_once('t').map_or(plain.as_str(), |(day, _)| day);
    let digits = plain.bytes().all(|b| b.is_ascii_digit());
    let found = if digits && plain.len() == 8 {
        three([&plain[..4], &plain[4..6], &plain[6..]]).map(|day| (day, Style::Bare))
    } else if digits && plain.len() == 5 {
        parsed(plain).and_then(day_of_serial).map(|day| (day, Style::Serial))
    } else {
        let styles = [('-', Style::Dashes), ('/', Style::Slashes), ('.', Style::Dots)];
        let cut = styles.into_iter().find(|(by, _)| plain.contains(*by));
        match cut {
            Some((by, style)) => {
                let parts: Vec<&str> = plain.split(by).collect();
                <[&str; 3]>::try_from(parts).ok().and_then(three).map(|day| (day, style))
            }
            None => {
                let parts: Vec<&str> = plain.trim_end_matches(['日', '号']).split(['年', '月']).collect();
                <[&str; 3]>::try_from(parts).ok().and_then(three).map(|day| (day, Style::Chinese))
            }
        }
    };
    found.ok_or_else(|| {
        let plain = cell.trim();
        refused(
            "not_a_date",
            format!("“{plain}”不是完整的日期，应写作 2017-01-31"),
            format!("{plain:?} is not a whole date; write 2017-01-31"),
        )
    })
}

/// Year, month, day in this order only: 01/02/2017 may be January or February.
fn three([year, month, day]: [&str; 3]) -> Option<Date> {
    let year = (year.len() == 4).then(|| year.parse::<u16>().ok())??;
    ((1949..=2200).contains(&year)).then(|| Date::new(year, month.parse().ok()?, day.parse().ok()?))?
}

/// The day of a spreadsheet's serial number (1 = 1900-01-01, with its leap day of 1900 that never was).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days of four centuries")]
pub(crate) fn day_of_serial(serial: f64) -> Option<Date> {
    if !(61.0..110_000.0).contains(&serial) {
        return None;
    }
    // days since 0000-03-01, by Hinnant's `civil_from_days`; 1899-12-30 is the day 0 of the serials
    let days = serial.floor() as u32 + 693_899;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u32::from(month <= 2);
    Date::new(year as u16, month as u8, day as u8)
}

#[cfg(test)]
mod tests {
    use super::super::header::recognise;
    use super::*;

    fn of(header: &str, cell: &str) -> Result<Value, &'static str> {
        value(&recognise(header).expect("a known column"), cell).map_err(|refused| refused.code)
    }

    #[test]
    fn a_day_is_read_in_every_style_that_cannot_be_misread() {
        for text in
            ["2017-01-31", "2017/1/31", "2017.1.31", "2017年1月31日", "20170131", "42766", "2017-01-31T00:00:00"]
        {
            assert_eq!(date(text).map(|(day, _)| day.to_string()).as_deref(), Ok("2017-01-31"), "{text}");
        }
        for text in ["31/01/2017", "01-02-17", "2017年1月", "2017-02-30", "去年", "2017"] {
            assert_eq!(date(text).map_err(|refused| refused.code).map(|(day, _)| day), Err("not_a_date"), "{text}");
        }
        assert_eq!(day_of_serial(36_526.0), Date::new(2000, 1, 1));
        assert_eq!(day_of_serial(45_351.0), Date::new(2024, 2, 29));
    }

    #[test]
    fn areas_and_money_take_their_unit_from_the_header_or_the_cell() {
        let km2 = |n: i64| Ok(Value::AreaMm2(SquareMillimetres(n * 1_000_000_000_000)));
        assert_eq!(of("规划面积(平方公里)", "3"), km2(3));
        assert_eq!(of("规划面积(公顷)", "3.5 平方公里"), Ok(Value::AreaMm2(SquareMillimetres(3_500_000_000_000))));
        assert_eq!(of("规划面积(亩)", "1500"), km2(1));
        assert_eq!(of("规划面积", "3"), Err("unit_unknown"));
        assert_eq!(of("完成投资(亿元)", "1,2.5"), Ok(Value::Yuan(1_250_000_000)));
        assert_eq!(of("完成投资(万元)", "约3亿"), Err("not_a_number"));
        assert_eq!(of("完成投资(万元)", "-3"), Err("negative"));
    }

    #[test]
    fn a_share_is_of_a_hundred_or_of_one_as_the_header_says() {
        assert_eq!(of("绿化覆盖率(%)", "30"), Ok(Value::Percent(3_000)));
        assert_eq!(of("绿化覆盖率(0-1)", "0.305"), Ok(Value::Percent(3_050)));
        assert_eq!(of("绿化覆盖率", "30%"), Ok(Value::Percent(3_000)));
        assert_eq!(of("绿化覆盖率", "30"), Ok(Value::Percent(3_000)));
        assert_eq!(of("绿化覆盖率", "0.3"), Err("unit_unknown"), "a third of one, or of a hundred?");
        assert_eq!(of("绿化覆盖率(%)", "三成"), Err("not_a_number"));
        assert_eq!(of("绿化覆盖率(%)", "130"), Err("share_too_large"));
        assert_eq!(of("文化产业收入年增长率(%)", "130"), Ok(Value::Percent(13_000)), "growth may pass the whole");
    }

    #[test]
    fn a_code_of_a_place_is_digits() {
        assert_eq!(of("行政区代码", "330523.0"), Ok(Value::Text("330523".to_owned())));
        for text in ["3305", "33052x", "湖州", "3305230000000"] {
            assert_eq!(of("行政区代码", text), Err("not_a_code"), "{text}");
        }
    }

    #[test]
    fn words_and_levels_are_taken_from_lists() {
        assert_eq!(of("考核结果", "不合格"), Ok(Value::Text("不合格".to_owned())));
        assert_eq!(of("考核结果", "一般"), Err("unknown_word"));
        assert_eq!(of("景区等级", "4A级景区"), Ok(Value::Count(4)));
        assert_eq!(of("景区等级", "无"), Ok(Value::Count(0)));
        assert_eq!(of("清单年度", "2025年度"), Ok(Value::Count(2025)));
        assert_eq!(of("就业人数(人)", "2,000"), Ok(Value::Count(2000)));
        assert_eq!(of("就业人数(人)", "2.5"), Err("not_whole"));
    }
}
