//! KML and KMZ: placemarks with polygons, streamed from the text by depth-limited events.

mod coordinates;
#[cfg(test)]
mod tests;
mod walk;

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
use super::whole::whole;
use crate::lang::Text;
use crate::source::{SourceInfo, SourcePart};
use crate::worker::wire::Job;

/// Bytes of the largest document.
const LARGEST: u64 = 512 << 20;

/// The names of the folders that hold polygons.
///
/// # Errors
/// When it is no well-formed KML.
pub(crate) fn names(item: &Item, zipped: bool) -> Result<Vec<String>, ImportError> {
    let (text, ..) = document(item, zipped)?;
    Ok(folders(&text, &item.name())?.0)
}

/// Reads the placemarks of one folder, or of the whole document when only one folder holds polygons.
///
/// # Errors
/// As [`names`]; a wrong folder; as [`Intake::finish`].
pub(crate) fn read(job: &Job, item: &Item, zipped: bool, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let (name, shown) = (&item.file().name(), item.name());
    let (text, encoding, part) = document(item, zipped)?;
    let (folders, links) = folders(&text, name)?;
    // Without any polygon the whole document is read, to tell what it has instead.
    let chosen = match folders.is_empty() && item.layer().is_none() {
        true => None,
        false => Some(&folders[layers::choose(name, &folders, item.layer())?]),
    };
    let declared = Crs::understand("OGC:CRS84").map_or(Declared::Nothing, |crs| Declared::As { crs, by: "KML" });
    let decode = |raw: &[u8]| unpack(raw);
    let mut intake = Intake::new(job, Desk { role: job.role, file: &shown, out }, declared, false, &decode);
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
    let (mut position, total) = (0, text.len() as u64);
    walk(&text, name, &mut |folder, placemark, done| {
        if chosen.is_some_and(|chosen| chosen != folder) {
            return Ok(());
        }
        position += 1;
        intake.progress(done, total);
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
        hand_over(&mut intake, given, &mut outline, parts)
    })?;
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

/// The text of the document, the name of its encoding, and the file it came from.
fn document(item: &Item, zipped: bool) -> Result<(String, &'static str, SourcePart), ImportError> {
    let name = &item.file().name();
    let (bytes, part) = whole(item, LARGEST)?;
    let unpacked;
    let bytes = if zipped {
        let mut packed = Packed::open(&bytes, name)?;
        let names = packed.names();
        let is_kml = |name: &&String| name.to_ascii_lowercase().ends_with(".kml");
        // The rule is the first document; by custom it is called doc.kml.
        let main = names.iter().find(|name| name.eq_ignore_ascii_case("doc.kml")).or_else(|| names.iter().find(is_kml));
        let Some(main) = main else {
            return Err(ImportError::NoLayer { file: name.to_owned(), others: Vec::new() });
        };
        unpacked = packed.unpack(main)?;
        unpacked.as_slice()
    } else {
        bytes.as_slice()
    };
    let (text, encoding) = decode(bytes, None);
    Ok((text, encoding, part))
}

/// The folders with polygons in the order of the file, and how many network links there are.
fn folders(text: &str, name: &str) -> Result<(Vec<String>, u64), ImportError> {
    let mut folders: Vec<String> = Vec::new();
    let links = walk(text, name, &mut |folder, placemark, _| {
        if placemark.parts.polygons && !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
        Ok(())
    })?;
    Ok((folders, links))
}

fn perhaps_shifted() -> Text {
    Text::new(
        "KML 常来自网络地图:若取自高德、腾讯、百度等,坐标是偏移的(GCJ-02、BD-09),与实地相差约 200–600 米或更多,且仅凭坐标无法判定;请确认来源是 WGS 84 或 CGCS2000",
        "KML often comes from web maps. From Amap, Tencent or Baidu its coordinates are shifted (GCJ-02, BD-09) by some 200–600 m or more, which the numbers alone do not show: make sure that the source is WGS 84 or CGCS2000",
    )
}
