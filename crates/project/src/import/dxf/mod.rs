//! DXF drawings: the closed polylines of one layer.

mod encoding;
mod outline;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::Cursor;

use dxf::Drawing;
use dxf::entities::EntityType;

use self::outline::{Line, of_entity};
use super::crs::Declared;
use super::defects::Desk;
use super::intake::{Given, Intake};
use super::item::Item;
use super::layers;
use super::nesting::by_containment;
use super::outline::Outline;
use super::pairs::{pack, unpack};
use super::read::Output;
use super::texts::Decode;
use super::whole::whole;
use super::{ImportError, TextEncoding};
use crate::lang::Text;
use crate::source::{SourceInfo, SourcePart};
use crate::worker::wire::Job;

/// Bytes of the largest drawing: it becomes about ten times as much in memory.
const LARGEST: u64 = 256 << 20;

/// What a drawing holds that concerns us, by layer.
#[derive(Debug, Default)]
struct Content {
    layers: BTreeMap<String, Vec<Line>>,
    /// Inserted blocks and other things that may hide outlines, by layer.
    hidden: BTreeMap<String, u64>,
}

/// The names of the layers with closed polylines.
///
/// # Errors
/// When it is no DXF, or a damaged one.
pub(crate) fn names(item: &Item) -> Result<Vec<String>, ImportError> {
    let (content, ..) = content(item, None)?;
    Ok(content.closed())
}

/// Reads one layer. A polyline inside another one is its hole.
///
/// # Errors
/// As [`names`]; a wrong layer; as [`Intake::finish`].
pub(crate) fn read(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let (name, shown) = (&item.file().name(), item.name());
    let (content, encoding, part) = content(item, job.choices.encoding)?;
    if content.layers.is_empty() {
        return Err(ImportError::NothingUsable {
            file: shown,
            role: job.role,
            features: 0,
            first: Some(no_polylines()),
        });
    }
    let closed = content.closed();
    // Without any closed polyline all layers are read, to tell what they have instead.
    let chosen = match closed.is_empty() && item.layer().is_none() {
        true => None,
        false => Some(closed[layers::choose(name, &closed, item.layer())?].as_str()),
    };
    let decode: Decode<'_> = &|raw| unpack(raw);
    let desk = Desk { role: job.role, file: &shown, out };
    let mut intake = Intake::new(job, desk, Declared::Nothing, false, decode);
    let wanted = |layer: &str| chosen.is_none_or(|chosen| chosen == layer);
    let hidden: u64 = content.hidden.iter().filter(|(layer, _)| wanted(layer)).map(|(_, count)| count).sum();
    if hidden > 0 {
        intake.remark_file("not_outlines", not_outlines(hidden));
    }
    let mut position = 0;
    for (layer, lines) in content.layers.iter().filter(|(layer, _)| wanted(layer)) {
        position = one_layer(&mut intake, layer, lines, position)?;
    }
    let taken = intake.finish(position)?;
    Ok(SourceInfo {
        role: job.role,
        file: shown.clone(),
        format: "dxf".to_owned(),
        parts: vec![part],
        crs: taken.crs,
        encoding: encoding.to_owned(),
        features: position,
        kept: taken.kept,
    })
}

