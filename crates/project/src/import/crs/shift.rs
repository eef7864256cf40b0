//! From Xi'an 80 and Beijing 54 to CGCS2000, by the parameters that a reviewer gives. There are none of our own.

use std::path::Path;

use proj::Proj;
use serde::{Deserialize, Serialize};

use crate::import::ImportError;
use crate::lang::Text;

/// A datum before CGCS2000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OldDatum {
    /// 1980西安坐标系, ellipsoid IAG 1975.
    #[serde(rename = "xian-80")]
    Xian80,
    /// 1954年北京坐标系, ellipsoid Krassowsky 1940.
    #[serde(rename = "beijing-54")]
    Beijing54,
}

/// Parameters that lead from an old datum to CGCS2000, as a surveying office gives them out: seven or four.
///
/// **Seven** (Bursa-Wolf; IOGP Guidance Note 7-2, methods 9607 and 9606): geocentric
/// `X₂ = T + (1 + m)·R·X₁` with height 0 on the old ellipsoid. In the convention `coordinate-frame`, which Chinese
/// texts use, `R = [1 rz −ry; −rz 1 rx; ry −rx 1]`; in `position-vector` the rotations have the other sign.
///
/// **Four** (plane similarity; Guidance Note 7-2, method 9621), x north and y east, in the Gauss-Krueger planes of both
/// datums with one central meridian, eastings with 500 km and **without** zone number:
/// `x₂ = dx + (1 + m)(x₁ cos α − y₁ sin α)`, `y₂ = dy + (1 + m)(x₁ sin α + y₁ cos α)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatumShift {
    /// The datum that the coordinates are in.
    pub from: OldDatum,
    /// Who gave the parameters, and when: printed beside every result.
    pub source: String,
    /// Seven parameters.
    pub seven: Option<Seven>,
    /// Four parameters.
    pub four: Option<Four>,
}

/// Bursa-Wolf.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seven {
    /// Which way rotations are counted.
    pub convention: Convention,
    /// Metres.
    pub dx_m: f64,
    /// Metres.
    pub dy_m: f64,
    /// Metres.
    pub dz_m: f64,
    /// Seconds of arc.
    pub rx_arcsec: f64,
    /// Seconds of arc.
    pub ry_arcsec: f64,
    /// Seconds of arc.
    pub rz_arcsec: f64,
    /// Parts per million.
    pub scale_ppm: f64,
}

/// The sign of rotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Convention {
    /// The axes turn (布尔沙 in Chinese texts).
    CoordinateFrame,
    /// The position turns.
    PositionVector,
}

/// Plane similarity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Four {
    /// Degrees.
    pub central_meridian: f64,
    /// Northwards, metres.
    pub dx_m: f64,
    /// Eastwards, metres.
    pub dy_m: f64,
    /// Seconds of arc, clockwise (from north to east).
    pub rotation_arcsec: f64,
    /// Parts per million.
    pub scale_ppm: f64,
}

/// Parameters that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadShift(pub Text);

/// CGCS2000.
const NEW: Ellipsoid = Ellipsoid { a: 6_378_137.0, rf: 298.257_222_101 };
/// Nothing that the two datums differ by in China comes near it; wrong units and wrong eastings go far beyond.
const FARTHEST_M: f64 = 1_000.0;

#[derive(Debug, Clone, Copy)]
struct Ellipsoid {
    a: f64,
    rf: f64,
}

impl OldDatum {
    /// Its Chinese and its English name.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Xian80 => Text::new("西安80", "Xi'an 80"),
            Self::Beijing54 => Text::new("北京54", "Beijing 54"),
        }
    }

    fn ellipsoid(self) -> Ellipsoid {
        match self {
            Self::Xian80 => Ellipsoid { a: 6_378_140.0, rf: 298.257 },
            Self::Beijing54 => Ellipsoid { a: 6_378_245.0, rf: 298.3 },
        }
    }

    /// Its ellipsoid in the words of PROJ.
    pub(super) fn proj(self) -> String {
        let Ellipsoid { a, rf } = self.ellipsoid();
        format!("+a={a} +rf={rf}")
    }

    /// The code of a zone whose number stands in the easting.
    pub(crate) fn of_zone(self, zone: u8) -> u32 {
        let zone = u32::from(zone);
        match (self, zone) {
            (Self::Xian80, ..24) => 2327 + zone - 13,
            (Self::Xian80, _) => 2349 + zone - 25,
            (Self::Beijing54, ..24) => 21413 + zone - 13,
            (Self::Beijing54, _) => 2401 + zone - 25,
        }
    }

    /// The code of a central meridian (degrees, a multiple of three), eastings without number.
    pub(crate) fn of_meridian(self, meridian: u32) -> u32 {
        let zone = meridian / 3;
        zone - 25 + if self == Self::Xian80 { 2370 } else { 2422 }
    }

    /// The code of longitude and latitude.
    pub(crate) fn degrees(self) -> u32 {
        if self == Self::Xian80 { 4610 } else { 4214 }
    }
}

