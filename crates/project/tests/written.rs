//! What is written reads back: the same vertices, attributes and encoding, in every format.

mod support;

use std::path::{Path, PathBuf};

use geo::{Coord, MultiPolygon};
use sanxian_project::convert::{Conversion, convert};
use sanxian_project::export::layer::{LayerFormat, TextAs, TxtForm};
use sanxian_project::import::{Choices, Imported, Source, import};
use sanxian_project::packs;
use sanxian_project::rings::ring_problems;
use sanxian_project::watch::Silent;
use sanxian_review::data::{Attributes, LayerKind, Shape};
use support::supervisor;

fn read(path: &Path) -> Imported {
    import(&supervisor(), &Source::file(path), &Choices::default(), LayerKind::Towns, None, &Silent)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Two towns: one with a hole, one of two parts; texts that try to be formulas and markup; a long field name.
const TOWNS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"XZBM":"330523001","XZMC":"=1+1小镇","规划面积公顷数":"12.5","说明":"<b>甲&乙</b>"},"geometry":{"type":"Polygon","coordinates":[
 [[120.001,30.001],[120.0234567891,30.0012345678],[120.022,30.0198765432],[120.0005,30.02],[120.001,30.001]],
 [[120.005,30.005],[120.005,30.008],[120.009,30.008],[120.009,30.005],[120.005,30.005]]]}},
{"type":"Feature","properties":{"XZBM":"330523002","XZMC":"梦想小镇","规划面积公顷数":"7.25","说明":"-2"},"geometry":{"type":"MultiPolygon","coordinates":[
 [[[120.1,30.1],[120.11,30.1],[120.11,30.11],[120.1,30.1]]],
 [[[120.2,30.1],[120.21,30.1],[120.21,30.11],[120.2,30.1]]]]}}]}"#;

fn towns(folder: &Path) -> PathBuf {
    let path = folder.join("小镇.geojson");
    std::fs::write(&path, TOWNS).unwrap();
    path
}

fn conversion(source: &Path, format: LayerFormat, out: &Path) -> Conversion {
    Conversion {
        source: Source::file(source),
        choices: Choices::default(),
        format,
        epsg: None,
        encoding: TextAs::Utf8,
        form: TxtForm::Ministry,
        out: out.to_owned(),
    }
}

/// Every vertex of each, rings from their least vertex on and counter-clockwise, so that order does not matter.
fn vertices(shapes: &[&Shape]) -> Vec<(f64, f64)> {
    let ring = |ring: &geo::LineString<f64>| {
        let mut points: Vec<Coord<f64>> = ring.0.clone();
        points.pop();
        points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        points
    };
    let all = |polygons: MultiPolygon<f64>| {
        let rings = polygons.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let mut rings: Vec<_> = rings.map(ring).collect();
        rings.sort_by(|a, b| a[0].x.total_cmp(&b[0].x).then(a[0].y.total_cmp(&b[0].y)));
        rings.concat()
    };
    shapes.iter().flat_map(|shape| all(shape.polygons())).map(|c| (c.x, c.y)).collect()
}

/// Largest distance of two lists of vertices, metres.
fn distance(a: &[(f64, f64)], b: &[(f64, f64)]) -> f64 {
    assert_eq!(a.len(), b.len());
    let metres = |(p, q): (&(f64, f64), &(f64, f64))| {
        let east = (p.0 - q.0) * 111_320.0 * p.1.to_radians().cos();
        east.hypot((p.1 - q.1) * 110_574.0)
    };
    a.iter().zip(b).map(metres).fold(0.0, f64::max)
}

#[test]
fn every_format_gives_back_vertices_attributes_and_encoding() {
    let folder = tempfile::tempdir().unwrap();
    let source = towns(folder.path());
    let before = read(&source);
    let shapes = |imported: &Imported| {
        let shapes: Vec<_> = imported.features.iter().map(|feature| feature.shape.clone()).collect();
        vertices(&shapes.iter().collect::<Vec<_>>())
    };
    for format in LayerFormat::ALL {
        for encoding in [TextAs::Utf8, TextAs::Gbk] {
            let out = folder.path().join(format!("again.{}", format.extension()));
            let wanted = Conversion { encoding, ..conversion(&source, format, &out) };
            convert(&supervisor(), &wanted, &Silent).unwrap_or_else(|error| panic!("{format:?}: {error}"));
            let bytes = std::fs::read(&out).unwrap();
            convert(&supervisor(), &wanted, &Silent).unwrap();
            assert_eq!(bytes, std::fs::read(&out).unwrap(), "{format:?}: the same bytes twice");
            let after = read(&out);
            let moved = distance(&shapes(&before), &shapes(&after));
            assert!(moved <= 1e-4, "{format:?}: {moved} m");
            if format == LayerFormat::Dxf {
                continue; // a drawing has no attributes
            }
            assert_eq!(after.features.len(), 2, "{format:?}");
            for (old, new) in before.features.iter().zip(&after.features) {
                assert_eq!(old.id, new.id, "{format:?}");
                for (key, value) in old.attributes.texts() {
                    let kept =
                        new.attributes.texts().any(|(_, own)| own == value || own.trim_end_matches('0') == value);
                    assert!(kept || format == LayerFormat::Txt, "{format:?}: {key}={value} in {:?}", new.attributes);
                }
            }
            let declared = matches!(format, LayerFormat::Shapefile | LayerFormat::Txt | LayerFormat::Csv);
            let expected = if declared && encoding == TextAs::Gbk { "GBK" } else { "UTF-8" };
            if declared {
                assert!(after.source.encoding.starts_with(expected), "{format:?}: {}", after.source.encoding);
            }
        }
    }
}

