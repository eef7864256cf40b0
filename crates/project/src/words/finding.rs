//! One sentence for a finding, for what was not checked, and for a fault.

use sanxian_review::data::LayerKind;
use sanxian_review::finding::{Fault, Finding, Limit, Measure, NO_CLAUSE, NotChecked, Provenance, Reason, TownRow};
use sanxian_review::ledger::unit::WHOLE;
use sanxian_review::measure::SquareMillimetres;

use super::place::some_of;
use super::{area, defect, layer, length, list, metres, money, percent, provenance, rule, share, square_metres, yuan};
use crate::lang::Lang;

/// Neighbours that a sentence names, it stands once for each of them; all are in `neighbours.csv`.
const NAMED: usize = 8;

/// What was found, without the clause and without the town's name. `town` gives the area that shares are taken of.
#[must_use]
pub fn finding(finding: &Finding, town: Option<&TownRow>, lang: Lang) -> String {
    match lang {
        Lang::Zh => zh(finding, town),
        Lang::En => en(finding, town),
    }
}

fn zh(found: &Finding, town: Option<&TownRow>) -> String {
    let (measured, of_town) = (measured(found, Lang::Zh), of_town(found, town));
    let share = of_town.map(|share| format!("，占全镇 {share}")).unwrap_or_default();
    let limit = found.limit.map(|limit| limited(limit, Lang::Zh)).unwrap_or_default();
    let other = found.against.as_ref().map(|id| format!("小镇 {id} ")).unwrap_or_else(|| "其他小镇".into());
    match &found.reason {
        Reason::Clear => clear_zh(found),
        Reason::TooSmall => format!("规划面积 {measured}，小于下限 {limit}"),
        Reason::TooLarge => format!("规划面积 {measured}，超过上限 {limit}"),
        Reason::TooLargeExcepted => {
            format!("规划面积 {measured}，超过上限 {limit}；条文允许该类型小镇适当提高，须说明理由")
        }
        Reason::Overlap { material, slivers, noise } => {
            let verb = match found.layer {
                Some(LayerKind::UrbanBoundary) => "超出城镇开发边界".to_owned(),
                Some(kind) => format!("占用{}", layer(kind, Lang::Zh)),
                None => "重叠".to_owned(),
            };
            let noise = if *noise > 0 { format!("，误差级 {noise} 处") } else { String::new() };
            format!("{verb} {measured}{share}；实质压占 {material} 处，细碎 {slivers} 处{noise}")
        }
        Reason::Bounds { defect: which, count, at } => {
            let place = at.map(|(lon, lat)| format!("，首处在经度 {}°、纬度 {}°", degrees(lon), degrees(lat)));
            format!("四至不清：{} {count} 处{}", defect(*which, Lang::Zh), place.unwrap_or_default())
        }
        Reason::LayerInDoubt { unread } => doubt_zh(found, *unread),
        Reason::SharedGround => format!("与{other}重叠 {measured}{share}"),
        Reason::Crowded { cluster } => {
            let under = if limit.is_empty() { limit } else { format!("，小于 {limit}") };
            format!(
                "与{other}最近相距 {measured}{under}；相邻成组 {} 个：{}",
                cluster.len(),
                some_of(cluster, NAMED, Lang::Zh)
            )
        }
        Reason::LinesConflict { first, second } => {
            format!("镇域附近{}与{}相互重叠 {measured}", layer(*first, Lang::Zh), layer(*second, Lang::Zh))
        }
        _ => list::zh(found, &measured, &limit).unwrap_or_default(),
    }
}

