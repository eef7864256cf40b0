//! One element of a GeoJSON file on its way to the intake.

use super::cursor::{Cursor, Fault};
use super::elements::Leading;
use super::feature::{Parsed, feature, leading};
use super::inner::weigh;
use super::oddity::{Odd, Oddity};
use crate::import::ImportError;
use crate::import::intake::{Given, Intake};
use crate::import::outline::Outline;
use crate::import::parts::hand_over_named;
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
    // The root's own is the file's.
    let inner = parsed.crs.iter().filter(|(depth, crs)| !(crs.is_null() || (bare_root && *depth == 0)));
    weigh(intake, position, inner.map(|(_, crs)| crs))?;
    hand_over_named(intake, given, outline, found.polygons, (found.others, found.other))
}
