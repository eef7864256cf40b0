//! The acceptance examples of the field that no other file shows: lists, mixes, days, doubt.

use sanxian_tests::draw::{Desk, clear_lines, rectangle, town};
use sanxian_tests::program::{Check, run, sanxian, say};
use sanxian_tests::results::{bytes, findings, json};
use serde_json::{Value, json};

/// A ledger of so many towns in the same words; the first has code A.
fn ledger(desk: &Desk, groups: &[(usize, &str)]) -> std::path::PathBuf {
    let mut text = String::from("小镇编码,小镇名称,级别,阶段,行政区代码,辖区,产业类别\n");
    let mut count = 0;
    for (n, words) in groups {
        for _ in 0..*n {
            let code = if count == 0 { "A".to_owned() } else { format!("X{count}") };
            text += &format!("{code},镇{count},{words}\n");
            count += 1;
        }
    }
    desk.write("ledger.csv", text)
}

/// What a clause says of town A, or of the places whose towns it counts, with the three lines clear.
fn told(desk: &Desk, clause: &str, words: &[&str], ledger: std::path::PathBuf) -> Vec<Value> {
    let mut check = Check::of(desk.layer("towns.geojson", &[town("A", 0)])).with("--ledger", ledger);
    for (option, file) in clear_lines(desk) {
        check = check.with(option, file);
    }
    let done = check.words(words.iter().copied()).run(&desk.out());
    assert_ne!(done.status, 2, "{}", done.stderr);
    let found = findings(&json(&desk.out(), "review.json"), "");
    let about = |found: &Value| found["town_id"] == "A" || found["place"].is_string();
    found.into_iter().filter(|found| found["clause"] == clause && about(found)).collect()
}

fn severity(found: &[Value]) -> Vec<&str> {
    found.iter().filter_map(|found| found["severity"].as_str()).collect()
}

const HUZHOU: &[&str] = &["--policy", "huzhou"];

#[test]
fn example_1_areas_at_the_bounds_are_judged_on_the_ellipsoid_by_type_and_document() {
    // 5.0000 km² on the plane at 118.6°E is 4.9977 km² on the ellipsoid: see tests/rules/town_size for the rest
    let desk = Desk::new();
    let plane = json!({ "type": "FeatureCollection", "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::4549" } },
        "features": [{ "type": "Feature", "properties": { "XZBM": "A" }, "geometry": { "type": "Polygon",
            "coordinates": [[[365_300.0, 3_220_000.0], [367_800.0, 3_220_000.0], [367_800.0, 3_222_000.0], [365_300.0, 3_222_000.0], [365_300.0, 3_220_000.0]]] } }] });
    let done = Check::of(desk.write("towns.geojson", plane.to_string())).run(&desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let review = json(&desk.out(), "review.json");
    let area = review["towns"][0]["area_m2"].as_f64().expect("an area");
    assert!((area - 4_997_700.0).abs() < 300.0, "{area}");
    assert_eq!(severity(&findings(&review, "town_size")), ["pass"]);
}

#[test]
fn example_6_numbers_of_the_list() {
    let anji = "省级,创建,330523,,制造";
    let zone = "省级,创建,330502,330500-HZKFQ,制造";
    for (groups, clause, expected) in [
        (&[(4, anji)][..], "HZ-COUNTY-3", "justify"),
        (&[(3, anji)], "HZ-COUNTY-3", "pass"),
        (&[(3, zone)], "HZ-ZONE-2", "breach"),
        (&[(2, zone)], "HZ-ZONE-2", "pass"),
        (&[(21, "市级,培育,330521,,制造")], "HZ-TOTAL-20", "breach"),
        (&[(20, "市级,培育,330521,,制造")], "HZ-TOTAL-20", "pass"),
        (&[(8, anji), (8, "省级,培育,330522,,制造")], "HZ-PROV-15", "breach"),
        (&[(8, anji), (8, "省级,命名,330522,,制造")], "HZ-PROV-15", "pass"),
    ] {
        let desk = Desk::new();
        let file = ledger(&desk, groups);
        let found = told(&desk, clause, HUZHOU, file);
        let worst = found.iter().filter_map(|found| found["severity"].as_str()).find(|one| *one != "pass");
        assert_eq!(worst.unwrap_or("pass"), expected, "{clause} {groups:?}");
        // the place has too many, no single town
        assert!(found.iter().all(|found| found["town_id"].is_null()), "{clause} charges a town");
        let review = json(&desk.out(), "review.json");
        assert_ne!(review["towns"][0]["verdict"], expected.replace("pass", "breach"), "{clause}");
    }
}

