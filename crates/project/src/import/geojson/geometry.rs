//! A GeoJSON geometry, read straight into an [`Outline`].

use serde_json::Value;

use super::cursor::{Cursor, DEEPEST, Fault};
use super::oddity::{Odd, Oddity, bbox, note_twice};
use crate::import::outline::Outline;
use crate::lang::Text;

/// What a geometry turned out to be.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// There were polygons; they are in the outline.
    pub polygons: bool,
    /// Other geometries: the last kind's machine name and name.
    pub other: Option<(&'static str, Text)>,
    /// How many others.
    pub others: u64,
    /// `crs` members of geometries, each with its depth.
    pub crs: Vec<(u32, Value)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Polygon,
    MultiPolygon,
    Collection,
    Other(usize),
}

const OTHERS: [(&str, &str, &str); 4] = [
    ("Point", "点", "points"),
    ("MultiPoint", "点", "points"),
    ("LineString", "线", "lines"),
    ("MultiLineString", "线", "lines"),
];

/// Whether `name` is a geometry type, in any letter case.
pub(crate) fn is_geometry_type(name: &str) -> bool {
    kind(name).is_some()
}

fn kind(name: &str) -> Option<(Kind, bool)> {
    let exact = |word: &str| name == word;
    let matches = |word: &str| name.eq_ignore_ascii_case(word);
    let kinds =
        [("Polygon", Kind::Polygon), ("MultiPolygon", Kind::MultiPolygon), ("GeometryCollection", Kind::Collection)];
    let others = OTHERS.iter().enumerate().map(|(index, (word, ..))| (*word, Kind::Other(index)));
    kinds.into_iter().chain(others).find(|(word, _)| matches(word)).map(|(word, kind)| (kind, exact(word)))
}

const NAMES: [&str; 7] = ["type", "coordinates", "geometries", "bbox", "geometry", "properties", "features"];

/// Reads the geometry at the cursor (an object, or `null` as nothing found).
pub(crate) fn geometry(
    cursor: &mut Cursor<'_>,
    depth: u32,
    outline: &mut Outline,
    found: &mut Found,
    odd: &mut Odd,
) -> Result<(), Fault> {
    if depth > DEEPEST {
        return Err(cursor.fault(
            "too_deep",
            "GeometryCollection 嵌套超过 64 层",
            "GeometryCollections nested deeper than 64",
        ));
    }
    match cursor.peek() {
        Some(b'n') => return cursor.skip_value(depth).map(drop),
        Some(b'{') => {}
        _ => return Err(cursor.fault("bad_geometry", "geometry 应为对象", "a geometry must be an object")),
    }
    let at = cursor.clone();
    let (mut seen, mut known, mut done) = (0, None, false);
    let mut later: Option<Cursor<'_>> = None;
    cursor.members(|cursor, key| {
        note_twice(&mut seen, &NAMES, &key, odd);
        if key.is("type") {
            known = Some(geometry_type(cursor, odd)?);
        } else if key.is("coordinates") || key.is("geometries") {
            match known {
                Some(kind) if !done => {
                    done = true;
                    content(cursor, key.is("geometries"), kind, depth, outline, found, odd)?;
                }
                _ => {
                    later = Some(cursor.clone());
                    cursor.skip_value(depth + 1)?;
                }
            }
        } else if key.is("bbox") {
            bbox(cursor, odd)?;
        } else if key.is("crs") {
            let value = cursor.skip_value(depth + 1)?;
            found.crs.push((depth, serde_json::from_slice(value).unwrap_or(Value::Bool(false))));
        } else {
            if key.is("geometry") || key.is("properties") || key.is("features") {
                odd.note(Oddity::ForeignMember);
            }
            cursor.skip_value(depth + 1)?;
        }
        Ok(())
    })?;
    let Some(kind) = known else {
        return Err(at.fault("bad_geometry", "几何没有 type", "the geometry has no type"));
    };
    if done {
        return Ok(());
    }
    let Some(mut later) = later else {
        return Err(at.fault("bad_geometry", "几何没有 coordinates", "the geometry has no coordinates"));
    };
    let collection = kind == Kind::Collection;
    content(&mut later, collection, kind, depth, outline, found, odd)
}

