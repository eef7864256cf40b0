//! GeoParquet: WKB geometries in a column of a Parquet file, row by row.
//!
//! The library decodes columns; what it would believe (lengths, counts, depths) was checked before (`frame.rs`). Columns
//! of columns, such as the boxes that some writers add, are not read.

mod frame;
mod metadata;
#[cfg(test)]
mod tests;
mod thrift;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::basic::{Compression, Repetition};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

use self::frame::{Chunk, Frame, damaged, unsupported};
use self::metadata::Geo;
use super::ImportError;
use super::crs::stated;
use super::defects::Desk;
use super::intake::{Given, Intake};
use super::item::{Item, unreadable};
use super::outline::Outline;
use super::pairs::{Pairs, pack, unpack};
use super::parts::{Parts, hand_over};
use super::read::Output;
use super::texts::Decode;
use super::wkb;
use crate::lang::Text;
use crate::source::SourceInfo;
use crate::worker::wire::Job;

/// Columns read; the threat table's limit on fields.
const FIELDS: usize = 2_046;

/// Reads the layer.
///
/// # Errors
/// A file whose parts contradict each other, one that is no GeoParquet; as [`Intake::finish`].
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let name = &item.name();
    let file = seekable(item)?;
    let part = item.part(job.hash)?;
    let framed = Frame { file: &file, bytes: file.metadata().map_err(|error| unreadable(name, &error))?.len(), name };
    framed.check()?;
    let own = file.try_clone().map_err(|error| unreadable(name, &error))?;
    let reader = guarded(name, 0, || SerializedFileReader::new(own))?.map_err(|error| trouble(name, 0, &error))?;
    let about = reader.metadata();
    let pairs = about.file_metadata().key_value_metadata();
    let text = pairs.and_then(|all| all.iter().find(|pair| pair.key == "geo")).and_then(|pair| pair.value.as_deref());
    let geo = Geo::read(text, name)?;
    let wanted = columns(about, &geo.column, name)?;
    check_rows(&framed, about, &wanted)?;
    let (declared, remark) = stated(geo.definitions().as_deref(), "geo", job.choices.datum_shift.as_ref(), name)?;
    let decode: Decode<'_> = &|raw| unpack(raw);
    let mut intake = Intake::new(job, Desk { role: job.role, file: name, out }, declared, false, decode);
    if let Some((code, text)) = remark {
        intake.remark_file(code, text);
    }
    let rows = guarded(name, 0, || RowIter::from_file(Some(wanted), &reader))?;
    let mut rows = rows.map_err(|error| trouble(name, 0, &error))?;
    let total = u64::try_from(about.file_metadata().num_rows()).unwrap_or_default().max(1);
    let (mut position, mut outline) = (0, Outline::default());
    while let Some(row) = guarded(name, position + 1, || rows.next())? {
        position += 1;
        let row = row.map_err(|error| trouble(name, position, &error))?;
        let (mut geometry, mut pairs) = (None, Pairs::new());
        for (column, field) in row.into_columns() {
            match field {
                Field::Bytes(bytes) if column == geo.column => geometry = Some(bytes),
                other => pairs.extend(words(&other).map(|text| (column, text))),
            }
        }
        let raw = pack(&pairs);
        let given = Given { position, own_id: None, raw: &raw };
        match geometry.as_ref().map(|bytes| wkb::read(bytes.data(), &mut outline)) {
            None => hand_over(&mut intake, given, &mut outline, Parts::default())?,
            Some(Ok(parts)) => hand_over(&mut intake, given, &mut outline, parts)?,
            Some(Err(why)) => intake.drop_feature(given, "bad_geometry", wkb::unreadable(&why)),
        }
        intake.progress(part.bytes * position.min(total) / total, part.bytes);
    }
    let taken = intake.finish(position)?;
    Ok(SourceInfo {
        role: job.role,
        file: name.clone(),
        format: "geoparquet".to_owned(),
        parts: vec![part],
        crs: taken.crs,
        encoding: "UTF-8".to_owned(),
        features: position,
        kept: taken.kept,
    })
}

/// A file that can be read from anywhere: a member of a zip by way of a temporary one, without a name.
fn seekable(item: &Item) -> Result<File, ImportError> {
    let name = item.name();
    if let Item::Disk(path) = item {
        return super::read::open(path);
    }
    let failed = |error: &std::io::Error| unreadable(&name, error);
    let mut spilt = tempfile::tempfile().map_err(|error| failed(&error))?;
    // The zip was weighed against its limits, and its stream ends where its directory says.
    std::io::copy(&mut item.open()?, &mut spilt).map_err(|error| failed(&error))?;
    Ok(spilt)
}

