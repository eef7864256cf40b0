//! One layer from whatever it came in into whatever is asked for.

use std::path::{Path, PathBuf};

use sanxian_review::data::LayerKind;

use crate::export::ExportError;
use crate::export::layer::{Layer, LayerFormat, Manner, System, TextAs, TxtForm, replace_with_layers};
use crate::import::{Choices, ImportError, Source, import};
use crate::lang::Text;
use crate::problem::Problem;
use crate::source::SourceInfo;
use crate::watch::Watch;
use crate::worker::Supervisor;

/// What to convert, and into what.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// The layer.
    pub source: Source,
    /// How it is read.
    pub choices: Choices,
    /// The format to write.
    pub format: LayerFormat,
    /// EPSG code of the system to write; `None` = as delivered where the format allows it, else the usual one.
    pub epsg: Option<u32>,
    /// Encoding of texts.
    pub encoding: TextAs,
    /// Form of a TXT.
    pub form: TxtForm,
    /// The file to write; what stands there is replaced as a whole, unless it is the source.
    pub out: PathBuf,
}

/// What was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// What was read.
    pub source: SourceInfo,
    /// Features written.
    pub features: usize,
    /// The system of the new file.
    pub system: System,
    /// What is wrong with the source.
    pub problems: Vec<Problem>,
    /// What could not be kept as it was.
    pub notes: Vec<Text>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// The file gives no layer.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The new file cannot be made.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// Reads a layer in a worker and writes it anew. Rings go as they were delivered, never a mended copy.
///
/// # Errors
/// As [`import`] and [`replace_with_layers`]; a file to write that is the source itself. Then nothing has changed.
pub fn convert(supervisor: &Supervisor, conversion: &Conversion, watch: &dyn Watch) -> Result<Converted, ConvertError> {
    let Conversion { source, choices, format, epsg, out, .. } = conversion;
    not_the_source(&source.path, out)?;
    let asked = epsg.map(|code| {
        System::of_epsg(code).ok_or_else(|| {
            refused(
                (format!("不能写成 EPSG:{code}"), format!("EPSG:{code} is not written")),
                (
                    "可选 4490、4326,以及 CGCS2000 高斯投影 4491–4554",
                    "Choose 4490, 4326 or a CGCS2000 zone, 4491 to 4554",
                ),
            )
        })
    });
    let asked = asked.transpose()?;
    if *format == LayerFormat::Shapefile && !has_ending(out, "zip") {
        return Err(refused(
            ("shapefile 写成一个 zip".to_owned(), "A shapefile is written as one zip".to_owned()),
            ("请用 .zip 结尾的文件名", "Choose a name that ends in .zip"),
        ));
    }
    let read = import(supervisor, source, choices, LayerKind::Towns, None, watch)?;
    if read.problems.iter().any(|problem| problem.code == "datum_unshifted") {
        let (file, datum) = (read.source.file, read.source.crs.name);
        return Err(ImportError::DatumRefused { file, datum }.into());
    }
    let name = layer_name(&read.source.file);
    let layer = Layer::of_features(&name, LayerKind::Towns, &read.features);
    let middle = layer.extent().map_or(120.0, |[west, _, east, _]| f64::midpoint(west, east));
    let system = asked.unwrap_or_else(|| format.usual_system(read.source.crs.epsg, middle));
    let manner = Manner {
        system,
        encoding: conversion.encoding,
        form: conversion.form,
        day: String::new(),
        utf8_where_needed: false,
    };
    if watch.cancelled() {
        return Err(ExportError::Cancelled.into());
    }
    let features = layer.rows.len();
    let notes = replace_with_layers(&[layer], *format, &manner, out)?;
    Ok(Converted { source: read.source, features, system, problems: read.problems, notes })
}

fn refused(what: (String, String), hint: (&str, &str)) -> ConvertError {
    ExportError::Refused { what: Text::new(what.0, what.1), hint: Text::new(hint.0, hint.1) }.into()
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// # Errors
/// When both are one file, whatever they are called.
fn not_the_source(source: &Path, out: &Path) -> Result<(), ConvertError> {
    let real = |path: &Path| path.canonicalize().ok();
    if out.is_dir() {
        return Err(refused(
            (format!("{} 是文件夹", out.display()), format!("{} is a folder", out.display())),
            ("请给出要写的文件名", "Name the file to write"),
        ));
    }
    match (real(source), real(out)) {
        (Some(source), Some(target)) if source == target => Err(refused(
            (format!("{} 就是要读取的文件", out.display()), format!("{} is the file to be read", out.display())),
            ("原文件不会被覆盖,请另取文件名", "The original is never replaced: choose another name"),
        )),
        _ => Ok(()),
    }
}

/// A layer is named after its file: the innermost, without ending and filter.
fn layer_name(file: &str) -> String {
    let bare = file.split('[').next().unwrap_or(file);
    let last = bare.rsplit('/').next().unwrap_or(bare);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    if stem.is_empty() { "layer".to_owned() } else { stem.to_owned() }
}
