//! The opinion as DOCX (ECMA-376 WordprocessingML): A4, set as official papers are (GB/T 9704).
//!
//! Written by `quick-xml` and `zip`, which are here anyway: of the crates for it, `docx-rs` 0.4 knows no repeated header
//! rows and numbers paragraphs by a global counter, so that a second document would have other bytes. The fixed parts
//! lie beside this file; only `document.xml` and the properties are made.

use std::io::{Cursor, Write as _};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::page::{Block, Cell, Table};
use super::{Opinion, OpinionError};
use crate::lang::Lang;

/// Fixed parts: name in the package, content.
const PARTS: [(&str, &str); 6] = [
    ("[Content_Types].xml", include_str!("docx/content_types.xml")),
    ("_rels/.rels", include_str!("docx/rels.xml")),
    ("word/_rels/document.xml.rels", include_str!("docx/document_rels.xml")),
    ("word/styles.xml", include_str!("docx/styles.xml")),
    ("word/settings.xml", include_str!("docx/settings.xml")),
    ("word/fontTable.xml", include_str!("docx/font_table.xml")),
];
const FOOTER_ZH: &str = include_str!("docx/footer_zh.xml");
const FOOTER_EN: &str = include_str!("docx/footer_en.xml");

/// Width of the text: 156 mm in twentieths of a point.
const TEXT_WIDTH: u32 = 8844;
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

type Out = Writer<Vec<u8>>;
type Done = std::io::Result<()>;

/// The file's bytes; the same for the same opinion.
///
/// # Errors
/// What the writers said.
pub fn docx(opinion: &Opinion) -> Result<Vec<u8>, OpinionError> {
    let fail = |what: &dyn std::fmt::Display| OpinionError::Content { file: "opinion.docx", what: what.to_string() };
    let document = document(opinion).map_err(|error| fail(&error))?;
    let properties = properties(opinion).map_err(|error| fail(&error))?;
    let footer = if opinion.lang == Lang::Zh { FOOTER_ZH } else { FOOTER_EN };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // the library's own default is the first day that a zip knows: no clock
    let options = SimpleFileOptions::default();
    let made = [("word/document.xml", document.as_slice()), ("docProps/core.xml", properties.as_slice())];
    let fixed = PARTS.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, bytes) in fixed.chain([("word/footer1.xml", footer.as_bytes())]).chain(made) {
        zip.start_file(name, options).map_err(|error| fail(&error))?;
        zip.write_all(bytes).map_err(|error| fail(&error))?;
    }
    Ok(zip.finish().map_err(|error| fail(&error))?.into_inner())
}

fn begun() -> std::io::Result<Out> {
    let mut out = Writer::new(Vec::new());
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    Ok(out)
}

fn properties(opinion: &Opinion) -> std::io::Result<Vec<u8>> {
    let mut out = begun()?;
    let day = format!("{}T00:00:00Z", opinion.as_of);
    out.create_element("cp:coreProperties")
        .with_attributes([
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ])
        .write_inner_content(|out| {
            out.create_element("dc:title").write_text_content(BytesText::new(&opinion.title))?;
            out.create_element("dc:creator").write_text_content(BytesText::new(&opinion.software))?;
            for name in ["dcterms:created", "dcterms:modified"] {
                let element = out.create_element(name).with_attribute(("xsi:type", "dcterms:W3CDTF"));
                element.write_text_content(BytesText::new(&day))?;
            }
            Ok(())
        })?;
    Ok(out.into_inner())
}

fn document(opinion: &Opinion) -> std::io::Result<Vec<u8>> {
    let mut out = begun()?;
    let root = out.create_element("w:document").with_attributes([("xmlns:w", NAMESPACE), ("xmlns:r", RELATIONS)]);
    root.write_inner_content(|out| {
        out.create_element("w:body").write_inner_content(|out| {
            paragraph(out, "Title", &opinion.title)?;
            paragraph(out, "Subtitle", &opinion.subtitle)?;
            for block in &opinion.blocks {
                put(out, block, opinion.lang)?;
            }
            section(out)
        })?;
        Ok(())
    })?;
    Ok(out.into_inner())
}

fn put(out: &mut Out, block: &Block, lang: Lang) -> Done {
    match block {
        Block::Heading { level: 1, text } => paragraph(out, "Heading1", text),
        Block::Heading { text, .. } => paragraph(out, "Heading2", text),
        Block::Paragraph(text) => paragraph(out, "Normal", text),
        Block::Verdict(text) => paragraph(out, "Verdict", text),
        Block::Signature(lines) => lines.iter().try_for_each(|line| paragraph(out, "Signature", line)),
        Block::Table(of) => {
            table(out, of, lang)?;
            // two tables without a paragraph between them would become one
            paragraph(out, "TableNote", of.note.as_deref().unwrap_or_default())
        }
    }
}

fn paragraph(out: &mut Out, style: &str, text: &str) -> Done {
    sized(out, style, text, None)
}

/// Letters of a dense table, half points.
const DENSE: &str = "15";

