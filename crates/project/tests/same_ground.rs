//! One town of 5 km² with a hole, written in every format: the same ground, whatever it came in.

mod support;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use dxf::entities::{Entity, EntityType, LwPolyline};
use dxf::{Drawing, LwPolylineVertex};
use sanxian_project::import::{Choices, CrsChoice, Source, import};
use sanxian_project::watch::Silent;
use sanxian_review::data::{LayerKind, Shape};
use sanxian_review::measure::ellipsoidal_area;
use sanxian_review::plane::Plane;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};
use support::supervisor;

type Ring = Vec<(f64, f64)>;

/// Closed rings in whole millimetres, (east, north), plane of 120° without zone number; shell and hole.
fn rings() -> [Ring; 2] {
    let ring = |radius: f64, corners: i32, turn: f64| {
        let corner = |k: i32| {
            let angle = turn * f64::from(k) * std::f64::consts::TAU / f64::from(corners);
            let radius = radius * (1.0 + 0.2 * (7.0 * angle).sin());
            let millimetres = |metres: f64| (metres * 1000.0).round() / 1000.0;
            (millimetres(548_122.063 + radius * angle.cos()), millimetres(3_347_932.816 + radius * angle.sin()))
        };
        (0..=corners).map(|k| corner(k % corners)).collect()
    };
    [ring(1_300.0, 60, -1.0), ring(200.0, 12, 1.0)]
}

fn degrees(rings: &[Ring; 2]) -> [Ring; 2] {
    let plane = Plane::with_central_meridian(120);
    rings.clone().map(|ring| ring.into_iter().map(|(x, y)| plane.inverse(x - 500_000.0, y)).collect())
}

/// What one line of a list says: (label, ring, east, north).
fn txt(zone: &str, prefix: f64, east_first: bool) -> String {
    let mut text =
        format!("[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n投影类型=高斯克吕格\r\n{zone}[地块坐标]\r\n");
    let _ = write!(text, "74,,T1,同一小镇,面,,,,@\r\n");
    for (ring, points) in rings().iter().enumerate() {
        for (n, (east, north)) in points.iter().enumerate() {
            let (label, ring, east) = (n % (points.len() - 1) + 1, ring + 1, east + prefix);
            let (first, second) = if east_first { (east, *north) } else { (*north, east) };
            let _ = write!(text, "J{label},{ring},{first:.3},{second:.3}\r\n");
        }
    }
    text
}

fn kml() -> String {
    let [shell, hole] = degrees(&rings()).map(|ring| {
        let positions: Vec<String> = ring.iter().map(|(lon, lat)| format!("{lon:.11},{lat:.11},0")).collect();
        format!("<LinearRing><coordinates>{}</coordinates></LinearRing>", positions.join(" "))
    });
    format!(
        "<kml><Document><Placemark><name>T1</name><Polygon><outerBoundaryIs>{shell}</outerBoundaryIs><innerBoundaryIs>{hole}</innerBoundaryIs></Polygon></Placemark></Document></kml>"
    )
}

fn geojson() -> String {
    let rings = degrees(&rings()).map(|ring| {
        let positions: Vec<String> = ring.iter().map(|(lon, lat)| format!("[{lon:.11},{lat:.11}]")).collect();
        format!("[{}]", positions.join(","))
    });
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:EPSG::4490"}}}},"features":[{{"type":"Feature","properties":{{"XZBM":"T1"}},"geometry":{{"type":"Polygon","coordinates":[{}]}}}}]}}"#,
        rings.join(",")
    )
}

fn csv() -> String {
    let mut text = "地块编号,圈号,点号,X坐标,Y坐标\n".to_owned();
    for (ring, points) in rings().iter().enumerate() {
        for (n, (east, north)) in points.iter().enumerate() {
            let _ = writeln!(text, "T1,{},J{n},{north:.3},{:.3}", ring + 1, east + 40e6);
        }
    }
    text
}

fn drawing() -> Vec<u8> {
    let mut drawing = Drawing::new();
    drawing.header.version = dxf::enums::AcadVersion::R2000;
    for ring in rings() {
        let vertex = |&(x, y): &(f64, f64)| LwPolylineVertex { x: x + 40e6, y, ..Default::default() };
        let mut line = LwPolyline { vertices: ring[1..].iter().map(vertex).collect(), ..Default::default() };
        line.set_is_closed(true);
        drawing.add_entity(Entity::new(EntityType::LwPolyline(line)));
    }
    let mut bytes = Vec::new();
    drawing.save(&mut bytes).unwrap();
    bytes
}

