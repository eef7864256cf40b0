//! GeoJSON (RFC 7946, and the illegal kinds that are in use): one streaming pass, one feature in memory.

mod cursor;
mod elements;
mod feature;
mod geometry;
mod inner;
mod lane;
mod oddity;
#[cfg(test)]
mod same;
pub(crate) mod sequence;
mod split;
mod take;
mod top;

use std::cell::Cell;

use self::elements::{Elements, Leading};
use self::feature::attributes;
use self::oddity::{Odd, Oddity};
use self::split::{SplitError, Splitter};
use self::take::{take, take_leading};
use self::top::{Root, Top};
use super::chunks::Chunks;
use super::crs::{Crs, Declared, Named, Refused, named};
use super::defects::Desk;
use super::intake::Intake;
use super::item::{Item, unreadable};
use super::outline::Outline;
use super::read::Output;
use super::texts::Decode;
use super::{DatumShift, ImportError};
use crate::lang::Text;
use crate::source::{SourceInfo, SourcePart};
use crate::worker::wire::{Frame, Job};

/// Features larger than this are cut out before they are read, so that memory holds them once.
const LARGE: usize = 64 << 20;

/// Reads a GeoJSON file.
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let name = item.name();
    let mut assumed = None;
    loop {
        match pass(job, item, &name, assumed.take(), out)? {
            Pass::Done(source) => return Ok(*source),
            Pass::Again(crs) => {
                out.frame(Frame::Restart);
                assumed = Some(crs);
            }
        }
    }
}

/// How one pass over the file ended.
enum Pass {
    Done(Box<SourceInfo>),
    /// The `crs` came behind the features and is another one than assumed.
    Again(Declared),
}

/// What stops the stream.
enum Stop {
    Import(ImportError),
    Split(SplitError),
}

impl From<SplitError> for Stop {
    fn from(error: SplitError) -> Self {
        Self::Split(error)
    }
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

fn pass(
    job: &Job,
    item: &Item,
    name: &str,
    known: Option<Declared>,
    out: &mut dyn Output,
) -> Result<Pass, ImportError> {
    let file = item.open()?;
    let total = file.bytes;
    let mut chunks = Chunks::of(file, job.hash).map_err(|error| unreadable(name, &error))?;
    let gbk = Cell::new(false);
    let decode: Decode<'_> = &|raw| {
        let mut other = false;
        let attributes = attributes(raw, &mut other);
        gbk.set(gbk.get() || other);
        attributes
    };
    let mut splitter = Splitter::default();
    let first_pass = known.is_none();
    let mut reader = Reader {
        job,
        name,
        decode,
        known,
        intake: None,
        out: Some(out),
        position: 0,
        outline: Outline::default(),
        odd: Odd::default(),
        stuck: None,
        told: false,
    };
    let (mut done, mut enough) = (0, 0);
    loop {
        let read = chunks.more().map_err(|error| unreadable(name, &error))?;
        done += read as u64;
        let bytes = chunks.bytes();
        if read == 0 || bytes.len() >= enough {
            let more = read > 0 && bytes.len() < LARGE;
            let taken = splitter.push::<Stop>(bytes, more, &mut reader);
            chunks.taken(taken.map_err(|stop| stopped(stop, item, name))?);
            // what is cut is read again from its beginning: each time at least twice as much of it
            enough = 2 * chunks.bytes().len();
        }
        reader.progress(done, total);
        if read == 0 {
            break;
        }
    }
    splitter.finish().map_err(|error| stopped(Stop::Split(error), item, name))?;
    let top =
        top::read(&splitter.skeleton).map_err(|fault| bad_json(item, name, splitter.place(fault.at), fault.text))?;
    // A crs behind the features may say that they were read wrongly, or why they could not be read.
    let late = top.crs.as_ref().map(|late| understand(name, job.choices.datum_shift.as_ref(), late)).transpose()?;
    if first_pass && let Some((declared, _)) = &late {
        let declared = declared.clone();
        let assumed = reader.known.as_ref().unwrap_or(&Declared::Nothing);
        if declared != *assumed && (reader.stuck.is_some() || !is_plain_degrees(&declared)) {
            return Ok(Pass::Again(declared));
        }
    }
    if let Some(error) = reader.stuck.take() {
        return Err(error);
    }
    let features = reader.root(&top, &splitter.skeleton)?;
    let told = reader.told;
    let mut intake = reader.into_intake(&splitter.skeleton)?;
    if !told && let Some((_, Some(unknown))) = late {
        intake.remark_file("crs_unknown", crs_unknown(&unknown));
    }
    intake.settle_waiting()?;
    if gbk.get() {
        intake.count(Oddity::NotUtf8.code(), None, || Oddity::NotUtf8.text());
    }
    let taken = intake.finish(features)?;
    let (bytes, sha256) = chunks.close().map_err(|error| unreadable(name, &error))?;
    Ok(Pass::Done(Box::new(SourceInfo {
        role: job.role,
        file: name.to_owned(),
        format: "geojson".to_owned(),
        parts: vec![SourcePart { name: name.to_owned(), bytes, sha256 }],
        crs: taken.crs,
        encoding: if gbk.get() { "GBK" } else { "UTF-8" }.to_owned(),
        features,
        kept: taken.kept,
    })))
}

