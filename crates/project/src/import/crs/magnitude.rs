//! What coordinates are, judged by their size alone.

use crate::import::outline::Extent;

/// A Gauss-Krueger zone whose number stands before the easting: 13–23 are 6° wide, 25–45 are 3° wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Zone(u8);

impl Zone {
    /// The zone, if the number is one of China's.
    pub(crate) fn new(number: u8) -> Option<Self> {
        matches!(number, 13..=23 | 25..=45).then_some(Self(number))
    }

    /// The zone of an easting with its number, metres: behind the number stand 170–830 km.
    pub(crate) fn of_easting(easting: f64) -> Option<Self> {
        if !(13.0e6..46.0e6).contains(&easting) || !(170_000.0..=830_000.0).contains(&(easting % 1.0e6)) {
            return None;
        }
        Self::new((easting / 1.0e6) as u8)
    }

    /// Whether its eastings may as well be Web Mercator, which reaches from 13.0 to 15.1 million metres in East China.
    pub(crate) fn may_be_web_mercator(self) -> bool {
        self.0 < 15
    }

    pub(crate) fn number(self) -> u8 {
        self.0
    }

    /// Width in degrees.
    pub(crate) fn width(self) -> u8 {
        if self.0 < 24 { 6 } else { 3 }
    }

    /// Central meridian, degrees.
    pub(crate) fn meridian(self) -> f64 {
        if self.0 < 24 { f64::from(self.0) * 6.0 - 3.0 } else { f64::from(self.0) * 3.0 }
    }

    /// Metres.
    pub(crate) fn false_easting(self) -> f64 {
        f64::from(self.0) * 1.0e6 + 500_000.0
    }

    /// The CGCS2000 system with this number in its easting.
    pub(crate) fn epsg(self) -> u32 {
        u32::from(self.0) + if self.0 < 24 { 4478 } else { 4488 }
    }
}

/// What a feature's numbers look like; `north_first` says that the axes stand the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Magnitude {
    /// Longitude and latitude, degrees.
    Degrees { north_first: bool },
    /// Easting with zone number.
    Zoned { zone: Zone, north_first: bool },
    /// Easting of 170–830 km without one.
    Plain { north_first: bool },
    /// Anything else.
    Other,
}

impl Magnitude {
    /// Judges one feature.
    pub(crate) fn of(extent: &Extent) -> Self {
        let (x, y) = ((extent.min.0, extent.max.0), (extent.min.1, extent.max.1));
        let within = |range: (f64, f64), low: f64, high: f64| range.0 >= low && range.1 <= high;
        // Longitude 73–135 and latitude 3–54 never overlap in China.
        if within(x, 3.0, 54.0) && within(y, 73.0, 135.0) {
            return Self::Degrees { north_first: true };
        }
        if within(x, -180.0, 180.0) && within(y, -90.0, 90.0) {
            return Self::Degrees { north_first: false };
        }
        let northing = |range: (f64, f64)| within(range, 0.3e6, 6.2e6);
        let zone =
            |range: (f64, f64)| Zone::of_easting(range.0).filter(|zone| Zone::of_easting(range.1) == Some(*zone));
        let easting = |range: (f64, f64)| within(range, 0.15e6, 0.85e6);
        match (zone(x), zone(y)) {
            (Some(zone), None) if northing(y) => Self::Zoned { zone, north_first: false },
            (None, Some(zone)) if northing(x) => Self::Zoned { zone, north_first: true },
            _ if easting(x) && northing(y) => Self::Plain { north_first: false },
            _ if easting(y) && northing(x) => Self::Plain { north_first: true },
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Magnitude {
        Magnitude::of(&Extent { min: (x, y), max: (x, y) })
    }

    #[test]
    fn degrees_metres_and_zone_numbers_are_told_apart() {
        assert_eq!(at(120.5, 30.25), Magnitude::Degrees { north_first: false });
        assert_eq!(at(30.25, 120.5), Magnitude::Degrees { north_first: true });
        assert_eq!(at(-0.5, 49.2), Magnitude::Degrees { north_first: false });
        let zone = Zone::new(40).unwrap();
        assert_eq!(at(40_548_122.0, 3_347_932.8), Magnitude::Zoned { zone, north_first: false });
        assert_eq!(at(3_347_932.8, 40_548_122.0), Magnitude::Zoned { zone, north_first: true });
        assert_eq!(at(548_122.0, 3_347_932.8), Magnitude::Plain { north_first: false });
        assert_eq!(at(3_347_932.8, 548_122.0), Magnitude::Plain { north_first: true });
        for (x, y) in [(24_500_000.0, 3e6), (46_500_000.0, 3e6), (13_400_000.0, 1e8), (200.0, 30.0)] {
            assert_eq!(at(x, y), Magnitude::Other, "{x} {y}");
        }
    }

    #[test]
    fn an_easting_outside_the_width_of_a_zone_has_no_zone() {
        for easting in [13_900_000.0, 13_100_000.0, 40_000_000.0, 40_169_999.0, 40_830_001.0] {
            assert_eq!(Zone::of_easting(easting), None, "{easting}");
        }
        for easting in [40_170_000.0, 40_500_000.0, 40_830_000.0] {
            assert_eq!(Zone::of_easting(easting), Zone::new(40), "{easting}");
        }
    }

    #[test]
    fn zone_numbers_give_meridians_and_codes() {
        let facts = |n| Zone::new(n).map(|zone| (zone.width(), zone.meridian(), zone.epsg()));
        assert_eq!(facts(13), Some((6, 75.0, 4491)));
        assert_eq!(facts(23), Some((6, 135.0, 4501)));
        assert_eq!(facts(25), Some((3, 75.0, 4513)));
        assert_eq!(facts(40), Some((3, 120.0, 4528)));
        assert_eq!(facts(45), Some((3, 135.0, 4533)));
        assert_eq!(facts(24), None);
    }
}
