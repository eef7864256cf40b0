//! Whole files of boundary points: every form, and the broken ones.

use encoding_rs::GBK;
use sanxian_review::data::LayerKind;
use sanxian_review::measure::ellipsoidal_area;
use sanxian_review::plane::Plane;

use crate::import::tests::{Random, read_near, real};
use crate::import::{ImportError, Imported};

fn read_named(name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_near(&path, LayerKind::Towns, None)
}

fn read(text: &str) -> Result<Imported, ImportError> {
    read_named("a.txt", text.as_bytes())
}

fn codes(imported: &Imported) -> Vec<&str> {
    imported.problems.iter().map(|problem| problem.code.as_str()).collect()
}

/// Ellipsoidal square metres of every feature.
fn areas(imported: &Imported) -> Vec<f64> {
    let area = |shape: &sanxian_review::data::Shape| {
        ellipsoidal_area(&Plane::of(&shape.bounds().unwrap()).project(shape)).0 as f64 / 1e6
    };
    imported.features.iter().map(|feature| area(&feature.shape)).collect()
}

const HEADER: &str = "[属性描述]\r\n格式版本号=1．01版本\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n投影类型=高斯克吕格\r\n计量单位=米\r\n带号=40\r\n精度=0.001\r\n转换参数=,,,,,,\r\n[地块坐标]\r\n";
/// 100 m × 100 m, north and plain east.
const SQUARE: [(f64, f64); 5] = [
    (3_347_900.0, 548_100.0),
    (3_348_000.0, 548_100.0),
    (3_348_000.0, 548_200.0),
    (3_347_900.0, 548_200.0),
    (3_347_900.0, 548_100.0),
];

/// Points of the square, moved and scaled, in ring `ring`.
fn square(ring: u32, by: (f64, f64), scale: f64, prefix: f64) -> String {
    let line = |(n, (north, east)): (usize, &(f64, f64))| {
        let north = SQUARE[0].0 + (north - SQUARE[0].0) * scale + by.0;
        let east = SQUARE[0].1 + (east - SQUARE[0].1) * scale + by.1 + prefix;
        format!("J{},{ring},{north:.3},{east:.3}\r\n", n % 4 + 1)
    };
    SQUARE.iter().enumerate().map(line).collect()
}

const ZONE_40: f64 = 40_000_000.0;

fn one() -> String {
    format!("{HEADER}5,1.0000,A1,北地块,面,,,,@\r\n{}", square(1, (0., 0.), 1., ZONE_40))
}

fn assert_square(imported: &Imported, label: &str) {
    let areas = areas(imported);
    assert!(areas.len() == 1 && (areas[0] - 9_993.0).abs() < 8.0, "{label}: {areas:?}");
}

#[test]
fn a_file_as_the_ministry_demands_it_has_no_problem() {
    let imported = read(&one()).unwrap();
    assert_eq!(codes(&imported), Vec::<&str>::new());
    assert_square(&imported, "as demanded");
    let feature = &imported.features[0];
    assert_eq!((feature.id.0.as_str(), feature.attribute(&["地块名称"])), ("A1", Some("北地块")));
    assert_eq!((imported.source.crs.epsg, imported.source.format.as_str()), (Some(4528), "txt"));
}

