//! A `crs` inside a feature: illegal, and mostly one that the file's own makes needless.
//!
//! One of an old datum must not be passed over: where the file declares nothing and every feature names the same one, it
//! is taken as the file's; where they disagree, nothing can be read for certain.

use serde_json::Value;

use crate::import::ImportError;
use crate::import::crs::{Crs, Named, Refused, named};
use crate::import::intake::Intake;
use crate::lang::Text;

/// Weighs what the feature at `position` says of itself; `found` are its `crs` members, without the file's own.
///
/// # Errors
/// An old datum that not every feature names, or that the file contradicts.
pub(super) fn weigh<'a>(
    intake: &mut Intake<'_>,
    position: u64,
    found: impl Iterator<Item = &'a Value>,
) -> Result<(), ImportError> {
    let mut old = None;
    for crs in found {
        let known = intake.known_crs(crs);
        let understood = match known {
            Some(known) => known,
            None => {
                let new = old_datum(intake, crs)?;
                intake.know_crs(crs, new.clone());
                new
            }
        };
        match understood {
            Some(crs) => old = Some(crs),
            None => intake.count("inner_crs", Some(position), inner_crs),
        }
    }
    intake.adopt_datum(old)
}

/// The system, if it is of Xi'an 80 or Beijing 54.
///
/// # Errors
/// Another datum: there is no way to CGCS2000.
fn old_datum(intake: &Intake<'_>, crs: &Value) -> Result<Option<Crs>, ImportError> {
    let Named::Definition(definition) = named(crs) else { return Ok(None) };
    match Crs::understand_old(&definition, intake.datum_shift()) {
        Ok(crs) => Ok(crs.old.is_some().then_some(crs)),
        Err(Refused::Datum(datum)) => Err(ImportError::DatumRefused { file: intake.file().to_owned(), datum }),
        Err(Refused::Unknown(_)) => Ok(None),
    }
}

fn inner_crs() -> Text {
    Text::new(
        "要素或几何上写有 crs,已忽略,只采用文件最外层的 crs;请核对坐标系",
        "A crs stands on a feature or a geometry and was ignored: only the file's own counts. Check the coordinate system",
    )
}
