//! Names and values of parameters in words, the same that the page shows.

use sanxian_review::finding::Verdict;

use super::verdict;
use crate::lang::Lang;

/// Last part of a parameter's name, Chinese, English.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("above_percent", "占比须大于", "share must be above"),
    ("alike_percent", "与上一级单元相似度", "likeness to another unit"),
    ("covered_percent", "被园区覆盖占比", "share covered by a zone"),
    ("edition_years", "清单年度不早于（年）", "age of the list, years"),
    ("growth", "范围扩大时", "when the boundary has grown"),
    ("hole_astray", "孔洞位置不当时", "Hole astray"),
    ("leisure_max_percent", "休闲旅游类占比上限", "most leisure towns"),
    ("level", "景区等级下限（A）", "least scenic level (A)"),
    ("manufacturing_min_percent", "制造类占比下限", "least manufacturing towns"),
    ("margin_m", "镇域外扩距离", "Margin around the town"),
    ("max", "数量上限", "most"),
    ("max_km2", "面积上限", "Area at most"),
    ("max_parts", "部件数上限", "Parts at most"),
    ("max_percent", "占比上限", "most, per cent"),
    ("min", "数量下限", "least"),
    ("min_count", "数量下限", "least number"),
    ("min_km2", "面积下限", "Area at least"),
    ("min_percent", "占比下限", "least, per cent"),
    ("min_wan_count", "数量下限（万）", "least, ten thousands"),
    ("min_wan_per_mu", "亩均下限（万元）", "least per mu, 10 000 yuan"),
    ("min_wan_yi", "金额下限（万亿元）", "least, trillion yuan"),
    ("min_yi", "金额下限（亿元）", "least, 100 million yuan"),
    ("months", "期限（月）", "months"),
    ("near_distance_m", "邻近距离", "Near distance"),
    ("no_area", "环无面积时", "Ring without area"),
    ("noise_m2", "误差级：面积小于", "Noise: area below"),
    ("noise_width_m", "误差级：宽度小于", "Noise: width below"),
    ("other_service_max_percent", "其他现代服务业类占比上限", "most other services"),
    ("outside", "超出边界时", "Outside the boundary"),
    ("parts_overlap", "部件重叠时", "Parts that overlap"),
    ("provincial_only", "只计省级", "provincial towns only"),
    ("red_below_percent", "红牌：进度低于", "red card below"),
    ("repair_area_m2", "须决定的修复：面积变化超过", "Repair to decide on: area changed by more than"),
    ("repair_share_from_m2", "变化比例起算面积", "The share counts from a change of"),
    ("repair_share_percent", "须决定的修复：变化比例超过", "Repair to decide on: share changed by more than"),
    ("repeated_point", "有重复点时", "Repeated points"),
    ("self_crossing", "边界自相交时", "Ring crosses itself"),
    ("several_parts", "多部件时", "Several parts"),
    ("sliver_area_m2", "细碎：面积不超过", "Sliver: area up to"),
    ("sliver_compactness", "细碎：紧凑度不超过", "Sliver: compactness up to"),
    ("sliver_elongation", "细碎：长宽比不低于", "Sliver: length to width from"),
    ("sliver_p2a", "细碎：周长平方与面积之比不低于", "Sliver: P²/A from"),
    ("sliver_perimeter_ratio", "细碎：周长比不低于", "Sliver: perimeter ratio from"),
    ("sliver_share", "细碎：占比不超过", "Sliver: share up to"),
    ("sliver_width_m", "细碎：宽度不超过", "Sliver: width up to"),
    ("spike", "有毛刺时", "Spikes"),
    ("tiny_hole", "有细小孔洞时", "Tiny holes"),
    ("tiny_hole_m2", "细小孔洞：面积小于", "Tiny hole: area below"),
    ("tourism_level", "旅游类景区等级下限（A）", "least scenic level of tourism towns (A)"),
    ("years", "期限（年）", "years"),
    ("yellow_below_percent", "黄牌：进度低于", "yellow card below"),
    ("zone_towns_count_for_counties", "功能区小镇也计入县区", "zone towns also count for counties"),
];

/// `pack/clause/max_km2` becomes the clause and what the number means; `pack/grading/…` and `pack/repair/…` the meaning alone. What has no
/// words is shown as it is.
#[must_use]
pub fn parameter(name: &str, lang: Lang) -> String {
    let mut parts = name.split('/').skip(1);
    let (Some(clause), Some(last)) = (parts.next(), parts.next()) else { return name.to_owned() };
    let known = MEANINGS.iter().find(|(key, ..)| *key == last);
    let meaning = known.map_or(last, |(_, zh, en)| if lang == Lang::Zh { zh } else { en });
    if ["grading", "repair"].contains(&clause) { meaning.to_owned() } else { format!("{clause} {meaning}") }
}

/// A verdict that stands as a value is named; numbers lose what says nothing.
#[must_use]
pub fn parameter_value(value: &str, lang: Lang) -> String {
    let all = [Verdict::Pass, Verdict::NotChecked, Verdict::Justify, Verdict::Verify, Verdict::Breach];
    let named = all.into_iter().find(|one| one.key() == value).map(|one| verdict(one, lang));
    named.unwrap_or_else(|| value.strip_suffix(".0").unwrap_or(value)).to_owned()
}

/// `m²` of `m2`.
#[must_use]
pub fn parameter_unit(unit: &str, lang: Lang) -> &str {
    match (unit, lang) {
        ("m2", _) => "m²",
        ("km2", _) => "km²",
        ("a", Lang::Zh) => "年",
        ("mo", Lang::Zh) => "个月",
        (unit, _) => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_named_by_its_clause_and_meaning() {
        assert_eq!(parameter("national/grading/noise_m2", Lang::Zh), "误差级：面积小于");
        assert_eq!(parameter("national/GB33-AREA/max_km2", Lang::En), "GB33-AREA Area at most");
        assert_eq!(parameter("own/C1/something", Lang::Zh), "C1 something");
        assert_eq!(parameter("near", Lang::Zh), "near");
        assert_eq!(parameter_value("verify", Lang::Zh), "需核实");
        assert_eq!(parameter_value("1000.0", Lang::Zh), "1000");
    }

    #[test]
    fn the_page_says_the_same() {
        let of = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        let zh = of(include_str!("../../../../ui/src/words/zh.json"));
        let en = of(include_str!("../../../../ui/src/words/en.json"));
        for (key, chinese, english) in MEANINGS {
            assert_eq!(
                (zh[format!("param.{key}")].as_str(), en[format!("param.{key}")].as_str()),
                (Some(*chinese), Some(*english)),
                "{key}"
            );
        }
        let known = zh.as_object().expect("an object").keys().filter(|key| key.starts_with("param.")).count();
        assert_eq!(known, MEANINGS.len());
    }
}