#[test]
fn example_7_the_mix_is_compared_in_whole_towns() {
    let desk = Desk::new();
    let of = |n, category: &'static str| (n, category);
    let groups = [
        of(5, "省级,创建,330522,,休闲旅游"),
        of(11, "省级,创建,330523,,制造"),
        of(4, "省级,创建,330521,,其他现代服务业"),
    ];
    let file = ledger(&desk, &groups);
    let found = told(&desk, "HZ-MIX", HUZHOU, file);
    let mut broken: Vec<_> = found
        .iter()
        .filter(|found| found["severity"] == "breach")
        .map(|found| (found["share"]["part"].as_i64(), found["share"]["whole"].as_i64()))
        .collect();
    broken.sort_unstable();
    assert_eq!(broken, [(Some(5), Some(20)), (Some(11), Some(20))]);
    let words = found.iter().map(|found| found["explanation"]["zh"].to_string()).collect::<String>();
    assert!(words.contains("11/20") && words.contains("55.00%") && words.contains("25.00%"), "{words}");
}

#[test]
fn example_8_an_old_datum_is_never_converted_silently() {
    let desk = Desk::new();
    let mut towns: Value = serde_json::from_str(&sanxian_tests::draw::collection(&[town("A", 0)])).expect("JSON");
    towns["crs"] = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::4610" } });
    let path = desk.write("towns.geojson", towns.to_string());
    let judged = |more: &[&str]| {
        let _ = std::fs::remove_dir_all(desk.out());
        let mut command = sanxian();
        command.args(["check", "--as-of", "2026-01-01", "--towns"]).arg(&path).arg("--out").arg(desk.out()).args(more);
        let done = run(&mut command);
        assert!(done.status < 2, "{}", done.stderr);
        json(&desk.out(), "review.json")
    };
    // Without parameters: for a preview only, every verdict withheld.
    let preview = judged(&[]);
    assert_eq!(preview["towns"][0]["verdict"], "verify", "{preview:#}");
    let codes = |review: &Value| {
        let problems = review["problems"].as_array().expect("a list").clone();
        problems.iter().filter_map(|problem| Some(problem["code"].as_str()?.to_owned())).collect::<Vec<_>>()
    };
    assert!(codes(&preview).contains(&"datum_unshifted".to_owned()));
    // With a reviewer's parameters: placed, judged, and the parameters stamped into the result.
    let shift = desk.write(
        "xian80.toml",
        "from = \"xian-80\"\nsource = \"某测绘院 2012\"\n[seven]\nconvention = \"coordinate-frame\"\ndx_m = -12.5\n\
         dy_m = 101.25\ndz_m = 37.0\nrx_arcsec = 1.2\nry_arcsec = -0.8\nrz_arcsec = 2.5\nscale_ppm = -3.1\n",
    );
    let placed = judged(&["--datum-shift", shift.to_str().expect("text")]);
    assert!(
        codes(&placed).contains(&"datum_shifted".to_owned()) && !codes(&placed).contains(&"datum_unshifted".to_owned())
    );
    assert_eq!(placed["towns"][0]["verdict"], "not_checked", "no control line was given, and nothing else is wrong");
    let stamped = placed["sources"][0]["crs"].to_string();
    assert!(stamped.contains("七参数") && stamped.contains("某测绘院 2012") && stamped.contains("rz=2.5"), "{stamped}");
}

#[test]
fn example_9_five_years_of_creation_are_to_be_assessed() {
    let desk = Desk::new();
    let text = "小镇编码,小镇名称,阶段,创建日期\nA,甲,创建,2017-01-01\n";
    let file = desk.write("ledger.csv", text);
    let towns = desk.layer("towns.geojson", &[town("A", 0)]);
    let mut command = sanxian();
    command.args(["--lang", "zh", "check", "--as-of", "2022-12-30", "--policy", "zhejiang-2022-73", "--towns"]);
    command.arg(towns).arg("--ledger").arg(file).arg("--out").arg(desk.out());
    assert_eq!(run(&mut command).status, 0);
    let review = json(&desk.out(), "review.json");
    let found = findings(&review, "overdue_assessment");
    assert_eq!((severity(&found), &found[0]["reason"]["due"]), (vec!["verify"], &json!("2022-01-01")));
}

#[test]
fn example_10_and_12_a_missing_line_never_passes_and_a_ledger_changes_nothing_about_same_bytes() {
    let desk = Desk::new();
    let file = ledger(&desk, &[(4, "省级,创建,330523,,制造"), (3, "省级,创建,330502,330500-HZKFQ,休闲旅游")]);
    let towns = desk.layer("towns.geojson", &[town("A", 0), town("X1", 2), town("X5", 4)]);
    let counties =
        desk.layer("counties.geojson", &[rectangle(json!({ "XZQDM": "330523" }), [120.0, 30.8, 120.3, 31.0])]);
    let check = Check::of(towns).with("--ledger", file).with("--counties", counties).words(HUZHOU.iter().copied());
    let mut results = Vec::new();
    for jobs in ["1", "2", "7"] {
        assert_ne!(check.clone().words(["--jobs", jobs]).run(&desk.out()).status, 2);
        results.push(bytes(&desk.out()));
    }
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
    let review = json(&desk.out(), "review.json");
    let not_checked = review["not_checked"].as_array().expect("a list");
    assert!(not_checked.iter().any(|not| not["missing"] == json!(["eco_redline"])));
    assert!(review["towns"].as_array().expect("rows").iter().all(|row| row["verdict"] != "pass"));
}

