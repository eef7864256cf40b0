//! One element of `features`: its geometry is read, its properties are only found.

use serde_json::Value;

use super::cursor::{Cursor, Fault};
use super::geometry::{Found, geometry, is_geometry_type};
use super::oddity::{Odd, Oddity, bbox, note_twice};
use crate::import::outline::Outline;
use crate::import::texts::Texts;

/// A feature, its outline beside it.
#[derive(Debug, Default)]
pub(crate) struct Parsed<'a> {
    /// GeoJSON `id`, numbers as written.
    pub id: Option<String>,
    /// The text of `properties`, when it is an object.
    pub properties: &'a [u8],
    /// `None` when there is no `geometry` member.
    pub geometry: Option<Found>,
    /// Why the geometry cannot be used.
    pub fault: Option<Fault>,
    /// The feature's own `crs` members and its geometries', with how deep they stand: 0 is the element itself.
    pub crs: Vec<(u32, Value)>,
}

const NAMES: [&str; 8] = ["type", "geometry", "properties", "id", "bbox", "coordinates", "geometries", "features"];

/// Reads one element, which ends where the cursor's bytes end, into `outline`.
///
/// # Errors
/// When it is no object, or its JSON is broken.
pub(crate) fn feature<'a>(mut cursor: Cursor<'a>, outline: &mut Outline, odd: &mut Odd) -> Result<Parsed<'a>, Fault> {
    read(&mut cursor, true, outline, odd)
}

/// Reads the element at the cursor, whatever follows it.
///
/// # Errors
/// As [`feature`].
pub(crate) fn leading<'a>(cursor: &mut Cursor<'a>, outline: &mut Outline, odd: &mut Odd) -> Result<Parsed<'a>, Fault> {
    read(cursor, false, outline, odd)
}

fn read<'a>(cursor: &mut Cursor<'a>, alone: bool, outline: &mut Outline, odd: &mut Odd) -> Result<Parsed<'a>, Fault> {
    if cursor.peek() != Some(b'{') {
        return Err(cursor.fault("bad_feature", "要素应为对象", "a feature must be an object"));
    }
    let whole = cursor.clone();
    let mut parsed = Parsed::default();
    let (mut seen, mut is_feature, mut is_geometry, mut properties) = (0, false, false, false);
    cursor.members(|cursor, key| {
        note_twice(&mut seen, &NAMES, &key, odd);
        if key.is("geometry") {
            outline.clear();
            let mut found = Found::default();
            let start = cursor.clone();
            if let Err(fault) = geometry(cursor, 0, outline, &mut found, odd) {
                // Broken grammar ends the feature; a wrong meaning still lets us find the id behind it.
                *cursor = start;
                cursor.skip_value(0)?;
                parsed.fault = Some(fault);
            }
            parsed.crs.extend(found.crs.drain(..).map(|(depth, crs)| (depth + 1, crs)));
            parsed.geometry = Some(found);
        } else if key.is("properties") {
            properties = true;
            match cursor.peek() {
                Some(b'{') => parsed.properties = cursor.skip_value(0)?,
                Some(b'n') => drop(cursor.skip_value(0)?),
                _ => {
                    odd.note(Oddity::BadProperties);
                    cursor.skip_value(0)?;
                }
            }
        } else if key.is("id") {
            parsed.id = id(cursor, odd)?;
        } else if key.is("type") {
            (is_feature, is_geometry) = feature_type(cursor, odd)?;
        } else if key.is("bbox") {
            bbox(cursor, odd)?;
        } else if key.is("crs") {
            let value = cursor.skip_value(0)?;
            parsed.crs.push((0, serde_json::from_slice(value).unwrap_or(Value::Bool(false))));
        } else {
            cursor.skip_value(0)?;
        }
        Ok(())
    })?;
    if alone && cursor.peek().is_some() {
        return Err(cursor.fault("bad_json", "要素之后还有内容", "there is more after the feature"));
    }
    if is_geometry {
        let mut found = Found::default();
        outline.clear();
        parsed.fault = geometry(&mut whole.clone(), 0, outline, &mut found, odd).err();
        parsed.crs.append(&mut found.crs);
        parsed.geometry = Some(found);
        odd.note(Oddity::BareGeometry);
        return Ok(parsed);
    }
    if !is_feature {
        odd.note(Oddity::BadFeatureType);
    }
    if !properties {
        odd.note(Oddity::BadProperties);
    }
    if seen & 0b1110_0000 != 0 {
        odd.note(Oddity::ForeignMember);
    }
    Ok(parsed)
}

/// Whether the type is Feature, and whether it is a geometry's.
fn feature_type(cursor: &mut Cursor<'_>, odd: &mut Odd) -> Result<(bool, bool), Fault> {
    if cursor.peek() != Some(b'"') {
        return cursor.skip_value(0).map(|_| (false, false));
    }
    let quoted = cursor.string()?;
    if quoted.is("Feature") {
        return Ok((true, false));
    }
    let name = quoted.text(&mut false);
    if name.eq_ignore_ascii_case("Feature") {
        if name != "Feature" {
            odd.note(Oddity::LetterCase);
        }
        return Ok((true, false));
    }
    Ok((false, is_geometry_type(&name)))
}

