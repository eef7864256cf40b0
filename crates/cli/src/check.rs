//! `sanxian check`: files in, verdicts out.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

use sanxian_project::export::{Exported, Format, export_watched};
use sanxian_project::import::{BadShift, DatumShift};
use sanxian_project::lang::Lang;
use sanxian_project::packs::policy_message;
use sanxian_project::run::{Gathering, RunError, Submission, gather, review_gathered};
use sanxian_project::store::Recorded;
use sanxian_project::watch::Silent;
use sanxian_project::words;
use sanxian_project::worker::Supervisor;
use sanxian_review::data::LayerKind;
use sanxian_review::finding::Verdict;
use sanxian_review::measure::Millimetres;
use sanxian_review::policy::Date;

use crate::args;
use crate::out;
use crate::progress::Show;
use crate::summary;
use crate::tongue::{Trouble, say};

/// Problems printed one by one; the files hold all.
const PROBLEMS_SHOWN: usize = 10;

/// Reads, reviews, writes. Exit status 0 = no breach, 1 = a breach (with `--strict` also verify and not checked).
pub fn run(args: &args::Check, lang: Lang) -> Result<ExitCode, Trouble> {
    let submission = submission(&args.towns, &args.given, lang)?;
    let formats = match &args.outputs {
        None => Format::DEFAULT.to_vec(),
        Some(list) => Format::parse_list(list).map_err(|e| in_words(lang, "--outputs", &e))?,
    };
    if args.out.exists() && !args.out.is_dir() {
        let what = say(lang, "不是文件夹，请另选 --out", "is not a folder; choose another --out");
        return Err(Trouble::new(format!("{} {what}", args.out.display())));
    }
    inputs_stay(&submission, &args.out, lang)?;
    let show = Show::new(args.given.progress, args.given.quiet, lang);
    let recorded = review(&submission, &args.given, &formats, &show, lang);
    show.finish();
    let recorded = recorded?;
    let Exported { files, notes } = export_watched(&recorded, &formats, &args.out, &Silent)
        .map_err(|e| in_words(lang, say(lang, "结果未能写出", "the results could not be written"), &e))?;
    let expected: usize = formats.iter().map(|format| format.files().len()).sum();
    for note in notes.iter().filter(|_| !args.given.quiet || files.len() < expected) {
        out::tell(format_args!("{}{}", say(lang, "注意：", "note: "), note.get(lang)));
    }
    if !args.given.quiet {
        tell(&recorded, lang);
        let results = say(lang, "结果：", "results: ");
        let text = format!("{}\n{results}{}\n", summary::text(&recorded, lang), listed(&files, &args.out));
        // the results are in place by now: a summary that nobody can read changes nothing about them
        out::print(&text, lang).unwrap_or_else(out::tell);
    }
    let status = status(&recorded, args.strict);
    std::mem::forget(recorded); // the process ends: outlines need not be given back one by one
    Ok(status)
}

/// What is to be reviewed, as typed.
pub fn submission(towns: &Path, args: &args::Given, lang: Lang) -> Result<Submission, Trouble> {
    let near = match args.near {
        None => None,
        Some(metres) if metres.is_finite() && (0.0..=1.0e6).contains(&metres) =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "at most 1e9 mm")]
            Some(Millimetres((metres * 1e3).round() as i64))
        }
        Some(metres) => {
            let what = say(lang, "应为 0 到 1000000 之间的米数", "must be metres between 0 and 1000000");
            return Err(Trouble::new(format!("--near {metres}: {what}")));
        }
    };
    let as_of = day(args.as_of.as_deref(), lang)?;
    let layers = [
        (LayerKind::EcoRedline, &args.eco_redline),
        (LayerKind::BasicFarmland, &args.basic_farmland),
        (LayerKind::UrbanBoundary, &args.urban_boundary),
        (LayerKind::FunctionalZones, &args.functional_zones),
        (LayerKind::Townships, &args.townships),
        (LayerKind::DevelopmentZones, &args.development_zones),
        (LayerKind::LandUse, &args.land_use),
        (LayerKind::EcoUnits, &args.eco_units),
        (LayerKind::Hazards, &args.hazards),
        (LayerKind::Heritage, &args.heritage),
        (LayerKind::EarlierTowns, &args.earlier_towns),
    ];
    let lines = layers.into_iter().flat_map(|(kind, files)| files.iter().map(move |file| (kind, file.clone())));
    let counties = args.counties.iter().map(|file| (LayerKind::Counties, file.clone()));
    Ok(Submission {
        towns: towns.to_owned(),
        layers: lines.chain(counties).collect(),
        ledger: args.ledger.clone(),
        packs: args.policy.clone(),
        assume: args.assume.iter().map(|word| assumed(word, lang)).collect::<Result<_, _>>()?,
        near,
        as_of,
        datum_shift: args.datum_shift.as_deref().map(|path| shift(path, lang)).transpose()?,
        accept_repairs: args.accept_repairs,
    })
}

/// The parameters of `--datum-shift`.
pub fn shift(path: &Path, lang: Lang) -> Result<DatumShift, Trouble> {
    DatumShift::open(path).map_err(|BadShift(why)| Trouble::new(format!("--datum-shift: {}", why.get(lang))))
}

/// The day of the review: as given, else today.
pub fn day(given: Option<&str>, lang: Lang) -> Result<Date, Trouble> {
    let as_of = given.map_or_else(|| jiff::Zoned::now().date().to_string(), str::to_owned);
    as_of.parse().map_err(|e: String| {
        Trouble::new(format!(
            "--as-of: {}",
            if lang == Lang::Zh { format!("“{as_of}”不是形如 YYYY-MM-DD 的日期") } else { e }
        ))
    })
}

