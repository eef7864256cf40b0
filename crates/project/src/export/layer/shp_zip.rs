//! Shapefiles in one zip: `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg` for each layer, and a list of the field names that
//! had to be shortened.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Layer, Manner, TextAs, dbf, shp};
use crate::export::ExportError;
use crate::lang::Text;

/// The file.
pub(super) fn bytes(layers: &[Layer], manner: &Manner, notes: &mut Vec<Text>) -> Result<Vec<u8>, ExportError> {
    let failed = |error: zip::result::ZipError| ExportError::content("zip", error);
    let placer = manner.system.placer()?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // A fixed time: the same layer gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for layer in layers {
        let grounds = layer.rows.iter().map(|row| placer.place(&row.ground)).collect::<Result<Vec<_>, _>>()?;
        let (shp, shx) = shp::bytes(&grounds)?;
        let encoding = encoding(layer, manner, notes);
        let table = dbf::table(layer, encoding)?;
        let cpg = match encoding {
            TextAs::Utf8 => "UTF-8",
            TextAs::Gbk => "GBK",
        };
        let stem = stem(&layer.name);
        let mut files = vec![
            (format!("{stem}.shp"), shp),
            (format!("{stem}.shx"), shx),
            (format!("{stem}.dbf"), table.bytes),
            (format!("{stem}.prj"), manner.system.prj().into_bytes()),
            (format!("{stem}.cpg"), cpg.into()),
        ];
        if !table.renamed.is_empty() {
            let listed = dbf::mapping(&table.renamed, &layer.columns);
            files.push((format!("{stem}-字段名.csv"), ["\u{FEFF}".as_bytes(), listed.as_bytes()].concat()));
            let pairs: Vec<String> = table.renamed.iter().map(|(own, short)| format!("{own} → {short}")).collect();
            notes.push(Text::new(
                format!("字段名超过 10 字节,已缩短:{}", pairs.join("、")),
                format!("field names longer than 10 bytes were shortened: {}", pairs.join(", ")),
            ));
        }
        if table.cut > 0 {
            notes.push(Text::new(
                format!("{} 处文字超过 254 字节,已截断;完整文字请用 GeoPackage", table.cut),
                format!("{} texts longer than 254 bytes were cut; a GeoPackage keeps them whole", table.cut),
            ));
        }
        for (name, content) in files {
            zip.start_file(name, options).map_err(failed)?;
            zip.write_all(&content).map_err(|error| ExportError::content("zip", error))?;
        }
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}

/// The encoding asked for, or UTF-8 (said in the `.cpg`) where a text would be lost in it.
fn encoding(layer: &Layer, manner: &Manner, notes: &mut Vec<Text>) -> TextAs {
    let stranger = (manner.encoding == TextAs::Gbk && manner.utf8_where_needed).then(|| dbf::stranger(layer)).flatten();
    let Some((stranger, around)) = stranger else { return manner.encoding };
    notes.push(Text::new(
        format!(
            "图层 {} 的“{around}”中有 GBK 没有的字“{stranger}”，其属性表改以 UTF-8 写出（.cpg 已注明）；只能读 GBK 的软件请先改写这处文字再导出",
            layer.name
        ),
        format!(
            "the layer {} has \"{around}\" with \"{stranger}\", which GBK lacks: its table is in UTF-8, as its .cpg says; for programs that read GBK only, write that text otherwise and export again",
            layer.name
        ),
    ));
    TextAs::Utf8
}

/// A file name made of the layer's name.
fn stem(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '!') {
                '_'
            } else {
                c
            }
        })
        .collect();
    let clean = clean.trim_matches(['.', ' ']).to_owned();
    if clean.is_empty() { "layer".to_owned() } else { clean }
}
