//! `sanxian opinion`: the review opinion as DOCX, PDF and XLSX.

use std::process::ExitCode;

use sanxian_project::export::ExportError;
use sanxian_project::lang::Lang;
use sanxian_project::opinion::files::{Format, write};
use sanxian_project::opinion::{Asked, OpinionError, Signed};
use sanxian_review::data::FeatureId;
use sanxian_sheet::opinion::OpinionSetter;
use sanxian_sheet::typeset::MissingGlyph;

use crate::args;
use crate::check::in_words;
use crate::dossier::dossier;
use crate::out;
use crate::progress::Show;
use crate::tongue::{Trouble, say};

/// Writes the files; 0 when they are there.
pub fn run(args: &args::Opinion, lang: Lang) -> Result<ExitCode, Trouble> {
    let formats = match &args.formats {
        None => Format::ALL.to_vec(),
        Some(list) => Format::parse_list(list).ok_or_else(|| {
            let what = say(lang, "应取自 docx,pdf,xlsx", "choose from docx,pdf,xlsx");
            Trouble::new(format!("--formats {list}: {what}"))
        })?,
    };
    let show = Show::new(args.reviewed.given.progress, args.reviewed.given.quiet, lang);
    let dossier = dossier(&args.reviewed, &show, lang)?;
    let mut towns: Vec<Option<FeatureId>> = args.town.iter().map(|id| Some(FeatureId(id.clone()))).collect();
    if towns.is_empty() {
        towns.push(None);
    }
    if args.each_town {
        towns.extend(dossier.recorded.towns.iter().map(|town| Some(town.feature.id.clone())));
    }
    let signed = signed(&args.signed);
    let asked: Vec<Asked> = towns.into_iter().map(|town| Asked { lang, town, signed: signed.clone() }).collect();
    let setter = OpinionSetter::default();
    let files = write(&dossier, &asked, &formats, &|opinion, watch| setter.set(opinion, watch), &args.out, &show);
    show.finish();
    let files = files.map_err(|error| export_trouble(&error, lang))?;
    tell_missing(&setter.missing(), lang);
    if !args.reviewed.given.quiet {
        let text: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
        out::print(&text, lang).unwrap_or_else(out::tell);
    }
    Ok(ExitCode::SUCCESS)
}

/// As typed.
pub fn signed(args: &args::Signed) -> Signed {
    let args::Signed { office, reviewer, number, secrecy } = args;
    Signed { office: office.clone(), reviewer: reviewer.clone(), number: number.clone(), secrecy: secrecy.clone() }
}

/// Why papers could not be written, in words.
pub fn export_trouble(error: &ExportError, lang: Lang) -> Trouble {
    match (lang, error) {
        (Lang::Zh, ExportError::Opinion(OpinionError::NoSuchTown { id })) => {
            Trouble::new(format!("审查结果中没有小镇“{id}”，编码见 towns.csv"))
        }
        (Lang::Zh, ExportError::Cancelled) => Trouble::new("已取消，未写出任何文件"),
        (_, error) => in_words(lang, say(lang, "文件未能写出", "the files could not be written"), error),
    }
}

/// Says which characters the fonts do not have: readers see empty boxes in their places.
pub fn tell_missing(all: &[MissingGlyph], lang: Lang) {
    for MissingGlyph { sign, text, page } in all {
        match lang {
            Lang::Zh => out::tell(format_args!("PDF 字体缺字：“{sign}”（第 {page} 页“{text}”）；DOCX 不受影响")),
            Lang::En => {
                out::tell(format_args!("the PDF's font has no {sign:?} (page {page}, {text:?}); the DOCX is complete"))
            }
        }
    }
}
