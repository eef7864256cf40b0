//! What a pack knows of a file beside its content: enough to see that it changed, and mostly where.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Blocks of a file, at most: few enough to write down, small enough to narrow a change down to.
const MOST_BLOCKS: u64 = 256;
const SMALLEST_BLOCK: u64 = 4096;
/// Bytes of a block's hash that are kept.
const BLOCK_HASH: usize = 8;

/// Hashes and sums of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digest {
    pub bytes: u64,
    /// Of the zip.
    pub crc32: u32,
    pub sha256: String,
    /// First 16 digits of the SHA-256 of each stretch of 4 KiB; joined to larger blocks when written down.
    fine: Vec<[u8; BLOCK_HASH]>,
    pub sums: Sums,
}

/// Two sums over the bytes. When one byte has changed, their differences name it: the first is by how much it changed,
/// the second divided by the first is its place. The SHA-256 of the file with the byte put back then proves it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sums {
    /// Σ byte
    #[serde(with = "as_text")]
    pub plain: u128,
    /// Σ place × byte, places from 1
    #[serde(with = "as_text")]
    pub placed: u128,
}

/// What the manifest keeps of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub bytes: u64,
    pub sha256: String,
    /// Bytes of a block; the last may be shorter.
    pub block: u64,
    /// First 16 digits of the SHA-256 over the hashes of the block's stretches of 4 KiB.
    pub blocks: Vec<String>,
    pub sums: Sums,
}

/// Where a file differs from what was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One byte was changed, and no other.
    Byte {
        /// From 0.
        at: u64,
        /// What it was.
        was: u8,
    },
    /// The first difference lies in these bytes.
    Block { from: u64, to: u64 },
    /// The file ends where more was.
    End { at: u64 },
}

/// Reads to the end; a cancel is an interruption.
pub(super) fn of(from: &mut impl Read, cancelled: &dyn Fn() -> bool) -> io::Result<Digest> {
    let (mut sha, mut crc, mut sums) = (Sha256::new(), crc32fast::Hasher::new(), Sums::default());
    let (mut bytes, mut fine) = (0_u64, Vec::new());
    let mut stretch = vec![0; SMALLEST_BLOCK as usize];
    loop {
        let mut got = 0;
        while got < stretch.len() {
            match from.read(&mut stretch[got..])? {
                0 => break,
                n => got += n,
            }
        }
        if got == 0 {
            break;
        }
        if cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let part = &stretch[..got];
        sha.update(part);
        crc.update(part);
        fine.push(short(&Sha256::digest(part)));
        let (plain, placed) = part.iter().zip(1_u64..).fold((0_u64, 0_u64), |(plain, placed), (byte, place)| {
            (plain + u64::from(*byte), placed + place * u64::from(*byte))
        });
        sums.plain += u128::from(plain);
        sums.placed += u128::from(placed) + u128::from(bytes) * u128::from(plain);
        bytes += got as u64;
    }
    Ok(Digest { bytes, crc32: crc.finalize(), sha256: hex(&sha.finalize()), fine, sums })
}

impl Digest {
    /// As the manifest keeps it.
    pub fn kept(&self) -> Kept {
        let stretches = self.fine.len() as u64;
        let mut joined = 1;
        while stretches.div_ceil(joined) > MOST_BLOCKS {
            joined *= 2;
        }
        Kept {
            bytes: self.bytes,
            sha256: self.sha256.clone(),
            block: joined * SMALLEST_BLOCK,
            blocks: self.blocks(joined),
            sums: self.sums,
        }
    }

    fn blocks(&self, joined: u64) -> Vec<String> {
        let joined = usize::try_from(joined.max(1)).unwrap_or(usize::MAX);
        self.fine.chunks(joined).map(|block| hex(&short(&Sha256::digest(block.concat())))).collect()
    }

