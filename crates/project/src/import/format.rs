//! What a file is: by its first bytes, then by its extension.

use std::path::Path;

use super::ImportError;
use crate::lang::Text;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    GeoJson,
    /// One GeoJSON text after the other.
    GeoJsonSeq,
    Shapefile,
    /// Boundary points as an exchange file or a plain list.
    BoundaryTxt,
    /// Boundary points as a table.
    Csv,
    /// The same as a workbook.
    Xlsx,
    GeoPackage,
    Kml,
    /// A zip with a KML in it.
    Kmz,
    Dxf,
    FlatGeobuf,
    GeoParquet,
    /// Holds layers of other formats.
    Zip,
}

impl Format {
    /// Its machine name, as in the record of a review.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::GeoJsonSeq => "geojson-seq",
            Self::Shapefile => "shapefile",
            Self::BoundaryTxt => "txt",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::GeoPackage => "geopackage",
            Self::Kml => "kml",
            Self::Kmz => "kmz",
            Self::Dxf => "dxf",
            Self::FlatGeobuf => "flatgeobuf",
            Self::GeoParquet => "geoparquet",
            Self::Zip => "zip",
        }
    }

    /// Whether one file of it may hold several layers of its own.
    pub(crate) fn holds_layers(self) -> bool {
        matches!(self, Self::Xlsx | Self::GeoPackage | Self::Kml | Self::Kmz | Self::Dxf)
    }
}

/// Recognises the format from the first bytes (a few hundred are enough).
///
/// # Errors
/// A format that is known but not read, an unknown one, an empty file.
pub(crate) fn recognise(path: &Path, file: &str, head: &[u8]) -> Result<Format, ImportError> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if head.starts_with(&9994_i32.to_be_bytes()) || matches!(extension.as_str(), "shp" | "dbf" | "shx" | "prj" | "cpg")
    {
        return Ok(Format::Shapefile);
    }
    let bare = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let text = bare.trim_ascii_start();
    if text.is_empty() {
        return Err(ImportError::Empty { file: file.to_owned() });
    }
    let unsupported = |format: &str, zh: &str, en: &str| {
        Err(ImportError::Unsupported { file: file.to_owned(), format: format.to_owned(), convert: Text::new(zh, en) })
    };
    let contains = |word: &[u8]| text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    const OGR: (&str, &str) = (
        "请在 QGIS 或 ogr2ogr 中另存为 GeoPackage、GeoJSON 或 shapefile",
        "Save it as GeoPackage, GeoJSON or shapefile with QGIS or ogr2ogr",
    );
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        // The name of the first entry stands behind its header of 30 bytes.
        let first = head.get(30..).unwrap_or_default();
        return Ok(match extension.as_str() {
            "xlsx" => Format::Xlsx,
            "kmz" => Format::Kmz,
            "zip" => Format::Zip,
            _ if first.starts_with(b"[Content_Types].xml") || first.starts_with(b"xl/") => Format::Xlsx,
            _ if first.starts_with(b"doc.kml") => Format::Kmz,
            _ => Format::Zip,
        });
    }
    if head.starts_with(b"SQLite format 3") {
        return Ok(Format::GeoPackage);
    }
    if extension == "csv" {
        return Ok(Format::Csv);
    }
    if mentions(head, "地块坐标") || mentions(head, "属性描述") {
        return Ok(Format::BoundaryTxt);
    }
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        if extension == "txt" {
            return Ok(Format::BoundaryTxt);
        }
        return unsupported("UTF-16", "请以 UTF-8 编码另存", "Save it in UTF-8");
    }
    if head.starts_with(b"AC10") || extension == "dwg" {
        return unsupported("DWG", "请在 CAD 中另存为 DXF 再导入", "Save it as DXF in the CAD program and import that");
    }
    if head.starts_with(b"AutoCAD Binary DXF") || is_dxf(text) {
        return Ok(Format::Dxf);
    }
    if contains(b"Standard Jet DB") || contains(b"Standard ACE DB") || extension == "mdb" {
        return unsupported(
            "MDB",
            "请在 ArcGIS 中把图层导出为 shapefile",
            "Export its layers as shapefiles from ArcGIS",
        );
    }
    if head.starts_with(b"PAR1") || extension == "parquet" || extension == "geoparquet" {
        return Ok(Format::GeoParquet);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return unsupported("XLS", "请在 Excel 或 WPS 中另存为 .xlsx", "Save it as .xlsx");
    }
    if matches!(extension.as_str(), "mif" | "mid" | "tab" | "e00" | "vct" | "wp" | "wl" | "gml") {
        return unsupported(&extension.to_ascii_uppercase(), OGR.0, OGR.1);
    }
    if head.starts_with(b"fgb") {
        return Ok(Format::FlatGeobuf);
    }
    if text[0] == b'<' {
        return match (contains(b"<kml"), extension.as_str()) {
            (true, _) | (_, "kml") => Ok(Format::Kml),
            _ => unsupported("XML", OGR.0, OGR.1),
        };
    }
    let lines = ["geojsonl", "geojsons", "geojsonseq", "ndgeojson", "ndjson", "jsonl"];
    if text[0] == 0x1E || lines.contains(&extension.as_str()) {
        return Ok(Format::GeoJsonSeq);
    }
    if text[0] == b'{' {
        // Behind a whole object another one begins: no single document does that.
        let second = [b"}\n{".as_slice(), b"}\r\n{"].iter().any(|seam| memchr::memmem::find(text, seam).is_some());
        return Ok(if second { Format::GeoJsonSeq } else { Format::GeoJson });
    }
    match extension.as_str() {
        "dxf" => return Ok(Format::Dxf),
        "txt" => return Ok(Format::BoundaryTxt),
        "gdb" | "gpkg" | "kml" | "zip" | "xlsx" | "kmz" | "fgb" | "gml" => {
            return unsupported(&extension.to_ascii_uppercase(), OGR.0, OGR.1);
        }
        _ => {}
    }
    // A broken JSON deserves the message about JSON, with line and byte.
    let json = matches!(text[0], b'[' | b'"') || matches!(extension.as_str(), "geojson" | "json");
    if json { Ok(Format::GeoJson) } else { Err(ImportError::UnknownFormat { file: file.to_owned() }) }
}