fn sized(out: &mut Out, style: &str, text: &str, half_points: Option<&str>) -> Done {
    out.create_element("w:p").write_inner_content(|out| {
        out.create_element("w:pPr").write_inner_content(|out| {
            out.create_element("w:pStyle").with_attribute(("w:val", style)).write_empty()?;
            Ok(())
        })?;
        run(out, text, half_points)
    })?;
    Ok(())
}

/// Words as words: whatever stands in them is escaped; line ends break the line.
fn run(out: &mut Out, text: &str, half_points: Option<&str>) -> Done {
    if text.is_empty() {
        return Ok(());
    }
    out.create_element("w:r").write_inner_content(|out| {
        if let Some(size) = half_points {
            out.create_element("w:rPr").write_inner_content(|out| value(out, "w:sz", size))?;
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                out.create_element("w:br").write_empty()?;
            }
            let words = out.create_element("w:t").with_attribute(("xml:space", "preserve"));
            words.write_text_content(BytesText::new(line))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn table(out: &mut Out, table: &Table, lang: Lang) -> Done {
    let sum: u32 = table.columns.iter().map(|column| u32::from(column.width)).sum::<u32>().max(1);
    let widths: Vec<String> =
        table.columns.iter().map(|column| (u32::from(column.width) * TEXT_WIDTH / sum).to_string()).collect();
    let rest = if lang == Lang::Zh { "其余 {} 行见工作簿" } else { "{} more rows in the workbook" };
    out.create_element("w:tbl").write_inner_content(|out| {
        out.create_element("w:tblPr").write_inner_content(|out| {
            value(out, "w:tblStyle", "OpinionTable")?;
            let width = TEXT_WIDTH.to_string();
            out.create_element("w:tblW").with_attributes([("w:w", width.as_str()), ("w:type", "dxa")]).write_empty()?;
            out.create_element("w:tblLayout").with_attribute(("w:type", "fixed")).write_empty()?;
            Ok(())
        })?;
        out.create_element("w:tblGrid").write_inner_content(|out| {
            for width in &widths {
                out.create_element("w:gridCol").with_attribute(("w:w", width.as_str())).write_empty()?;
            }
            Ok(())
        })?;
        let titles: Vec<_> = table.columns.iter().map(|column| Cell::Text(column.title.clone())).collect();
        row(out, table, &widths, &titles, Line::Header)?;
        for cells in table.for_pages(rest) {
            row(out, table, &widths, &cells, Line::Body)?;
        }
        table.total.as_ref().map_or(Ok(()), |cells| row(out, table, &widths, cells, Line::Total))
    })?;
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Line {
    Header,
    Body,
    Total,
}

fn row(out: &mut Out, table: &Table, widths: &[String], cells: &[Cell], line: Line) -> Done {
    out.create_element("w:tr").write_inner_content(|out| {
        out.create_element("w:trPr").write_inner_content(|out| {
            out.create_element("w:cantSplit").write_empty()?;
            if line == Line::Header {
                out.create_element("w:tblHeader").write_empty()?; // printed again on every page
            }
            Ok(())
        })?;
        for ((column, width), cell) in table.columns.iter().zip(widths).zip(cells) {
            out.create_element("w:tc").write_inner_content(|out| {
                out.create_element("w:tcPr").write_inner_content(|out| {
                    let size = [("w:w", width.as_str()), ("w:type", "dxa")];
                    out.create_element("w:tcW").with_attributes(size).write_empty()?;
                    if line == Line::Header {
                        let fill = [("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F2F2F2")];
                        out.create_element("w:shd").with_attributes(fill).write_empty()?;
                    }
                    value(out, "w:vAlign", "center")
                })?;
                let style = match (line, cell) {
                    (Line::Header, _) => "TableHead",
                    (Line::Body, _) if column.number => "TableNumber",
                    (Line::Body, _) => "TableText",
                    (Line::Total, _) if column.number => "TableTotalNumber",
                    (Line::Total, _) => "TableTotal",
                };
                sized(out, style, &cell.printed(), table.dense.then_some(DENSE))
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn value(out: &mut Out, element: &str, value: &str) -> Done {
    out.create_element(element).with_attribute(("w:val", value)).write_empty()?;
    Ok(())
}

/// A4 with the margins of GB/T 9704: 37 mm on top, 28 mm on the left, a text of 156 × 225 mm.
fn section(out: &mut Out) -> Done {
    out.create_element("w:sectPr").write_inner_content(|out| {
        let footer = [("w:type", "default"), ("r:id", "rId4")];
        out.create_element("w:footerReference").with_attributes(footer).write_empty()?;
        out.create_element("w:pgSz").with_attributes([("w:w", "11906"), ("w:h", "16838")]).write_empty()?;
        let margins = [
            ("w:top", "2098"),
            ("w:right", "1474"),
            ("w:bottom", "1984"),
            ("w:left", "1588"),
            ("w:header", "851"),
            ("w:footer", "1417"),
            ("w:gutter", "0"),
        ];
        out.create_element("w:pgMar").with_attributes(margins).write_empty()?;
        Ok(())
    })?;
    Ok(())
}
