//! A declared coordinate system, understood by its parameters through PROJ.

use std::cell::RefCell;
use std::collections::HashMap;

use proj::Proj;
use serde_json::Value;

use super::magnitude::Zone;
use super::shift::{DatumShift, OldDatum};

/// A system whose datum may be taken as CGCS2000.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Crs {
    /// What PROJ reads: `EPSG:…` or WKT.
    pub definition: String,
    /// The geographic system below a projection, as PROJJSON; empty for a geographic system.
    pub base: String,
    pub epsg: Option<u32>,
    pub name: String,
    pub kind: Kind,
    /// Set when the datum is one that needs parameters.
    pub old: Option<Box<Old>>,
}

/// A datum before CGCS2000, and the reviewer's parameters for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Old {
    pub datum: OldDatum,
    /// Without them the system is good for a preview only.
    pub shift: Option<DatumShift>,
}

/// How the numbers of a system look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// Degrees from Greenwich.
    Geographic,
    /// Gauss-Krueger metres, with the zone number before the easting or not.
    Gauss { meridian: f64, prefix: Option<Zone> },
    /// Any other projection.
    Projected,
}

/// Why a declared system is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not understood; the numbers must tell.
    Unknown(String),
    /// A datum that needs parameters.
    Datum(String),
}

thread_local! {
    /// What PROJ said about codes before.
    static KNOWN: RefCell<HashMap<String, Result<Crs, Refused>>> = RefCell::default();
}

/// More are not kept: a file may name any number of systems.
const KEPT: usize = 256;

const GRS80: (f64, f64) = (6_378_137.0, 298.257_222_101);
const WGS84: (f64, f64) = (6_378_137.0, 298.257_223_563);

impl Crs {
    /// Understands an `AUTHORITY:CODE` or a WKT.
    pub(crate) fn understand(definition: &str) -> Result<Self, Refused> {
        if let Some(known) = KNOWN.with_borrow(|known| known.get(definition).cloned()) {
            return known;
        }
        let new = Self::ask(definition);
        if definition.len() < 32 {
            // Codes: they are asked for again and again while a reviewer's choices are weighed.
            KNOWN.with_borrow_mut(|known| {
                (known.len() < KEPT).then(|| known.insert(definition.to_owned(), new.clone()))
            });
        }
        new
    }

    /// As [`understand`](Self::understand), but takes Xi'an 80 and Beijing 54 too; `shift` is used if it is of that
    /// datum. Whoever asks must be ready for ground that is only roughly in its place.
    pub(crate) fn understand_old(definition: &str, shift: Option<&DatumShift>) -> Result<Self, Refused> {
        let refused = match Self::understand(definition) {
            Err(Refused::Datum(datum)) => datum,
            other => return other,
        };
        let datum = match old_datum(&refused) {
            Some(XIAN80) => OldDatum::Xian80,
            Some(BEIJING54) => OldDatum::Beijing54,
            _ => return Err(Refused::Datum(refused)),
        };
        let Ok((mut crs, _)) = Self::parse(definition) else { return Err(Refused::Datum(refused)) };
        crs.old = Some(Box::new(Old { datum, shift: shift.filter(|shift| shift.from == datum).cloned() }));
        Ok(crs)
    }

    fn ask(definition: &str) -> Result<Self, Refused> {
        if let Some(datum) = old_datum(definition) {
            return Err(Refused::Datum(datum.to_owned()));
        }
        match Self::parse(definition)? {
            (crs, None) => Ok(crs),
            (_, Some(datum)) => Err(Refused::Datum(datum)),
        }
    }

    /// The system, and the datum when it is none that may be taken as CGCS2000.
    fn parse(definition: &str) -> Result<(Self, Option<String>), Refused> {
        let unknown = |why: &str| Refused::Unknown(why.chars().take(80).collect());
        if definition.contains('\0') || definition.len() > 100_000 {
            return Err(unknown("not a coordinate system"));
        }
        let proj = Proj::new(definition).map_err(|_| unknown(definition))?;
        let json = proj.to_projjson(Some(false), None, None).map_err(|_| unknown(definition))?;
        let json: Value = serde_json::from_str(&json).map_err(|_| unknown(definition))?;
        let crs = horizontal(&json);
        let name = crs["name"].as_str().unwrap_or("unnamed").to_owned();
        let (base, geographic) = match crs["type"].as_str() {
            Some("GeographicCRS") => (crs, true),
            Some("ProjectedCRS") => (&crs["base_crs"], false),
            _ => return Err(unknown(&name)),
        };
        let datum = check_datum(base, &name).err();
        if geographic && !is_unit(&crs["coordinate_system"]["axis"][0]["unit"], "degree", std::f64::consts::PI / 180.0)
        {
            return Err(unknown(&name));
        }
        let kind = if geographic { Kind::Geographic } else { gauss(crs).unwrap_or(Kind::Projected) };
        let own_code = (crs["id"]["authority"] == "EPSG").then(|| crs["id"]["code"].as_u64()).flatten();
        let epsg = own_code.and_then(|code| u32::try_from(code).ok()).or_else(|| registered(kind, base));
        let base = if geographic { String::new() } else { base.to_string() };
        Ok((Self { definition: definition.to_owned(), base, epsg, name, kind, old: None }, datum))
    }
}