/// A drawing begins with group 0 and `SECTION`, perhaps behind comments (group 999).
fn is_dxf(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    loop {
        match (lines.next(), lines.next()) {
            (Some(b"999"), Some(_)) => {}
            (Some(b"0"), Some(b"SECTION")) => return true,
            _ => return false,
        }
    }
}

/// Whether a word stands in bytes of any usual encoding.
fn mentions(head: &[u8], word: &str) -> bool {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let gbk = encoding_rs::GBK.encode(word).0;
    [word.as_bytes(), &gbk, &utf16(u16::to_le_bytes), &utf16(u16::to_be_bytes)]
        .into_iter()
        .any(|bytes| memchr::memmem::find(head, bytes).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, head: &[u8]) -> Result<Format, &'static str> {
        recognise(Path::new(name), name, head).map_err(|error| error.code())
    }

    #[test]
    fn json_in_a_text_file_is_json() {
        assert_eq!(of("a.txt", b"\xEF\xBB\xBF {\"type\""), Ok(Format::GeoJson));
    }

    #[test]
    fn content_goes_before_the_extension() {
        assert_eq!(of("a.txt", b"J00001,1,40500000\"type\""), Ok(Format::BoundaryTxt));
        assert_eq!(of("a.dat", "[地块坐标]".as_bytes()), Ok(Format::BoundaryTxt));
        assert_eq!(of("a.dat", b"\xEF\xBB\xBF {\"type\""), Ok(Format::GeoJson));
        assert_eq!(of("a.dat", &[0, 0, 0x27, 0x0A, 0]), Ok(Format::Shapefile));
        assert_eq!(of("a.geojson", b"PK\x03\x04"), Ok(Format::Zip));
        assert_eq!(of("a.xlsx", b"PK\x03\x04"), Ok(Format::Xlsx));
        assert_eq!(of("a.geojson", b"SQLite format 3\0"), Ok(Format::GeoPackage));
        assert_eq!(of("a.dat", b"999\r\nby hand\r\n  0\r\nSECTION\r\n"), Ok(Format::Dxf));
        assert_eq!(of("a.geojson", b"null"), Ok(Format::GeoJson));
    }

    #[test]
    fn nothing_is_empty_and_noise_is_unknown() {
        assert_eq!(of("a.geojson", b" \n"), Err("empty_file"));
        assert_eq!(of("a.bin", b"\x01\x02"), Err("unknown_format"));
    }
}
