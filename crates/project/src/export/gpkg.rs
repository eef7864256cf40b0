//! `review.gpkg`: the project file's own format, with rings turned as readers recommend.

use std::path::Path;

use super::ExportError;
use crate::store::{GpkgStore, Recorded, StoreError, Winding, put_all};

/// Writes the file.
///
/// On a thread of its own with a small runtime: the caller may or may not be inside one, and blocking inside is
/// refused.
pub(super) fn write(recorded: &Recorded, path: &Path) -> Result<(), ExportError> {
    let written = std::thread::scope(|scope| scope.spawn(|| write_here(recorded, path)).join());
    written.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn write_here(recorded: &Recorded, path: &Path) -> Result<(), ExportError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(ExportError::io(path))?;
    runtime
        .block_on(async {
            let store = GpkgStore::create(path, Winding::RightHanded).await?;
            put_all(&store, recorded).await?;
            store.finish().await
        })
        .map_err(|error: StoreError| error.into())
}
