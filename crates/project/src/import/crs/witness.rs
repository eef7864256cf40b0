//! What else tells where a layer lies: administrative codes in its attributes, names, the nearest town of the map.

use std::collections::BTreeMap;

use super::prefectures::Prefecture;
use crate::lang::Text;

/// Fields that hold an administrative code, or begin with one, the surest first.
const CODES: &[&str] = &[
    "XZQDM",
    "行政区代码",
    "admin_code",
    "adcode",
    "XZQHDM",
    "XJXZQDM",
    "SZXJXZQDM",
    "ZLDWDM",
    "QSDWDM",
    "XZBM",
    "BSM",
    "code",
    "id",
];
/// Fields that hold the name of a place.
const NAMES: &[&str] = &["XZQMC", "行政区名称", "市", "SJXZQMC", "XJXZQMC", "ZLDWMC", "QSDWMC"];

/// Where a layer says that it lies.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Home {
    prefecture: &'static Prefecture,
    by: Text,
}

impl Home {
    /// Asks attributes first, then the name of the file.
    pub(crate) fn of(rows: &[Vec<(String, String)>], file: &str) -> Option<Self> {
        let by_codes = CODES.iter().find_map(|field| {
            let found = most(values(rows, field).filter_map(Prefecture::of_code))?;
            let by = Text::new(format!("字段 {field} 中的行政区代码"), format!("the code in the field {field}"));
            Some(Self { prefecture: found, by })
        });
        let by_names = || {
            NAMES.iter().find_map(|field| {
                let found = most(values(rows, field).filter_map(Prefecture::named_in))?;
                let by = Text::new(format!("字段 {field} 中的地名"), format!("the name in the field {field}"));
                Some(Self { prefecture: found, by })
            })
        };
        let by_file = || {
            let digits = file.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 6);
            let found = digits.filter_map(Prefecture::of_code).next().or_else(|| Prefecture::named_in(file))?;
            Some(Self { prefecture: found, by: Text::new("文件名", "the file's name") })
        };
        by_codes.or_else(by_names).or_else(by_file)
    }

    /// Whether a place (degrees) may belong to it.
    pub(crate) fn holds(&self, at: (f64, f64)) -> bool {
        self.distance(at) <= self.prefecture.reach()
    }

    /// Rough distance in degrees.
    pub(crate) fn distance(&self, at: (f64, f64)) -> f64 {
        self.prefecture.distance(at)
    }

    /// Who says so, and where it is.
    pub(crate) fn words(&self) -> Text {
        let Prefecture { code, name, .. } = self.prefecture;
        Text::new(format!("{}指向 {name}({code})", self.by.zh), format!("{} points to {name} ({code})", self.by.en))
    }
}

/// What lies near a place, for people who look for it on the map.
pub(crate) fn neighbourhood(at: (f64, f64)) -> Option<&'static str> {
    let (prefecture, distance) = Prefecture::nearest(at);
    (distance <= prefecture.reach()).then_some(prefecture.name)
}

/// How far a place is from the next prefecture, degrees.
pub(crate) fn remoteness(at: (f64, f64)) -> f64 {
    Prefecture::nearest(at).1
}

fn values<'a>(rows: &'a [Vec<(String, String)>], field: &str) -> impl Iterator<Item = &'a str> {
    let is = move |key: &str| key.eq_ignore_ascii_case(field);
    let of_row = move |row: &'a Vec<(String, String)>| row.iter().find(|(key, _)| is(key));
    rows.iter().filter_map(of_row).map(|(_, value)| value.trim().trim_end_matches(".0"))
}

/// The one that most rows name; nothing when fewer than half agree.
fn most(found: impl Iterator<Item = &'static Prefecture>) -> Option<&'static Prefecture> {
    let mut counts: BTreeMap<u16, (usize, &'static Prefecture)> = BTreeMap::new();
    found.for_each(|prefecture| counts.entry(prefecture.code).or_insert((0, prefecture)).0 += 1);
    let total: usize = counts.values().map(|(count, _)| count).sum();
    counts.into_values().max_by_key(|(count, _)| *count).filter(|(count, _)| 2 * count >= total).map(|(_, p)| p)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, value: &str) -> Vec<(String, String)> {
        vec![(key.to_owned(), value.to_owned())]
    }

    #[test]
    fn a_layer_says_where_it_lies_by_codes_then_names_then_its_own_name() {
        let home = |rows: &[Vec<(String, String)>], file: &str| Home::of(rows, file).map(|h| h.prefecture.name);
        let codes = [row("xzqdm", "330522"), row("xzqdm", "330523"), row("xzqdm", "331102")];
        assert_eq!(home(&codes, "西宁.shp"), Some("湖州"));
        assert_eq!(home(&[row("XZQMC", "青海省西宁市")], "a.shp"), Some("西宁"));
        assert_eq!(home(&[row("BSM", "330522000000000001")], "a.shp"), Some("湖州"));
        assert_eq!(home(&[], "330522_STBHHX_2023.shp"), Some("湖州"));
        assert_eq!(home(&[row("BSM", "1")], "layer20231231.shp"), None);
    }

    #[test]
    fn codes_that_disagree_say_nothing() {
        let rows: Vec<_> = ["330522", "620102", "440103"].iter().map(|code| row("XZQDM", code)).collect();
        assert_eq!(Home::of(&rows, "a.shp"), None);
    }
}
