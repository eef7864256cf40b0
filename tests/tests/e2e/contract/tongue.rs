//! What is said, where, and in which language.

use sanxian_tests::corpus::repository;
use sanxian_tests::draw::Desk;
use sanxian_tests::program::{Check, run, sanxian, say};
use serde_json::Value;

use super::{clear_town, town_in_the_red_line};

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn quiet_prints_nothing_on_stdout_and_no_progress() {
    let desk = Desk::new();
    for check in [clear_town(&desk), town_in_the_red_line(&desk)] {
        let done = check.words(["--quiet"]).run(&desk.out());
        assert_eq!((done.stdout.as_str(), done.stderr.as_str()), ("", ""));
    }
    let done = Check::of(desk.at("none.geojson")).words(["--quiet"]).run(&desk.out());
    assert!(done.status == 2 && done.stderr.contains("none.geojson"), "an error is said all the same: {}", done.stderr);
}

#[test]
fn progress_as_json_is_a_line_a_step() {
    let desk = Desk::new();
    let done = clear_town(&desk).words(["--progress", "json"]).run(&desk.out());
    let steps: Vec<Value> =
        done.stderr.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))).collect();
    let names: Vec<_> = steps.iter().filter_map(|step| step["step"].as_str()).collect();
    assert!(names.len() == steps.len() && names.contains(&"import") && names.contains(&"review"), "{}", done.stderr);
    assert!(steps.iter().all(|step| step["done"].as_u64() <= step["total"].as_u64()), "{}", done.stderr);
}

#[test]
fn no_progress_is_shown_where_nobody_looks() {
    let desk = Desk::new();
    for when in ["auto", "never"] {
        assert_eq!(clear_town(&desk).words(["--progress", when]).run(&desk.out()).stderr, "", "{when}");
    }
}

#[test]
fn the_language_is_asked_for_or_taken_from_the_locale_or_chinese() {
    let desk = Desk::new();
    let missing = desk.at("none.geojson");
    let told = |lang: &[&str], locale: &[(&str, &str)]| {
        let mut command = sanxian();
        command.args(lang).arg("check").arg("--towns").arg(&missing).arg("--out").arg(desk.out());
        let done = run(command.envs(locale.iter().copied()));
        assert_eq!(done.status, 2);
        is_chinese(&done.stderr)
    };
    assert!(told(&[], &[]), "without a locale");
    assert!(told(&[], &[("LANG", "C")]), "in the C locale");
    assert!(told(&[], &[("LANG", "zh_CN.UTF-8")]));
    assert!(!told(&[], &[("LANG", "en_US.UTF-8")]));
    assert!(told(&[], &[("LANG", "en_US.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")]), "LC_ALL goes first");
    assert!(!told(&["--lang", "en"], &[("LANG", "zh_CN.UTF-8")]), "what is asked for goes first");
    assert!(told(&["--lang=zh"], &[("LANG", "en_US.UTF-8")]));
}

#[test]
fn the_summary_speaks_the_language_and_names_the_clause() {
    let desk = Desk::new();
    let english = town_in_the_red_line(&desk).run(&desk.out()).stdout;
    for words in ["breach", "overlaps the ecological red line", "国办发〔2020〕33号 (十一)", "towns.csv"] {
        assert!(english.contains(words), "{words} in\n{english}");
    }
    let chinese = town_in_the_red_line(&desk).words(["--lang", "zh"]).run(&desk.out()).stdout;
    for words in ["不符合", "占用生态保护红线", "国办发〔2020〕33号 (十一)", "公顷"] {
        assert!(chinese.contains(words), "{words} in\n{chinese}");
    }
}

#[test]
fn help_is_in_chinese_by_default_for_every_verb() {
    for verb in
        [&["--help"][..], &["check", "--help"], &["rules", "--help"], &["policy", "--help"], &["policy", "show", "-h"]]
    {
        let chinese = run(sanxian().args(verb));
        assert!(chinese.status == 0 && is_chinese(&chinese.stdout), "{verb:?}\n{}", chinese.stdout);
        let english = say(verb);
        assert!(english.status == 0 && english.stdout.contains("Usage"), "{verb:?}\n{}", english.stdout);
    }
    let help = run(sanxian().args(["check", "--help"])).stdout;
    for option in [
        "--towns",
        "--eco-redline",
        "--basic-farmland",
        "--urban-boundary",
        "--counties",
        "--ledger",
        "--policy",
        "--near",
        "--as-of",
        "--outputs",
        "--jobs",
        "--strict",
        "--quiet",
        "--progress",
        "--out",
    ] {
        assert!(help.contains(option), "{option}");
    }
}

