//! The columns of a ledger: how each is called, and what may stand in it.

use serde::{Deserialize, Serialize};

/// A column of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "FIELDS says of each what it is called and holds")]
pub enum Field {
    Code,
    Name,
    Level,
    Stage,
    TownType,
    Category,
    AdminCode,
    Jurisdiction,
    CreatedOn,
    NamedOn,
    ExtendedUntil,
    RemovedOn,
    RosterEdition,
    DeclaredArea,
    ConstructionArea,
    PlannedInvestment,
    Invested,
    IndustryShare,
    OutputShare,
    PrivateShare,
    RndShare,
    GreenCover,
    ResidentialShare,
    ScenicLevel,
    Operator,
    Investor,
    LeadIndustry,
    AssessedOn,
    Assessment,
    Risk,
    RectifyBy,
    PledgeOn,
    ReportedOn,
    DebtWarning,
    Output,
    Tax,
    Jobs,
    Visitors,
    Projects,
    Platforms,
    StartupStations,
    HighTechFirms,
    ListedFirms,
    Incubated,
    Teams,
    Talents,
    Experts,
    ResearchCentres,
    IndustryRevenue,
    ServiceRevenue,
    CultureGrowth,
    ExemptionActivity,
    ExemptionDocument,
    ExemptionOn,
}

/// What may stand in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Any words.
    Text,
    /// A code that is compared letter by letter.
    Code,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A calendar day.
    Date,
    /// A year.
    Year,
    /// An area; its unit stands in the header.
    Area,
    /// Money; its unit stands in the header.
    Money,
    /// A share; the header says whether 0–100 or 0–1.
    Percent,
    /// A whole number.
    Count,
    /// 2A to 5A, as a number; 0 = none.
    Scenic,
}

/// One column: its field, its English key, its Chinese header without unit, and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The column.
    pub field: Field,
    /// Header in coded ledgers.
    pub key: &'static str,
    /// Header in Chinese ledgers.
    pub zh: &'static str,
    /// Other headers that are understood.
    pub also: &'static [&'static str],
    /// What may stand in it.
    pub holds: Holds,
    /// The unit that the template's header names.
    pub unit: &'static str,
}

const fn column(field: Field, key: &'static str, zh: &'static str, holds: Holds) -> Spec {
    Spec { field, key, zh, also: &[], holds, unit: "" }
}

const fn with_unit(field: Field, key: &'static str, zh: &'static str, holds: Holds, unit: &'static str) -> Spec {
    Spec { field, key, zh, also: &[], holds, unit }
}

const fn called(spec: Spec, also: &'static [&'static str]) -> Spec {
    Spec { also, ..spec }
}

/// Words of 考核结果.
pub const ASSESSMENTS: &[&str] = &["优秀", "良好", "合格", "不合格", "警告", "降级", "淘汰"];
/// Words of 风险等级.
pub const RISKS: &[&str] = &["低", "中", "高"];
const YES_NO: &[&str] = &["是", "否"];
const LEVELS: &[&str] = &["省级", "市级"];
const STAGES: &[&str] = &["命名", "创建", "培育", "退出"];
const CATEGORIES: &[&str] = &["制造", "休闲旅游", "其他现代服务业"];

