//! The `geo` metadata of a file: which column holds the geometry, in which coordinate system.

use serde_json::Value;

use super::frame::damaged;
use crate::import::ImportError;
use crate::lang::Text;

/// The column of the geometry, and its system as it stands there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Geo {
    pub column: String,
    /// Absent = longitude and latitude of WGS 84, `null` = not known.
    pub crs: Option<Value>,
}

impl Geo {
    /// Reads it (GeoParquet 1.0 and 1.1); the box that it may state is not believed.
    ///
    /// # Errors
    /// No such metadata, or geometries that are not WKB.
    pub(super) fn read(text: Option<&str>, file: &str) -> Result<Self, ImportError> {
        let geo: Value = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let columns = geo["columns"].as_object();
        let named = geo["primary_column"].as_str().zip(columns).and_then(|(name, all)| Some((name, all.get(name)?)));
        let Some((column, what)) = named else {
            let text = Text::new(
                "没有 geo 元数据:是普通 Parquet 表,不是 GeoParquet",
                "it has no geo metadata: a plain Parquet table, no GeoParquet",
            );
            return Err(damaged(file, text));
        };
        let encoding = what["encoding"].as_str().unwrap_or_default();
        if !encoding.eq_ignore_ascii_case("wkb") {
            return Err(ImportError::Unsupported {
                file: file.to_owned(),
                format: format!("GeoParquet ({})", encoding.chars().take(40).collect::<String>()),
                convert: Text::new(
                    "请在 QGIS 或 ogr2ogr 中另存,几何编码用 WKB(-lco GEOMETRY_ENCODING=WKB),或另存为 GeoPackage",
                    "Save it with WKB geometries (ogr2ogr -lco GEOMETRY_ENCODING=WKB), or as GeoPackage",
                ),
            });
        }
        Ok(Self { column: column.to_owned(), crs: what.get("crs").cloned() })
    }

    /// The definitions of the coordinate system, its parameters first; none where it is not known.
    pub(super) fn definitions(&self) -> Option<Vec<String>> {
        match &self.crs {
            None => Some(vec!["EPSG:4326".to_owned()]), // OGC:CRS84, whose axes the numbers show
            Some(Value::Null) => None,
            Some(projjson) => {
                let id = &projjson["id"];
                let code = id["code"].as_u64().or_else(|| id["code"].as_str()?.parse().ok());
                let registered = code.filter(|_| id["authority"] == "EPSG").map(|code| format!("EPSG:{code}"));
                Some([projjson.to_string()].into_iter().chain(registered).collect())
            }
        }
    }
}