#[test]
fn a_txt_in_the_form_comes_back_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[属性描述]\r\n格式版本号=1.01\r\n数据产生单位=\r\n数据产生日期=\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n投影类型=高斯克吕格\r\n计量单位=米\r\n带号=40\r\n精度=0.001\r\n转换参数=,,,,,,\r\n[地块坐标]\r\n\
        10,0.9600,330106104,某村,D8-003,地块4,面,H50,工业,0601,@\r\n\
        J1,1,3347932.812,40548122.063\r\nJ2,1,3347932.812,40548222.063\r\nJ3,1,3347832.812,40548222.063\r\nJ4,1,3347832.812,40548122.063\r\nJ1,1,3347932.812,40548122.063\r\n\
        J5,2,3347912.812,40548142.063\r\nJ6,2,3347892.812,40548142.063\r\nJ7,2,3347892.812,40548162.063\r\nJ8,2,3347912.812,40548162.063\r\nJ5,2,3347912.812,40548142.063\r\n\
        5,1.0000,A1,北地块,面,,,,@\r\n\
        J1,1,3348932.812,40548122.063\r\nJ2,1,3348932.812,40548222.063\r\nJ3,1,3348832.812,40548222.063\r\nJ4,1,3348832.812,40548122.063\r\nJ1,1,3348932.812,40548122.063\r\n";
    let source = folder.path().join("地块.txt");
    std::fs::write(&source, text).unwrap();
    let out = folder.path().join("again.txt");
    let done = convert(&supervisor(), &conversion(&source, LayerFormat::Txt, &out), &Silent).unwrap();
    assert_eq!(done.system.epsg(), 4528);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), text);

    let zhejiang = Conversion { form: TxtForm::Zhejiang, ..conversion(&source, LayerFormat::Txt, &out) };
    convert(&supervisor(), &zhejiang, &Silent).unwrap();
    let bare = std::fs::read_to_string(&out).unwrap();
    assert!(bare.starts_with("1,D8-003,1,J1,3347932.812,40548122.063\r\n"), "{bare}");
    let (before, after) = (read(&source), read(&out));
    let ids = |imported: &Imported| imported.features.iter().map(|f| f.id.0.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&before), ids(&after));
    assert_eq!(vertices(&[&before.features[0].shape]), vertices(&[&after.features[0].shape]));
}

#[test]
fn the_source_is_never_replaced_and_a_failure_leaves_what_stood_there() {
    let folder = tempfile::tempdir().unwrap();
    let source = towns(folder.path());
    let same = conversion(&source, LayerFormat::Geojson, &folder.path().join("./小镇.geojson"));
    assert!(convert(&supervisor(), &same, &Silent).unwrap_err().to_string().contains("never replaced"));
    let out = folder.path().join("old.txt");
    std::fs::write(&out, "old").unwrap();
    for wrong in [Some(4490), Some(3857)] {
        let wanted = Conversion { epsg: wrong, ..conversion(&source, LayerFormat::Txt, &out) };
        assert!(convert(&supervisor(), &wanted, &Silent).is_err(), "{wrong:?}");
    }
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "old");
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn csv_texts_are_no_formulas_and_come_back_without_the_guard() {
    let folder = tempfile::tempdir().unwrap();
    let source = towns(folder.path());
    let out = folder.path().join("点.csv");
    convert(&supervisor(), &conversion(&source, LayerFormat::Csv, &out), &Silent).unwrap();
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("'=1+1小镇") && text.contains("'-2"), "{text}");
    assert!(!text.contains(",=1+1") && !text.contains(",-2"));
}