impl DatumShift {
    /// Reads parameters from TOML.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(text: &str) -> Result<Self, BadShift> {
        let read: Result<Self, toml::de::Error> = toml::from_str(text);
        let shift = read.map_err(|error| {
            let said = error.message().to_owned();
            BadShift(Text::new(format!("转换参数无法读取({said})"), format!("the parameters cannot be read ({said})")))
        })?;
        shift.check()?;
        Ok(shift)
    }

    /// Reads a file of parameters.
    ///
    /// # Errors
    /// A file that cannot be read, and as [`parse`](Self::parse).
    pub fn open(path: &Path) -> Result<Self, BadShift> {
        let shown = path.display();
        let text = std::fs::metadata(path)
            .and_then(|found| if found.len() > 1 << 16 { Err(std::io::ErrorKind::FileTooLarge.into()) } else { Ok(()) })
            .and_then(|()| std::fs::read_to_string(path));
        let text = text.map_err(|error| {
            BadShift(Text::new(format!("{shown}:无法读取({error})"), format!("{shown}: cannot be read ({error})")))
        })?;
        Self::parse(&text)
            .map_err(|BadShift(Text { zh, en })| BadShift(Text::new(format!("{shown}:{zh}"), format!("{shown}: {en}"))))
    }

    /// # Errors
    /// Neither or both sets, no source, a number that no office would give out.
    pub fn check(&self) -> Result<(), BadShift> {
        let bad = |zh: String, en: String| Err(BadShift(Text::new(zh, en)));
        if self.source.trim().is_empty() || self.source.chars().count() > 200 {
            return bad("请写明参数来源(source)".into(), "say who gave the parameters (source)".into());
        }
        let named: Vec<(&str, f64, f64)> = match (&self.seven, &self.four) {
            (Some(p), None) => vec![
                ("dx_m", p.dx_m, 2_000.0),
                ("dy_m", p.dy_m, 2_000.0),
                ("dz_m", p.dz_m, 2_000.0),
                ("rx_arcsec", p.rx_arcsec, 60.0),
                ("ry_arcsec", p.ry_arcsec, 60.0),
                ("rz_arcsec", p.rz_arcsec, 60.0),
                ("scale_ppm", p.scale_ppm, 100.0),
            ],
            (None, Some(p)) => vec![
                ("central_meridian", p.central_meridian, 180.0),
                ("dx_m", p.dx_m, 10_000.0),
                ("dy_m", p.dy_m, 10_000.0),
                ("rotation_arcsec", p.rotation_arcsec, 600.0),
                ("scale_ppm", p.scale_ppm, 500.0),
            ],
            _ => {
                return bad(
                    "请给出七参数 [seven] 或四参数 [four] 之一".into(),
                    "give either seven parameters [seven] or four [four]".into(),
                );
            }
        };
        match named.into_iter().find(|(_, value, most)| value.is_nan() || value.abs() > *most) {
            Some((name, value, most)) => bad(
                format!("{name} = {value} 超出 ±{most},请核对单位"),
                format!("{name} = {value} is beyond ±{most}; check its unit"),
            ),
            None => Ok(()),
        }
    }

    /// The parameters in words, to be printed beside what was read with them.
    #[must_use]
    pub fn words(&self) -> Text {
        let (zh, en) = match (&self.seven, &self.four) {
            (Some(p), _) => {
                let numbers = format!(
                    "dx={} m, dy={} m, dz={} m, rx={}\", ry={}\", rz={}\", m={} ppm",
                    p.dx_m, p.dy_m, p.dz_m, p.rx_arcsec, p.ry_arcsec, p.rz_arcsec, p.scale_ppm
                );
                let (zh, en) = match p.convention {
                    Convention::CoordinateFrame => ("坐标框架旋转", "coordinate frame"),
                    Convention::PositionVector => ("位置矢量旋转", "position vector"),
                };
                (format!("七参数({zh}): {numbers}"), format!("seven parameters ({en}): {numbers}"))
            }
            (_, Some(p)) => {
                let numbers = format!(
                    "L0={}°, dx={} m, dy={} m, α={}\", m={} ppm",
                    p.central_meridian, p.dx_m, p.dy_m, p.rotation_arcsec, p.scale_ppm
                );
                (format!("四参数: {numbers}"), format!("four parameters: {numbers}"))
            }
            _ => (String::new(), String::new()),
        };
        let (datum, source) = (self.from.name(), self.source.trim());
        Text::new(
            format!("{} → CGCS2000,{zh},来源:{source}", datum.zh),
            format!("{} → CGCS2000, {en}, given by {source}", datum.en),
        )
    }
}

/// Parameters set to work.
pub(super) struct Shifter {
    from: OldDatum,
    how: How,
}

enum How {
    Seven(Seven),
    /// Old degrees to the old plane, the similarity, the new plane to new degrees.
    Four {
        to_plane: Box<Proj>,
        from_plane: Box<Proj>,
        by: Four,
    },
}

