//! Towns and findings of a review for other programs, by the writers of layers.

use std::path::Path;

use super::layer::{Layer, LayerFormat, Manner, TextAs, TxtForm, findings, towns, write_layers};
use super::{ExportError, Format};
use crate::lang::Text;
use crate::store::Recorded;

/// Writes the files of one format into a folder.
///
/// Metres are those of the 3-degree zone around the middle of all towns, its number in the eastings; the other files
/// hold CGCS2000 degrees. What a shapefile has no room for stands in the list of field names beside it. Gives what became
/// of texts that an encoding cannot hold.
pub(super) fn write(recorded: &Recorded, format: Format, folder: &Path) -> Result<Vec<Text>, ExportError> {
    let (towns, findings) = (towns(recorded), findings(recorded));
    let middle = towns.extent().map_or(120.0, |[west, _, east, _]| f64::midpoint(west, east));
    let put = |layers: &[Layer], kind: LayerFormat, name: &str, encoding: TextAs, form: TxtForm| {
        let system = kind.usual_system(None, middle);
        let manner = Manner { system, encoding, form, day: recorded.run.as_of.clone(), utf8_where_needed: true };
        write_layers(layers, kind, &manner, &folder.join(name))
    };
    let plain =
        |layers: &[Layer], kind: LayerFormat, name: &str| put(layers, kind, name, TextAs::Utf8, TxtForm::Ministry);
    let first = std::slice::from_ref(&towns);
    let second = std::slice::from_ref(&findings);
    let both = [towns.clone(), findings.clone()];
    match format {
        Format::Shp => plain(&both, LayerFormat::Shapefile, "review.shp.zip"),
        Format::ShpGbk => put(&both, LayerFormat::Shapefile, "review-gbk.shp.zip", TextAs::Gbk, TxtForm::Ministry),
        Format::Txt => plain(first, LayerFormat::Txt, "towns.txt"),
        Format::TxtZhejiang => put(first, LayerFormat::Txt, "towns-zhejiang.txt", TextAs::Utf8, TxtForm::Zhejiang),
        Format::Points => {
            plain(first, LayerFormat::Csv, "points.csv")?;
            plain(first, LayerFormat::Xlsx, "points.xlsx")
        }
        Format::Kml => plain(&both, LayerFormat::Kml, "review.kml"),
        Format::Dxf => plain(&both, LayerFormat::Dxf, "review.dxf"),
        Format::Fgb => {
            plain(first, LayerFormat::FlatGeobuf, "towns.fgb")?;
            plain(second, LayerFormat::FlatGeobuf, "findings.fgb")
        }
        Format::Csv | Format::Geojson | Format::Json | Format::Gpkg | Format::Xlsx => Ok(Vec::new()),
    }
}