#[test]
fn a_part_of_a_layer_is_read_by_its_attributes_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let source = towns(folder.path());
    let read_part = |path: &Path, filter: &str| {
        let spelled = Source::spelled(Path::new(&format!("{}[{filter}]", path.display())));
        import(&supervisor(), &spelled, &Choices::default(), LayerKind::Towns, None, &Silent)
    };
    for format in LayerFormat::ALL.into_iter().filter(|format| *format != LayerFormat::Dxf) {
        let out = folder.path().join(format!("part.{}", format.extension()));
        convert(&supervisor(), &conversion(&source, format, &out), &Silent).unwrap();
        let (second, both, name) = match format {
            LayerFormat::Txt => ("地块编号=330523002", "地块名称!=无", "地块编号"),
            LayerFormat::Csv | LayerFormat::Xlsx => ("XZBM=330523002", "XZBM in (330523001, 330523002)", "XZBM"),
            _ => ("XZMC = '梦想小镇'", "xzbm in (330523001,330523002)", "XZBM"),
        };
        let part = read_part(&out, second).unwrap_or_else(|error| panic!("{format:?}: {error}"));
        let ids: Vec<_> = part.features.iter().map(|feature| feature.id.0.as_str()).collect();
        assert_eq!(ids, ["330523002"], "{format:?}");
        assert!(part.source.file.ends_with(&format!("[{second}]")), "{}", part.source.file);
        let told = part.problems.iter().find(|problem| problem.code == "filtered").unwrap();
        assert!(told.en.contains("only 1 of 2"), "{}", told.en);
        assert_eq!(read_part(&out, both).unwrap().features.len(), 2, "{format:?}");
        let none = read_part(&out, &format!("{name}=330000"));
        assert_eq!(none.unwrap_err().code(), "nothing_usable", "{format:?}");
        for wrong in ["无此字段=1", "XZBM~1"] {
            let error = read_part(&out, wrong).unwrap_err();
            assert_eq!(error.code(), "choice_refused", "{format:?} {error}");
        }
    }
}

#[test]
fn an_area_among_the_attributes_is_compared_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let source = towns(folder.path());
    for format in LayerFormat::ALL.into_iter().filter(|format| !matches!(format, LayerFormat::Dxf | LayerFormat::Txt)) {
        let out = folder.path().join(format!("area.{}", format.extension()));
        let epsg = (format == LayerFormat::Shapefile).then_some(4528);
        convert(&supervisor(), &Conversion { epsg, ..conversion(&source, format, &out) }, &Silent).unwrap();
        let mut imported = read(&out);
        // A shapefile has shortened the name; the others hold it as it was.
        for feature in &mut imported.features {
            let renamed = |key: &str| key.replace("规划面", "规划面积").replace("积积", "积");
            feature.attributes = Attributes::new(feature.attributes.texts().map(|(key, value)| (renamed(key), value)));
        }
        let told = ring_problems(&imported, None);
        let stated = told.iter().filter(|problem| problem.code == "stated_area").count();
        assert_eq!(stated, 2, "{format:?}: 12.5 and 7.25 公顷 are not the ground: {told:?}");
    }
}

#[test]
fn a_large_repair_waits_for_the_reviewer_and_the_rings_stay_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bow.geojson");
    let bow = r#"{"type":"Feature","properties":{"XZBM":"a"},"geometry":{"type":"Polygon","coordinates":[[[120,30],[120.01,30.01],[120.01,30],[120,30.012],[120,30]]]}}"#;
    std::fs::write(&path, bow).unwrap();
    let mut imported = read(&path);
    let limits = packs::repair(&[]);
    let codes =
        |imported: &Imported| ring_problems(imported, Some(&limits)).into_iter().map(|p| p.code).collect::<Vec<_>>();
    assert!(codes(&imported).contains(&"large_repair".to_owned()), "{:?}", codes(&imported));
    assert!(ring_problems(&imported, Some(&limits)).iter().all(|problem| problem.place.is_some()));
    imported.accept_repairs = true;
    assert!(codes(&imported).contains(&"repair_accepted".to_owned()));
    assert_eq!(imported.features[0].shape.vertex_count(), 5, "the original stays");
}

#[test]
fn a_geopackage_in_a_zip_is_read_like_one_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (towns(folder.path()), folder.path().join("layer.gpkg"));
    convert(&supervisor(), &conversion(&source, LayerFormat::Gpkg, &out), &Silent).unwrap();
    let packed = folder.path().join("报送.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&packed).unwrap());
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("数据/layer.gpkg", options).unwrap();
    std::io::Write::write_all(&mut zip, &std::fs::read(&out).unwrap()).unwrap();
    zip.finish().unwrap();
    let (plain, inside) = (read(&out), read(&packed));
    assert_eq!(plain.features, inside.features);
    assert_eq!(inside.source.file, "报送.zip/数据/layer.gpkg");
    let spelled = Source::spelled(Path::new(&format!("{}!数据/layer.gpkg!小镇[XZBM=330523001]", packed.display())));
    let part = import(&supervisor(), &spelled, &Choices::default(), LayerKind::Towns, None, &Silent).unwrap();
    assert_eq!(part.features.len(), 1);
}
