//! Imports a file into a new baseline: written aside, put in place as a whole.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sanxian_review::data::LayerKind;
use tempfile::{Builder, NamedTempFile};

use super::write::Writer;
use super::{Baseline, BaselineError, BaselineInfo};
use crate::import::{Choices, ImportError, Sent, Source, stream};
use crate::watch::{Step, Watch};
use crate::worker::Supervisor;

/// What to import, and as what.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The file, or the layer inside it.
    pub source: Source,
    /// What the reviewer chose about it; `fields` does not matter here.
    pub choices: Choices,
    /// Which line or optional layer; towns and the ledger are no baseline.
    pub role: LayerKind,
    /// Given by the reviewer.
    pub name: String,
    /// Year of the data.
    pub data_year: Option<u16>,
}

/// Nothing is kept in memory but boxes and cells, so that a layer may be larger than one review may hold.
const MOST_VERTICES: u64 = 4_000_000_000;
/// Ending of a file that is being written.
const ASIDE: &str = ".baseline-part";

impl Baseline {
    /// Imports a file into a new baseline in folder `dir`, which is made if need be. Blocks until done.
    ///
    /// The features stream through: memory does not grow with the layer beyond 24 bytes a feature. A cancel, an
    /// error or a kill leaves no baseline behind.
    ///
    /// # Errors
    /// A source that gives no layer, a cancel, a folder that cannot be written.
    pub fn create(
        dir: &Path,
        request: &Request,
        supervisor: &Supervisor,
        watch: &dyn Watch,
    ) -> Result<BaselineInfo, BaselineError> {
        match request.role {
            LayerKind::Towns => return Err(BaselineError::Towns),
            LayerKind::Ledger => return Err(BaselineError::Ledger),
            _ => {}
        }
        fs::create_dir_all(dir).map_err(BaselineError::io(dir))?;
        sweep(dir);
        let aside = Builder::new().prefix(".").suffix(ASIDE).tempfile_in(dir).map_err(BaselineError::io(dir))?;
        // Held until it is in place or gone: whoever can lock such a file knows that its writer died.
        let _ = aside.as_file().try_lock();
        let mut writer = Writer::new(aside.path(), request)?;
        let mut supervisor = supervisor.clone();
        supervisor.limits.vertices = MOST_VERTICES;
        let mut failed = None;
        let read = stream(&supervisor, &request.source, &request.choices, request.role, None, watch, |sent| {
            let taken = match sent {
                Sent::Feature(feature) => writer.feature(&feature),
                Sent::Problem(problem) => writer.problem(&problem),
                Sent::Restart => writer.restart(),
            };
            taken.map_err(|error| {
                failed = Some(error);
                ImportError::Cancelled { file: String::new() } // only ends the stream
            })
        });
        if let Some(error) = failed {
            return Err(error);
        }
        let source = read?;
        watch.progress(Step::Index { role: request.role });
        let file = source.file.clone();
        let go_on = || {
            if watch.cancelled() { Err(ImportError::Cancelled { file: file.clone() }.into()) } else { Ok(()) }
        };
        let hash = source.parts.first().map(|part| part.sha256.clone()).unwrap_or_default();
        writer.finish(request, &source, &hash, &go_on)?;
        aside.as_file().sync_all().map_err(BaselineError::io(aside.path()))?;
        go_on()?;
        let path = publish(dir, aside, request.role, &hash)?;
        Ok(Self::open(&path)?.info().clone())
    }
}

/// Puts the file in place under a name that is free.
fn publish(dir: &Path, mut aside: NamedTempFile, role: LayerKind, hash: &str) -> Result<PathBuf, BaselineError> {
    let digits = hash.get(..12).unwrap_or(hash);
    for number in 1_u32.. {
        let more = if number == 1 { String::new() } else { format!("-{number}") };
        let path = dir.join(format!("{role}-{digits}{more}.gpkg"));
        match aside.persist_noclobber(&path) {
            Ok(_) => {
                // so that the name survives a power cut, too; not every system can do that
                let _ = File::open(dir).and_then(|dir| dir.sync_all());
                return Ok(path);
            }
            Err(refused) if refused.error.kind() == std::io::ErrorKind::AlreadyExists => aside = refused.file,
            Err(refused) => return Err(BaselineError::Io { path, source: refused.error }),
        }
    }
    Err(BaselineError::Missing { path: dir.into() }) // four thousand million baselines of one file
}

/// Removes what killed imports left behind.
fn sweep(dir: &Path) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let left = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(ASIDE));
        if left && File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(&path);
        }
    }
}
