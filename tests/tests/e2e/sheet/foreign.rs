//! Hostile texts in every place of a sheet: they are shown or told, and never run.

use sanxian_tests::draw::Desk;
use sanxian_tests::hostile::{STEERING, decide, reviewed, texts};
use sanxian_tests::results::Table;

use super::{sheet, text_of};

#[test]
fn three_hundred_hostile_names_stand_on_the_index_as_they_are() {
    let desk = Desk::new();
    let texts = texts();
    assert!(texts.len() >= 300, "{}", texts.len());
    let results = reviewed(&desk, &texts);
    let done = sheet(&results, &["--kind", "index"], &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let text = text_of(&desk.out().join("index.pdf"));
    for shown in [
        "#panic(\"run\")镇",
        "#eval(\"1+1\")镇",
        "</text><script>alert(1)</script>镇",
        "=cmd|'/Ccalc'!A0",
        "*bold*_it_`raw`",
    ] {
        assert!(text.contains(shown), "{shown}");
    }
    assert!(!text.contains(STEERING) && !done.stderr.contains(STEERING));
}

/// Each text stands once in every place of the sheet of a town: its own names, its patch, the patch's file, and what people
/// write on sheets, thirty towns at a time. Every tenth also stands on the sheets of its findings, with what a reviewer
/// decided.
#[test]
fn three_hundred_hostile_texts_in_every_place_of_sheets_leave_them_whole() {
    let desk = Desk::new();
    let texts = texts();
    let results = reviewed(&desk, &texts);
    decide(&results.join("review.gpkg"), &texts);
    let towns = Table::read(&results, "towns.csv");
    // no argument holds the sign that ends it
    let ids: Vec<&str> = towns.column("town_id").into_iter().filter(|id| !id.contains('\0')).collect();
    assert!(ids.len() >= 285, "{}", ids.len());
    let out = desk.out();
    let tenths: Vec<&str> = ids.iter().copied().step_by(10).collect();
    let runs = ids.chunks(30).map(|some| ("town", some)).chain([("finding", &tenths[..])]);
    for (at, (kind, some)) in runs.enumerate() {
        let mut words = vec!["--kind".to_owned(), kind.into(), "--paper".into(), "a4".into(), "--quiet".into()];
        words.extend(some.iter().map(|id| format!("--town={id}")));
        for (option, step) in [("office", 0), ("author", 3), ("checker", 6), ("secrecy", 9)] {
            words.push(format!("--{option}={}", texts[(at * 30 + step) % texts.len()].replace('\0', "")));
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let done = sheet(&results, &words, &out);
        assert_eq!(done.status, 0, "{at}: {}", done.stderr);
        assert!(!done.stderr.contains(STEERING), "{at}");
    }
    // names of files come from ids: whatever stands in them, the files stay in their folder
    let inside = |name: &String| !name.contains(['/', '\\', ':', '<', '"']) && name.chars().count() < 60;
    let names = sanxian_tests::results::names(&out);
    let of_towns = names.iter().filter(|name| name.starts_with("town-")).count();
    assert_eq!(of_towns, ids.len());
    assert!(names.len() >= ids.len() + tenths.len(), "each has a finding with ground: {}", names.len());
    assert!(names.iter().all(inside), "{names:?}");
    let first = text_of(&out.join("town-000_panic__run__.pdf"));
    assert!(first.matches("#panic(\"run\")").count() >= 5, "{first}");
    // a finding's sheet says what was decided, in the reviewer's words
    let decided = |name: &&String| text_of(&out.join(name)).contains("2026-01-02");
    let first = names.iter().filter(|name| name.starts_with("finding-000")).find(decided);
    let text = text_of(&out.join(first.expect("a sheet with a decision")));
    assert!(text.matches("#panic(\"run\")").count() >= 3 && !text.contains(STEERING), "{text}");
}
