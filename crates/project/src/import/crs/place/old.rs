//! Numbers in Xi'an 80 or Beijing 54: placed by the reviewer's parameters, or, without any, roughly and for a preview.

use std::collections::BTreeMap;

use super::{Reading, Remark, System, no_transform, words};
use crate::import::ImportError;
use crate::import::crs::declared::{Crs, Kind, Old};
use crate::import::crs::magnitude::Magnitude;
use crate::import::crs::shift::Shifter;
use crate::import::crs::transform::Transform;
use crate::lang::Text;

/// Decides how numbers of an old datum are read.
///
/// # Errors
/// Numbers that are none of the declared system; parameters that cannot be used.
pub(in crate::import::crs) fn decide(
    crs: &Crs,
    old: &Old,
    by: &str,
    (magnitude, sample): (Magnitude, &str),
    file: &str,
) -> Result<(Reading, Vec<Remark>), ImportError> {
    let (north_first, seen) = words(magnitude);
    let contradiction = || ImportError::CrsContradiction {
        file: file.to_owned(),
        declared: crs.name.clone(),
        numbers: Text::new(format!("{}{sample}", seen.zh), format!("{} {sample}", seen.en)),
    };
    let failed = |error| no_transform(file, error);
    let mut epsg = crs.epsg;
    let system = match (crs.kind, magnitude) {
        (Kind::Geographic, Magnitude::Degrees { .. }) => System::LonLat,
        (Kind::Gauss { prefix: Some(own), .. }, Magnitude::Zoned { zone, .. }) if own == zone => {
            let transform = Transform::of_old(old.datum, Some(zone), zone.meridian()).map_err(failed)?;
            System::Zoned(BTreeMap::from([(zone, transform)]))
        }
        (Kind::Gauss { prefix: None, meridian }, Magnitude::Zoned { zone, .. }) if zone.meridian() == meridian => {
            epsg = Some(old.datum.of_zone(zone.number()));
            let transform = Transform::of_old(old.datum, Some(zone), meridian).map_err(failed)?;
            System::Zoned(BTreeMap::from([(zone, transform)]))
        }
        (Kind::Gauss { meridian, .. }, Magnitude::Plain { .. }) => {
            System::One { transform: Transform::of_old(old.datum, None, meridian).map_err(failed)?, plain: true }
        }
        _ => return Err(contradiction()),
    };
    let datum = old.datum.name();
    let said = match by {
        "" => Text::new("", ""),
        by => Text::new(format!("由 {by} 声明为"), format!("declared by {by} as ")),
    };
    let (reason, remark) = match &old.shift {
        Some(shift) => {
            let by_what = shift.words();
            let reason = Text::new(
                format!("{}{},按审查人给出的参数转换:{}", said.zh, datum.zh, by_what.zh),
                format!("{}{}, transformed by the reviewer's parameters: {}", said.en, datum.en, by_what.en),
            );
            let remark = Text::new(
                format!("坐标由{}按审查人给出的参数转换到 CGCS2000:{};请核对位置", datum.zh, by_what.zh),
                format!(
                    "Coordinates were transformed from {} to CGCS2000 by the reviewer's parameters: {}. Check the place",
                    datum.en, by_what.en
                ),
            );
            (reason, ("datum_shifted", remark))
        }
        None => {
            let reason = Text::new(
                format!("{}{},没有转换参数,仅供预览", said.zh, datum.zh),
                format!("{}{}, without parameters: for a preview only", said.en, datum.en),
            );
            let remark = Text::new(
                format!(
                    "坐标系为{},没有转换参数,位置可能相差百米以上,仅供预览,结论一律为“需核实”;请给出四参数或七参数(--datum-shift,或导入卡)",
                    datum.zh
                ),
                format!(
                    "The coordinates are in {} and there are no parameters: the place may be 100 m off. For a preview only, every verdict is to be verified. Give four or seven parameters (--datum-shift, or on the card)",
                    datum.en
                ),
            );
            (reason, ("datum_unshifted", remark))
        }
    };
    let mut remarks = vec![remark];
    if north_first {
        let text = Text::new(
            format!("坐标是北(纬度)在前,如 {sample},已对调为东、北次序;请核对位置"),
            format!("Coordinates have north first, such as {sample}; read with the axes swapped. Check the place"),
        );
        remarks.push(("axes_swapped", text));
    }
    let shift = old.shift.as_ref().map(|shift| Shifter::new(shift, file)).transpose()?;
    let reading =
        Reading { swap: north_first, old: Some(old.datum), shift, ..Reading::new(epsg, &crs.name, reason, system) };
    Ok((reading, remarks))
}