/// Writes a shapefile with eastings in zone 40.
fn shapefile(folder: &Path, prj: Option<&str>) -> PathBuf {
    let path = folder.join(if prj.is_some() { "with.shp" } else { "without.shp" });
    let name = dbase::FieldName::try_from("XZBM").unwrap();
    let table = dbase::TableWriterBuilder::new().add_character_field(name, 20);
    let mut writer = shapefile::Writer::from_path(&path, table).unwrap();
    let [shell, hole] = rings().map(|ring| ring.into_iter().map(|(x, y)| shapefile::Point::new(x + 40e6, y)).collect());
    let polygon =
        shapefile::Polygon::with_rings(vec![shapefile::PolygonRing::Outer(shell), shapefile::PolygonRing::Inner(hole)]);
    let mut record = dbase::Record::default();
    record.insert("XZBM".to_owned(), dbase::FieldValue::Character(Some("T1".to_owned())));
    writer.write_shape_and_record(&polygon, &record).unwrap();
    drop(writer);
    if let Some(prj) = prj {
        std::fs::write(path.with_extension("prj"), prj).unwrap();
    }
    path
}

/// Writes a GeoPackage in EPSG:4549 (no zone number).
fn geopackage(path: &Path) {
    let mut blob = vec![b'G', b'P', 0, 1];
    blob.extend(4549_i32.to_le_bytes());
    blob.extend([1, 3, 0, 0, 0, 2, 0, 0, 0]);
    for ring in rings() {
        blob.extend((ring.len() as u32).to_le_bytes());
        ring.iter().flat_map(|(x, y)| [*x, *y]).for_each(|number| blob.extend(number.to_le_bytes()));
    }
    let blob: String = blob.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let statements = [
        "CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT)",
        "INSERT INTO gpkg_spatial_ref_sys VALUES (4549, 'EPSG', 4549, '')",
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)",
        "INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 4549)",
        "CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, XZBM TEXT)",
        &format!("INSERT INTO t VALUES (1, x'{blob}', 'T1')"),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        for statement in statements {
            sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await.unwrap();
        }
    });
}

fn area(shape: &Shape) -> i64 {
    ellipsoidal_area(&Plane::of(&shape.bounds().unwrap()).project(shape)).0
}

/// Square millimetres: 0.05 m².
const TOLERANCE: i64 = 50_000;

#[test]
fn one_town_has_one_area_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let wkt = r#"PROJCS["CGCS2000_3_Degree_GK_Zone_40",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    let plain = txt("", 0.0, false);
    let sequence = geojson().split_once("\"features\":[").unwrap().1.strip_suffix("]}").unwrap().to_owned();
    geopackage(&folder.path().join("town.gpkg"));
    let chosen = Choices { crs: Some(CrsChoice::epsg(4549)), ..Choices::default() };
    let files = [
        ("GeoJSON in EPSG:4490", write("a.geojson", geojson().as_bytes()), Choices::default()),
        ("GeoJSON text sequence", write("a.geojsonl", format!("{sequence}\n").as_bytes()), Choices::default()),
        ("TXT, north first", write("a.txt", txt("", 40e6, false).as_bytes()), Choices::default()),
        ("TXT, east first", write("b.txt", txt("带号=40\r\n", 40e6, true).as_bytes()), Choices::default()),
        (
            "TXT with 带号 and plain eastings",
            write("c.txt", txt("带号=40\r\n", 0.0, false).as_bytes()),
            Choices::default(),
        ),
        ("TXT with a chosen system", write("d.txt", plain.as_bytes()), chosen),
        ("CSV", write("a.csv", csv().as_bytes()), Choices::default()),
        ("KML", write("a.kml", kml().as_bytes()), Choices::default()),
        ("DXF", write("a.dxf", &drawing()), Choices::default()),
        ("GeoPackage in EPSG:4549", folder.path().join("town.gpkg"), Choices::default()),
        ("shapefile with .prj", shapefile(folder.path(), Some(wkt)), Choices::default()),
        ("shapefile without .prj", shapefile(folder.path(), None), Choices::default()),
    ];
    let supervisor = supervisor();
    let mut first = None;
    for (label, path, choices) in files {
        let imported = import(&supervisor, &Source::file(path), &choices, LayerKind::Towns, None, &Silent)
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        let dropped: Vec<_> = imported.problems.iter().filter(|problem| problem.dropped).collect();
        assert!(imported.features.len() == 1 && dropped.is_empty(), "{label}: {dropped:?}");
        let shape = &imported.features[0].shape;
        let holes: Vec<usize> = shape.polygons().0.iter().map(|polygon| polygon.interiors().len()).collect();
        assert_eq!(holes, [1], "{label}");
        let area = area(shape);
        let expected = *first.get_or_insert(area);
        assert!((area - expected).abs() <= TOLERANCE, "{label}: {area} mm², not {expected} mm²");
    }
    let square_metres = first.unwrap_or_default() / 1_000_000;
    assert!((4_900_000..5_500_000).contains(&square_metres), "{square_metres}");
}
