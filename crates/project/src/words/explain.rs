//! How a number was come by, and what a town is to do about it.

use sanxian_review::finding::{Finding, Limit, Verdict};
use sanxian_review::policy::Force;

use super::{limit_in_words, provenance, verdict};
use crate::lang::{Lang, Text};

/// How a rule measures.
#[must_use]
pub fn method(rule: &str) -> Text {
    let (zh, en) = match rule {
        "town_size" => (
            "小镇全部范围的椭球面积（CGCS2000 椭球，按国土调查图斑面积公式，各块相加，孔洞扣除），与条文限值比较",
            "Ellipsoidal area of the whole town (CGCS2000, the formula of the land survey; parts added, holes taken off), compared with the clause's limit",
        ),
        "eco_redline_overlap" | "basic_farmland_overlap" => (
            "先合并图层中相互重叠的图斑，再与小镇范围求交，量算公共部分的椭球面积；重复交付的图斑只计一次",
            "Patches that overlap each other are united first, then cut with the town; the shared ground's ellipsoidal area counts, patches delivered twice only once",
        ),
        "beyond_urban_boundary" => (
            "从小镇范围中减去合并后的城镇开发边界，量算剩余部分的椭球面积",
            "The united urban development boundary is taken off the town; the rest's ellipsoidal area counts",
        ),
        "unclear_bounds" => (
            "检查交付的边界环：自相交、毛刺、重复点、无面积的环、孔洞位置、部件数量和细小孔洞；审查按修复副本进行，原图不改",
            "The rings as delivered are looked at: crossings, spikes, repeated points, rings without area, holes astray, separate parts, tiny holes. A mended copy is reviewed, the drawing stays",
        ),
        "town_overlap" => (
            "两个小镇范围求交，量算公共部分的椭球面积",
            "Both towns are cut with each other; the shared ground's ellipsoidal area counts",
        ),
        "crowded_neighbours" => (
            "两个小镇边界最近两点之间的大地线长度；彼此邻近的小镇归为一组",
            "Geodesic length between the nearest points of both outlines; towns near each other form a group",
        ),
        "control_line_conflict" => (
            "在小镇周边范围内，两条控制线相互求交，量算公共部分的椭球面积",
            "Within the surroundings of the town both control lines are cut with each other; the shared ground's ellipsoidal area counts",
        ),
        _ => ("按规则手册量算", "As the rule book says"),
    };
    Text::new(zh, en)
}

/// What the town is to hand in or correct: the clause's own advice, else what usually helps.
#[must_use]
pub fn advice(finding: &Finding, of_clause: Option<&str>) -> Text {
    if finding.verdict == Verdict::Pass {
        return Text::new("无需处理", "Nothing to do");
    }
    let (zh, en) = match finding.rule {
        "town_size" => (
            "说明规划面积不符合限值的理由，或调整四至范围后重新报送",
            "Give reasons for the area, or change the bounds and hand in again",
        ),
        "eco_redline_overlap" => (
            "调整四至范围避让生态保护红线；确属允许情形的，附批准文件",
            "Change the bounds to spare the red line; where the activity is allowed, hand in the approval",
        ),
        "basic_farmland_overlap" => (
            "调整四至范围避让永久基本农田；确属允许情形的，附批准文件",
            "Change the bounds to spare the farmland; where the activity is allowed, hand in the approval",
        ),
        "beyond_urban_boundary" => (
            "把四至范围收回城镇开发边界之内，或说明边界外用地的依据",
            "Draw the bounds back inside the urban development boundary, or say by which right ground outside is used",
        ),
        "unclear_bounds" => (
            "核对并补正界址点坐标；由多块组成的，说明理由",
            "Check and correct the boundary points; give reasons for separate parts",
        ),
        "town_overlap" => (
            "会同相邻小镇核定界线，消除重叠后分别重新报送",
            "Settle the line with the other town, and hand in again without shared ground",
        ),
        "crowded_neighbours" => {
            ("说明邻近布局的理由，或合并、调整选址", "Give reasons for the nearness, or merge or move")
        }
        "control_line_conflict" => (
            "提请控制线主管部门核对相互重叠的图斑，并以核定后的成果复核",
            "Ask the keepers of the lines to settle the patches that overlap, and review again with the result",
        ),
        _ => ("按条文要求处理", "Do as the clause says"),
    };
    Text::new(of_clause.unwrap_or(zh), en)
}

/// How binding a clause is.
#[must_use]
pub fn force(force: Force) -> Text {
    match force {
        Force::Must => Text::new("强制（严守、不得）", "binding"),
        Force::InPrinciple => Text::new("原则上", "in principle"),
        Force::Goal => Text::new("目标", "a goal"),
        Force::Advisory => Text::new("提示", "a note"),
    }
}

/// The number a measurement was compared with, and who set it.
#[must_use]
pub fn limit(limit: Limit) -> Text {
    let said = |lang| {
        let number = limit_in_words(limit, lang);
        match lang {
            Lang::Zh => format!("{number}（{}）", provenance(limit.from, lang)),
            Lang::En => format!("{number} ({})", provenance(limit.from, lang)),
        }
    };
    Text::new(said(Lang::Zh), said(Lang::En))
}

/// Why a town has no partition: what was not given, or what failed.
#[must_use]
pub fn no_partition(missing: &[sanxian_review::data::LayerKind], reviewed: bool) -> Text {
    if !reviewed {
        return Text::new("尚未审查", "Not reviewed yet");
    }
    if missing.is_empty() {
        return Text::new(
            "四类面积之和与小镇面积不符，未给出分类，请人工核实",
            "The four classes do not add up to the town's area: look at the town",
        );
    }
    let names = |lang, with: &str| missing.iter().map(|kind| super::layer(*kind, lang)).collect::<Vec<_>>().join(with);
    Text::new(format!("未提供{}", names(Lang::Zh, "、")), format!("not given: {}", names(Lang::En, ", ")))
}

/// A verdict in both languages.
#[must_use]
pub fn verdict_text(of: Verdict) -> Text {
    Text::new(verdict(of, Lang::Zh), verdict(of, Lang::En))
}
