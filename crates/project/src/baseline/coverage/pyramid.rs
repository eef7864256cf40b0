//! The cells of a whole layer, refined as far as memory allows.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use geo::Coord;
use sanxian_review::data::Shape;

use super::raster::{Raster, TooFine};
use super::{Block, CELLS, cell_degrees};

/// Cells of 4.8 m from south to north; features are never drawn as cells at larger scales.
const FINEST: u8 = 23;
/// Cells of 45°: nobody looks from farther away.
const COARSEST: u8 = 3;
/// Cells along the longer side of one feature: a square of them would fill memory several times over.
const LONGEST: f64 = 32_768.0;
/// Blocks of 64 kB in memory at a time: 128 MB.
const BLOCKS: usize = 2048;

type Blocks = HashMap<(u32, u32), Box<[u8]>, BuildHasherDefault<OfPlace>>;

/// Hash of a block's place. Blocks are few, so that nobody gains by choosing places that collide; and each row of
/// each feature asks.
#[derive(Default)]
struct OfPlace(u64);

impl Hasher for OfPlace {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32((*byte).into()));
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0.rotate_left(32) ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(20) // the best bits are the high ones, the table takes the low ones
    }
}

/// Shares of ground covered, gathered feature by feature.
pub(crate) struct Pyramid {
    level: u8,
    blocks: Blocks,
    raster: Raster,
}

impl Pyramid {
    pub(crate) fn new() -> Self {
        Self { level: FINEST, blocks: Blocks::default(), raster: Raster::default() }
    }

    /// The finest level kept.
    pub(crate) fn level(&self) -> u8 {
        self.level
    }

    /// Adds the ground of a feature; goes to coarser cells when memory would not hold it otherwise.
    pub(crate) fn add(&mut self, shape: &Shape) {
        let mut raster = std::mem::take(&mut self.raster);
        loop {
            if self.outline(&mut raster, shape) {
                raster.sweep(|row, from, to, share| self.run(row, from, to, share));
                break;
            }
            if self.level == COARSEST {
                break; // cannot be: so few cells always fit
            }
            self.coarsen();
        }
        self.raster = raster;
    }

    /// Whether the outline is gathered and there is room for its ground.
    fn outline(&self, raster: &mut Raster, shape: &Shape) -> bool {
        let per_degree = 1.0 / cell_degrees(self.level);
        let to_cell = |c: Coord<f64>| Coord { x: (c.x + 180.0) * per_degree, y: (c.y + 180.0) * per_degree };
        let Some(bounds) = shape.bounds() else { return true };
        if (bounds.east - bounds.west).max(bounds.north - bounds.south) * per_degree > LONGEST {
            return false;
        }
        if let Err(TooFine) = raster.outline(shape, to_cell) {
            return false;
        }
        let per_block = per_degree / CELLS as f64;
        let blocks =
            ((bounds.east - bounds.west) * per_block + 2.0) * ((bounds.north - bounds.south) * per_block + 2.0);
        if blocks <= 16.0 {
            return self.blocks.len() < BLOCKS; // a few more do no harm: most features are small, and this is quick
        }
        let mut wanted: HashSet<(u32, u32)> = HashSet::new();
        let side = CELLS as i32;
        raster.sweep(|row, from, to, _| {
            if wanted.len() > BLOCKS {
                return; // enough is known
            }
            for column in from / side..=(to - 1) / side {
                let place = (column.cast_unsigned(), (row / side).cast_unsigned());
                if !self.blocks.contains_key(&place) {
                    wanted.insert(place);
                }
            }
        });
        self.blocks.len() + wanted.len() <= BLOCKS
    }

    fn run(&mut self, row: i32, from: i32, to: i32, share: f32) {
        let add = (share.min(1.0) * 255.0 + 0.5) as u8; // rounded; `round` is a call where a processor is old
        let (Ok(row), Ok(from), Ok(to)) = (u32::try_from(row), u32::try_from(from), u32::try_from(to)) else { return };
        if add == 0 {
            return;
        }
        let side = CELLS as u32;
        let mut at = from;
        while at < to {
            let end = ((at / side + 1) * side).min(to);
            let block = self.blocks.entry((at / side, row / side)).or_insert_with(|| vec![0; CELLS * CELLS].into());
            let start = (row % side) as usize * CELLS + (at % side) as usize;
            for cell in &mut block[start..start + (end - at) as usize] {
                *cell = cell.saturating_add(add);
            }
            at = end;
        }
    }

    /// Makes every cell of four.
    fn coarsen(&mut self) {
        self.blocks = coarser(&self.blocks);
        self.level -= 1;
    }

    /// Tells every block with ground, level by level, finest first: level, column, row.
    pub(crate) fn tell<E>(mut self, mut tell: impl FnMut(u8, u32, u32, &Block) -> Result<(), E>) -> Result<(), E> {
        loop {
            let mut places: Vec<_> = self.blocks.keys().copied().collect();
            places.sort_unstable();
            for place in places {
                let block = Block::of(&self.blocks[&place]);
                if !block.is_free() {
                    tell(self.level, place.0, place.1, &block)?;
                }
            }
            if self.level <= COARSEST {
                return Ok(());
            }
            self.coarsen();
        }
    }
}

/// Blocks of twice the width, each cell the mean of four.
fn coarser(blocks: &Blocks) -> Blocks {
    let mut wider = Blocks::default();
    for (&(x, y), fine) in blocks {
        let block = wider.entry((x / 2, y / 2)).or_insert_with(|| vec![0; CELLS * CELLS].into());
        let (dx, dy) = ((x % 2) as usize * CELLS / 2, (y % 2) as usize * CELLS / 2);
        for row in 0..CELLS / 2 {
            let (lower, upper) = fine[row * 2 * CELLS..].split_at(CELLS);
            let target = &mut block[(dy + row) * CELLS + dx..][..CELLS / 2];
            for (k, cell) in target.iter_mut().enumerate() {
                let of = [lower[2 * k], lower[2 * k + 1], upper[2 * k], upper[2 * k + 1]];
                *cell = ((of.iter().map(|share| u16::from(*share)).sum::<u16>() + 2) / 4) as u8;
            }
        }
    }
    wider
}
