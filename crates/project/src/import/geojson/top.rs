//! What stands outside the features: the root's type, its `crs`, and what is odd about it.

use serde_json::Value;

use super::cursor::{Cursor, Fault};
use super::geometry::is_geometry_type;
use super::oddity::{Odd, Oddity, bbox, note_twice};
use crate::lang::Text;

/// The root object.
#[derive(Debug)]
pub(crate) struct Top {
    pub root: Root,
    /// The `crs` member.
    pub crs: Option<Value>,
    pub odd: Vec<Oddity>,
}

/// What the root is.
#[derive(Debug)]
pub(crate) enum Root {
    Collection,
    /// A Feature, or a bare geometry: the skeleton is the whole of it.
    Single,
    /// Not GeoJSON.
    Not(Text),
}

const NAMES: [&str; 9] =
    ["type", "features", "crs", "bbox", "properties", "geometry", "coordinates", "geometries", "id"];
const FEATURES: u32 = 1 << 1;
const GEOMETRY: u32 = 1 << 5;
const FOREIGN: u32 = 0b0_1111_0000;

/// Reads the skeleton.
///
/// # Errors
/// Broken JSON, with the offset within the skeleton.
pub(crate) fn read(skeleton: &[u8]) -> Result<Top, Fault> {
    let mut cursor = Cursor::new(skeleton);
    let (mut odd, mut seen) = (Odd::default(), 0);
    let (mut name, mut bad_type, mut crs, mut array) = (None, false, None, false);
    cursor.members(|cursor, key| {
        note_twice(&mut seen, &NAMES, &key, &mut odd);
        if key.is("type") {
            if cursor.peek() == Some(b'"') {
                name = Some(cursor.string()?.text(&mut false).into_owned());
            } else {
                bad_type = true;
                cursor.skip_value(0)?;
            }
        } else if key.is("features") {
            array = cursor.peek() == Some(b'[');
            cursor.skip_value(0)?;
        } else if key.is("crs") {
            crs = Some(serde_json::from_slice(cursor.skip_value(0)?).unwrap_or(Value::Bool(false)));
        } else if key.is("bbox") {
            bbox(cursor, &mut odd)?;
        } else {
            // The depth of a single feature's members is judged when it is read as a feature.
            match cursor.skip_value(0) {
                Err(fault) if fault.code == "too_deep" => return Err(fault),
                other => drop(other?),
            }
        }
        Ok(())
    })?;
    let is = |word: &str| name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(word));
    let not = |zh: String, en: String| Root::Not(Text::new(zh, en));
    let feature = is("Feature") && (seen & GEOMETRY != 0 || seen & FEATURES == 0);
    let root = if feature || name.as_deref().is_some_and(is_geometry_type) {
        Root::Single
    } else if array {
        match name.as_deref() {
            Some("FeatureCollection") => {}
            _ if is("FeatureCollection") => odd.note(Oddity::LetterCase),
            _ => odd.note(Oddity::BadFeatureType),
        }
        if seen & FOREIGN != 0 {
            odd.note(Oddity::ForeignMember);
        }
        Root::Collection
    } else if bad_type {
        not("type 应为文本".into(), "type must be text".into())
    } else if seen & FEATURES != 0 {
        not("features 应为数组".into(), "features must be an array".into())
    } else if is("FeatureCollection") {
        not("FeatureCollection 没有 features".into(), "the FeatureCollection has no features".into())
    } else {
        match &name {
            None => not("没有 type".into(), "there is no type".into()),
            Some(name) => {
                let name: String = name.chars().take(40).collect();
                not(format!("未知的类型“{name}”"), format!("unknown type \"{name}\""))
            }
        }
    };
    Ok(Top { root, crs, odd: odd.take().collect() })
}

/// The `crs` in a skeleton whose `features` array has just opened, or that is complete.
pub(crate) fn crs_so_far(skeleton: &[u8]) -> Option<Value> {
    let mut crs = None;
    let mut cursor = Cursor::new(skeleton);
    // The open end is a fault, but only behind what is wanted.
    let _ = cursor.members(|cursor, key| {
        let value = cursor.skip_value(0)?;
        if key.is("crs") {
            crs = serde_json::from_slice(value).ok();
        }
        Ok(())
    });
    crs
}
