//! `sanxian inspect`: what files hold, before anything is done with them.

use std::fmt::Write;
use std::process::ExitCode;

use sanxian_project::import::{Choices, CrsGuess, ImportError, Inspected, Source, inspect, inspect_layer};
use sanxian_project::lang::{Lang, Text};
use sanxian_project::words;
use sanxian_project::worker::Supervisor;
use sanxian_review::data::{Bounds, LayerKind};
use serde_json::{Value, json};

use crate::args;
use crate::check::shift;
use crate::out::{self, harmless};
use crate::progress::Show;
use crate::tongue::{Trouble, say};

/// Problems printed one by one.
const PROBLEMS_SHOWN: usize = 10;
/// Records printed of each encoding.
const ROWS_SHOWN: usize = 3;
/// Characters of one record.
const ROW_WIDTH: usize = 160;

/// Prints every layer of the files. Exit status 0 = each can be imported as it is, 1 = something is missing or broken.
pub fn run(args: &args::Inspect, lang: Lang) -> Result<ExitCode, Trouble> {
    let choices = reading(("--crs", args.crs.as_ref()), ("--encoding", args.encoding.as_ref()), lang)?;
    let datum_shift = args.datum_shift.as_deref().map(|path| shift(path, lang)).transpose()?;
    let choices = Choices { datum_shift, ..choices };
    let role = args.role.map(LayerKind::from);
    let supervisor = Supervisor::this_executable().map_err(|e| Trouble::new(format!("sanxian: {e}")))?;
    let show = Show::new(args.progress, args.json, lang);
    let mut found = Vec::new();
    for file in &args.files {
        let source = Source::spelled(file);
        let looked = match (&source.inner, &source.filter) {
            (Some(_), _) | (_, Some(_)) => {
                inspect_layer(&supervisor, &source, &choices, role, &show).map(|one| vec![one])
            }
            (None, None) => inspect(&supervisor, file, &choices, role, &show),
        };
        match looked {
            Ok(layers) => found.extend(layers),
            Err(error) => {
                show.finish();
                return Err(trouble(&error, lang));
            }
        }
    }
    show.finish();
    let text = if args.json {
        let layers: Vec<Value> = found.iter().map(as_json).collect();
        format!("{:#}\n", json!({ "layers": layers }))
    } else {
        found.iter().map(|layer| in_words(layer, lang)).collect::<Vec<_>>().join("\n")
    };
    out::print(&text, lang)?;
    let fine = found.iter().all(|layer| layer.ready && layer.role.role.is_some());
    Ok(ExitCode::from(u8::from(!fine)))
}

fn trouble(error: &ImportError, lang: Lang) -> Trouble {
    match error {
        ImportError::Cancelled { .. } => Trouble::new(say(lang, "已取消", "cancelled")),
        error => Trouble::new(error.message(lang)),
    }
}

/// How files are to be read: names and values of the two options that say it.
pub fn reading(
    crs: (&str, Option<&String>),
    encoding: (&str, Option<&String>),
    lang: Lang,
) -> Result<Choices, Trouble> {
    let bad = |option: &str, text: &str, like: &str| {
        let what = match lang {
            Lang::Zh => format!("{option}：“{text}”无法识别，写法如 {like}"),
            Lang::En => format!("{option}: \"{text}\" is not understood; write it like {like}"),
        };
        Trouble::new(what)
    };
    let mut choices = Choices::default();
    if let (option, Some(text)) = crs {
        choices.crs = Some(text.parse().map_err(|_| bad(option, text, "epsg:4549, epsg:4490/swapped"))?);
    }
    if let (option, Some(text)) = encoding {
        choices.encoding = Some(text.parse().map_err(|_| bad(option, text, "UTF-8, GBK, Big5"))?);
    }
    Ok(choices)
}

fn as_json(layer: &Inspected) -> Value {
    let crs = layer.crs.iter().map(|guess| {
        json!({
            "id": guess.choice.to_string(),
            "name": guess.name,
            "reason": guess.reason,
            "doubt": guess.doubt,
            "extent": guess.extent.map(|b| [b.west, b.south, b.east, b.north]),
        })
    });
    let previews = layer.previews.iter().map(|shown| {
        json!({
            "system": shown.system,
            "reason": shown.reason,
            "extent": shown.extent.map(|b| [b.west, b.south, b.east, b.north]),
        })
    });
    let encodings = layer
        .encodings
        .iter()
        .map(|guess| json!({ "name": guess.encoding.name(), "reason": guess.reason, "rows": guess.rows }));
    let failure = layer.failure.as_ref().map(|error| {
        json!({
            "code": error.code(),
            "message": Text::new(error.message(Lang::Zh), error.message(Lang::En)),
            "hint": error.hint(),
        })
    });
    json!({
        "file": layer.file,
        "inner": layer.source.inner,
        "format": layer.format,
        "bytes": layer.bytes,
        "parts": layer.parts,
        "features": layer.features,
        "more_features": layer.more_features,
        "role": layer.role.role.map(LayerKind::key),
        "role_reason": layer.role.reason,
        "crs": crs.collect::<Vec<_>>(),
        "crs_previews": previews.collect::<Vec<_>>(),
        "crs_taken": layer.crs_taken.map(|choice| choice.to_string()),
        "encodings": encodings.collect::<Vec<_>>(),
        "encoding_taken": layer.encoding_taken.map(|encoding| encoding.name()),
        "fields": layer.fields,
        "fields_taken": layer.fields_taken,
        "problems": layer.problems,
        "problem_count": layer.problem_count,
        "failure": failure,
        "missing": layer.missing,
        "ready": layer.ready,
    })
}