/// Longitude and latitude declared where they were assumed: no reason to read a gigabyte again.
fn is_plain_degrees(declared: &Declared) -> bool {
    matches!(declared, Declared::As { crs, .. } if crs.base.is_empty() && crs.old.is_none())
}

/// A `crs` member as a declaration, and what could not be understood.
fn understand(
    file: &str,
    shift: Option<&DatumShift>,
    crs: &serde_json::Value,
) -> Result<(Declared, Option<String>), ImportError> {
    match named(crs) {
        Named::Nothing => Ok((Declared::Nothing, None)),
        Named::Unknown(name) => Ok((Declared::Nothing, Some(name))),
        Named::Definition(definition) => match Crs::understand_old(&definition, shift) {
            Ok(crs) => Ok((Declared::As { crs, by: "crs" }, None)),
            Err(Refused::Unknown(name)) => Ok((Declared::Nothing, Some(name))),
            Err(Refused::Datum(datum)) => Err(ImportError::DatumRefused { file: file.to_owned(), datum }),
        },
    }
}

fn crs_unknown(name: &str) -> Text {
    Text::new(
        format!("crs 说明“{name}”无法识别,改按坐标数值判断"),
        format!("The crs \"{name}\" is not known; the numbers decide"),
    )
}

/// Feeds the elements of one pass to the intake.
struct Reader<'a> {
    job: &'a Job,
    name: &'a str,
    decode: Decode<'a>,
    /// The coordinate system as declared, once it is known.
    known: Option<Declared>,
    intake: Option<Intake<'a>>,
    out: Option<&'a mut dyn Output>,
    position: u64,
    outline: Outline,
    odd: Odd,
    /// An error that a `crs` behind the features may still explain.
    stuck: Option<ImportError>,
    /// That the `crs` is not known was told.
    told: bool,
}

