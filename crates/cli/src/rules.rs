//! `sanxian rules`: the rule book.

use std::process::ExitCode;

use sanxian_project::lang::Lang;
use sanxian_project::words;
use sanxian_review::rules::CATALOG;

use crate::out;
use crate::tongue::Trouble;

/// Prints every rule with its page, or the pages as one Markdown document.
pub fn run(markdown: bool, lang: Lang) -> Result<ExitCode, Trouble> {
    if markdown {
        out::print(&book(), lang)?;
        return Ok(ExitCode::SUCCESS);
    }
    let lines: Vec<String> =
        CATALOG.iter().map(|rule| format!("{:24} {}\n", rule.id, words::rule(rule.id, lang))).collect();
    out::print(&lines.concat(), lang)?;
    Ok(ExitCode::SUCCESS)
}

/// All pages in the order of the catalogue.
fn book() -> String {
    let mut book =
        String::from("<!-- made by `sanxian rules --markdown` from the pages beside the rules; do not edit -->\n");
    for rule in CATALOG {
        book.push('\n');
        book.push_str(rule.doc);
    }
    book
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_rule_book_is_what_the_program_prints() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules.md");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == super::book(), "docs/rules.md is old: run `sanxian rules --markdown > docs/rules.md`");
    }
}