/// `name=number` of `--assume`.
fn assumed(word: &str, lang: Lang) -> Result<(String, f64), Trouble> {
    let pair =
        word.split_once('=').and_then(|(name, number)| Some((name.trim().to_owned(), number.trim().parse().ok()?)));
    pair.ok_or_else(|| {
        let what = say(lang, "应形如 名称=数值", "must be of the form NAME=NUMBER");
        Trouble::new(format!("--assume {word}: {what}"))
    })
}

/// Refuses to write results over a file that is being read.
fn inputs_stay(submission: &Submission, out: &Path, lang: Lang) -> Result<(), Trouble> {
    let Ok(out) = out.canonicalize() else { return Ok(()) };
    let names: Vec<&str> = Format::ALL.iter().flat_map(|format| format.files()).copied().collect();
    let layers = submission.layers.iter().map(|(_, file)| file);
    let inputs = std::iter::once(&submission.towns).chain(layers).chain(&submission.ledger);
    for input in inputs {
        let Ok(real) = input.canonicalize() else { continue };
        let taken = real.file_name().and_then(|name| name.to_str()).is_some_and(|name| names.contains(&name));
        if taken && real.parent() == Some(&out) {
            let what = say(
                lang,
                "既是输入，又与结果文件同名同目录，会被覆盖；请另选 --out",
                "is an input and would be replaced by a result of the same name; choose another --out",
            );
            return Err(Trouble::new(format!("{} {what}", input.display())));
        }
    }
    Ok(())
}

/// Reads and reviews, in memory, for these `formats`: what none of them says is not worked out.
pub fn review(
    submission: &Submission,
    args: &args::Given,
    formats: &[Format],
    show: &Show,
    lang: Lang,
) -> Result<Recorded, Trouble> {
    let mut supervisor = Supervisor::this_executable().map_err(|e| in_words(lang, "sanxian", &e))?;
    supervisor.limits.hash = formats.iter().any(|format| format.names_inputs());
    let gathering =
        if formats.iter().any(|format| format.holds_layers()) { Gathering::Near } else { Gathering::Counted };
    let work = || {
        let (gathered, policy) = gather(submission, gathering, &supervisor, show)?;
        review_gathered(gathered, &submission.terms(), &policy, usize::from(args.jobs.unwrap_or(0)), show)
    };
    work().map_err(|error| run_trouble(error, lang))
}

/// Why a review could not be made, in words.
pub fn run_trouble(error: RunError, lang: Lang) -> Trouble {
    match error {
        RunError::Import(error) => Trouble::new(error.message(lang)),
        RunError::Cancelled => Trouble::new(say(lang, "已取消，未写出任何结果", "cancelled; nothing was written")),
        RunError::Pack(error) => Trouble::new(error.message(lang)),
        RunError::Policy(error) => Trouble::new(policy_message(&error, lang)),
        error => in_words(lang, say(lang, "审查未能完成", "the review could not be made"), &error),
    }
}

pub fn in_words(lang: Lang, what: &str, error: &dyn std::error::Error) -> Trouble {
    let mut text = format!("{what}{}{error}", say(lang, "：", ": "));
    let mut cause = error.source();
    while let Some(error) = cause {
        // messages that name their cause already are not said twice
        let more = error.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    Trouble::new(text)
}

/// Says on stderr what was wrong with the input, what was not checked and what failed.
fn tell(recorded: &Recorded, lang: Lang) {
    let problems = &recorded.problems;
    for problem in problems.iter().take(PROBLEMS_SHOWN) {
        out::tell(format_args!("{}{}", say(lang, "问题：", "problem: "), words::problem(problem, lang)));
    }
    if problems.len() > PROBLEMS_SHOWN {
        let more = problems.len() - PROBLEMS_SHOWN;
        let place = say(lang, "条问题见 review.json / review.xlsx", "more problems in review.json / review.xlsx");
        out::tell(format_args!("… {more} {place}"));
    }
    let not_checked: BTreeSet<String> =
        recorded.review.not_checked.iter().map(|n| words::not_checked(n, lang)).collect();
    for line in not_checked {
        out::tell(line);
    }
    for fault in &recorded.review.faults {
        out::tell(words::fault(fault, lang));
    }
}

fn status(recorded: &Recorded, strict: bool) -> ExitCode {
    // numbers and shares of a place enter no town's verdict; a clause is broken all the same
    let places = recorded.review.findings.iter().filter(|found| found.subject.town().is_none());
    let of_places = places.map(|found| found.verdict).filter(|verdict| *verdict != Verdict::NotChecked);
    let verdicts: Vec<Verdict> = recorded.review.towns.iter().map(|town| town.verdict).chain(of_places).collect();
    let worst = verdicts.iter().max().copied().unwrap_or(Verdict::Pass);
    let open = [Verdict::Verify, Verdict::NotChecked];
    let any_open = verdicts.iter().any(|verdict| open.contains(verdict));
    let not_checked = !recorded.review.not_checked.is_empty();
    ExitCode::from(u8::from(worst == Verdict::Breach || (strict && (any_open || not_checked))))
}

fn listed(files: &[std::path::PathBuf], dir: &Path) -> String {
    let names: Vec<String> =
        files.iter().filter_map(|f| f.file_name()).map(|name| name.to_string_lossy().into_owned()).collect();
    format!("{} ({})", dir.display(), names.join(", "))
}
