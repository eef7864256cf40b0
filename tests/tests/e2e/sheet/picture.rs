//! Sheets as pictures, against references that were looked at. `BLESS=1` writes them anew: then look at every one.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

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

    /// Each dot the middle of a square of dots.
    fn shrunk(&self) -> Self {
        let (width, height) = (self.width / SHRINK, self.height / SHRINK);
        let mean = |x: usize, y: usize| {
            let mut sum = [0_usize; 3];
            for row in y * SHRINK..(y + 1) * SHRINK {
                for dot in &self.dots[row * self.width + x * SHRINK..row * self.width + (x + 1) * SHRINK] {
                    (0..3).for_each(|k| sum[k] += usize::from(dot[k]));
                }
            }
            sum.map(|all| (all / (SHRINK * SHRINK)) as u8)
        };
        let dots = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| mean(x, y)).collect();
        Self { width, height, dots }
    }
}

fn compare(name: &str, words: &[&str], file: &str) {
    let desk = Desk::new();
    let done = sheet(&DEMO, &[words, &["--format", "png", "--paper", "a4"]].concat(), &desk.out());
    assert_eq!(done.status, 0, "{}", done.stderr);
    let now = Picture::read(&desk.out().join(file)).shrunk();
    let reference = repository().join("tests/sheets").join(name).with_extension("png");
    if blessing() {
        now.write(&reference);
        return;
    }
    let then = Picture::read(&reference);
    let report = repository().join("target/sheets");
    assert_eq!((now.width, now.height), (then.width, then.height), "{name}: another size");
    let differs = |(a, b): (&[u8; 3], &[u8; 3])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > TOLERATED);
    let marks: Vec<bool> = now.dots.iter().zip(&then.dots).map(differs).collect();
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
