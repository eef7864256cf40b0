//! FlatGeobuf: framed by our own code, so that no length in the file is believed; its tables are verified by the
//! library before anything in them is read.

mod frame;
mod geometry;
mod properties;
#[cfg(test)]
mod tests;

use flatgeobuf::{ColumnType, GeometryType, Header};

use self::frame::Frames;
use super::ImportError;
use super::crs::stated;
use super::defects::Desk;
use super::intake::{Given, Intake};
use super::item::Item;
use super::outline::Outline;
use super::parts::{Parts, hand_over};
use super::read::Output;
use super::texts::{Decode, made};
use crate::lang::Text;
use crate::source::SourceInfo;
use crate::worker::wire::Job;

/// Reads the layer.
///
/// # Errors
/// A file whose parts contradict each other; as [`Intake::finish`].
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let name = &item.name();
    let mut frames = Frames::open(item, job.hash)?;
    let bytes = frames.header()?;
    let header = flatgeobuf::size_prefixed_root_as_header(&bytes).map_err(|error| {
        frame::damaged(name, &format!("文件头无效({error})"), &format!("its header is invalid ({error})"))
    })?;
    let (declared, remark) = stated(definitions(&header).as_deref(), "crs", job.choices.datum_shift.as_ref(), name)?;
    let columns: Vec<(String, ColumnType)> = header
        .columns()
        .map(|columns| columns.iter().map(|column| (column.name().to_owned(), column.type_())).collect())
        .unwrap_or_default();
    let decode: Decode<'_> = &|raw| made(properties::read(raw, &columns));
    let mut intake = Intake::new(job, Desk { role: job.role, file: name, out }, declared, false, decode);
    if let Some((code, text)) = remark {
        intake.remark_file(code, text);
    }
    frames.skip_index(header.features_count(), header.index_node_size())?;
    let kind = header.geometry_type();
    let (mut outline, mut feature, mut position) = (Outline::default(), Vec::new(), 0);
    while frames.feature(&mut feature)? {
        position += 1;
        let given = |raw| Given { position, own_id: None, raw };
        match flatgeobuf::size_prefixed_root_as_feature(&feature) {
            Ok(table) => {
                let raw = table.properties().map_or(&[][..], |properties| properties.bytes());
                outline.clear();
                let mut parts = Parts::default();
                if let Some(shape) = table.geometry() {
                    geometry::add(&shape, kind, 0, &mut outline, &mut parts);
                }
                hand_over(&mut intake, given(raw), &mut outline, parts)?;
            }
            Err(error) => {
                let text = Text::new(
                    format!("要素数据无效({error}),未参与审查;请重新导出"),
                    format!("The feature's data are invalid ({error}); left out. Export it again"),
                );
                intake.drop_feature(given(&[]), "bad_record", text);
            }
        }
        intake.progress(frames.done(), frames.total());
    }
    let counted = header.features_count();
    if counted > 0 && counted != position {
        let text = Text::new(
            format!("文件头记有 {counted} 个要素,实际有 {position} 个;请核对是否完整"),
            format!("Its header counts {counted} features, there are {position}; check that it is complete"),
        );
        intake.remark_file("count_mismatch", text);
    }
    let taken = intake.finish(position)?;
    Ok(SourceInfo {
        role: job.role,
        file: name.clone(),
        format: "flatgeobuf".to_owned(),
        parts: vec![frames.finish(item)?],
        crs: taken.crs,
        encoding: "UTF-8".to_owned(),
        features: position,
        kept: taken.kept,
    })
}

/// The definitions of the coordinate system: the registered one first.
fn definitions(header: &Header<'_>) -> Option<Vec<String>> {
    let crs = header.crs()?;
    let registered = (crs.code() > 0).then(|| format!("{}:{}", crs.org().unwrap_or("EPSG"), crs.code()));
    let wkt = crs.wkt().filter(|wkt| !wkt.is_empty()).map(str::to_owned);
    let all: Vec<String> = registered.into_iter().chain(wkt).collect();
    (!all.is_empty()).then_some(all)
}

/// The kind of a geometry: its own, or that of the whole layer.
fn kind_of(own: GeometryType, layer: GeometryType) -> GeometryType {
    if own == GeometryType::Unknown { layer } else { own }
}
