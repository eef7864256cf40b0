//! `review.xlsx`: the same as tables, for people who read Chinese spreadsheets.

use std::collections::BTreeMap;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sanxian_review::data::{FeatureId, LayerKind};
use sanxian_review::finding::{Measure, TownRow};
use sanxian_review::measure::SquareMillimetres;

use super::ExportError;
use super::table::Kind::{Degrees, Land, Metres, SquareMetres, Text, Whole};
use super::table::{Cell, sheet};
use crate::lang::Lang;
use crate::store::{Recorded, StoreError, metres, square_metres};
use crate::words;

const ZH: Lang = Lang::Zh;

/// Writes the file.
pub(super) fn write(recorded: &Recorded, path: &Path) -> Result<(), ExportError> {
    let day = recorded.run.day().map_err(StoreError::from)?;
    let bytes = workbook(recorded, day).map_err(|error| ExportError::content("review.xlsx", error))?;
    std::fs::write(path, bytes).map_err(ExportError::io(path))
}

fn workbook(recorded: &Recorded, day: crate::run_info::Day) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The library would take the clock.
    let made = ExcelDateTime::from_ymd(day.year, day.month, day.day)?;
    book.set_properties(&DocProperties::new().set_title("三线审查").set_creation_datetime(&made));
    towns(&mut book, recorded)?;
    overlaps(&mut book, recorded)?;
    neighbours(&mut book, recorded)?;
    findings(&mut book, recorded)?;
    not_checked(&mut book, recorded)?;
    problems(&mut book, recorded)?;
    sources(&mut book, recorded)?;
    parameters(&mut book, recorded)?;
    book.save_to_buffer()
}

fn m2(area: SquareMillimetres) -> Cell {
    square_metres(area).into()
}

/// m², 公顷, 亩.
fn land(area: Option<SquareMillimetres>) -> [Cell; 3] {
    let number = |text: String| text.parse::<f64>().map_or(Cell::Empty, Cell::Number);
    match area {
        Some(area) => [m2(area), number(words::hectares(area)), number(words::mu(area))],
        None => [Cell::Empty, Cell::Empty, Cell::Empty],
    }
}

/// Counts and positions; a spreadsheet's numbers are exact up to 2^53.
fn whole(number: u64) -> Cell {
    Cell::Number(number as f64)
}

fn names(recorded: &Recorded) -> BTreeMap<&FeatureId, &TownRow> {
    recorded.review.towns.iter().map(|row| (&row.id, row)).collect()
}

fn name_of(names: &BTreeMap<&FeatureId, &TownRow>, id: &FeatureId) -> Cell {
    names.get(id).map(|row| row.name.as_str()).into()
}

fn towns(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [
        ("小镇编码", Text, 18.0),
        ("小镇名称", Text, 22.0),
        ("结论", Text, 10.0),
        ("椭球面积（CGCS2000，平方米）", SquareMetres, 18.0),
        ("椭球面积（公顷）", Land, 14.0),
        ("椭球面积（亩）", Land, 14.0),
        ("平面面积（高斯-克吕格，平方米）", SquareMetres, 18.0),
        ("占用生态保护红线（平方米）", SquareMetres, 18.0),
        ("占用永久基本农田（平方米）", SquareMetres, 18.0),
        ("城镇开发边界外（平方米）", SquareMetres, 18.0),
        ("分类：红线内（平方米）", SquareMetres, 18.0),
        ("分类：农田内、红线外（平方米）", SquareMetres, 18.0),
        ("分类：边界外、不占二者（平方米）", SquareMetres, 18.0),
        ("分类：符合（平方米）", SquareMetres, 18.0),
        ("中央经线（度）", Whole, 10.0),
        ("东至（经度）", Degrees, 15.0),
        ("南至（纬度）", Degrees, 15.0),
        ("西至（经度）", Degrees, 15.0),
        ("北至（纬度）", Degrees, 15.0),
    ];
    let degrees = |nano: i64| Cell::Number(nano as f64 / 1e9);
    let rows = recorded.review.towns.iter().map(|row| {
        let [area, hectares, mu] = land(Some(row.area));
        let class = |pick: fn(&sanxian_review::finding::Partition) -> SquareMillimetres| -> Cell {
            row.partition.as_ref().map(|classes| m2(pick(classes))).unwrap_or(Cell::Empty)
        };
        vec![
            row.id.0.as_str().into(),
            row.name.as_str().into(),
            words::verdict(row.verdict, ZH).into(),
            area,
            hectares,
            mu,
            m2(row.planar_area),
            row.eco_redline.map(m2).unwrap_or(Cell::Empty),
            row.basic_farmland.map(m2).unwrap_or(Cell::Empty),
            row.outside_urban_boundary.map(m2).unwrap_or(Cell::Empty),
            class(|classes| classes.eco_redline),
            class(|classes| classes.basic_farmland),
            class(|classes| classes.outside_urban_boundary),
            class(|classes| classes.compliant),
            Cell::Number(row.central_meridian.into()),
            degrees(row.four_bounds.east.0),
            degrees(row.four_bounds.south.1),
            degrees(row.four_bounds.west.0),
            degrees(row.four_bounds.north.1),
        ]
    });
    sheet(book, "总表", &columns, rows)
}

