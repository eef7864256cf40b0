//! A block of cells by class, and its bytes.

use super::CELLS;

/// How much of a cell is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Less than a tenth.
    Free = 0,
    /// A tenth up to a half.
    Some = 1,
    /// A half or more.
    Most = 2,
}

impl Class {
    /// The class of a share in 255ths.
    pub(crate) fn of(share: u8) -> Self {
        match share {
            0..=25 => Self::Free,
            26..=127 => Self::Some,
            128.. => Self::Most,
        }
    }
}

/// Classes of 256 × 256 cells, row after row from the south-west.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block(Vec<Class>);

impl Block {
    /// The classes of shares in 255ths, one a cell.
    pub(crate) fn of(shares: &[u8]) -> Self {
        Self(shares.iter().map(|share| Class::of(*share)).collect())
    }

    /// The class of a cell, counted from the south-west.
    pub(crate) fn at(&self, column: usize, row: usize) -> Class {
        self.0[row * CELLS + column]
    }

    /// Whether nothing is covered.
    pub(crate) fn is_free(&self) -> bool {
        self.0.iter().all(|class| *class == Class::Free)
    }

    /// Runs of equal cells: length × 4 + class as LEB128.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for run in self.0.chunk_by(|a, b| a == b) {
            let mut value = (run.len() << 2) | run[0] as usize;
            while value >= 0x80 {
                bytes.push((value & 0x7f) as u8 | 0x80);
                value >>= 7;
            }
            bytes.push(value as u8);
        }
        bytes
    }

    /// Reads [`to_bytes`](Self::to_bytes); `None` if these are not such bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut cells = Vec::with_capacity(CELLS * CELLS);
        let (mut value, mut shift) = (0_usize, 0_u32);
        for byte in bytes {
            if shift > 21 {
                return None; // a whole block needs 19 bits
            }
            value |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 != 0 {
                continue;
            }
            let class = match value & 3 {
                0 => Class::Free,
                1 => Class::Some,
                2 => Class::Most,
                _ => return None,
            };
            let length = value >> 2;
            if length > CELLS * CELLS - cells.len() {
                return None;
            }
            cells.resize(cells.len() + length, class);
            (value, shift) = (0, 0);
        }
        (shift == 0 && cells.len() == CELLS * CELLS).then_some(Self(cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_back_from_their_bytes() {
        let mut shares = vec![0; CELLS * CELLS];
        assert_eq!(Block::from_bytes(&Block::of(&shares).to_bytes()), Some(Block::of(&shares)));
        for (k, share) in shares.iter_mut().enumerate() {
            *share = (k * k % 251) as u8;
        }
        assert_eq!(Block::from_bytes(&Block::of(&shares).to_bytes()), Some(Block::of(&shares)));
    }

    #[test]
    fn other_bytes_are_refused_without_panic() {
        let whole = Block::of(&vec![200; CELLS * CELLS]).to_bytes();
        for bad in [&[][..], &[3], &[0xff; 9], &[whole.as_slice(), &[4]].concat(), &whole[..1], &[0x80]] {
            assert_eq!(Block::from_bytes(bad), None, "{bad:?}");
        }
    }
}
