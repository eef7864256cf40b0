//! The coordinate systems that layers are written in: CGCS2000 degrees and its Gauss-Krueger zones.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use proj::Proj;

use crate::export::ExportError;
use crate::lang::Text;

/// A system, by its EPSG code: 4490, 4326 (read and written alike), 4491 to 4554.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct System {
    epsg: u32,
}

const CGCS2000: &str = r#"GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
const WGS84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

impl System {
    /// Longitude and latitude, CGCS2000.
    pub const DEGREES: Self = Self { epsg: 4490 };

    /// The system of a code; `None` when layers are not written in it.
    #[must_use]
    pub fn of_epsg(code: u32) -> Option<Self> {
        matches!(code, 4326 | 4490..=4554).then_some(Self { epsg: code })
    }

    /// The 3-degree zone around a longitude, its number in the eastings.
    #[must_use]
    pub fn zone_of(longitude: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 25..=45")]
        let zone = (longitude / 3.0).round().clamp(25.0, 45.0) as u32;
        Self { epsg: 4488 + zone }
    }

    /// Its code.
    #[must_use]
    pub fn epsg(self) -> u32 {
        self.epsg
    }

    /// Whether coordinates are longitude and latitude.
    #[must_use]
    pub fn is_degrees(self) -> bool {
        self.gauss().is_none()
    }

    /// Width of the zone in degrees, number of the zone or meridian over width, whether the number stands in the easting.
    fn gauss(self) -> Option<(u32, u32, bool)> {
        match self.epsg {
            code @ 4491..=4501 => Some((6, code - 4478, true)),
            code @ 4502..=4512 => Some((6, code - 4489, false)),
            code @ 4513..=4533 => Some((3, code - 4488, true)),
            code @ 4534..=4554 => Some((3, code - 4509, false)),
            _ => None,
        }
    }

    /// Number of the zone; `None` for degrees.
    #[must_use]
    pub fn zone(self) -> Option<u32> {
        self.gauss().map(|(_, zone, _)| zone)
    }

    /// Degrees that its zones are wide; `None` for degrees.
    #[must_use]
    pub fn width(self) -> Option<u32> {
        self.gauss().map(|(width, ..)| width)
    }

    /// Central meridian in degrees; `None` for degrees.
    #[must_use]
    pub fn meridian(self) -> Option<u32> {
        self.gauss().map(|(width, zone, _)| if width == 6 { 6 * zone - 3 } else { 3 * zone })
    }

    fn false_easting(self) -> u32 {
        self.gauss().map_or(0, |(_, zone, prefix)| if prefix { zone * 1_000_000 + 500_000 } else { 500_000 })
    }

    /// Its name as EPSG has it.
    #[must_use]
    pub fn name(self) -> String {
        let Some((width, zone, prefix)) = self.gauss() else {
            return if self.epsg == 4326 { "WGS 84".to_owned() } else { "CGCS2000".to_owned() };
        };
        let series = if width == 3 { "3-degree Gauss-Kruger" } else { "Gauss-Kruger" };
        match (prefix, self.meridian().unwrap_or_default()) {
            (true, _) => format!("CGCS2000 / {series} zone {zone}"),
            (false, meridian) => format!("CGCS2000 / {series} CM {meridian}E"),
        }
    }

    /// What stands in a `.prj`, as the trade's programs write it.
    #[must_use]
    pub fn prj(self) -> String {
        let Some((width, zone, prefix)) = self.gauss() else {
            return if self.epsg == 4326 { WGS84.to_owned() } else { CGCS2000.to_owned() };
        };
        let meridian = self.meridian().unwrap_or_default();
        let series = if width == 3 { "CGCS2000_3_Degree_GK" } else { "CGCS2000_GK" };
        let name = if prefix { format!("{series}_Zone_{zone}") } else { format!("{series}_CM_{meridian}E") };
        format!(
            r#"PROJCS["{name}",{CGCS2000},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",{}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#,
            self.false_easting()
        )
    }

    /// The system in the words of OGC, with its codes.
    pub(super) fn wkt(self) -> String {
        let epsg = self.epsg;
        let base = r#"GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]"#;
        match self.meridian() {
            None if epsg == 4326 => WGS84.to_owned(),
            None => base.to_owned(),
            Some(meridian) => format!(
                r#"PROJCS["{}",{base},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",{meridian}],PARAMETER["scale_factor",1],PARAMETER["false_easting",{}],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","{epsg}"]]"#,
                self.name(),
                self.false_easting()
            ),
        }
    }

    /// A number of this system as text that reads back within a micrometre: degrees in full, metres with at most
    /// 6 decimals.
    pub(super) fn number(self, value: f64) -> String {
        let text = if self.is_degrees() { format!("{value}") } else { trimmed(&format!("{value:.6}")).to_owned() };
        if text == "-0" { "0".to_owned() } else { text }
    }

