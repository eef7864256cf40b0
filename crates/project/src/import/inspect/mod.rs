//! Looks into files before anything is stored: what they hold, and what a reviewer may want to choose otherwise.
//!
//! A layer is read exactly as an import would read it, in a worker; only what it is goes to the notes instead of what
//! it holds to the store. So the first guess is what an import takes, and the problems are those of the import.

pub(crate) mod folder;
mod inspected;
mod role;
pub(crate) mod survey;

use std::path::Path;

use sanxian_review::data::LayerKind;

pub use inspected::{CrsGuess, EncodingGuess, FieldFound, Inspected, RoleGuess, ShiftPreview};

use super::{Choices, Fields, ImportError, Source, job, read};
use crate::lang::Text;
use crate::watch::Watch;
use crate::worker::Supervisor;
use crate::worker::wire::{Answer, Task};

/// Layers of one file that are looked into.
const MOST_LAYERS: usize = 200;

/// Looks into a file or a folder: one answer a layer, in the order of their names.
///
/// A layer that cannot be read is an answer too, with its failure. `role` is what the files are to be read as; `None`
/// = guess. The choices hold for every layer of the file; a first look takes the default ones.
///
/// # Errors
/// When nothing can be said of the path at all: it does not exist or may not be read, no layer in it, a cancel.
pub fn inspect(
    supervisor: &Supervisor,
    path: &Path,
    choices: &Choices,
    role: Option<LayerKind>,
    watch: &dyn Watch,
) -> Result<Vec<Inspected>, ImportError> {
    let files = if path.is_dir() { folder::files(path)? } else { vec![path.to_owned()] };
    let mut found = Vec::new();
    for file in files {
        match layers(supervisor, &file, watch) {
            Ok(sources) => {
                for source in sources {
                    found.push(inspect_layer(supervisor, &source, choices, role, watch)?);
                }
            }
            Err(error) => found.push(Inspected::failed(&Source::file(file), role, error)?),
        }
    }
    Ok(found)
}

/// Looks into one layer, with the choices made for it.
///
/// # Errors
/// As [`inspect`].
pub fn inspect_layer(
    supervisor: &Supervisor,
    source: &Source,
    choices: &Choices,
    role: Option<LayerKind>,
    watch: &dyn Watch,
) -> Result<Inspected, ImportError> {
    let task = Task::Inspect { role_given: role.is_some() };
    let found = job(supervisor, source, choices, task, role.unwrap_or(LayerKind::Towns), None)
        .and_then(|job| supervisor.run(&job, watch, |_| Ok(())));
    match found {
        Ok(Answer::Inspected(inspected)) => Ok(Inspected { source: source.clone(), ..*inspected }),
        Ok(_) => Ok(Inspected::nothing(source, self::role(source, role))),
        Err(error) => Inspected::failed(source, role, error),
    }
}

/// The tables inside a folder or a zip, which may be ledgers (台账): none in a file that holds nothing else. What stands
/// in them is not looked at.
///
/// # Errors
/// A cancel, a path that leads nowhere. What cannot be opened holds no tables: its own failure says why.
pub fn tables(supervisor: &Supervisor, path: &Path, watch: &dyn Watch) -> Result<Vec<Source>, ImportError> {
    let mut found = Vec::new();
    for file in if path.is_dir() { folder::tables(path)? } else { vec![path.to_owned()] } {
        let source = Source::file(&file);
        if path.is_dir() && !file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
            found.push(source);
            continue;
        }
        if !read::may_hold_layers(&file) {
            continue;
        }
        let job = job(supervisor, &source, &Choices::default(), Task::Tables, LayerKind::Ledger, None)?;
        match supervisor.run(&job, watch, |_| Ok(())) {
            Ok(Answer::Layers(names)) => {
                found.extend(names.into_iter().take(MOST_LAYERS).map(|inner| Source { inner, ..source.clone() }));
            }
            Err(error @ (ImportError::Cancelled { .. } | ImportError::WorkerStart { .. })) => return Err(error),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(found)
}

/// The layers of one file.
fn layers(supervisor: &Supervisor, file: &Path, watch: &dyn Watch) -> Result<Vec<Source>, ImportError> {
    let source = Source::spelled(file);
    if folder::is_geodatabase(file) {
        return Err(folder::geodatabase(file));
    }
    drop(read::open(&source.path)?);
    if source.inner.is_some() || !read::may_hold_layers(&source.path) {
        return Ok(vec![source]);
    }
    let job = job(supervisor, &source, &Choices::default(), Task::List, LayerKind::Towns, None)?;
    let Answer::Layers(names) = supervisor.run(&job, watch, |_| Ok(()))? else { return Ok(vec![source]) };
    if names.len() > MOST_LAYERS {
        let what = Text::new(format!("图层超过 {MOST_LAYERS} 个"), format!("more than {MOST_LAYERS} layers"));
        return Err(ImportError::ArchiveLimit { file: source.name(), what });
    }
    Ok(names.into_iter().map(|inner| Source { inner, ..source.clone() }).collect())
}

/// The role as given, else by the name alone.
fn role(source: &Source, role: Option<LayerKind>) -> RoleGuess {
    match role {
        Some(_) => RoleGuess { role, reason: Text::new("由审查人指定", "chosen by the reviewer") },
        None => role::guess(&source.name(), &[], &[]),
    }
}

impl Inspected {
    /// A layer that gives nothing but its failure.
    ///
    /// # Errors
    /// Failures that are none of the layer's: a cancel, a path that leads nowhere, a worker that does not start.
    fn failed(source: &Source, role: Option<LayerKind>, error: ImportError) -> Result<Self, ImportError> {
        match error {
            ImportError::Cancelled { .. }
            | ImportError::WorkerStart { .. }
            | ImportError::NotFound { .. }
            | ImportError::NoPermission { .. } => Err(error),
            error => {
                let bytes = std::fs::metadata(&source.path).map(|file| file.len()).unwrap_or_default();
                Ok(Self { failure: Some(error), bytes, ..Self::nothing(source, self::role(source, role)) })
            }
        }
    }

    /// Before anything was read.
    fn nothing(source: &Source, role: RoleGuess) -> Self {
        Self {
            source: source.clone(),
            file: source.name(),
            format: String::new(),
            bytes: 0,
            parts: Vec::new(),
            features: 0,
            more_features: false,
            role,
            crs: Vec::new(),
            previews: Vec::new(),
            crs_taken: None,
            encodings: Vec::new(),
            encoding_taken: None,
            fields: Vec::new(),
            fields_taken: Fields::default(),
            problems: Vec::new(),
            problem_count: 0,
            failure: None,
            ready: false,
            missing: Vec::new(),
        }
    }
}
