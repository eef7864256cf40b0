//! Sentences about the ledger, the list of towns and the optional layers.

use sanxian_review::data::Category;
use sanxian_review::finding::{Card, ClassArea, Finding, Reason, Side};
use sanxian_review::ledger::{Field, Value};

use super::place::some_of;
use super::{area, layer, money, percent};
use crate::lang::{Lang, Text};

/// A column's name.
#[must_use]
pub fn field(field: Field, lang: Lang) -> String {
    match lang {
        Lang::Zh => field.spec().zh.to_owned(),
        Lang::En => field.key().replace('_', " "),
    }
}

/// 产业类别
#[must_use]
pub fn category(category: Category, lang: Lang) -> &'static str {
    match (category, lang) {
        (Category::Manufacturing, Lang::Zh) => "制造类",
        (Category::Leisure, Lang::Zh) => "休闲旅游类",
        (Category::OtherService, Lang::Zh) => "其他现代服务业类",
        (Category::Manufacturing, Lang::En) => "manufacturing",
        (Category::Leisure, Lang::En) => "leisure and tourism",
        (Category::OtherService, Lang::En) => "other modern services",
    }
}

/// What a cell of the ledger says.
#[must_use]
pub fn ledger_value(value: &Value) -> Text {
    let both = |say: &dyn Fn(Lang) -> String| Text::new(say(Lang::Zh), say(Lang::En));
    match value {
        Value::Text(text) => Text::new(text, text),
        Value::Date(day) => both(&|_| day.to_string()),
        Value::Count(number) => both(&|_| number.to_string()),
        Value::AreaMm2(whole) => both(&|lang| area(*whole, lang)),
        Value::Yuan(yuan) => both(&|lang| money(*yuan, lang)),
        Value::Percent(hundredths) => both(&|_| percent(*hundredths, 10_000)),
    }
}

/// 亮牌
#[must_use]
pub fn card(card: Card, lang: Lang) -> &'static str {
    match (card, lang) {
        (Card::None, Lang::Zh) => "不亮牌",
        (Card::Yellow, Lang::Zh) => "黄牌",
        (Card::Red, Lang::Zh) => "红牌",
        (Card::None, Lang::En) => "no card",
        (Card::Yellow, Lang::En) => "yellow card",
        (Card::Red, Lang::En) => "red card",
    }
}

