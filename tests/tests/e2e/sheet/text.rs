//! What can be read in the PDFs.

use sanxian_tests::draw::Desk;
use sanxian_tests::results::Table;

use super::{DEMO, poppler, sheet, text_of};

/// `1,899,970.62` of a plain decimal.
fn printed(m2: &str) -> String {
    let (whole, decimals) = m2.split_once('.').unwrap_or((m2, "00"));
    let value = format!("{whole}.{decimals}").parse::<f64>().expect("a number");
    let text = format!("{value:.2}");
    let (whole, decimals) = text.split_once('.').expect("two decimals");
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{decimals}")
}

#[test]
fn the_atlas_says_in_chinese_what_towns_csv_says_in_numbers() {
    let desk = Desk::new();
    let done =
        sheet(&DEMO, &["--kind", "atlas", "--paper", "a4", "--secrecy", "内部", "--checker", "李四"], &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let pdf = desk.out().join("atlas.pdf");
    let text = text_of(&pdf);
    for word in [
        "图例",
        "中央经线120°E",
        "永久基本农田",
        "数据来源与现势性",
        "密级：内部",
        "李四",
        "审查意见",
        "特色小镇审查图幅索引",
    ] {
        assert!(text.contains(word), "{word}");
    }
    let towns = Table::read(&DEMO, "towns.csv");
    for id in towns.column("town_id") {
        assert!(text.contains(towns.cell(id, "name")), "{id}");
        for column in ["area_m2", "eco_redline_m2", "basic_farmland_m2", "outside_urban_boundary_m2"] {
            let number = printed(towns.cell(id, column));
            assert!(text.contains(&format!("{number}m²")), "{id} {column} {number}");
        }
    }
    let fonts = poppler("pdffonts", &[], &pdf);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(
        !rows.is_empty() && rows.iter().all(|row| row.contains("NotoSansSC") && row.contains("yes yes yes")),
        "{fonts}"
    );
    assert!(
        poppler("pdfinfo", &[], &pdf).contains("CreationDate:    Thu Jan  1"),
        "the day of the review, not of today"
    );
}

#[test]
fn the_same_sheets_twice_are_the_same_bytes() {
    let desk = Desk::new();
    let words = ["--town", "SL07", "--format", "pdf,svg,png", "--kind", "town,finding", "--paper", "A4"];
    let (one, two) = (desk.at("one"), desk.at("two"));
    for out in [&one, &two] {
        assert_eq!(sheet(&DEMO, &words, out).status, 0);
    }
    let files = |out| sanxian_tests::results::bytes(out);
    let names: Vec<String> = files(&one).into_keys().collect();
    assert_eq!(
        names,
        [
            "finding-SL07-1.pdf",
            "finding-SL07-1.png",
            "finding-SL07-1.svg",
            "finding-SL07-2.pdf",
            "finding-SL07-2.png",
            "finding-SL07-2.svg",
            "town-SL07.pdf",
            "town-SL07.png",
            "town-SL07.svg"
        ]
    );
    assert!(files(&one) == files(&two), "different bytes");
}

#[test]
fn english_is_complete() {
    let desk = Desk::new();
    let words = ["--lang", "en", "--town", "SL07", "--paper", "a4", "--portrait"];
    assert_eq!(sheet(&DEMO, &words, &desk.out()).status, 0);
    let text = text_of(&desk.out().join("town-SL07.pdf"));
    for word in ["Legend", "centralmeridian120°E", "Ellipsoidalareas", "Classification", "Page1of1"] {
        assert!(text.contains(word), "{word} in {text}");
    }
    assert!(!text.contains("图例") && !text.contains("审查意见"), "{text}");
}