/// Every column, in the order of the template.
pub const FIELDS: &[Spec] = &[
    called(column(Field::Code, "code", "小镇编码", Holds::Code), &["XZBM", "编码"]),
    called(column(Field::Name, "name", "小镇名称", Holds::Text), &["XZMC", "名称"]),
    called(column(Field::Level, "level", "级别", Holds::OneOf(LEVELS)), &["XZJB"]),
    called(column(Field::Stage, "stage", "阶段", Holds::OneOf(STAGES)), &["CJJD"]),
    called(column(Field::TownType, "town_type", "类型", Holds::Text), &["XZLX", "type"]),
    column(Field::Category, "category", "产业类别", Holds::OneOf(CATEGORIES)),
    called(column(Field::AdminCode, "admin_code", "行政区代码", Holds::Code), &["XZQDM"]),
    called(column(Field::Jurisdiction, "jurisdiction", "辖区", Holds::Code), &["功能区"]),
    called(column(Field::CreatedOn, "created_on", "创建日期", Holds::Date), &["CJRQ"]),
    called(column(Field::NamedOn, "named_on", "命名日期", Holds::Date), &["MMRQ"]),
    column(Field::ExtendedUntil, "extended_until", "延期至", Holds::Date),
    column(Field::RemovedOn, "removed_on", "退出日期", Holds::Date),
    column(Field::RosterEdition, "roster_edition", "清单年度", Holds::Year),
    with_unit(Field::DeclaredArea, "declared_area", "规划面积", Holds::Area, "平方公里"),
    with_unit(Field::ConstructionArea, "construction_area", "建设用地面积", Holds::Area, "公顷"),
    with_unit(Field::PlannedInvestment, "planned_investment", "计划投资", Holds::Money, "万元"),
    with_unit(Field::Invested, "invested", "完成投资", Holds::Money, "万元"),
    with_unit(Field::IndustryShare, "industry_share", "特色产业投资占比", Holds::Percent, "%"),
    with_unit(Field::OutputShare, "output_share", "特色产业产出占比", Holds::Percent, "%"),
    with_unit(Field::PrivateShare, "private_share", "非政府投资占比", Holds::Percent, "%"),
    with_unit(Field::RndShare, "rnd_share", "科技投入占比", Holds::Percent, "%"),
    with_unit(Field::GreenCover, "green_cover", "绿化覆盖率", Holds::Percent, "%"),
    with_unit(Field::ResidentialShare, "residential_share", "住宅用地占比", Holds::Percent, "%"),
    column(Field::ScenicLevel, "scenic_level", "景区等级", Holds::Scenic),
    column(Field::Operator, "operator", "管理主体", Holds::Text),
    column(Field::Investor, "investor", "投资建设主体", Holds::Text),
    column(Field::LeadIndustry, "lead_industry", "主导产业", Holds::Text),
    column(Field::AssessedOn, "assessed_on", "考核日期", Holds::Date),
    column(Field::Assessment, "assessment", "考核结果", Holds::OneOf(ASSESSMENTS)),
    column(Field::Risk, "risk", "风险等级", Holds::OneOf(RISKS)),
    column(Field::RectifyBy, "rectify_by", "整改期限", Holds::Date),
    column(Field::PledgeOn, "pledge_on", "承诺书日期", Holds::Date),
    column(Field::ReportedOn, "reported_on", "自查报告日期", Holds::Date),
    column(Field::DebtWarning, "debt_warning", "债务风险预警", Holds::OneOf(YES_NO)),
    with_unit(Field::Output, "output", "总产出", Holds::Money, "万元"),
    with_unit(Field::Tax, "tax", "税收", Holds::Money, "万元"),
    with_unit(Field::Jobs, "jobs", "就业人数", Holds::Count, "人"),
    with_unit(Field::Visitors, "visitors", "年接待人数", Holds::Count, "人次"),
    column(Field::Projects, "projects", "重点项目数", Holds::Count),
    column(Field::Platforms, "platforms", "双创平台数", Holds::Count),
    column(Field::StartupStations, "startup_stations", "创业就业指导站数", Holds::Count),
    column(Field::HighTechFirms, "high_tech_firms", "高新技术企业数", Holds::Count),
    column(Field::ListedFirms, "listed_firms", "上市企业数", Holds::Count),
    column(Field::Incubated, "incubated", "年孵化企业数", Holds::Count),
    column(Field::Teams, "teams", "高端创新团队数", Holds::Count),
    column(Field::Talents, "talents", "引进人才数", Holds::Count),
    column(Field::Experts, "experts", "千人计划专家数", Holds::Count),
    column(Field::ResearchCentres, "research_centres", "国家级研发中心数", Holds::Count),
    with_unit(Field::IndustryRevenue, "industry_revenue", "规上企业主营业务收入", Holds::Money, "万元"),
    with_unit(Field::ServiceRevenue, "service_revenue", "限额以上服务业收入", Holds::Money, "万元"),
    with_unit(Field::CultureGrowth, "culture_growth", "文化产业收入年增长率", Holds::Percent, "%"),
    column(Field::ExemptionActivity, "exemption_activity", "红线内活动情形", Holds::Text),
    column(Field::ExemptionDocument, "exemption_document", "红线批准文号", Holds::Text),
    column(Field::ExemptionOn, "exemption_on", "红线批准日期", Holds::Date),
];

impl Field {
    /// Its column.
    ///
    /// # Panics
    /// Never: a test holds that every field has one.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        FIELDS.iter().find(|spec| spec.field == self).expect("every field has a column")
    }

    /// The English key.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.spec().key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_columns_share_a_header_and_keys_are_the_names_in_packs() {
        let mut seen = BTreeSet::new();
        for spec in FIELDS {
            for header in [spec.key, spec.zh].iter().chain(spec.also) {
                assert!(seen.insert(header.to_lowercase()), "{header} is there twice");
            }
            let field: Field = toml::Value::String(spec.key.to_owned()).try_into().expect("a field of that key");
            assert_eq!(field, spec.field);
        }
        // the last variant tells how many there are
        assert_eq!(FIELDS.len(), Field::ExemptionOn as usize + 1);
    }
}
