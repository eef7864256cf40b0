//! Shapefiles: the `.shp` streams by, the table beside it in step.

mod dbf;
mod encoding;
mod guess;
mod rings;
mod shp;
mod sidecars;

use std::io::{BufReader, Read};

use encoding_rs::UTF_8;

use self::dbf::{Table, is_deleted};
use self::encoding::{Claim, Scale, of_cpg, of_language_id};
use self::guess::Sample;
use self::shp::{Content, Sort, Stop};
use self::sidecars::Parts;
use super::crs::{Crs, Declared, Refused};
use super::defects::Desk;
use super::hashed::Hashed;
use super::intake::{Given, Intake};
use super::item::{Item, Opened, unreadable};
use super::notes::Notes;
use super::outline::Outline;
use super::read::Output;
use super::texts::{Decode, made};
use super::{DatumShift, ImportError, TextEncoding};
use crate::lang::Text;
use crate::source::{SourceInfo, SourcePart};
use crate::worker::wire::Job;

/// Something to tell about the file once the intake is open: code and wording.
type Remarks = Vec<(&'static str, Text)>;

/// Reads a shapefile, given any of its parts.
pub(crate) fn read(job: &Job, given: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let parts = Parts::beside(given);
    let Some(item) = &parts.shp else { return Err(ImportError::NoShp { file: given.name() }) };
    let name = item.name();
    let file = item.open()?;
    let total = file.bytes;
    if total == 0 {
        return Err(ImportError::Empty { file: name });
    }
    let mut source = Hashed::new(file, job.hash);
    let header = shp::header(&mut source).map_err(|stop| stopped(stop, &name, 0))?;
    match header.sort {
        Sort::Polygon | Sort::Null => {}
        Sort::Unknown(code) => {
            let text = Text::new(format!("未知的图形类型 {code}"), format!("unknown shape type {code}"));
            return Err(ImportError::BadShapefile { file: name, offset: 32, what: text });
        }
        other => return Err(ImportError::WrongGeometry { file: name, role: job.role, found: other.name().1 }),
    }
    if header.bytes > total {
        let text = Text::new(
            format!("文件头说有 {} 字节,实际只有 {total} 字节,可能被截断", header.bytes),
            format!("its header says {} bytes, but there are only {total}; it is probably cut off", header.bytes),
        );
        return Err(ImportError::BadShapefile { file: name, offset: 24, what: text });
    }
    let mut remarks = Remarks::new();
    if header.bytes < total {
        let text = Text::new(
            format!("文件头说有 {} 字节,实际有 {total} 字节,已读到末尾", header.bytes),
            format!("Its header says {} bytes, but there are {total}; read to the end", header.bytes),
        );
        remarks.push(("length_mismatch", text));
    }
    let declared = declared(&parts, job.choices.datum_shift.as_ref(), &name, &mut remarks)?;
    let mut table = match &parts.dbf {
        Some(item) => attributes(item, &parts, job, &mut remarks, out.notes())?,
        None => {
            let text = Text::new(
                "旁边没有 .dbf,没有属性,以顺序号作为编码;请补上 .dbf",
                "There is no .dbf beside it: no attributes, ids are positions. Add the .dbf",
            );
            remarks.push(("no_dbf", text));
            None
        }
    };
    let layout = table.as_ref().map(|table| (table.records.layout.clone(), table.encoding));
    let decode: Decode<'_> = &|raw| {
        made(layout.as_ref().map_or_else(Vec::new, |(layout, encoding)| layout.attributes(raw, encoding.rules())))
    };
    let mut intake = Intake::new(job, Desk { role: job.role, file: &name, out }, declared, false, decode);
    for (code, text) in remarks {
        intake.remark_file(code, text);
    }
    let features = records(&mut source, &name, (header.bytes, total), table.as_mut(), &mut intake)?;
    if let Some(table) = &table {
        compare_counts(u64::from(table.records.layout.records), features, "dbf", &mut intake);
    }
    let mut listed = vec![part(item, source)?];
    let encoding = table.as_ref().map_or(TextEncoding::Utf8, |table| table.encoding).name().to_owned();
    if let (Some(table), Some(item)) = (table, &parts.dbf) {
        listed.push(part(item, table.records.into_source())?);
    }
    for item in [&parts.shx, &parts.prj, &parts.cpg].into_iter().flatten() {
        let part = item.part(job.hash)?;
        if Some(item.as_path()) == parts.shx.as_ref().map(Item::as_path) {
            compare_counts(part.bytes.saturating_sub(100) / 8, features, "shx", &mut intake);
        }
        listed.push(part);
    }
    let taken = intake.finish(features)?;
    Ok(SourceInfo {
        role: job.role,
        file: name.clone(),
        format: "shapefile".to_owned(),
        parts: listed,
        crs: taken.crs,
        encoding,
        features,
        kept: taken.kept,
    })
}

