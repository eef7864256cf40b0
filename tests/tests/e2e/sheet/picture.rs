//! Sheets as pictures, against references that were looked at. `BLESS=1` writes them anew: then look at every one.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::Tree;

use sanxian_tests::corpus::repository;
use sanxian_tests::draw::Desk;
use sanxian_tests::snapshot::blessing;

use super::{DEMO, sheet};

/// 300 dots an inch become 50: letters are grey bars, lines and grounds are where they are.
const SHRINK: usize = 6;
/// A channel may differ by this much, of 255, before a dot counts.
const TOLERATED: u8 = 24;
/// So many dots of ten thousand may.
const DOTS: usize = 20;

struct Picture {
    width: usize,
    height: usize,
    /// Red, green, blue.
    dots: Vec<[u8; 3]>,
}

impl Picture {
    fn read(path: &Path) -> Self {
        let file = BufReader::new(File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
        let mut reader = png::Decoder::new(file).read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut bytes).expect("a whole PNG");
        assert_eq!(info.color_type, png::ColorType::Rgb);
        let dots = bytes[..info.buffer_size()].chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect();
        Self { width: info.width as usize, height: info.height as usize, dots }
    }

    fn write(&self, path: &Path) {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let file = File::create(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut encoder = png::Encoder::new(file, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(&self.dots.concat()).expect("written");
    }

    /// A PDF's first page as poppler shows it, at half as many dots an inch.
    fn of_pdf(path: &Path) -> Self {
        let picture = path.with_extension("poppler");
        let done = Command::new("pdftoppm").args(["-r", "150", "-png", "-singlefile"]).arg(path).arg(&picture).status();
        assert!(done.expect("pdftoppm (poppler-utils)").success(), "{}", path.display());
        Self::read(&path.with_extension("poppler.png"))
    }

    /// An SVG as resvg shows it, at half as many dots an inch.
    fn of_svg(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let tree = Tree::from_str(&text, &resvg::usvg::Options::default()).expect("a picture");
        let scale = 150.0 / 96.0; // of the pixels that its sizes come in
        let size = [tree.size().width(), tree.size().height()].map(|pixels| (pixels * scale).round() as u32);
        let mut drawn = Pixmap::new(size[0], size[1]).expect("room");
        drawn.fill(Color::WHITE);
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut drawn.as_mut());
        let dots = drawn.pixels().iter().map(|dot| [dot.red(), dot.green(), dot.blue()]).collect();
        Self { width: size[0] as usize, height: size[1] as usize, dots }
    }

    /// Each dot the middle of a square of dots.
    fn shrunk(&self, by: usize) -> Self {
        let (width, height) = (self.width / by, self.height / by);
        let mean = |x: usize, y: usize| {
            let mut sum = [0_usize; 3];
            for row in y * by..(y + 1) * by {
                for dot in &self.dots[row * self.width + x * by..row * self.width + (x + 1) * by] {
                    (0..3).for_each(|k| sum[k] += usize::from(dot[k]));
                }
            }
            sum.map(|all| (all / (by * by)) as u8)
        };
        let dots = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect();
        Self { width, height, dots }
    }

    /// The dots that differ by more than `tolerated`.
    fn differing(&self, other: &Self, tolerated: u8) -> Vec<bool> {
        let differs = |(a, b): (&[u8; 3], &[u8; 3])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > tolerated);
        self.dots.iter().zip(&other.dots).map(differs).collect()
    }
}

fn compare(name: &str, words: &[&str], file: &str) {
    let desk = Desk::new();
    let done = sheet(&DEMO, &[words, &["--format", "png", "--paper", "a4"]].concat(), &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let now = Picture::read(&desk.out().join(file)).shrunk(SHRINK);
    let reference = repository().join("tests/sheets").join(name).with_extension("png");
    if blessing() {
        now.write(&reference);
        return;
    }
    let then = Picture::read(&reference);
    let report = repository().join("target/sheets");
    assert_eq!((now.width, now.height), (then.width, then.height), "{name}: another size");
    let marks = now.differing(&then, TOLERATED);
    let count = marks.iter().filter(|mark| **mark).count();
    if count * 10_000 > now.dots.len() * DOTS {
        // what differs in red, the rest pale
        let pale = |(dot, mark): (&[u8; 3], &bool)| if *mark { [220, 0, 0] } else { dot.map(|c| 200 + c / 5) };
        let dots = now.dots.iter().zip(&marks).map(pale).collect();
        Picture { width: now.width, height: now.height, dots }.write(&report.join(format!("{name}-difference.png")));
        now.write(&report.join(format!("{name}-now.png")));
        panic!("{name}: {count} of {} dots differ; see {} and tests/sheets/{name}.png", marks.len(), report.display());
    }
}

#[test]
fn a_town_with_farmland() {
    compare("town", &["--town", "SL07"], "town-SL07.png");
}

#[test]
fn a_tall_sheet_with_control_lines_near_the_town_only() {
    compare("around", &["--town", "SL11", "--portrait", "--around", "300"], "town-SL11.png");
}

#[test]
fn a_finding_close_up() {
    compare("finding", &["--town", "SL06", "--kind", "finding"], "finding-SL06-1.png");
}

#[test]
fn the_index_of_the_county() {
    compare("index", &["--kind", "index"], "index.png");
}

/// Three drawers draw it: letters and hatching come out a little darker or lighter, and everything is in its place.
#[test]
fn the_pdf_the_svg_and_the_png_of_a_sheet_look_alike() {
    let desk = Desk::new();
    let words = ["--town", "SL11", "--paper", "a4", "--format", "pdf,svg,png"];
    let done = sheet(&DEMO, &words, &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let file = |ending: &str| desk.out().join("town-SL11").with_extension(ending);
    let png = Picture::read(&file("png")).shrunk(SHRINK);
    for (name, other) in [("pdf", Picture::of_pdf(&file("pdf"))), ("svg", Picture::of_svg(&file("svg")))] {
        let other = other.shrunk(SHRINK / 2);
        assert_eq!((png.width, png.height), (other.width, other.height), "{name}");
        let count = png.differing(&other, 64).into_iter().filter(|differs| *differs).count();
        assert!(count * 1000 < png.dots.len() * 4, "{name}: {count} of {} dots differ", png.dots.len());
    }
}
