//! The planes that the map can be drawn in, each with one grid of tiles that never changes.

use sanxian_review::data::Bounds;
use sanxian_review::plane::{Plane, SEMI_MAJOR_M};

use super::PIXELS;
use crate::lang::Text;
use crate::view::{MapPlane, PlaneView};

/// Added to eastings, so that none is negative.
pub(crate) const FALSE_EASTING_M: f64 = 500_000.0;
/// Zoom levels of both grids: the finest is below 5 cm a pixel.
const LEVELS: u8 = 22;

/// A plane with its tiles, counted from the upper left.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// In tile addresses: `gk120`, `mercator`.
    pub id: String,
    pub(super) projection: Projection,
    /// Upper left corner of tile 0/0/0, metres.
    pub origin: (f64, f64),
    /// Metres a pixel at zoom 0.
    coarsest: f64,
}

/// How degrees become metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Projection {
    GaussKruger(Plane),
    Mercator,
}

impl Projection {
    /// Degrees (longitude, latitude) → metres (east, north).
    pub(super) fn forward(self, lon: f64, lat: f64) -> (f64, f64) {
        match self {
            Self::GaussKruger(plane) => {
                let (x, y) = plane.forward(lon, lat);
                (x + FALSE_EASTING_M, y)
            }
            Self::Mercator => {
                let lat = lat.clamp(-85.06, 85.06).to_radians();
                (SEMI_MAJOR_M * lon.to_radians(), SEMI_MAJOR_M * lat.tan().asinh())
            }
        }
    }

    /// Metres (east, north) → degrees (longitude, latitude).
    pub(super) fn inverse(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Self::GaussKruger(plane) => plane.inverse(x - FALSE_EASTING_M, y),
            Self::Mercator => ((x / SEMI_MAJOR_M).to_degrees(), (y / SEMI_MAJOR_M).sinh().atan().to_degrees()),
        }
    }
}

impl Grid {
    fn gauss_kruger(central_meridian: i16) -> Self {
        // 5 cm doubled 21 times: tile 0/0/0 is 53,687 km wide and holds every northing from pole to pole
        let coarsest = 0.05 * f64::from(1_u32 << (LEVELS - 1));
        let half = coarsest * f64::from(PIXELS) / 2.0;
        Self {
            id: format!("gk{central_meridian}"),
            projection: Projection::GaussKruger(Plane::with_central_meridian(central_meridian)),
            origin: (FALSE_EASTING_M - half, half),
            coarsest,
        }
    }

    fn mercator() -> Self {
        let half = std::f64::consts::PI * SEMI_MAJOR_M;
        Self {
            id: "mercator".to_owned(),
            projection: Projection::Mercator,
            origin: (-half, half),
            coarsest: 2.0 * half / f64::from(PIXELS),
        }
    }

    /// Metres a pixel, by zoom.
    #[must_use]
    pub fn resolutions(&self) -> Vec<f64> {
        (0..LEVELS).map(|z| self.resolution(z)).collect()
    }

    /// Metres a pixel at one zoom.
    #[must_use]
    pub fn resolution(&self, z: u8) -> f64 {
        self.coarsest / f64::from(1_u32 << z)
    }

    /// Whether the grid has this tile.
    #[must_use]
    pub fn has(&self, z: u8, x: u32, y: u32) -> bool {
        z < LEVELS && x < 1 << z && y < 1 << z
    }

    /// The box around `bounds` (degrees) in this plane: west, south, east, north, metres.
    #[must_use]
    pub fn around(&self, bounds: &Bounds) -> [f64; 4] {
        let mut sides = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for k in 0..=16_u8 {
            let t = f64::from(k) / 16.0;
            let (lon, lat) =
                (bounds.west + (bounds.east - bounds.west) * t, bounds.south + (bounds.north - bounds.south) * t);
            for (lon, lat) in [(lon, bounds.south), (lon, bounds.north), (bounds.west, lat), (bounds.east, lat)] {
                let (x, y) = self.projection.forward(lon, lat);
                sides = [sides[0].min(x), sides[1].min(y), sides[2].max(x), sides[3].max(y)];
            }
        }
        sides
    }
}

/// The planes of one project.
#[derive(Debug, Clone, PartialEq)]
pub struct Planes {
    /// 3-degree Gauss-Krüger, then Mercator.
    grids: [Grid; 2],
    extent: Option<Bounds>,
}

impl Planes {
    /// The planes for a project whose towns are reviewed around this meridian (degrees east, a multiple of 3) and
    /// whose data fills `extent` (degrees).
    #[must_use]
    pub fn of(central_meridian: i16, extent: Option<Bounds>) -> Self {
        Self { grids: [Grid::gauss_kruger(central_meridian), Grid::mercator()], extent }
    }

    /// The grid of a plane by its id.
    #[must_use]
    pub fn grid(&self, id: &str) -> Option<&Grid> {
        self.grids.iter().find(|grid| grid.id == id)
    }

    /// As they cross the bridge.
    #[must_use]
    pub fn views(&self) -> Vec<PlaneView> {
        self.grids.iter().map(|grid| self.view(grid)).collect()
    }

    fn view(&self, grid: &Grid) -> PlaneView {
        let (plane, name, epsg, proj4, central_meridian) = match grid.projection {
            Projection::GaussKruger(plane) => {
                let meridian = plane.central_meridian();
                (
                    MapPlane::GaussKruger,
                    plane_name(plane),
                    epsg(meridian),
                    format!(
                        "+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
                    ),
                    meridian,
                )
            }
            Projection::Mercator => (
                MapPlane::Mercator,
                Text::new("Web 墨卡托", "Web Mercator"),
                3857,
                "+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +no_defs".to_owned(),
                0,
            ),
        };
        PlaneView {
            id: grid.id.clone(),
            plane,
            name,
            epsg,
            proj4,
            central_meridian,
            origin: [grid.origin.0, grid.origin.1],
            resolutions: grid.resolutions(),
            extent: self.extent.as_ref().map(|extent| grid.around(extent)),
        }
    }
}

/// A review plane in words.
pub(crate) fn plane_name(plane: Plane) -> Text {
    let meridian = plane.central_meridian();
    let (zone_zh, zone_en) =
        plane.zone().map_or_else(Default::default, |zone| (format!("(第 {zone} 带)"), format!(" (zone {zone})")));
    Text::new(
        format!("CGCS2000 3 度带高斯-克吕格,中央经线 {meridian}°{zone_zh}"),
        format!("CGCS2000 3-degree Gauss-Krüger, central meridian {meridian}°{zone_en}"),
    )
}

/// `CGCS2000 / 3-degree Gauss-Kruger CM …`; 0 where none is registered.
fn epsg(meridian: i16) -> u32 {
    if (75..=135).contains(&meridian) { 4534 + u32::from((meridian - 75).cast_unsigned()) / 3 } else { 0 }
}