impl Shifter {
    /// Sets the parameters to work.
    pub(super) fn new(shift: &DatumShift, file: &str) -> Result<Self, ImportError> {
        let refused =
            |why: Text| ImportError::ChoiceRefused { file: file.to_owned(), choice: shift.source.clone(), why };
        shift.check().map_err(|BadShift(why)| refused(why))?;
        let how = match (&shift.seven, &shift.four) {
            (Some(seven), _) => How::Seven(*seven),
            (None, Some(four)) => {
                let plane = |ellipsoid: &str| {
                    let meridian = four.central_meridian;
                    format!(
                        "+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=500000 +y_0=0 {ellipsoid} +units=m +type=crs"
                    )
                };
                let degrees = |ellipsoid: &str| format!("+proj=longlat {ellipsoid} +type=crs");
                let between = |from: String, to: String| {
                    let proj = Proj::new_known_crs(&from, &to, None);
                    proj.map(Box::new).map_err(|error| ImportError::Unreadable {
                        file: file.to_owned(),
                        reason: format!("PROJ: {error}"),
                    })
                };
                let (old, new) = (shift.from.proj(), "+ellps=GRS80");
                How::Four {
                    to_plane: between(degrees(&old), plane(&old))?,
                    from_plane: between(plane(new), degrees(new))?,
                    by: *four,
                }
            }
            (None, None) => return Err(refused(Text::new("没有参数", "there are no parameters"))),
        };
        Ok(Self { from: shift.from, how })
    }

    /// Degrees of the old datum into CGCS2000 degrees, in place; false where the result is no place or implausibly far.
    pub(super) fn shift(&self, points: &mut [(f64, f64)]) -> bool {
        points.iter_mut().all(|point| match self.one(*point) {
            Some(new) if is_near(*point, new) => {
                *point = new;
                true
            }
            _ => false,
        })
    }

    fn one(&self, (lon, lat): (f64, f64)) -> Option<(f64, f64)> {
        match &self.how {
            How::Seven(p) => {
                let [x, y, z] = geocentric(self.from.ellipsoid(), lon, lat);
                let sign = if p.convention == Convention::CoordinateFrame { 1.0 } else { -1.0 };
                let radians = |seconds: f64| sign * (seconds / 3600.0).to_radians();
                let (rx, ry, rz) = (radians(p.rx_arcsec), radians(p.ry_arcsec), radians(p.rz_arcsec));
                let scale = 1.0 + p.scale_ppm * 1e-6;
                Some(geodetic(
                    NEW,
                    [
                        p.dx_m + scale * (x + rz * y - ry * z),
                        p.dy_m + scale * (-rz * x + y + rx * z),
                        p.dz_m + scale * (ry * x - rx * y + z),
                    ],
                ))
            }
            How::Four { to_plane, from_plane, by } => {
                let (y, x) = to_plane.convert((lon, lat)).ok()?;
                let (sin, cos) = (by.rotation_arcsec / 3600.0).to_radians().sin_cos();
                let scale = 1.0 + by.scale_ppm * 1e-6;
                let north = by.dx_m + scale * (x * cos - y * sin);
                let east = by.dy_m + scale * (x * sin + y * cos);
                from_plane.convert((east, north)).ok()
            }
        }
    }
}

fn is_near(old: (f64, f64), new: (f64, f64)) -> bool {
    let metres = 111_320.0;
    let (east, north) = ((new.0 - old.0) * metres * old.1.to_radians().cos(), (new.1 - old.1) * metres);
    new.0.abs() <= 180.0 && new.1.abs() <= 90.0 && east.hypot(north) <= FARTHEST_M
}

/// Geocentric coordinates of a point on the ellipsoid, metres.
fn geocentric(Ellipsoid { a, rf }: Ellipsoid, lon: f64, lat: f64) -> [f64; 3] {
    let e2 = (2.0 - 1.0 / rf) / rf;
    let ((sin_b, cos_b), (sin_l, cos_l)) = (lat.to_radians().sin_cos(), lon.to_radians().sin_cos());
    let n = a / (1.0 - e2 * sin_b * sin_b).sqrt();
    [n * cos_b * cos_l, n * cos_b * sin_l, n * (1.0 - e2) * sin_b]
}

/// Longitude and latitude of a geocentric point, degrees; the height is dropped.
fn geodetic(Ellipsoid { a, rf }: Ellipsoid, [x, y, z]: [f64; 3]) -> (f64, f64) {
    let e2 = (2.0 - 1.0 / rf) / rf;
    let p = x.hypot(y);
    let mut lat = z.atan2(p * (1.0 - e2));
    // Converges by a factor of about e² each time: ten are far more than a double holds.
    for _ in 0..10 {
        let n = a / (1.0 - e2 * lat.sin().powi(2)).sqrt();
        lat = (z + e2 * n * lat.sin()).atan2(p);
    }
    (y.atan2(x).to_degrees(), lat.to_degrees())
}

#[cfg(test)]
#[path = "shift_tests.rs"]
mod tests;