/// `measured` and `limit` are in words already; `None` for reasons that are told elsewhere.
pub(super) fn zh(found: &Finding, measured: &str, limit: &str) -> Option<String> {
    let name = |which: &Field| field(*which, Lang::Zh);
    Some(match &found.reason {
        Reason::Exempted { activity, document, dated } => format!(
            "占用生态保护红线 {measured}；台账登记为允许的有限人为活动：{activity}，批准文号 {document}，{dated}"
        ),
        Reason::NetFarmland => {
            format!("占用永久基本农田净面积 {measured}（按图斑扣除系数或登记面积折算，与几何面积并列，不作结论依据）")
        }
        Reason::Unsaid { field } => format!("资料未载“{}”，本条未检查", name(field)),
        Reason::Missing { field } => format!("台账中“{}”为空", name(field)),
        Reason::AllSaid => "台账所需内容齐全".to_owned(),
        Reason::Value { field, side, met } => {
            let (measured, limit) = (counted(*field, measured), counted(*field, limit));
            format!("{} {measured}，{} {limit}", name(field), kept_zh(*side, *met))
        }
        Reason::Overdue { field, since: None, due } => format!("“{}”{due} 已过", name(field)),
        Reason::Overdue { field, since: Some(since), due } => {
            format!("自“{}”（{since}）起算，{due} 已到期", name(field))
        }
        Reason::ToBeEnded { field } => format!("按“{}”，符合终止条件", name(field)),
        Reason::OffRoster { removed: true, .. } => "已退出清单".to_owned(),
        Reason::OffRoster { edition: Some(year), .. } => format!("只列入 {year} 年度清单，未列入现行清单"),
        Reason::OffRoster { edition: None, .. } => "台账中没有这个小镇，是否在清单内须核实".to_owned(),
        Reason::Progress { card: which } => {
            format!("完成投资占计划 {measured}：{}（界限 {limit}）", card(*which, Lang::Zh))
        }
        Reason::Assessed { field, result, members } => {
            format!("“{}”为{result}：{}", name(field), some_of(members, LISTED, Lang::Zh))
        }
        Reason::SameIndustry { industry, members } => {
            format!("主导产业同为“{industry}”的小镇 {} 个：{}", members.len(), some_of(members, LISTED, Lang::Zh))
        }
        Reason::Quota { whose, side, met, members, by_place } => {
            let place = by_place.map(|n| format!("；按图形所在地计 {n} 个")).unwrap_or_default();
            let who = if members.len() <= LISTED {
                format!("（{}）", some_of(members, LISTED, Lang::Zh))
            } else {
                String::new()
            };
            let (measured, limit) = (found_count(measured), found_count(limit));
            format!("{whose} 计 {measured}，{} {limit}{place}{who}", kept_zh(*side, *met))
        }
        Reason::Mix { category: which, side, met } => {
            format!("{}小镇占 {measured}，{} {limit}", category(*which, Lang::Zh), kept_zh(*side, *met))
        }
        Reason::Total { field, towns, met } => {
            let (measured, limit) = (counted(*field, measured), counted(*field, limit));
            format!(
                "{}合计 {measured}（{towns} 个小镇填报），{} {limit}",
                name(field),
                if *met { "达到目标" } else { "未达目标" }
            )
        }
        Reason::Elsewhere { declared, lies_in } => {
            format!("行政区代码为 {declared}，图形主要位于：{}", classes(lies_in, Lang::Zh))
        }
        Reason::Copied { layer: kind, unit, covered } => format!(
            "与{}“{unit}”范围雷同：重合度 {measured}（参数 {limit}），覆盖本镇 {}.{:02}%",
            layer(*kind, Lang::Zh),
            covered / HUNDRED,
            covered % HUNDRED
        ),
        Reason::Classes { rows } => {
            let kind = found.layer.map_or("图层", |kind| layer(kind, Lang::Zh));
            format!("涉及{kind}：{}", classes(rows, Lang::Zh))
        }
        Reason::Unplanned { rows } => {
            format!("城镇开发边界外的建设用地 {measured}：{}；是否已纳入国土空间规划须核实", classes(rows, Lang::Zh))
        }
        Reason::LandShare { side, met } if !limit.is_empty() => {
            format!("用地占比 {measured}，{} {limit}", kept_zh(*side, *met))
        }
        Reason::LandShare { .. } => format!("用地占比 {measured}（条文未定限值，仅列出）"),
        Reason::Grown { given_up } => {
            format!("较上一版新增范围 {measured}，退出范围 {}", area(*given_up, Lang::Zh))
        }
        _ => return None,
    })
}

