//! The fast lane against the plain reader: the same features, problems and errors, whatever the bytes are and wherever
//! the pieces end.

use std::fmt::Write;
use std::path::Path;

use sanxian_review::data::LayerKind;

use super::lane;
use crate::import::chunks;
use crate::import::tests::{Random, read_near};

/// A document of one to four features, each in a style of its own.
fn document(random: &mut Random) -> Vec<u8> {
    let (open, comma) = [("[", ","), ("[\n  ", ",\n  "), ("[\r\n", ",\r\n"), (" [ ", " , ")][random.below(4)];
    let features: Vec<String> = (0..=random.below(4)).map(|_| feature(random)).collect();
    let features = format!("\"features\":{open}{}]", features.join(comma));
    let crs = "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}}";
    let kind = "\"type\":\"FeatureCollection\"";
    let text = match random.below(8) {
        0 => format!("\u{feff}{{{kind},{features}}}"),
        1 => format!("{{{features},{kind}}}\n"),
        2 => format!("{{{kind},{crs},{features}}}"),
        3 => format!("{{{features},{crs},{kind}}}"),
        4 => format!("{{\"a\":[{{\"features\":[1]}}],{kind},{features}}}"),
        _ => format!("{{{kind},{features}}}"),
    };
    let mut bytes = text.into_bytes();
    if random.below(10) == 0 {
        // GBK instead of UTF-8
        let (gbk, _, _) = encoding_rs::GBK.encode(std::str::from_utf8(&bytes).unwrap());
        bytes = gbk.into_owned();
    }
    bytes
}

fn feature(random: &mut Random) -> String {
    let blank = [" ", "", "", "\n    ", "\r\n"][random.below(5)];
    let mut members = vec![
        "\"type\":\"Feature\"".to_owned(),
        format!("\"properties\":{blank}{}", properties(random)),
        format!("\"geometry\":{blank}{}", geometry(random, 0)),
    ];
    match random.below(12) {
        0 => members.push("\"id\":\"甲\\u4e59\"".to_owned()),
        1 => members.push("\"id\":17".to_owned()),
        2 => members.push("\"bbox\":[120,30,120.1,30.1]".to_owned()),
        3 => members.push("\"type\":\"Feature\"".to_owned()),
        4 => members.push("\"note\":{\"deep\":[[[{}]]]}".to_owned()),
        5 => drop(members.remove(random.below(3))),
        _ => {}
    }
    for _ in 0..random.below(4) {
        let (a, b) = (random.below(members.len()), random.below(members.len()));
        members.swap(a, b);
    }
    format!("{{{blank}{}{blank}}}", members.join(&format!(",{blank}")))
}

fn properties(random: &mut Random) -> String {
    let values = [
        "\"水田\"",
        "\"a\\\"b\\\\\"",
        "\"\\u6c34\\ud83c\\udfd8\"",
        "null",
        "-1.5e3",
        "12345678901234567890",
        "{\"x\":[1,{\"y\":null}]}",
        "\"a text that is much longer than the sixteen bytes which are looked at in one go, and than sixty-four\"",
        "\"\"",
        "true",
    ];
    if random.below(9) == 0 {
        return ["null", "{}", "[]", "7"][random.below(4)].to_owned();
    }
    let mut text = String::from("{");
    for k in 0..random.below(6) {
        let comma = if k == 0 { "" } else { "," };
        let name = ["BSM", "XZMC", "YJJBNTTBBH", "名称", "k\\n"][random.below(5)];
        let _ = write!(text, "{comma}\"{name}\":{}", values[random.below(values.len())]);
    }
    text + "}"
}

