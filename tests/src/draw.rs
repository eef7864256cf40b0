//! Small GeoJSON files drawn by a test, in a folder that goes with it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder for one test: its input beside the results.
#[derive(Debug)]
pub struct Desk(TempDir);

impl Desk {
    /// An empty one.
    ///
    /// # Panics
    /// When the system gives no folder.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it touches the disk")]
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A place in it.
    #[must_use]
    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Where results go: not made yet.
    #[must_use]
    pub fn out(&self) -> PathBuf {
        self.at("out")
    }

    /// Writes bytes.
    ///
    /// # Panics
    /// When they cannot be written.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        std::fs::write(&path, bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        path
    }

    /// Writes a layer as GeoJSON.
    pub fn layer(&self, name: &str, features: &[Value]) -> PathBuf {
        self.write(name, collection(features))
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// One feature a line.
#[must_use]
pub fn collection(features: &[Value]) -> String {
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
}

/// A feature with one counter-clockwise rectangle, given by west, south, east, north in degrees.
#[must_use]
pub fn rectangle(properties: Value, [west, south, east, north]: [f64; 4]) -> Value {
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    json!({ "type": "Feature", "properties": properties, "geometry": { "type": "Polygon", "coordinates": [ring] } })
}

/// A town of about 2.1 km² with this id, `place` towns of its size further east; its neighbour is 478 m away.
#[must_use]
pub fn town(id: &str, place: i32) -> Value {
    rectangle(json!({ "XZBM": id, "XZMC": format!("小镇{id}") }), around(place))
}

/// The box of the town at a place.
#[must_use]
pub fn around(place: i32) -> [f64; 4] {
    let west = 120.08 + 0.02 * f64::from(place);
    [west, 30.9, west + 0.015, 30.9135]
}

/// The box grown by this many degrees on every side.
#[must_use]
pub fn grown([west, south, east, north]: [f64; 4], by: f64) -> [f64; 4] {
    [west - by, south - by, east + by, north + by]
}

/// A town of ten parts on the places 0 to 9, each 0.002° smaller on every side than the town there, and one 30 km long.
#[must_use]
pub fn sprawling() -> [Value; 2] {
    let parts: Vec<Value> = (0..10)
        .map(|place| {
            let [west, south, east, north] = grown(around(place), -0.002);
            json!([[[west, south], [east, south], [east, north], [west, north], [west, south]]])
        })
        .collect();
    let ten = json!({ "type": "Feature", "properties": { "XZBM": "TEN", "XZMC": "十片小镇" },
                      "geometry": { "type": "MultiPolygon", "coordinates": parts } });
    let long = rectangle(json!({ "XZBM": "LONG", "XZMC": "三十公里小镇" }), [120.05, 31.0, 120.365, 31.004]);
    [ten, long]
}

/// The three lines as files that keep clear of every town at the places 0 to 9: options and paths.
#[must_use]
pub fn clear_lines(desk: &Desk) -> Vec<(&'static str, PathBuf)> {
    let far = |id: &str| rectangle(json!({ "BSM": id }), [120.0, 30.7, 120.01, 30.71]);
    let zone = rectangle(json!({ "BSM": "U1" }), [120.06, 30.89, 120.30, 30.93]);
    vec![
        ("--eco-redline", desk.layer("eco_redline.geojson", &[far("R1")])),
        ("--basic-farmland", desk.layer("basic_farmland.geojson", &[far("F1")])),
        ("--urban-boundary", desk.layer("urban_boundary.geojson", &[zone])),
    ]
}