    /// What brings ground into this system.
    pub(super) fn placer(self) -> Result<Placer, ExportError> {
        if self.is_degrees() {
            return Ok(Placer(None));
        }
        let proj = Proj::new_known_crs("EPSG:4490", &format!("EPSG:{}", self.epsg), None);
        proj.map(|proj| Placer(Some(proj))).map_err(|error| ExportError::content("PROJ", error))
    }
}

/// Without zeros at the end of its decimals.
pub(super) fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// Degrees into one system, x = east.
pub(super) struct Placer(Option<Proj>);

impl Placer {
    /// The ground in the system.
    ///
    /// # Errors
    /// A vertex for which the system has no place.
    pub(super) fn place(&self, ground: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, ExportError> {
        let Some(proj) = &self.0 else { return Ok(ground.clone()) };
        let point = |c: &Coord<f64>| {
            let placed = proj.convert((c.x, c.y)).ok().filter(|(x, y)| x.is_finite() && y.is_finite());
            placed.map(|(x, y)| Coord { x, y }).ok_or_else(|| {
                ExportError::refused(
                    Text::new(
                        format!("({}°, {}°) 不能投影到所选坐标系", c.x, c.y),
                        format!("({}°, {}°) has no place in the coordinate system chosen", c.x, c.y),
                    ),
                    Text::new("请另选 --crs", "Choose another --crs"),
                )
            })
        };
        let ring = |ring: &LineString<f64>| ring.0.iter().map(point).collect::<Result<Vec<_>, _>>().map(LineString);
        let polygon = |polygon: &Polygon<f64>| {
            let holes = polygon.interiors().iter().map(ring).collect::<Result<Vec<_>, _>>()?;
            Ok(Polygon::new(ring(polygon.exterior())?, holes))
        };
        ground.iter().map(polygon).collect::<Result<Vec<_>, ExportError>>().map(MultiPolygon)
    }
}

/// The box around grounds: least x, least y, greatest x, greatest y; `None` without vertices.
pub(super) fn extent<'a>(grounds: impl Iterator<Item = &'a MultiPolygon<f64>>) -> Option<[f64; 4]> {
    let vertices = grounds.flat_map(|ground| ground.iter()).flat_map(|polygon| &polygon.exterior().0);
    vertices.fold(None, |found, c| {
        let [x0, y0, x1, y1] = found.unwrap_or([c.x, c.y, c.x, c.y]);
        Some([x0.min(c.x), y0.min(c.y), x1.max(c.x), y1.max(c.y)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_zones_and_meridians_are_those_of_the_register() {
        let of = |code| {
            let system = System::of_epsg(code).unwrap();
            (system.zone(), system.width(), system.meridian(), system.false_easting())
        };
        assert_eq!(of(4528), (Some(40), Some(3), Some(120), 40_500_000));
        assert_eq!(of(4549), (Some(40), Some(3), Some(120), 500_000));
        assert_eq!(of(4498), (Some(20), Some(6), Some(117), 20_500_000));
        assert_eq!(of(4509), (Some(20), Some(6), Some(117), 500_000));
        assert_eq!(of(4490), (None, None, None, 0));
        for code in (4491..=4554).chain([4490, 4326]) {
            let system = System::of_epsg(code).unwrap();
            for definition in [system.prj(), system.wkt()] {
                let read = crate::import::understood(&definition).unwrap_or_else(|| panic!("{code} {definition}"));
                let plain_six = matches!(code, 4502..=4512).then(|| 4509 + system.meridian().unwrap() / 3);
                // A .prj cannot tell the 6° series without number from the 3° one: the parameters are the same.
                assert!(read == Some(code) || read == plain_six || code == 4326, "{code}: {read:?} {definition}");
            }
        }
        assert_eq!((System::zone_of(119.9).epsg(), System::zone_of(100.7).epsg()), (4528, 4522));
        assert_eq!(System::of_epsg(3857), None);
    }

    #[test]
    fn one_place_is_where_proj_puts_it() {
        // echo 120.5 30.25 | cs2cs -f %.4f EPSG:4490 … gives 548122.0631 3347932.8162 in EPSG:4549
        let square = [(120.5, 30.25), (120.6, 30.25), (120.6, 30.3), (120.5, 30.25)];
        let ground = MultiPolygon(vec![Polygon::new(LineString::from(square.to_vec()), Vec::new())]);
        let placed = System::of_epsg(4528).unwrap().placer().unwrap().place(&ground).unwrap();
        let first = placed.0[0].exterior().0[0];
        assert!((first.x - 40_548_122.063_1).abs() < 1e-3 && (first.y - 3_347_932.816_2).abs() < 1e-3, "{first:?}");
    }
}