/// As [`zh`].
pub(super) fn en(found: &Finding, measured: &str, limit: &str) -> Option<String> {
    let name = |which: &Field| field(*which, Lang::En);
    Some(match &found.reason {
        Reason::Exempted { activity, document, dated } => format!(
            "overlaps the ecological red line: {measured}; the ledger records a permitted activity: {activity}, {document}, {dated}"
        ),
        Reason::NetFarmland => {
            format!(
                "net area of permanent basic farmland {measured} (as the patches deduct; beside the geometric area, decides nothing)"
            )
        }
        Reason::Unsaid { field } => format!("the input does not say {}: not checked", name(field)),
        Reason::Missing { field } => format!("the ledger's {} is empty", name(field)),
        Reason::AllSaid => "the ledger says all that is asked for".to_owned(),
        Reason::Value { field, side, met } => format!("{} {measured}, {} {limit}", name(field), kept_en(*side, *met)),
        Reason::Overdue { field, since: None, due } => format!("{} of {due} has passed", name(field)),
        Reason::Overdue { field, since: Some(since), due } => {
            format!("counted from {} ({since}), due since {due}", name(field))
        }
        Reason::ToBeEnded { field } => format!("by its {}, to be ended", name(field)),
        Reason::OffRoster { removed: true, .. } => "has left the list".to_owned(),
        Reason::OffRoster { edition: Some(year), .. } => {
            format!("only the list of {year} names it, not the one in force")
        }
        Reason::OffRoster { edition: None, .. } => {
            "the ledger does not know this town; whether it is on the list is to be verified".to_owned()
        }
        Reason::Progress { card: which } => {
            format!("{measured} of the plan invested: {} (cut-off {limit})", card(*which, Lang::En))
        }
        Reason::Assessed { field, result, members } => {
            format!("{} is {result}: {}", name(field), some_of(members, LISTED, Lang::En))
        }
        Reason::SameIndustry { industry, members } => {
            format!("{} towns lead with {industry}: {}", members.len(), some_of(members, LISTED, Lang::En))
        }
        Reason::Quota { whose, side, met, members, by_place } => {
            let place = by_place.map(|n| format!("; {n} by where the boundaries lie")).unwrap_or_default();
            let who = if members.len() <= LISTED {
                format!(" ({})", some_of(members, LISTED, Lang::En))
            } else {
                String::new()
            };
            format!("{whose} has {measured}, {} {limit}{place}{who}", kept_en(*side, *met))
        }
        Reason::Mix { category: which, side, met } => {
            format!("{} towns are {measured}, {} {limit}", category(*which, Lang::En), kept_en(*side, *met))
        }
        Reason::Total { field, towns, met } => format!(
            "sum of {} {measured} ({towns} towns say it), {} the target of {limit}",
            name(field),
            if *met { "reaches" } else { "below" }
        ),
        Reason::Elsewhere { declared, lies_in } => {
            format!("the code names county {declared}, the ground lies in: {}", classes(lies_in, Lang::En))
        }
        Reason::Copied { layer: kind, unit, covered } => format!(
            "nearly one with {unit} of {}: alike by {measured} (parameter {limit}), which covers {}.{:02}% of the town",
            layer(*kind, Lang::En),
            covered / HUNDRED,
            covered % HUNDRED
        ),
        Reason::Classes { rows } => {
            let kind = found.layer.map_or("the layer", |kind| layer(kind, Lang::En));
            format!("shares ground with {kind}: {}", classes(rows, Lang::En))
        }
        Reason::Unplanned { rows } => format!(
            "construction land outside the urban development boundary {measured}: {}; whether the plan takes it in is to be verified",
            classes(rows, Lang::En)
        ),
        Reason::LandShare { side, met } if !limit.is_empty() => {
            format!("share of land {measured}, {} {limit}", kept_en(*side, *met))
        }
        Reason::LandShare { .. } => format!("share of land {measured} (the clause sets no limit)"),
        Reason::Grown { given_up } => {
            format!("gained {measured} since the earlier boundary, gave up {}", area(*given_up, Lang::En))
        }
        _ => return None,
    })
}

/// Names in one sentence; more are in the tables.
const LISTED: usize = 25;
/// Hundredths of a per cent in one.
const HUNDRED: i64 = 100;

fn kept_zh(side: Side, met: bool) -> &'static str {
    match (side, met) {
        (Side::AtMost, true) => "未超过",
        (Side::AtMost, false) => "超过",
        (Side::AtLeast, true) => "达到",
        (Side::AtLeast, false) => "未达到",
    }
}

fn kept_en(side: Side, met: bool) -> &'static str {
    match (side, met) {
        (Side::AtMost, true) => "within",
        (Side::AtMost, false) => "above",
        (Side::AtLeast, true) => "reaches",
        (Side::AtLeast, false) => "below",
    }
}

/// Counts of a column have its own unit, not places on a map.
fn counted(field: Field, words: &str) -> String {
    let unit = if field == Field::ScenicLevel { "A" } else { field.spec().unit };
    words.replace(" 处", unit)
}

/// Places are counted in towns.
fn found_count(measured: &str) -> String {
    measured.replace('处', "个")
}

fn classes(rows: &[ClassArea], lang: Lang) -> String {
    let row = |row: &ClassArea| format!("{} {}", row.class, area(row.area, lang));
    let all: Vec<String> = rows.iter().take(LISTED).map(row).collect();
    let more = if rows.len() > LISTED { "…" } else { "" };
    format!("{}{more}", all.join(if lang == Lang::Zh { "；" } else { "; " }))
}
