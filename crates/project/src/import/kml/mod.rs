//! KML and KMZ: placemarks with polygons, streamed from the text by depth-limited events.

mod coordinates;
#[cfg(test)]
mod tests;
mod walk;

use std::path::Path;

use self::walk::{Placemark, walk};
use super::ImportError;
use super::crs::{Crs, Declared};
use super::defects::Desk;
use super::intake::{Given, Intake};
use super::item::Item;
use super::layers;
use super::packed::Packed;
use super::pairs::{pack, unpack};
use super::parts::hand_over;
use super::read::Output;
use super::text::decode;
use super::texts::Decode;
use super::whole::whole;
use crate::lang::Text;
use crate::source::{SourceInfo, SourcePart};
use crate::worker::wire::Job;

/// Bytes of the largest document.
const LARGEST: u64 = 512 << 20;
/// Documents of one KMZ.
const MOST_DOCUMENTS: usize = 100;

/// The names of the folders that hold polygons.
///
/// # Errors
/// When it is no well-formed KML.
pub(crate) fn names(item: &Item, zipped: bool) -> Result<Vec<String>, ImportError> {
    let (documents, ..) = documents(item, zipped)?;
    Ok(folders(&documents, &item.name())?.0)
}

/// Reads the placemarks of one folder, or of the whole document when only one folder holds polygons.
///
/// # Errors
/// As [`names`]; a wrong folder; as [`Intake::finish`].
pub(crate) fn read(job: &Job, item: &Item, zipped: bool, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let (name, shown) = (&item.file().name(), item.name());
    let (documents, encoding, part) = documents(item, zipped)?;
    let (folders, links) = folders(&documents, name)?;
    // Without any polygon the whole document is read, to tell what it has instead.
    let chosen = match folders.is_empty() && item.layer().is_none() {
        true => None,
        false => Some(&folders[layers::choose(name, &folders, item.layer())?]),
    };
    let declared = Crs::understand("OGC:CRS84").map_or(Declared::Nothing, |crs| Declared::As { crs, by: "KML" });
    let decode: Decode<'_> = &|raw| unpack(raw);
    let mut intake = Intake::new(job, Desk { role: job.role, file: &shown, out }, declared, false, decode);
    intake.remark_file("perhaps_shifted", perhaps_shifted());
    if links > 0 {
        let text = Text::new(
            format!("文件中有 {links} 处网络链接(NetworkLink),不联网,未读取;请在来源软件中另存完整数据"),
            format!(
                "It links to {links} other documents (NetworkLink), which are not fetched; save the whole data at its source"
            ),
        );
        intake.remark_file("network_link", text);
    }
    let (mut position, mut before) = (0, 0);
    let total = documents.iter().map(|document| document.text.len() as u64).sum();
    for document in &documents {
        walk(&document.text, name, &mut |folder, placemark, done| {
            if chosen.is_some_and(|chosen| *chosen != document.path(folder)) {
                return Ok(());
            }
            position += 1;
            intake.progress(before + done, total);
            one(&mut intake, position, placemark)
        })?;
        before += document.text.len() as u64;
    }
    let taken = intake.finish(position)?;
    Ok(SourceInfo {
        role: job.role,
        file: shown.clone(),
        format: if zipped { "kmz" } else { "kml" }.to_owned(),
        parts: vec![part],
        crs: taken.crs,
        encoding: encoding.to_owned(),
        features: position,
        kept: taken.kept,
    })
}

/// Hands one placemark over.
fn one(intake: &mut Intake<'_>, position: u64, placemark: Placemark) -> Result<(), ImportError> {
    let Placemark { id, attributes, mut outline, parts, fault, line } = placemark;
    let raw = pack(&attributes);
    let given = Given { position, own_id: id.as_deref(), raw: &raw };
    if let Some(fault) = fault {
        let text = Text::new(
            format!("第 {line} 行起的地标:{},未参与审查;请更正", fault.zh),
            format!("The placemark of line {line}: {}; left out. Correct it", fault.en),
        );
        intake.drop_feature(given, "bad_coordinate", text);
        return Ok(());
    }
    hand_over(intake, given, &mut outline, parts)
}

/// A document, and how its folders are called beside those of the other documents of a KMZ.
struct Document {
    prefix: String,
    text: String,
}

impl Document {
    fn path(&self, folder: &str) -> String {
        let parts = [self.prefix.as_str(), folder].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("/")
    }
}

/// The documents (a KMZ may have several), the name of the encoding, and the file they came from.
fn documents(item: &Item, zipped: bool) -> Result<(Vec<Document>, &'static str, SourcePart), ImportError> {
    let name = &item.file().name();
    let (bytes, part) = whole(item, LARGEST)?;
    if !zipped {
        let (text, encoding) = decode(&bytes, None);
        return Ok((vec![Document { prefix: String::new(), text }], encoding, part));
    }
    let mut packed = Packed::open(&bytes, name)?;
    packed.measure()?;
    let names: Vec<String> = packed
        .names()
        .into_iter()
        .filter(|name| name.to_ascii_lowercase().ends_with(".kml"))
        .take(MOST_DOCUMENTS)
        .collect();
    if names.is_empty() {
        return Err(ImportError::NoLayer { file: name.to_owned(), others: Vec::new() });
    }
    let mut documents = Vec::new();
    let mut encoding = "UTF-8";
    for inner in names {
        let (text, found) = decode(&packed.unpack(&inner)?, None);
        // By custom the main document is called doc.kml; others are named after what they hold.
        let stem = Path::new(&inner).file_stem().unwrap_or_default().to_string_lossy();
        let prefix = if stem.eq_ignore_ascii_case("doc") { String::new() } else { stem.into_owned() };
        encoding = if found == "UTF-8" { encoding } else { found };
        documents.push(Document { prefix, text });
    }
    Ok((documents, encoding, part))
}

/// The folders with polygons in the order of the file, and how many links lead out of it.
fn folders(documents: &[Document], name: &str) -> Result<(Vec<String>, u64), ImportError> {
    let mut folders: Vec<String> = Vec::new();
    let mut links = 0;
    for document in documents {
        links += walk(&document.text, name, &mut |folder, placemark, _| {
            let path = document.path(folder);
            if placemark.parts.polygons && !folders.contains(&path) {
                folders.push(path);
            }
            Ok(())
        })?;
    }
    // The main document of a KMZ links to the others.
    Ok((folders, links.saturating_sub(documents.len() as u64 - 1)))
}

fn perhaps_shifted() -> Text {
    Text::new(
        "KML 常来自网络地图:若取自高德、腾讯、百度等,坐标是偏移的(GCJ-02、BD-09),与实地相差约 200–600 米或更多,且仅凭坐标无法判定;请确认来源是 WGS 84 或 CGCS2000",
        "KML often comes from web maps. From Amap, Tencent or Baidu its coordinates are shifted (GCJ-02, BD-09) by some 200–600 m or more, which the numbers alone do not show: make sure that the source is WGS 84 or CGCS2000",
    )
}
