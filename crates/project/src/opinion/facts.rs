//! 二、基本情况: what is known of the towns.

use sanxian_review::data::Town;
use sanxian_review::finding::Reason;
use sanxian_review::measure::SquareMillimetres;

use super::Pages;
use super::page::{Cell, Table};
use super::view::{Looked, View};
use crate::lang::Lang;
use crate::words;

pub(super) fn put(view: &View<'_>, pages: &mut Pages) {
    pages.section(view, "基本情况", "The towns");
    match view.only() {
        Some(one) => pages.table(of_one(view, one)),
        None => pages.table(of_all(view)),
    }
}

/// Everything about one town, a line each.
fn of_one(view: &View<'_>, one: &Looked<'_>) -> Table {
    let (lang, row, town) = (view.lang, one.row, one.town);
    let columns = [(view.say("项目", "Item"), 40, false), (view.say("内容", "Content"), 116, false)];
    let mut table = Table::new(view.say("基本情况", "Town"), &columns);
    let mut line = |what: &str, said: String| {
        if !said.is_empty() {
            table.rows.push(vec![Cell::text(what), Cell::text(said)]);
        }
    };
    line(view.say("小镇编码", "Town id"), row.id.0.clone());
    line(view.say("小镇名称", "Name"), row.name.clone());
    line(view.say("所在县（区）", "County"), view.dossier.county_of(&row.id).to_owned());
    line(view.say("行政区代码", "Admin code"), town.traits.admin_code.clone().unwrap_or_default());
    line(view.say("级别、阶段、类型", "Level, stage, type"), traits(town, lang));
    line(view.say("规划面积（椭球面积）", "Area (ellipsoidal)"), words::area(row.area, lang));
    line(view.say("平面面积（仅供对照）", "Planar area (for comparison)"), words::area(row.planar_area, lang));
    line(view.say("面积要求", "Area demanded"), band(view, town));
    line(view.say("范围组成", "Made of"), made_of(town, lang));
    let four: Vec<String> = words::four_bounds(&town.feature.shape)
        .into_iter()
        .map(|(side, place)| format!("{} {}", side.get(lang), place.get(lang)))
        .collect();
    line(view.say("四至", "Outermost points"), four.join(view.say("；", "; ")));
    line(
        view.say("审查坐标系", "Plane of the review"),
        match lang {
            Lang::Zh => format!("CGCS2000 3 度带高斯-克吕格投影，中央经线 {}°", row.central_meridian),
            Lang::En => format!("CGCS2000, 3-degree Gauss-Krüger, central meridian {}°", row.central_meridian),
        },
    );
    line(view.say("亮牌", "Card"), card(view, one));
    line(view.say("机器审查结论", "Verdict as derived"), words::verdict(row.verdict, lang).to_owned());
    line(view.say("计入审查人意见后", "After decisions"), words::verdict(one.effective, lang).to_owned());
    table
}

fn of_all(view: &View<'_>) -> Table {
    let columns = [
        (view.say("编码", "Id"), 18, false),
        (view.say("小镇名称", "Name"), 30, false),
        (view.say("县（区）", "County"), 20, false),
        (view.say("级别、阶段、类型", "Level, stage, type"), 26, false),
        (view.say("面积要求", "Area demanded"), 26, false),
        (view.say("部件", "Parts"), 10, true),
        (view.say("亮牌", "Card"), 12, false),
        (view.say("结论", "Verdict"), 14, false),
    ];
    let mut table = Table::new(view.say("基本情况", "Towns"), &columns);
    for one in &view.towns {
        table.rows.push(vec![
            Cell::text(&one.row.id.0),
            Cell::text(&one.row.name),
            Cell::text(view.dossier.county_of(&one.row.id)),
            Cell::text(traits(one.town, view.lang)),
            Cell::text(band(view, one.town)),
            Cell::whole(one.town.feature.shape.polygons().0.len() as i128),
            Cell::text(card(view, one)),
            Cell::text(words::verdict(one.effective, view.lang)),
        ]);
    }
    table.note = Some(
        view.say(
            "结论为计入审查人意见后的结论；“部件”为范围的独立块数。",
            "Verdicts are those after the reviewer's decisions; parts are separate pieces of ground.",
        )
        .to_owned(),
    );
    table
}

fn traits(town: &Town, lang: Lang) -> String {
    let t = &town.traits;
    let all = [
        t.level.map(|level| words::level(level, lang)),
        t.stage.map(|stage| words::stage(stage, lang)),
        t.town_type.map(|kind| words::town_type(kind, lang)),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
}

fn made_of(town: &Town, lang: Lang) -> String {
    let polygons = town.feature.shape.polygons();
    let holes: usize = polygons.iter().map(|polygon| polygon.interiors().len()).sum();
    let (parts, vertices) = (polygons.0.len(), town.feature.shape.vertex_count());
    match lang {
        Lang::Zh => format!("{parts} 块，孔洞 {holes} 个，界址点 {vertices} 个"),
        Lang::En => format!("parts {parts}, holes {holes}, boundary points {vertices}"),
    }
}

/// The bounds that the governing clauses set on the area; the narrower one counts.
fn band(view: &View<'_>, town: &Town) -> String {
    let governing = view.policy.as_ref().map(|policy| policy.governing(&town.traits)).unwrap_or_default();
    let (mut least, mut most): (Option<i64>, Option<i64>) = (None, None);
    for one in governing.iter().filter(|one| one.rule.id == "town_size") {
        let number = |name: &str| {
            let set = one.matters.contains(&name).then(|| one.clause.params.get(name))??;
            let km2 = set.as_float().or_else(|| set.as_integer().and_then(|n| i32::try_from(n).ok()).map(f64::from))?;
            #[expect(clippy::cast_possible_truncation, reason = "packs hold a few square kilometres")]
            Some((km2 * 1e12).round() as i64)
        };
        least = least.max(number("min_km2"));
        most = [most, number("max_km2")].into_iter().flatten().min();
    }
    let hectares =
        |area: i64| words::hectares(SquareMillimetres(area)).trim_end_matches("0000").trim_end_matches('.').to_owned();
    match (least, most, view.lang) {
        (None, None, _) => String::new(),
        (Some(a), Some(b), Lang::Zh) => format!("{}～{} 公顷", hectares(a), hectares(b)),
        (Some(a), None, Lang::Zh) => format!("不小于 {} 公顷", hectares(a)),
        (None, Some(b), Lang::Zh) => format!("不大于 {} 公顷", hectares(b)),
        (Some(a), Some(b), Lang::En) => format!("{}–{} ha", hectares(a), hectares(b)),
        (Some(a), None, Lang::En) => format!("at least {} ha", hectares(a)),
        (None, Some(b), Lang::En) => format!("at most {} ha", hectares(b)),
    }
}

/// The card that a clause gives for the progress of investment.
fn card(view: &View<'_>, one: &Looked<'_>) -> String {
    let own = view.findings.iter().filter(|judged| judged.found.subject == one.row.id);
    let shown = own.into_iter().find_map(|judged| match judged.found.reason {
        Reason::Progress { card } => Some(words::card(card, view.lang).to_owned()),
        _ => None,
    });
    shown.unwrap_or_default()
}
