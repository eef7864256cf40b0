//! The fonts of the program: Noto Sans SC, Regular and Bold. Fonts of the machine are never used, so that a sheet looks
//! the same everywhere.

use std::sync::LazyLock;

use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Name of the font family, for templates.
pub const FAMILY: &str = "Noto Sans SC";
/// The regular weight as a TTF file.
pub const REGULAR: &[u8] = include_bytes!("../../../../data/sheet/fonts/NotoSansSC-Regular.ttf");
/// The bold weight as a TTF file.
pub const BOLD: &[u8] = include_bytes!("../../../../data/sheet/fonts/NotoSansSC-Bold.ttf");

pub(super) static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| [REGULAR, BOLD].into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect());

pub(super) static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

static FACES: LazyLock<Vec<Face<'static>>> =
    LazyLock::new(|| [REGULAR, BOLD].into_iter().filter_map(|data| Face::parse(data, 0).ok()).collect());

/// Width of one line of `text` at a size of 1, unkerned; a character that the font does not have counts as 1.
#[must_use]
pub fn width(text: &str, bold: bool) -> f64 {
    let Some(face) = FACES.get(usize::from(bold)) else { return text.chars().count() as f64 };
    let advance = |c| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph));
    text.chars().map(|c| advance(c).map_or(1.0, |units| f64::from(units) / f64::from(face.units_per_em()))).sum()
}