fn en(found: &Finding, town: Option<&TownRow>) -> String {
    let (measured, of_town) = (measured(found, Lang::En), of_town(found, town));
    let share = of_town.map(|share| format!(", {share} of the town")).unwrap_or_default();
    let limit = found.limit.map(|limit| limited(limit, Lang::En)).unwrap_or_default();
    let other = found.against.as_ref().map(|id| format!("town {id}")).unwrap_or_else(|| "another town".into());
    match &found.reason {
        Reason::Clear => clear_en(found),
        Reason::TooSmall => format!("area {measured}, below the least of {limit}"),
        Reason::TooLarge => format!("area {measured}, above the most of {limit}"),
        Reason::TooLargeExcepted => {
            format!(
                "area {measured}, above the most of {limit}; the clause lets this type be larger, with reasons given"
            )
        }
        Reason::Overlap { material, slivers, noise } => {
            let verb = match found.layer {
                Some(LayerKind::UrbanBoundary) => "lies outside the urban development boundary:".to_owned(),
                Some(kind) => format!("overlaps {}:", layer(kind, Lang::En)),
                None => "overlaps:".to_owned(),
            };
            let noise = if *noise > 0 { format!(", noise parts {noise}") } else { String::new() };
            format!("{verb} {measured}{share}; material parts {material}, slivers {slivers}{noise}")
        }
        Reason::Bounds { defect: which, count, at } => {
            let place =
                at.map(|(lon, lat)| format!(", first at longitude {}°, latitude {}°", degrees(lon), degrees(lat)));
            format!("unclear bounds: {} × {count}{}", defect(*which, Lang::En), place.unwrap_or_default())
        }
        Reason::LayerInDoubt { unread } => doubt_en(found, *unread),
        Reason::SharedGround => format!("shares {measured} with {other}{share}"),
        Reason::Crowded { cluster } => {
            let under = if limit.is_empty() { limit } else { format!(", nearer than {limit}") };
            format!(
                "{measured} from {other}{under}; a group of {}: {}",
                cluster.len(),
                some_of(cluster, NAMED, Lang::En)
            )
        }
        Reason::LinesConflict { first, second } => {
            format!("near the town, {} and {} share {measured}", layer(*first, Lang::En), layer(*second, Lang::En))
        }
        _ => list::en(found, &measured, &limit).unwrap_or_default(),
    }
}

fn doubt_zh(found: &Finding, unread: u32) -> String {
    let name = found.layer.map_or("图层", |kind| layer(kind, Lang::Zh));
    match unread {
        0 => format!("{name}图层的位置或边界存疑（远离所有小镇、缺少转换参数或修复变化过大，见问题清单），结论须核实"),
        n => format!("{name}有 {n} 个要素未能读取，未发现问题也须核实"),
    }
}

fn doubt_en(found: &Finding, unread: u32) -> String {
    let name = found.layer.map_or("the layer", |kind| layer(kind, Lang::En));
    match unread {
        0 => format!(
            "the place or the rings of {name} are in doubt (far from every town, no datum parameters, or a large repair: see the problems): to be verified"
        ),
        n => format!("{n} features of {name} could not be read: that nothing was found is to be verified"),
    }
}

fn clear_zh(found: &Finding) -> String {
    let measured_text = measured(found, Lang::Zh);
    match (found.layer, found.measured) {
        (Some(kind), Some(Measure::AreaMm2(SquareMillimetres(1..)))) => {
            format!("与{}有关的重叠仅 {measured_text}，在坐标误差之内，不作认定", layer(kind, Lang::Zh))
        }
        (Some(LayerKind::UrbanBoundary), _) => "未超出城镇开发边界".to_owned(),
        (Some(LayerKind::Counties), _) => "登记的辖区与范围所在行政区一致".to_owned(),
        (Some(LayerKind::EarlierTowns), _) => "范围较上一版未扩大".to_owned(),
        (Some(kind), _) => format!("未占用{}", layer(kind, Lang::Zh)),
        (None, Some(Measure::AreaMm2(_))) if found.rule == "town_size" => {
            let limit = found.limit.map(|limit| format!(" {}", limited(limit, Lang::Zh))).unwrap_or_default();
            format!("规划面积 {measured_text}，符合本条限值{limit}")
        }
        (None, _) => format!("{}：未发现问题", rule(found.rule, Lang::Zh)),
    }
}

fn clear_en(found: &Finding) -> String {
    let measured_text = measured(found, Lang::En);
    match (found.layer, found.measured) {
        (Some(kind), Some(Measure::AreaMm2(SquareMillimetres(1..)))) => {
            format!("only {measured_text} concern {}: within the error of coordinates", layer(kind, Lang::En))
        }
        (Some(LayerKind::UrbanBoundary), _) => "lies inside the urban development boundary".to_owned(),
        (Some(LayerKind::Counties), _) => "the declared county is where the ground lies".to_owned(),
        (Some(LayerKind::EarlierTowns), _) => "no larger than the earlier boundary".to_owned(),
        (Some(kind), _) => format!("does not overlap {}", layer(kind, Lang::En)),
        (None, Some(Measure::AreaMm2(_))) if found.rule == "town_size" => {
            let limit = found.limit.map(|limit| format!(" of {}", limited(limit, Lang::En))).unwrap_or_default();
            format!("area {measured_text}, keeps this clause's limit{limit}")
        }
        (None, _) => format!("{}: nothing found", rule(found.rule, Lang::En)),
    }
}