    /// Where this file differs from what was `kept`; `corrected` gives the SHA-256 with one byte put back.
    pub fn place(
        &self,
        kept: &Kept,
        corrected: impl FnOnce(u64, u8) -> io::Result<String>,
        byte_at: impl FnOnce(u64) -> io::Result<u8>,
    ) -> io::Result<Place> {
        if let Some((at, by)) = self.one_byte(kept) {
            let was = i32::from(byte_at(at)?) - by;
            if let Ok(was) = u8::try_from(was)
                && corrected(at, was)? == kept.sha256
            {
                return Ok(Place::Byte { at, was });
            }
        }
        let block = kept.block.max(SMALLEST_BLOCK);
        let mine = self.blocks(block / SMALLEST_BLOCK);
        let first = mine.iter().zip(&kept.blocks).position(|(mine, kept)| mine != kept);
        Ok(match first {
            Some(at) => {
                let from = at as u64 * block;
                Place::Block { from, to: (from + block).min(self.bytes.max(kept.bytes)) }
            }
            None => Place::End { at: self.bytes.min(kept.bytes) },
        })
    }

    /// The byte that the sums point at, and by how much it grew.
    fn one_byte(&self, kept: &Kept) -> Option<(u64, i32)> {
        if self.bytes != kept.bytes {
            return None;
        }
        let difference = |now: u128, then: u128| i128::try_from(now).ok()?.checked_sub(i128::try_from(then).ok()?);
        let by = difference(self.sums.plain, kept.sums.plain)?;
        let placed = difference(self.sums.placed, kept.sums.placed)?;
        if by == 0 || by.abs() > 255 || placed % by != 0 {
            return None;
        }
        let place = u64::try_from(placed / by).ok()?;
        ((1..=self.bytes).contains(&place)).then_some((place - 1, i32::try_from(by).ok()?))
    }
}

/// SHA-256 of what `from` gives with one byte replaced.
pub(super) fn with_byte(from: &mut impl Read, at: u64, byte: u8) -> io::Result<String> {
    let (mut sha, mut buffer, mut done) = (Sha256::new(), vec![0; 1 << 16], 0_u64);
    loop {
        let got = from.read(&mut buffer)?;
        if got == 0 {
            return Ok(hex(&sha.finalize()));
        }
        if let Some(place) = at.checked_sub(done).and_then(|place| usize::try_from(place).ok()).filter(|p| *p < got) {
            buffer[place] = byte;
        }
        sha.update(&buffer[..got]);
        done += got as u64;
    }
}

fn short(hash: &[u8]) -> [u8; BLOCK_HASH] {
    let mut out = [0; BLOCK_HASH];
    out.copy_from_slice(&hash[..BLOCK_HASH]);
    out
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// 128-bit numbers as decimal text: JSON readers lose digits.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(number: &u128, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digest(bytes: &[u8]) -> Digest {
        of(&mut &*bytes, &|| false).expect("readable")
    }

    fn place(now: &[u8], then: &[u8]) -> Place {
        let corrected = |at, byte| with_byte(&mut &*now, at, byte);
        digest(now).place(&digest(then).kept(), corrected, |at| Ok(now[at as usize])).expect("readable")
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_named(
            bytes in prop::collection::vec(any::<u8>(), 1..20_000), at in any::<prop::sample::Index>(), by in 1_u8..,
        ) {
            let at = at.index(bytes.len());
            let mut changed = bytes.clone();
            changed[at] = changed[at].wrapping_add(by);
            prop_assert_eq!(place(&changed, &bytes), Place::Byte { at: at as u64, was: bytes[at] });
        }

        #[test]
        fn of_several_changed_bytes_the_first_block_is_named(
            bytes in prop::collection::vec(any::<u8>(), 9_000..20_000), at in 0_usize..9_000, more in 1_usize..9_000,
        ) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            if more != at {
                changed[more] ^= 1;
                let first = (at.min(more) / 4096 * 4096) as u64;
                let named = matches!(place(&changed, &bytes), Place::Block { from, .. } if from == first);
                prop_assert!(named);
            }
        }
    }

    #[test]
    fn a_shorter_file_ends_early() {
        assert_eq!(place(&[7; 4096], &[7; 8192]), Place::End { at: 4096 });
        assert!(matches!(place(&[7; 100], &[7; 101]), Place::Block { from: 0, to: 101 }));
    }
}
