//! The worker's side of an inspection: reads a layer as an import would, and writes down instead of sending on.

use sanxian_review::data::LayerKind;

use super::role;
use crate::import::crs::{Home, guesses, previews};
use crate::import::item::Item;
use crate::import::names::{TOWN_NAME, id_names};
use crate::import::notes::Notes;
use crate::import::read::{self, Output};
use crate::import::towns::{COUNTY, LEVEL, TYPE};
use crate::import::{EncodingGuess, FieldFound, Fields, ImportError, Imported, Inspected, RoleGuess, TextEncoding};
use crate::lang::{Lang, Text};
use crate::problem::{LARGE_REPAIR, Problem};
use crate::rings::ring_problems;
use crate::source::SourceInfo;
use crate::words;
use crate::worker::wire::{Frame, Job, Record};

/// Problems that travel with an inspection; the rest are counted.
const PROBLEMS: usize = 200;
/// Records shown.
const ROWS: usize = 20;
/// Fields of a format without a table; a feature may have any number of names.
const FIELDS: usize = 500;

/// Inspects the layer of a job.
///
/// # Errors
/// When not even the layer is found: no such member, an unknown format.
pub(crate) fn layer(job: &Job, role_given: bool, out: &mut dyn Output) -> Result<Inspected, ImportError> {
    let item = read::item(job)?;
    let format = read::format(&item)?;
    let name = item.name();
    let role = if role_given {
        RoleGuess { role: Some(job.role), reason: Text::new("由审查人指定", "chosen by the reviewer") }
    } else {
        let mut look = Surveyor::new(out, true);
        // Whatever stops the brief look stops the whole one too, and is told there.
        let _ = read::layer(job, &item, &mut look);
        let fields = fields(&look.notes);
        role::guess(&name, &fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), &look.notes.rows)
    };
    let job = Job { role: role.role.unwrap_or(job.role), ..job.clone() };
    let mut surveyor = Surveyor::new(out, false);
    let read = read::layer(&job, &item, &mut surveyor);
    Ok(Inspected { format: format.key().to_owned(), ..written(&job, &item, role, read, surveyor) })
}

/// Takes what a reader gives, and keeps only notes.
struct Surveyor<'a> {
    out: &'a mut dyn Output,
    notes: Notes,
    problems: Vec<Problem>,
    records: Vec<Record>,
}

impl<'a> Surveyor<'a> {
    fn new(out: &'a mut dyn Output, brief: bool) -> Self {
        Self { out, notes: Notes::new(brief), problems: Vec::new(), records: Vec::new() }
    }
}

impl Output for Surveyor<'_> {
    fn frame(&mut self, frame: Frame) {
        match frame {
            Frame::Feature(record) => self.records.push(record),
            Frame::Problem(problem) => self.problems.push(problem),
            Frame::Restart => {
                self.notes = Notes::new(self.notes.brief);
                self.problems.clear();
                self.records.clear();
            }
            Frame::Progress { .. } | Frame::Done(_) | Frame::Failed(_) => {}
        }
    }

    fn progress(&mut self, done: u64, total: u64) {
        self.out.progress(done, total);
    }

    fn notes(&mut self) -> Option<&mut Notes> {
        Some(&mut self.notes)
    }
}

/// Makes one answer of the notes.
fn written(
    job: &Job,
    item: &Item,
    role: RoleGuess,
    read: Result<SourceInfo, ImportError>,
    surveyor: Surveyor<'_>,
) -> Inspected {
    let Surveyor { mut notes, mut problems, records, .. } = surveyor;
    let name = item.name();
    let home = Home::of(&notes.rows, &name);
    let crs = guesses(&notes, home.as_ref(), job.choices.crs, &name);
    let previews = crs.first().map(|first| previews(&notes, first, &name)).unwrap_or_default();
    let fields = fields(&notes);
    let mut inspected = Inspected::nothing(&item.source(), role);
    // Numbers that fit no town of the settled system are a question of the system, not the end of the file.
    let misread = notes.polygons > 0 && notes.misfits == notes.polygons;
    let undecided = notes.undecided.take();
    match read {
        Ok(source) => {
            problems.extend(of_rings(&source, job, records));
            notes.encoding = notes.encoding.or_else(|| source.encoding.parse().ok());
            inspected.bytes = own_bytes(item, &source);
            inspected.features = source.features;
            inspected.parts = source.parts;
            inspected.crs_taken = if undecided.is_some() { None } else { job.choices.crs.or(notes.taken) };
        }
        Err(error) => {
            inspected.features = notes.polygons;
            inspected.more_features = true;
            inspected.bytes = item.open().map(|opened| opened.bytes).unwrap_or_default();
            // A layer without features may be drawn and empty, once somebody says what it is.
            let empty = matches!(error, ImportError::NothingUsable { features: 0, .. });
            let open = misread || (empty && inspected.role.role.is_none());
            inspected.failure = (!open).then_some(error);
        }
    }
    if let Some(why) = &undecided {
        inspected.missing.push(Text::new(why.message(Lang::Zh), why.message(Lang::En)));
    } else if misread {
        inspected.missing.push(Text::new(
            "坐标数值与所取坐标系不符,请另选坐标系",
            "The coordinates do not fit the system they were read in: choose another one",
        ));
    }
    let large = problems.iter().filter(|problem| problem.code == LARGE_REPAIR).count();
    if large > 0 {
        let limits = words::repair_limits(&job.choices.repair());
        inspected.missing.push(Text::new(
            format!("{large} 个要素修复后面积变化超过 {}，请逐个查看后决定是否认可修复副本", limits.zh),
            format!("Repairs change the area of {large} features by more than {}: look at each, then decide whether to accept the mended copies", limits.en),
        ));
    }
    inspected.ready = inspected.failure.is_none() && inspected.missing.is_empty();
    inspected.encodings = encodings(&mut notes, &fields);
    inspected.encoding_taken = notes.encoding;
    inspected.fields_taken = fields_taken(job.role, &job.choices.fields, &fields);
    inspected.fields = fields;
    inspected.crs = crs;
    inspected.previews = previews;
    problems.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
    inspected.problem_count = problems.len() as u64;
    problems.truncate(PROBLEMS);
    inspected.problems = problems;
    inspected
}

