//! Hostile texts in every place of a sheet: they are shown or told, and never run.

use sanxian_tests::draw::{Desk, clear_lines, rectangle};
use sanxian_tests::program::Check;
use serde_json::{Value, json};

use super::{sheet, text_of};

/// Texts that mean something to a typesetter, a picture, a spreadsheet, a terminal or a reader's eye.
fn hostile() -> Vec<String> {
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

fn towns(texts: &[String], wide: usize) -> Vec<Value> {
    let at = |index: usize| ((index % wide) as f64 * 0.012, (index / wide) as f64 * 0.012);
    let town = |(index, text): (usize, &String)| {
        let (dx, dy) = at(index);
        let properties = json!({"XZBM": format!("{index:03}{}", text.chars().take(20).collect::<String>()), "XZMC": text,
                                "XZQMC": text, "XZQDM": "330598", "XZLX": text, "BZ": text});
        rectangle(properties, [120.08 + dx, 30.6 + dy, 120.09 + dx, 30.61 + dy])
    };
    texts.iter().enumerate().map(town).collect()
}

fn reviewed(desk: &Desk, texts: &[String], name: &str) -> std::path::PathBuf {
    let patch = |(at, text): (usize, &String)| {
        let west = 120.075 + at as f64 * 0.012;
        rectangle(
            json!({"BSM": text, "HXMC": text, "XZQMC": text, "YJJBNTTBBH": text}),
            [west, 30.59, west + 0.01, 30.63],
        )
    };
    let patches: Vec<Value> = texts.iter().take(12).enumerate().map(patch).collect();
    let county = rectangle(json!({"XZQDM": "330598", "XZQMC": texts[0]}), [120.0, 30.5, 121.0, 31.2]);
    let out = desk.at("results");
    let mut check =
        Check::of(desk.layer(name, &towns(texts, 20))).with("--counties", desk.layer("counties.geojson", &[county]));
    for (option, file) in clear_lines(desk) {
        check = check.with(option, file);
    }
    let check = check.with("--eco-redline", desk.layer("R #read(\"x\") <b>.geojson", &patches));
    assert!(check.run(&out).status < 2);
    out
}

#[test]
fn three_hundred_hostile_names_stand_on_the_index_as_they_are() {
    let desk = Desk::new();
    let texts = hostile();
    assert!(texts.len() >= 300, "{}", texts.len());
    let results = reviewed(&desk, &texts, "towns.geojson");
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
    for hidden in ['\u{202e}', '\u{2066}', '\u{1b}', '\u{0}'] {
        assert!(!text.contains(hidden) && !done.stderr.contains(hidden), "{hidden:?}");
    }
}

#[test]
fn hostile_names_in_every_place_of_an_atlas_leave_it_whole() {
    let desk = Desk::new();
    // a few cores, each in another shape
    let texts: Vec<String> = hostile().into_iter().step_by(23).collect();
    let results = reviewed(&desk, &texts, "towns.geojson");
    let evil = "#panic() </svg> \u{202e}";
    let words = [
        "--kind",
        "atlas,town",
        "--paper",
        "a4",
        "--office",
        evil,
        "--author",
        evil,
        "--checker",
        evil,
        "--secrecy",
        evil,
    ];
    let done = sheet(&results, &words, &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let text = text_of(&desk.out().join("atlas.pdf"));
    assert!(text.contains("#panic()</svg>"));
    // names of files come from ids: whatever stands in them, the files stay in their folder
    let inside = |name: &String| !name.contains(['/', '\\', ':', '<', '"']) && name.chars().count() < 60;
    let names = sanxian_tests::results::names(&desk.out());
    assert_eq!(names.len(), texts.len() + 1);
    assert!(names.iter().all(inside), "{names:?}");
}