#[test]
fn the_rule_book_lists_every_rule_in_both_languages_and_as_the_committed_page() {
    let (english, chinese) = (say(&["rules"]).stdout, run(sanxian().args(["--lang", "zh", "rules"])).stdout);
    assert_eq!((english.lines().count(), chinese.lines().count()), (27, 27));
    for (en, zh) in english.lines().zip(chinese.lines()) {
        let (id, words) = en.split_once(' ').expect("id and words");
        assert!(zh.starts_with(id) && is_chinese(zh), "{zh}");
        assert!(!words.trim().is_empty() && words.trim() != id, "{id} has no words");
    }
    let page = std::fs::read_to_string(repository().join("docs/rules.md")).expect("docs/rules.md");
    assert!(say(&["rules", "--markdown"]).stdout == page, "docs/rules.md is old");
}

#[test]
fn packs_are_listed_and_shown_with_words_numbers_and_whose_numbers_they_are() {
    let list = say(&["policy", "list"]);
    for id in ["national", "zhejiang-2022-73", "huzhou", "lishui-2020-66", "qinghai-2021-5"] {
        assert!(list.stdout.contains(id), "{id}");
    }
    let huzhou = run(sanxian().args(["--lang", "zh", "policy", "show", "huzhou"])).stdout;
    for words in ["文号未载", "邻近区域原则上只布局一个小镇", "near_distance_m = 1000", "审查参数", "原则上"]
    {
        assert!(huzhou.contains(words), "{words} in\n{huzhou}");
    }
    let qinghai = say(&["policy", "show", "qinghai-2021-5"]).stdout;
    for words in ["青政办〔2021〕5号", "max_km2 = 5", "上限可适当提高", "must"] {
        assert!(qinghai.contains(words), "{words} in\n{qinghai}");
    }
    let unknown = say(&["policy", "show", "sichuan"]);
    assert!(unknown.status == 2 && unknown.stderr.contains("sichuan") && unknown.stderr.contains("huzhou"));
}

#[test]
fn a_pack_with_a_misspelt_parameter_is_refused_by_pack_clause_and_name() {
    let desk = Desk::new();
    let pack = std::fs::read_to_string(repository().join("data/policy/qinghai-2021-5.toml")).expect("a pack");
    for (from, to, why) in [
        ("max_km2 = 5.0", "max_kn2 = 5.0", "max_kn2"),
        (r#"rule    = "town_size""#, r#"rule    = "town_sise""#, "town_sise"),
        ("[[clause]]", "[[clause]", "line"),
    ] {
        let file = desk.write("own.toml", pack.replacen(from, to, 1));
        let done = clear_town(&desk).with("--policy", &file).run(&desk.out());
        assert_eq!(done.status, 2, "{to}");
        assert!(done.stderr.contains(why), "{to}: {}", done.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_or_a_full_disk_is_no_panic_and_costs_no_result() {
    use std::fs::File;
    use std::process::Stdio;
    let desk = Desk::new();
    let (check, show) = (clear_town(&desk), ["policy", "show", "national"]);
    let gone = || {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        Stdio::from(writer)
    };
    let end = |command: &mut std::process::Command| command.output().expect("runs").status.code();
    assert_eq!(end(sanxian().args(show).stdout(gone())), Some(0));
    assert_eq!(end(check.command(&desk.out()).stdout(gone())), Some(0));
    assert_eq!(end(check.command(&desk.out()).stderr(gone())), Some(0));
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let full = || Stdio::from(full.try_clone().expect("opened twice"));
    assert_eq!(end(sanxian().args(show).stdout(full())), Some(2));
    assert_eq!(end(check.command(&desk.at("second")).stdout(full())), Some(0));
    assert_eq!(sanxian_tests::results::names(&desk.at("second")), sanxian_tests::results::FILES);
    assert_eq!(end(check.words(["--progress", "json"]).command(&desk.at("third")).stderr(full())), Some(0));
}
