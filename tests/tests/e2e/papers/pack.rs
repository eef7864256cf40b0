//! `sanxian pack` and `sanxian verify`: a fresh pack holds, and of a changed one the byte is named.

use std::path::Path;

use sanxian_tests::draw::Desk;
use sanxian_tests::program::{run, sanxian, say};
use sanxian_tests::zip::zip;
use serde_json::Value;

use super::on_demo;

struct Told {
    status: i32,
    report: Value,
}

/// Verifies, as JSON.
fn verified(pack: &Path) -> Told {
    let mut command = sanxian();
    let done = run(command.args(["--lang", "en", "verify", "--json"]).arg(pack));
    let report = serde_json::from_str(&done.stdout).unwrap_or_else(|e| panic!("{e}: {}{}", done.stdout, done.stderr));
    Told { status: done.status, report }
}

/// Members of a pack: name, where the content begins, its size.
fn members(pack: &[u8]) -> Vec<(String, usize, usize)> {
    let (mut at, mut found) = (0, Vec::new());
    while pack[at..].starts_with(b"PK\x03\x04") {
        let half = |from: usize| usize::from(u16::from_le_bytes([pack[at + from], pack[at + from + 1]]));
        let size = half(18) + (half(20) << 16);
        let begins = at + 30 + half(26);
        found.push((String::from_utf8(pack[at + 30..begins].to_vec()).expect("a name"), begins, size));
        at = begins + size;
    }
    found
}

fn differences(told: &Told) -> Vec<(String, u64)> {
    let all = told.report["differences"].as_array().expect("a list");
    let named = |one: &Value| Some((one["file"].as_str()?.to_owned(), one["byte"].as_u64()?));
    all.iter().filter_map(named).collect()
}

#[test]
fn a_fresh_pack_of_the_demo_holds_and_every_changed_byte_is_named() {
    let desk = Desk::new();
    let (key, pack) = (desk.at("key"), desk.at("demo.zip"));
    assert_eq!(say(&["key", "new", &key.display().to_string()]).status, 0);
    let done = on_demo("pack", "demo", &["--key", &key.display().to_string()], &pack);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let told = verified(&pack);
    assert_eq!((told.status, &told.report["differences"]), (0, &serde_json::json!([])));
    assert_eq!(told.report["signature"]["is"], "holds");
    assert_eq!(told.report["towns"], 16);

    // one byte in every file, all at once; but the manifest's check, which tells what the manifest was
    let whole = std::fs::read(&pack).expect("a pack");
    let members = members(&whole);
    assert!(members.len() > 15, "{members:?}");
    let (mut changed, mut wanted) = (whole.clone(), Vec::new());
    for (name, begins, size) in members.iter().filter(|(name, ..)| name != "manifest.check.json") {
        let at = size * 2 / 3;
        changed[begins + at] ^= 0x01;
        wanted.push((name.clone(), at as u64));
    }
    let other = desk.write("changed.zip", &changed);
    let told = verified(&other);
    assert_eq!(told.status, 1);
    let named = differences(&told);
    for one in &wanted {
        assert!(named.contains(one), "{one:?} among {named:?}");
    }
    assert_eq!(told.report["signature"]["is"], "broken");

    // the check itself, and a byte of the frame
    let (_, begins, size) = members.iter().find(|(name, ..)| name == "manifest.check.json").expect("a check");
    let mut changed = whole.clone();
    changed[begins + size / 3] ^= 0x01;
    changed[10] ^= 0x40;
    let told = verified(&desk.write("changed.zip", &changed));
    assert_eq!(told.status, 1);
    assert!(differences(&told).contains(&("manifest.check.json".to_owned(), (size / 3) as u64)), "{:?}", told.report);
    assert!(told.report["differences"].as_array().is_some_and(|all| all.iter().any(|one| one["byte"] == 10)));
}

#[test]
fn a_fresh_pack_of_the_ledger_demo_holds_and_says_so() {
    let desk = Desk::new();
    let pack = desk.at("huzhou.zip");
    let done = on_demo("pack", "demo-huzhou", &[], &pack);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let done = say(&["verify", &pack.display().to_string()]);
    assert_eq!(done.status, 0, "{}{}", done.stdout, done.stderr);
    assert!(done.stdout.contains("not signed"), "{}", done.stdout);
    assert!(done.stdout.contains("13 towns reviewed again from the pack alone"), "{}", done.stdout);
}

#[test]
fn what_is_no_pack_is_refused_with_a_hint() {
    let desk = Desk::new();
    let pack = desk.at("demo.zip");
    assert_eq!(on_demo("pack", "demo", &["--quiet"], &pack).status, 0);
    let whole = std::fs::read(&pack).expect("a pack");
    let refused = |bytes: &[u8], what: &str| {
        let path = desk.write("other.zip", bytes);
        let done = say(&["verify", &path.display().to_string()]);
        assert_eq!(done.status, 2, "{}", done.stdout);
        assert!(done.stderr.contains(what), "{}", done.stderr);
    };
    refused(&whole[..whole.len() / 2], "get the file again");
    refused(&whole[..10], "get the file again");
    refused(b"", "get the file again");
    refused(b"not a zip at all", "choose a file that `sanxian pack` wrote");
    let text = String::from_utf8_lossy(&whole);
    assert!(text.contains("\"version\": 1,"));
    let at = whole.windows(13).position(|bytes| bytes == b"\"version\": 1,").expect("a version");
    let mut later = whole.clone();
    later[at + 11] = b'9';
    // one changed byte is put back; a manifest that is whole and later is not
    let path = desk.write("later.zip", &later);
    assert_eq!(say(&["verify", &path.display().to_string()]).status, 1);
    let manifest = br#"{"format": "sanxian-pack", "version": 9}"#;
    refused(&utf8_zip(&[("manifest.json", manifest)]), "use a newer program");
    refused(&utf8_zip(&[("../../manifest.json", manifest)]), "there is no manifest.json in it");
    refused(&utf8_zip(&[("manifest.json", b"{")]), "manifest.json cannot be read");
    refused(&utf8_zip(&[("manifest.json", br#"{"format": "x"}"#)]), "another format");
    assert_eq!(say(&["verify", "nowhere.zip"]).status, 2);
}

/// As a pack is framed: names are marked as UTF-8.
fn utf8_zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let entries: Vec<_> = entries.iter().map(|(name, content)| (name.as_bytes(), *content)).collect();
    zip(&entries)
}

#[test]
fn a_key_is_made_once() {
    let desk = Desk::new();
    let key = desk.at("key").display().to_string();
    let made = say(&["key", "new", &key]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let shown = say(&["key", "show", &key]);
    assert!(made.stdout.ends_with(&shown.stdout), "{} {}", made.stdout, shown.stdout);
    let again = say(&["key", "new", &key]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("never replaced"), "{}", again.stderr);
    let other = desk.write("other", "no key").display().to_string();
    assert_eq!(say(&["key", "show", &other]).status, 2);
}
