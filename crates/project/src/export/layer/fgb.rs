//! FlatGeobuf 3, without an index: features in the order of the layer.

use flatgeobuf::geozero::error::GeozeroError;
use flatgeobuf::geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::MultiPolygon;

use super::{Kind, Layer, Manner};
use crate::export::ExportError;
use crate::store::Winding;

/// The file.
pub(super) fn bytes(layer: &Layer, manner: &Manner) -> Result<Vec<u8>, ExportError> {
    let placer = manner.system.placer()?;
    let (name, wkt) = (manner.system.name(), manner.system.wkt());
    #[expect(clippy::cast_possible_wrap, reason = "codes of four digits")]
    let code = manner.system.epsg() as i32;
    let crs = FgbCrs { org: Some("EPSG"), code, name: Some(&name), wkt: Some(&wkt), ..Default::default() };
    let options =
        FgbWriterOptions { crs, write_index: false, detect_type: false, promote_to_multi: false, ..Default::default() };
    let failed = |error: flatgeobuf::Error| ExportError::content("fgb", error);
    let mut writer =
        FgbWriter::create_with_options(&layer.name, GeometryType::MultiPolygon, options).map_err(failed)?;
    for column in &layer.columns {
        let kind = match column.kind {
            Kind::Text => ColumnType::String,
            Kind::Number { .. } => ColumnType::Double,
        };
        writer.add_column(&column.name, kind, |_, _| {});
    }
    for row in &layer.rows {
        let placed = placer.place(&row.ground)?;
        let turned = Winding::RightHanded.apply(&placed);
        let mut refused = None;
        let written = writer.add_feature_geom(Ground(&turned), |feature| {
            for (at, (column, value)) in layer.columns.iter().zip(&row.values).enumerate() {
                let Some(value) = value.as_deref() else { continue };
                let number = value.parse().ok().filter(|_| column.kind != Kind::Text);
                let value = number.map_or(ColumnValue::String(value), ColumnValue::Double);
                refused = refused.take().or(feature.property(at, &column.name, &value).err());
            }
        });
        written.map_err(|error| ExportError::content("fgb", error))?;
        if let Some(error) = refused {
            return Err(ExportError::content("fgb", error));
        }
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

struct Ground<'a>(&'a MultiPolygon<f64>);

impl GeozeroGeometry for Ground<'_> {
    fn process_geom<P: GeomProcessor>(&self, to: &mut P) -> Result<(), GeozeroError> {
        to.multipolygon_begin(self.0.0.len(), 0)?;
        for (n, polygon) in self.0.iter().enumerate() {
            to.polygon_begin(false, 1 + polygon.interiors().len(), n)?;
            for (n, ring) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
                to.linestring_begin(false, ring.0.len(), n)?;
                ring.0.iter().enumerate().try_for_each(|(n, c)| to.xy(c.x, c.y, n))?;
                to.linestring_end(false, n)?;
            }
            to.polygon_end(false, n)?;
        }
        to.multipolygon_end(0)
    }
}
