//! Finished pages, and how they are written.

use rayon::prelude::*;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards};
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use super::error::TypesetError;
use super::missing::{MissingGlyph, missing};

/// Dots an inch of a picture that is to be printed.
pub const PRINT_DPI: f64 = 300.0;
const POINTS_PER_INCH: f64 = 72.0;
const METRES_PER_INCH: f64 = 0.0254;
/// Pixels that are turned at a time.
const ROW: usize = 1 << 14;
/// More takes twice the time for a tenth of the bytes.
const DEFLATE: u8 = 3;

/// Finished pages. Whatever is written of them is the same twice, byte for byte.
pub struct Pages {
    document: PagedDocument,
    missing: Vec<MissingGlyph>,
}

impl Pages {
    pub(super) fn new(document: PagedDocument) -> Self {
        let missing = missing(document.pages().iter().map(|page| &page.frame));
        Self { document, missing }
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }

    /// Characters that the fonts do not have, by character: to be told, never to be passed over.
    #[must_use]
    pub fn missing(&self) -> &[MissingGlyph] {
        &self.missing
    }

    /// All pages as one PDF: text can be selected, the fonts used are in it, headings are its bookmarks.
    ///
    /// `ident` names the document; together with what is in it, it makes the file's identifier.
    ///
    /// # Errors
    /// When a picture cannot be taken over.
    pub fn pdf(&self, ident: &str) -> Result<Vec<u8>, TypesetError> {
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some(sanxian_project::SOFTWARE.to_owned())),
            timestamp: None,
            page_ranges: None,
            standards: PdfStandards::default(),
            tagged: true,
            pretty: false,
        };
        typst_pdf::pdf(&self.document, &options).map_err(|faults| TypesetError::write("PDF", &faults))
    }

    /// Each page as one SVG; letters are outlines.
    #[must_use]
    pub fn svg(&self) -> Vec<String> {
        let options = SvgOptions { render_bleed: false, pretty: false };
        self.document.pages().par_iter().map(|page| typst_svg::svg(page, &options)).collect()
    }

    /// One page (from 0) as a PNG on white, with its size in it; `dpi` dots an inch.
    ///
    /// # Errors
    /// A page that is not there, or one too large for memory.
    pub fn png(&self, page: usize, dpi: f64) -> Result<Vec<u8>, TypesetError> {
        let fail = |what: &str| TypesetError::Write { format: "PNG", what: what.to_owned() };
        let page = self.document.pages().get(page).ok_or_else(|| fail("no such page"))?;
        let options = RenderOptions { pixel_per_pt: (dpi / POINTS_PER_INCH).into(), render_bleed: false };
        let picture = typst_render::render(page, &options);
        let mut opaque = vec![0; picture.pixels().len() * 3];
        let rows = picture.pixels().par_chunks(ROW).zip(opaque.par_chunks_mut(ROW * 3));
        rows.for_each(|(pixels, channels)| {
            for (p, channels) in pixels.iter().zip(channels.chunks_exact_mut(3)) {
                // over white: the colours are multiplied by their alpha already
                let ground = 255 - p.alpha();
                channels.copy_from_slice(&[p.red(), p.green(), p.blue()].map(|channel| channel.saturating_add(ground)));
            }
        });
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        // lines and even colours: unfiltered rows come out a quarter smaller than filtered ones, and sooner
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_deflate_compression(png::DeflateCompression::Level(DEFLATE));
        let dots = (dpi / METRES_PER_INCH).round() as u32;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: dots, yppu: dots, unit: png::Unit::Meter }));
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&opaque)?;
            writer.finish()
        });
        written.map_err(|error| fail(&error.to_string()))?;
        Ok(file)
    }
}