fn in_words(layer: &Inspected, lang: Lang) -> String {
    let mut page = Page { text: format!("{}\n", harmless(&layer.file)), lang };
    if !layer.format.is_empty() {
        let at_least = if layer.more_features { say(lang, "至少 ", "at least ") } else { "" };
        let count = match lang {
            Lang::Zh => format!("{at_least}{} 个要素", layer.features),
            Lang::En => format!("{at_least}{} features", layer.features),
        };
        let parts = [layer.format.clone(), size(layer.bytes), count];
        page.line("格式", "format", &parts.join(say(lang, "，", ", ")));
    }
    let role = layer.role.role.map_or(say(lang, "未定", "unknown"), |role| words::layer(role, lang));
    page.line("图层", "layer", role);
    page.reason(&layer.role.reason);
    for (rank, guess) in layer.crs.iter().enumerate() {
        page.system(rank + 1, guess, layer.crs_taken == Some(guess.choice));
    }
    for shown in &layer.previews {
        let mut what = shown.system.clone();
        what.push_str(&shown.extent.map(place).unwrap_or_default());
        page.line("仅预览", "preview only", &what);
        page.under(shown.reason.get(lang));
    }
    for guess in &layer.encodings {
        let mark = if layer.encoding_taken == Some(guess.encoding) { "✓" } else { " " };
        page.line("编码", "encoding", &format!("{mark} {}", guess.encoding));
        page.reason(&guess.reason);
        guess.rows.iter().take(ROWS_SHOWN).for_each(|row| page.row(row));
    }
    if !layer.fields.is_empty() {
        let fields: Vec<String> = layer.fields.iter().map(|f| format!("{} {}", f.name, f.kind)).collect();
        let fields: Vec<&str> = fields.iter().map(|field| field.trim()).collect();
        page.line("字段", "fields", &fields.join(say(lang, "、", ", ")));
    }
    for problem in layer.problems.iter().take(PROBLEMS_SHOWN) {
        page.line("问题", "problem", &words::problem(problem, lang));
    }
    if layer.problem_count > PROBLEMS_SHOWN as u64 {
        let more = layer.problem_count - PROBLEMS_SHOWN as u64;
        page.line("问题", "problem", &format!("… {more} {}", say(lang, "条未列出", "more")));
    }
    for missing in &layer.missing {
        page.line("待定", "to choose", missing.get(lang));
    }
    if let Some(failure) = &layer.failure {
        page.line("不能导入", "cannot be imported", &failure.message(lang));
    }
    page.text
}

/// The text about one layer as it grows.
struct Page {
    text: String,
    lang: Lang,
}

impl Page {
    fn line(&mut self, zh: &str, en: &str, what: &str) {
        let label = format!("{}{}", say(self.lang, zh, en), say(self.lang, "：", ": "));
        let _ = writeln!(self.text, "  {label}{}", harmless(what).replace('\n', " "));
    }

    fn under(&mut self, what: &str) {
        let _ = writeln!(self.text, "      {}", harmless(what).replace('\n', " "));
    }

    fn reason(&mut self, reason: &Text) {
        self.under(&format!("{}{}", say(self.lang, "理由：", "because: "), reason.get(self.lang)));
    }

    fn row(&mut self, row: &[String]) {
        self.under(&row.join(" | ").chars().take(ROW_WIDTH).collect::<String>());
    }

    fn system(&mut self, rank: usize, guess: &CrsGuess, taken: bool) {
        let mark = if taken { "✓" } else { " " };
        let mut what = format!("{mark} {rank}. {} [{}]", guess.name, guess.choice);
        what.push_str(&guess.extent.map(place).unwrap_or_default());
        self.line("坐标系", "system", &what);
        self.reason(&guess.reason);
        if let Some(doubt) = &guess.doubt {
            self.under(&format!("{}{}", say(self.lang, "存疑：", "doubt: "), doubt.get(self.lang)));
        }
    }
}

fn place(b: Bounds) -> String {
    format!(" {:.4}–{:.4}°E {:.4}–{:.4}°N", b.west, b.east, b.south, b.north)
}

fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let float = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", float / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", float / 1e6),
        _ => format!("{:.2} GB", float / 1e9),
    }
}