#[test]
fn every_encoding_and_line_end_gives_the_same_file() {
    let text = one();
    let expected = read(&text).unwrap().features;
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let variants: [(&str, Vec<u8>); 7] = [
        ("GBK", GBK.encode(&text).0.into_owned()),
        ("UTF-8", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("UTF-16LE", [b"\xFF\xFE".as_slice(), &utf16].concat()),
        ("UTF-16LE", utf16),
        ("UTF-8", text.replace("\r\n", "\n").into_bytes()),
        ("UTF-8", text.replace("\r\n", "\r").into_bytes()),
        ("UTF-8", text.replacen("\r\n", "\r\r\n", 3).into_bytes()),
    ];
    for (encoding, bytes) in variants {
        let imported = read_named("a.txt", &bytes).unwrap();
        assert_eq!((imported.source.encoding.as_str(), &imported.features), (encoding, &expected));
    }
}

#[test]
fn the_square_is_the_same_in_every_form() {
    let header = |zone: &str| HEADER.replace("带号=40", zone);
    let (zoned, plain) = (square(1, (0., 0.), 1., ZONE_40), square(1, (0., 0.), 1., 0.));
    let swap = |rows: &str| -> String {
        let swapped = rows.lines().map(|row| {
            let f: Vec<&str> = row.split(',').collect();
            format!("{},{},{},{}\r\n", f[0], f[1], f[3], f[2])
        });
        swapped.collect()
    };
    let columns = |rows: &str, form: &dyn Fn(usize, &[&str]) -> String| -> String {
        rows.lines().enumerate().map(|(n, row)| form(n, &row.split(',').collect::<Vec<_>>()) + "\n").collect()
    };
    let files = [
        ("east first", format!("{HEADER}5,1.0,A,a,面,,,,@\n{}", swap(&zoned)), vec!["east_first"]),
        ("带号 and plain eastings", format!("{HEADER}5,1.0,A,a,面,,,,@\n{plain}"), vec![]),
        (
            "带号 and plain eastings, east first",
            format!("{HEADER}5,1.0,A,a,面,,,,@\n{}", swap(&plain)),
            vec!["east_first"],
        ),
        ("no 带号", format!("{}5,1.0,A,a,面,,,,@\n{zoned}", header("")), vec![]),
        ("another 带号", format!("{}5,1.0,A,a,面,,,,@\n{zoned}", header("带号=39")), vec!["zone_disagrees"]),
        ("no header", format!("5,1.0,A,a,面,,,,@\n{zoned}"), vec![]),
        ("no parcel line", format!("{HEADER}{zoned}"), vec!["no_parcel_line"]),
        ("no at sign", format!("{HEADER}5,1.0,A,a,面,,,\n{zoned}"), vec!["no_at_sign"]),
        (
            "Zhejiang's parcel line",
            format!("{HEADER}0,0,330106104,某村,D8-003,地块4,面,,,,@\n{zoned}"),
            vec!["point_count"],
        ),
        ("13 fields", format!("{HEADER}5,1.0,A,a,面,,,,1,2,3,4,5,@\n{zoned}"), vec![]),
        ("blank fields", format!("{HEADER}4,,FID_0,DKMC,面, , , ,@\n{zoned}"), vec![]),
        ("square metres", format!("{HEADER}5,10000,A,a,面,,,,@\n{zoned}"), vec!["area_unit"]),
        ("an area in words", format!("{HEADER}5,1.0公顷,A,a,面,,,,@\n{zoned}"), vec![]),
        ("a wrong area", format!("{HEADER}5,1.2,A,a,面,,,,@\n{zoned}"), vec!["area_differs"]),
        ("a wrong count", format!("{HEADER}555,1.0,A,a,面,,,,@\n{zoned}"), vec!["point_count"]),
        (
            "full width",
            one().replace('[', "【").replace(']', "】").replace(',', "，").replace('@', "＠"),
            vec!["wide_punctuation"],
        ),
        ("a missing closing point", one().rsplit_once("J1,").unwrap().0.to_owned(), vec!["unclosed_ring"]),
        (
            "a renumbered closing point in another ring",
            one()
                .replace("J1,1,3347900.000,40548100.000\r\n", "J5,2,3347900.000,40548100.000\r\n")
                .replacen("J5,2", "J1,1", 1),
            vec![],
        ),
        (
            "six columns",
            format!("{HEADER}5,1.0,A,a,面,,,,@\n{}", columns(&zoned, &|_, f| format!("{},0,0", f.join(",")))),
            vec![],
        ),
        (
            "three columns",
            format!("{HEADER}5,1.0,A,a,面,,,,@\n{}", columns(&zoned, &|_, f| [f[0], f[2], f[3]].join(","))),
            vec![],
        ),
        ("Zhejiang without header", columns(&zoned, &|n, f| format!("{n},1,1,{},{},{}", f[0], f[2], f[3])), vec![]),
        ("a plain list", columns(&zoned, &|_, f| format!("{},{}", f[2], f[3])), vec![]),
        ("a plain list with blanks", columns(&zoned, &|_, f| format!("{}  {}", f[2], f[3])), vec![]),
        (
            "a list with a header row",
            format!("id,x,y\n{}", columns(&zoned, &|n, f| format!("{n},{},{}", f[2], f[3]))),
            vec![],
        ),
    ];
    for (label, text, expected) in files {
        let imported = read(&text).unwrap_or_else(|error| panic!("{label}: {error}"));
        assert_square(&imported, label);
        assert_eq!(codes(&imported), expected, "{label}");
    }
}

#[test]
fn a_table_is_read_as_a_list_is() {
    let csv = "地块编号,圈号,点号,X坐标,Y坐标\nA,1,J1,3347900,40548100\nA,1,J2,3348000,40548100\nA,1,J3,3348000,40548200\nA,1,J4,3347900,40548200\nA,1,J1,3347900,40548100\n";
    let imported = read_named("a.csv", csv.as_bytes()).unwrap();
    assert_square(&imported, "csv");
    assert_eq!((imported.features[0].id.0.as_str(), codes(&imported)), ("A", vec![]));
    let degrees = "lon;lat\n120.5;30.25\n120.51;30.25\n120.51;30.26\n";
    assert_eq!(codes(&read_named("a.csv", degrees.as_bytes()).unwrap()), ["unclosed_ring"]);
    assert_eq!(read_named("a.csv", b"a,b\n1,2\n").unwrap_err().code(), "bad_line");
}

#[test]
fn rings_are_holes_or_parts_by_what_lies_in_what() {
    let (land, lake, other) =
        (square(1, (0., 0.), 1., ZONE_40), square(2, (20., 20.), 0.5, ZONE_40), square(3, (0., 300.), 1., ZONE_40));
    let text = format!("{HEADER}15,1.7500,A,a,面,,,,@\r\n{lake}{land}{other}");
    let imported = read(&text).unwrap();
    let polygons = imported.features[0].shape.polygons();
    assert_eq!(polygons.0.iter().map(|p| p.interiors().len()).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(codes(&imported), Vec::<&str>::new());
    assert!((areas(&imported)[0] - 17_488.0).abs() < 14.0);
    let as_parts = read(&text.replace("1.7500", "2.2500")).unwrap();
    assert!(as_parts.problems[0].code == "area_differs" && as_parts.problems[0].en.contains("holes"));
    let touching_none = format!("{HEADER}10,2.0,A,a,面,,,,@\r\n{land}{}", other.replace(",3,", ",2,"));
    assert_eq!(read(&touching_none).unwrap().features[0].shape.polygons().0.len(), 2);
}

#[test]
fn lines_that_cannot_be_read_are_refused_by_number() {
    for (find, put, line) in [
        ("J3,1,3348000.000", "J3,1,33480O0.000", 14),
        ("J3,1,3348000.000,40548200.000", "J3,1,,40548200.000", 14),
        ("J3,1,3348000.000,40548200.000", "J3,1,3348000.000,3348000.000", 14),
        ("J3,1,3348000.000,40548200.000", "J3", 14),
        ("J2,1,3348000.000,40548100.000\r\nJ3,1,3348000.000,40548200.000\r\nJ4,1,3347900.000,40548200.000\r\n", "", 12),
    ] {
        let error = read(&one().replace(find, put)).unwrap_err();
        assert!(matches!(&error, ImportError::BadLine { line: at, .. } if *at == line), "{put}: {error}");
        assert!(!error.hint().zh.is_empty());
    }
    let second = format!("{}3,0,B,b,面,,,,@\nJ1,1,x,2\n3,0,C,c,线,,,,@\nJ1,1,1.5,2.5\n3,0,D,d,面,,,,@\n", one());
    let imported = read(&second).unwrap();
    assert_eq!(codes(&imported), ["bad_line", "not_polygon", "null_geometry"]);
    assert!(imported.problems[0].en.contains("Line 18") && imported.problems[0].dropped);
    assert_eq!(imported.features.len(), 1);
}

#[test]
fn old_datums_are_for_a_preview_and_unknown_zones_are_refused() {
    let text = one().replace("2000国家大地坐标系", "1980西安坐标系");
    assert!(codes(&read(&text).unwrap()).contains(&"datum_unshifted"));
    let text = format!("5,1.0,A,a,面,,,,@\n{}", square(1, (0., 0.), 1., 0.));
    assert_eq!(read(&text).unwrap_err().code(), "zone_unknown");
    assert_eq!(read("hello\nworld\n").unwrap_err().code(), "bad_line");
    assert_eq!(read(" \r\n").unwrap_err().code(), "empty_file");
}

#[test]
fn degrees_minutes_and_seconds_are_read_when_the_header_says_so() {
    let points =
        "J1,1,30.150000,120.300000\nJ2,1,30.151000,120.300000\nJ3,1,30.151000,120.301000\nJ1,1,30.150000,120.300000\n";
    let file = |unit: &str| format!("[属性描述]\n计量单位={unit}\n[地块坐标]\n4,,A,a,面,,,,@\n{points}");
    let packed = read(&file("度分秒")).unwrap();
    let first = packed.features[0].shape.polygons().0[0].exterior().0[0];
    assert!((first.x - 120.5).abs() < 1e-12 && (first.y - 30.25).abs() < 1e-12, "{first:?}");
    assert_eq!(codes(&packed), Vec::<&str>::new());
    assert_eq!(codes(&read(&file("度")).unwrap()), ["decimal_degrees"]);
    let sixty = file("度分秒").replace("30.151000", "30.156100");
    assert!(matches!(read(&sixty).unwrap_err(), ImportError::BadLine { line: 6, .. }));
}

#[test]
fn ids_that_repeat_stay_apart() {
    let text = format!("{}5,1.0,A1,b,面,,,,@\n{}", one(), square(1, (0., 300.), 1., ZONE_40));
    let imported = read(&text).unwrap();
    assert_eq!(codes(&imported), ["repeated_id"]);
    assert_eq!(imported.features.iter().map(|f| f.id.0.as_str()).collect::<Vec<_>>(), ["A1", "A1 (2)"]);
}

#[test]
fn files_cut_or_changed_anywhere_never_panic() {
    let text = format!("{}{}", one(), square(2, (20., 20.), 0.5, ZONE_40));
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read_near(&path, LayerKind::Towns, None)
    };
    for length in (0..text.len()).step_by(5) {
        if let Err(error) = read("a.txt", &text.as_bytes()[..length]) {
            assert!(!error.hint().zh.is_empty());
        }
    }
    let mut random = Random(5);
    for round in 0..500 {
        let mut bytes = text.clone().into_bytes();
        random.mutate(&mut bytes);
        let _ = read(if round % 3 == 0 { "a.csv" } else { "a.txt" }, &bytes);
    }
}

#[test]
// (They were measured as geodesic polygons; ours have edges that are straight in the plane.)
fn real_plots_have_the_areas_that_were_measured_elsewhere() {
    let Some(folder) = real("boundary-txt") else { return };
    for (name, expected) in
        [("plot_000", 12_242.971), ("plot_001", 743.926), ("plot_002", 5_239.791), ("plot_003", 16_951.327)]
    {
        let imported = read_near(&folder.join(name).with_extension("txt"), LayerKind::Towns, None).unwrap();
        let found = areas(&imported);
        assert!(found.len() == 1 && (found[0] - expected).abs() < 0.02, "{name}: {found:?}");
        assert_eq!(imported.source.crs.epsg, Some(4526), "{name}");
        assert_eq!(codes(&imported), Vec::<&str>::new(), "{name}");
    }
}

/// A workbook with these sheets of rows; what looks like a number is one.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let (row, column) = (row as u32, column as u16);
                match cell.parse::<f64>() {
                    Ok(value) => sheet.write_number(row, column, value).unwrap(),
                    Err(_) => sheet.write_string(row, column, *cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const TABLE: &[&[&str]] = &[
    &["某镇界址点成果表"],
    &["点号", "X坐标(m)", "Y坐标(m)", "备注"],
    &["J1", "3347900", "40548100"],
    &["J2", "3348000", "40548100"],
    &["J3", "3348000", "40548200"],
    &["J4", "3347900", "40548200"],
    &["J1", "3347900", "40548100"],
];

#[test]
fn a_workbook_is_read_as_a_list_is() {
    let imported = read_named("a.xlsx", &workbook(&[("说明", &[&["无"]]), ("坐标", TABLE)])).unwrap();
    assert_square(&imported, "xlsx");
    assert_eq!((codes(&imported), imported.source.file.as_str()), (vec![], "a.xlsx"));
    let two = workbook(&[("甲", TABLE), ("乙", TABLE)]);
    assert_eq!(read_named("a.xlsx", &two).unwrap_err().code(), "several_layers");
    assert_eq!(read_named("a.xlsx", &workbook(&[("甲", &[&["无"]])])).unwrap_err().code(), "bad_line");
    let mut letters = TABLE.to_vec();
    letters[4] = &["J3", "33480O0", "40548200"];
    let error = read_named("a.xlsx", &workbook(&[("甲", &letters)])).unwrap_err();
    assert!(matches!(error, ImportError::BadLine { line: 5, .. }), "{error}");
}

#[test]
fn workbooks_cut_changed_or_hostile_are_refused() {
    let whole = workbook(&[("坐标", TABLE)]);
    for length in (0..whole.len() - 1).step_by(97) {
        assert!(!read_named("a.xlsx", &whole[..length]).unwrap_err().hint().zh.is_empty());
    }
    let mut random = Random(21);
    for _ in 0..200 {
        let mut bytes = whole.clone();
        random.mutate(&mut bytes);
        let _ = read_named("a.xlsx", &bytes);
    }
    let Some(hostile) = real("hostile") else { return };
    for name in ["far.xlsx", "bomb.xlsx"] {
        let error = read_near(&hostile.join(name), LayerKind::Towns, None).unwrap_err();
        assert!(!error.hint().zh.is_empty(), "{name}: {error}");
    }
}
