//! Three hundred hostile texts in every place of the papers: they are words, whoever reads them.

use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use sanxian_tests::draw::Desk;
use sanxian_tests::hostile::{STEERING, decide, reviewed, texts};
use sanxian_tests::program::{Done, run, sanxian, say};
use sanxian_tests::results::bytes;

use super::opinion::{office, pdf_text, squeezed};

fn signed(verb: &str, project: &Path, at: usize, texts: &[String], words: &[&str], out: &Path) -> Done {
    let mut command = sanxian();
    command.args(["--lang", "zh", verb]).arg(project).args(words).arg("--out").arg(out);
    for (option, step) in [("office", 0), ("reviewer", 1), ("number", 2), ("secrecy", 3)] {
        command.arg(format!("--{option}={}", texts[(at + step) % texts.len()].replace('\0', "")));
    }
    let done = run(&mut command);
    assert_eq!(done.status, 0, "{at}: {}", done.stderr);
    assert!(!done.stderr.contains(STEERING) && !done.stdout.contains(STEERING), "{at}");
    done
}

#[test]
fn three_hundred_hostile_texts_in_every_place_of_papers_are_only_words() {
    let (desk, texts) = (Desk::new(), texts());
    let project = reviewed(&desk, &texts).join("review.gpkg");
    decide(&project, &texts);
    signed("opinion", &project, 0, &texts, &[], &desk.out());
    let mut book: Xlsx<_> = open_workbook(desk.at("out/opinion.xlsx")).expect("a workbook");
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).expect("a sheet");
        assert!(formulas.is_empty(), "{sheet}: {formulas:?}");
    }
    let mut said = |sheet: &str, column: usize| {
        let range = book.worksheet_range(sheet).unwrap_or_else(|e| panic!("{sheet}: {e}"));
        range.rows().map(|row| row[column].to_string()).collect::<Vec<_>>()
    };
    // towns, patches, files and decisions: each place holds the texts, none of them steers
    let places = [
        ("总表", 0),
        ("总表", 1),
        ("压占图斑", 2),
        ("压占图斑", 3),
        ("数据来源", 1),
        ("审查人意见", 3),
        ("审查人意见", 4),
    ];
    for (sheet, column) in places {
        let cells = said(sheet, column);
        assert!(cells.len() >= texts.len(), "{sheet} {column}: {}", cells.len());
        let shown = cells.iter().filter(|cell| cell.contains("panic(\"run\")")).count();
        assert!(shown >= 5, "{sheet} {column}: {shown}");
        assert!(!cells.iter().any(|cell| cell.contains(STEERING)), "{sheet} {column}");
    }
    if let Some(text) = pdf_text(&desk.at("out/opinion.pdf")) {
        let text = squeezed(&text);
        assert!(!text.contains(STEERING));
        assert!(["<svgonload=alert(1)>", "=cmd|'/Ccalc'!A0", "#eval("].iter().all(|words| text.contains(words)));
    }
    office(&desk.at("out/opinion.docx"), "#eval(\"1+1\")");
    // what people write about themselves, four texts a time
    for at in (4..texts.len()).step_by(4) {
        signed(
            "opinion",
            &project,
            at,
            &texts,
            &["--town", "000#panic(\"run\")", "--quiet", "--formats", "docx,xlsx"],
            &desk.at("signed"),
        );
    }
    assert_eq!(bytes(&desk.at("signed")).len(), 2, "the same two files, replaced");
}

#[test]
fn a_pack_of_hostile_texts_holds() {
    let (desk, texts) = (Desk::new(), texts());
    let project = reviewed(&desk, &texts).join("review.gpkg");
    decide(&project, &texts);
    let pack = desk.at("hostile.zip");
    signed("pack", &project, 0, &texts, &["--sheets", "index"], &pack);
    let done = say(&["verify", &pack.display().to_string()]);
    assert_eq!(done.status, 0, "{}{}", done.stdout, done.stderr);
    assert!(!done.stdout.contains(STEERING) && !done.stderr.contains(STEERING));
}
