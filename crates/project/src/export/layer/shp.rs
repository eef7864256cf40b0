//! `.shp` and `.shx`: polygons with shells clockwise and holes against them.

use geo::MultiPolygon;

use crate::export::ExportError;
use crate::lang::Text;
use crate::store::winding::doubled_area;

const POLYGON: i32 = 5;

/// The two files, for ground in the coordinates of the file.
///
/// # Errors
/// More than the format's 2 GB.
pub(super) fn bytes(grounds: &[MultiPolygon<f64>]) -> Result<(Vec<u8>, Vec<u8>), ExportError> {
    let whole = super::system::extent(grounds.iter());
    let (mut shp, mut shx) = (head(whole), head(whole));
    for (number, ground) in (1_i32..).zip(grounds) {
        let content = record(ground);
        let words = |bytes: usize| i32::try_from(bytes / 2).map_err(|_| too_large());
        let (offset, length) = (words(shp.len())?, words(content.len())?);
        for (file, first) in [(&mut shp, number), (&mut shx, offset)] {
            file.extend(first.to_be_bytes());
            file.extend(length.to_be_bytes());
        }
        shp.extend(content);
    }
    for file in [&mut shp, &mut shx] {
        let words = i32::try_from(file.len() / 2).map_err(|_| too_large())?;
        file[24..28].copy_from_slice(&words.to_be_bytes());
    }
    Ok((shp, shx))
}

fn head(whole: Option<[f64; 4]>) -> Vec<u8> {
    let mut head = vec![0; 32];
    head[..4].copy_from_slice(&9994_i32.to_be_bytes());
    head[28..32].copy_from_slice(&1000_i32.to_le_bytes());
    head.extend(POLYGON.to_le_bytes());
    head.extend(whole.unwrap_or_default().iter().flat_map(|value| value.to_le_bytes()));
    head.resize(100, 0); // no heights, no measures
    head
}

fn record(ground: &MultiPolygon<f64>) -> Vec<u8> {
    let Some(own) = super::system::extent(std::iter::once(ground)) else { return 0_i32.to_le_bytes().to_vec() };
    let rings: Vec<Vec<geo::Coord<f64>>> = ground
        .iter()
        .flat_map(|polygon| {
            let holes = polygon.interiors().iter().map(|ring| (ring, 1.0));
            std::iter::once((polygon.exterior(), -1.0)).chain(holes)
        })
        .filter(|(ring, _)| !ring.0.is_empty())
        .map(|(ring, sign)| {
            let mut points = ring.0.clone();
            if doubled_area(&points) * sign < 0.0 {
                points.reverse();
            }
            points
        })
        .collect();
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX).to_le_bytes(); // beyond it the file is refused
    let mut bytes = POLYGON.to_le_bytes().to_vec();
    bytes.extend(own.iter().flat_map(|value| value.to_le_bytes()));
    bytes.extend(count(rings.len()));
    bytes.extend(count(rings.iter().map(Vec::len).sum()));
    let mut start = 0;
    for ring in &rings {
        bytes.extend(count(start));
        start += ring.len();
    }
    bytes.extend(rings.iter().flatten().flat_map(|c| c.x.to_le_bytes().into_iter().chain(c.y.to_le_bytes())));
    bytes
}

fn too_large() -> ExportError {
    ExportError::refused(
        Text::new("图层超过 shapefile 的 2 GB 上限", "The layer is larger than the 2 GB that a shapefile holds"),
        Text::new("请改用 --to gpkg", "Use --to gpkg"),
    )
}
