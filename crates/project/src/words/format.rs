//! Names of file formats.

use crate::lang::Text;

/// A format by its machine name; the name itself for one without words.
#[must_use]
pub fn format(name: &str) -> Text {
    let both = |text: &str| Text::new(text, text);
    match name {
        "geojson" => both("GeoJSON"),
        "shapefile" => both("Shapefile"),
        "gpkg" | "geopackage" => both("GeoPackage"),
        "kml" => both("KML"),
        "kmz" => both("KMZ"),
        "dxf" => both("DXF"),
        "gml" => both("GML"),
        "flatgeobuf" => both("FlatGeobuf"),
        "geoparquet" => both("GeoParquet"),
        "filegdb" | "gdb" => Text::new("文件地理数据库", "File geodatabase"),
        "txt" | "points_txt" | "boundary_txt" => Text::new("界址点坐标文本", "Boundary point text"),
        "" => Text::new("未识别", "Not recognised"),
        other => both(other),
    }
}
