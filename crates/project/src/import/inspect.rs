//! Looks into files before anything is stored: what they hold, and what a reviewer may want to choose otherwise.

use std::path::Path;

use sanxian_review::data::LayerKind;

use super::{Choices, CrsChoice, CrsGuess, ImportError, Inspected, RoleGuess, Sent, Source, stream};
use crate::lang::Text;
use crate::watch::Watch;
use crate::worker::Supervisor;

/// Problems that travel with an inspection; the rest are counted.
const PROBLEMS: usize = 200;

/// Looks into a file or a folder: one answer a layer, in the order of their names.
///
/// A layer that cannot be read is an answer too, with its failure. `role` is what the files are to be read as; `None`
/// = guess. A first look takes default choices; they are the same for every layer of the file.
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
    Ok(vec![inspect_layer(supervisor, &Source::file(path), choices, role, watch)?])
}

/// Looks into one layer again, with other choices.
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
    let mut inspected = Inspected::nothing(source, role);
    let mut problems = Vec::new();
    let nowhere: &[_] = &[];
    let read = stream(supervisor, source, choices, role.unwrap_or(LayerKind::Towns), Some(nowhere), watch, |sent| {
        match sent {
            Sent::Problem(problem) => problems.push(problem),
            Sent::Restart => problems.clear(),
            Sent::Feature(_) => {}
        }
        Ok(())
    });
    inspected.problem_count = problems.len() as u64;
    problems.truncate(PROBLEMS);
    inspected.problems = problems;
    match read {
        Err(error @ (ImportError::Cancelled { .. } | ImportError::WorkerStart { .. })) => return Err(error),
        Err(error) => inspected.failure = Some(error),
        Ok(found) => {
            inspected.bytes = found.parts.iter().map(|part| part.bytes).sum();
            inspected.parts = found.parts;
            inspected.format = found.format;
            inspected.features = found.features;
            inspected.encoding_taken = found.encoding.parse().ok();
            inspected.crs_taken = found.crs.epsg.map(CrsChoice::epsg);
            inspected.crs.extend(inspected.crs_taken.map(|choice| CrsGuess {
                choice,
                name: found.crs.name,
                reason: Text::new(found.crs.reason_zh, found.crs.reason_en),
                doubt: None,
                extent: None,
                dots: Vec::new(),
            }));
            inspected.ready = true;
        }
    }
    Ok(inspected)
}

impl Inspected {
    /// Before anything was read.
    fn nothing(source: &Source, role: Option<LayerKind>) -> Self {
        let reason = match role {
            Some(_) => Text::new("由审查人指定", "chosen by the reviewer"),
            None => Text::new("无法由文件判断", "nothing in the file tells"),
        };
        Self {
            source: source.clone(),
            file: source.name(),
            format: String::new(),
            bytes: 0,
            parts: Vec::new(),
            features: 0,
            more_features: false,
            role: RoleGuess { role, reason },
            crs: Vec::new(),
            crs_taken: None,
            encodings: Vec::new(),
            encoding_taken: None,
            fields: Vec::new(),
            fields_taken: super::Fields::default(),
            problems: Vec::new(),
            problem_count: 0,
            failure: None,
            ready: false,
            missing: Vec::new(),
        }
    }
}
