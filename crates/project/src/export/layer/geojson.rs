//! GeoJSON, one feature a line, shells counter-clockwise. The `crs` member says CGCS2000, which readers that keep to
//! RFC 7946 may overlook without harm as long as the numbers are degrees.

use std::fmt::Write;

use geo::{LineString, Polygon};

use super::{Kind, Layer, Manner, Row};
use crate::export::ExportError;
use crate::store::Winding;

/// The file.
pub(super) fn bytes(layer: &Layer, manner: &Manner) -> Result<Vec<u8>, ExportError> {
    let (system, placer) = (manner.system, manner.system.placer()?);
    let mut text = String::from("{\"type\":\"FeatureCollection\",");
    let _ = write!(text, "\"name\":{},", quoted(&layer.name));
    if system.epsg() != 4326 {
        let urn = format!("urn:ogc:def:crs:EPSG::{}", system.epsg());
        let _ = write!(text, "\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{urn}\"}}}},");
    }
    text.push_str("\"features\":[");
    for (at, row) in layer.rows.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        let placed = placer.place(&row.ground)?;
        let ring = |ring: &LineString<f64>| {
            let positions: Vec<String> =
                ring.0.iter().map(|c| format!("[{},{}]", system.number(c.x), system.number(c.y))).collect();
            format!("[{}]", positions.join(","))
        };
        let polygon = |polygon: &Polygon<f64>| {
            let rings: Vec<_> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect();
            format!("[{}]", rings.join(","))
        };
        let turned = Winding::RightHanded.apply(&placed);
        let polygons: Vec<String> = turned.iter().map(polygon).collect();
        let geometry = match polygons.as_slice() {
            [] => "null".to_owned(),
            [only] => format!("{{\"type\":\"Polygon\",\"coordinates\":{only}}}"),
            several => format!("{{\"type\":\"MultiPolygon\",\"coordinates\":[{}]}}", several.join(",")),
        };
        let properties = properties(layer, row);
        let _ = write!(text, "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{geometry}}}");
    }
    text.push_str("\n]}\n");
    Ok(text.into_bytes())
}

fn properties(layer: &Layer, row: &Row) -> String {
    let pairs = layer.columns.iter().zip(&row.values).map(|(column, value)| {
        let value = match (column.kind, value.as_deref()) {
            (_, None) => "null".to_owned(),
            (Kind::Number { .. }, Some(value)) if value.parse::<f64>().is_ok() => value.to_owned(),
            (_, Some(value)) => quoted(value),
        };
        format!("{}:{value}", quoted(&column.name))
    });
    pairs.collect::<Vec<_>>().join(",")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