fn id(cursor: &mut Cursor<'_>, odd: &mut Odd) -> Result<Option<String>, Fault> {
    match cursor.peek() {
        Some(b'"') => {
            let mut other = false;
            let text = cursor.string()?.text(&mut other).into_owned();
            if other {
                odd.note(Oddity::NotUtf8);
            }
            Ok(Some(text))
        }
        Some(b'0'..=b'9' | b'-') => Ok(Some(String::from_utf8_lossy(cursor.skip_value(0)?).into_owned())),
        Some(b'n') => cursor.skip_value(0).map(|_| None),
        _ => {
            odd.note(Oddity::BadId);
            cursor.skip_value(0).map(|_| None)
        }
    }
}

/// The attributes in the text of `properties`: numbers as written, nested values as compact JSON, null as nothing.
pub(crate) fn attributes<'r>(properties: &'r [u8], other_encoding: &mut bool) -> Texts<'r> {
    let mut attributes = Texts::new();
    let mut cursor = Cursor::new(properties);
    // The grammar was checked when the feature was read; a fault here could only cut the list short.
    let _ = cursor.members(|cursor, key| {
        let name = key.text(other_encoding);
        let value = match cursor.peek() {
            Some(b'"') => cursor.string()?.text(other_encoding),
            Some(b'{' | b'[') => {
                let text = String::from_utf8_lossy(cursor.skip_value(0)?);
                match serde_json::from_str::<serde_json::Value>(&text) {
                    Ok(value) => value.to_string().into(),
                    Err(_) => text,
                }
            }
            _ => match cursor.skip_value(0)? {
                b"null" | b"NaN" => "".into(),
                word => String::from_utf8_lossy(word),
            },
        };
        attributes.push((name, value));
        Ok(())
    });
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fault inside or of the whole, the outline, the id, the oddities.
    type Outcome = (Result<Option<&'static str>, &'static str>, Outline, Option<String>, Vec<Oddity>);

    fn read(text: &str) -> Outcome {
        let (mut outline, mut odd) = (Outline::default(), Odd::default());
        let parsed = feature(Cursor::new(text.as_bytes()), &mut outline, &mut odd);
        let id = parsed.as_ref().ok().and_then(|p| p.id.clone());
        let fault = parsed.map(|p| p.fault.map(|fault| fault.code)).map_err(|fault| fault.code);
        (fault, outline, id, odd.take().collect())
    }

    #[test]
    fn members_may_come_in_any_order() {
        let ring = "[[0,0],[1,0],[1,1],[0,0,9,9]]";
        let expected =
            Outline { points: vec![(0., 0.), (1., 0.), (1., 1.), (0., 0.)], rings: vec![4], polygons: vec![1] };
        let texts = [
            format!(
                r#"{{"type":"Feature","id":7,"properties":{{}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
            ),
            format!(
                r#"{{"geometry":{{"coordinates":[[{ring}]],"type":"MultiPolygon"}},"properties":null,"id":"7","type":"Feature"}}"#
            ),
        ];
        for text in texts {
            let (fault, outline, id, odd) = read(&text);
            assert_eq!((fault, outline, id.as_deref()), (Ok(None), expected.clone(), Some("7")));
            assert_eq!(odd, [Oddity::LongPosition]);
        }
    }

    #[test]
    fn nested_collections_give_their_polygons() {
        let polygon = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
        let text = format!(
            r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"GeometryCollection","geometries":[{{"type":"Point","coordinates":[0,0]}},{{"type":"GeometryCollection","geometries":[{polygon},{polygon}]}}]}}}}"#
        );
        let (fault, outline, _, odd) = read(&text);
        assert_eq!((fault, outline.polygons.len()), (Ok(None), 2));
        assert_eq!(odd, [Oddity::NestedCollection]);
    }

    #[test]
    fn a_bad_geometry_does_not_hide_the_id_behind_it() {
        for coordinates in ["[5]", "[[[1]]]", "[[[1,\"2\"]]]", "[[[1,NaN]]]", "null", "[[[1,null]]]", "{}"] {
            let text = format!(
                r#"{{"type":"Feature","geometry":{{"type":"Polygon","coordinates":{coordinates}}},"properties":{{}},"id":9}}"#
            );
            let (fault, _, id, _) = read(&text);
            assert_eq!((fault, id.as_deref()), (Ok(Some("bad_coordinates")), Some("9")), "{coordinates}");
        }
    }

    #[test]
    fn attributes_are_text_as_written() {
        let mut other = false;
        let text = br#"{"a":330004000000000001,"b":1.50,"c":null,"d":true,"e":{"x": [1, 2]},"f":"\u4e09","g":NaN}"#;
        let expected = [
            ("a", "330004000000000001"),
            ("b", "1.50"),
            ("c", ""),
            ("d", "true"),
            ("e", "{\"x\":[1,2]}"),
            ("f", "三"),
            ("g", ""),
        ];
        let got = attributes(text, &mut other);
        assert_eq!(got.iter().map(|(k, v)| (&**k, &**v)).collect::<Vec<_>>(), expected);
        assert!(!other);
    }
}
