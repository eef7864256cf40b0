//! The atlas: its bookmarks, its index, and what a cancel leaves.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use sanxian_tests::draw::Desk;
use sanxian_tests::program::sanxian;
use sanxian_tests::results::Table;

use super::{DEMO, poppler, sheet, text_of};

/// Bookmarks as poppler prints them: title, page, how deep.
fn bookmarks(pdf: &std::path::Path) -> Vec<(String, usize, usize)> {
    let (mut depth, mut found) = (0_usize, Vec::new());
    for line in poppler("pdftohtml", &["-xml", "-i", "-stdout"], pdf).lines() {
        match line.trim() {
            "<outline>" => depth += 1,
            "</outline>" => depth -= 1,
            line => {
                let item = line.strip_prefix("<item page=\"").and_then(|rest| rest.strip_suffix("</item>"));
                if let Some((page, title)) = item.and_then(|item| item.split_once("\">")) {
                    found.push((title.to_owned(), page.parse().expect("a page"), depth));
                }
            }
        }
    }
    found
}

#[test]
fn an_atlas_has_a_bookmark_for_each_sheet_and_its_index_names_their_pages() {
    let desk = Desk::new();
    let done = sheet(&DEMO, &["--kind", "atlas", "--paper", "a4"], &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let pdf = desk.out().join("atlas.pdf");
    let marks = bookmarks(&pdf);
    assert_eq!(marks[0], ("特色小镇审查图幅索引".to_owned(), 1, 1));
    let index: Vec<String> =
        poppler("pdftotext", &["-layout", "-f", "1", "-l", "1"], &pdf).lines().map(str::to_owned).collect();
    let towns = Table::read(&DEMO, "towns.csv");
    for id in towns.column("town_id") {
        let name = towns.cell(id, "name");
        let own: Vec<_> = marks.iter().filter(|(title, ..)| title.starts_with(name)).collect();
        let (title, page, depth) = own.first().unwrap_or_else(|| panic!("no bookmark for {name}"));
        assert_eq!((title.as_str(), *depth), (format!("{name}三条控制线审查图").as_str(), 1));
        // the sheets of its findings lie under it, in order
        assert!(
            own[1..].iter().zip(page + 1..).all(|((_, at, depth), wanted)| *at == wanted && *depth == 2),
            "{own:?}"
        );
        let row = index.iter().find(|line| line.contains(id)).unwrap_or_else(|| panic!("{id} is not in the index"));
        assert!(row.split_whitespace().any(|word| word == page.to_string()), "{id} is on page {page}: {row}");
    }
    assert!(text_of(&pdf).contains(&format!("共{}页", marks.len())), "every sheet is one page here");
}

#[test]
#[cfg(unix)]
fn a_cancel_ends_the_drawing_and_leaves_nothing() {
    let desk = Desk::new();
    let (parent, out) = (desk.at("parent"), desk.at("parent/sheets"));
    std::fs::create_dir(&parent).expect("a folder");
    let mut command = sanxian();
    command.args(["--lang", "en", "sheet", "--kind", "atlas,town,finding", "--format", "pdf,svg,png"]);
    command.args(["--progress", "json"]).arg(&*DEMO).arg("--out").arg(&out).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    let mut told = BufReader::new(child.stderr.take().expect("its words")).lines().map_while(Result::ok);
    let begun = told.by_ref().find(|line| line.contains("\"draw\"")).expect("progress");
    assert!(begun.contains("\"total\""), "{begun}");
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
    let last: Vec<String> = told.collect();
    assert_eq!(child.wait().expect("its end").code(), Some(2), "{last:?}");
    assert!(last.last().is_some_and(|line| line.contains("cancelled")), "{last:?}");
    assert!(sanxian_tests::results::names(&parent).is_empty(), "nothing half-written, nothing hidden");
}
