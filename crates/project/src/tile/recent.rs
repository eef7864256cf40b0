//! Tiles made a moment ago: going back and forth on the map costs nothing.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// The address of a tile with all that it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    plane: String,
    layer: String,
    /// Changes when the layer does.
    revision: u64,
    z: u8,
    x: u32,
    y: u32,
}

#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<Key, Arc<[u8]>> for Bytes {
    fn weight(&self, _: &Key, tile: &Arc<[u8]>) -> u64 {
        tile.len() as u64 + 200 // the key and its place
    }
}

/// The tiles used last, up to a number of bytes. Shared by threads.
#[derive(Debug)]
pub struct RecentTiles(Cache<Key, Arc<[u8]>, Bytes>);

impl RecentTiles {
    /// Keeps up to `bytes` of tiles.
    #[must_use]
    pub fn new(bytes: u64) -> Self {
        let tiles = usize::try_from(bytes / 20_000).unwrap_or(usize::MAX).max(16);
        Self(Cache::with_weighter(tiles, bytes, Bytes))
    }

    /// The tile, from memory or made by `make`. `revision` tells states of the same layer apart.
    ///
    /// # Errors
    /// Those of `make`; nothing is kept then.
    pub fn get<E>(
        &self,
        (plane, layer, revision): (&str, &str, u64),
        (z, x, y): (u8, u32, u32),
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Arc<[u8]>, E> {
        let key = Key { plane: plane.to_owned(), layer: layer.to_owned(), revision, z, x, y };
        if let Some(tile) = self.0.get(&key) {
            return Ok(tile);
        }
        let tile: Arc<[u8]> = make()?.into();
        self.0.insert(key, Arc::clone(&tile));
        Ok(tile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_made_once_a_revision_and_memory_stays_bounded() {
        let recent = RecentTiles::new(1 << 20);
        let get = |revision, x| recent.get(("gk120", "towns", revision), (3, x, 1), || Ok::<_, ()>(vec![7; 10_000]));
        assert_eq!(get(1, 0).unwrap().len(), 10_000);
        let again = recent.get(("gk120", "towns", 1), (3, 0, 1), || Err("made twice"));
        assert_eq!(again.unwrap().len(), 10_000);
        assert!(recent.get(("gk120", "towns", 2), (3, 0, 1), || Err::<Vec<u8>, _>("made anew")).is_err());
        for x in 0..1000 {
            get(1, x).unwrap();
        }
        assert!(recent.0.weight() <= 1 << 20);
    }
}
