//! `data/policy`: every word that is quoted stands in its document, every number in the words that are quoted.

use std::collections::BTreeSet;

use sanxian_tests::corpus::{files_under, policy_texts, repository};
use sanxian_tests::program::say;
use sha2::{Digest, Sha256};
use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

/// (file name without `.toml`, content)
fn packs() -> Vec<(String, Table)> {
    let files = files_under(&repository().join("data/policy"));
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a pack");
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let table = text.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
        (name, table)
    };
    files.iter().map(read).collect()
}

fn text<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Value::as_str)
}

fn head(pack: &Table) -> &Table {
    pack["pack"].as_table().expect("[pack]")
}

fn tables<'a>(of: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    of.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

/// As quotations are compared: NFKC, without white space.
fn bare(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// The quotes of a clause, its exceptions' included.
fn quotes(clause: &Table) -> Vec<&str> {
    let own = text(clause, "quote").into_iter();
    own.chain(tables(clause, "except").filter_map(|except| text(except, "quote"))).collect()
}

#[test]
fn every_quote_stands_word_for_word_in_its_document() {
    let Some(folder) = policy_texts() else { return };
    let mut checked = 0;
    for (name, pack) in packs() {
        let Some(sha256) = text(head(&pack), "text_sha256") else { continue };
        let bytes = std::fs::read(folder.join(format!("{name}.txt"))).unwrap_or_else(|e| panic!("{name}: {e}"));
        let is: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sha256, is, "{name}: the quotations were compared with another text");
        let document = bare(&String::from_utf8(bytes).expect("UTF-8"));
        for quote in tables(&pack, "clause").flat_map(quotes) {
            assert!(document.contains(&bare(quote)), "{name}: “{quote}” is not in its text");
            checked += 1;
        }
    }
    assert!(checked >= 10, "only {checked} quotes were compared");
}

#[test]
fn a_pack_without_a_compared_text_says_so() {
    for (name, pack) in packs() {
        let (hash, note) = (text(head(&pack), "text_sha256"), text(head(&pack), "text_note"));
        assert!(
            hash.is_some_and(|hash| hash.len() == 64) != note.is_some(),
            "{name}: a hash, or a note why there is none"
        );
    }
}

#[test]
fn a_number_under_params_stands_in_the_quote() {
    let mut checked = 0;
    for (name, pack) in packs() {
        for clause in tables(&pack, "clause") {
            let id = text(clause, "id").unwrap_or_default();
            let digits: BTreeSet<String> = numbers(&bare(text(clause, "quote").unwrap_or_default()));
            for (key, value) in clause.get("params").and_then(Value::as_table).into_iter().flatten() {
                let number = value.as_float().map(|f| f.to_string()).or(value.as_integer().map(|i| i.to_string()));
                let number = number.unwrap_or_else(|| panic!("{name} {id}: {key} is not a number"));
                assert!(digits.contains(&number), "{name} {id}: {key} = {number} is not in the quote");
                checked += 1;
            }
        }
    }
    assert!(checked >= 5, "only {checked} numbers were compared");
}

/// The decimal numbers of a text; 1/2 is 0.5.
fn numbers(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_digit() && !['.', '/'].contains(&c));
    let word = |word: &str| match word.split_once('/').map(|(part, whole)| (part.parse::<f64>(), whole.parse::<f64>()))
    {
        Some((Ok(part), Ok(whole))) => vec![(part / whole).to_string()],
        _ => word.split('/').map(str::to_owned).collect(),
    };
    words.flat_map(word).filter(|word| !word.is_empty()).collect()
}

#[test]
fn ids_are_unique_and_every_rule_exists() {
    let rules: BTreeSet<String> =
        say(&["rules"]).stdout.lines().filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect();
    let (mut ids, mut served) = (BTreeSet::new(), BTreeSet::new());
    for (name, pack) in packs() {
        assert_eq!(text(head(&pack), "id"), Some(name.as_str()), "a pack's id is its file's name");
        for clause in tables(&pack, "clause") {
            let id = text(clause, "id").unwrap_or_default();
            assert!(!id.is_empty() && ids.insert(id.to_owned()), "{name}: {id} stands twice");
            let of = match clause.get("rule") {
                Some(Value::String(rule)) => vec![rule.clone()],
                Some(Value::Array(rules)) => rules.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
                _ => Vec::new(),
            };
            let manual = clause.get("manual").and_then(Value::as_bool) == Some(true);
            assert_eq!(of.is_empty(), manual, "{id}: a rule, or manual = true");
            for rule in of {
                assert!(rules.contains(&rule), "{id}: no rule {rule}");
                served.insert(rule);
            }
            for key in ["article", "quote", "force"] {
                assert!(text(clause, key).is_some_and(|word| !word.is_empty()), "{id}: {key} is missing");
            }
        }
    }
    assert_eq!(served, rules, "a rule that no clause asks for");
}

#[test]
fn the_program_carries_every_pack() {
    let list = say(&["policy", "list"]).stdout;
    for (name, pack) in packs() {
        assert!(list.contains(&name), "{name} is not listed");
        let shown = say(&["policy", "show", &name]);
        assert_eq!(shown.status, 0, "{}", shown.stderr);
        for clause in tables(&pack, "clause") {
            for word in quotes(clause).into_iter().chain(text(clause, "id")) {
                assert!(shown.stdout.contains(word), "{name}: {word} is not shown");
            }
        }
    }
}
