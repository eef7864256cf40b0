//! A minimal shapefile, byte by byte: one square polygon a record, one text field.

use std::path::PathBuf;

use crate::draw::{Desk, around};

/// The three files of a shapefile, in any encoding.
#[derive(Debug, Clone)]
pub struct Shapefile {
    /// `.shp`
    pub shp: Vec<u8>,
    /// `.shx`
    pub shx: Vec<u8>,
    /// `.dbf`
    pub dbf: Vec<u8>,
}

impl Shapefile {
    /// Towns at the places 0, 1, … with these texts in a field of this name (both in the encoding's bytes).
    #[must_use]
    pub fn of_towns(field: &[u8], texts: &[&[u8]]) -> Self {
        let boxes: Vec<(&[u8], [f64; 4])> = (0..).zip(texts).map(|(place, text)| (*text, around(place))).collect();
        Self::of_boxes(field, &boxes)
    }

    /// Rectangles by west, south, east, north, each with its text.
    #[must_use]
    pub fn of_boxes(field: &[u8], boxes: &[(&[u8], [f64; 4])]) -> Self {
        let bodies: Vec<Vec<u8>> = boxes.iter().map(|(_, bounds)| polygon(*bounds)).collect();
        let texts: Vec<&[u8]> = boxes.iter().map(|(text, _)| *text).collect();
        let mut records = Vec::new();
        let mut index = Vec::new();
        for (number, body) in (1_i32..).zip(&bodies) {
            index.extend(words(100 + records.len()));
            index.extend(words(body.len()));
            records.extend(number.to_be_bytes());
            records.extend(words(body.len()));
            records.extend(body);
        }
        let file = |content: Vec<u8>| [header(content.len(), boxes), content].concat();
        Self { shp: file(records), shx: file(index), dbf: dbf(field, &texts) }
    }

    /// Writes `NAME.shp`, `.shx` and `.dbf`; gives the path of the `.shp`.
    pub fn write(&self, desk: &Desk, name: &str) -> PathBuf {
        desk.write(&format!("{name}.shx"), &self.shx);
        desk.write(&format!("{name}.dbf"), &self.dbf);
        desk.write(&format!("{name}.shp"), &self.shp)
    }
}

/// A length in 16-bit words, big-endian.
fn words(bytes: usize) -> [u8; 4] {
    i32::try_from(bytes / 2).expect("a small file").to_be_bytes()
}

fn header(content: usize, boxes: &[(&[u8], [f64; 4])]) -> Vec<u8> {
    let least = |k: usize| boxes.iter().map(|(_, bounds)| bounds[k]).fold(f64::INFINITY, f64::min);
    let most = |k: usize| boxes.iter().map(|(_, bounds)| bounds[k]).fold(f64::NEG_INFINITY, f64::max);
    let mut header = vec![0; 100];
    header[..4].copy_from_slice(&9994_i32.to_be_bytes());
    header[24..28].copy_from_slice(&words(100 + content));
    header[28..32].copy_from_slice(&1000_i32.to_le_bytes());
    header[32..36].copy_from_slice(&5_i32.to_le_bytes());
    for (k, value) in [least(0), least(1), most(2), most(3)].into_iter().enumerate() {
        header[36 + 8 * k..44 + 8 * k].copy_from_slice(&value.to_le_bytes());
    }
    header
}

/// A clockwise ring, as shapefiles want it.
fn polygon([west, south, east, north]: [f64; 4]) -> Vec<u8> {
    let ring = [[west, south], [west, north], [east, north], [east, south], [west, south]];
    let mut body = Vec::new();
    body.extend(5_i32.to_le_bytes());
    [west, south, east, north].iter().for_each(|value| body.extend(value.to_le_bytes()));
    [1_i32, 5, 0].iter().for_each(|value| body.extend(value.to_le_bytes()));
    ring.iter().flatten().for_each(|value| body.extend(value.to_le_bytes()));
    body
}

fn dbf(field: &[u8], texts: &[&[u8]]) -> Vec<u8> {
    const WIDTH: u8 = 40;
    let mut file = vec![3, 126, 1, 1];
    file.extend(u32::try_from(texts.len()).expect("few records").to_le_bytes());
    file.extend(65_u16.to_le_bytes());
    file.extend(u16::from(WIDTH + 1).to_le_bytes());
    file.extend([0; 20]);
    let mut column = [0; 32];
    column[..field.len()].copy_from_slice(field);
    column[11] = b'C';
    column[16] = WIDTH;
    file.extend(column);
    file.push(0x0D);
    for text in texts {
        file.push(b' ');
        file.extend(*text);
        file.extend(vec![b' '; usize::from(WIDTH) - text.len()]);
    }
    file.push(0x1A);
    file
}
