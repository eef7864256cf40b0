//! From a request to files: which sheets, drawn side by side, typeset, written aside and put in place as a whole.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;
use sanxian_project::export::{ExportError, Staged};
use sanxian_project::watch::{Step, Watch};
use sanxian_review::data::Town;
use serde_json::{Value, json};

use crate::book::Book;
use crate::error::SheetError;
use crate::page::{Desk, Sheet, drawable, finding, index, place, stems, town};
use crate::patience::{stop, while_watched};
use crate::request::{Format, Kind, SheetRequest};
use crate::source::Source;
use crate::typeset::{MissingGlyph, PRINT_DPI, Pages, forget, typeset};

/// Sheets of one request. More would be a library, and a document has room for so many pictures only.
const MOST_SHEETS: usize = 5_000;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// Which kind of sheet.
    pub kind: Kind,
    /// The town it is about.
    pub town: Option<String>,
    /// Pages in it.
    pub pages: usize,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The files, in the order of the sheets.
    pub written: Vec<Written>,
    /// Characters that the fonts do not have, each once: to be told.
    pub missing: Vec<MissingGlyph>,
}

/// One document to be typeset.
struct Document {
    kind: Kind,
    name: String,
    sheets: Vec<Sheet>,
}

/// What the files of one document are, in the staged folder.
struct Made {
    kind: Kind,
    town: Option<String>,
    files: Vec<(String, usize)>,
    missing: Vec<MissingGlyph>,
}

/// Draws the sheets of a request and writes their files into its folder. Same source and request, same bytes.
///
/// Blocks, and uses all cores; the window calls it where work may take its time. A cancel counts until the files are put
/// in place, within a fraction of a second.
///
/// # Errors
/// Nothing to draw, a fault in a template, a folder that cannot be written, a cancel; then the folder is as it was.
pub fn draw(request: &SheetRequest, source: &Source, watch: &dyn Watch) -> Result<Outcome, SheetError> {
    let book = Book::open(request.template.as_deref())?;
    let stems = stems(&source.recorded().towns);
    let layout = book.layout(request.paper, request.orientation)?;
    let desk = Desk { source, book: &book, layout, request, stems: &stems };
    let documents = documents(&desk, watch)?;
    let staged = Staged::new(&request.out).map_err(unwritten)?;
    let formats: BTreeSet<Format> = request.formats.iter().copied().collect();
    let (done, total) = (AtomicUsize::new(0), documents.len());
    let write = |document: &Document| {
        let made = make(&desk, document, &formats, &staged, watch);
        watch.progress(Step::Draw { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
        made
    };
    let made = side_by_side(&documents, write)?;
    stop(watch)?;
    let names: Vec<&str> = made.iter().flat_map(|made| &made.files).map(|(name, _)| name.as_str()).collect();
    watch.progress(Step::Save);
    staged.put_in_place(&names, &[]).map_err(unwritten)?;
    let written = made.iter().flat_map(|made| {
        made.files.iter().map(|(name, pages)| Written {
            path: request.out.join(name),
            kind: made.kind,
            town: made.town.clone(),
            pages: *pages,
        })
    });
    let mut seen = BTreeSet::new();
    let missing = made.iter().flat_map(|made| &made.missing).filter(|glyph| seen.insert(glyph.sign.clone()));
    Ok(Outcome { written: written.collect(), missing: missing.cloned().collect() })
}

/// Works on all documents, as many at a time as there are cores; the first failure ends it.
///
/// On threads of their own: the typesetter shares out work over rayon's, which must not be kept waiting for it.
fn side_by_side(
    documents: &[Document],
    work: impl Fn(&Document) -> Result<Made, SheetError> + Sync,
) -> Result<Vec<Made>, SheetError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(documents.len());
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((at, document)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| documents.get(at).map(|document| (at, document)))
        {
            let made = work(document);
            let failed = made.is_err();
            done.push((at, made));
            if failed {
                next.store(documents.len(), Ordering::Relaxed);
            }
        }
        done
    };
    let mut all: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        let joined = running.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.flatten().collect()
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, made)| made).collect()
}

/// Which sheets stand in which document, drawn.
fn documents(desk: &Desk<'_>, watch: &dyn Watch) -> Result<Vec<Document>, SheetError> {
    let towns = chosen(desk)?;
    let kinds: BTreeSet<Kind> = desk.request.kinds.iter().copied().collect();
    let wants = |kind: Kind| kinds.contains(&kind) || kinds.contains(&Kind::Atlas);
    let (done, total) = (AtomicUsize::new(0), towns.len());
    let of_town = |subject: &&Town| {
        if watch.cancelled() {
            return Vec::new();
        }
        let own = wants(Kind::Town).then(|| town(desk, subject)).flatten();
        let findings = if wants(Kind::Finding) { drawable(desk, subject) } else { Vec::new() };
        let findings = findings.iter().filter_map(|one| finding(desk, subject, one));
        let sheets: Vec<Sheet> = own.into_iter().chain(findings).collect();
        watch.progress(Step::Draw { done: done.fetch_add(1, Ordering::Relaxed) + 1, total });
        sheets
    };
    let drawn: Vec<Sheet> = towns.par_iter().flat_map_iter(of_town).collect();
    stop(watch)?;
    let first = wants(Kind::Index).then(|| index(desk, &towns)).flatten();
    let sheets: Vec<Sheet> = first.into_iter().chain(drawn).collect();
    if sheets.is_empty() {
        return Err(SheetError::Nothing);
    }
    if sheets.len() > MOST_SHEETS {
        return Err(SheetError::TooMany { sheets: sheets.len(), most: MOST_SHEETS });
    }
    let alone = sheets.iter().filter(|sheet| kinds.contains(&sheet.kind));
    let mut documents: Vec<Document> = alone
        .map(|sheet| Document { kind: sheet.kind, name: sheet.name.clone(), sheets: vec![sheet.clone()] })
        .collect();
    if kinds.contains(&Kind::Atlas) {
        documents.push(Document { kind: Kind::Atlas, name: "atlas".into(), sheets });
    }
    if documents.is_empty() { Err(SheetError::Nothing) } else { Ok(documents) }
}

