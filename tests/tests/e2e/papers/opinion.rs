//! `sanxian opinion`: read by other programs, held against the tables of the same review.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use calamine::{Data, Reader, Xlsx, open_workbook};
use sanxian_tests::draw::{Desk, clear_lines};
use sanxian_tests::program::{Check, run, sanxian, say};
use sanxian_tests::results::{Table, bytes};

use super::{demo, on_demo};

/// The demo's tables and opinions on all towns and on one, made once.
static DEMO: LazyLock<PathBuf> = LazyLock::new(|| {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("papers");
    let done = on_demo("check", "demo", &[], &out);
    assert_eq!(done.status, 1, "{}", done.stderr);
    let project = out.join("review.gpkg");
    let mut command = sanxian();
    command.args(["opinion", "--lang", "zh"]).arg(project).arg("--out").arg(out.join("opinion"));
    let done = run(&mut command);
    assert_eq!(done.status, 0, "{}", done.stderr);
    out
});

fn rows(file: &Path, sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
    let range = book.worksheet_range(sheet).unwrap_or_else(|e| panic!("{sheet}: {e}"));
    range.rows().map(<[Data]>::to_vec).collect()
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}

/// Whole hundredths: what is printed adds up exactly.
fn hundredths(cell: &Data) -> i64 {
    (number(cell) * 100.0).round() as i64
}

#[test]
fn the_totals_are_those_of_towns_csv_and_add_up() {
    let towns = Table::read(&DEMO, "towns.csv");
    let sheet = rows(&DEMO.join("opinion/opinion.xlsx"), "总表");
    let count = towns.rows.len();
    let columns = [(2, "area_m2"), (3, "eco_redline_m2"), (4, "basic_farmland_m2"), (5, "outside_urban_boundary_m2")];
    for (at, column) in columns {
        let mut sum = 0;
        for row in &sheet[1..=count] {
            let wanted = towns.number(&row[0].to_string(), column);
            assert!((number(&row[at]) - wanted).abs() < 0.0101, "{row:?} {column} {wanted}");
            sum += hundredths(&row[at]);
        }
        assert_eq!(sum, hundredths(&sheet[count + 1][at]), "{column} adds up to its printed total");
    }
}

#[test]
fn the_partition_adds_up_along_and_across() {
    let sheet = rows(&DEMO.join("opinion/opinion.xlsx"), "互斥分类");
    let towns = Table::read(&DEMO, "towns.csv");
    let mut sums = [0; 5];
    for row in &sheet[1..=towns.rows.len()] {
        let parts: Vec<i64> = row[2..7].iter().map(hundredths).collect();
        assert_eq!(parts[..4].iter().sum::<i64>(), parts[4], "{row:?}");
        assert!((number(&row[5]) - towns.number(&row[0].to_string(), "compliant_m2")).abs() < 0.0251, "{row:?}");
        sums.iter_mut().zip(&parts).for_each(|(sum, part)| *sum += part);
    }
    let total: Vec<i64> = sheet[towns.rows.len() + 1][2..7].iter().map(hundredths).collect();
    assert_eq!(total, sums);
}

#[test]
fn the_patches_are_those_of_overlaps_csv() {
    let overlaps = Table::read(&DEMO, "overlaps.csv");
    let sheet = rows(&DEMO.join("opinion/opinion.xlsx"), "压占图斑");
    for (row, wanted) in sheet[1..].iter().zip(&overlaps.rows) {
        assert_eq!((row[0].to_string(), row[2].to_string()), (wanted[0].clone(), wanted[2].clone()));
        let area: f64 = wanted[3].parse().expect("a number");
        assert!((number(&row[4]) - area).abs() < 0.0051, "{row:?} {area}");
    }
    let total: i64 = sheet[1..=overlaps.rows.len()].iter().map(|row| hundredths(&row[4])).sum();
    assert_eq!(hundredths(&sheet[overlaps.rows.len() + 1][4]), total);
}

#[test]
fn a_project_and_its_files_give_the_same_opinion_twice() {
    let desk = Desk::new();
    for folder in ["one", "two"] {
        let done = on_demo("opinion", "demo", &[], &desk.at(folder));
        assert_eq!(done.status, 0, "{}", done.stderr);
    }
    let made = bytes(&desk.at("one"));
    assert_eq!(made.keys().collect::<Vec<_>>(), ["opinion.docx", "opinion.pdf", "opinion.xlsx"]);
    assert!(made == bytes(&desk.at("two")));
    assert!(made == bytes(&DEMO.join("opinion")), "from the project as from the files");
}

