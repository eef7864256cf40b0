//! The sheets around the review: gaps, problems, input files, parameters.

use rust_xlsxwriter::{Workbook, XlsxError};
use sanxian_review::data::LayerKind;
use sanxian_review::measure::SquareMillimetres;
use sanxian_review::policy::Pack;

use super::super::table::Kind::{Degrees, SquareMetres, Text, Whole};
use super::super::table::{Cell, sheet};
use super::{ZH, whole};
use crate::checklist;
use crate::store::{Recorded, square_metres};
use crate::words;

/// What lacked input and what failed: both are gaps that a reader must see.
pub(super) fn not_checked(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [
        ("类别", Text, 10.0),
        ("条文", Text, 16.0),
        ("审查内容", Text, 24.0),
        ("缺少", Text, 30.0),
        ("小镇编码", Text, 18.0),
        ("说明", Text, 80.0),
    ];
    let review = &recorded.review;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for not in &review.not_checked {
        let missing: Vec<_> = not.missing.iter().map(|layer| words::layer(*layer, ZH)).collect();
        rows.push(vec![
            "未检查".into(),
            not.clause.as_ref().map(|clause| clause.0.as_str()).into(),
            words::rule(&not.rule, ZH).into(),
            missing.join("、").into(),
            Cell::Empty,
            words::not_checked(not, ZH).into(),
        ]);
    }
    for fault in &review.faults {
        rows.push(vec![
            "故障".into(),
            Cell::Empty,
            words::rule(&fault.rule, ZH).into(),
            Cell::Empty,
            fault.subject.key().into(),
            words::fault(fault, ZH).into(),
        ]);
    }
    sheet(book, "未检查", &columns, rows.into_iter())
}

/// Whether a ledger or a layer beside the control lines and counties was given: then the workbook lists every clause,
/// as `review.json` always does.
pub(super) fn beyond_the_lines(recorded: &Recorded) -> bool {
    let usual = |kind: &LayerKind| kind.is_control_line() || *kind == LayerKind::Counties;
    recorded.ledger.is_some() || recorded.layers.keys().any(|kind| !usual(kind))
}

/// Every clause, what became of it, and what is left to people.
pub(super) fn checklist(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [
        ("条文", Text, 22.0),
        ("条款", Text, 12.0),
        ("原文", Text, 70.0),
        ("规则", Text, 22.0),
        ("情况", Text, 14.0),
        ("缺少", Text, 30.0),
        ("涉及小镇数", Whole, 10.0),
        ("人工审查原因", Text, 50.0),
    ];
    let packs: Vec<Pack> = serde_json::from_value(recorded.run.packs.clone()).unwrap_or_default();
    let rows = checklist::checklist(recorded).into_iter().map(|row| {
        let clause = checklist::clause_of(&packs, &row).map(|(_, clause)| clause);
        let missing: Vec<_> = row.missing.iter().map(|kind| words::layer(*kind, ZH)).collect();
        vec![
            row.clause.0.as_str().into(),
            clause.map(|clause| clause.article.as_str()).into(),
            clause.map(|clause| clause.quote.as_str()).into(),
            words::rule(&row.rule, ZH).into(),
            words::standing(row.standing, ZH).into(),
            missing.join("、").into(),
            whole(row.towns.into()),
            clause.and_then(|clause| clause.why.as_deref()).into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    sheet(book, "逐条核对", &columns, rows.into_iter())
}

pub(super) fn problems(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [
        ("图层", Text, 16.0),
        ("文件", Text, 30.0),
        ("要素序号", Whole, 10.0),
        ("要素编号", Text, 24.0),
        ("经度", Degrees, 15.0),
        ("纬度", Degrees, 15.0),
        ("问题代码", Text, 18.0),
        ("说明", Text, 80.0),
        ("面积变化（平方米）", SquareMetres, 16.0),
        ("是否剔除", Text, 10.0),
    ];
    let rows = recorded.problems.iter().map(|problem| {
        vec![
            words::layer(problem.role, ZH).into(),
            problem.file.as_str().into(),
            problem.position.map_or(Cell::Empty, whole),
            problem.feature.as_deref().into(),
            problem.place.map(|place| place.0).filter(|lon| lon.is_finite()).into(),
            problem.place.map(|place| place.1).filter(|lat| lat.is_finite()).into(),
            problem.code.as_str().into(),
            problem.zh.as_str().into(),
            problem.area_change_mm2.map(|mm2| square_metres(SquareMillimetres(mm2))).into(),
            if problem.dropped { "是" } else { "否" }.into(),
        ]
    });
    sheet(book, "问题", &columns, rows)
}

/// One line a file on disk.
pub(super) fn sources(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [
        ("图层", Text, 16.0),
        ("数据", Text, 30.0),
        ("格式", Text, 10.0),
        ("要素数", Whole, 10.0),
        ("保留数", Whole, 10.0),
        ("坐标系", Text, 30.0),
        ("EPSG", Whole, 8.0),
        ("坐标系依据", Text, 40.0),
        ("编码", Text, 8.0),
        ("文件", Text, 30.0),
        ("字节", Whole, 12.0),
        ("SHA-256", Text, 66.0),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for source in &recorded.sources {
        for part in &source.parts {
            rows.push(vec![
                words::layer(source.role, ZH).into(),
                source.file.as_str().into(),
                source.format.as_str().into(),
                whole(source.features),
                whole(source.kept),
                source.crs.name.as_str().into(),
                source.crs.epsg.map(f64::from).into(),
                source.crs.reason_zh.as_str().into(),
                source.encoding.as_str().into(),
                part.name.as_str().into(),
                whole(part.bytes),
                part.sha256.as_str().into(),
            ]);
        }
    }
    sheet(book, "数据来源", &columns, rows.into_iter())
}

pub(super) fn parameters(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [("名称", Text, 44.0), ("值", Text, 60.0), ("单位", Text, 10.0), ("来源", Text, 26.0)];
    let run = &recorded.run;
    let given: Vec<_> = LayerKind::CONTROL_LINES
        .into_iter()
        .filter(|kind| recorded.layers.contains_key(kind))
        .map(|kind| words::layer(kind, ZH))
        .collect();
    let of_run = [
        ("审查基准日", run.as_of.clone(), ""),
        ("邻近距离", run.near.to_m_text(), "m"),
        ("已提供的控制线", given.join("、"), ""),
        ("面积算法", "椭球面积，CGCS2000，国土调查办发〔2008〕32号公式；平面面积仅供对照".into(), ""),
        ("软件", run.software.clone(), ""),
        ("PROJ", run.proj.clone(), ""),
    ];
    let mut rows: Vec<Vec<Cell>> = of_run
        .into_iter()
        .map(|(name, value, unit)| vec![name.into(), value.into(), unit.into(), Cell::Empty])
        .collect();
    for parameter in &run.parameters {
        rows.push(vec![
            parameter.name.as_str().into(),
            parameter.value.as_str().into(),
            parameter.unit.as_str().into(),
            words::provenance(parameter.provenance, ZH).into(),
        ]);
    }
    sheet(book, "参数", &columns, rows.into_iter())
}
