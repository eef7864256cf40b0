//! Weighs what is declared against what the numbers look like, and settles how a file is read.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::declared::{Crs, Kind, plain_epsg};
use super::magnitude::{Magnitude, Zone};
use super::shift::{OldDatum, Shifter};
use super::transform::{NoTransform, Transform};
use crate::import::outline::Extent;
use crate::import::{ChosenSystem, CrsChoice, ImportError};
use crate::lang::Text;
use crate::source::CrsFound;

/// What the file says about itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Declared {
    /// Nothing.
    Nothing,
    /// A system, and where it is said (`.prj`, `crs`).
    As { crs: Crs, by: &'static str },
}

/// How a file's coordinates are read.
pub(crate) struct Reading {
    pub found: CrsFound,
    /// The file has north first.
    pub(super) swap: bool,
    system: System,
    /// The datum of the numbers, when it is an old one.
    old: Option<OldDatum>,
    /// The reviewer's parameters for it.
    shift: Option<Shifter>,
}

enum System {
    LonLat,
    /// Each feature in the zone that its own eastings name.
    Zoned(BTreeMap<Zone, Transform>),
    /// One projection; for Gauss-Krueger without zone number eastings must be plain.
    One {
        transform: Transform,
        plain: bool,
    },
    /// Nothing can be placed.
    Undecided,
}

/// How the first features look.
#[derive(Debug, Clone, Default)]
pub(crate) struct Votes {
    counts: BTreeMap<Magnitude, u64>,
    /// A coordinate for messages, and the magnitude it stands for.
    samples: BTreeMap<Magnitude, (f64, f64)>,
    /// Around all features of a magnitude.
    extents: BTreeMap<Magnitude, Extent>,
}

impl Votes {
    pub(crate) fn add(&mut self, extent: &Extent) {
        let magnitude = Magnitude::of(extent);
        *self.counts.entry(magnitude).or_default() += 1;
        self.samples.entry(magnitude).or_insert(extent.min);
        let whole = self.extents.entry(magnitude).or_insert(*extent);
        *whole = whole.with(extent);
    }

    /// Whether the projection of `crs` has no place for these numbers: what it makes of them leads elsewhere back.
    fn is_outside(&self, crs: &Crs) -> bool {
        let corners: Vec<_> = self.extents.values().flat_map(|extent| [extent.min, extent.max]).collect();
        !Transform::is_faithful(crs, &corners)
    }

    /// Boxes around the features of each magnitude.
    pub(crate) fn extents(&self) -> &BTreeMap<Magnitude, Extent> {
        &self.extents
    }

    /// How many features look like each magnitude.
    pub(crate) fn counts(&self) -> &BTreeMap<Magnitude, u64> {
        &self.counts
    }

    /// What most features look like. Zones vote together, the largest stands for them.
    pub(crate) fn winner(&self) -> Option<(Magnitude, String)> {
        let class = |m: Magnitude| match m {
            Magnitude::Zoned { north_first, .. } => (2, north_first),
            Magnitude::Degrees { north_first } => (3, north_first),
            Magnitude::Plain { north_first } => (1, north_first),
            Magnitude::Other => (0, false),
        };
        let mut sums = BTreeMap::new();
        for (magnitude, count) in &self.counts {
            *sums.entry(class(*magnitude)).or_insert(0) += count;
        }
        let (best, _) = sums.into_iter().max_by_key(|(class, sum)| (*sum, *class))?;
        let (magnitude, _) = self.counts.iter().filter(|(m, _)| class(**m) == best).max_by_key(|(_, count)| **count)?;
        let (x, y) = self.samples.get(magnitude).copied().unwrap_or_default();
        Some((*magnitude, format!("({x:.3}, {y:.3})")))
    }
}

