//! Odd projects: each gives papers that can be read, or a clear word.

use sanxian_tests::draw::{Desk, clear_lines, rectangle, sprawling, town};
use sanxian_tests::program::{Check, Done, run, sanxian, say};
use serde_json::{Value, json};

use super::opinion::{pdf_text, squeezed};

/// Reviews towns with clear lines and sets the opinion on them; what was said, and the text of the PDF.
fn opinion(desk: &Desk, towns: &[Value]) -> (Done, String) {
    let mut check = Check::of(desk.layer("towns.geojson", towns));
    for (option, file) in clear_lines(desk) {
        check = check.with(option, file);
    }
    assert!(check.run(&desk.at("results")).status < 2);
    let mut command = sanxian();
    command.args(["--lang", "zh", "opinion"]).arg(desk.at("results/review.gpkg")).arg("--out").arg(desk.out());
    let done = run(&mut command);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let text = pdf_text(&desk.at("out/opinion.pdf")).unwrap_or_default();
    (done, squeezed(&text))
}

#[test]
fn a_county_without_findings_conforms() {
    let desk = Desk::new();
    let (_, text) = opinion(&desk, &[town("T1", 0)]);
    assert!(text.is_empty() || text.contains("审查结论：符合"), "{text}");
    let pack = desk.at("pack.zip").display().to_string();
    let project = desk.at("results/review.gpkg").display().to_string();
    let done = say(&["pack", &project, "--sheets", "town", "--out", &pack]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert_eq!(say(&["verify", &pack]).status, 0);
}

#[test]
fn towns_of_ten_parts_of_30_km_and_of_endless_names_stand_in_the_opinion() {
    let desk = Desk::new();
    let [ten, long] = sprawling();
    let name = "长".repeat(200);
    let named = rectangle(json!({"XZBM": "NAME", "XZMC": name}), [120.05, 31.1, 120.06, 31.11]);
    let rare = rectangle(json!({"XZBM": "RARE", "XZMC": "𪚥𪚥镇"}), [120.15, 31.1, 120.16, 31.11]);
    let (done, text) = opinion(&desk, &[ten, long, named, rare]);
    assert!(done.stderr.contains("缺字") && done.stderr.contains('𪚥'), "it is listed: {}", done.stderr);
    for words in ["十片小镇", "三十公里小镇", "TEN", "LONG", "NAME", "RARE"] {
        assert!(text.is_empty() || text.contains(words), "{words}");
    }
    assert!(text.is_empty() || text.matches('长').count() >= 200);
}

#[test]
fn a_hundred_towns_in_one_crowd_are_named_in_part() {
    let desk = Desk::new();
    let close: Vec<Value> = (0..100)
        .map(|at| {
            let (west, south) = (120.08 + f64::from(at % 10) * 0.011, 30.6 + f64::from(at / 10) * 0.011);
            let properties = json!({"XZBM": format!("C{at:02}"), "XZMC": format!("挨镇{at:02}"), "XZQDM": "330523"});
            rectangle(properties, [west, south, west + 0.01, south + 0.01])
        })
        .collect();
    let (_, text) = opinion(&desk, &close);
    assert!(text.is_empty() || text.contains("相邻成组100个"));
    assert!(text.is_empty() || text.contains("C07等，另有92个"));
    assert!(!text.contains("C07、C08、C09"), "no sentence names them all");
}