fn geometry_type(cursor: &mut Cursor<'_>, odd: &mut Odd) -> Result<Kind, Fault> {
    let at = cursor.clone();
    if cursor.peek() != Some(b'"') {
        return Err(at.fault("bad_geometry", "几何的 type 应为文本", "a geometry's type must be text"));
    }
    let quoted = cursor.string()?;
    if quoted.is("Polygon") {
        return Ok(Kind::Polygon); // what nearly all are
    }
    let name = quoted.text(&mut false);
    let Some((kind, exact)) = kind(&name) else {
        let shown: String = name.chars().take(40).collect();
        let (zh, en) = (format!("未知的几何类型“{shown}”"), format!("unknown geometry type \"{shown}\""));
        return Err(at.fault("bad_geometry", &zh, &en));
    };
    if !exact {
        odd.note(Oddity::LetterCase);
    }
    Ok(kind)
}

/// Reads `coordinates` or `geometries`, whichever the kind needs.
fn content(
    cursor: &mut Cursor<'_>,
    geometries: bool,
    kind: Kind,
    depth: u32,
    outline: &mut Outline,
    found: &mut Found,
    odd: &mut Odd,
) -> Result<(), Fault> {
    if geometries != (kind == Kind::Collection) {
        return Err(cursor.fault(
            "bad_geometry",
            "coordinates 与 geometries 用错了类型",
            "coordinates and geometries do not belong to this type",
        ));
    }
    match kind {
        Kind::Polygon => {
            found.polygons = true;
            polygon(cursor, outline, odd)
        }
        Kind::MultiPolygon => {
            found.polygons = true;
            list(cursor, |cursor| polygon(cursor, outline, odd))
        }
        Kind::Collection => {
            let mut count = 0;
            cursor.elements(|cursor| {
                count += 1;
                if cursor.peek() != Some(b'{') {
                    return Err(cursor.fault(
                        "bad_geometry",
                        "geometries 中应全是几何",
                        "geometries must contain only geometries",
                    ));
                }
                geometry(cursor, depth + 1, outline, found, odd)
            })?;
            if count == 1 {
                odd.note(Oddity::SingleCollection);
            }
            if depth > 0 {
                odd.note(Oddity::NestedCollection);
            }
            Ok(())
        }
        Kind::Other(index) => {
            let (name, zh, en) = OTHERS[index];
            found.other = Some((name, Text::new(zh, en)));
            found.others += 1;
            cursor.skip_value(0).map(drop)
        }
    }
}

fn polygon(cursor: &mut Cursor<'_>, outline: &mut Outline, odd: &mut Odd) -> Result<(), Fault> {
    list(cursor, |cursor| {
        open(cursor)?;
        if !cursor.eat(b']') {
            positions(cursor, outline, odd)?;
        }
        outline.end_ring();
        Ok(())
    })?;
    outline.end_polygon();
    Ok(())
}

/// The positions of a ring that is not empty, up to its end: most of the bytes of a file are read here.
fn positions(cursor: &mut Cursor<'_>, outline: &mut Outline, odd: &mut Odd) -> Result<(), Fault> {
    // A copy of its own stays in registers.
    let mut own = cursor.clone();
    loop {
        let point = match own.plain_position() {
            Some(point) => point,
            None => position(&mut own, odd)?,
        };
        outline.points.push(point);
        if own.eat(b']') {
            *cursor = own;
            return Ok(());
        }
        own.expect(b',')?;
    }
}

/// An array of arrays.
fn list<'a>(cursor: &mut Cursor<'a>, each: impl FnMut(&mut Cursor<'a>) -> Result<(), Fault>) -> Result<(), Fault> {
    open(&mut cursor.clone())?;
    cursor.elements(each)
}

/// Steps into an array of arrays.
fn open(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    if cursor.eat(b'[') {
        return Ok(());
    }
    Err(cursor.fault(
        "bad_coordinates",
        "坐标的嵌套层数不对,此处应为数组",
        "coordinates are not nested deeply enough: an array is missing here",
    ))
}

fn position(cursor: &mut Cursor<'_>, odd: &mut Odd) -> Result<(f64, f64), Fault> {
    if cursor.peek() != Some(b'[') {
        return Err(cursor.fault(
            "bad_coordinates",
            "此处应为一个坐标 [经度, 纬度]",
            "a position [longitude, latitude] is missing here",
        ));
    }
    let at = cursor.at();
    let (mut numbers, mut point) = (0, (0.0, 0.0));
    cursor.elements(|cursor| {
        let value = cursor.number()?;
        match numbers {
            0 => point.0 = value,
            1 => point.1 = value,
            _ => {}
        }
        numbers += 1;
        Ok(())
    })?;
    if numbers < 2 {
        let text = Text::new("坐标应至少有两个数字", "a position needs at least two numbers");
        return Err(Fault { at, code: "bad_coordinates", text });
    }
    if numbers > 3 {
        odd.note(Oddity::LongPosition);
    }
    Ok(point)
}
