//! Finds Chinese names by characters, pinyin and pinyin initials, every reading of a character included.

use pinyin::ToPinyinMulti;

/// Readings of one character, lower-case without tones; a character without any stands for itself.
#[derive(Debug, Clone)]
struct Letter {
    itself: String,
    readings: Vec<&'static str>,
}

/// One name made ready for the search.
#[derive(Debug, Clone)]
pub(super) struct Name {
    lower: String,
    letters: Vec<Letter>,
}

/// Spellings of a name that are written out; names with more readings keep the first of them.
const SPELLINGS: usize = 8;

impl Name {
    pub(super) fn new(name: &str) -> Self {
        let letters = name.chars().filter(|c| !c.is_whitespace()).map(|c| {
            let mut readings: Vec<_> = c.to_pinyin_multi().into_iter().flatten().map(|r| r.plain()).collect();
            readings.dedup();
            let mut seen = Vec::new();
            readings.retain(|r| {
                !seen.contains(r) && {
                    seen.push(*r);
                    true
                }
            });
            Letter { itself: c.to_lowercase().collect(), readings }
        });
        Self { lower: name.to_lowercase(), letters: letters.collect() }
    }

    /// Whether `wanted` (lower-case) stands in the name, or spells a stretch of it: each character in full or by its
    /// initial, `yunqixz`.
    pub(super) fn matches(&self, wanted: &str) -> bool {
        if wanted.is_empty() || self.lower.contains(wanted) {
            return true;
        }
        let wanted: String = wanted.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
        !wanted.is_empty() && (0..self.letters.len()).any(|from| spells(&self.letters[from..], &wanted))
    }

    /// The place of the name in a list: by the first reading of each character, as in a directory.
    pub(super) fn order(&self) -> String {
        let part = |letter: &Letter| letter.readings.first().map_or(letter.itself.as_str(), |r| r).to_owned();
        self.letters.iter().map(part).collect::<Vec<_>>().join(" ")
    }

    /// Spellings in full, then by initials, for a search box that only looks for text: `yunqixiaozhen yqxz`.
    pub(super) fn spellings(&self) -> String {
        let (mut full, mut short) = (vec![String::new()], vec![String::new()]);
        for letter in &self.letters {
            let own = [letter.itself.as_str()];
            let readings: Vec<&str> = if letter.readings.is_empty() { own.to_vec() } else { letter.readings.clone() };
            full = extended(&full, &readings, |reading| reading);
            short = extended(&short, &readings, |reading| initial(reading));
        }
        full.into_iter().chain(short).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

fn extended<'a>(all: &[String], readings: &[&'a str], part: impl Fn(&'a str) -> &'a str) -> Vec<String> {
    let mut longer: Vec<String> = Vec::new();
    for reading in readings {
        for beginning in all {
            let one = format!("{beginning}{}", part(reading));
            if !longer.contains(&one) && longer.len() < SPELLINGS {
                longer.push(one);
            }
        }
    }
    longer
}

/// Whether `wanted` spells a beginning of these letters; its last syllable need not be finished.
fn spells(letters: &[Letter], wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let Some((letter, rest)) = letters.split_first() else { return false };
    let own = std::iter::once(letter.itself.as_str());
    own.chain(letter.readings.iter().flat_map(|reading| [*reading, initial(reading)])).any(|part| {
        part.starts_with(wanted) || wanted.strip_prefix(part).is_some_and(|left| !part.is_empty() && spells(rest, left))
    })
}

fn initial(reading: &str) -> &str {
    reading.get(..1).unwrap_or(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_characters_pinyin_and_initials() {
        let name = Name::new("云栖小镇");
        for wanted in ["云栖", "小镇", "yunqi", "yunqixiaozhen", "yqxz", "yunqxz", "xz", "yunqixi", "yun qi", ""] {
            assert!(name.matches(wanted), "{wanted}");
        }
        for wanted in ["qy", "yunm", "yqxzz", "云小"] {
            assert!(!name.matches(wanted), "{wanted}");
        }
        assert!(Name::new("SL01 长兴").matches("sl01changx"));
    }

    #[test]
    fn every_reading_of_a_character_counts() {
        for (name, wanted) in
            [("长兴", "changxing"), ("长兴", "zhangx"), ("重庆", "cq"), ("乐清", "yueqing"), ("丽水", "lishui")]
        {
            assert!(Name::new(name).matches(wanted), "{name} {wanted}");
        }
        let spellings = Name::new("长兴").spellings();
        assert!(spellings.contains("changxing") && spellings.contains("cx"), "{spellings}");
    }

    #[test]
    fn a_name_without_chinese_or_with_strange_signs_is_no_trouble() {
        assert_eq!(Name::new("A-1 🏘").spellings(), "a-1🏘 a-1🏘");
        assert_eq!(Name::new("").spellings(), "");
        assert!(Name::new(&"长".repeat(5000)).spellings().len() < 1_000_000);
        assert!(!Name::new(&"长".repeat(200)).matches(&"c".repeat(199).replace('c', "zhang").replace("zhang", "cz")));
    }
}
