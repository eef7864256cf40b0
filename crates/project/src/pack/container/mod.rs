//! The zip around a pack, in one form only: members stored, no extra fields, one fixed time, the directory at the end.
//!
//! Any zip program opens it. Read back, it must be this form again, byte for byte: nothing is inflated, so there are no
//! bombs; no two places can disagree about a name; a name is never used as a path; and a byte that was changed anywhere
//! in the frame has a place that can be named. Members are stored so that one changed byte stays one changed byte.
//!
//! Framed by our own code: a general reader accepts what this one must refuse, and does not say where a frame is broken.

mod walk;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use self::walk::{Found, better, by_directory, by_heads, read_up_to};
use super::digest::{self, Digest};

/// Members, at most.
const MOST_MEMBERS: usize = 5_000;
/// Bytes of a name, at most.
const LONGEST_NAME: usize = 240;
/// A zip without 64-bit extensions ends below 4 GiB.
const LARGEST: u64 = (1 << 32) - 1;

const LOCAL: usize = 30;
const CENTRAL: usize = 46;
const END: usize = 22;
/// 1980-01-01, the first day that a zip knows.
const DAY: u16 = 0x21;
/// Names are UTF-8.
const FLAGS: u16 = 0x0800;
const VERSION: u16 = 20;

/// A file that goes into a pack.
#[derive(Debug, Clone)]
pub(in crate::pack) struct Part {
    pub name: String,
    pub place: PathBuf,
    pub digest: Digest,
}

/// A member of a pack that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pack) struct Member {
    pub name: String,
    /// Where its bytes begin.
    pub begins: u64,
    pub digest: Digest,
    /// The check sum that the frame says twice, where its content has another.
    pub claimed: Option<u32>,
}

/// A byte of the frame that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pack) struct Crack {
    /// Place in the file, from 0.
    pub at: u64,
    pub expected: u8,
    pub found: u8,
    /// The member whose frame it is; the directory's when absent.
    pub member: Option<String>,
}

/// A pack, read once from end to end.
#[derive(Debug)]
pub(in crate::pack) struct Opened {
    pub path: PathBuf,
    pub members: Vec<Member>,
    pub cracks: Vec<Crack>,
}

/// Why a file is no pack at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pack) enum NotAPack {
    /// The system could not read it.
    Io(String),
    /// It begins otherwise.
    Foreign,
    /// It ends too early: this many bytes are there.
    Truncated(u64),
    /// A zip, but packed by another program.
    Repacked(&'static str),
    /// More or longer than is allowed.
    TooLarge,
}

