//! What evidence packs and the window ask of this crate.

use std::path::Path;

use sanxian_project::dossier::Dossier;
use sanxian_project::opinion::Opinion;
use sanxian_project::pack::Press;
use sanxian_project::watch::Watch;

use crate::opinion::OpinionSetter;

/// Sets opinions, and remembers what the fonts did not have.
#[derive(Debug, Default)]
pub struct SheetPress {
    /// Opinions set so far.
    pub opinions: OpinionSetter,
}

impl Press for SheetPress {
    fn opinion(&self, opinion: &Opinion) -> Result<Vec<u8>, String> {
        self.opinions.set(opinion)
    }

    fn sheets(&self, _: &Dossier, _: &serde_json::Value, _: &Path, _: &dyn Watch) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}
