//! 一图一码一指数: a code that names a town, its verdict and the result it stands for, and an index with its formula.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The code of one town's result, as text: `SANXIAN1:<town>:<verdict>:<as of>:<32 digits of the result's SHA-256>`.
///
/// It is a fingerprint, not a signature: it shows that a result is the one that was meant, not who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplianceCode {
    /// The town's id.
    pub town: String,
    /// Key of its verdict.
    pub verdict: String,
    /// The day of the review, `YYYY-MM-DD`.
    pub as_of: String,
    /// First 32 hexadecimal digits of the SHA-256 of its result.
    pub result: String,
}

const MARK: &str = "SANXIAN1";
const DIGITS: usize = 32;

/// Why a code or a review cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ComplianceError {
    /// Not the text of a code.
    #[error("{text:?} is not a compliance code ({MARK}:town:verdict:date:digits)")]
    NotACode {
        /// As given.
        text: String,
    },
    /// More text than a QR code holds.
    #[error("the id of town {town:?} is too long for a QR code")]
    TooLong {
        /// Which.
        town: String,
    },
    /// The review does not know the town.
    #[error("the review has no town {town:?}")]
    NoSuchTown {
        /// As given.
        town: String,
    },
}

impl fmt::Display for ComplianceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}:{}:{}:{}:{}", escaped(&self.town), self.verdict, self.as_of, self.result)
    }
}

impl FromStr for ComplianceCode {
    type Err = ComplianceError;
    fn from_str(text: &str) -> Result<Self, ComplianceError> {
        let not = || ComplianceError::NotACode { text: text.to_owned() };
        let parts: Vec<&str> = text.trim().split(':').collect();
        let [mark, town, verdict, as_of, result] = parts[..] else { return Err(not()) };
        let digits = result.len() == DIGITS && result.bytes().all(|b| b.is_ascii_hexdigit());
        if mark != MARK || town.is_empty() || !digits {
            return Err(not());
        }
        let town = unescaped(town).ok_or_else(not)?;
        Ok(Self { town, verdict: verdict.to_owned(), as_of: as_of.to_owned(), result: result.to_lowercase() })
    }
}

/// A colon or a sign that could end the code becomes `%XX`.
fn escaped(town: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    town.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first != b'%' {
            bytes.push(first);
            rest = after;
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &after[2..];
    }
    String::from_utf8(bytes).ok()
}

/// The code of a town from a `review.json`.
///
/// # Errors
/// When the review has no such town.
pub fn code_of(review: &Value, town: &str) -> Result<ComplianceCode, ComplianceError> {
    let of_town = |list: &'static str| {
        let rows = review[list].as_array().into_iter().flatten();
        rows.filter(|row| row["town_id"] == town).cloned().collect::<Vec<_>>()
    };
    let row =
        of_town("towns").into_iter().next().ok_or_else(|| ComplianceError::NoSuchTown { town: town.to_owned() })?;
    // everything that the town's result rests on, in the order of the file
    let result = json!({
        "as_of": review["as_of"],
        "software": review["software"],
        "sources": review["sources"],
        "packs": review["packs"],
        "town": row,
        "overlaps": of_town("overlaps"),
        "findings": of_town("findings"),
    });
    let hash: String = Sha256::digest(result.to_string()).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(ComplianceCode {
        town: town.to_owned(),
        verdict: text(&row["verdict"]),
        as_of: text(&review["as_of"]),
        result: hash[..DIGITS].to_owned(),
    })
}

/// The modules of the code's QR picture: rows of `1` (dark) and `0`, without the margin of four.
///
/// # Errors
/// When the text is too long for a QR code.
pub fn modules(code: &ComplianceCode) -> Result<Vec<String>, ComplianceError> {
    let qr = qr(code)?;
    let dark = |colour: &qrcode::Color| if *colour == qrcode::Color::Dark { '1' } else { '0' };
    Ok(qr.to_colors().chunks(qr.width()).map(|row| row.iter().map(dark).collect()).collect())
}

fn qr(code: &ComplianceCode) -> Result<qrcode::QrCode, ComplianceError> {
    let qr = qrcode::QrCode::with_error_correction_level(code.to_string(), qrcode::EcLevel::M);
    qr.map_err(|_| ComplianceError::TooLong { town: code.town.clone() })
}

