//! Whole drawings, written by a foreign writer or by hand.

use dxf::entities::{Entity, EntityType, LwPolyline, Polyline, Vertex};
use dxf::enums::AcadVersion;
use dxf::{Drawing, LwPolylineVertex, Point};
use sanxian_review::data::LayerKind;

use crate::import::tests::{Random, read_inner, real};
use crate::import::{ImportError, Imported};

fn square(x: f64, y: f64, size: f64) -> [(f64, f64); 4] {
    [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
}

/// A closed polyline on a layer.
fn polyline(layer: &str, points: &[(f64, f64)], closed: bool) -> Entity {
    let vertices = points.iter().map(|&(x, y)| LwPolylineVertex { x, y, ..Default::default() }).collect();
    let mut line = LwPolyline { vertices, ..Default::default() };
    line.set_is_closed(closed);
    let mut entity = Entity::new(EntityType::LwPolyline(line));
    entity.common.layer = layer.to_owned();
    entity
}

fn drawing(entities: Vec<Entity>, version: AcadVersion) -> Vec<u8> {
    let mut drawing = Drawing::new();
    drawing.header.version = version;
    for entity in entities {
        drawing.add_entity(entity);
    }
    let mut bytes = Vec::new();
    drawing.save(&mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8], inner: Option<&str>) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.dxf");
    std::fs::write(&path, bytes).unwrap();
    read_inner(&path, inner, LayerKind::Towns)
}

fn codes(imported: &Imported) -> Vec<&str> {
    imported.problems.iter().map(|problem| problem.code.as_str()).collect()
}

const E: f64 = 40_548_100.0;
const N: f64 = 3_347_900.0;

#[test]
fn closed_polylines_become_features_and_nested_ones_holes() {
    let entities = vec![
        polyline("TOWN", &square(E, N, 100.), true),
        polyline("TOWN", &square(E + 20., N + 20., 50.), true),
        polyline("TOWN", &square(E + 300., N, 100.), true),
        polyline("TOWN", &square(E, N + 300., 100.)[..3], false),
    ];
    for version in [AcadVersion::R2000, AcadVersion::R2010] {
        let imported = read(&drawing(entities.clone(), version), None).unwrap();
        let holes: Vec<usize> = imported.features.iter().map(|f| f.shape.polygons().0[0].interiors().len()).collect();
        assert_eq!(holes, [1, 0]);
        assert_eq!(codes(&imported), ["open_polylines", "nested_polylines"]);
        assert_eq!(imported.source.crs.epsg, Some(4528));
        assert_eq!(imported.features[0].attribute(&["图层"]), Some("TOWN"));
    }
}

#[test]
fn one_of_several_layers_is_taken_by_name_in_any_code_page() {
    let entities = vec![
        polyline("HHHH", &square(E, N, 100.), true),
        polyline("B", &square(E, N, 100.), true),
        polyline("C", &square(E, N, 100.)[..3], false),
    ];
    let bytes = drawing(entities, AcadVersion::R2000);
    let error = read(&bytes, None).unwrap_err();
    assert!(matches!(&error, ImportError::SeveralLayers { layers, .. } if *layers == ["B", "HHHH"]), "{error}");
    assert_eq!(read(&bytes, Some("b")).unwrap().features.len(), 1);
    assert_eq!(read(&bytes, Some("C")).unwrap_err().code(), "no_member");
    let text = String::from_utf8(bytes).unwrap().replace("ANSI_1252", "ANSI_936").replace("HHHH", "红线");
    let gbk = encoding_rs::GBK.encode(&text).0.into_owned();
    let imported = read(&gbk, Some("红线")).unwrap();
    assert_eq!((imported.source.file.as_str(), imported.source.encoding.as_str()), ("a.dxf/红线", "GBK"));
}

#[test]
fn old_polylines_are_read_and_lines_alone_are_not() {
    let mut drawing = Drawing::new();
    drawing.header.version = AcadVersion::R12;
    let mut line = Polyline::default();
    line.set_is_closed(true);
    for (x, y) in square(E, N, 100.) {
        let location = Point::new(x, y, 0.);
        line.add_vertex(&mut drawing, Vertex { location, ..Default::default() });
    }
    drawing.add_entity(Entity::new(EntityType::Polyline(line)));
    let mut bytes = Vec::new();
    drawing.save(&mut bytes).unwrap();
    assert_eq!(read(&bytes, None).unwrap().features.len(), 1);
    let open = super::tests::drawing(vec![polyline("A", &square(E, N, 9.)[..3], false)], AcadVersion::R2000);
    assert_eq!(read(&open, None).unwrap_err().code(), "wrong_geometry");
}

#[test]
fn drawings_cut_or_changed_anywhere_are_told_or_read() {
    let bytes = drawing(vec![polyline("A", &square(E, N, 100.), true)], AcadVersion::R2000);
    for length in (0..bytes.len()).step_by(bytes.len() / 150) {
        if let Err(error) = read(&bytes[..length], None) {
            assert!(!error.hint().zh.is_empty());
        }
    }
    let mut random = Random(4);
    let entities = bytes.windows(8).rposition(|w| w == b"ENTITIES").unwrap();
    for round in 0..200 {
        let mut tail = bytes[entities..].to_vec();
        let mut head = bytes[..entities].to_vec();
        random.mutate(if round % 4 == 0 { &mut head } else { &mut tail });
        head.extend(tail);
        let _ = read(&head, None);
    }
    if let Some(hostile) = real("hostile") {
        let error = read_inner(&hostile.join("trunc.dxf"), None, LayerKind::Towns).unwrap_err();
        assert!(!error.hint().zh.is_empty(), "{error}");
    }
}