#[test]
fn the_checklist_names_every_clause_and_what_it_lacked() {
    let desk = Desk::new();
    assert_ne!(
        Check::of(desk.layer("towns.geojson", &[town("A", 0)])).words(HUZHOU.iter().copied()).run(&desk.out()).status,
        2
    );
    let review = json(&desk.out(), "review.json");
    let list = review["checklist"].as_array().expect("a list");
    let clauses = review["packs"]
        .as_array()
        .expect("packs")
        .iter()
        .flat_map(|pack| pack["clause"].as_array().expect("clauses").clone());
    for clause in clauses {
        assert!(list.iter().any(|row| row["clause"] == clause["id"]), "{} is not on the checklist", clause["id"]);
    }
    let row = |clause: &str| list.iter().find(|row| row["clause"] == clause).cloned().expect(clause);
    assert_eq!(
        (&row("HZ-QUARTER")["standing"], &row("HZ-TOTAL-20")["standing"]),
        (&json!("manual"), &json!("not_checked"))
    );
    assert_eq!(row("HZ-TOTAL-20")["missing"], json!(["ledger"]));
    assert_eq!(
        (&row("HZ-CLUSTER")["standing"], &row("GB33-APART")["standing"]),
        (&json!("judged"), &json!("gave_way"))
    );
}

#[test]
fn a_code_names_a_result_and_no_other() {
    let desk = Desk::new();
    assert_ne!(Check::of(desk.layer("towns.geojson", &[town("A", 0)])).run(&desk.out()).status, 2);
    let out = desk.out().display().to_string();
    let shown = say(&["code", "--review", &out, "--town", "A", "--svg", &desk.at("a.svg").display().to_string()]);
    assert_eq!(shown.status, 0, "{}", shown.stderr);
    assert!(std::fs::read_to_string(desk.at("a.svg")).expect("a picture").contains("<svg"));
    let code = shown.stdout.split_whitespace().find(|word| word.starts_with("SANXIAN1:")).expect("a code").to_owned();
    assert_eq!(say(&["verify", &code, "--review", &out]).status, 0);
    let other = code.replace("not_checked", "pass");
    assert_eq!(say(&["verify", &other, "--review", &out]).status, 1);
    assert_eq!(say(&["verify", "nonsense", "--review", &out]).status, 2);
}

#[test]
fn the_portfolio_says_what_is_free_and_what_would_be() {
    let desk = Desk::new();
    let now = ledger(&desk, &[(3, "省级,创建,330523,,制造")]);
    let more =
        desk.write("more.csv", "小镇编码,小镇名称,级别,阶段,行政区代码,产业类别\nN1,新镇,省级,创建,330523,休闲旅游\n");
    let (now, more) = (now.display().to_string(), more.display().to_string());
    let done = say(&["portfolio", "--ledger", &now, "--add", &more, "--as-of", "2026-01-01", "--json"]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let both: Value = serde_json::from_str(&done.stdout).expect("JSON");
    let tally = |when: &str| {
        let all = both[when]["tallies"].as_array().expect("tallies").clone();
        all.into_iter().find(|tally| tally["clause"] == "HZ-COUNTY-3").expect("the county")
    };
    assert_eq!((&tally("now")["free"], &tally("now")["met"]), (&json!(0), &json!(true)));
    assert_eq!((&tally("then")["count"], &tally("then")["met"]), (&json!(4), &json!(false)));
    let table = say(&["portfolio", "--ledger", &now, "--add", &more, "--as-of", "2026-01-01"]);
    assert!(table.stdout.contains("HZ-TOTAL-20") && table.stdout.contains("17"), "{}", table.stdout);
}

#[test]
fn a_ledger_with_slips_is_told_line_by_line_and_the_rest_is_used() {
    let desk = Desk::new();
    let text = "小镇编码,小镇名称,完成投资(万元),创建日期\nA,甲,很多,2017-01-01\nA,乙,1,2017/1/1\nC,丙,1,2017年1月\n";
    let file = desk.write("ledger.csv", text).display().to_string();
    let done = say(&["ledger", "check", &file]);
    assert_eq!(done.status, 1);
    for words in ["line 2, invested", "is that of line 2", "line 4, created_on", "2 towns"] {
        assert!(done.stderr.contains(words) || done.stdout.contains(words), "{words}: {}{}", done.stderr, done.stdout);
    }
    let template = desk.at("empty.xlsx").display().to_string();
    assert_eq!(say(&["ledger", "template", "--to", &template]).status, 0);
    assert_eq!(say(&["ledger", "template", "--to", &template]).status, 2, "a ledger is never written over");
    assert_eq!(say(&["ledger", "check", &template]).status, 0);
}
