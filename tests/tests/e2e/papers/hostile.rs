//! Three hundred hostile texts in every place of the papers: they are words, whoever reads them.

use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx, open_workbook};
use sanxian_tests::draw::Desk;
use sanxian_tests::hostile::{STEERING, reviewed, texts};
use sanxian_tests::program::{Done, run, sanxian, say};
use sanxian_tests::results::bytes;

use super::opinion::{office, pdf_text, squeezed};

/// Has a reviewer decide on every finding of the red line, with a hostile comment, basis and name.
fn decide(project: &Path, texts: &[String]) {
    let quoted = |text: &str| format!("'{}'", text.replace('\0', "").replace('\'', "''"));
    let mut script = String::from("BEGIN;\nCREATE TEMP TABLE said (n INTEGER PRIMARY KEY, words TEXT, other TEXT);\n");
    for (at, text) in texts.iter().enumerate() {
        let other = &texts[(at + 7) % texts.len()];
        script.push_str(&format!("INSERT INTO said VALUES ({}, {}, {});\n", at + 1, quoted(text), quoted(other)));
    }
    let made_on = r#"{"verdict":"breach","measured":null,"limit":null,"reason":{"what":"clear"}}"#;
    script.push_str(&format!(
        "INSERT INTO decision (finding_id, kind, comment, reviewer, activity, document, document_date, decided_at, made_on)
         SELECT f.finding_id, CASE WHEN n % 2 THEN 'exempt' ELSE 'comment' END, words, other,
                CASE WHEN n % 2 THEN words END, CASE WHEN n % 2 THEN other END, CASE WHEN n % 2 THEN '2026-01-01' END,
                '2026-01-02 10:00', '{made_on}'
         FROM (SELECT finding_id, row_number() OVER (ORDER BY finding_id) AS n FROM findings
               WHERE rule = 'eco_redline_overlap') f JOIN said USING (n);\nCOMMIT;\n"
    ));
    let file = project.with_extension("sql");
    std::fs::write(&file, script).expect("written");
    let done = Command::new("sqlite3").arg("-bail").arg(project).arg(format!(".read '{}'", file.display())).output();
    let done = done.unwrap_or_else(|error| panic!("sqlite3: {error}"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

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
