//! A coordinate system that a reviewer chose: taken if the numbers allow it, refused in words if not.

use super::declared::{Crs, Kind, Refused};
use super::magnitude::Magnitude;
use super::place::{Declared, Reading, Remark, Votes, decide, words};
use super::shift::DatumShift;
use super::transform::Transform;
use crate::import::outline::Extent;
use crate::import::{ChosenSystem, CrsChoice, ImportError};
use crate::lang::Text;

/// Settles how a file is read: as chosen, or, without a choice, as its declaration and its numbers say.
///
/// # Errors
/// A choice that the numbers contradict; without a choice, as `decide`.
pub(crate) fn settle(
    choice: Option<CrsChoice>,
    shift: Option<&DatumShift>,
    declared: &Declared,
    votes: &Votes,
    file: &str,
) -> Result<(Reading, Vec<Remark>), ImportError> {
    let plain = decide(declared, votes, file);
    let Some(choice) = choice else { return plain };
    if let Ok((reading, _)) = &plain
        && reading.choice().is_none_or(|own| own == choice)
    {
        return plain; // the reviewer agrees: the reason stays the file's own
    }
    let crs = system(choice, shift, declared, file)?;
    let Some((magnitude, sample)) = votes.winner() else { return plain };
    let whole = whole(votes, choice.swapped);
    let possible = whole.is_some_and(|whole| is_possible(&crs, votes, &whole, choice.swapped));
    if !possible {
        let (_, seen) = words(magnitude);
        return Err(refused(
            file,
            choice,
            format!("坐标数值 {sample} 是{}", seen.zh),
            format!("the coordinates {sample} are {}", seen.en),
        ));
    }
    let mut remarks = Vec::new();
    let mut reading = match crs.kind {
        _ if crs.old.is_some() => {
            let chosen = Declared::As { crs: crs.clone(), by: "" };
            let (reading, told) = decide(&chosen, votes, file)?;
            remarks = told;
            reading
        }
        Kind::Geographic => Reading::degrees(Some((&crs, ""))),
        Kind::Gauss { prefix: Some(zone), .. } => Reading::zoned(zone, Some((&crs, "")), file)?,
        Kind::Gauss { prefix: None, meridian } => Reading::plain(meridian, &crs, "", file)?,
        Kind::Projected => Reading::projected(&crs, "", file)?,
    };
    reading.swap = choice.swapped;
    let more = |words: &str| if crs.old.is_some() { format!("; {words}") } else { String::new() };
    reading.found.reason_zh = format!("由审查人选定{}", more(&reading.found.reason_zh));
    reading.found.reason_en = format!("chosen by the reviewer{}", more(&reading.found.reason_en));
    let (zh, en) = match declared {
        Declared::As { crs, by } => (format!("{by} 声明为 {}", crs.name), format!("{by} says {}", crs.name)),
        Declared::Nothing => ("文件未声明坐标系".to_owned(), "the file declares none".to_owned()),
    };
    let name = &reading.found.name;
    let text = Text::new(
        format!("坐标系由审查人选定为 {name}({choice});{zh}"),
        format!("The coordinate system was chosen by the reviewer: {name} ({choice}); {en}"),
    );
    remarks.push(("crs_chosen", text));
    Ok((reading, remarks))
}

/// The chosen system itself.
fn system(choice: CrsChoice, shift: Option<&DatumShift>, declared: &Declared, file: &str) -> Result<Crs, ImportError> {
    let definition = match (choice.system, declared) {
        (ChosenSystem::Declared, Declared::As { crs, .. }) => return Ok(crs.clone()),
        (ChosenSystem::Declared, Declared::Nothing) => {
            return Err(refused(file, choice, "文件没有声明坐标系".to_owned(), "the file declares none".to_owned()));
        }
        (ChosenSystem::Epsg(code), _) => format!("EPSG:{code}"),
        (ChosenSystem::Meridian(meridian), _) => {
            let kind = Kind::Gauss { meridian, prefix: None };
            let name = format!("CGCS2000 / Gauss-Kruger CM {meridian}E");
            return Ok(Crs { definition: String::new(), base: String::new(), epsg: None, name, kind, old: None });
        }
    };
    Crs::understand_old(&definition, shift).map_err(|why| match why {
        Refused::Datum(datum) => ImportError::DatumRefused { file: file.to_owned(), datum },
        Refused::Unknown(_) => refused(
            file,
            choice,
            "没有这个编号的平面或经纬度坐标系".to_owned(),
            "there is no projected or geographic system of that code".to_owned(),
        ),
    })
}

fn refused(file: &str, choice: CrsChoice, zh: String, en: String) -> ImportError {
    let why = Text::new(zh, en);
    ImportError::ChoiceRefused { file: file.to_owned(), choice: choice.to_string(), why }
}

/// The box of what most features look like, its axes in the chosen order.
fn whole(votes: &Votes, swapped: bool) -> Option<Extent> {
    let (winner, _) = votes.winner()?;
    let class = std::mem::discriminant(&winner);
    let alike = votes.extents().iter().filter(|(magnitude, _)| std::mem::discriminant(*magnitude) == class);
    let whole = alike.map(|(_, extent)| *extent).reduce(|a, b| a.with(&b))?;
    let turn = |(x, y): (f64, f64)| if swapped { (y, x) } else { (x, y) };
    Some(Extent { min: turn(whole.min), max: turn(whole.max) })
}

/// Whether the numbers can be in `crs`; `whole` is east first already.
fn is_possible(crs: &Crs, votes: &Votes, whole: &Extent, swapped: bool) -> bool {
    let within = |x: (f64, f64), y: (f64, f64)| {
        whole.min.0 >= x.0 && whole.max.0 <= x.1 && whole.min.1 >= y.0 && whole.max.1 <= y.1
    };
    let degrees = within((-180.0, 180.0), (-180.0, 180.0));
    match crs.kind {
        Kind::Geographic => within((-180.0, 180.0), (-90.0, 90.0)),
        Kind::Gauss { prefix: Some(own), .. } => votes.counts().keys().any(
            |seen| matches!(seen, Magnitude::Zoned { zone, north_first } if *zone == own && *north_first == swapped),
        ),
        // Six degrees from the meridian at most, and a little more.
        Kind::Gauss { prefix: None, .. } => !degrees && within((-0.5e6, 1.5e6), (-1.0e7, 1.0e7)),
        Kind::Projected => !degrees && Transform::is_faithful(crs, &[whole.min, whole.max]),
    }
}
