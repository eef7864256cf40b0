//! The batch door: `sanxian`, one verb a file.

mod args;
mod check;
mod chinese;
mod clauses;
mod code;
mod convert;
mod dossier;
mod inspect;
mod key;
mod ledger;
mod opinion;
mod out;
mod pack;
mod papers;
mod policy;
mod portfolio;
mod progress;
mod rules;
mod sheet;
mod summary;
mod tongue;
mod verify;

use std::process::ExitCode;

use clap::FromArgMatches;

use crate::args::{Args, Verb};
use crate::tongue::{Trouble, lang_of, say};

fn main() -> ExitCode {
    // A worker is this executable; it must not see clap or anything else of the door.
    sanxian_project::worker::run_if_asked();
    sanxian_project::pack::apart::run_if_asked(|| Box::new(sanxian_sheet::press::SheetPress::default()));
    let command = chinese::in_language_of(std::env::args_os());
    let args = match command.try_get_matches().and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) => match chinese::usage_error(&error).filter(|_| chinese::is_spoken(std::env::args_os())) {
            Some(text) => {
                out::tell(format_args!("错误：{text}"));
                return ExitCode::from(2);
            }
            None => error.exit(),
        },
    };
    let lang = lang_of(args.lang);
    let done = match args.verb {
        Verb::Check(check) => check::run(&check, lang),
        Verb::Inspect(inspect) => inspect::run(&inspect, lang),
        Verb::Convert(convert) => convert::run(&convert, lang),
        Verb::Rules { markdown } => rules::run(markdown, lang),
        Verb::Ledger { verb } => ledger::run(&verb, lang),
        Verb::Portfolio(asked) => portfolio::run(&asked, lang),
        Verb::Sheet(asked) => sheet::run(&asked, lang),
        Verb::Code { review, town, svg } => code::show(&review, &town, svg.as_deref(), lang),
        Verb::Verify(asked) => verify::run(&asked, lang),
        Verb::Pack(asked) => pack::run(&asked, lang),
        Verb::Key { verb } => key::run(&verb, lang),
        Verb::Opinion(asked) => opinion::run(&asked, lang),
        Verb::Policy { verb } => policy::run(&verb, lang),
    };
    done.unwrap_or_else(|error: Trouble| {
        out::tell(format_args!("{}{error}", say(lang, "错误：", "error: ")));
        ExitCode::from(2)
    })
}
