//! Three hundred texts that mean something to somebody, and a county in which every place that takes a text says each.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::draw::{Desk, clear_lines, rectangle};
use crate::program::Check;

/// Texts that mean something to a typesetter, a picture, a spreadsheet, a terminal or a reader's eye.
#[must_use]
pub fn texts() -> Vec<String> {
    let cores = [
        "#panic(\"run\")",
        "#eval(\"1+1\")",
        "#read(\"/etc/passwd\")",
        "#import \"@preview/x:1.0.0\"",
        "$ x^2 $",
        "*bold* _it_ `raw`",
        "@label <label>",
        "</text><script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "&amp;&#x41;&unknown;",
        "url(#c1)",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\u{202e}gnp.exe",
        "\u{2066}x\u{2069}",
        "مرحبا بالعالم",
        "שלום",
        "👩‍👩‍👧‍👦🏴‍☠️",
        "a\u{301}\u{302}\u{303}\u{304}",
        "\u{0}\u{7}\u{1b}[31m",
        "第一行\n第二行\r\n\t三",
        "\u{feff}\u{200b}\u{200d}",
        "\\u{41} \\\\ \\# //",
        "/* */ // http://x.y/",
        "''\"\"“”`",
        "%s%n{0}${x}{{y}}",
        "../../../etc/passwd",
        "",
    ];
    let more = |core: &str| {
        let long = if core.is_empty() { "空" } else { core }.repeat(60);
        let shapes: [String; 10] = [
            core.into(),
            format!("{core}镇"),
            format!("镇{core}"),
            format!("{core}{core}"),
            format!(" {core} "),
            format!("[{core}]"),
            format!("({core}"),
            format!("\"{core}"),
            format!("{core}\\"),
            long,
        ];
        shapes
    };
    cores.iter().flat_map(|core| more(core)).collect()
}

/// Signs that must never come out: they steer a terminal, or turn a line of writing around.
pub const STEERING: [char; 5] = ['\u{202e}', '\u{2066}', '\u{1b}', '\u{0}', '\u{7}'];

/// The box of the town at an index, on a net of 20; too far apart to be neighbours, of which sentences name all.
fn place(index: usize) -> [f64; 4] {
    let (west, south) = (120.08 + (index % 20) as f64 * 0.025, 30.6 + (index / 20) as f64 * 0.025);
    [west, south, west + 0.01, south + 0.01]
}

/// A name for a file that the system takes; the number keeps them apart.
fn file_name(index: usize, text: &str) -> String {
    let keep = |c: &char| !c.is_control() && !"/\\".contains(*c);
    format!("{index:03} {}.geojson", text.chars().filter(keep).take(40).collect::<String>())
}

/// Reviews a town for each text: its id, name, county and type say the text; so do the patch of the red line on it, and
/// the file of that patch. Gives the folder of the results.
///
/// # Panics
/// When the review does not end well.
#[must_use]
pub fn reviewed(desk: &Desk, texts: &[String]) -> PathBuf {
    let (mut towns, mut check) = (Vec::new(), Check::of(desk.at("towns.geojson")));
    let folder = desk.at("lines");
    std::fs::create_dir(&folder).expect("a folder");
    for (index, text) in texts.iter().enumerate() {
        let id = format!("{index:03}{text}");
        let properties = json!({"XZBM": id, "XZMC": text, "XZQMC": text, "XZQDM": "330598", "XZLX": text, "BZ": text});
        let [west, south, east, north] = place(index);
        towns.push(rectangle(properties, [west, south, east, north]));
        let patch = json!({"BSM": format!("{text}{index}"), "HXMC": text});
        let patch = rectangle(patch, [west + 0.002, south + 0.002, east - 0.005, north - 0.005]);
        let file = folder.join(file_name(index, text));
        std::fs::write(&file, crate::draw::collection(&[patch])).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        check = check.with("--eco-redline", file);
    }
    let _ = desk.layer("towns.geojson", &towns);
    let county: Value = rectangle(json!({"XZQDM": "330598", "XZQMC": texts[0]}), [120.0, 30.5, 121.0, 31.2]);
    check = check.with("--counties", desk.layer("counties.geojson", &[county]));
    for (option, file) in clear_lines(desk).into_iter().filter(|(option, _)| *option != "--eco-redline") {
        check = check.with(option, file);
    }
    let out = desk.at("results");
    let done = check.run(&out);
    assert_eq!(done.status, 1, "{}", done.stderr);
    assert!(!done.stderr.contains(STEERING), "a text steers the terminal");
    out
}

/// Has a reviewer decide on every finding of the red line in a project, with a hostile comment, basis and name.
///
/// # Panics
/// When `sqlite3` is not there or refuses.
pub fn decide(project: &Path, texts: &[String]) {
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
