//! GeoPackage: one feature table, streamed through a connection that can neither write nor run foreign code.

mod open;
mod table;
#[cfg(test)]
mod tests;

use self::open::Package;
use self::table::Value;
use super::ImportError;
use super::crs::stated;
use super::defects::Desk;
use super::intake::{Given, Intake};
use super::item::Item;
use super::outline::Outline;
use super::pairs::{Pairs, pack, unpack};
use super::parts::{Parts, hand_over};
use super::read::Output;
use super::texts::Decode;
use super::{layers, wkb};
use crate::lang::Text;
use crate::source::SourceInfo;
use crate::worker::wire::Job;

/// The names of its layers.
///
/// # Errors
/// When it is no GeoPackage, or a damaged one.
pub(crate) fn names(item: &Item) -> Result<Vec<String>, ImportError> {
    let mut package = open(item)?;
    Ok(package.layers()?.into_iter().map(|layer| layer.table).collect())
}

/// Reads one layer.
///
/// # Errors
/// As [`names`]; a wrong layer; as [`Intake::finish`].
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let (name, shown) = (&item.file().name(), item.name());
    let mut package = open(item)?;
    let part = item.part(job.hash)?;
    let mut all = package.layers()?;
    let names: Vec<String> = all.iter().map(|layer| layer.table.clone()).collect();
    let layer = all.swap_remove(layers::choose(name, &names, item.layer())?);
    let definitions = package.reference_system(layer.srs)?;
    let shift = job.choices.datum_shift.as_ref();
    let (declared, remark) = stated(definitions.as_deref(), "gpkg_spatial_ref_sys", shift, &shown)?;
    let decode: Decode<'_> = &|raw| unpack(raw);
    let mut intake = Intake::new(job, Desk { role: job.role, file: &shown, out }, declared, false, decode);
    if let Some((code, text)) = remark {
        intake.remark_file(code, text);
    }
    if package.has_unsaved_changes {
        let text = Text::new(
            "旁边有未合并的 -wal 文件,其中的修改没有读到;请先在编辑软件中保存并关闭",
            "A -wal file lies beside it: changes in it were not read. Save and close it in the program that edits it",
        );
        intake.remark_file("unsaved_changes", text);
    }
    let (mut position, mut done) = (0, 0);
    let mut outline = Outline::default();
    package.rows(&layer, &mut |row| {
        position += 1;
        done += row.bytes;
        let pairs: Pairs = row.values.into_iter().filter_map(|(name, value)| Some((name, value.text()?))).collect();
        let raw = pack(&pairs);
        let given = Given { position, own_id: row.key.as_deref(), raw: &raw };
        intake.progress(done.min(part.bytes), part.bytes);
        match &row.geometry {
            Value::Null => hand_over(&mut intake, given, &mut outline, Parts::default()),
            Value::Blob(bytes) => match geometry(bytes, &mut outline) {
                Ok(parts) => hand_over(&mut intake, given, &mut outline, parts),
                Err(why) => {
                    intake.drop_feature(given, "bad_geometry", wkb::unreadable(&why));
                    Ok(())
                }
            },
            _ => {
                intake.drop_feature(given, "bad_geometry", wkb::unreadable("not a geometry"));
                Ok(())
            }
        }
    })?;
    let taken = intake.finish(position)?;
    Ok(SourceInfo {
        role: job.role,
        file: shown.clone(),
        format: "geopackage".to_owned(),
        parts: vec![part],
        crs: taken.crs,
        encoding: "UTF-8".to_owned(),
        features: position,
        kept: taken.kept,
    })
}

/// Opens the package: on disk as it lies there; from a zip by way of a temporary file, which is gone as soon as it is
/// open (SQLite reads files alone).
fn open(item: &Item) -> Result<Package, ImportError> {
    let (file, name) = (item.file(), item.file().name());
    if let Item::Disk(path) = file {
        return Package::open(path, &name);
    }
    let failed = |error: &std::io::Error| super::item::unreadable(&name, error);
    let mut spilt = tempfile::Builder::new().prefix("sanxian-").tempfile().map_err(|error| failed(&error))?;
    // The zip was weighed against its limits, and its stream ends where its directory says.
    std::io::copy(&mut file.open()?, &mut spilt).map_err(|error| failed(&error))?;
    let path = spilt.into_temp_path();
    let mut package = Package::open(&path, &name)?;
    if cfg!(unix) {
        drop(path);
    } else {
        package.keep = Some(path);
    }
    Ok(package)
}

/// Strips the GeoPackage header and reads what is behind it.
fn geometry(blob: &[u8], outline: &mut Outline) -> Result<Parts, String> {
    let [b'G', b'P', _version, flags, ..] = blob else { return Err("no GeoPackage header".to_owned()) };
    let envelope = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err("unknown envelope".to_owned()),
    };
    if flags & 0x20 != 0 {
        return Err("extended geometry".to_owned());
    }
    wkb::read(blob.get(8 + envelope..).ok_or("cut off inside its header")?, outline)
}
