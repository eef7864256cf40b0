//! `sanxian sheet`: a review on paper.

use std::path::Path;
use std::process::ExitCode;

use sanxian_project::lang::Lang;
use sanxian_sheet::{Format, Imprint, Kind, Orientation, Outcome, Paper, SheetError, SheetRequest, Source, draw};

use crate::args::{self, SheetFormat, SheetKind, SheetPaper};
use crate::dossier::dossier;
use crate::out;
use crate::progress::Show;
use crate::tongue::{Trouble, say};

/// Missing characters named on stderr.
const MISSING_SHOWN: usize = 10;
/// Files named on stdout.
const FILES_SHOWN: usize = 12;

/// Draws what was asked for, of a project or of towns that are reviewed first.
pub fn run(args: &args::Sheet, lang: Lang) -> Result<ExitCode, Trouble> {
    let request = request(args, lang)?;
    if args.out.exists() && !args.out.is_dir() {
        let what = say(lang, "不是文件夹，请另选 --out", "is not a folder; choose another --out");
        return Err(Trouble::new(format!("{} {what}", args.out.display())));
    }
    let quiet = args.reviewed.given.quiet;
    let show = Show::new(args.reviewed.given.progress, quiet, lang);
    let drawn = dossier(&args.reviewed, &show, lang)
        .and_then(|dossier| draw(&request, &Source::new(dossier), &show).map_err(|error| trouble(&error, lang)));
    show.finish();
    let drawn = drawn?;
    for glyph in drawn.missing.iter().take(MISSING_SHOWN) {
        let (sign, text, page) = (&glyph.sign, &glyph.text, glyph.page);
        let code: Vec<String> = sign.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let code = code.join(" ");
        out::tell(match lang {
            Lang::Zh => format!("字体中没有“{sign}”（{code}），图上为空框：“{text}”，第 {page} 页"),
            Lang::En => format!("the font has no {sign:?} ({code}), a box stands in its place: {text:?}, page {page}"),
        });
    }
    if drawn.missing.len() > MISSING_SHOWN {
        let more = drawn.missing.len() - MISSING_SHOWN;
        out::tell(format_args!("… {more} {}", say(lang, "个字符也没有字形", "more characters without a glyph")));
    }
    if !quiet {
        out::print(&summary(&drawn, &args.out, lang), lang)?;
    }
    Ok(ExitCode::SUCCESS)
}

impl SheetKind {
    /// As the drawer calls it.
    pub fn kind(self) -> Kind {
        match self {
            Self::Town => Kind::Town,
            Self::Finding => Kind::Finding,
            Self::Index => Kind::Index,
            Self::Atlas => Kind::Atlas,
        }
    }
}

fn request(args: &args::Sheet, lang: Lang) -> Result<SheetRequest, Trouble> {
    if let Some(metres) = args.around
        && !(0.0..=100_000.0).contains(&metres)
    {
        let what = say(lang, "应为 0 到 100000 之间的米数", "must be metres between 0 and 100000");
        return Err(Trouble::new(format!("--around {metres}: {what}")));
    }
    let format = |format: &SheetFormat| match format {
        SheetFormat::Pdf => Format::Pdf,
        SheetFormat::Svg => Format::Svg,
        SheetFormat::Png => Format::Png,
    };
    Ok(SheetRequest {
        kinds: args.kind.iter().map(|kind| kind.kind()).collect(),
        towns: args.only.clone(),
        paper: match args.paper {
            SheetPaper::A3 => Paper::A3,
            SheetPaper::A4 => Paper::A4,
        },
        orientation: if args.portrait { Orientation::Portrait } else { Orientation::Landscape },
        formats: args.format.iter().map(format).collect(),
        around: args.around,
        imprint: Imprint {
            office: args.office.clone(),
            author: args.author.clone(),
            checker: args.checker.clone(),
            secrecy: args.secrecy.clone(),
        },
        lang,
        template: args.template.clone(),
        out: args.out.clone(),
    })
}

fn trouble(error: &SheetError, lang: Lang) -> Trouble {
    let (message, hint) = (error.message(), error.hint());
    Trouble::new(format!("{}{}{}", message.get(lang), say(lang, "。", ". "), hint.get(lang)))
}

fn summary(drawn: &Outcome, out: &Path, lang: Lang) -> String {
    let pages: usize = drawn.written.iter().map(|file| file.pages).sum();
    let names: Vec<String> = drawn
        .written
        .iter()
        .take(FILES_SHOWN)
        .filter_map(|file| Some(file.path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let more = if drawn.written.len() > FILES_SHOWN { ", …" } else { "" };
    let files = drawn.written.len();
    let counted = match lang {
        Lang::Zh => format!("图件：{files} 个文件，{pages} 页："),
        Lang::En => format!("sheets: {files} files, {pages} pages: "),
    };
    format!("{counted}{} ({}{more})\n", out.display(), names.join(", "))
}
