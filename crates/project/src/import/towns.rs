//! From features to towns: names, traits, unique ids.

use std::collections::HashMap;

use sanxian_review::data::{Level, Stage, Town, TownTraits, TownType};

use super::names::{TOWN_NAME, chosen};
use super::{Fields, ImportError, Imported};

/// The towns of an imported layer, sorted by id in byte order.
///
/// # Errors
/// [`ImportError::TwoTownsOneId`] when an id occurs twice.
pub fn towns(imported: Imported) -> Result<Vec<Town>, ImportError> {
    let mut seen: HashMap<&str, u64> = HashMap::with_capacity(imported.features.len());
    for feature in &imported.features {
        if let Some(first) = seen.insert(&feature.id.0, feature.position) {
            return Err(ImportError::TwoTownsOneId {
                file: imported.source.file,
                id: feature.id.0.clone(),
                first,
                second: feature.position,
            });
        }
    }
    let fields = &imported.fields;
    let mut towns: Vec<Town> = imported
        .features
        .into_iter()
        .map(|feature| {
            let texts: Vec<(&str, &str)> = feature.attributes.texts().collect();
            let name = chosen(&texts, fields.name.as_ref(), TOWN_NAME).unwrap_or_default().to_owned();
            let traits = traits(&texts, fields);
            Town { feature, name, traits }
        })
        .collect();
    towns.sort_unstable_by(|a, b| a.feature.id.cmp(&b.feature.id));
    Ok(towns)
}

/// What the attributes say about a town; unknown words say nothing.
fn traits(attributes: &[(&str, &str)], fields: &Fields) -> TownTraits {
    let text = |field: &Option<String>, names: &[&str]| chosen(attributes, field.as_ref(), names);
    TownTraits {
        admin_code: text(&fields.county, COUNTY).and_then(admin_code),
        level: text(&fields.level, LEVEL).and_then(level),
        stage: text(&None, &["CJJD", "stage", "阶段"]).and_then(stage),
        town_type: text(&fields.town_type, TYPE).and_then(town_type),
        ..TownTraits::default()
    }
}

/// The county's code.
pub(crate) const COUNTY: &[&str] = &["XZQDM", "admin_code", "行政区代码"];
/// Provincial or municipal.
pub(crate) const LEVEL: &[&str] = &["XZJB", "level", "级别"];
/// What it lives on.
pub(crate) const TYPE: &[&str] = &["XZLX", "type", "town_type", "类型"];

/// A code of six to twelve digits, however it is written.
pub(crate) fn admin_code(text: &str) -> Option<String> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '．' => '.',
        other => other,
    };
    let text: String = text.trim().chars().map(narrow).collect();
    // A spreadsheet makes a number of the code.
    let code = text.strip_suffix(".0").unwrap_or(&text);
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    (digits && (6..=12).contains(&code.len())).then(|| code.to_owned())
}

pub(crate) fn level(text: &str) -> Option<Level> {
    [
        ("省级", Level::Provincial),
        ("市级", Level::Municipal),
        ("provincial", Level::Provincial),
        ("municipal", Level::Municipal),
    ]
    .into_iter()
    .find_map(|(word, level)| says(text, word).then_some(level))
}

pub(crate) fn stage(text: &str) -> Option<Stage> {
    let words = [
        ("退出", Stage::Removed),
        ("淘汰", Stage::Removed),
        ("命名", Stage::Named),
        ("创建", Stage::Creating),
        ("培育", Stage::Cultivating),
        ("removed", Stage::Removed),
        ("named", Stage::Named),
        ("creating", Stage::Creating),
        ("cultivating", Stage::Cultivating),
    ];
    words.into_iter().find_map(|(word, stage)| says(text, word).then_some(stage))
}

pub(crate) fn town_type(text: &str) -> Option<TownType> {
    let words = [
        ("三产融合", TownType::IndustryFusion),
        ("文化旅游", TownType::CultureTourism),
        ("文旅", TownType::CultureTourism),
        ("旅游", TownType::CultureTourism),
        ("体育", TownType::Sports),
        ("运动", TownType::Sports),
        ("农业", TownType::AgriPastoral),
        ("田园", TownType::AgriPastoral),
        ("其他", TownType::Other),
        ("industry-fusion", TownType::IndustryFusion),
        ("culture-tourism", TownType::CultureTourism),
        ("sports", TownType::Sports),
        ("agri-pastoral", TownType::AgriPastoral),
        ("other", TownType::Other),
    ];
    words.into_iter().find_map(|(word, kind)| says(text, word).then_some(kind))
}

/// Chinese words may stand inside a longer text (省级特色小镇), but not negated (未命名); English ones are the stored
/// names and must be alone.
fn says(text: &str, word: &str) -> bool {
    if word.is_ascii() {
        return text.trim().eq_ignore_ascii_case(word);
    }
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(['未', '非', '不']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> TownTraits {
        traits(pairs, &Fields::default())
    }

    #[test]
    fn chosen_fields_go_before_the_usual_names() {
        let pairs = [("XZJB", "省级"), ("等级", "市级"), ("XZLX", "体育"), ("县", "330521")];
        let fields = Fields { level: Some("等级".to_owned()), county: Some("县".to_owned()), ..Fields::default() };
        let found = traits(&pairs, &fields);
        assert_eq!((found.level, found.town_type), (Some(Level::Municipal), Some(TownType::Sports)));
        assert_eq!(found.admin_code.as_deref(), Some("330521"));
    }

    #[test]
    fn traits_are_read_from_pinyin_english_and_chinese_names() {
        let expected = TownTraits {
            admin_code: Some("330522".into()),
            level: Some(Level::Provincial),
            stage: Some(Stage::Creating),
            town_type: Some(TownType::CultureTourism),
            ..TownTraits::default()
        };
        assert_eq!(of(&[("XZQDM", "330522"), ("XZJB", "省级"), ("CJJD", "创建"), ("XZLX", "文化旅游")]), expected);
        assert_eq!(
            of(&[("行政区代码", "330522"), ("级别", "省级"), ("阶段", "创建类"), ("类型", "文化旅游型")]),
            expected
        );
        let english =
            [("admin_code", "330522"), ("level", "provincial"), ("stage", "creating"), ("type", "culture-tourism")];
        assert_eq!(of(&english), expected);
    }

    #[test]
    fn a_negated_word_says_nothing_about_a_town() {
        let stage = |text: &str| of(&[("CJJD", text)]).stage;
        assert_eq!(stage("未命名"), None);
        assert_eq!(stage("创建已满5年未命名"), Some(Stage::Creating));
        assert_eq!(stage("未退出"), None);
        assert_eq!(stage("未命名，已退出"), Some(Stage::Removed));
        assert_eq!(stage("未命名，2024年命名"), Some(Stage::Named));
        assert_eq!(of(&[("XZJB", "非省级")]).level, None);
    }

    #[test]
    fn an_admin_code_is_read_from_wide_digits_and_spreadsheet_numbers() {
        let code = |text: &str| of(&[("XZQDM", text)]).admin_code;
        for text in ["330522", "３３０５２２", "330522.0", "３３０５２２．０", " 330522 "] {
            assert_eq!(code(text).as_deref(), Some("330522"), "{text}");
        }
        for text in ["33052", "330522.5", "3305220000000", "德清县", "33052X"] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn unknown_words_say_nothing() {
        let english = [("admin_code", "33"), ("level", "国家级"), ("stage", "规划"), ("type", "金融")];
        assert_eq!(of(&english), TownTraits::default());
    }
}
