//! Finds the characters that were asked for and that no font has.

use std::collections::BTreeMap;

use typst::layout::{Frame, FrameItem};

/// A character on the pages that the fonts do not have: readers see an empty box in its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingGlyph {
    /// The character, with what is joined to it.
    pub sign: String,
    /// The text it first stands in, shortened.
    pub text: String,
    /// The first page it stands on, from 1.
    pub page: usize,
}

const SHOWN: usize = 40;

/// By character, each once.
pub(super) fn missing<'a>(pages: impl Iterator<Item = &'a Frame>) -> Vec<MissingGlyph> {
    let mut found = BTreeMap::new();
    for (number, frame) in (1..).zip(pages) {
        look(frame, number, &mut found);
    }
    found.into_values().collect()
}

fn look(frame: &Frame, page: usize, found: &mut BTreeMap<String, MissingGlyph>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => look(&group.frame, page, found),
            FrameItem::Text(text) => {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    let range = usize::from(glyph.range.start)..usize::from(glyph.range.end);
                    let sign = text.text.get(range).unwrap_or("?").to_owned();
                    found.entry(sign.clone()).or_insert_with(|| MissingGlyph {
                        sign,
                        text: text.text.chars().take(SHOWN).collect(),
                        page,
                    });
                }
            }
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}
