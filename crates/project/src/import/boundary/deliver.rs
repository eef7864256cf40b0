//! Plots on their way to the intake.

use std::collections::HashMap;

use super::chain::chain;
use super::declared_area::compare;
use super::{Fault, Kind, LARGEST, Plot, Sheet};
use crate::import::ImportError;
use crate::import::crs::Magnitude;
use crate::import::defects::Desk;
use crate::import::intake::{Given, Intake};
use crate::import::item::Item;
use crate::import::nesting::by_containment;
use crate::import::outline::{Extent, Outline};
use crate::import::pairs::{pack, unpack};
use crate::import::read::Output;
use crate::import::text::decode;
use crate::import::texts::Decode;
use crate::import::whole::whole;
use crate::lang::Text;
use crate::source::{SourceInfo, SourcePart};
use crate::worker::wire::Job;

/// Where a sheet comes from.
pub(crate) struct Origin<'a> {
    pub name: &'a str,
    /// As in [`SourceInfo::format`].
    pub format: &'static str,
    pub part: SourcePart,
    pub encoding: &'static str,
}

/// The text of a list, and where it comes from.
///
/// # Errors
/// A file that cannot be read, is too large, or says nothing.
pub(super) fn opened<'a>(
    job: &Job,
    item: &Item,
    name: &'a str,
    format: &'static str,
) -> Result<(String, Origin<'a>), ImportError> {
    let (bytes, part) = whole(item, LARGEST)?;
    let (text, encoding) = decode(&bytes, job.choices.encoding);
    if text.trim().is_empty() {
        return Err(ImportError::Empty { file: name.to_owned() });
    }
    Ok((text, Origin { name, format, part, encoding }))
}

/// Hands all plots of a file over.
///
/// # Errors
/// As [`Intake::finish`]; [`ImportError::BadLine`] when a line that cannot be read leaves nothing.
pub(crate) fn deliver(
    job: &Job,
    origin: Origin<'_>,
    sheet: Sheet,
    out: &mut dyn Output,
) -> Result<SourceInfo, ImportError> {
    let mut sheet = sheet;
    let name = origin.name;
    let seen = sheet.plots.iter().find_map(|plot| Some(look(&plot.rows)?.0));
    let perhaps = super::dms::settle(&mut sheet, seen);
    let Sheet { header, plots, odd } = sheet;
    let (declared, remarks) = header.system(seen, job.choices.datum_shift.as_ref(), name)?;
    let decode: Decode<'_> = &|raw| unpack(raw);
    let mut intake = Intake::new(job, Desk { role: job.role, file: name, out }, declared, false, decode);
    for (code, text) in remarks.into_iter().chain(perhaps) {
        intake.remark_file(code, text);
    }
    for odd in odd {
        intake.remark_file(odd.deviation.code(), odd.text());
    }
    let features = plots.len() as u64;
    let (mut fault, mut readable, mut ids) = (None, 0_u64, HashMap::new());
    let mut outline = Outline::default();
    for (plot, position) in plots.into_iter().zip(1..) {
        let own_id = plot.id.as_deref().map(|id| unique(id, position, &mut ids, &mut intake));
        let mut pairs = plot.attributes.clone();
        pairs.extend(header.project.iter().cloned());
        let raw = pack(&pairs);
        let given = Given { position, own_id: own_id.as_deref(), raw: &raw };
        match one(&mut intake, given, &plot, &mut outline) {
            Ok(()) => readable += 1,
            Err(Trouble::Import(error)) => return Err(error),
            Err(Trouble::Line(bad)) => {
                intake.drop_feature(given, "bad_line", refusal(&bad));
                fault.get_or_insert(bad);
            }
        }
        intake.progress(position, features);
    }
    if readable == 0
        && let Some(Fault { line, what }) = fault
    {
        return Err(ImportError::BadLine { file: name.to_owned(), line, what });
    }
    let taken = intake.finish(features)?;
    Ok(SourceInfo {
        role: job.role,
        file: name.to_owned(),
        format: origin.format.to_owned(),
        parts: vec![origin.part],
        crs: taken.crs,
        encoding: origin.encoding.to_owned(),
        features,
        kept: taken.kept,
    })
}

enum Trouble {
    Import(ImportError),
    Line(Fault),
}

