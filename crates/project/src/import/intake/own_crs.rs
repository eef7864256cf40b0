//! What features say of their own coordinate system, where a format lets them.

use super::Intake;
use crate::import::crs::{Crs, Declared};
use crate::import::{DatumShift, ImportError};

/// Systems of features that are kept; a file may name any number.
const KEPT: usize = 100;

impl Intake<'_> {
    /// The reviewer's parameters for an old datum.
    pub(crate) fn datum_shift(&self) -> Option<&DatumShift> {
        self.choices.datum_shift.as_ref()
    }

    /// What a `crs` that features named before is, if it is of an old datum; `None` = not named before.
    pub(crate) fn known_crs(&self, crs: &serde_json::Value) -> Option<Option<Crs>> {
        self.inner_crs.iter().find(|(known, _)| known == crs).map(|(_, understood)| understood.clone())
    }

    /// Keeps what a `crs` is.
    pub(crate) fn know_crs(&mut self, crs: &serde_json::Value, understood: Option<Crs>) {
        if self.inner_crs.len() < KEPT {
            self.inner_crs.push((crs.clone(), understood));
        }
    }

    /// Takes the old datum that a feature names (`None` = it names none) as that of a file which declares nothing.
    ///
    /// # Errors
    /// When the features before, or the file, say otherwise: then nothing can be read for certain.
    pub(crate) fn adopt_datum(&mut self, old: Option<Crs>) -> Result<(), ImportError> {
        let of_file = |crs: &Crs| matches!(&self.declared, Declared::As { crs: own, .. } if own.old == crs.old && own.kind == crs.kind);
        let unclear = match (&self.inner_datum, old) {
            (None | Some(None), None) => {
                self.inner_datum = Some(None);
                return Ok(());
            }
            (_, Some(crs)) if of_file(&crs) => return Ok(()),
            (None, Some(crs)) if self.declared == Declared::Nothing && self.reading.is_none() => {
                self.declared = Declared::As { crs: crs.clone(), by: "crs" };
                self.inner_datum = Some(Some(crs));
                return Ok(());
            }
            (Some(Some(crs)), None) => crs.name.clone(),
            (_, Some(crs)) => crs.name,
        };
        let datum = format!("{unclear}(只有部分要素如此写明 / named by some features only)");
        Err(ImportError::DatumRefused { file: self.desk.file.to_owned(), datum })
    }
}
