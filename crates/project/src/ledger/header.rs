//! Which column a header means, and in which unit.

use sanxian_review::ledger::{FIELDS, Holds, Spec};

/// A known column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// What it is.
    pub spec: &'static Spec,
    /// The unit that the header names.
    pub unit: Option<Unit>,
}

/// A unit of areas, money or shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    SquareMetre,
    Hectare,
    SquareKilometre,
    Mu,
    Yuan,
    WanYuan,
    YiYuan,
    /// 0–100.
    Percent,
    /// 0–1.
    Ratio,
}

const UNITS: &[(&str, Unit)] = &[
    ("平方公里", Unit::SquareKilometre),
    ("平方千米", Unit::SquareKilometre),
    ("km2", Unit::SquareKilometre),
    ("km²", Unit::SquareKilometre),
    ("公顷", Unit::Hectare),
    ("ha", Unit::Hectare),
    ("平方米", Unit::SquareMetre),
    ("㎡", Unit::SquareMetre),
    ("m2", Unit::SquareMetre),
    ("m²", Unit::SquareMetre),
    ("亩", Unit::Mu),
    ("mu", Unit::Mu),
    ("亿元", Unit::YiYuan),
    ("yi", Unit::YiYuan),
    ("万元", Unit::WanYuan),
    ("wan", Unit::WanYuan),
    ("元", Unit::Yuan),
    ("yuan", Unit::Yuan),
    ("0-1", Unit::Ratio),
    ("0–1", Unit::Ratio),
    ("小数", Unit::Ratio),
    ("ratio", Unit::Ratio),
    ("%", Unit::Percent),
    ("0-100", Unit::Percent),
    ("percent", Unit::Percent),
];

/// The unit of these words.
pub(crate) fn unit(words: &str) -> Option<Unit> {
    UNITS.iter().find(|(name, _)| *name == words).map(|(_, unit)| *unit)
}

impl Unit {
    /// Whether a column of this kind may have it.
    pub(crate) fn fits(self, holds: Holds) -> bool {
        match self {
            Self::SquareMetre | Self::Hectare | Self::SquareKilometre | Self::Mu => holds == Holds::Area,
            Self::Yuan | Self::WanYuan | Self::YiYuan => holds == Holds::Money,
            Self::Percent | Self::Ratio => holds == Holds::Percent,
        }
    }
}

/// The column that a header means: its Chinese name, its key, or another name, in any case; a unit in brackets or
/// behind an underscore.
pub(crate) fn recognise(header: &str) -> Option<Column> {
    let plain = narrow(header);
    let (name, words) = match plain.strip_suffix(')').and_then(|inside| inside.split_once('(')) {
        Some((name, unit)) => (name, Some(unit)),
        None => (plain.as_str(), None),
    };
    let named = |name: &str| {
        let is = |word: &str| word.to_lowercase() == name;
        FIELDS.iter().find(|spec| [spec.key, spec.zh].iter().chain(spec.also).any(|word| is(word)))
    };
    if let Some(spec) = named(name) {
        return Some(Column { spec, unit: words.and_then(unit).filter(|unit| unit.fits(spec.holds)) });
    }
    let (name, words) = plain.rsplit_once('_')?;
    let spec = named(name)?;
    Some(Column { spec, unit: Some(unit(words)?).filter(|unit| unit.fits(spec.holds)) })
}

/// Lower case, narrow digits and brackets, no blanks.
pub(crate) fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '［' | '【' => '(',
        '］' | '】' => ')',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars().map(narrow).filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanxian_review::ledger::Field;

    fn of(header: &str) -> Option<(Field, Option<Unit>)> {
        recognise(header).map(|column| (column.spec.field, column.unit))
    }

    #[test]
    fn headers_are_known_in_chinese_and_in_code_with_their_unit() {
        assert_eq!(of("小镇编码"), Some((Field::Code, None)));
        assert_eq!(of(" 规划面积（平方公里）"), Some((Field::DeclaredArea, Some(Unit::SquareKilometre))));
        assert_eq!(of("declared_area_ha"), Some((Field::DeclaredArea, Some(Unit::Hectare))));
        assert_eq!(of("Green_Cover"), Some((Field::GreenCover, None)));
        assert_eq!(of("绿化覆盖率(%)"), Some((Field::GreenCover, Some(Unit::Percent))));
        assert_eq!(of("完成投资(亿元)"), Some((Field::Invested, Some(Unit::YiYuan))));
        assert_eq!(of("完成投资(公顷)"), Some((Field::Invested, None)), "a unit that cannot be is none");
        assert_eq!(of("备注"), None);
    }
}