#[test]
fn the_pdf_says_what_the_tables_say() {
    let Some(text) = pdf_text(&DEMO.join("opinion/opinion.pdf")) else { return };
    let squeezed = squeezed(&text);
    for words in ["特色小镇范围审查意见", "审查结论：不符合", "互斥分类表", "人工审查项", "数据来源", "第1页"]
    {
        assert!(squeezed.contains(words), "{words}");
    }
    let towns = Table::read(&DEMO, "towns.csv");
    for row in &towns.rows {
        assert!(squeezed.contains(&row[1]), "{} is in it", row[1]);
        let area = grouped(&row[2]);
        assert!(squeezed.contains(&area), "{area} is in it");
    }
}

/// `1,899,970.62` of `1899970.621`; the last digit is cut where the tables round it.
fn grouped(m2: &str) -> String {
    let whole = m2.split('.').next().unwrap_or_default();
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + "."
}

/// Without the white space and the invisible places to break that a layout puts between words.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

pub(super) fn pdf_text(file: &Path) -> Option<String> {
    let output = Command::new("pdftotext").args(["-layout"]).arg(file).arg("-").output();
    match output {
        Ok(output) => {
            assert!(output.status.success(), "poppler reads it");
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            println!("skipped: pdftotext is not at hand");
            None
        }
    }
}

#[test]
fn libreoffice_opens_the_document_and_the_workbook() {
    office(&DEMO.join("opinion/opinion.docx"), "稻香新材小镇");
    office(&DEMO.join("opinion/opinion.xlsx"), "审查结论：不符合");
}

/// Converts to PDF, and finds the words there.
pub(super) fn office(file: &Path, words: &str) {
    let folder = Desk::new();
    let home = format!("-env:UserInstallation=file://{}", folder.at("profile").display());
    let converted = Command::new("soffice")
        .args([&home, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .arg(file)
        .output();
    let Ok(converted) = converted else { return println!("skipped: LibreOffice is not at hand") };
    assert!(converted.status.success(), "{}", String::from_utf8_lossy(&converted.stderr));
    let pdf = folder.at(&format!("{}.pdf", file.file_stem().expect("a name").to_string_lossy()));
    let text = pdf_text(&pdf).unwrap_or_else(|| words.to_owned());
    assert!(squeezed(&text).contains(&squeezed(words)), "{words} in {}", pdf.display());
}

#[test]
fn what_cannot_be_done_is_told() {
    let desk = Desk::new();
    let out = desk.out().display().to_string();
    let project = DEMO.join("review.gpkg").display().to_string();
    let told = |words: &[&str], what: &str| {
        let done = say(words);
        assert_eq!(done.status, 2, "{words:?}");
        assert!(done.stderr.contains(what), "{}", done.stderr);
        assert!(!desk.out().join("opinion.docx").exists());
    };
    told(&["opinion", &project, "--town", "nobody", "--out", &out], "no town \"nobody\"");
    told(&["opinion", &project, "--formats", "doc", "--out", &out], "choose from docx,pdf,xlsx");
    told(&["opinion", &project, "--as-of", "2026-01-01", "--out", &out], "--as-of: cannot go with a project");
    told(&["opinion", &project, "--data-year", "red=2023", "--out", &out], "--data-year red=2023");
    told(&["opinion", "nothing.gpkg", "--out", &out], "nothing.gpkg");
    told(&["opinion", "--out", &out], "PROJECT");
}

#[test]
fn a_year_that_is_given_is_printed() {
    let desk = Desk::new();
    let done = on_demo("opinion", "demo", &["--formats", "xlsx", "--data-year", "eco-redline=2023"], &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let sheet = rows(&desk.at("out/opinion.xlsx"), "数据来源");
    let year = |layer: &str| sheet.iter().find(|row| row[0] == layer).map(|row| row[2].to_string());
    assert_eq!(year("生态保护红线").as_deref(), Some("2023"));
    assert_eq!(year("永久基本农田").as_deref(), Some("未注明"));
    assert!(demo("demo").len() > 8);
}

#[test]
fn a_missing_line_leaves_a_dash_and_a_conclusion_to_correct() {
    let desk = Desk::new();
    let towns = desk.layer("towns.geojson", &[sanxian_tests::draw::town("T1", 0)]);
    let lines = clear_lines(&desk);
    let checked = Check::of(&towns).with(lines[1].0, &lines[1].1).run(&desk.at("check"));
    assert_eq!(checked.status, 0, "{}", checked.stderr);
    let mut command = sanxian();
    command.args(["--lang", "zh", "opinion", "--formats", "xlsx"]).arg(desk.at("check/review.gpkg"));
    assert_eq!(run(command.arg("--out").arg(desk.out())).status, 0);
    let words = rows(&desk.at("out/opinion.xlsx"), "审查意见");
    assert!(words.iter().any(|row| row[0] == "审查结论：需补正"), "{words:?}");
    let totals = rows(&desk.at("out/opinion.xlsx"), "总表");
    assert_eq!((totals[1][3].to_string(), totals[1][5].to_string()), ("—".to_owned(), "—".to_owned()));
}