/// Hands one plot over.
fn one(intake: &mut Intake<'_>, given: Given<'_>, plot: &Plot, outline: &mut Outline) -> Result<(), Trouble> {
    if let Some(fault) = &plot.fault {
        return Err(Trouble::Line(fault.clone()));
    }
    match plot.kind {
        Kind::Area => {}
        Kind::Line => {
            intake.not_polygon(given, "line", Text::new("线", "lines"));
            return Ok(());
        }
        Kind::Point => {
            intake.not_polygon(given, "point", Text::new("点", "points"));
            return Ok(());
        }
    }
    if plot.rows.is_empty() {
        let text = Text::new(
            format!("第 {} 行的地块没有界址点,未参与审查;请补全", plot.line),
            format!("The parcel of line {} has no points and was left out; complete it", plot.line),
        );
        intake.no_geometry(given, "null_geometry", text);
        return Ok(());
    }
    let mut chained = chain(&plot.rows).map_err(Trouble::Line)?;
    let (magnitude, east_first) = look(&plot.rows).unwrap_or((Magnitude::Other, false));
    if east_first {
        intake.count("east_first", Some(given.position), || {
            let line = plot.line;
            Text::new(
                format!("第 {line} 行起坐标是东(横坐标)在前,与规定的北在前不同,已按数值大小判读;请核对"),
                format!("From line {line} on the easting stands first, unlike the rule; read by the size of the numbers. Check it"),
            )
        });
    } else {
        chained.rings.iter_mut().flatten().for_each(|point| *point = (point.1, point.0));
    }
    if chained.unclosed > 0 {
        intake.count("unclosed_ring", Some(given.position), || {
            Text::new("有的圈缺少闭合点,已补上;请核对", "Closing points are missing and were put in. Check them")
        });
    }
    if let Some(count) = plot.count {
        let (rows, points) = (plot.rows.len() as u64, plot.rows.len() as u64 + chained.unclosed);
        let without_closing = points - chained.rings.len() as u64;
        if ![rows, points, without_closing].contains(&count) {
            intake.count("point_count", Some(given.position), || {
                Text::new(
                    format!("第 {} 行写明 {count} 个点,实际有 {rows} 行;已全部读取,请核对是否缺行", plot.line),
                    format!("Line {} announces {count} points, there are {rows} rows; all were read. Check that none is missing", plot.line),
                )
            });
        }
    }
    let rings: Vec<&[(f64, f64)]> = chained.rings.iter().map(Vec::as_slice).collect();
    by_containment(&rings, outline);
    let metres = matches!(magnitude, Magnitude::Zoned { .. } | Magnitude::Plain { .. });
    if let Some((code, text)) = plot.area.as_deref().filter(|_| metres).and_then(|area| compare(area, outline)) {
        intake.remark(given, code, text);
    }
    intake.polygons(given, outline).map_err(Trouble::Import)
}

/// What the numbers of a plot are when north is taken to stand first, and whether it is east that does.
fn look(rows: &[super::Row]) -> Option<(Magnitude, bool)> {
    let mut outline = Outline::default();
    outline.points.extend(rows.iter().map(|row| (row.second, row.first)));
    let Extent { min, max } = outline.extent()?;
    let magnitude = Magnitude::of(&Extent { min, max });
    let east_first = match magnitude {
        Magnitude::Degrees { north_first }
        | Magnitude::Zoned { north_first, .. }
        | Magnitude::Plain { north_first } => north_first,
        Magnitude::Other => false,
    };
    Some((magnitude, east_first))
}

/// Numbers such as 1 or `FID_0` often stand for every parcel: only the first keeps such an id as it is.
fn unique(id: &str, position: u64, ids: &mut HashMap<String, u64>, intake: &mut Intake<'_>) -> String {
    let Some(first) = ids.get(id).copied() else {
        ids.insert(id.to_owned(), position);
        return id.to_owned();
    };
    intake.count("repeated_id", Some(position), || {
        Text::new(
            format!("地块编号“{id}”在第 {first} 个和第 {position} 个地块重复,后者加上了序号;请更正"),
            format!("Parcels {first} and {position} both have the id \"{id}\"; the later one got its position added. Correct it"),
        )
    });
    format!("{id} ({position})")
}

fn refusal(Fault { line, what }: &Fault) -> Text {
    Text::new(
        format!("第 {line} 行:{},该地块未参与审查;请更正该行", what.zh),
        format!("Line {line}: {}; the parcel was left out. Correct that line", what.en),
    )
}