/// The geometry and every plain column, as the library wants to be asked for them.
///
/// # Errors
/// No such geometry column, or too many columns.
fn columns(about: &ParquetMetaData, geometry: &str, file: &str) -> Result<Type, ImportError> {
    let root = about.file_metadata().schema();
    let plain = |field: &&std::sync::Arc<Type>| {
        field.is_primitive() && field.get_basic_info().has_repetition() && !is_list(field)
    };
    let fields: Vec<_> = root.get_fields().iter().filter(plain).cloned().collect();
    if !fields.iter().any(|field| field.name() == geometry) {
        let text = Text::new(
            format!("元数据所指的几何列“{geometry}”不存在或不是 WKB"),
            format!("the geometry column \"{geometry}\" of its metadata is not there, or holds no WKB"),
        );
        return Err(damaged(file, text));
    }
    if fields.len() > FIELDS {
        let text = Text::new(format!("字段超过 {FIELDS} 个"), format!("more than {FIELDS} columns"));
        return Err(damaged(file, text));
    }
    Type::group_type_builder(root.name()).with_fields(fields).build().map_err(|error| trouble(file, 0, &error))
}

fn is_list(field: &Type) -> bool {
    field.get_basic_info().repetition() == Repetition::REPEATED
}

/// Checks the pages of the columns wanted, and that rows are as many as bytes can hold: an empty value costs no byte, so
/// that a few could count for a thousand million rows.
fn check_rows(framed: &Frame<'_>, about: &ParquetMetaData, wanted: &Type) -> Result<(), ImportError> {
    let mut rows = 0_i64;
    for group in about.row_groups() {
        rows = rows.saturating_add(group.num_rows());
        if group.num_rows() < 0 || rows.unsigned_abs() > 4 * framed.bytes + 1_000 {
            let text = Text::new("目录所记行数与文件大小不符", "its footer counts more rows than it can hold");
            return Err(damaged(framed.name, text));
        }
        for column in group.columns() {
            let path = column.column_path().parts();
            if !wanted.get_fields().iter().any(|field| path.first().is_some_and(|first| first == field.name())) {
                continue;
            }
            if !is_unpacked(column.compression()) {
                return Err(unsupported(framed.name, &format!("{:?}", column.compression())));
            }
            let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
            framed.pages(&Chunk { start, length: column.compressed_size(), rows: group.num_rows() })?;
        }
    }
    Ok(())
}

/// Whether pages of this compression are read.
fn is_unpacked(compression: Compression) -> bool {
    use Compression as C;
    matches!(compression, C::UNCOMPRESSED | C::SNAPPY | C::GZIP(_) | C::LZ4 | C::LZ4_RAW)
}

/// A value as an attribute; empty ones, bytes and lists are none.
fn words(field: &Field) -> Option<String> {
    let instant = |time: Result<jiff::Timestamp, jiff::Error>| time.ok().map(|time| time.to_string());
    match field {
        Field::Null | Field::Bytes(_) | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => None,
        Field::Str(text) => Some(text.clone()),
        Field::Date(days) => {
            let first = jiff::civil::date(1970, 1, 1);
            first.checked_add(jiff::Span::new().try_days(*days).ok()?).ok().map(|day| day.to_string())
        }
        Field::TimestampMillis(since) => instant(jiff::Timestamp::from_millisecond(*since)),
        Field::TimestampMicros(since) => instant(jiff::Timestamp::from_microsecond(*since)),
        Field::Float(number) => Some(number.to_string()),
        Field::Double(number) => Some(number.to_string()),
        other => Some(other.to_string()),
    }
}

/// Runs a step of the library; a panic in it is a damaged file.
fn guarded<T>(file: &str, row: u64, step: impl FnOnce() -> T) -> Result<T, ImportError> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|_| trouble(file, row, &"unexpected data"))
}

fn trouble(file: &str, row: u64, error: &dyn std::fmt::Display) -> ImportError {
    let why: String = error.to_string().chars().take(200).collect();
    let text = match row {
        0 => Text::new(format!("内容无法读取({why})"), format!("its content cannot be read ({why})")),
        row => Text::new(format!("第 {row} 行无法读取({why})"), format!("row {row} cannot be read ({why})")),
    };
    damaged(file, text)
}