/// The horizontal part of a compound system, the source of a bound one.
fn horizontal(json: &Value) -> &Value {
    match json["type"].as_str() {
        Some("CompoundCRS") => horizontal(&json["components"][0]),
        Some("BoundCRS") => horizontal(&json["source_crs"]),
        _ => json,
    }
}

const XIAN80: &str = "西安80 (Xian 1980)";
const BEIJING54: &str = "北京54 (Beijing 1954)";

/// Xi'an 80 and Beijing 54 by name, in whatever spelling.
pub(super) fn old_datum(text: &str) -> Option<&'static str> {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let any = |words: &[&str]| words.iter().any(|word| letters.contains(word));
    if any(&["xian1980", "xian80", "iag1975", "iag75", "西安80", "西安1980", "80西安"]) {
        Some(XIAN80)
    } else if any(&[
        "beijing1954",
        "beijing54",
        "krasovsky",
        "krassowsky",
        "krassovsky",
        "北京54",
        "北京1954",
        "54北京",
    ]) {
        Some(BEIJING54)
    } else {
        None
    }
}

fn check_datum(base: &Value, name: &str) -> Result<(), String> {
    let datum = if base["datum"].is_object() { &base["datum"] } else { &base["datum_ensemble"] };
    let datum_name = datum["name"].as_str().unwrap_or(name);
    let ellipsoid = &datum["ellipsoid"];
    let number = |key: &str| ellipsoid[key].as_f64().or_else(|| ellipsoid[key]["value"].as_f64());
    let a = number("semi_major_axis").or_else(|| number("radius")).unwrap_or_default();
    let flattening = number("inverse_flattening").or_else(|| number("semi_minor_axis").map(|b| a / (a - b)));
    let same = |known: (f64, f64)| (a - known.0).abs() < 0.01 && flattening.is_some_and(|f| (f - known.1).abs() < 1e-7);
    let near = |axis: f64| (a - axis).abs() < 0.5;
    let prime = &datum["prime_meridian"]["longitude"];
    let east_of_greenwich = prime.as_f64().or_else(|| prime["value"].as_f64()).unwrap_or(0.0);
    let old = old_datum(datum_name).or_else(|| old_datum(name));
    let refused = match old {
        Some(datum) => datum.to_owned(),
        None if near(6_378_245.0) => format!("北京54 (Beijing 1954, {datum_name})"),
        None if near(6_378_140.0) => format!("西安80 (Xian 1980, {datum_name})"),
        None if !(same(GRS80) || same(WGS84)) || east_of_greenwich != 0.0 => datum_name.to_owned(),
        None => return Ok(()),
    };
    Err(refused)
}

/// Gauss-Krueger: transverse Mercator at scale 1 from the equator, false easting 500 km with or without a zone number.
fn gauss(crs: &Value) -> Option<Kind> {
    let conversion = &crs["conversion"];
    let metres = is_unit(&crs["coordinate_system"]["axis"][0]["unit"], "metre", 1.0);
    if !metres || conversion["method"]["name"] != "Transverse Mercator" {
        return None;
    }
    let value = |name: &str| {
        let parameters = conversion["parameters"].as_array()?;
        parameters.iter().find(|p| p["name"] == name)?["value"].as_f64()
    };
    let plain = value("Latitude of natural origin")? == 0.0
        && value("Scale factor at natural origin")? == 1.0
        && value("False northing")? == 0.0;
    let (meridian, easting) = (value("Longitude of natural origin")?, value("False easting")?);
    if !plain {
        return None;
    }
    if easting == 500_000.0 {
        return Some(Kind::Gauss { meridian, prefix: None });
    }
    let zone = Zone::of_easting(easting)?;
    (zone.false_easting() == easting && zone.meridian() == meridian)
        .then_some(Kind::Gauss { meridian, prefix: Some(zone) })
}

/// A unit is written by its name, or with its factor when the WKT calls it otherwise ("Degree").
fn is_unit(unit: &Value, name: &str, factor: f64) -> bool {
    *unit == name || unit["conversion_factor"].as_f64().is_some_and(|f| (f / factor - 1.0).abs() < 1e-9)
}

