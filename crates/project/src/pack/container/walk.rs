//! Finds the members of a pack: from head to head, and by the directory; each works where the other is broken.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::{CENTRAL, END, FLAGS, LOCAL, LONGEST_NAME, MOST_MEMBERS, Member, NotAPack, cracks, digest};
use crate::pack::manifest::{CHECK, LARGEST_MANIFEST, MANIFEST, SIGNATURE};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub name: String,
    pub begins: u64,
    pub size: u64,
}

/// Walks from head to head.
pub(super) fn by_heads(file: &mut File, size: u64) -> Result<Vec<Found>, NotAPack> {
    let (mut at, mut found) = (0, Vec::new());
    loop {
        let mut head = [0; LOCAL];
        file.seek(SeekFrom::Start(at))?;
        let read = read_up_to(file, &mut head)?;
        match &head[..read.min(4)] {
            b"PK\x03\x04" => {}
            b"PK\x01\x02" if !found.is_empty() => return Ok(found),
            // what is left is as long as the directory of these members: its first bytes were changed
            _ if !found.is_empty() && size - at == directory_size(&found) => return Ok(found),
            _ if at == 0 && read >= 4 => return Err(NotAPack::Foreign),
            _ if read < 4 => return Err(NotAPack::Truncated(size)),
            _ => return Err(NotAPack::Repacked("a member's head is not where it must be")),
        }
        if read < LOCAL {
            return Err(NotAPack::Truncated(size));
        }
        if half(&head, 8) != 0 {
            return Err(NotAPack::Repacked("a member is compressed"));
        }
        if half(&head, 28) != 0 || half(&head, 6) & !FLAGS != 0 {
            return Err(NotAPack::Repacked("a member's head has further fields"));
        }
        let (length, name) = (word(&head, 18), half(&head, 26));
        let name = read_name(file, at + LOCAL as u64, usize::from(name), size)?;
        let begins = at + LOCAL as u64 + name.len() as u64;
        at = begins + u64::from(length);
        if at > size {
            return Err(NotAPack::Truncated(size));
        }
        found.push(Found { name, begins, size: length.into() });
        if found.len() > MOST_MEMBERS {
            return Err(NotAPack::TooLarge);
        }
    }
}

fn directory_size(found: &[Found]) -> u64 {
    found.iter().map(|one| (CENTRAL + one.name.len()) as u64).sum::<u64>() + END as u64
}

/// Reads the directory at the end.
pub(super) fn by_directory(file: &mut File, size: u64) -> Result<Vec<Found>, NotAPack> {
    let end = size.checked_sub(END as u64).ok_or(NotAPack::Truncated(size))?;
    let mut tail = [0; END];
    file.seek(SeekFrom::Start(end))?;
    file.read_exact(&mut tail)?;
    if !tail.starts_with(b"PK\x05\x06") {
        return Err(NotAPack::Truncated(size));
    }
    let (count, mut at) = (usize::from(half(&tail, 10)), u64::from(word(&tail, 16)));
    if count > MOST_MEMBERS {
        return Err(NotAPack::TooLarge);
    }
    let mut found = Vec::new();
    for _ in 0..count {
        let mut entry = [0; CENTRAL];
        file.seek(SeekFrom::Start(at))?;
        if at + CENTRAL as u64 > end || read_up_to(file, &mut entry)? < CENTRAL || !entry.starts_with(b"PK\x01\x02") {
            return Err(NotAPack::Repacked("its directory is not where it must be"));
        }
        if half(&entry, 10) != 0 {
            return Err(NotAPack::Repacked("a member is compressed"));
        }
        let name = read_name(file, at + CENTRAL as u64, usize::from(half(&entry, 28)), size)?;
        at += (CENTRAL + name.len()) as u64;
        let begins = u64::from(word(&entry, 42)) + LOCAL as u64 + name.len() as u64;
        let length = u64::from(word(&entry, 24));
        if begins + length > end {
            return Err(NotAPack::Repacked("a member does not lie in the file"));
        }
        found.push(Found { name, begins, size: length });
        // members that lie on each other would be read again and again
        if found.iter().map(|one| one.size).sum::<u64>() > size {
            return Err(NotAPack::Repacked("its members lie on each other"));
        }
    }
    Ok(found)
}

/// Whichever of two readings makes a frame with fewer differences from the file.
pub(super) fn better(
    file: &mut File,
    size: u64,
    heads: Vec<Found>,
    directory: Vec<Found>,
) -> Result<Vec<Found>, NotAPack> {
    let weigh = |file: &mut File, found: &[Found]| -> Result<usize, NotAPack> {
        let mut members = Vec::new();
        for Found { name, begins, size } in found {
            file.seek(SeekFrom::Start(*begins))?;
            let digest = digest::of(&mut BufReader::new(&*file).take(*size), &|| false)?;
            members.push(Member { name: name.clone(), begins: *begins, digest, claimed: None });
        }
        Ok(cracks(file, &mut members, size).map_or(usize::MAX, |cracks| cracks.len()))
    };
    let (one, other) = (weigh(file, &heads)?, weigh(file, &directory)?);
    let prefer_heads = match one.cmp(&other) {
        std::cmp::Ordering::Equal => listed(file, &heads)? >= listed(file, &directory)?,
        order => order.is_lt(),
    };
    Ok(if prefer_heads { heads } else { directory })
}

/// How many of the names the manifest among them speaks of.
fn listed(file: &mut File, found: &[Found]) -> Result<usize, NotAPack> {
    let Some(manifest) = found.iter().find(|one| one.name == MANIFEST && one.size <= LARGEST_MANIFEST) else {
        return Ok(0);
    };
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(manifest.begins))?;
    (&*file).take(manifest.size).read_to_end(&mut text)?;
    let text = String::from_utf8_lossy(&text);
    let own = [MANIFEST, CHECK, SIGNATURE];
    let knows =
        |one: &&Found| own.contains(&one.name.as_str()) || text.contains(&format!("\"name\": \"{}\"", one.name));
    Ok(found.iter().filter(knows).count())
}

pub(super) fn read_up_to(file: &mut File, into: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < into.len() {
        match file.read(&mut into[got..])? {
            0 => break,
            n => got += n,
        }
    }
    Ok(got)
}

fn read_name(file: &mut File, at: u64, length: usize, size: u64) -> Result<String, NotAPack> {
    if length == 0 || length > LONGEST_NAME {
        return Err(NotAPack::Repacked("a member's name is empty or very long"));
    }
    let mut name = vec![0; length];
    file.seek(SeekFrom::Start(at))?;
    if read_up_to(file, &mut name)? < length {
        return Err(NotAPack::Truncated(size));
    }
    String::from_utf8(name).map_err(|_| NotAPack::Repacked("a member's name is not UTF-8"))
}

fn half(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