fn overlaps(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [
        ("小镇编码", Text, 18.0),
        ("小镇名称", Text, 22.0),
        ("控制线", Text, 16.0),
        ("图斑编号", Text, 24.0),
        ("图斑序号", Whole, 10.0),
        ("重叠面积（平方米）", SquareMetres, 18.0),
        ("重叠面积（公顷）", Land, 14.0),
        ("重叠面积（亩）", Land, 14.0),
        ("等级", Text, 8.0),
    ];
    let names = names(recorded);
    let rows = recorded.review.overlaps.iter().map(|row| {
        let [area, hectares, mu] = land(Some(row.area));
        vec![
            row.town.0.as_str().into(),
            name_of(&names, &row.town),
            words::layer(row.layer, ZH).into(),
            row.feature.0.as_str().into(),
            whole(row.position),
            area,
            hectares,
            mu,
            words::grade(row.grade, ZH).into(),
        ]
    });
    sheet(book, "重叠图斑", &columns, rows)
}

fn neighbours(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [
        ("小镇甲编码", Text, 18.0),
        ("小镇甲名称", Text, 22.0),
        ("小镇乙编码", Text, 18.0),
        ("小镇乙名称", Text, 22.0),
        ("最近距离（米）", Metres, 14.0),
    ];
    let names = names(recorded);
    let rows = recorded.review.neighbours.iter().map(|row| {
        vec![
            row.town_a.0.as_str().into(),
            name_of(&names, &row.town_a),
            row.town_b.0.as_str().into(),
            name_of(&names, &row.town_b),
            metres(row.distance).into(),
        ]
    });
    sheet(book, "邻近", &columns, rows)
}

fn findings(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
    let columns = [
        ("小镇编码", Text, 18.0),
        ("小镇名称", Text, 22.0),
        ("结论", Text, 10.0),
        ("审查内容", Text, 20.0),
        ("依据条文", Text, 16.0),
        ("并引条文", Text, 20.0),
        ("说明", Text, 80.0),
        ("控制线", Text, 16.0),
        ("相关小镇", Text, 18.0),
        ("等级", Text, 8.0),
        ("面积（平方米）", SquareMetres, 18.0),
        ("面积（公顷）", Land, 14.0),
        ("面积（亩）", Land, 14.0),
        ("距离（米）", Metres, 14.0),
        ("审查结果编号", Text, 20.0),
    ];
    let names = names(recorded);
    let rows = recorded.review.findings.iter().map(|found| {
        let (area, distance) = match found.measured {
            Some(Measure::AreaMm2(area)) => (Some(area), None),
            Some(Measure::LengthMm(length)) => (None, Some(metres(length))),
            Some(Measure::Count(_)) | None => (None, None),
        };
        let [m2, hectares, mu] = land(area);
        let also: Vec<_> = found.also.iter().map(|clause| clause.0.as_str()).collect();
        vec![
            found.subject.0.as_str().into(),
            name_of(&names, &found.subject),
            words::verdict(found.verdict, ZH).into(),
            words::rule(found.rule, ZH).into(),
            found.clause.0.as_str().into(),
            also.join("、").into(),
            words::finding(found, names.get(&found.subject).copied(), ZH).into(),
            found.layer.map(|layer| words::layer(layer, ZH)).into(),
            found.against.as_ref().map(|other| other.0.as_str()).into(),
            found.grade.map(|grade| words::grade(grade, ZH)).into(),
            m2,
            hectares,
            mu,
            distance.into(),
            found.fingerprint.0.as_str().into(),
        ]
    });
    sheet(book, "审查结果", &columns, rows)
}

/// What lacked input and what failed: both are gaps that a reader must see.
fn not_checked(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
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
            fault.subject.0.as_str().into(),
            words::fault(fault, ZH).into(),
        ]);
    }
    sheet(book, "未检查", &columns, rows.into_iter())
}

fn problems(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
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
fn sources(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
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

fn parameters(book: &mut Workbook, recorded: &Recorded) -> Result<(), XlsxError> {
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