/// The open table and how its text is read.
struct Attributes {
    records: Table<Hashed<Opened>>,
    encoding: TextEncoding,
}

/// Reads all records; gives their number.
fn records(
    source: &mut Hashed<Opened>,
    name: &str,
    (declared, total): (u64, u64),
    mut table: Option<&mut Attributes>,
    intake: &mut Intake<'_>,
) -> Result<u64, ImportError> {
    let (mut bytes, mut record, mut points) = (Vec::new(), Vec::new(), Vec::new());
    let mut outline = Outline::default();
    let mut position = 0;
    let mut at = 100;
    loop {
        match shp::next(source, total - at, &mut bytes) {
            Ok(true) => {}
            Ok(false) => return Ok(position),
            // Behind the length that the header tells there may be anything.
            Err(Stop::Broken(_)) if at >= declared && declared > 100 => return Ok(position),
            Err(stop) => return Err(stopped(stop, name, at)),
        }
        position += 1;
        if let Some(open) = table.as_deref_mut()
            && open.records.next(&mut record).is_err()
        {
            let text = Text::new(
                format!("属性表在第 {position} 条记录处中断,其后没有属性;请重新传输 .dbf"),
                format!(
                    "The table ends inside record {position}; no attributes from there on. Transfer the .dbf again"
                ),
            );
            intake.remark_file("dbf_truncated", text);
        }
        let given = Given { position, own_id: None, raw: &record };
        if is_deleted(&record) {
            let text = Text::new(
                "记录在属性表中已标记删除,未参与审查;请压缩(Pack)后重新导出",
                "The record is marked as deleted in the table and was left out; pack the table",
            );
            intake.drop_feature(given, "deleted_record", text);
        } else {
            match shp::content(&bytes, &mut points) {
                Ok(Content::Rings(ranges)) => {
                    let rings: Vec<_> = ranges.into_iter().map(|range| &points[range]).collect();
                    rings::arrange(&rings, &mut outline);
                    intake.polygons(given, &mut outline)?;
                }
                Ok(Content::Null) => {
                    let text = Text::new(
                        "图形为空,未参与审查;如应有范围请补全",
                        "The shape is null and was left out; complete it if it should have one",
                    );
                    intake.no_geometry(given, "null_geometry", text);
                }
                Ok(Content::Other(sort)) => {
                    let (kind, name) = sort.name();
                    intake.not_polygon(given, kind, name);
                }
                Err(why) => {
                    let text = Text::new(
                        format!("第 {at} 字节:{},该要素未参与审查;请重新导出", why.zh),
                        format!("At byte {at}: {}; the feature was left out. Export it again", why.en),
                    );
                    intake.drop_feature(given, "bad_record", text);
                }
            }
        }
        at += 8 + bytes.len() as u64;
        intake.progress(at, total);
    }
}

fn compare_counts(listed: u64, features: u64, part: &str, intake: &mut Intake<'_>) {
    if listed != features {
        let text = Text::new(
            format!(".{part} 记有 {listed} 条记录,而 .shp 有 {features} 个图形;请核对是否同一批导出"),
            format!(
                "The .{part} counts {listed} records, but the .shp has {features} shapes; check that they belong together"
            ),
        );
        intake.remark_file("count_mismatch", text);
    }
}

