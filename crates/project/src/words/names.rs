//! Names of verdicts, grades, layers, rules and defects.

use sanxian_review::data::{LayerKind, Level, Stage, TownType};
use sanxian_review::finding::{Defect, Grade, Provenance, Verdict};

use sanxian_review::policy::Standing;

use crate::lang::Lang;

/// Ids of the rules that have words here.
pub const RULES: [&str; 27] = [
    "town_size",
    "eco_redline_overlap",
    "basic_farmland_overlap",
    "beyond_urban_boundary",
    "unclear_bounds",
    "town_overlap",
    "crowded_neighbours",
    "control_line_conflict",
    "grown_boundary",
    "copied_unit",
    "county_mismatch",
    "land_use_share",
    "unplanned_construction",
    "zone_overlay",
    "value_beyond_limit",
    "low_scenic_level",
    "missing_attribute",
    "off_roster",
    "overdue_assessment",
    "failed_assessment",
    "missed_deadline",
    "progress_card",
    "same_industry",
    "roster_quota",
    "category_mix",
    "assessment_rate",
    "roster_total",
];

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// What a rule looks for; the id itself for a rule without words.
#[must_use]
pub fn rule(id: &str, lang: Lang) -> &str {
    match id {
        "town_size" => pick(lang, "规划面积", "town size"),
        "eco_redline_overlap" => pick(lang, "占用生态保护红线", "overlap with the ecological red line"),
        "basic_farmland_overlap" => pick(lang, "占用永久基本农田", "overlap with permanent basic farmland"),
        "beyond_urban_boundary" => pick(lang, "超出城镇开发边界", "ground outside the urban development boundary"),
        "unclear_bounds" => pick(lang, "四至不清", "unclear bounds"),
        "town_overlap" => pick(lang, "小镇相互重叠", "towns that share ground"),
        "crowded_neighbours" => pick(lang, "小镇邻近堆积", "crowded neighbours"),
        "control_line_conflict" => pick(lang, "控制线交叉冲突", "conflict between control lines"),
        "grown_boundary" => pick(lang, "范围扩大", "growth of the boundary"),
        "copied_unit" => pick(lang, "范围雷同", "likeness to another unit"),
        "county_mismatch" => pick(lang, "辖区不一致", "county and ground disagree"),
        "land_use_share" => pick(lang, "用地占比", "share of land in use"),
        "unplanned_construction" => pick(lang, "规划外建设用地", "construction land outside the plan"),
        "zone_overlay" => pick(lang, "分区叠加", "overlay with zones"),
        "value_beyond_limit" => pick(lang, "台账数值", "numbers of the ledger"),
        "low_scenic_level" => pick(lang, "景区等级", "scenic level"),
        "missing_attribute" => pick(lang, "台账缺项", "gaps of the ledger"),
        "off_roster" => pick(lang, "清单之外", "off the list"),
        "overdue_assessment" => pick(lang, "应评估未评估", "assessment that is due"),
        "failed_assessment" => pick(lang, "考核结果", "result of the assessment"),
        "missed_deadline" => pick(lang, "逾期", "missed deadline"),
        "progress_card" => pick(lang, "亮牌", "card for progress"),
        "same_industry" => pick(lang, "一镇一品", "towns with one industry"),
        "roster_quota" => pick(lang, "数量控制", "number of towns"),
        "category_mix" => pick(lang, "类别占比", "mix of categories"),
        "assessment_rate" => pick(lang, "考核结果占比", "rate of results"),
        "roster_total" => pick(lang, "合计目标", "total against target"),
        other => other,
    }
}

/// 结论
#[must_use]
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Pass => pick(lang, "符合", "pass"),
        Verdict::NotChecked => pick(lang, "未检查", "not checked"),
        Verdict::Justify => pick(lang, "需说明", "to be justified"),
        Verdict::Verify => pick(lang, "需核实", "to be verified"),
        Verdict::Breach => pick(lang, "不符合", "breach"),
    }
}

/// How serious an overlap is by size and form.
#[must_use]
pub fn grade(grade: Grade, lang: Lang) -> &'static str {
    match grade {
        Grade::Noise => pick(lang, "误差级", "noise"),
        Grade::Sliver => pick(lang, "细碎", "sliver"),
        Grade::Material => pick(lang, "实质", "material"),
    }
}