impl From<io::Error> for NotAPack {
    fn from(error: io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

/// Writes the parts in their order.
pub(in crate::pack) fn write(parts: &[Part], to: &File) -> io::Result<()> {
    let frames: Vec<(&str, &Digest)> = parts.iter().map(|part| (part.name.as_str(), &part.digest)).collect();
    let frame = Frame::of(&frames).ok_or_else(|| io::Error::other("a pack holds less than 4 GiB"))?;
    let mut out = BufWriter::new(to);
    for (part, head) in parts.iter().zip(&frame.heads) {
        out.write_all(head)?;
        let copied = io::copy(&mut File::open(&part.place)?, &mut out)?;
        if copied != part.digest.bytes {
            return Err(io::Error::other("a file changed while it was packed"));
        }
    }
    out.write_all(&frame.directory)?;
    out.flush()
}

/// The bytes around the members.
struct Frame {
    heads: Vec<Vec<u8>>,
    directory: Vec<u8>,
}

impl Frame {
    /// `None` when it would be too large.
    fn of(members: &[(&str, &Digest)]) -> Option<Self> {
        let (mut heads, mut directory, mut at) = (Vec::new(), Vec::new(), 0_u64);
        for (name, digest) in members {
            let size = u32::try_from(digest.bytes).ok()?;
            let mut common = Vec::new();
            for field in [VERSION, FLAGS, 0, 0, DAY] {
                common.extend(field.to_le_bytes());
            }
            for field in [digest.crc32, size, size] {
                common.extend(field.to_le_bytes());
            }
            common.extend(u16::try_from(name.len()).ok()?.to_le_bytes());
            common.extend([0, 0]); // no extra field
            let head = [b"PK\x03\x04".as_slice(), &common, name.as_bytes()].concat();
            directory.extend(b"PK\x01\x02");
            directory.extend(VERSION.to_le_bytes());
            directory.extend(&common);
            directory.extend([0; 10]); // no comment, disk, attributes
            directory.extend(u32::try_from(at).ok()?.to_le_bytes());
            directory.extend(name.as_bytes());
            at += head.len() as u64 + digest.bytes;
            heads.push(head);
        }
        let (size, count) = (u32::try_from(directory.len()).ok()?, u16::try_from(members.len()).ok()?);
        directory.extend(b"PK\x05\x06\0\0\0\0");
        directory.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
        directory.extend([size.to_le_bytes(), u32::try_from(at).ok()?.to_le_bytes()].concat());
        directory.extend([0, 0]);
        (at + directory.len() as u64 <= LARGEST).then_some(Self { heads, directory })
    }
}

/// Reads a pack: every member is weighed, the frame is compared with what it must be.
pub(in crate::pack) fn open(path: &Path, cancelled: &dyn Fn() -> bool) -> Result<Opened, NotAPack> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > LARGEST {
        return Err(NotAPack::TooLarge);
    }
    let found = match (by_heads(&mut file, size), by_directory(&mut file, size)) {
        (Ok(heads), Ok(directory)) if heads == directory => heads,
        // one of them was changed: the one that the rest of the file agrees with is right
        (Ok(heads), Ok(directory)) => better(&mut file, size, heads, directory)?,
        (Ok(one), Err(_)) | (Err(_), Ok(one)) => one,
        (Err(heads), Err(_)) => return Err(heads),
    };
    let mut members = Vec::new();
    for Found { name, begins, size } in found {
        file.seek(SeekFrom::Start(begins))?;
        let digest = digest::of(&mut BufReader::new(&file).take(size), cancelled)?;
        members.push(Member { name, begins, digest, claimed: None });
    }
    let cracks = cracks(&mut file, &mut members, size)?;
    Ok(Opened { path: path.into(), members, cracks })
}

/// Bytes of the frame that differ from what its members make of it. A check sum in the frame is no crack of its own when
/// the member itself was changed: both places of it then say the same.
fn cracks(file: &mut File, members: &mut [Member], size: u64) -> Result<Vec<Crack>, NotAPack> {
    let frames: Vec<(&str, &Digest)> = members.iter().map(|one| (one.name.as_str(), &one.digest)).collect();
    let frame = Frame::of(&frames).ok_or(NotAPack::TooLarge)?;
    let mut cracks = Vec::new();
    let mut compare = |at: u64, expected: &[u8], member: Option<&str>| -> Result<(), NotAPack> {
        let mut found = vec![0; expected.len()];
        file.seek(SeekFrom::Start(at))?;
        let read = read_up_to(file, &mut found)?;
        for (place, (expected, found)) in expected.iter().zip(&found[..read]).enumerate() {
            if expected != found {
                let member = member.map(str::to_owned);
                cracks.push(Crack { at: at + place as u64, expected: *expected, found: *found, member });
            }
        }
        if read < expected.len() {
            return Err(NotAPack::Truncated(size));
        }
        Ok(())
    };
    let mut at = 0;
    for (member, head) in members.iter().zip(&frame.heads) {
        compare(at, head, Some(&member.name))?;
        at += head.len() as u64 + member.digest.bytes;
    }
    compare(at, &frame.directory, None)?;
    if at + (frame.directory.len() as u64) < size {
        return Err(NotAPack::Repacked("something follows its end"));
    }
    Ok(without_sums_of_changed(cracks, members, &frame))
}

/// Takes out the check sums that disagree with a member in its head and in the directory alike.
fn without_sums_of_changed(cracks: Vec<Crack>, members: &mut [Member], frame: &Frame) -> Vec<Crack> {
    let (mut head, mut entry) =
        (0, members.iter().zip(&frame.heads).map(|(m, h)| h.len() as u64 + m.digest.bytes).sum::<u64>());
    let mut forgiven = Vec::new();
    for (member, bytes) in members.iter_mut().zip(&frame.heads) {
        let sum = |from: u64| -> Vec<(u64, u8)> {
            let inside = |crack: &&Crack| (from..from + 4).contains(&crack.at);
            cracks.iter().filter(inside).map(|crack| (crack.at - from, crack.found)).collect()
        };
        let (in_head, in_entry) = (head + 14, entry + 16);
        if !sum(in_head).is_empty() && sum(in_head) == sum(in_entry) {
            forgiven.extend([in_head, in_entry]);
            let mut claimed = member.digest.crc32.to_le_bytes();
            for (place, byte) in sum(in_head) {
                claimed[place as usize] = byte;
            }
            member.claimed = Some(u32::from_le_bytes(claimed));
        }
        head += bytes.len() as u64 + member.digest.bytes;
        entry += (CENTRAL + member.name.len()) as u64;
    }
    cracks.into_iter().filter(|crack| !forgiven.iter().any(|from| (*from..*from + 4).contains(&crack.at))).collect()
}

impl Opened {
    /// The member of that name; the first of several.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// A member's bytes, one after the other.
    pub fn reader(&self, member: &Member) -> io::Result<impl Read + use<>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(member.begins))?;
        Ok(BufReader::new(file).take(member.digest.bytes))
    }

    /// A small member as a whole.
    pub fn small(&self, member: &Member, most: u64) -> io::Result<Vec<u8>> {
        if member.digest.bytes > most {
            return Err(io::Error::other("larger than it may be"));
        }
        let mut bytes = Vec::new();
        self.reader(member)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}
