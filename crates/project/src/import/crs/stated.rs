//! A coordinate system that a layer states by one definition or several.

use super::declared::{Crs, Refused};
use super::place::Declared;
use crate::import::{DatumShift, ImportError};
use crate::lang::Text;

/// Code and wording.
pub(crate) type Remark = (&'static str, Text);

/// The first of `definitions` that is understood as a declaration; a remark where there is none (`None` = the layer names
/// no system). `by` says where it is
/// stated.
///
/// # Errors
/// A datum with no way to CGCS2000.
pub(crate) fn stated(
    definitions: Option<&[String]>,
    by: &'static str,
    shift: Option<&DatumShift>,
    file: &str,
) -> Result<(Declared, Option<Remark>), ImportError> {
    let Some(definitions) = definitions else {
        let text = Text::new(
            "没有写明坐标系,由坐标数值判断;请核对",
            "No coordinate system is named: it was judged by the numbers. Check it",
        );
        return Ok((Declared::Nothing, Some(("no_crs", text))));
    };
    for definition in definitions {
        match Crs::understand_old(definition, shift) {
            Ok(crs) => return Ok((Declared::As { crs, by }, None)),
            Err(Refused::Datum(datum)) => return Err(ImportError::DatumRefused { file: file.to_owned(), datum }),
            Err(Refused::Unknown(_)) => {}
        }
    }
    let text = Text::new(
        "坐标系定义无法识别,由坐标数值判断;请核对",
        "The definition of its coordinate system is not understood: it was judged by the numbers. Check it",
    );
    Ok((Declared::Nothing, Some(("crs_unknown", text))))
}