/// The towns asked for, by id.
fn chosen<'a>(desk: &Desk<'a>) -> Result<Vec<&'a Town>, SheetError> {
    let all = &desk.source.recorded().towns;
    let known = |id: &str| all.iter().any(|town| town.feature.id.0 == id);
    if let Some(id) = desk.request.towns.iter().find(|id| !known(id)) {
        return Err(SheetError::NoSuchTown { id: id.clone() });
    }
    let wanted = |town: &&Town| desk.request.towns.is_empty() || desk.request.towns.contains(&town.feature.id.0);
    Ok(all.iter().filter(wanted).collect())
}

/// Typesets one document and writes its files aside.
fn make(
    desk: &Desk<'_>,
    document: &Document,
    formats: &BTreeSet<Format>,
    staged: &Staged,
    watch: &dyn Watch,
) -> Result<Made, SheetError> {
    stop(watch)?;
    let mut files = desk.book.files.clone();
    let sheets: Vec<Value> =
        document.sheets.iter().enumerate().map(|(at, sheet)| place(sheet, at, &mut files)).collect();
    files.json("book.json", &book(desk, document, sheets));
    let day: Option<Date> = desk.source.recorded().run.as_of.parse().ok();
    let pages = while_watched(watch, move || typeset("main.typ", files, day))?;
    let missing = pages.missing().to_vec();
    let many = pages.count();
    let town = document.sheets.first().filter(|_| document.kind != Kind::Atlas).and_then(|sheet| sheet.town.clone());
    let mut made = Made { kind: document.kind, town, files: Vec::new(), missing };
    let bound = BTreeSet::from([Format::Pdf]);
    let pages = std::sync::Arc::new(pages);
    for format in if document.kind == Kind::Atlas { &bound } else { formats } {
        stop(watch)?;
        for (name, bytes) in written(&pages, document, *format, watch)? {
            let path = staged.folder().join(&name);
            let kept = std::fs::write(&path, bytes).and_then(|()| std::fs::File::open(&path)?.sync_all());
            kept.map_err(SheetError::io(&path))?;
            made.files.push((name, if *format == Format::Pdf { many } else { 1 }));
        }
    }
    drop(pages);
    forget();
    Ok(made)
}

/// The files of a document in one format.
fn written(
    pages: &std::sync::Arc<Pages>,
    document: &Document,
    format: Format,
    watch: &dyn Watch,
) -> Result<Vec<(String, Vec<u8>)>, SheetError> {
    let name = &document.name;
    let of_page = |at: usize| match at {
        0 => format!("{name}.{}", format.key()),
        at => format!("{name}-{}.{}", at + 1, format.key()),
    };
    match format {
        Format::Pdf => {
            let (pages, ident) = (pages.clone(), name.clone());
            let bytes = while_watched(watch, move || pages.pdf(&ident))?;
            Ok(vec![(of_page(0), bytes)])
        }
        Format::Svg => {
            let all = pages.svg().into_iter().enumerate();
            Ok(all.map(|(at, svg)| (of_page(at), svg.into_bytes())).collect())
        }
        Format::Png => (0..pages.count())
            .map(|at| {
                stop(watch)?;
                Ok((of_page(at), pages.png(at, PRINT_DPI)?))
            })
            .collect(),
    }
}

/// What the templates read: the document's own data and its sheets.
fn book(desk: &Desk<'_>, document: &Document, sheets: Vec<Value>) -> Value {
    let lang = desk.request.lang;
    let words = &desk.book.settings.words;
    let words: serde_json::Map<String, Value> =
        words.keys().map(|name| (name.clone(), desk.book.settings.word(name, lang).into())).collect();
    let title = match document.kind {
        Kind::Atlas => words.get("atlas_title").cloned().unwrap_or_default(),
        _ => sheets.first().and_then(|sheet| sheet.get("title")).cloned().unwrap_or_default(),
    };
    json!({
        "title": title,
        "author": desk.request.imprint.author,
        "lang": if lang == sanxian_project::lang::Lang::Zh { "zh" } else { "en" },
        "atlas": document.kind == Kind::Atlas,
        "words": words,
        "sheets": sheets,
    })
}

fn unwritten(error: ExportError) -> SheetError {
    match error {
        ExportError::Io { path, source } | ExportError::NotRestored { path, source, .. } => {
            SheetError::Io { path, source }
        }
        ExportError::Cancelled => SheetError::Cancelled,
        other => SheetError::Io { path: PathBuf::new(), source: std::io::Error::other(other.to_string()) },
    }
}
