//! The fast lane: strings without escapes and positions in plain digits, many bytes at a time.
//!
//! Nothing here decides anything: whatever is not of the plain kind is left to the cursor, and what is taken is what
//! the cursor would have taken, to the bit (held by a differential test).

/// Whether tests have closed the lane, to read the same bytes the plain way.
#[inline]
pub(super) fn is_closed() -> bool {
    #[cfg(test)]
    return tests::CLOSED.get();
    #[cfg(not(test))]
    false
}

/// Powers of ten that are exact.
pub(super) const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The length of a string up to its closing quote, when that is near and nothing before it is escaped.
#[inline]
pub(super) fn plain_string(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for block in bytes.chunks_exact(16).take(4) {
        let found = marks(block.try_into().ok()?);
        if found != 0 {
            let length = at + found.trailing_zeros() as usize;
            return (bytes[length] == b'"').then_some(length);
        }
        at += 16;
    }
    None
}

/// The position `[x,y]` at `at`, and its length. `None` for any other text: blanks, signs, exponents, a third number,
/// more digits than a double holds exactly, the end of the bytes near.
#[inline]
pub(super) fn position(bytes: &[u8], at: usize) -> Option<(f64, f64, usize)> {
    if at < 16 || bytes.get(at) != Some(&b'[') {
        return None; // numbers are also looked at backwards
    }
    let text: &[u8; 48] = bytes.get(at + 1..at + 49)?.try_into().ok()?;
    // Bits of what is no digit: the two points, the comma and the bracket come first.
    let mut others =
        u64::from(others(text[..16].try_into().ok()?)) | u64::from(others(text[16..32].try_into().ok()?)) << 16;
    if others.count_ones() < 4 {
        others |= u64::from(self::others(text[32..].try_into().ok()?)) << 32;
    }
    let mut next = || {
        let bit = others.trailing_zeros() as usize;
        others &= others.wrapping_sub(1);
        bit
    };
    let (first, comma, second, end) = (next(), next(), next(), next());
    if end >= 48 || [text[first], text[comma], text[second], text[end]] != *b".,.]" {
        return None;
    }
    let x = number(bytes, at + 1, first, comma)?;
    let y = number(bytes, at + 2 + comma, second - comma - 1, end - comma - 1)?;
    Some((x, y, end + 2))
}

/// The number that begins at `start`, with its point at `point` and its end at `end` from there.
#[inline(always)]
fn number(bytes: &[u8], start: usize, point: usize, end: usize) -> Option<f64> {
    let decimals = end - point - 1;
    if !(1..=8).contains(&point) || !(1..=16).contains(&decimals) || point + decimals > 18 {
        return None;
    }
    let whole = u64::from_le_bytes(bytes[start..start + 8].try_into().ok()?) << (64 - 8 * point);
    let stop = start + end;
    let tail = u128::from_le_bytes(bytes[stop - 16..stop].try_into().ok()?) & (!0 << (8 * (16 - decimals)));
    let fraction = eight_digits(tail as u64) * 100_000_000 + eight_digits((tail >> 64) as u64);
    let mantissa = eight_digits(whole) * WHOLE_POWERS[decimals] + fraction;
    // A mantissa below 2^53 over an exact power of ten: one division rounds once, correctly.
    (mantissa < 1 << 53).then(|| mantissa as f64 / POWERS[decimals])
}

const WHOLE_POWERS: [u64; 17] = {
    let mut powers = [1; 17];
    let mut k = 1;
    while k < 17 {
        powers[k] = powers[k - 1] * 10;
        k += 1;
    }
    powers
};

/// Eight ASCII digits, the first in the lowest byte; zero bytes count as zeros. Pairs, then fours, then all are added.
#[inline]
fn eight_digits(text: u64) -> u64 {
    let digits = text & 0x0F0F_0F0F_0F0F_0F0F;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(100 + (1_000_000 << 32));
    let high = (pairs >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(1 + (10_000 << 32));
    low.wrapping_add(high) >> 32
}

/// A bit for every byte that is no digit.
#[inline]
fn others(text: &[u8; 16]) -> u16 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: SSE2 is part of every x86-64. A quarter of the reading time, against the loop.
    unsafe {
        sse2::others(text)
    }
    #[cfg(not(target_arch = "x86_64"))]
    bits(text, |byte| !byte.is_ascii_digit())
}

