//! Rules of the house that a look at the text can hold.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use sanxian_tests::corpus::{files_under, repository, with_extension};

/// (path from the root, content) of every file of a folder with this extension.
fn sources(folder: &str, extension: &str) -> Vec<(String, String)> {
    let root = repository().canonicalize().expect("the repository");
    let files = with_extension(files_under(&root.join(folder)), &[extension]);
    let name = |path: &Path| path.strip_prefix(&root).expect("in it").to_string_lossy().replace('\\', "/");
    files.iter().map(|path| (name(path), std::fs::read_to_string(path).expect("UTF-8"))).collect()
}

/// Our own Rust files.
fn rust() -> Vec<(String, String)> {
    ["crates", "tests/src", "tests/tests"].iter().flat_map(|folder| sources(folder, "rs")).collect()
}

/// The names under `[dependencies]` of a package.
fn dependencies(package: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(repository().join(package).join("Cargo.toml")).expect("Cargo.toml");
    let manifest: toml::Table = text.parse().expect("TOML");
    manifest["dependencies"].as_table().expect("[dependencies]").keys().cloned().collect()
}

#[test]
fn no_rust_file_is_longer_than_400_lines() {
    for (name, text) in rust() {
        assert!(text.lines().count() <= 400, "{name} has {} lines", text.lines().count());
    }
}

#[test]
fn every_rust_file_says_in_its_first_line_what_it_is() {
    // text that is compiled into another file has that file's doc
    let included = |name: &str, text: &str| name.ends_with("tests.rs") || text.starts_with("#![");
    for (name, text) in rust().into_iter().filter(|(name, _)| name.contains("/src/")) {
        let told = text.starts_with("//! ") || included(&name, &text);
        assert!(told, "{name} has no module doc");
    }
}

#[test]
fn the_kernel_depends_on_pure_libraries_only_and_the_command_line_on_no_geometry() {
    let allowed =
        ["geo", "geographiclib-rs", "i_overlay", "quick_cache", "rayon", "rstar", "serde", "thiserror", "toml"];
    assert_eq!(dependencies("crates/review"), allowed.map(str::to_owned).into());
    let door = dependencies("crates/cli");
    for library in ["geo", "i_overlay", "rstar", "sqlx", "proj", "shapefile", "dbase"] {
        assert!(!door.contains(library), "the command line must not know {library}");
    }
}

#[test]
fn only_two_files_call_the_overlay_engine() {
    let engine = "i_overlay::core::overlay::";
    let callers: Vec<String> = rust()
        .into_iter()
        .map(|(name, text)| (name, text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()))
        .filter(|(name, text)| text.contains(engine) && !name.ends_with("tidy.rs"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(callers, ["crates/review/src/publish.rs", "crates/review/src/ring.rs"]);
}

#[test]
fn every_rule_has_its_page_with_the_headings_and_the_same_name() {
    let page = |name: &str| repository().join("crates/review/src/rules").join(name).with_extension("md");
    let mut rules = 0;
    for (name, text) in sources("crates/review/src/rules", "rs") {
        let file = name.rsplit('/').next().unwrap_or_default();
        let Some(id) = text.split("id: \"").nth(1).and_then(|rest| rest.split('"').next()) else { continue };
        assert_eq!(file, format!("{id}.rs"));
        let page = std::fs::read_to_string(page(file)).unwrap_or_else(|e| panic!("{id}: {e}"));
        assert!(page.starts_with(&format!("# {id} · ")), "{id}");
        for heading in ["**Measures**", "**Breaks when**", "**Parameters**", "**Not seen**"] {
            assert!(page.contains(heading), "{id}: {heading}");
        }
        rules += 1;
    }
    assert_eq!((rules, sources("crates/review/src/rules", "md").len()), (27, 27));
}

#[test]
fn nothing_is_left_undone_or_switched_off() {
    // in two pieces, so that this file does not find itself
    let words = [("to", "do!("), ("unimpl", "emented!("), ("#[ign", "ore"), ("db", "g!("), ("FIX", "ME"), ("TO", "DO")];
    for (name, text) in rust() {
        for (one, two) in words {
            assert!(!text.contains(&format!("{one}{two}")), "{name}: {one}{two}");
        }
    }
}

#[test]
fn a_policy_number_stands_in_no_rule() {
    // limits come from packs: what is left in a rule are units and counts
    let units = ["0", "1", "2", "3", "1e3", "1e6", "1e9", "1e12", "0.0"];
    for (name, text) in sources("crates/review/src/rules", "rs") {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for word in code.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')) {
            let number = word.starts_with(|c: char| c.is_ascii_digit());
            let word = word.trim_end_matches('.').replace('_', "");
            assert!(!number || units.contains(&word.as_str()), "{name}: {word}");
        }
    }
}

#[test]
fn no_file_names_a_place_on_the_machine_where_it_was_written() {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(repository()).output();
    let Some(list) = output.ok().filter(|output| output.status.success()) else {
        println!("skipped: this is not a git checkout");
        return;
    };
    let places = [["/wo", "rk/"], ["/tmp/", "wt"], ["/home", "/"], ["/ro", "ot/"]].map(|parts| parts.concat());
    for name in String::from_utf8_lossy(&list.stdout).split('\0').filter(|name| !name.is_empty()) {
        let Ok(text) = std::fs::read_to_string(repository().join(name)) else { continue };
        for place in &places {
            assert!(!text.contains(place.as_str()), "{name} names {place}");
        }
    }
}