/// A layer's name.
#[must_use]
pub fn layer(kind: LayerKind, lang: Lang) -> &'static str {
    match kind {
        LayerKind::EcoRedline => pick(lang, "生态保护红线", "the ecological red line"),
        LayerKind::BasicFarmland => pick(lang, "永久基本农田", "permanent basic farmland"),
        LayerKind::UrbanBoundary => pick(lang, "城镇开发边界", "the urban development boundary"),
        LayerKind::Towns => pick(lang, "特色小镇", "characteristic towns"),
        LayerKind::Counties => pick(lang, "行政区", "counties"),
        LayerKind::Townships => pick(lang, "行政建制镇", "townships"),
        LayerKind::DevelopmentZones => pick(lang, "开发区", "development zones"),
        LayerKind::FunctionalZones => pick(lang, "功能区", "functional zones"),
        LayerKind::LandUse => pick(lang, "土地利用现状", "land use"),
        LayerKind::EcoUnits => pick(lang, "生态环境管控单元", "environmental zoning units"),
        LayerKind::Hazards => pick(lang, "灾害风险区", "hazard areas"),
        LayerKind::Heritage => pick(lang, "历史文化保护线", "heritage lines"),
        LayerKind::EarlierTowns => pick(lang, "上一版小镇范围", "earlier town boundaries"),
        LayerKind::Ledger => pick(lang, "台账", "the ledger"),
    }
}

/// A defect of a boundary.
#[must_use]
pub fn defect(defect: Defect, lang: Lang) -> &'static str {
    match defect {
        Defect::SelfCrossing => pick(lang, "边界自相交", "ring that crosses itself"),
        Defect::Spike => pick(lang, "毛刺", "spike"),
        Defect::RepeatedPoint => pick(lang, "重复点", "repeated point"),
        Defect::NoArea => pick(lang, "无面积的环", "ring without area"),
        Defect::HoleAstray => pick(lang, "孔洞不在外环内或相互重叠", "hole outside its shell or on another hole"),
        Defect::PartsOverlap => pick(lang, "部件相互重叠", "overlapping part"),
        Defect::SeveralParts => pick(lang, "多部件", "separate part"),
        Defect::TinyHole => pick(lang, "细小孔洞", "tiny hole"),
    }
}

/// Where a number comes from.
#[must_use]
pub fn provenance(provenance: Provenance, lang: Lang) -> &'static str {
    match provenance {
        Provenance::Clause => pick(lang, "条文数值", "number of the clause"),
        Provenance::National => pick(lang, "国家文件数值", "number of a national document"),
        Provenance::Reviewer => pick(lang, "审查参数，非条文数值", "reviewer's parameter, not a number of the clause"),
    }
}

/// What became of a clause.
#[must_use]
pub fn standing(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Judged => pick(lang, "已检查", "checked"),
        Standing::NotChecked => pick(lang, "未提供资料", "input not given"),
        Standing::Manual => pick(lang, "人工审查", "for people"),
        Standing::GaveWay => pick(lang, "由他文主导", "another document governs"),
        Standing::Silent => pick(lang, "不涉及", "concerns no town"),
    }
}

/// 级别
#[must_use]
pub fn level(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Provincial => pick(lang, "省级", "provincial"),
        Level::Municipal => pick(lang, "市级", "municipal"),
    }
}

/// 阶段
#[must_use]
pub fn stage(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Named => pick(lang, "命名", "named"),
        Stage::Creating => pick(lang, "创建", "being created"),
        Stage::Cultivating => pick(lang, "培育", "being cultivated"),
        Stage::Removed => pick(lang, "退出", "removed"),
    }
}

/// 类型
#[must_use]
pub fn town_type(town_type: TownType, lang: Lang) -> &'static str {
    match town_type {
        TownType::CultureTourism => pick(lang, "文化旅游", "culture and tourism"),
        TownType::Sports => pick(lang, "体育", "sports"),
        TownType::AgriPastoral => pick(lang, "农业田园", "agriculture and countryside"),
        TownType::IndustryFusion => pick(lang, "三产融合", "fusion of industries"),
        TownType::Other => pick(lang, "其他", "other"),
    }
}
