//! One element of a GeoJSON file on its way to the intake.

use super::cursor::{Cursor, Fault};
use super::elements::Leading;
use super::feature::{Parsed, feature, leading};
use super::oddity::{Odd, Oddity};
use crate::import::ImportError;
use crate::import::intake::{Given, Intake};
use crate::import::outline::Outline;
use crate::lang::Text;

/// Reads one feature and hands it to the intake.
pub(crate) fn take(
    intake: &mut Intake<'_>,
    position: u64,
    offset: u64,
    bytes: &[u8],
    outline: &mut Outline,
    odd: &mut Odd,
) -> Result<(), ImportError> {
    outline.clear();
    let read = feature(Cursor::new(bytes), outline, odd);
    hand_over(intake, (position, offset), read, outline, odd)
}

/// Bytes before the end within which a fault may come from the end alone.
const NEAR_THE_END: usize = 1 << 10;

/// Reads the feature that `bytes` begin with, when it can be seen to its end and its grammar is sound, and hands it
/// to the intake. Else nothing has happened.
pub(crate) fn take_leading(
    intake: &mut Intake<'_>,
    position: u64,
    offset: u64,
    bytes: &[u8],
    outline: &mut Outline,
    odd: &mut Odd,
) -> Result<Leading, ImportError> {
    outline.clear();
    let mut cursor = Cursor::new(bytes);
    match leading(&mut cursor, outline, odd) {
        Ok(parsed) => {
            hand_over(intake, (position, offset), Ok(parsed), outline, odd)?;
            Ok(Leading::Taken(cursor.at()))
        }
        Err(fault) => {
            odd.take().for_each(drop);
            Ok(if fault.at + NEAR_THE_END >= bytes.len() { Leading::Cut } else { Leading::Unknown })
        }
    }
}

/// Hands what was read to the intake.
fn hand_over(
    intake: &mut Intake<'_>,
    (position, offset): (u64, u64),
    result: Result<Parsed<'_>, Fault>,
    outline: &mut Outline,
    odd: &mut Odd,
) -> Result<(), ImportError> {
    // A geometry alone is legal as a root; only among features it is odd.
    let bare_root = offset == 0;
    for oddity in odd.take().filter(|oddity| !(bare_root && *oddity == Oddity::BareGeometry)) {
        intake.count(oddity.code(), Some(position), || oddity.text());
    }
    let because = |text: &Text, at: usize| {
        let at = offset + at as u64;
        Text::new(
            format!("{}(第 {at} 字节),该要素未参与审查;请更正后重新导出", text.zh),
            format!("{} (byte {at}); the feature was left out. Correct it and export again", text.en),
        )
    };
    let parsed = match result {
        Ok(parsed) => parsed,
        Err(fault) => {
            let given = Given { position, own_id: None, raw: b"" };
            intake.drop_feature(given, fault.code, because(&fault.text, fault.at));
            return Ok(());
        }
    };
    for (depth, crs) in &parsed.crs {
        // The root's own is the file's.
        if crs.is_null() || (bare_root && *depth == 0) {
            continue;
        }
        if intake.is_new_crs(crs) {
            super::check_inside(intake.file(), crs)?;
        }
        intake.count("inner_crs", Some(position), inner_crs);
    }
    let given = Given { position, own_id: parsed.id.as_deref(), raw: parsed.properties };
    if let Some(fault) = &parsed.fault {
        intake.drop_feature(given, fault.code, because(&fault.text, fault.at));
        return Ok(());
    }
    let Some(found) = parsed.geometry else {
        let text = Text::new(
            "要素没有 geometry,未参与审查;请补全",
            "The feature has no geometry member and was left out; complete it",
        );
        intake.no_geometry(given, "missing_geometry", text);
        return Ok(());
    };
    match (found.polygons, found.other) {
        (true, other) => {
            if let Some((_, kind)) = other {
                let text = Text::new(
                    format!("要素中还有 {} 个非面几何({}),只取其中的面", found.others, kind.zh),
                    format!(
                        "The feature also has {} geometries that are {}; only its polygons are used",
                        found.others, kind.en
                    ),
                );
                intake.remark(given, "part_not_polygon", text);
            }
            intake.polygons(given, outline)
        }
        (false, Some((kind, name))) => {
            intake.not_polygon(given, kind, name);
            Ok(())
        }
        (false, None) => {
            let text = Text::new(
                "要素的几何为空,未参与审查;如应有范围请补全",
                "The feature's geometry is null and was left out; complete it if it should have one",
            );
            intake.no_geometry(given, "null_geometry", text);
            Ok(())
        }
    }
}

fn inner_crs() -> Text {
    Text::new(
        "要素或几何上写有 crs,已忽略,只采用文件最外层的 crs;请核对坐标系",
        "A crs stands on a feature or a geometry and was ignored: only the file's own counts. Check the coordinate system",
    )
}
