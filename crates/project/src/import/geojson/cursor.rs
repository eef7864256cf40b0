//! Walks over JSON bytes: values are taken or skipped in place, nothing is built.

use std::borrow::Cow;

use encoding_rs::GBK;

use super::lane;
use crate::lang::Text;

/// Arrays and objects may be nested this deep.
pub(crate) const DEEPEST: u32 = 64;

/// Where and why reading stopped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// Byte offset from the start of the slice.
    pub at: usize,
    /// `bad_json` (grammar) or a code of the meaning, e.g. `bad_coordinates`.
    pub code: &'static str,
    pub text: Text,
}

/// A place in a slice of JSON.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Whether the fast lane may be taken; tests compare with a cursor that never takes it.
    quick: bool,
}

/// A string as it stands between its quotes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quoted<'a> {
    pub raw: &'a [u8],
    escaped: bool,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, quick: !lane::is_closed() }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next byte that is not blank.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// Steps over `byte` if it is next.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    #[inline]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.eat(byte) { Ok(()) } else { Err(self.broken(&format!("'{}'", char::from(byte)))) }
    }

    /// A fault of grammar here.
    fn broken(&mut self, wanted: &str) -> Fault {
        let text = match self.peek() {
            None => {
                Text::new(format!("文本到此结束,缺少 {wanted}"), format!("the text ends here, {wanted} is missing"))
            }
            Some(_) => Text::new(format!("此处应为 {wanted}"), format!("expected {wanted} here")),
        };
        Fault { at: self.at, code: "bad_json", text }
    }

    /// A fault of meaning here.
    pub(crate) fn fault(&self, code: &'static str, zh: &str, en: &str) -> Fault {
        Fault { at: self.at, code, text: Text::new(zh, en) }
    }

    /// Walks over an object's members; `each` must consume the value.
    pub(crate) fn members(
        &mut self,
        mut each: impl FnMut(&mut Self, Quoted<'a>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.expect(b'{')?;
        if self.eat(b'}') {
            return Ok(());
        }
        loop {
            let key = self.string()?;
            self.expect(b':')?;
            each(self, key)?;
            if self.eat(b'}') {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    /// Walks over an array's elements; `each` must consume the value.
    pub(crate) fn elements(&mut self, mut each: impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        self.expect(b'[')?;
        if self.eat(b']') {
            return Ok(());
        }
        loop {
            each(self)?;
            if self.eat(b']') {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    /// Takes a string.
    pub(crate) fn string(&mut self) -> Result<Quoted<'a>, Fault> {
        self.expect(b'"')?;
        let start = self.at;
        if self.quick
            && let Some(length) = lane::plain_string(&self.bytes[start..])
        {
            self.at += length + 1;
            return Ok(Quoted { raw: &self.bytes[start..start + length], escaped: false });
        }
        let mut escaped = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.bytes.len();
                return Err(self.broken("'\"'"));
            };
            if rest[found] == b'"' {
                let raw = &self.bytes[start..self.at + found];
                self.at += found + 1;
                return Ok(Quoted { raw, escaped });
            }
            escaped = true;
            self.at += found + 2;
        }
    }

    /// Steps over one value of any kind and gives its text. Scalars are taken as written, even `NaN`.
    pub(crate) fn skip_value(&mut self, depth: u32) -> Result<&'a [u8], Fault> {
        let first = self.peek();
        let start = self.at;
        match first {
            Some(b'{' | b'[') if depth >= DEEPEST => {
                return Err(self.fault("too_deep", "嵌套超过 64 层", "nested deeper than 64"));
            }
            Some(b'{') => self.members(|cursor, _| cursor.skip_value(depth + 1).map(drop))?,
            Some(b'[') => self.elements(|cursor| cursor.skip_value(depth + 1).map(drop))?,
            Some(b'"') => drop(self.string()?),
            _ => drop(self.scalar()?),
        }
        Ok(&self.bytes[start..self.at])
    }

    /// Takes `[x,y]` if it stands here without blanks, in plain digits; else nothing is taken.
    #[inline]
    pub(crate) fn plain_position(&mut self) -> Option<(f64, f64)> {
        let (x, y, length) = if self.quick { lane::position(self.bytes, self.at)? } else { return None };
        self.at += length;
        Some((x, y))
    }

    /// A number, a literal, or a word that should not be there.
    fn scalar(&mut self) -> Result<&'a [u8], Fault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = rest.iter().take_while(|byte| word(byte)).count();
        if length == 0 {
            return Err(self.broken("值 (a value)"));
        }
        self.at += length;
        Ok(&rest[..length])
    }

    /// Takes a number.
    pub(crate) fn number(&mut self) -> Result<f64, Fault> {
        self.peek();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let negative = rest.first() == Some(&b'-');
        let mut length = usize::from(negative);
        let (mut mantissa, mut digits, mut decimals, mut point) = (0_u64, 0_usize, 0_usize, false);
        while let Some(&byte) = rest.get(length) {
            if byte.is_ascii_digit() {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                digits += 1;
                decimals += usize::from(point);
            } else if byte == b'.' && !point && digits > 0 {
                point = true;
            } else {
                break;
            }
            length += 1;
        }
        let ended =
            !rest.get(length).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-'));
        // A mantissa below 2^53 over a power of ten up to 10^22: both exact, so one division rounds once, correctly.
        if ended && digits > 0 && digits <= 19 && mantissa < (1 << 53) && decimals < lane::POWERS.len() {
            self.at += length;
            let value = mantissa as f64 / lane::POWERS[decimals];
            return Ok(if negative { -value } else { value });
        }
        self.slow_number()
    }

    fn slow_number(&mut self) -> Result<f64, Fault> {
        let fault = self.fault("bad_coordinates", "坐标应为数字", "a coordinate must be a number");
        let word = self.scalar().map_err(|_| fault.clone())?;
        let numeric = word.iter().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
        let text = std::str::from_utf8(word).ok().filter(|_| numeric);
        text.and_then(|text| text.parse().ok()).ok_or(fault)
    }
}

impl<'a> Quoted<'a> {
    /// Whether it reads so (member names are never escaped by anybody).
    pub(crate) fn is(&self, text: &str) -> bool {
        self.raw == text.as_bytes()
    }

    /// Its text; bytes that are not UTF-8 are read as GBK, and `other_encoding` is set.
    pub(crate) fn text(&self, other_encoding: &mut bool) -> Cow<'a, str> {
        let text = match std::str::from_utf8(self.raw) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                *other_encoding = true;
                GBK.decode_without_bom_handling(self.raw).0
            }
        };
        if !self.escaped {
            return text;
        }
        let unescaped = serde_json::from_str(&format!("\"{text}\""));
        unescaped.map_or(text, Cow::Owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_the_standard_library_does() {
        let texts = [
            "0",
            "-0.0",
            "1",
            "-1.5",
            "120.123456789",
            "111.64114142412345678",
            "1e3",
            "-1.25E-7",
            "9007199254740993",
            "123456789012345678901234567890",
            "0.1",
            "30.1",
            "1e400",
            "179.99999999999999999",
        ];
        for text in texts {
            assert_eq!(
                Cursor::new(text.as_bytes()).number().unwrap().to_bits(),
                text.parse::<f64>().unwrap().to_bits(),
                "{text}"
            );
        }
        for text in ["", "-", "NaN", "\"1\"", "null", "Infinity", "1.2.3", ".", "[", "1-2", "inf"] {
            assert!(Cursor::new(text.as_bytes()).number().is_err(), "{text}");
        }
    }

    #[test]
    fn text_is_unescaped_and_gbk_is_recognised() {
        let take = |bytes: &[u8]| {
            let mut other = false;
            let text = Cursor::new(bytes).string().unwrap().text(&mut other).into_owned();
            (text, other)
        };
        assert_eq!(take(br#""a\"\u4e09\\""#), ("a\"三\\".to_owned(), false));
        assert_eq!(take("\"三线\"".as_bytes()), ("三线".to_owned(), false));
        assert_eq!(take(b"\"\xC8\xFD\xCF\xDF\""), ("三线".to_owned(), true));
    }

    #[test]
    fn deep_nesting_is_refused_without_recursion_running_away() {
        let deep = "[".repeat(100_000);
        assert_eq!(Cursor::new(deep.as_bytes()).skip_value(0).map_err(|f| f.code), Err("too_deep"));
    }

    #[test]
    fn broken_grammar_is_a_fault() {
        for text in ["{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[1 2]", "\"a", "\"a\\", "", "]", "{1:2}"] {
            assert_eq!(Cursor::new(text.as_bytes()).skip_value(0).map_err(|f| f.code), Err("bad_json"), "{text}");
        }
    }
}
