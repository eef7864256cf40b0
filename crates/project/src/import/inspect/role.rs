//! What part a layer plays, judged by its name, its fields and its values.

use sanxian_review::data::LayerKind;

use crate::import::RoleGuess;
use crate::lang::Text;

/// Table and file names: what any of these words in a name says. Whole words for short ones.
const NAMES: &[(LayerKind, &[&str], &[&str])] = &[
    (
        LayerKind::EcoRedline,
        &["STBHHX", "生态保护红线", "生态红线", "生保红线", "REDLINE", "RED_LINE", "RED-LINE"],
        &["红线", "STHX"],
    ),
    (LayerKind::BasicFarmland, &["YJJBNT", "JBNT", "基本农田", "永农", "FARMLAND"], &[]),
    (
        LayerKind::UrbanBoundary,
        &["CZKFBJ", "CSKFBJ", "城镇开发边界", "城市开发边界", "开发边界", "URBAN_BOUNDARY", "URBAN-BOUNDARY"],
        &["URBAN"],
    ),
    (LayerKind::EarlierTowns, &["EARLIER_TOWNS", "EARLIER-TOWNS", "上一版"], &[]),
    (LayerKind::Townships, &["TOWNSHIP", "建制镇", "乡镇界"], &[]),
    (LayerKind::DevelopmentZones, &["DEVELOPMENT_ZONE", "DEVELOPMENT-ZONE", "开发区", "产业园区"], &[]),
    (LayerKind::FunctionalZones, &["FUNCTIONAL_ZONE", "FUNCTIONAL-ZONE"], &[]),
    (LayerKind::LandUse, &["DLTB", "LAND_USE", "LAND-USE", "土地利用现状"], &[]),
    (LayerKind::EcoUnits, &["ECO_UNIT", "ECO-UNIT", "环境管控单元", "三线一单"], &[]),
    (LayerKind::Hazards, &["HAZARD", "灾害风险", "洪涝风险"], &[]),
    (LayerKind::Heritage, &["HERITAGE", "历史文化保护线"], &[]),
    (LayerKind::Towns, &["TSXZ", "特色小镇", "小镇"], &["TOWN", "TOWNS", "SITE", "SITES"]),
    (LayerKind::Counties, &["行政区", "县界", "县级", "区县", "县区"], &["XZQ", "XZQH", "COUNTY", "COUNTIES", "XJXZQ"]),
];

/// Fields that only one kind of layer has.
const FIELDS: &[(LayerKind, &[&str])] = &[
    (LayerKind::BasicFarmland, &["YJJBNTTBBH", "YJJBNTTBMJ", "YJJBNTMJ", "JBNTTBBH", "JBNTMJ", "JBNTTBMJ"]),
    (LayerKind::UrbanBoundary, &["GHFQDM", "GHFQMC"]),
    (LayerKind::EcoRedline, &["HXLX", "LHLX", "HXBM", "HXMC", "LXDM", "ZRBHDMC"]),
    (LayerKind::Towns, &["XZBM", "XZMC", "XZJB", "XZLX", "CJJD", "小镇名称", "小镇编码"]),
    (LayerKind::Counties, &["ADCODE", "DCMJ", "JSMJ"]),
];

/// Words in values.
const VALUES: &[(LayerKind, &[&str])] = &[
    (LayerKind::Towns, &["小镇"]),
    (LayerKind::EcoRedline, &["生态保护红线", "生态红线"]),
    (LayerKind::BasicFarmland, &["永久基本农田", "基本农田"]),
    (LayerKind::UrbanBoundary, &["城镇集中建设区", "城镇弹性发展区", "特别用途区"]),
];

/// Judges a layer by the name of its file (with folders inside a zip), its fields and its first rows.
pub(crate) fn guess(name: &str, fields: &[&str], rows: &[Vec<(String, String)>]) -> RoleGuess {
    let by_fields = by_fields(fields);
    let told = |role, zh: String, en: String| RoleGuess { role: Some(role), reason: Text::new(zh, en) };
    if let Some((role, word)) = by_name(name) {
        let (mut zh, mut en) = (format!("名称含“{word}”"), format!("its name has \"{word}\""));
        match by_fields {
            Some((other, field)) if other == role => {
                zh += &format!(",且有字段 {field}");
                en += &format!(", and it has the field {field}");
            }
            Some((_, field)) => {
                zh += &format!(";但有字段 {field},请核对");
                en += &format!("; but it has the field {field}: check it");
            }
            None => {}
        }
        return told(role, zh, en);
    }
    if let Some((role, field)) = by_fields {
        return told(role, format!("有字段 {field}"), format!("it has the field {field}"));
    }
    if let Some((role, word)) = by_values(rows) {
        return told(role, format!("属性值含“{word}”"), format!("its values have \"{word}\""));
    }
    let reason = if name.contains("村庄") {
        Text::new("名称含“村庄”,村庄开发边界不参与审查", "its name says village: village boundaries take no part")
    } else {
        Text::new("名称、字段和属性值都看不出", "neither name nor fields nor values tell")
    };
    RoleGuess { role: None, reason }
}

