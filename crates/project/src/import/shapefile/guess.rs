//! The encodings that a table may be in, each with a few records as they would read.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::dbf::Layout;
use super::encoding::{Claim, decode};
use crate::import::{EncodingGuess, TextEncoding};
use crate::lang::Text;

/// Records shown.
const ROWS: usize = 20;
/// Records kept for judging.
const KEPT: usize = 500;
/// Characters shown of one value.
const SHOWN: usize = 100;

/// A few records of a table: the first ones, and the first ones that have more than ASCII.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    seen: u64,
    first: Vec<Vec<u8>>,
    foreign: Vec<Vec<u8>>,
}

impl Sample {
    /// Looks at one record; gives how many were seen.
    pub(crate) fn take(&mut self, record: &[u8]) -> u64 {
        self.seen += 1;
        if self.first.len() < ROWS {
            self.first.push(record.to_vec());
        }
        if self.foreign.len() < KEPT && !record.is_ascii() {
            self.foreign.push(record.to_vec());
        }
        self.seen
    }

    /// All that it may be, the settled one first.
    pub(crate) fn guesses(
        &self,
        layout: &Layout,
        claim: Option<Claim>,
        settled: TextEncoding,
        lie: Option<Text>,
    ) -> Vec<EncodingGuess> {
        let texts: Vec<&[u8]> =
            self.foreign.iter().flat_map(|record| layout.texts(record)).filter(|text| !text.is_ascii()).collect();
        let guess = |encoding, reason| EncodingGuess { encoding, reason, rows: self.rows(layout, encoding) };
        if texts.is_empty() {
            let reason =
                Text::new("没有非 ASCII 文字,任何编码都一样", "nothing but ASCII: every encoding reads the same");
            return vec![guess(settled, reason)];
        }
        let detected = detect(&texts);
        let mut others: Vec<(usize, TextEncoding)> = [TextEncoding::Utf8, TextEncoding::Gbk, TextEncoding::Big5]
            .into_iter()
            .filter(|encoding| *encoding != settled)
            .map(|encoding| (broken(&texts, encoding), encoding))
            .collect();
        others.sort_by_key(|(broken, encoding)| (*broken, detected != Some(*encoding)));
        let mut guesses = vec![guess(settled, first_reason(claim, settled, detected, lie))];
        guesses.extend(others.into_iter().map(|(broken, encoding)| {
            let reason = match (broken, detected == Some(encoding)) {
                (0, true) => {
                    Text::new("文字特征更像此编码,请对照预览", "the text looks rather like it; compare the rows")
                }
                (0, false) => Text::new("也能解码,请对照预览", "it can be decoded so too; compare the rows"),
                (n, _) => Text::new(
                    format!("抽查的 {} 段文字中有 {n} 段不能这样解码", texts.len()),
                    format!("{n} of {} texts looked at cannot be decoded so", texts.len()),
                ),
            };
            guess(encoding, reason)
        }));
        guesses
    }

    fn rows(&self, layout: &Layout, encoding: TextEncoding) -> Vec<Vec<String>> {
        let records = if self.foreign.is_empty() { &self.first } else { &self.foreign };
        let value = |(_, value): (String, String)| value.chars().take(SHOWN).collect();
        let row = |record: &Vec<u8>| layout.attributes(record, encoding.rules()).into_iter().map(value).collect();
        records.iter().take(ROWS).map(row).collect()
    }
}

fn first_reason(
    claim: Option<Claim>,
    settled: TextEncoding,
    detected: Option<TextEncoding>,
    lie: Option<Text>,
) -> Text {
    let reason = match (lie, claim, settled) {
        (Some(lie), ..) => lie,
        (None, Some(_), _) => Text::new(
            "由 .cpg 或属性表的语言标识声明,且文字相符",
            "declared by the .cpg or the language id of the table, and the text agrees",
        ),
        (None, None, TextEncoding::Utf8) => {
            Text::new("没有声明;全部文字都是合法的 UTF-8", "nothing declared; all its text is valid UTF-8")
        }
        (None, None, _) => Text::new(
            "没有声明;文字不是 UTF-8,按国内惯例取 GBK",
            "nothing declared; its text is not UTF-8, and GBK is the custom in China",
        ),
    };
    match detected.filter(|detected| *detected != settled && settled != TextEncoding::Utf8) {
        None => reason,
        Some(other) => Text::new(
            format!("{};但文字特征更像 {other},请对照预览", reason.zh),
            format!("{}; but it looks rather like {other}: compare the rows", reason.en),
        ),
    }
}

/// How many texts break the rules of an encoding; the last character of a text may be cut by its column.
fn broken(texts: &[&[u8]], encoding: TextEncoding) -> usize {
    let rules: &'static Encoding = encoding.rules();
    let breaks = |text: &&&[u8]| {
        let whole = decode(rules, text);
        let inside = whole.char_indices().rev().nth(1).map_or("", |(at, _)| &whole[..at]);
        match encoding {
            TextEncoding::Utf8 => std::str::from_utf8(text).is_err_and(|error| error.error_len().is_some()),
            _ => inside.contains('\u{fffd}'),
        }
    };
    texts.iter().filter(breaks).count()
}

/// What the letters look like, whatever anybody declares.
fn detect(texts: &[&[u8]]) -> Option<TextEncoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for text in texts {
        detector.feed(text, false);
        detector.feed(b"\n", false);
    }
    detector.feed(b"", true);
    let found = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    TextEncoding::ALL.into_iter().find(|encoding| encoding.rules() == found)
}