fn geometry(random: &mut Random, depth: u32) -> String {
    match random.below(14) {
        0 => "null".to_owned(),
        1 => "{\"type\":\"Point\",\"coordinates\":[120.5,30.5]}".to_owned(),
        2 if depth < 3 => {
            format!("{{\"type\":\"GeometryCollection\",\"geometries\":[{}]}}", geometry(random, depth + 1))
        }
        3 | 4 => format!("{{\"type\":\"MultiPolygon\",\"coordinates\":[{},{}]}}", polygon(random), polygon(random)),
        5 => format!("{{\"coordinates\":{},\"type\":\"polygon\"}}", polygon(random)),
        6 => format!("{{\"type\":\"Polygon\", \"coordinates\" : {} }}", polygon(random)),
        _ => format!("{{\"type\":\"Polygon\",\"coordinates\":{}}}", polygon(random)),
    }
}

fn polygon(random: &mut Random) -> String {
    let rings: Vec<String> = (0..=random.below(2)).map(|_| ring(random)).collect();
    format!("[{}]", rings.join(","))
}

fn ring(random: &mut Random) -> String {
    let (x, y) = (120.0 + random.below(1000) as f64 / 7000.0, 30.0 + random.below(1000) as f64 / 7000.0);
    let size = 0.001 * (1 + random.below(9)) as f64;
    let square = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)];
    let keep = if random.below(12) == 0 { random.below(6) } else { 5 };
    let comma = [",", ",", ",", ", ", ",\n      ", " ,"][random.below(6)];
    let style = random.below(8);
    let points: Vec<String> = square[..keep].iter().map(|&(x, y)| position(random, style, x, y)).collect();
    format!("[{}]", points.join(comma))
}

fn position(random: &mut Random, style: usize, x: f64, y: f64) -> String {
    match style {
        0 => format!("[{x},{y}]"),
        1 => format!("[{x:.20},{y:.20}]"),
        2 => format!("[{x:e},{y:E}]"),
        3 => format!("[{x:.7},{y:.7},{}]", random.below(3000)),
        4 => format!("[ {x:.3} ,\t{y:.3} ]"),
        5 => format!("[{x:.9},{y:.9}]").replace("0]", "]"),
        6 => format!("[{:.4},{:.4}]", x * 340_000.0, y * 110_000.0),
        _ => format!("[{x:.9},{y:.9}]"),
    }
}

/// Reads `count` mutants both ways.
fn compare(seed: u64, count: u64) {
    let mut random = Random(seed);
    let shm = Path::new("/dev/shm");
    let folder = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() }.unwrap();
    let path = folder.path().join("layer.geojson");
    let (mut read, mut refused) = (0, 0);
    let mut bytes = document(&mut random);
    for mutant in 0..count {
        if mutant % 8 == 0 {
            bytes = document(&mut random);
        }
        let mut mutated = bytes.clone();
        match random.below(10) {
            0 => {}
            1 => mutated.truncate(random.below(bytes.len() + 1)),
            _ => random.mutate(&mut mutated),
        }
        std::fs::write(&path, &mutated).unwrap();
        let role = [LayerKind::Towns, LayerKind::BasicFarmland][random.below(2)];
        chunks::tests::SIZE.set([None, Some(1 + random.below(200)), Some(500)][random.below(3)]);
        let fast = read_near(&path, role, None);
        chunks::tests::SIZE.set(None);
        lane::tests::CLOSED.set(true);
        let plain = read_near(&path, role, None);
        lane::tests::CLOSED.set(false);
        *if plain.is_ok() { &mut read } else { &mut refused } += 1;
        let shown = String::from_utf8_lossy(&mutated);
        assert_eq!(format!("{fast:?}"), format!("{plain:?}"), "mutant {mutant} of seed {seed}: {shown}");
    }
    println!(
        "{count} mutants of GeoJSON read alike in the fast lane and by the plain reader: {read} read, {refused} refused"
    );
}

/// The long campaign: `MUTANTS=1000000 SEED=7 cargo test --release -p sanxian-project --lib mutants_are -- --nocapture`.
#[test]
fn mutants_are_read_as_the_plain_reader_reads_them() {
    let given = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    compare(given("SEED").unwrap_or(0x5A9), given("MUTANTS").unwrap_or(4_000));
}
