//! Pages from templates and data.

use super::*;

const TEMPLATE: &str = r#"#let d = json("data.json")
#set page(width: 100mm, height: 60mm, margin: 5mm)
#set text(font: "Noto Sans SC", size: 10pt, lang: "zh")
#set document(title: d.title)
= #d.title
#d.body
#image("map.svg", width: 20mm)"#;

const MAP: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20mm" height="10mm"><path d="M0 0H20V10Z" fill="#b02a0c"/></svg>"##;

fn laid_out(title: &str, body: &str) -> Pages {
    let mut files = Files::new();
    files.text("main.typ", TEMPLATE);
    files.text("map.svg", MAP);
    files.json("data.json", &serde_json::json!({"title": title, "body": body}));
    typeset("main.typ", files, Some(jiff::civil::date(2026, 3, 1))).expect("a good template")
}

#[test]
fn the_same_pages_twice_are_the_same_bytes() {
    let (one, two) = (laid_out("湖州小镇", "占用 3.5 亩"), laid_out("湖州小镇", "占用 3.5 亩"));
    assert_eq!(one.pdf("a").expect("pdf"), two.pdf("a").expect("pdf"));
    assert_eq!(one.svg(), two.svg());
    let png = one.png(0, 100.0).expect("png");
    assert_eq!(png, two.png(0, 100.0).expect("png"));
    assert_eq!(&png[16..24], [0, 0, 1, 138, 0, 0, 0, 236], "100 mm x 60 mm at 100 dots an inch");
    assert!(one.missing().is_empty());
}

#[test]
fn a_text_that_looks_like_markup_is_shown_as_it_is() {
    let body = r#"#panic("run") $x$ *bold* @ref <label> #eval("1+1") \u{41} // "#;
    assert_eq!(laid_out(body, body).count(), 1);
}

#[test]
fn a_character_without_a_glyph_is_listed_once() {
    let pages = laid_out("㐂镇", "㐂镇与𪚥，还有龘");
    let signs: Vec<&str> = pages.missing().iter().map(|missing| missing.sign.as_str()).collect();
    assert_eq!(signs, ["㐂", "龘", "𪚥"]);
    assert_eq!(pages.missing()[0].page, 1);
}

#[test]
fn a_fault_in_a_template_names_its_line() {
    let mut files = Files::new();
    files.text("main.typ", "一行\n#nothing-of-that-name\n");
    let error = typeset("main.typ", files, None).err().expect("a fault");
    assert!(matches!(&error, TypesetError::Template { line: Some(2), file: Some(file), .. } if file == "main.typ"));
    assert!(error.message().zh.contains("main.typ"), "{error}");
}

#[test]
fn a_template_reaches_no_file_and_no_package() {
    for reach in [r#"#read("/etc/passwd")"#, r#"#read("../Cargo.toml")"#, r#"#import "@preview/cetz:0.4.0""#] {
        let mut files = Files::new();
        files.text("main.typ", reach);
        assert!(typeset("main.typ", files, None).is_err(), "{reach}");
    }
}

#[test]
fn a_main_file_that_is_not_there_is_told() {
    assert_eq!(
        typeset("main.typ", Files::new(), None).err(),
        Some(TypesetError::NoSuchFile { name: "main.typ".into() })
    );
}