/// By the file's own name first, then by its folders.
fn by_name(name: &str) -> Option<(LayerKind, &'static str)> {
    let name = name.to_uppercase();
    name.rsplit(['/', '\\']).find_map(|part| {
        let words: Vec<&str> = part.split(|c: char| !c.is_alphabetic()).collect();
        if part.contains("村庄") {
            return None; // 村庄开发边界 shares table name and word with the urban one
        }
        NAMES.iter().find_map(|(role, anywhere, whole)| {
            let anywhere = anywhere.iter().find(|word| part.contains(**word));
            let whole = || {
                whole
                    .iter()
                    .find(|word| words.iter().any(|w| w == *word) || (!word.is_ascii() && part.contains(**word)))
            };
            anywhere.or_else(whole).map(|word| (*role, *word))
        })
    })
}

fn by_fields(fields: &[&str]) -> Option<(LayerKind, &'static str)> {
    let has = |wanted: &str| fields.iter().any(|field| field.eq_ignore_ascii_case(wanted));
    FIELDS.iter().find_map(|(role, names)| names.iter().find(|name| has(name)).map(|name| (*role, *name)))
}

/// When at least half of the rows have the word.
fn by_values(rows: &[Vec<(String, String)>]) -> Option<(LayerKind, &'static str)> {
    VALUES.iter().find_map(|(role, words)| {
        let word = words.iter().find(|word| {
            let rows_with = rows.iter().filter(|row| row.iter().any(|(_, value)| value.contains(**word))).count();
            rows_with > 0 && 2 * rows_with >= rows.len()
        })?;
        Some((*role, *word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(name: &str, fields: &[&str]) -> Option<LayerKind> {
        guess(name, fields, &[]).role
    }

    #[test]
    fn table_names_and_chinese_names_tell_the_part() {
        for (name, kind) in [
            ("330522_STBHHX.shp", LayerKind::EcoRedline),
            ("德清县生态保护红线2023.shp", LayerKind::EcoRedline),
            ("YJJBNTTB.shp", LayerKind::BasicFarmland),
            ("永农.geojson", LayerKind::BasicFarmland),
            ("三区三线/永久基本农田.shp", LayerKind::BasicFarmland),
            ("CZKFBJ.shp", LayerKind::UrbanBoundary),
            ("城镇开发边界_gbk.shp", LayerKind::UrbanBoundary),
            ("开发边界/图层1.shp", LayerKind::UrbanBoundary),
            ("urban_boundary.geojson", LayerKind::UrbanBoundary),
            ("地理信息小镇.shp", LayerKind::Towns),
            ("towns.geojson", LayerKind::Towns),
            ("XZQ.shp", LayerKind::Counties),
            ("counties.geojson", LayerKind::Counties),
            ("eco_redline.geojson", LayerKind::EcoRedline),
            ("earlier_towns.geojson", LayerKind::EarlierTowns),
            ("330522DLTB.shp", LayerKind::LandUse),
            ("开发区范围.shp", LayerKind::DevelopmentZones),
        ] {
            assert_eq!(role(name, &[]), Some(kind), "{name}");
        }
        for name in ["村庄开发边界.shp", "XZQJX.shp", "downtown.shp", "图层1.shp"] {
            assert_eq!(role(name, &[]), None, "{name}");
        }
    }

    #[test]
    fn fields_tell_where_the_name_does_not() {
        assert_eq!(role("1.shp", &["BSM", "ghfqdm"]), Some(LayerKind::UrbanBoundary));
        assert_eq!(role("1.shp", &["YJJBNTTBBH"]), Some(LayerKind::BasicFarmland));
        assert_eq!(role("1.shp", &["BSM", "HXLX"]), Some(LayerKind::EcoRedline));
        assert_eq!(role("1.shp", &["XZMC", "GHMJ"]), Some(LayerKind::Towns));
        assert_eq!(role("1.shp", &["BSM", "MJ"]), None);
    }

    #[test]
    fn values_tell_where_neither_does() {
        let row = |value: &str| vec![("A".to_owned(), value.to_owned())];
        let towns = [row("龙坞茶镇"), row("梦想小镇")];
        assert_eq!(guess("1.shp", &["A"], &towns).role, Some(LayerKind::Towns));
    }

    #[test]
    fn a_name_that_its_fields_contradict_is_told() {
        let found = guess("CZKFBJ.shp", &["YJJBNTTBBH"], &[]);
        assert_eq!(found.role, Some(LayerKind::UrbanBoundary));
        assert!(found.reason.zh.contains("请核对"));
    }
}