/// A clause that could not be judged.
#[must_use]
pub fn not_checked(not: &NotChecked, lang: Lang) -> String {
    let layers: Vec<_> = not.missing.iter().map(|kind| layer(*kind, lang)).collect();
    let what = rule(&not.rule, lang);
    if not.rule == NO_CLAUSE {
        return match lang {
            Lang::Zh => format!("未检查{}：审查日没有生效的条文涉及它", layers.join("、")),
            Lang::En => format!("not checked: {}; no clause in force on the day judges it", layers.join(", ")),
        };
    }
    match (lang, layers.is_empty()) {
        (Lang::Zh, false) => format!("未检查“{what}”：未提供{}", layers.join("、")),
        (Lang::Zh, true) => format!("未检查“{what}”：缺少所需资料"),
        (Lang::En, false) => format!("not checked: {what}; not given: {}", layers.join(", ")),
        (Lang::En, true) => format!("not checked: {what}; input is missing"),
    }
}

/// A rule that failed while the others went on.
#[must_use]
pub fn fault(fault: &Fault, lang: Lang) -> String {
    let (what, who) = (rule(&fault.rule, lang), super::place::of_fault(fault, lang));
    match lang {
        Lang::Zh => format!("{who}的“{what}”未能完成：{}；须人工核实", fault.what),
        Lang::En => format!("{what} of {who} did not complete: {}; it must be looked at", fault.what),
    }
}

fn measured(found: &Finding, lang: Lang) -> String {
    found.measured.map(|measure| quantity(measure, lang)).unwrap_or_default()
}

fn quantity(measure: Measure, lang: Lang) -> String {
    match (measure, lang) {
        (Measure::AreaMm2(mm2), _) => area(mm2, lang),
        (Measure::LengthMm(mm), _) => length(mm, lang),
        (Measure::Count(count), Lang::Zh) => format!("{count} 处"),
        (Measure::Count(count), Lang::En) => count.to_string(),
        (Measure::Share { part, whole: whole @ 1..PEOPLE_COUNT }, Lang::Zh) if whole != WHOLE => {
            format!("{part}/{whole}（{}）", percent(part, whole))
        }
        (Measure::Share { part, whole: whole @ 1..PEOPLE_COUNT }, Lang::En) if whole != WHOLE => {
            format!("{part}/{whole} ({})", percent(part, whole))
        }
        (Measure::Share { part, whole }, _) => percent(part, whole),
        (Measure::Yuan(yuan), _) => money(yuan, lang),
    }
}

/// The number of a limit alone.
#[must_use]
pub fn limit_in_words(limit: Limit, lang: Lang) -> String {
    quantity(limit.value, lang)
}

/// A measure that is no area for a column of areas: `2 处`, `448.60 米`, `12.50%`.
#[must_use]
pub fn measured_with_unit(measure: Measure, lang: Lang) -> String {
    match (measure, lang) {
        (Measure::Count(count), Lang::En) => format!("× {count}"),
        _ => quantity(measure, lang),
    }
}

/// A measure for a narrow column, `27,970.58 m²`, `812.35 m`, `3`, `12.50%`, `¥1,200,000`.
#[must_use]
pub fn measured_short(measure: Measure) -> String {
    match measure {
        Measure::AreaMm2(area) => format!("{} m²", square_metres(area)),
        Measure::LengthMm(length) => format!("{} m", metres(length)),
        Measure::Count(count) => count.to_string(),
        Measure::Share { part, whole } => percent(part, whole),
        Measure::Yuan(amount) => yuan(amount),
    }
}
/// Wholes below this are counts of towns and are shown with their parts; mm² and yuan are not.
const PEOPLE_COUNT: i64 = 100_000;

/// A limit; one that no clause gives says so.
fn limited(limit: Limit, lang: Lang) -> String {
    let value = quantity(limit.value, lang);
    match (limit.from, lang) {
        (Provenance::Clause, _) => value,
        (_, Lang::Zh) => format!("{value}（{}）", provenance(limit.from, lang)),
        (_, Lang::En) => format!("{value} ({})", provenance(limit.from, lang)),
    }
}

fn of_town(found: &Finding, town: Option<&TownRow>) -> Option<String> {
    match (found.measured, town) {
        (Some(Measure::AreaMm2(part)), Some(town)) => share(part, town.area),
        _ => None,
    }
}

/// Degrees × 1e9 as degrees with 6 decimals (about 0.1 m).
fn degrees(nano: i64) -> String {
    let micro = (nano.unsigned_abs() + 500) / 1000;
    let sign = if nano < 0 && micro > 0 { "-" } else { "" };
    format!("{sign}{}.{:06}", micro / 1_000_000, micro % 1_000_000)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
