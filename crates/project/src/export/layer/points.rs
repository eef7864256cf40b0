//! 界址点成果表: a row for each boundary point, the parcel's attributes on its first row.

use super::numbered::{Parcel, Point, parcels};
use super::{Layer, Manner};
use crate::export::ExportError;

/// What stands in front of the attributes.
pub(super) const HEADER: [&str; 7] = ["地块编号", "地块名称", "圈号", "点号", "X坐标", "Y坐标", "边长"];

/// The table.
pub(super) struct Table<'a> {
    /// Titles of the attribute columns, with their place in the layer.
    pub attributes: Vec<(&'a str, usize)>,
    pub rows: Vec<Line<'a>>,
    pub decimals: usize,
}

/// A row.
pub(super) struct Line<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub ring: usize,
    pub label: String,
    /// X of the trade.
    pub north: f64,
    /// Y of the trade.
    pub east: f64,
    /// Metres on the plane to the next point; `None` for the closing row and for degrees.
    pub edge: Option<f64>,
    /// Values of the attributes; empty below the parcel's first row.
    pub values: Vec<Option<&'a str>>,
}

/// The table of a layer.
pub(super) fn table<'a>(layer: &'a Layer, manner: &Manner) -> Result<Table<'a>, ExportError> {
    let (parcels, decimals) = parcels(layer, manner.system)?;
    let attributes: Vec<(&str, usize)> = layer
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !HEADER.contains(&column.name.as_str()))
        .map(|(at, column)| (column.name.as_str(), at))
        .collect();
    let metres = !manner.system.is_degrees();
    let rows = parcels.iter().flat_map(|parcel| lines(layer, parcel, &attributes, metres)).collect();
    Ok(Table { attributes, rows, decimals })
}

fn lines<'a>(layer: &'a Layer, parcel: &Parcel<'a>, attributes: &[(&str, usize)], metres: bool) -> Vec<Line<'a>> {
    let row = parcel.row;
    let id = layer.value(row, &["地块编号"]).unwrap_or(&row.id);
    let name = layer.value(row, &["地块名称"]).unwrap_or(&row.name);
    let line = |ring: usize, point: &Point, next: Option<&Point>| Line {
        id,
        name,
        ring,
        label: format!("J{}", point.number),
        north: point.north,
        east: point.east,
        edge: next.filter(|_| metres).map(|next| (next.east - point.east).hypot(next.north - point.north)),
        values: Vec::new(),
    };
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (ring, points) in (1..).zip(&parcel.rings) {
        let next = points.iter().skip(1).chain(points.first());
        lines.extend(points.iter().zip(next).map(|(point, next)| line(ring, point, Some(next))));
        lines.extend(points.first().map(|first| line(ring, first, None)));
    }
    if let Some(first) = lines.first_mut() {
        first.values = attributes.iter().map(|(_, at)| row.values.get(*at)?.as_deref()).collect();
    }
    lines
}
