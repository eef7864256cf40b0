//! `sanxian policy clauses`: every clause of the documents, what checks it, and by which examples.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use sanxian_project::packs::{self, PackError};
use sanxian_review::policy::{Clause, Force, Pack};
use sanxian_review::rules::CATALOG;

/// Clause → an example that breaks it, one that keeps it.
type Examples = BTreeMap<String, (Option<String>, Option<String>)>;

/// The table as Markdown; `cases` is the folder of the examples.
///
/// # Errors
/// When a built-in pack cannot be read.
pub fn markdown(cases: Option<&Path>) -> Result<String, PackError> {
    let examples = cases.map(examples).unwrap_or_default();
    let mut text = String::from(HEAD);
    for (id, _) in packs::BUILT_IN {
        let pack = packs::built_in(id)?;
        let number = pack.pack.doc_number.as_deref().unwrap_or("文号未载");
        let _ = writeln!(text, "\n## {} ({number}, `{id}`)\n", pack.pack.title);
        text.push_str(
            "| clause | article | words | force | who | checked by | needs | example: broken | example: kept |\n",
        );
        text.push_str("|---|---|---|---|---|---|---|---|---|\n");
        for clause in &pack.clauses {
            row(&mut text, &pack, clause, &examples);
        }
    }
    Ok(text)
}

const HEAD: &str = "<!-- made by `sanxian policy clauses --cases tests/rules`; do not edit -->\n\n\
# Every clause of the documents\n\n\
A clause is checked by a rule of the [rule book](rules.md), or left to people with the reason. *needs* are inputs without \
which it is not checked; *goal* and *advisory* clauses report and never break. Examples lie in `tests/rules`.\n";

fn row(text: &mut String, pack: &Pack, clause: &Clause, examples: &Examples) {
    let checked = if clause.manual {
        format!("人工审查: {}", clause.why.as_deref().unwrap_or("–"))
    } else {
        clause.rules.iter().map(|rule| format!("`{rule}`")).collect::<Vec<_>>().join(", ")
    };
    let (broken, kept) = examples.get(&clause.id.0).cloned().unwrap_or_default();
    // without a limit there is nothing to break: it is reported
    let reported = kept.is_some() && [&clause.params, &clause.national, &clause.assume].iter().all(|t| t.is_empty());
    let example = |case: Option<String>| match case {
        Some(case) => format!("`{case}`").replace("``", ""),
        None if clause.manual => "–".to_owned(),
        None if reported && clause.force == Force::Advisory => "reported only".to_owned(),
        None => "**none**".to_owned(),
    };
    let quote = clause.quote.replace('|', "\\|");
    let _ = writeln!(
        text,
        "| {} | {} | {quote} | {} | {} | {checked} | {} | {} | {} |",
        clause.id,
        clause.article,
        force(clause.force),
        who(pack, clause),
        needs(clause),
        example(broken),
        example(kept),
    );
}

fn force(force: Force) -> &'static str {
    match force {
        Force::Must => "must",
        Force::InPrinciple => "in principle",
        Force::Goal => "goal",
        Force::Advisory => "advisory",
    }
}

fn who(pack: &Pack, clause: &Clause) -> String {
    let applies = serde_json::to_value(&clause.applies).unwrap_or_default();
    let filters = applies.as_object().into_iter().flatten().map(|(_, words)| {
        let words = words.as_array().into_iter().flatten().filter_map(|word| word.as_str());
        words.collect::<Vec<_>>().join(" or ")
    });
    let place = pack.pack.jurisdiction.clone().map(|code| format!("{code}…"));
    let all: Vec<String> = place.into_iter().chain(filters.filter(|words| !words.is_empty())).collect();
    if all.is_empty() { "all".to_owned() } else { all.join(", ") }
}

/// The layers that the clause's rules need; a rule that may take one of several takes the one the clause names.
fn needs(clause: &Clause) -> String {
    let own = clause.reads.get("layer").and_then(|layer| layer.as_str());
    let rules = clause.rules.iter().filter_map(|id| CATALOG.iter().find(|rule| rule.id == *id));
    let mut all: Vec<&str> = match own {
        Some(layer) => vec![layer],
        None => rules.flat_map(|rule| rule.needs.iter().map(|kind| kind.key())).collect(),
    };
    all.dedup();
    if all.is_empty() { "–".to_owned() } else { all.join(", ") }
}

/// Looks through `<rule>/<case>/expected.snap`: a line names town, clause and verdict, and ends in the reason.
fn examples(folder: &Path) -> Examples {
    let (mut found, mut gave_way) = (Examples::new(), BTreeMap::new());
    for rule in folders(folder) {
        for case in folders(&folder.join(&rule)) {
            let snap = std::fs::read_to_string(folder.join(&rule).join(&case).join("expected.snap"));
            for line in snap.unwrap_or_default().lines() {
                let cells: Vec<&str> = line.split(" | ").collect();
                let [_, clause, verdict, .., reason] = cells[..] else { continue };
                let mut named = clause.split(' ');
                let Some(clause) = named.next() else { continue };
                // a clause that always gives way shows in what is cited beside the one that governs
                for cited in named.map(|word| word.trim_matches(['(', ')'])).filter(|word| !word.is_empty()) {
                    let beside = format!("{rule}/{case}` (cited beside {clause})`");
                    gave_way.entry(cited.to_owned()).or_insert(beside);
                }
                let said_nothing = reason.contains(r#""what":"unsaid""#);
                let broken = verdict != "pass" || reason.contains(r#""met":false"#) || noted(reason);
                let entry = found.entry(clause.to_owned()).or_default();
                let place = if broken { &mut entry.0 } else { &mut entry.1 };
                if !said_nothing && verdict != "not_checked" && place.is_none() {
                    *place = Some(format!("{rule}/{case}"));
                }
            }
        }
    }
    for (clause, beside) in gave_way {
        found.entry(clause).or_insert((Some(beside.clone()), Some(beside)));
    }
    found
}

/// Notes of advisory clauses: they never break, but they have found something.
fn noted(reason: &str) -> bool {
    ["classes", "copied", "assessed", "missing", "land_share"]
        .iter()
        .any(|what| reason.contains(&format!(r#""what":"{what}""#)))
        && !reason.contains(r#""met":true"#)
}

fn folders(of: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(of).into_iter().flatten().filter_map(Result::ok);
    let dirs = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = dirs.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_table_is_what_the_program_prints_and_no_clause_lacks_an_example() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let printed = super::markdown(Some(&std::path::Path::new(root).join("tests/rules"))).expect("packs");
        let committed = std::fs::read_to_string(format!("{root}/docs/clauses.md")).unwrap_or_default();
        let how = "sanxian policy clauses --cases tests/rules > docs/clauses.md";
        assert!(committed == printed, "docs/clauses.md is old: run `{how}`");
        let bare: Vec<&str> = printed.lines().filter(|line| line.contains("**none**")).collect();
        assert!(bare.is_empty(), "clauses without an example: {bare:#?}");
    }
}