/// Bytes of the layer's own files; a zip around it is not among them.
fn own_bytes(item: &Item, source: &SourceInfo) -> u64 {
    let own = source.parts.len() - usize::from(item.holder().is_some());
    source.parts[..own].iter().map(|part| part.bytes).sum()
}

/// What is wrong with the rings of the features that were kept.
fn of_rings(source: &SourceInfo, job: &Job, records: Vec<Record>) -> Vec<Problem> {
    let features = records.into_iter().filter_map(|record| record.into_feature().ok()).collect();
    let fields = job.choices.fields.clone();
    let accept_repairs = job.choices.accept_repairs;
    let imported = Imported { source: source.clone(), features, problems: Vec::new(), fields, accept_repairs };
    ring_problems(&imported, Some(&job.choices.repair()))
}

/// The columns of the table, else all names that the first features have.
fn fields(notes: &Notes) -> Vec<FieldFound> {
    if !notes.fields.is_empty() {
        return notes.fields.clone();
    }
    let mut fields: Vec<FieldFound> = Vec::new();
    for (name, _) in notes.rows.iter().flatten() {
        if fields.len() < FIELDS && fields.iter().all(|field| field.name != *name) {
            fields.push(FieldFound { name: name.clone(), kind: String::new() });
        }
    }
    fields
}

/// The encodings that the format found, else the one that its text is in.
fn encodings(notes: &mut Notes, fields: &[FieldFound]) -> Vec<EncodingGuess> {
    let found = std::mem::take(&mut notes.encodings);
    let Some(encoding) = notes.encoding.filter(|_| found.is_empty() && !fields.is_empty()) else { return found };
    let value = |row: &Vec<(String, String)>, name: &str| {
        row.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let rows = notes.rows.iter().take(ROWS);
    let rows = rows.map(|row| fields.iter().map(|field| value(row, &field.name)).collect()).collect();
    let reason = match encoding {
        TextEncoding::Utf8 => {
            Text::new("该格式规定为 UTF-8,且文字相符", "the format prescribes it, and the text agrees")
        }
        _ => Text::new("文字不是 UTF-8,按此编码读取", "its text is not UTF-8 and reads so"),
    };
    vec![EncodingGuess { encoding, reason, rows }]
}

/// Which fields an import of this role asks.
fn fields_taken(role: LayerKind, chosen: &Fields, fields: &[FieldFound]) -> Fields {
    let named = |names: &[&str]| {
        let exact = names.iter().find(|name| fields.iter().any(|field| field.name == **name)).copied();
        let alike = || names.iter().find_map(|name| fields.iter().find(|f| f.name.eq_ignore_ascii_case(name)));
        exact.map(str::to_owned).or_else(|| alike().map(|field| field.name.clone()))
    };
    let towns = role == LayerKind::Towns;
    let of_town = |chosen: &Option<String>, names| chosen.clone().or_else(|| named(names).filter(|_| towns));
    Fields {
        id: chosen.id.clone().or_else(|| named(id_names(role))),
        name: of_town(&chosen.name, TOWN_NAME),
        level: of_town(&chosen.level, LEVEL),
        town_type: of_town(&chosen.town_type, TYPE),
        county: of_town(&chosen.county, COUNTY),
    }
}
