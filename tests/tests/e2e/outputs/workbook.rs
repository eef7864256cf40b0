//! `review.xlsx`, read by another library.

use calamine::{Data, Reader, Xlsx, open_workbook};
use sanxian_tests::results::{Table, findings, json};

use super::DEMO;

fn book() -> Xlsx<std::io::BufReader<std::fs::File>> {
    open_workbook(DEMO.join("review.xlsx")).expect("a workbook")
}

fn rows(sheet: &str) -> Vec<Vec<Data>> {
    let range = book().worksheet_range(sheet).unwrap_or_else(|e| panic!("{sheet}: {e}"));
    range.rows().map(<[Data]>::to_vec).collect()
}

fn text(cell: &Data) -> String {
    cell.to_string()
}

#[test]
fn the_workbook_has_its_sheets_and_each_has_a_header() {
    let names = book().sheet_names();
    assert_eq!(names, ["总表", "重叠图斑", "邻近", "审查结果", "未检查", "问题", "数据来源", "参数"]);
    for name in names {
        let rows = rows(&name);
        assert!(rows.first().is_some_and(|header| header.iter().all(|cell| !text(cell).is_empty())), "{name}");
    }
}

#[test]
fn the_sheet_of_towns_is_the_table_of_towns() {
    let (sheet, towns) = (rows("总表"), Table::read(&DEMO, "towns.csv"));
    let ids: Vec<String> = sheet[1..].iter().map(|row| text(&row[0])).collect();
    assert_eq!(ids, towns.column("town_id"));
    for row in &sheet[1..] {
        let area = towns.number(&text(&row[0]), "area_m2");
        assert!(row.iter().any(|cell| matches!(cell, Data::Float(value) if (value - area).abs() < 0.001)), "{row:?}");
    }
}

#[test]
fn the_sheets_have_as_many_rows_as_the_review() {
    let review = json(&DEMO, "review.json");
    let count = |member: &str| review[member].as_array().map(Vec::len).expect("a list");
    for (sheet, wanted) in [
        ("总表", count("towns")),
        ("重叠图斑", count("overlaps")),
        ("邻近", count("neighbours")),
        ("审查结果", findings(&review, "").len()),
        ("问题", count("problems")),
    ] {
        assert_eq!(rows(sheet).len() - 1, wanted, "{sheet}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let mut book = book();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).expect("can be read");
        assert!(formulas.used_cells().next().is_none(), "{name}");
    }
}
