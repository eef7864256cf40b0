//! `sanxian convert`: a layer in, the same layer out in another format.

use std::process::ExitCode;

use sanxian_project::convert::{Conversion, ConvertError, convert};
use sanxian_project::export::ExportError;
use sanxian_project::export::layer::{LayerFormat, TextAs, TxtForm};
use sanxian_project::import::{Choices, Source};
use sanxian_project::lang::Lang;
use sanxian_project::words;
use sanxian_project::worker::Supervisor;

use crate::args::{self, Form, WrittenIn};
use crate::check::{in_words, shift};
use crate::inspect::reading;
use crate::out;
use crate::progress::Show;
use crate::tongue::{Trouble, say};

/// Problems printed one by one.
const PROBLEMS_SHOWN: usize = 10;

/// Reads the layer and writes the file. Exit status 0 = everything is in it, 1 = features had to be left out.
pub fn run(args: &args::Convert, lang: Lang) -> Result<ExitCode, Trouble> {
    let source = Source::spelled(&args.from_file);
    let choices =
        reading(("--from-crs", args.from_crs.as_ref()), ("--from-encoding", args.from_encoding.as_ref()), lang)?;
    let datum_shift = args.datum_shift.as_deref().map(|path| shift(path, lang)).transpose()?;
    let conversion = Conversion {
        source,
        choices: Choices { datum_shift, ..choices },
        format: format(args, lang)?,
        epsg: args.to_crs.as_deref().map(|code| epsg(code, lang)).transpose()?,
        encoding: match args.to_encoding {
            WrittenIn::Utf8 => TextAs::Utf8,
            WrittenIn::Gbk => TextAs::Gbk,
        },
        form: match args.form {
            Form::Ministry => TxtForm::Ministry,
            Form::Zhejiang => TxtForm::Zhejiang,
        },
        out: args.to_file.clone(),
    };
    let supervisor = Supervisor::this_executable().map_err(|e| in_words(lang, "sanxian", &e))?;
    let show = Show::new(args::Progress::Auto, false, lang);
    let done = convert(&supervisor, &conversion, &show);
    show.finish();
    let done = done.map_err(|error| trouble(&error, lang))?;
    for problem in done.problems.iter().take(PROBLEMS_SHOWN) {
        out::tell(format_args!("{}{}", say(lang, "问题：", "problem: "), words::problem(problem, lang)));
    }
    if done.problems.len() > PROBLEMS_SHOWN {
        let more = done.problems.len() - PROBLEMS_SHOWN;
        out::tell(format_args!("… {more} {}", say(lang, "条未列出，见 sanxian inspect", "more, see sanxian inspect")));
    }
    for note in &done.notes {
        out::tell(format_args!("{}{}", say(lang, "注意：", "note: "), note.get(lang)));
    }
    let (path, system) = (args.to_file.display(), done.system.name());
    let text = match lang {
        Lang::Zh => format!("{path}：{} 个要素，{system}（EPSG:{}）\n", done.features, done.system.epsg()),
        Lang::En => format!("{path}: {} features, {system} (EPSG:{})\n", done.features, done.system.epsg()),
    };
    out::print(&text, lang).unwrap_or_else(out::tell);
    Ok(ExitCode::from(u8::from(done.problems.iter().any(|problem| problem.dropped))))
}

fn trouble(error: &ConvertError, lang: Lang) -> Trouble {
    match error {
        ConvertError::Import(error) => Trouble::new(error.message(lang)),
        ConvertError::Export(ExportError::Refused { what, hint }) => {
            Trouble::new(format!("{}{}{}", what.get(lang), say(lang, "；", "; "), hint.get(lang)))
        }
        ConvertError::Export(ExportError::Cancelled) => {
            Trouble::new(say(lang, "已取消，未写出文件", "cancelled; nothing was written"))
        }
        error => in_words(lang, say(lang, "未能写出", "it could not be written"), error),
    }
}

/// As said, else by the name of the file to write.
fn format(args: &args::Convert, lang: Lang) -> Result<LayerFormat, Trouble> {
    let said = args.to_format.clone().or_else(|| {
        let ending = args.to_file.extension()?.to_string_lossy().to_lowercase();
        Some(if ending == "zip" { "shp".to_owned() } else { ending })
    });
    let Some(said) = said else {
        return Err(Trouble::new(say(lang, "请用 --to 说明写成什么格式", "say with --to which format to write")));
    };
    said.parse().map_err(|error: ExportError| trouble(&ConvertError::Export(error), lang))
}

/// `4528` or `EPSG:4528`.
fn epsg(text: &str, lang: Lang) -> Result<u32, Trouble> {
    let digits = text.trim().to_ascii_lowercase();
    let code = digits.strip_prefix("epsg:").unwrap_or(&digits).parse();
    code.map_err(|_| {
        let what = say(lang, "应为 EPSG 代号，如 4528", "must be an EPSG code, such as 4528");
        Trouble::new(format!("--crs {text}: {what}"))
    })
}