/// The EPSG code of a CGCS2000 system that names none.
fn registered(kind: Kind, base: &Value) -> Option<u32> {
    let names = format!("{} {}", base["name"], base["datum"]["name"]);
    let cgcs2000 = ["CGCS2000", "CGCS_2000", "China_2000", "China 2000", "China Geodetic Coordinate System 2000"];
    if !cgcs2000.iter().any(|name| names.contains(name)) {
        return None;
    }
    match kind {
        Kind::Geographic => Some(4490),
        Kind::Gauss { prefix: Some(zone), .. } => Some(zone.epsg()),
        Kind::Gauss { meridian, prefix: None } => plain_epsg(meridian),
        Kind::Projected => None,
    }
}

/// CGCS2000 Gauss-Krueger without zone number: the 3° series, which holds every meridian of the 6° one.
pub(super) fn plain_epsg(meridian: f64) -> Option<u32> {
    (25_u32..=45).find(|zone| f64::from(3 * zone) == meridian).map(|zone| 4509 + zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ESRI: &str = r#"PROJCS["NAME",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",EAST],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",MERIDIAN],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

    fn prj(name: &str, east: &str, meridian: &str) -> String {
        ESRI.replace("NAME", name).replace("EAST", east).replace("MERIDIAN", meridian)
    }

    #[test]
    fn a_prj_is_read_by_its_parameters_and_not_by_its_name() {
        let crs = Crs::understand(&prj("anything", "40500000.0", "120.0")).unwrap();
        assert_eq!((crs.epsg, crs.kind), (Some(4528), Kind::Gauss { meridian: 120.0, prefix: Zone::new(40) }));
        let crs = Crs::understand(&prj("CGCS2000_3_Degree_GK_Zone_40", "500000.0", "120.0")).unwrap();
        assert_eq!((crs.epsg, crs.kind), (Some(4549), Kind::Gauss { meridian: 120.0, prefix: None }));
        let crs = Crs::understand(&prj("", "20500000", "117")).unwrap();
        assert_eq!((crs.epsg, crs.kind), (Some(4498), Kind::Gauss { meridian: 117.0, prefix: Zone::new(20) }));
        let crs = Crs::understand(&prj("own meridian", "500000.0", "119.5")).unwrap();
        assert_eq!((crs.epsg, crs.kind), (None, Kind::Gauss { meridian: 119.5, prefix: None }));
    }

    #[test]
    fn a_geographic_prj_is_read_however_it_spells_its_unit() {
        for unit in ["Degree", "degree", "DEGREE"] {
            let wkt = format!(
                r#"GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["{unit}",0.0174532925199433]]"#
            );
            let crs = Crs::understand(&wkt).unwrap();
            assert_eq!((crs.epsg, crs.kind), (Some(4490), Kind::Geographic), "{unit}");
        }
        let grads = r#"GEOGCS["x",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Grad",0.015707963267949]]"#;
        assert!(matches!(Crs::understand(grads), Err(Refused::Unknown(_))));
    }

    #[test]
    fn codes_are_understood() {
        assert_eq!(Crs::understand("EPSG:4490").unwrap().kind, Kind::Geographic);
        assert_eq!(Crs::understand("OGC:CRS84").unwrap().kind, Kind::Geographic);
        assert_eq!(Crs::understand("EPSG:4326").unwrap().epsg, Some(4326));
        assert_eq!(Crs::understand("EPSG:4549").unwrap().kind, Kind::Gauss { meridian: 120.0, prefix: None });
        assert_eq!(Crs::understand("EPSG:2154").unwrap().kind, Kind::Projected);
        assert_eq!(Crs::understand("EPSG:3857").unwrap().kind, Kind::Projected);
        assert!(matches!(Crs::understand("EPSG:99999"), Err(Refused::Unknown(_))));
        assert!(matches!(Crs::understand("nonsense"), Err(Refused::Unknown(_))));
    }

    #[test]
    fn old_chinese_datums_and_foreign_ones_are_refused() {
        let codes = [4610, 2327, 2349, 2370, 2390, 4214, 2401, 2422, 2442, 21413, 21453, 21463, 4284, 27700, 4267];
        for code in codes {
            assert!(matches!(Crs::understand(&format!("EPSG:{code}")), Err(Refused::Datum(_))), "{code}");
        }
        let unnamed = ESRI
            .replace("D_China_2000", "D_Unknown")
            .replace("CGCS2000", "S")
            .replace("EAST", "500000")
            .replace("MERIDIAN", "120");
        for (a, f) in [("6378245.0", "298.3"), ("6378140.0", "298.257")] {
            let wkt = unnamed.replace("6378137.0", a).replace("298.257222101", f);
            assert!(matches!(Crs::understand(&wkt), Err(Refused::Datum(_))), "{a}");
        }
        let lying = prj("Xian_1980_3_Degree_GK_Zone_40", "40500000.0", "120.0");
        assert!(matches!(Crs::understand(&lying), Err(Refused::Datum(_))));
    }
}
