//! Shapefiles: the `.shp` streams by, the table beside it in step.

mod dbf;
mod encoding;
mod rings;
mod shp;
mod sidecars;

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};

use self::dbf::{Table, is_deleted};
use self::encoding::{Claim, Scale, of_cpg, of_language_id};
use self::shp::{Content, Sort, Stop};
use self::sidecars::Parts;
use super::ImportError;
use super::crs::{Crs, Declared, Refused};
use super::defects::Desk;
use super::hashed::Hashed;
use super::intake::{Given, Intake};
use super::outline::Outline;
use super::read::{Output, file_name, open, unreadable};
use crate::lang::Text;
use crate::source::{SourceInfo, SourcePart};
use crate::worker::wire::Job;

/// Something to tell about the file once the intake is open: code and wording.
type Remarks = Vec<(&'static str, Text)>;

/// Reads a shapefile, given any of its parts.
pub(crate) fn read(job: &Job, given: &Path, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let parts = Parts::beside(given);
    let Some(path) = &parts.shp else { return Err(ImportError::NoShp { file: file_name(given) }) };
    let name = file_name(path);
    let file = open(path)?;
    let total = file.metadata().map_err(|error| unreadable(&name, &error))?.len();
    if total == 0 {
        return Err(ImportError::Empty { file: name });
    }
    let mut source = Hashed::new(file);
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
    let declared = declared(&parts, &name, &mut remarks)?;
    let mut table = match &parts.dbf {
        Some(path) => attributes(path, &parts, &mut remarks)?,
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
    let decode =
        |raw: &[u8]| layout.as_ref().map_or_else(Vec::new, |(layout, encoding)| layout.attributes(raw, encoding));
    let mut intake = Intake::new(job, Desk { role: job.role, file: &name, out }, declared, false, &decode);
    for (code, text) in remarks {
        intake.remark_file(code, text);
    }
    let features = records(&mut source, &name, (header.bytes, total), table.as_mut(), &mut intake)?;
    if let Some(table) = &table {
        compare_counts(u64::from(table.records.layout.records), features, "dbf", &mut intake);
    }
    let mut listed = vec![part(path, source).map_err(|error| unreadable(&name, &error))?];
    let encoding = table.as_ref().map_or(UTF_8, |table| table.encoding).name().to_owned();
    if let (Some(table), Some(path)) = (table, &parts.dbf) {
        listed.push(part(path, table.records.into_source()).map_err(|error| unreadable(&file_name(path), &error))?);
    }
    for path in [&parts.shx, &parts.prj, &parts.cpg].into_iter().flatten() {
        let part = File::open(path).and_then(|file| part(path, Hashed::new(file)));
        let part = part.map_err(|error| unreadable(&file_name(path), &error))?;
        if Some(path) == parts.shx.as_ref() {
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
    records: Table<Hashed<File>>,
    encoding: &'static Encoding,
}

/// Reads all records; gives their number.
fn records(
    source: &mut Hashed<File>,
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
fn attributes(path: &Path, parts: &Parts, remarks: &mut Remarks) -> Result<Option<Attributes>, ImportError> {
    let claim = parts
        .cpg
        .as_ref()
        .and_then(|cpg| fs::read(cpg).ok())
        .and_then(|cpg| of_cpg(&String::from_utf8_lossy(&cpg[..cpg.len().min(64)])));
    let mut look = match Table::open(BufReader::new(open(path)?)) {
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
    let mut scale = Scale::default();
    look.layout.weigh_names(&mut scale);
    let mut record = Vec::new();
    while let Ok(true) = look.next(&mut record) {
        look.layout.weigh(&record, &mut scale);
    }
    let (encoding, lie) = scale.settle(claim);
    remarks.extend(lie.map(|text| ("encoding_overruled", text)));
    let records = Table::open(Hashed::new(open(path)?)).map_err(|_| ImportError::Unreadable {
        file: file_name(path),
        reason: "it changed while it was read".to_owned(),
    })?;
    Ok(Some(Attributes { records, encoding }))
}

/// The coordinate system in the `.prj`.
fn declared(parts: &Parts, file: &str, remarks: &mut Remarks) -> Result<Declared, ImportError> {
    let mut bytes = Vec::new();
    if let Some(path) = &parts.prj {
        let read = open(path)?.take(64 << 10).read_to_end(&mut bytes);
        read.map_err(|error| unreadable(&file_name(path), &error))?;
    }
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
    match Crs::understand(wkt) {
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

fn part(path: &Path, source: Hashed<File>) -> std::io::Result<SourcePart> {
    let (bytes, sha256) = source.finish()?;
    Ok(SourcePart { name: file_name(path), bytes, sha256 })
}

fn stopped(stop: Stop, file: &str, offset: u64) -> ImportError {
    match stop {
        Stop::Io(error) => unreadable(file, &error),
        Stop::Broken(what) => ImportError::BadShapefile { file: file.to_owned(), offset, what },
    }
}
