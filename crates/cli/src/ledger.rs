//! `sanxian ledger`: an empty ledger, and a look into a filled one.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use sanxian_project::lang::Lang;
use sanxian_project::ledger::{csv_template, read, xlsx_template};
use sanxian_project::watch::Silent;
use sanxian_project::words;
use sanxian_project::worker::Supervisor;

use crate::args::LedgerVerb;
use crate::check::in_words;
use crate::out;
use crate::tongue::{Trouble, say};

/// `template` or `check`.
pub fn run(verb: &LedgerVerb, lang: Lang) -> Result<ExitCode, Trouble> {
    match verb {
        LedgerVerb::Template { to: None } => out::print(&csv_template(), lang)?,
        LedgerVerb::Template { to: Some(file) } => write(file, lang)?,
        LedgerVerb::Check { file } => return check(file, lang),
    }
    Ok(ExitCode::SUCCESS)
}

fn write(file: &Path, lang: Lang) -> Result<(), Trouble> {
    let name = file.display().to_string();
    let workbook = file.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    let bytes = match workbook {
        true => xlsx_template().map_err(|error| in_words(lang, &name, &error))?,
        false => csv_template().into_bytes(),
    };
    // a filled ledger must not be lost to an empty one
    let mut target = std::fs::File::create_new(file).map_err(|error| in_words(lang, &name, &error))?;
    target.write_all(&bytes).map_err(|error| in_words(lang, &name, &error))?;
    out::print(&format!("{name}\n"), lang)
}

/// Status 0 = everything was taken, 1 = something was not.
fn check(file: &Path, lang: Lang) -> Result<ExitCode, Trouble> {
    let supervisor = Supervisor::this_executable().map_err(|e| in_words(lang, "sanxian", &e))?;
    let found = read(&supervisor, file, &Silent).map_err(|error| Trouble::new(error.message(lang)))?;
    for problem in &found.problems {
        out::tell(words::problem(problem, lang));
    }
    let (rows, columns) = (found.ledger.entries.len(), found.ledger.columns.len());
    let line = match lang {
        Lang::Zh => format!("{rows} 个小镇，{columns} 列，{} 个问题\n", found.problems.len()),
        Lang::En => format!("{rows} towns, {columns} columns, {} problems\n", found.problems.len()),
    };
    out::print(&line, lang)?;
    Ok(ExitCode::from(u8::from(!found.problems.is_empty())))
}

/// Says what a ledger holds that could not be taken.
pub fn tell_problems(problems: &[sanxian_project::problem::Problem], lang: Lang) {
    for problem in problems {
        out::tell(format_args!("{}{}", say(lang, "问题：", "problem: "), words::problem(problem, lang)));
    }
}