/// A remark on the decision, to be listed as a problem: code and wording.
pub(crate) type Remark = (&'static str, Text);

/// Decides how the file is read.
///
/// # Errors
/// When the numbers fit no system, or contradict the declared one.
pub(crate) fn decide(declared: &Declared, votes: &Votes, file: &str) -> Result<(Reading, Vec<Remark>), ImportError> {
    let Some((magnitude, sample)) = votes.winner() else {
        return Ok((Reading::nothing_to_read(declared), Vec::new()));
    };
    if let Declared::As { crs, by } = declared
        && let Some(old) = &crs.old
    {
        return old::decide(crs, old, by, (magnitude, &sample), file);
    }
    let mut remarks = Vec::new();
    let (north_first, seen) = words(magnitude);
    if north_first {
        let text = Text::new(
            format!("坐标是北(纬度)在前,如 {sample},已对调为东、北次序;请核对位置"),
            format!("Coordinates have north first, such as {sample}; read with the axes swapped. Check the place"),
        );
        remarks.push(("axes_swapped", text));
    }
    let contradiction = |crs: &Crs| ImportError::CrsContradiction {
        file: file.to_owned(),
        declared: crs.name.clone(),
        numbers: Text::new(format!("{}{sample}", seen.zh), format!("{} {sample}", seen.en)),
    };
    let overruled = |crs: &Crs, by: &str| {
        let text = Text::new(
            format!("{by} 声明为 {},但坐标数值 {sample} 是{},按数值读取;请更正 {by}", crs.name, seen.zh),
            format!(
                "{by} says {}, but the coordinates {sample} are {}; read by the numbers. Correct {by}",
                crs.name, seen.en
            ),
        );
        ("crs_overruled", text)
    };
    let reading = match (declared, magnitude) {
        (Declared::Nothing, Magnitude::Degrees { .. }) => Reading::degrees(None),
        (Declared::Nothing, Magnitude::Zoned { zone, .. }) if zone.may_be_web_mercator() => {
            return Err(ImportError::CrsUnknown { file: file.to_owned(), sample });
        }
        (Declared::Nothing, Magnitude::Zoned { zone, .. }) => Reading::zoned(zone, None, file)?,
        (Declared::Nothing, Magnitude::Plain { .. }) => {
            return Err(ImportError::ZoneUnknown { file: file.to_owned(), sample });
        }
        (Declared::Nothing, Magnitude::Other) => {
            return Err(ImportError::CrsUnknown { file: file.to_owned(), sample });
        }
        (Declared::As { crs, by }, Magnitude::Degrees { .. }) => {
            if crs.kind == Kind::Geographic {
                Reading::degrees(Some((crs, by)))
            } else {
                remarks.push(overruled(crs, by));
                Reading::degrees(None)
            }
        }
        (Declared::As { crs, by }, Magnitude::Zoned { zone, .. }) => match crs.kind {
            Kind::Gauss { prefix: Some(own), .. } if own == zone => Reading::zoned(zone, Some((crs, by)), file)?,
            Kind::Gauss { prefix: None, meridian } if zone.meridian() == meridian => {
                remarks.push(overruled(crs, by));
                Reading::zoned(zone, None, file)?
            }
            Kind::Geographic if zone.may_be_web_mercator() => return Err(contradiction(crs)),
            Kind::Geographic => {
                remarks.push(overruled(crs, by));
                Reading::zoned(zone, None, file)?
            }
            Kind::Gauss { .. } => return Err(contradiction(crs)),
            Kind::Projected if votes.is_outside(crs) => return Err(contradiction(crs)),
            Kind::Projected => Reading::projected(crs, by, file)?,
        },
        (Declared::As { crs, by }, Magnitude::Plain { .. }) => match crs.kind {
            Kind::Gauss { prefix: None, meridian } => Reading::plain(meridian, crs, by, file)?,
            Kind::Gauss { prefix: Some(own), .. } => {
                remarks.push(overruled(crs, by));
                Reading::plain(own.meridian(), crs, by, file)?
            }
            Kind::Geographic => return Err(ImportError::ZoneUnknown { file: file.to_owned(), sample }),
            Kind::Projected => Reading::projected(crs, by, file)?,
        },
        (Declared::As { crs, by }, Magnitude::Other) => match crs.kind {
            Kind::Geographic => return Err(contradiction(crs)),
            Kind::Gauss { .. } | Kind::Projected => Reading::projected(crs, by, file)?,
        },
    };
    // A foreign projection has its own idea of plausible numbers: its axes are never swapped.
    let known = !matches!(declared, Declared::As { crs, .. } if crs.kind == Kind::Projected)
        || matches!(reading.system, System::LonLat);
    if !known {
        remarks.clear();
    }
    Ok((Reading { swap: north_first && known, ..reading }, remarks))
}

/// Whether north comes first, and what the numbers are in words.
pub(super) fn words(magnitude: Magnitude) -> (bool, Text) {
    match magnitude {
        Magnitude::Degrees { north_first } => (north_first, Text::new("经纬度(度)", "degrees")),
        Magnitude::Zoned { zone, north_first } => (
            north_first,
            Text::new(
                format!("带号为 {} 的高斯坐标", zone.number()),
                format!("Gauss-Krueger metres in zone {}", zone.number()),
            ),
        ),
        Magnitude::Plain { north_first } => {
            (north_first, Text::new("不带带号的高斯坐标", "Gauss-Krueger metres without zone number"))
        }
        Magnitude::Other => (false, Text::new("无法识别的数值", "not recognisable")),
    }
}

impl Reading {
    fn new(epsg: Option<u32>, name: &str, reason: Text, system: System) -> Self {
        let found = CrsFound { epsg, name: name.to_owned(), reason_zh: reason.zh, reason_en: reason.en };
        Self { found, swap: false, system, old: None, shift: None }
    }

    fn nothing_to_read(declared: &Declared) -> Self {
        let reason = Text::new("没有坐标可读", "there are no coordinates");
        match declared {
            Declared::As { crs, .. } => Self::new(crs.epsg, &crs.name, reason, System::LonLat),
            Declared::Nothing => Self::new(None, "", reason, System::LonLat),
        }
    }

    /// No system at all: an inspection goes on without one.
    pub(crate) fn undecided() -> Self {
        let reason = Text::new("坐标系尚未确定", "the coordinate system is not settled");
        Self::new(None, "", reason, System::Undecided)
    }

    /// Whether nothing can be placed.
    pub(crate) fn is_undecided(&self) -> bool {
        matches!(self.system, System::Undecided)
    }

    /// What to choose to get the same reading; `None` when there is nothing to read.
    pub(crate) fn choice(&self) -> Option<CrsChoice> {
        let known = !self.is_undecided() && !self.found.name.is_empty();
        let system = self.found.epsg.map_or(ChosenSystem::Declared, ChosenSystem::Epsg);
        known.then_some(CrsChoice { system, swapped: self.swap })
    }

    pub(super) fn degrees(declared: Option<(&Crs, &str)>) -> Self {
        let Some((crs, by)) = declared else {
            let reason = Text::new(
                "坐标数值是经纬度,按 CGCS2000 处理(WGS 84 与之相差不到 1 米)",
                "the numbers are longitude and latitude, taken as CGCS2000 (WGS 84 differs by less than 1 m)",
            );
            return Self::new(Some(4490), "CGCS2000", reason, System::LonLat);
        };
        let reason = taken_as_cgcs2000(crs, Text::new(format!("由 {by} 声明"), format!("declared by {by}")));
        Self::new(crs.epsg, &crs.name, reason, System::LonLat)
    }

    pub(super) fn zoned(zone: Zone, declared: Option<(&Crs, &str)>, file: &str) -> Result<Self, ImportError> {
        let (number, width, meridian) = (zone.number(), zone.width(), zone.meridian());
        let by_numbers = Text::new(
            format!("横坐标带号 {number},{width} 度带,中央经线 {meridian}°"),
            format!("zone {number} in the eastings: {width}-degree zone, central meridian {meridian}°"),
        );
        let transform = Transform::of_zone(zone).map_err(|error| no_transform(file, error))?;
        let system = System::Zoned(BTreeMap::from([(zone, transform)]));
        Ok(match declared {
            Some((crs, by)) => {
                let reason = Text::new(
                    format!("由 {by} 的参数识别,且{}", by_numbers.zh),
                    format!("by the parameters of {by}, and {}", by_numbers.en),
                );
                Self::new(crs.epsg, &crs.name, taken_as_cgcs2000(crs, reason), system)
            }
            None => {
                let name = format!("CGCS2000 / {width}-degree Gauss-Kruger zone {number}");
                Self::new(Some(zone.epsg()), &name, by_numbers, system)
            }
        })
    }

    pub(super) fn plain(meridian: f64, crs: &Crs, by: &str, file: &str) -> Result<Self, ImportError> {
        let transform = Transform::of_meridian(meridian).map_err(|error| no_transform(file, error))?;
        let reason = Text::new(
            format!("由 {by} 的参数识别:中央经线 {meridian}°,横坐标不带带号"),
            format!("by the parameters of {by}: central meridian {meridian}°, no zone number in the eastings"),
        );
        let (epsg, name) = match crs.kind {
            Kind::Gauss { prefix: None, .. } => (crs.epsg, crs.name.clone()),
            _ => (plain_epsg(meridian), format!("CGCS2000 / Gauss-Kruger CM {meridian}E")),
        };
        Ok(Self::new(epsg, &name, taken_as_cgcs2000(crs, reason), System::One { transform, plain: true }))
    }

    pub(super) fn projected(crs: &Crs, by: &str, file: &str) -> Result<Self, ImportError> {
        let transform = Transform::of(crs).map_err(|error| no_transform(file, error))?;
        let reason = Text::new(format!("由 {by} 声明,投影由 PROJ 反算"), format!("declared by {by}, inverted by PROJ"));
        let plain = matches!(crs.kind, Kind::Gauss { prefix: None, .. });
        Ok(Self::new(crs.epsg, &crs.name, taken_as_cgcs2000(crs, reason), System::One { transform, plain }))
    }

    /// Whether the file's own numbers are degrees in the right order: nothing to convert.
    pub(crate) fn is_degrees(&self) -> bool {
        matches!(self.system, System::LonLat) && self.shift.is_none()
    }

    /// Brings (first, second) of the file into (east, north).
    pub(crate) fn orient(&self, points: &mut [(f64, f64)]) {
        if self.swap {
            points.iter_mut().for_each(|point| *point = (point.1, point.0));
        }
    }

    /// The extent with its axes brought into order.
    pub(crate) fn oriented(&self, extent: Extent) -> Extent {
        let turn = |p: (f64, f64)| if self.swap { (p.1, p.0) } else { p };
        Extent { min: turn(extent.min), max: turn(extent.max) }
    }

    /// Converts oriented points of one feature, whose whole extent is `extent`, to CGCS2000 degrees.
    ///
    /// False when the numbers do not fit the file's system.
    pub(crate) fn place(&mut self, extent: &Extent, points: &mut [(f64, f64)]) -> bool {
        self.unproject(extent, points) && self.shift.as_ref().is_none_or(|shift| shift.shift(points))
    }

    /// Into degrees of the datum that the numbers are in.
    fn unproject(&mut self, extent: &Extent, points: &mut [(f64, f64)]) -> bool {
        let old = self.old;
        let degrees = extent.min.0 >= -180.0 && extent.max.0 <= 180.0 && extent.min.1 >= -90.0 && extent.max.1 <= 90.0;
        match &mut self.system {
            System::Undecided => false,
            System::LonLat => degrees,
            _ if degrees => false, // metres are never that small: degrees among metres
            System::One { plain: true, .. } if Zone::of_easting(extent.max.0).is_some() => false,
            System::One { transform, .. } => transform.to_degrees(points),
            System::Zoned(transforms) => {
                let Some(zone) = Zone::of_easting(extent.min.0).filter(|z| Zone::of_easting(extent.max.0) == Some(*z))
                else {
                    return false;
                };
                match transforms.entry(zone) {
                    Entry::Occupied(known) => known.get().to_degrees(points),
                    Entry::Vacant(new) => {
                        let transform = match old {
                            Some(datum) => Transform::of_old(datum, Some(zone), zone.meridian()),
                            None => Transform::of_zone(zone),
                        };
                        transform.is_ok_and(|transform| new.insert(transform).to_degrees(points))
                    }
                }
            }
        }
    }
}

fn taken_as_cgcs2000(crs: &Crs, reason: Text) -> Text {
    let own = crs.epsg.is_some_and(|code| code == 4490 || (4491..=4554).contains(&code));
    if own {
        return reason;
    }
    Text::new(
        format!("{};其基准视同 CGCS2000,不作基准转换", reason.zh),
        format!("{}; its datum is taken as CGCS2000, without a datum shift", reason.en),
    )
}

fn no_transform(file: &str, error: NoTransform) -> ImportError {
    ImportError::Unreadable { file: file.to_owned(), reason: format!("PROJ: {}", error.0) }
}

mod old;

#[cfg(test)]
mod tests;
