//! How a coordinate system is spelled in a GeoJSON `crs` member (GeoJSON 2008) and elsewhere.

use serde_json::Value;

use super::declared::old_datum;

/// What a `crs` member says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// Nothing (`null`).
    Nothing,
    /// A definition that PROJ understands, such as `EPSG:4528` or `OGC:CRS84`.
    Definition(String),
    /// Something that is no known spelling.
    Unknown(String),
}

/// Reads a `crs` member.
pub(crate) fn named(crs: &Value) -> Named {
    match crs {
        Value::Null => Named::Nothing,
        Value::String(name) => spelled(name),
        Value::Number(code) => spelled(&code.to_string()),
        Value::Object(member) => {
            let properties = member.get("properties");
            let value =
                ["name", "code", "href"].iter().find_map(|key| properties?.get(key).or_else(|| member.get(*key)));
            match value {
                Some(Value::String(name)) => spelled(name),
                Some(Value::Number(code)) => spelled(&code.to_string()),
                _ => Named::Unknown(short(&crs.to_string())),
            }
        }
        _ => Named::Unknown(short(&crs.to_string())),
    }
}

/// `urn:ogc:def:crs:EPSG::4490`, `EPSG:4528`, `http://www.opengis.net/def/crs/EPSG/0/4490`, `urn:…:OGC:1.3:CRS84`, `4490`.
fn spelled(name: &str) -> Named {
    // Words for an old datum, and a WKT, are understood as in a `.prj`.
    if old_datum(name).is_some() || name.contains('[') {
        return Named::Definition(name.trim().to_owned());
    }
    let upper = name.trim().to_ascii_uppercase();
    if upper.ends_with("CRS84") || upper.ends_with("CRS84H") || matches!(upper.as_str(), "WGS84" | "WGS 84") {
        return Named::Definition("OGC:CRS84".to_owned());
    }
    if matches!(upper.as_str(), "CGCS2000" | "CGCS 2000") {
        return Named::Definition("EPSG:4490".to_owned());
    }
    let numeric = |code: &&str| (4..=6).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    let last = upper.trim_end_matches('/').rsplit([':', '/', '#', ' ']).next().filter(numeric);
    let linked = || upper.split_once("/EPSG/").and_then(|(_, rest)| rest.split('/').next()).filter(numeric);
    if let Some(code) = last.or_else(linked)
        && (upper.contains("EPSG") || upper == code)
    {
        return Named::Definition(format!("EPSG:{code}"));
    }
    Named::Unknown(short(name))
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_spelling_of_a_code_is_understood() {
        for name in [
            "urn:ogc:def:crs:EPSG::4490",
            "EPSG:4490",
            "epsg:4490",
            "urn:ogc:def:crs:EPSG:6.9:4490",
            "urn:x-ogc:def:crs:EPSG:4490",
            "http://www.opengis.net/def/crs/EPSG/0/4490",
            "http://www.opengis.net/gml/srs/epsg.xml#4490",
            "http://spatialreference.org/ref/epsg/4490/",
            "http://spatialreference.org/ref/epsg/4490/proj4/",
            "4490",
            "CGCS2000",
        ] {
            let crs = json!({"type": "name", "properties": {"name": name}});
            assert_eq!(named(&crs), Named::Definition("EPSG:4490".into()), "{name}");
        }
        assert_eq!(
            named(&json!({"type": "EPSG", "properties": {"code": 4490}})),
            Named::Definition("EPSG:4490".into())
        );
        for name in ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84"] {
            assert_eq!(
                named(&json!({"type": "name", "properties": {"name": name}})),
                Named::Definition("OGC:CRS84".into())
            );
        }
    }

    #[test]
    fn null_says_nothing_and_nonsense_is_unknown() {
        assert_eq!(named(&json!(null)), Named::Nothing);
        for crs in [json!({}), json!([]), json!(true), json!({"type": "name", "properties": {"name": "local grid"}})] {
            assert!(matches!(named(&crs), Named::Unknown(_)), "{crs}");
        }
    }
}
