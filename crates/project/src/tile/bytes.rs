//! Puts features into the bytes of a tile.

use mvt::{GeomData, GeomEncoder, GeomType, Tile};

use super::cut::TileRing;
use super::{EXTENT, TileError};

/// A polygon: its shell, then its holes.
pub(super) type TilePolygon = Vec<TileRing>;

/// One layer of a tile that is being written.
pub(super) struct TileLayer {
    name: String,
    features: Vec<(GeomData, Vec<(&'static str, String)>)>,
    /// What the features will take, bytes; a little too much.
    pub size: usize,
}

impl TileLayer {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), features: Vec::new(), size: 0 }
    }

    /// What a feature will take, bytes; a little too much.
    pub(super) fn weight(polygons: &[TilePolygon], tags: &[(&'static str, String)]) -> usize {
        let points: usize = polygons.iter().flatten().map(|ring| ring.len() + 2).sum();
        16 + 3 * points + tags.iter().map(|(_, value)| value.len() + 8).sum::<usize>()
    }

    /// Adds a feature; one without polygons is left out.
    pub(super) fn add(&mut self, polygons: &[TilePolygon], tags: Vec<(&'static str, String)>) -> Result<(), TileError> {
        let mut geometry = GeomEncoder::<i32>::new(GeomType::Polygon);
        for ring in polygons.iter().flatten() {
            ring.iter().try_for_each(|(x, y)| geometry.add_point(*x, *y))?;
            geometry.complete_geom()?;
        }
        let geometry = geometry.encode()?;
        if geometry.is_empty() {
            return Ok(());
        }
        self.size += Self::weight(polygons, &tags);
        self.features.push((geometry, tags));
        Ok(())
    }

    /// The tile; empty when nothing is in it.
    pub(super) fn into_bytes(self) -> Result<Vec<u8>, TileError> {
        if self.features.is_empty() {
            return Ok(Vec::new());
        }
        let mut tile = Tile::new(EXTENT.cast_unsigned());
        let mut layer = tile.create_layer(&self.name);
        for (geometry, tags) in self.features {
            let mut feature = layer.into_feature(geometry);
            for (key, value) in &tags {
                feature.add_tag_string(key, value);
            }
            layer = feature.into_layer();
        }
        tile.add_layer(layer)?;
        Ok(tile.to_bytes()?)
    }
}