/// The code as a QR picture (SVG) in the colour of the town's card.
///
/// # Errors
/// When the text is too long for a QR code.
pub fn qr_svg(code: &ComplianceCode) -> Result<String, ComplianceError> {
    let colour = match code.verdict.as_str() {
        "pass" => "#1b7f3b",
        "breach" => "#b3261e",
        "not_checked" => "#555555",
        _ => "#9a6700",
    };
    Ok(qr(code)?
        .render::<qrcode::render::svg::Color<'_>>()
        .min_dimensions(240, 240)
        .dark_color(qrcode::render::svg::Color(colour))
        .build())
}

/// The index's formula, printed wherever the index is.
pub const INDEX_FORMULA_ZH: &str = "合规指数 = 100 ×（符合 + 0.5 × 需说明）÷（符合 + 需说明 + 需核实 + 不符合），按条文计，一条取最差结论；未检查、目标类和提示类条文不计";
/// The same in English.
pub const INDEX_FORMULA_EN: &str = "compliance index = 100 × (passed + 0.5 × to be justified) ÷ (passed + to be justified + to be verified + \
     breached), by clause, each at its worst verdict; clauses not checked, goals and notes do not count";

/// The index of a town from a `review.json`, in tenths; `None` where no clause counts.
#[must_use]
pub fn index_of(review: &Value, town: &str) -> Option<u32> {
    let binding = |clause: &Value| {
        let all = review["packs"].as_array().into_iter().flatten();
        let mut clauses = all.flat_map(|pack| pack["clause"].as_array().into_iter().flatten());
        clauses.any(|known| known["id"] == *clause && ["must", "in-principle"].iter().any(|f| known["force"] == *f))
    };
    let rank = |verdict: &Value| ["pass", "justify", "verify", "breach"].iter().position(|known| verdict == known);
    let mut worst: BTreeMap<String, usize> = BTreeMap::new();
    for found in review["findings"].as_array()?.iter().filter(|found| found["town_id"] == town) {
        let (Some(rank), true) = (rank(&found["severity"]), binding(&found["clause"])) else { continue };
        let entry = worst.entry(found["clause"].to_string()).or_insert(rank);
        *entry = rank.max(*entry);
    }
    let count = |rank| u32::try_from(worst.values().filter(|found| **found == rank).count()).unwrap_or(0);
    let all = u32::try_from(worst.len()).unwrap_or(0);
    (all > 0).then(|| (1000 * count(0) + 500 * count(1) + all / 2) / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review() -> Value {
        let found = |clause: &str, rule: &str, severity: &str| json!({"town_id": "A:1", "clause": clause, "rule": rule, "severity": severity});
        json!({
            "as_of": "2026-01-01", "software": "sanxian", "sources": [], "overlaps": [],
            "packs": [{"clause": [{"id": "C1", "force": "must"}, {"id": "C2", "force": "in-principle"}, {"id": "C3", "force": "goal"}]}],
            "towns": [{"town_id": "A:1", "verdict": "breach"}, {"town_id": "B", "verdict": "pass"}],
            "findings": [found("C1", "a", "pass"), found("C1", "b", "breach"), found("C2", "c", "justify"), found("C3", "d", "pass")],
        })
    }

    #[test]
    fn a_code_is_read_back_and_changes_with_the_result() {
        let code = code_of(&review(), "A:1").expect("a town");
        assert_eq!(code.to_string().parse(), Ok(code.clone()));
        assert!(code.to_string().starts_with("SANXIAN1:A%3A1:breach:2026-01-01:"), "{code}");
        let mut other = review();
        other["findings"][0]["severity"] = json!("verify");
        assert_ne!(code_of(&other, "A:1").expect("a town").result, code.result);
        assert_eq!(code_of(&other, "B"), code_of(&review(), "B"), "another town's result is another matter");
        assert!(matches!(code_of(&review(), "C"), Err(ComplianceError::NoSuchTown { .. })));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in [
            "",
            "SANXIAN1",
            "SANXIAN1:A:pass:2026-01-01:xyz",
            "SANXIAN2:A:pass:2026-01-01:00112233445566778899aabbccddeeff",
            "SANXIAN1:%zz:pass:2026-01-01:00112233445566778899aabbccddeeff",
        ] {
            assert!(text.parse::<ComplianceCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_index_counts_clauses_that_bind_at_their_worst() {
        // one breached, one to be justified: (0 + 0.5) / 2
        assert_eq!(index_of(&review(), "A:1"), Some(250));
        assert_eq!(index_of(&review(), "B"), None);
    }
}