/// Hands the polylines of a layer over; gives the position of the last one.
fn one_layer(intake: &mut Intake<'_>, layer: &str, lines: &[Line], before: u64) -> Result<u64, ImportError> {
    let mut position = before;
    let rings: Vec<&[(f64, f64)]> =
        lines.iter().filter(|line| line.closed).map(|line| line.points.as_slice()).collect();
    let mut all = Outline::default();
    by_containment(&rings, &mut all);
    let raw = pack(&vec![("图层".to_owned(), layer.to_owned())]);
    let arcs: u64 = lines.iter().filter(|line| line.closed).map(|line| line.arcs).sum();
    if arcs > 0 {
        intake.count("arcs", None, || arcs_drawn(arcs));
    }
    let mut outline = Outline::default();
    for polygon in all.polygons() {
        position += 1;
        let given = Given { position, own_id: None, raw: &raw };
        if polygon.len() > 1 {
            intake.count("nested_polylines", Some(position), nested);
        }
        outline.clear();
        for ring in polygon {
            outline.points.extend_from_slice(ring);
            outline.end_ring();
        }
        outline.end_polygon();
        intake.polygons(given, &mut outline)?;
        intake.progress(position, lines.len() as u64);
    }
    let open = lines.iter().filter(|line| !line.closed).count();
    if rings.is_empty() {
        for _ in 0..open {
            position += 1;
            let given = Given { position, own_id: None, raw: &raw };
            intake.not_polygon(given, "LineString", Text::new("不闭合的线", "lines that are not closed"));
        }
    } else if open > 0 {
        intake.remark_file("open_polylines", open_polylines(layer, open));
    }
    Ok(position)
}

impl Content {
    fn closed(&self) -> Vec<String> {
        let closed = self.layers.iter().filter(|(_, lines)| lines.iter().any(|line| line.closed));
        closed.map(|(layer, _)| layer.clone()).collect()
    }
}

fn content(item: &Item, chosen: Option<TextEncoding>) -> Result<(Content, &'static str, SourcePart), ImportError> {
    let name = item.file().name();
    let (bytes, part) = whole(item, LARGEST)?;
    let encoding = chosen.map_or_else(|| encoding::of(&bytes), TextEncoding::rules);
    let drawing = Drawing::load_with_encoding(&mut Cursor::new(&bytes), encoding).map_err(|error| {
        let what = Text::new(
            format!("图形无法读取({error});可在 CAD 中另存为 AutoCAD 2000/2004 DXF(ASCII)后再试"),
            format!("the drawing cannot be read ({error}); try saving it as AutoCAD 2000/2004 DXF (ASCII)"),
        );
        ImportError::Damaged { file: name, format: "DXF".to_owned(), what }
    })?;
    drop(bytes);
    let mut content = Content::default();
    for entity in drawing.entities() {
        let layer = || entity.common.layer.clone();
        match of_entity(&entity.specific) {
            Some(line) => content.layers.entry(layer()).or_default().push(line),
            None if matches!(
                entity.specific,
                EntityType::Insert(_) | EntityType::Circle(_) | EntityType::Ellipse(_) | EntityType::Spline(_)
            ) =>
            {
                *content.hidden.entry(layer()).or_default() += 1;
            }
            None => {}
        }
    }
    Ok((content, encoding.name(), part))
}

fn no_polylines() -> Text {
    Text::new(
        "图中没有多段线;填充(HATCH)、块参照、面域等请先转为闭合多段线",
        "the drawing has no polylines; make closed polylines of hatches, block references and regions first",
    )
}

fn not_outlines(count: u64) -> Text {
    Text::new(
        format!("图层中还有 {count} 个块参照、圆、椭圆或样条曲线,未读取;若其中有边界,请炸开或转为多段线"),
        format!(
            "The layer also has {count} block references, circles, ellipses or splines, which are not read; explode or convert them if they are boundaries"
        ),
    )
}

fn arcs_drawn(arcs: u64) -> Text {
    Text::new(
        format!("多段线中有 {arcs} 段圆弧,已用弦代替(与弧相差不超过 1 毫米)"),
        format!("The polylines have {arcs} arcs, replaced by chords that stay within 1 mm of them"),
    )
}

fn nested() -> Text {
    Text::new(
        "有多段线位于另一条之内,已作为其岛洞扣除;若是独立地块,请分放到不同图层",
        "Polylines lie inside others and were taken as their holes; if they are parcels of their own, put them on another layer",
    )
}

fn open_polylines(layer: &str, open: usize) -> Text {
    Text::new(
        format!("图层 {layer} 中有 {open} 条多段线不闭合,未作为边界读取;若是边界请闭合"),
        format!(
            "Layer {layer} has {open} polylines that are not closed and are not read as boundaries; close them if they are"
        ),
    )
}
