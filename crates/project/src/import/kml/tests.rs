//! Whole KML and KMZ files.

use std::io::Write;
use std::path::PathBuf;

use sanxian_review::data::LayerKind;

use crate::import::tests::{Random, read_inner, real};
use crate::import::{ImportError, Imported};

fn placemark(name: &str, west: f64, more: &str) -> String {
    let east = west + 0.01;
    format!(
        "<Placemark id=\"p\"><name>{name}</name>{more}<Polygon><outerBoundaryIs><LinearRing><coordinates>
         {west},30,0 {east},30,0\t{east},30.01,0 {west},30.01,0 {west},30,0
         </coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
}

fn document(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>d</name>{inside}</Document></kml>"
    )
}

fn read_bytes(name: &str, bytes: &[u8], inner: Option<&str>) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_inner(&path, inner, LayerKind::Towns)
}

fn read(text: &str) -> Result<Imported, ImportError> {
    read_bytes("a.kml", text.as_bytes(), None)
}

fn codes(imported: &Imported) -> Vec<&str> {
    imported.problems.iter().map(|problem| problem.code.as_str()).collect()
}

#[test]
fn placemarks_become_features_with_their_data() {
    let data = "<ExtendedData><Data name=\"XZBM\"><value>t1</value></Data><SchemaData><SimpleData name=\"级别\">省级 &amp; &#x4E00;</SimpleData></SchemaData></ExtendedData>";
    let hole = "</outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>120.002,30.002 120.004,30.002 120.004,30.004 120.002, 30.002</coordinates></LinearRing></innerBoundaryIs>";
    let text = document(&placemark("<![CDATA[镇 <b>]]>", 120.0, data)).replace("</outerBoundaryIs>", hole);
    let imported = read(&text).unwrap();
    let feature = &imported.features[0];
    assert_eq!((feature.id.0.as_str(), feature.attribute(&["name"])), ("t1", Some("镇 <b>")));
    assert_eq!(feature.attribute(&["级别"]), Some("省级 & 一"));
    assert_eq!(feature.shape.polygons().0[0].interiors().len(), 1);
    assert_eq!(codes(&imported), ["perhaps_shifted"]);
    let prefixed =
        text.replace("<Pl", "<k:Pl").replace("</Pl", "</k:Pl").replace("<Po", "<k:Po").replace("</Po", "</k:Po");
    assert_eq!(read(&prefixed).unwrap().features, imported.features);
    let gbk = encoding_rs::GBK.encode(&text.replace("UTF-8", "GBK")).0.into_owned();
    assert_eq!(read_bytes("a.kml", &gbk, None).unwrap().features, imported.features);
}

#[test]
fn folders_are_layers_when_several_hold_polygons() {
    let folder = |name: &str, inside: &str| format!("<Folder><name>{name}</name>{inside}</Folder>");
    let point = "<Placemark><name>x</name><Point><coordinates>1,2</coordinates></Point></Placemark>";
    let one = document(&(folder("镇", &placemark("a", 120.0, "")) + &folder("点", point)));
    assert_eq!(read(&one).unwrap().source.features, 1);
    let two = document(&folder(
        "甲",
        &(folder("镇", &placemark("a", 120.0, "")) + &folder("线", &placemark("b", 121.0, ""))),
    ));
    let error = read(&two).unwrap_err();
    assert!(matches!(&error, ImportError::SeveralLayers { layers, .. } if *layers == ["甲/镇", "甲/线"]), "{error}");
    let imported = read_bytes("a.kml", two.as_bytes(), Some("甲/线")).unwrap();
    assert_eq!(imported.features[0].attribute(&["name"]), Some("b"));
    assert_eq!(read(&document(point)).unwrap_err().code(), "wrong_geometry");
}

#[test]
fn a_kmz_is_read_in_memory() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in
        [("files/p.png", b"x".as_slice()), ("doc.kml", document(&placemark("a", 120.0, "")).as_bytes())]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let imported = read_bytes("a.kmz", &bytes, None).unwrap();
    assert_eq!((imported.features.len(), imported.source.format.as_str()), (1, "kmz"));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let main = document("<NetworkLink><Link><href>layers/a.kml</href></Link></NetworkLink>");
    for (name, text) in [
        ("doc.kml", main),
        ("layers/镇.kml", document(&placemark("a", 120.0, ""))),
        ("layers/线.kml", document(&placemark("b", 121.0, ""))),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let several = zip.finish().unwrap().into_inner();
    assert_eq!(read_bytes("a.kmz", &several, None).unwrap_err().code(), "several_layers");
    assert_eq!(read_bytes("a.kmz", &several, Some("线")).unwrap().features[0].attribute(&["name"]), Some("b"));
    for length in (0..bytes.len()).step_by(7) {
        assert!(!read_bytes("a.kmz", &bytes[..length], None).unwrap_err().hint().zh.is_empty());
    }
}

#[test]
fn hostile_and_cut_documents_are_refused() {
    let text = document(&placemark("a", 120.0, ""));
    for length in (0..text.len() - 1).step_by(3).filter(|length| text.is_char_boundary(*length)) {
        let error = read(&text[..length]).unwrap_err();
        assert!(!error.hint().zh.is_empty(), "{length}");
    }
    let deep = document(&"<Folder>".repeat(5000));
    assert!(read(&deep).unwrap_err().to_string().contains("nested too deeply"));
    let doctype = text.replacen("<kml", "<!DOCTYPE kml [<!ENTITY x \"y\">]><kml", 1);
    assert!(read(&doctype).unwrap_err().to_string().contains("DOCTYPE"));
    let letter = read(&(text.replacen("120,30,0", "12O,30,0", 1))).unwrap_err();
    assert!(letter.to_string().contains("12O,30,0"), "{letter}");
    if let Some(hostile) = real("hostile") {
        for name in ["bomb.kml", "xxe.kml"] {
            let path: PathBuf = hostile.join(name);
            assert_eq!(read_inner(&path, None, LayerKind::Towns).unwrap_err().code(), "damaged_file", "{name}");
        }
    }
}

#[test]
fn a_document_changed_anywhere_never_panics() {
    let text = document(&(placemark("a", 120.0, "<description>&lt;b&gt;</description>") + &placemark("b", 121.0, "")));
    let mut random = Random(8);
    for _ in 0..500 {
        let mut bytes = text.clone().into_bytes();
        random.mutate(&mut bytes);
        let _ = read_bytes("a.kml", &bytes, None);
    }
}
