//! `review.xlsx`: the same as tables, for people who read Chinese spreadsheets.

mod papers;

use std::collections::BTreeMap;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sanxian_review::data::FeatureId;
use sanxian_review::finding::{Finding, Measure, Subject, TownRow, Verdict};
use sanxian_review::measure::SquareMillimetres;

use super::ExportError;
use super::table::Kind::{Degrees, Land, Metres, SquareMetres, Text, Whole};
use super::table::{Cell, sheet};
use crate::lang::Lang;
use crate::store::decision::Decision;
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
    papers::not_checked(&mut book, recorded)?;
    if papers::beyond_the_lines(recorded) {
        papers::checklist(&mut book, recorded)?;
    }
    papers::problems(&mut book, recorded)?;
    papers::sources(&mut book, recorded)?;
    papers::parameters(&mut book, recorded)?;
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

/// The verdict that counts, where it is not simply the derived one: decided on, or exempted by the ledger.
fn counted(found: &Finding, decision: Option<&Decision>) -> Option<Verdict> {
    let counts = decision.map_or(found.effective(), |one| one.effective(found.effective()));
    (decision.is_some() || counts != found.verdict).then_some(counts)
}

/// The town's name; a place in words.
fn named(names: &BTreeMap<&FeatureId, &TownRow>, subject: &Subject) -> Cell {
    match subject {
        Subject::Town(id) => name_of(names, id),
        Subject::Place(code) => words::place(code, ZH).into(),
    }
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
        ("人工意见", Text, 10.0),
        ("计入意见后的结论", Text, 10.0),
        ("意见说明", Text, 40.0),
        ("审查人", Text, 12.0),
        ("豁免依据", Text, 40.0),
        ("意见时间", Text, 18.0),
    ];
    let names = names(recorded);
    let decisions: BTreeMap<_, _> = recorded.decisions.iter().map(|one| (&one.finding, one)).collect();
    let rows = recorded.review.findings.iter().map(|found| {
        let (area, distance) = match found.measured {
            Some(Measure::AreaMm2(area)) => (Some(area), None),
            Some(Measure::LengthMm(length)) => (None, Some(metres(length))),
            Some(Measure::Count(_) | Measure::Share { .. } | Measure::Yuan(_)) | None => (None, None),
        };
        let [m2, hectares, mu] = land(area);
        let also: Vec<_> = found.also.iter().map(|clause| clause.0.as_str()).collect();
        let decision = decisions.get(&found.fingerprint).copied();
        vec![
            found.subject.key().into(),
            named(&names, &found.subject),
            words::verdict(found.verdict, ZH).into(),
            words::rule(found.rule, ZH).into(),
            found.clause.0.as_str().into(),
            also.join("、").into(),
            words::finding(found, found.subject.town().and_then(|id| names.get(id)).copied(), ZH).into(),
            found.layer.map(|layer| words::layer(layer, ZH)).into(),
            found.against.as_ref().map(|other| other.0.as_str()).into(),
            found.grade.map(|grade| words::grade(grade, ZH)).into(),
            m2,
            hectares,
            mu,
            distance.into(),
            found.fingerprint.0.as_str().into(),
            decision.map(|one| words::decision_kind(one.kind, ZH)).into(),
            counted(found, decision).map(|counts| words::verdict(counts, ZH)).into(),
            decision.map(|one| one.comment.as_str()).into(),
            decision.map(|one| one.reviewer.as_str()).into(),
            decision.and_then(|one| one.exemption.as_ref()).map(|one| words::exemption(one, ZH)).into(),
            decision.map(|one| one.at.as_str()).into(),
        ]
    });
    sheet(book, "审查结果", &columns, rows)
}