/// Opens the table and decides its encoding by a first look at all of its text.
fn attributes(
    item: &Item,
    parts: &Parts,
    job: &Job,
    remarks: &mut Remarks,
    notes: Option<&mut Notes>,
) -> Result<Option<Attributes>, ImportError> {
    let chosen = job.choices.encoding;
    let claim = parts.cpg.as_ref().and_then(|cpg| first_bytes(cpg, 64).ok());
    let claim = claim.and_then(|cpg| of_cpg(&String::from_utf8_lossy(&cpg)));
    let mut look = match Table::open(BufReader::new(item.open()?)) {
        Ok(table) => table,
        Err(why) => {
            let text = Text::new(
                format!("属性表 .dbf 损坏:{},没有属性,以顺序号作为编码;请重新导出", why.zh),
                format!("The .dbf is broken: {}; no attributes, ids are positions. Export it again", why.en),
            );
            remarks.push(("bad_dbf", text));
            return Ok(None);
        }
    };
    let claim: Option<Claim> = claim.or_else(|| of_language_id(look.layout.language_id));
    let brief = notes.as_ref().is_some_and(|notes| notes.brief);
    let (mut scale, mut sample) = (Scale::default(), Sample::default());
    look.layout.weigh_names(&mut scale);
    let mut record = Vec::new();
    while let Ok(true) = look.next(&mut record) {
        look.layout.weigh(&record, &mut scale);
        if notes.is_some() && sample.take(&record) >= ENOUGH && brief {
            break;
        }
    }
    let (settled, lie) = scale.settle(claim);
    remarks.extend(
        lie.clone().filter(|_| chosen.is_none_or(|chosen| chosen == settled)).map(|text| ("encoding_overruled", text)),
    );
    let encoding = chosen.unwrap_or(settled);
    if let Some(notes) = notes {
        notes.fields = look.layout.found(encoding);
        notes.encoding = Some(encoding);
        notes.encodings = sample.guesses(&look.layout, claim, settled, lie);
    }
    let records = Table::open(Hashed::new(item.open()?, job.hash)).map_err(|_| ImportError::Unreadable {
        file: item.name(),
        reason: "it changed while it was read".to_owned(),
    })?;
    Ok(Some(Attributes { records, encoding }))
}

/// Records that a brief look takes.
const ENOUGH: u64 = 2000;

fn first_bytes(item: &Item, limit: u64) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    item.open()?.take(limit).read_to_end(&mut bytes).map_err(|error| unreadable(&item.name(), &error))?;
    Ok(bytes)
}

/// The coordinate system in the `.prj`.
fn declared(
    parts: &Parts,
    shift: Option<&DatumShift>,
    file: &str,
    remarks: &mut Remarks,
) -> Result<Declared, ImportError> {
    let bytes = parts.prj.as_ref().map_or_else(|| Ok(Vec::new()), |item| first_bytes(item, 64 << 10))?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let text = encoding::decode(UTF_8, bytes);
    let wkt = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if wkt.is_empty() {
        let text = Text::new(
            "没有 .prj(或为空),坐标系由坐标数值判断;请核对",
            "There is no .prj (or an empty one): the coordinate system was judged by the numbers. Check it",
        );
        remarks.push(("no_prj", text));
        return Ok(Declared::Nothing);
    }
    match Crs::understand_old(wkt, shift) {
        Ok(crs) => Ok(Declared::As { crs, by: ".prj" }),
        Err(Refused::Datum(datum)) => Err(ImportError::DatumRefused { file: file.to_owned(), datum }),
        Err(Refused::Unknown(_)) => {
            let text = Text::new(
                ".prj 无法识别,坐标系由坐标数值判断;请更正 .prj",
                "The .prj is not understood: the coordinate system was judged by the numbers. Correct the .prj",
            );
            remarks.push(("prj_unknown", text));
            Ok(Declared::Nothing)
        }
    }
}

fn part(item: &Item, source: Hashed<Opened>) -> Result<SourcePart, ImportError> {
    let (bytes, sha256) = source.finish().map_err(|error| unreadable(&item.name(), &error))?;
    Ok(SourcePart { name: item.name(), bytes, sha256 })
}

fn stopped(stop: Stop, file: &str, offset: u64) -> ImportError {
    match stop {
        Stop::Io(error) => unreadable(file, &error),
        Stop::Broken(what) => ImportError::BadShapefile { file: file.to_owned(), offset, what },
    }
}
