//! PROJ as the one who inverts projections.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use proj::Proj;

use super::declared::Crs;
use super::magnitude::Zone;
use super::shift::OldDatum;

/// Metres of one projected system to CGCS2000 degrees.
pub(crate) struct Transform(Rc<Proj>);

thread_local! {
    /// PROJ takes milliseconds to set one up, and a detective tries many, again and again.
    static KNOWN: RefCell<HashMap<(String, String), Rc<Proj>>> = RefCell::default();
}

/// More are not kept: a file may name any number of systems.
const KEPT: usize = 256;

/// PROJ cannot set up a projection; what it says.
#[derive(Debug)]
pub(crate) struct NoTransform(pub String);

impl Transform {
    /// Inverts the projection of `crs` onto its own geographic system: no datum shift can creep in.
    pub(crate) fn of(crs: &Crs) -> Result<Self, NoTransform> {
        Self::between(&crs.definition, &crs.base)
    }

    /// The CGCS2000 zone with its number in the easting.
    pub(crate) fn of_zone(zone: Zone) -> Result<Self, NoTransform> {
        Self::between(&format!("EPSG:{}", zone.epsg()), "EPSG:4490")
    }

    /// CGCS2000 Gauss-Krueger at any central meridian (degrees), false easting 500 km.
    pub(crate) fn of_meridian(meridian: f64) -> Result<Self, NoTransform> {
        let definition =
            format!("+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +type=crs");
        Self::between(&definition, "+proj=longlat +ellps=GRS80 +type=crs")
    }

    /// The zone with its number in the easting, or (`None`) a meridian with plain eastings, on the ellipsoid of an old
    /// datum and into its own degrees.
    pub(crate) fn of_old(datum: OldDatum, zone: Option<Zone>, meridian: f64) -> Result<Self, NoTransform> {
        let (ellipsoid, easting) = (datum.proj(), zone.map_or(500_000.0, Zone::false_easting));
        let from =
            format!("+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0={easting} +y_0=0 {ellipsoid} +units=m +type=crs");
        Self::between(&from, &format!("+proj=longlat {ellipsoid} +type=crs"))
    }

    /// Whether `crs` has a place on Earth for each of these points, and leads from there back to them.
    pub(crate) fn is_faithful(crs: &Crs, points: &[(f64, f64)]) -> bool {
        let (Ok(there), Ok(back)) = (Self::of(crs), Self::between(&crs.base, &crs.definition)) else { return false };
        points.iter().all(|point| {
            let mut place = [*point];
            let near = |(x, y): (f64, f64)| (x - point.0).abs() < 1.0 && (y - point.1).abs() < 1.0;
            there.to_degrees(&mut place) && back.0.convert(place[0]).is_ok_and(near)
        })
    }

    fn between(from: &str, to: &str) -> Result<Self, NoTransform> {
        let key = (from.to_owned(), to.to_owned());
        if let Some(known) = KNOWN.with_borrow(|known| known.get(&key).cloned()) {
            return Ok(Self(known));
        }
        let new = Proj::new_known_crs(from, to, None).map_err(|error| NoTransform(error.to_string()))?;
        let new = Rc::new(new);
        KNOWN.with_borrow_mut(|known| (known.len() < KEPT).then(|| known.insert(key, new.clone())));
        Ok(Self(new))
    }

    /// Converts (east, north) in place to (longitude, latitude), degrees; false when a point has no image on Earth.
    #[must_use]
    pub(crate) fn to_degrees(&self, points: &mut [(f64, f64)]) -> bool {
        points.iter_mut().all(|point| match self.0.convert(*point) {
            Ok((lon, lat)) if lon.abs() <= 180.0 && lat.abs() <= 90.0 => {
                *point = (lon, lat);
                true
            }
            _ => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(got: (f64, f64), want: (f64, f64)) {
        assert!((got.0 - want.0).abs() < 1e-9 && (got.1 - want.1).abs() < 1e-9, "{got:?} {want:?}");
    }

    #[test]
    fn one_place_in_four_systems_is_one_place() {
        let plain = Transform::of(&Crs::understand("EPSG:4549").unwrap()).unwrap();
        let zone = Transform::of_zone(Zone::new(40).unwrap()).unwrap();
        let meridian = Transform::of_meridian(120.0).unwrap();
        let places = [(&plain, 548122.0631), (&zone, 40548122.0631), (&meridian, 548122.0631)];
        for (transform, easting) in places {
            let mut points = [(easting, 3347932.8162)];
            assert!(transform.to_degrees(&mut points));
            assert_near(points[0], (120.5, 30.25));
        }
    }

    #[test]
    fn lambert_93_is_inverted_without_a_datum_shift() {
        let lambert = Transform::of(&Crs::understand("EPSG:2154").unwrap()).unwrap();
        let mut points = [(700_000.0, 6_600_000.0)];
        assert!(lambert.to_degrees(&mut points));
        assert_near(points[0], (3.0, 46.5));
    }

    #[test]
    fn web_mercator_and_utm_are_inverted() {
        for (code, point, want) in
            [("EPSG:3857", (13_413_998.676, 3_537_106.1), 120.5), ("EPSG:32650", (500_000.0, 3_347_932.8), 117.0)]
        {
            let transform = Transform::of(&Crs::understand(code).unwrap()).unwrap();
            let mut points = [point];
            assert!(transform.to_degrees(&mut points));
            assert!((points[0].0 - want).abs() < 1e-6, "{code} {points:?}");
        }
    }
}
