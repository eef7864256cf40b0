//! The text encoding of a dBASE table: `.cpg`, then the language id, then strict UTF-8, then GBK; each may lie.

use encoding_rs::{Encoding, GBK, UTF_8};

use crate::import::TextEncoding;
use crate::lang::Text;

/// What a `.cpg` or a language id declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    Utf8,
    Gbk,
    /// A Western code page; on Chinese data it is usually just the default of the writing program.
    Western,
}

/// The claim of a `.cpg`.
pub(crate) fn of_cpg(text: &str) -> Option<Claim> {
    let word: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    match word.as_str() {
        "UTF8" | "65001" | "CP65001" => Some(Claim::Utf8),
        "936" | "CP936" | "GBK" | "GB2312" | "GB18030" | "EUCCN" | "MS936" | "ANSI936" | "54936" => Some(Claim::Gbk),
        "1252" | "CP1252" | "WINDOWS1252" | "ANSI1252" | "ISO88591" | "88591" | "LATIN1" | "ISO885915" => {
            Some(Claim::Western)
        }
        _ => None,
    }
}

/// The claim of a language driver id (byte 29 of the header).
pub(crate) fn of_language_id(id: u8) -> Option<Claim> {
    match id {
        0x4D | 0x7A => Some(Claim::Gbk),
        0x01 | 0x02 | 0x03 | 0x57 | 0x58 | 0x59 => Some(Claim::Western),
        _ => None,
    }
}

/// Weighs the texts of a table; give it every text field, or enough of them.
#[derive(Debug, Default)]
pub(crate) struct Scale {
    utf8: u64,
    not_utf8: u64,
    not_gbk: u64,
}

impl Scale {
    /// Takes one field; `full` says that it fills its width, so that its last character may be cut.
    pub(crate) fn weigh(&mut self, text: &[u8], full: bool) {
        if text.is_ascii() {
            return;
        }
        match std::str::from_utf8(text) {
            Ok(_) => self.utf8 += 1,
            Err(error) if full && error.error_len().is_none() && error.valid_up_to() > 0 => self.utf8 += 1,
            Err(_) => self.not_utf8 += 1,
        }
        self.not_gbk += u64::from(GBK.decode_without_bom_handling(text).1 && !full);
    }

    /// The encoding to read with, and a remark when the claim was wrong.
    pub(crate) fn settle(&self, claim: Option<Claim>) -> (TextEncoding, Option<Text>) {
        let lied = |claimed: &str, real: &str| {
            Some(Text::new(
                format!("属性表声明的编码是 {claimed},但文字实为 {real},按 {real} 读取;请更正 .cpg"),
                format!("The table claims {claimed}, but its text is {real}; read as {real}. Correct the .cpg"),
            ))
        };
        match claim {
            _ if self.not_utf8 == 0 && self.utf8 == 0 => (TextEncoding::Utf8, None), // nothing but ASCII
            Some(Claim::Gbk) if self.not_utf8 == 0 && self.utf8 >= 3 => (TextEncoding::Utf8, lied("GBK", "UTF-8")),
            // One or two short GBK words may look like UTF-8 by chance: the claim stands.
            Some(Claim::Gbk) => (TextEncoding::Gbk, None),
            _ if self.not_utf8 == 0 => (TextEncoding::Utf8, None),
            Some(Claim::Western) if self.not_gbk > 0 => (TextEncoding::Western, None),
            Some(Claim::Utf8) => (TextEncoding::Gbk, lied("UTF-8", "GBK")),
            Some(Claim::Western) => (TextEncoding::Gbk, lied("Windows-1252 / ISO-8859-1", "GBK")),
            None => (TextEncoding::Gbk, None),
        }
    }
}

/// Reads one text. A text that breaks the settled encoding is still shown somehow.
pub(crate) fn decode(encoding: &'static Encoding, bytes: &[u8]) -> String {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // Cut in the middle of a character by the width of the field.
            Err(error) if error.error_len().is_none() => {
                String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned()
            }
            Err(_) => GBK.decode_without_bom_handling(bytes).0.into_owned(),
        };
    }
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(claim: Option<Claim>, texts: &[&[u8]]) -> (&'static str, bool) {
        let mut scale = Scale::default();
        texts.iter().for_each(|text| scale.weigh(text, false));
        let (encoding, remark) = scale.settle(claim);
        (encoding.name(), remark.is_some())
    }

    const UTF8_TEXT: &[u8] = "生态保护红线".as_bytes();
    const GBK_TEXT: &[u8] = b"\xC9\xFA\xCC\xAC\xB1\xA3\xBB\xA4\xBA\xEC\xCF\xDF";

    #[test]
    fn every_spelling_of_a_code_page_is_understood() {
        for (text, claim) in [
            ("UTF-8", Some(Claim::Utf8)),
            ("utf8\r\n", Some(Claim::Utf8)),
            ("1252", Some(Claim::Western)),
            ("ISO-8859-1", Some(Claim::Western)),
            ("ISO 88591", Some(Claim::Western)),
            ("936", Some(Claim::Gbk)),
            ("GBK", Some(Claim::Gbk)),
            ("GB2312", Some(Claim::Gbk)),
            ("GB18030", Some(Claim::Gbk)),
            ("CP936", Some(Claim::Gbk)),
            ("", None),
        ] {
            assert_eq!(of_cpg(text), claim, "{text}");
        }
        assert_eq!(of_language_id(0x4D), Some(Claim::Gbk));
    }

    #[test]
    fn a_lying_claim_is_overruled_and_told() {
        assert_eq!(settle(Some(Claim::Utf8), &[UTF8_TEXT]), ("UTF-8", false));
        assert_eq!(settle(Some(Claim::Utf8), &[GBK_TEXT]), ("GBK", true));
        assert_eq!(settle(Some(Claim::Gbk), &[GBK_TEXT]), ("GBK", false));
        assert_eq!(settle(Some(Claim::Gbk), &[UTF8_TEXT; 3]), ("UTF-8", true));
        assert_eq!(settle(Some(Claim::Western), &[GBK_TEXT]), ("GBK", true));
        assert_eq!(settle(Some(Claim::Western), &[UTF8_TEXT]), ("UTF-8", false));
        assert_eq!(settle(Some(Claim::Western), &[b"caf\xE9"]), ("windows-1252", false));
        assert_eq!(settle(None, &[GBK_TEXT]), ("GBK", false));
        assert_eq!(settle(None, &[UTF8_TEXT]), ("UTF-8", false));
        assert_eq!(settle(Some(Claim::Gbk), &[b"ascii"]), ("UTF-8", false));
    }

    #[test]
    fn a_character_cut_by_the_field_is_left_off() {
        assert_eq!(decode(UTF_8, &UTF8_TEXT[..5]), "生");
        assert_eq!(decode(GBK, GBK_TEXT), "生态保护红线");
    }
}