/// A bit for every quote and backslash.
#[inline]
fn marks(text: &[u8; 16]) -> u16 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: SSE2 is part of every x86-64.
    unsafe {
        sse2::marks(text)
    }
    #[cfg(not(target_arch = "x86_64"))]
    bits(text, |byte| matches!(byte, b'"' | b'\\'))
}

#[cfg(target_arch = "x86_64")]
mod sse2 {
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_max_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8,
        _mm_sub_epi8,
    };

    #[inline]
    #[target_feature(enable = "sse2")]
    fn block(text: &[u8; 16]) -> __m128i {
        let both = u128::from_le_bytes(*text).cast_signed();
        _mm_set_epi64x((both >> 64) as i64, both as i64)
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    pub(super) fn others(text: &[u8; 16]) -> u16 {
        let above = _mm_sub_epi8(block(text), _mm_set1_epi8(b'0'.cast_signed()));
        _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(above, _mm_set1_epi8(10)), above)) as u16
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    pub(super) fn marks(text: &[u8; 16]) -> u16 {
        let block = block(text);
        let quotes = _mm_cmpeq_epi8(block, _mm_set1_epi8(b'"'.cast_signed()));
        let escapes = _mm_cmpeq_epi8(block, _mm_set1_epi8(b'\\'.cast_signed()));
        _mm_movemask_epi8(_mm_or_si128(quotes, escapes)) as u16
    }
}

#[cfg(any(test, not(target_arch = "x86_64")))]
fn bits(text: &[u8; 16], is: impl Fn(u8) -> bool) -> u16 {
    text.iter().enumerate().fold(0, |bits, (k, &byte)| bits | u16::from(is(byte)) << k)
}

#[cfg(test)]
pub(super) mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// Closes the lane on this thread.
        pub(crate) static CLOSED: Cell<bool> = const { Cell::new(false) };
    }

    fn taken(text: &str) -> Option<(f64, f64, usize)> {
        let around = format!("{:16}{text}{:48}", "", "");
        position(around.as_bytes(), 16)
    }

    #[test]
    fn plain_positions_are_taken_as_the_standard_library_reads_them() {
        for (x, y) in [
            ("112.230918145", "35.553678905"),
            ("0.0", "9.9"),
            ("40548122.0631", "3347932.8162"),
            ("7.000000000000001", "89.99999999999999"),
            ("12345678.1", "00000001.5"),
        ] {
            let (got_x, got_y, length) = taken(&format!("[{x},{y}],[")).unwrap();
            assert_eq!(
                (got_x.to_bits(), got_y.to_bits()),
                (x.parse::<f64>().unwrap().to_bits(), y.parse::<f64>().unwrap().to_bits())
            );
            assert_eq!(length, x.len() + y.len() + 3);
        }
    }

    #[test]
    fn all_else_is_left_to_the_cursor() {
        for text in [
            "[1,2]",
            "[-1.5,2.5]",
            "[1.5, 2.5]",
            "[1.5,2.5,0]",
            "[1.5,2.5 ]",
            "[1.5e0,2.5]",
            "[.5,2.5]",
            "[1.,2.5]",
            "[9007199.254740993,1.5]",
            "[123456789.5,1.5]",
            "[1.12345678901234567,1.5]",
            "{1.5,2.5]",
            "[1.5,2.5}",
            "[1.5,2.5",
        ] {
            assert_eq!(taken(text), None, "{text}");
        }
        assert_eq!(position(b"[1.5,2.5]", 0), None);
    }

    #[test]
    fn the_blocks_of_the_processor_are_those_of_the_plain_loop() {
        for byte in 0..=255_u8 {
            let mut text = *b"0123\"56789\\:/000";
            text[byte as usize % 16] = byte;
            assert_eq!(others(&text), bits(&text, |byte| !byte.is_ascii_digit()));
            assert_eq!(marks(&text), bits(&text, |byte| matches!(byte, b'"' | b'\\')));
        }
    }

    #[test]
    fn strings_end_at_the_first_quote() {
        let behind = "_".repeat(70);
        assert_eq!(plain_string(format!("三线\",\"{behind}").as_bytes()), Some(6));
        assert_eq!(plain_string(format!("a\\\"\"{behind}").as_bytes()), None);
        assert_eq!(plain_string(behind.as_bytes()), None);
        assert_eq!(plain_string(b"a\""), None);
    }
}