impl<'a> Reader<'a> {
    /// The intake, set up with the `crs` that stands in the skeleton so far.
    fn begin(&mut self, skeleton: &[u8]) -> Result<&mut Intake<'a>, ImportError> {
        if let Some(out) = self.out.take() {
            let mut unknown = None;
            let declared = match (self.known.take(), top::crs_so_far(skeleton)) {
                (Some(declared), _) => declared,
                (None, Some(crs)) => {
                    let (declared, name) = understand(self.name, self.job.choices.datum_shift.as_ref(), &crs)?;
                    unknown = name;
                    declared
                }
                (None, None) => Declared::Nothing,
            };
            self.known = Some(declared.clone());
            let desk = Desk { role: self.job.role, file: self.name, out };
            let intake = self.intake.insert(Intake::new(self.job, desk, declared, true, self.decode));
            if let Some(name) = unknown {
                self.told = true;
                intake.remark_file("crs_unknown", crs_unknown(&name));
            }
        }
        // `out` is taken exactly when `intake` is set.
        self.intake.as_mut().ok_or_else(|| ImportError::UnknownFormat { file: self.name.to_owned() })
    }

    fn into_intake(mut self, skeleton: &[u8]) -> Result<Intake<'a>, ImportError> {
        self.begin(skeleton)?;
        self.intake.ok_or_else(|| ImportError::UnknownFormat { file: self.name.to_owned() })
    }

    /// The sign of life.
    fn progress(&mut self, done: u64, total: u64) {
        if let Some(intake) = &mut self.intake {
            intake.progress(done, total);
        } else if let Some(out) = &mut self.out {
            out.progress(done, total);
        }
    }

    /// One element of `features`.
    fn element(&mut self, offset: u64, bytes: &[u8], skeleton: &[u8]) -> Result<(), ImportError> {
        self.position += 1;
        if self.stuck.is_some() {
            return Ok(());
        }
        let position = self.position;
        self.begin(skeleton)?;
        let Some(intake) = &mut self.intake else { return Ok(()) };
        match take(intake, position, offset, bytes, &mut self.outline, &mut self.odd) {
            Err(error @ (ImportError::ZoneUnknown { .. } | ImportError::CrsUnknown { .. })) => self.stuck = Some(error),
            other => other?,
        }
        Ok(())
    }

    /// The element that these bytes begin with, if it can be read at once.
    fn leading(&mut self, offset: u64, bytes: &[u8], skeleton: &[u8]) -> Result<Leading, ImportError> {
        if self.stuck.is_some() || lane::is_closed() {
            return Ok(Leading::Unknown);
        }
        self.begin(skeleton)?;
        let Some(intake) = &mut self.intake else { return Ok(Leading::Unknown) };
        match take_leading(intake, self.position + 1, offset, bytes, &mut self.outline, &mut self.odd) {
            Ok(Leading::Taken(length)) => {
                self.position += 1;
                Ok(Leading::Taken(length))
            }
            // Where it ends does not matter: the splitter finds it.
            Err(error @ (ImportError::ZoneUnknown { .. } | ImportError::CrsUnknown { .. })) => {
                self.stuck = Some(error);
                Ok(Leading::Unknown)
            }
            other => other,
        }
    }

    /// The root, when it is itself a feature or a geometry; gives the number of features.
    fn root(&mut self, top: &Top, skeleton: &[u8]) -> Result<u64, ImportError> {
        let name = self.name.to_owned();
        self.begin(skeleton)?;
        let Some(intake) = &mut self.intake else { return Ok(0) };
        for oddity in &top.odd {
            intake.count(oddity.code(), None, || oddity.text());
        }
        match &top.root {
            Root::Collection => Ok(self.position),
            Root::Not(what) => Err(ImportError::NotGeoJson { file: name, what: what.clone() }),
            Root::Single => {
                self.position += 1;
                take(intake, self.position, 0, skeleton, &mut self.outline, &mut self.odd)?;
                Ok(self.position)
            }
        }
    }
}

impl Elements<Stop> for Reader<'_> {
    fn element(&mut self, offset: u64, bytes: &[u8], skeleton: &[u8]) -> Result<(), Stop> {
        Ok(Reader::element(self, offset, bytes, skeleton)?)
    }

    fn leading(&mut self, offset: u64, bytes: &[u8], skeleton: &[u8]) -> Result<Leading, Stop> {
        Ok(Reader::leading(self, offset, bytes, skeleton)?)
    }
}

fn stopped(stop: Stop, item: &Item, file: &str) -> ImportError {
    match stop {
        Stop::Import(error) => error,
        Stop::Split(SplitError::NoObject) => ImportError::NotGeoJson {
            file: file.to_owned(),
            what: Text::new("最外层应为对象 {…}", "the outermost value must be an object {…}"),
        },
        Stop::Split(SplitError::Broken { offset, text }) => bad_json(item, file, offset, text),
        Stop::Split(SplitError::TooLarge { offset, limit }) => {
            ImportError::TooLarge { file: file.to_owned(), offset, limit }
        }
    }
}

/// Only an error needs the line: the file is read again up to it.
fn bad_json(item: &Item, file: &str, offset: u64, what: Text) -> ImportError {
    use std::io::{BufRead, BufReader, Read};
    let mut line = 1;
    if let Ok(source) = item.open() {
        let mut rest = BufReader::with_capacity(1 << 20, source.take(offset));
        while let Ok(bytes) = rest.fill_buf() {
            if bytes.is_empty() {
                break;
            }
            line += memchr::memchr_iter(b'\n', bytes).count() as u64;
            let read = bytes.len();
            rest.consume(read);
        }
    }
    ImportError::BadJson { file: file.to_owned(), offset, line, what }
}
