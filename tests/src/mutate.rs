//! Spoils good files, the same way every time: a seeded generator of small mutations.

/// A generator of numbers (xorshift64*), the same on every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Begins at a seed; any but zero.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Less than `end`; 0 for 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What has broken parsers before.
const NUMBERS: [u64; 12] = [
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF,
    0x7FFF_FFFF_FFFF_FFFF,
    0xFFFF_FFFF_FFFF_FFFF,
];
const WORDS: [&str; 30] = [
    "[[[[[[[[",
    "]]]]",
    "{",
    "}",
    "\"",
    "\\u0000",
    "null",
    "1e309",
    "-1e309",
    "NaN",
    "0x",
    "-",
    "1e-320",
    ",,",
    ",",
    "@",
    "[地块坐标]",
    "面",
    "\r",
    "\n",
    "\0",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "<Folder>",
    "</Placemark>",
    "&a;",
    "<![CDATA[",
    "99999999999999999999",
    "\u{FEFF}",
    "=1+1",
    "西安80",
];

/// One file spoilt by one to six edits.
#[must_use]
pub fn spoilt(good: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=random.below(6) {
        edit(&mut bytes, random);
    }
    bytes
}

fn edit(bytes: &mut Vec<u8>, random: &mut Random) {
    let length = bytes.len();
    let at = random.below(length);
    // Most formats say what they are and how much there is in their first bytes.
    let at = if random.below(3) == 0 { at.min(random.below(128)) } else { at };
    match random.below(12) {
        0 => bytes.truncate(at),
        1 => bytes.extend(std::iter::repeat_n(*random.of(&[0, 0x20, 0xFF]), 1 + random.below(64))),
        2 | 3 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        4 | 5 => {
            let number = *random.of(&NUMBERS);
            let mut value = number.to_le_bytes();
            let width = *random.of(&[1, 2, 4, 8]);
            if random.below(2) == 0 {
                value[..width].reverse();
            }
            let end = (at + width).min(length);
            bytes[at..end].copy_from_slice(&value[..end - at]);
        }
        6 => drop(bytes.drain(at..(at + 1 + random.below(64)).min(length))),
        7 => {
            let piece = bytes[at..(at + 1 + random.below(64)).min(length)].to_vec();
            let to = random.below(length);
            bytes.splice(to..to, piece);
        }
        8 => {
            let piece = bytes[at..(at + 1 + random.below(16)).min(length)].repeat(1 + random.below(40));
            bytes.splice(at..at, piece);
        }
        9 => {
            let end = (at + 1 + random.below(32)).min(length);
            bytes[at..end].iter_mut().for_each(|byte| *byte = random.below(256) as u8);
        }
        _ => {
            let word = random.of(&WORDS).as_bytes();
            bytes.splice(at..at, word.iter().copied());
        }
    }
}
