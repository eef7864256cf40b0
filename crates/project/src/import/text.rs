//! Text of unknown encoding: byte order mark, UTF-16 without one, strict UTF-8, GBK. And digits of full width.

use encoding_rs::{Encoding, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::TextEncoding;

/// The encoding of a whole text.
pub(crate) fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked;
    }
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    // Digits, commas and line ends have a zero byte in UTF-16, and nowhere else.
    if zeros(1) * 8 > head.len() && zeros(0) == 0 {
        UTF_16LE
    } else if zeros(0) * 8 > head.len() && zeros(1) == 0 {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        GBK
    }
}

/// The text without its byte order mark, and the name of its encoding: the chosen one, else by the bytes. What breaks
/// the encoding is replaced.
pub(crate) fn decode(bytes: &[u8], chosen: Option<TextEncoding>) -> (String, &'static str) {
    let encoding = chosen.map_or_else(|| encoding_of(bytes), TextEncoding::rules);
    let (text, _, _) = encoding.decode(bytes);
    (text.into_owned(), encoding.name())
}

/// Lines with their 1-based numbers, however they end. A lone CR before a CRLF is no line of its own.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let mut number = 0;
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        number += 1;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some((number, text));
        };
        let behind = &text[end..];
        let returns = behind.bytes().take_while(|byte| *byte == b'\r').count();
        let length = match behind.as_bytes().get(returns) {
            Some(b'\n') => returns + 1,
            _ => 1,
        };
        rest = Some(&behind[length..]);
        Some((number, &text[..end]))
    })
}

/// A character of full width as the ASCII one that is meant.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '。' => '.',
        '、' => ',',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// A text with every character narrowed, trimmed.
pub(crate) fn narrowed(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\u{FEFF}' && *c != '\0').map(narrow).collect();
    text.trim().to_owned()
}

/// A plain decimal number: no letters, no exponent, no separators. Full width is read.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = narrowed(text);
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    (plain && text.len() <= 40).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[属性描述]\r\n带号=40\r\nJ1,1,3347932.816,40548122.063\r\n";

    #[test]
    fn every_usual_encoding_is_recognised() {
        let utf16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xFF\xFE".as_slice(), &utf16].concat();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let gbk = GBK.encode(TEXT).0.into_owned();
        let bom = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        for (bytes, name) in [
            (TEXT.as_bytes(), "UTF-8"),
            (bom.as_slice(), "UTF-8"),
            (gbk.as_slice(), "GBK"),
            (utf16.as_slice(), "UTF-16LE"),
            (marked.as_slice(), "UTF-16LE"),
            (big.as_slice(), "UTF-16BE"),
        ] {
            assert_eq!(decode(bytes, None), (TEXT.to_owned(), name));
        }
    }

    #[test]
    fn lines_end_in_every_way() {
        let all: Vec<_> = lines("a\r\nb\r\r\nc\rd\n\ne").collect();
        assert_eq!(all, [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, ""), (6, "e")]);
        assert_eq!(lines("").collect::<Vec<_>>(), [(1, "")]);
    }

    #[test]
    fn numbers_are_plain_or_no_numbers() {
        assert_eq!(number(" ４０５４８１２２．０６３ "), Some(40_548_122.063));
        assert_eq!(number("-1.5"), Some(-1.5));
        for text in ["", "3347932.81G", "3O47932", "1e5", "nan", "inf", "1.2.3", "1,000", "0x10", "--1"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
