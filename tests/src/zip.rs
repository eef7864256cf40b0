//! A minimal zip, byte by byte: entries stored as they are, names in any encoding.

/// Packs `(name, content)`; the names' bytes are written as they are, with no word about their encoding.
///
/// # Panics
/// When something is larger than a small file.
#[must_use]
pub fn zip(entries: &[(&[u8], &[u8])]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let start = u32::try_from(file.len()).expect("a small file");
        let size = u32::try_from(content.len()).expect("a small file").to_le_bytes();
        let length = u16::try_from(name.len()).expect("a short name").to_le_bytes();
        // Version 2.0, no flags, stored, 1980-01-01.
        let mut facts = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        facts.extend(crc32(content).to_le_bytes());
        facts.extend(size);
        facts.extend(size);
        facts.extend(length);
        facts.extend([0, 0]);
        file.extend(b"PK\x03\x04");
        file.extend(&facts);
        file.extend(*name);
        file.extend(*content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(*name);
    }
    let (start, size) = (file.len(), directory.len());
    file.extend(directory);
    file.extend(b"PK\x05\x06\x00\x00\x00\x00");
    let count = u16::try_from(entries.len()).expect("few entries").to_le_bytes();
    file.extend([count, count].concat());
    file.extend(u32::try_from(size).expect("a small file").to_le_bytes());
    file.extend(u32::try_from(start).expect("a small file").to_le_bytes());
    file.extend([0, 0]);
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
