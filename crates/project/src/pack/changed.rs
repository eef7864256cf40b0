//! Finds and names what was changed in a pack, down to the byte where that can be known.

use std::collections::BTreeSet;
use std::io::{self, Read};

use super::container::{Crack, Member, Opened};
use super::digest::{Digest, Kept, Place, with_byte};
use super::manifest::{CHECK, Check, MANIFEST, Manifest, SIGNATURE};
use super::report::Difference;
use crate::lang::Text;

/// A change of the manifest or of its check, and the byte that puts the manifest right.
pub(super) struct Changed {
    pub difference: Difference,
    pub put_back: Option<(u64, u8)>,
}

/// Where two readings differ first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FirstDifference {
    pub at: u64,
    /// In the pack; absent where it ends.
    pub found: Option<u8>,
    /// Made again.
    pub expected: Option<u8>,
}

/// A byte of the frame.
pub(super) fn crack(crack: &Crack) -> Difference {
    let Crack { at, expected, found, member } = crack;
    let (zh, en) = match member {
        Some(member) => (format!("“{member}”的文件头"), format!("the head of {member:?}")),
        None => ("目录".to_owned(), "the directory".to_owned()),
    };
    let text = Text::new(
        format!("证据包第 {at} 字节（{zh}）应为 0x{expected:02x}，实为 0x{found:02x}"),
        format!("byte {at} of the pack ({en}) must be 0x{expected:02x} and is 0x{found:02x}"),
    );
    Difference::new("container", None, Some(*at), text)
}

/// Whether the manifest and its check agree; if not, which of them was changed.
pub(super) fn manifest(digest: &Digest, bytes: &[u8], check: Option<&[u8]>) -> Option<Changed> {
    let right = Manifest::to_bytes(&Check { kept: digest.kept() }).unwrap_or_default();
    let told =
        |file, at, text| Changed { difference: Difference::new("manifest", Some(file), at, text), put_back: None };
    let Some(check) = check else {
        let text = Text::new("缺少 manifest.check.json", "manifest.check.json is missing");
        return Some(told(CHECK, None, text));
    };
    if check == right {
        return None;
    }
    if let Ok(Check { kept }) = serde_json::from_slice::<Check>(check) {
        let corrected = |at, byte| with_byte(&mut &*bytes, at, byte);
        let byte_at = |at: u64| Ok(bytes[usize::try_from(at).unwrap_or(0)]);
        if let Ok(Place::Byte { at, was }) = digest.place(&kept, corrected, byte_at) {
            let found = bytes[usize::try_from(at).unwrap_or(0)];
            let change = told(MANIFEST, Some(at), one_byte(MANIFEST, at, was, found));
            return Some(Changed { put_back: Some((at, was)), ..change });
        }
    }
    let first = first_difference(&mut &*check, &mut right.as_slice()).ok().flatten();
    let changed = check.iter().zip(&right).filter(|(a, b)| a != b).count();
    if let (Some(FirstDifference { at, found: Some(found), expected: Some(was) }), 1, true) =
        (first, changed, check.len() == right.len())
    {
        return Some(told(CHECK, Some(at), one_byte(CHECK, at, was, found)));
    }
    let text = Text::new(
        "manifest.json 与 manifest.check.json 不一致：清单被改动过，改动不止一个字节",
        "manifest.json and manifest.check.json disagree: the manifest was changed, in more than one byte",
    );
    Some(told(MANIFEST, None, text))
}

/// Compares every file with the manifest.
pub(super) fn files(opened: &Opened, manifest: &Manifest, found: &mut Vec<Difference>) -> io::Result<()> {
    let own = [MANIFEST, CHECK, SIGNATURE];
    let mut seen = BTreeSet::new();
    for member in &opened.members {
        let name = member.name.as_str();
        if !seen.insert(name) {
            let text = Text::new(format!("“{name}”出现两次"), format!("{name:?} is there twice"));
            found.push(Difference::new("file", Some(name), None, text));
            continue;
        }
        match manifest.files.iter().find(|listed| listed.name == name) {
            Some(listed) if listed.kept.sha256 == member.digest.sha256 && listed.kept.bytes == member.digest.bytes => {}
            Some(listed) => found.push(file(opened, member, &listed.kept)?),
            None if !own.contains(&name) => {
                let text = Text::new(format!("清单中没有“{name}”"), format!("the manifest does not list {name:?}"));
                found.push(Difference::new("file", Some(name), None, text));
            }
            // the manifest cannot hold the hash of its own signature; the frame holds a sum of it
            None if name == SIGNATURE && member.claimed.is_some() => found.push(signature(opened, member)?),
            None => {}
        }
    }
    for listed in manifest.files.iter().filter(|listed| !seen.contains(listed.name.as_str())) {
        let name = &listed.name;
        let text = Text::new(format!("缺少“{name}”"), format!("{name:?} is missing"));
        found.push(Difference::new("file", Some(name), None, text));
    }
    Ok(())
}

/// Where a member differs from what was kept of it.
pub(super) fn place(opened: &Opened, member: &Member, kept: &Kept) -> io::Result<Place> {
    let corrected = |at, byte| with_byte(&mut opened.reader(member)?, at, byte);
    member.digest.place(kept, corrected, |at| byte_of(opened, member, at))
}

fn byte_of(opened: &Opened, member: &Member, at: u64) -> io::Result<u8> {
    let mut reader = opened.reader(member)?;
    io::copy(&mut reader.by_ref().take(at), &mut io::sink())?;
    let mut byte = [0];
    reader.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn file(opened: &Opened, member: &Member, kept: &Kept) -> io::Result<Difference> {
    let name = member.name.as_str();
    let (hash, size) = (&member.digest.sha256, member.digest.bytes);
    let hashes = Text::new(
        format!("SHA-256 应为 {}，实为 {hash}", kept.sha256),
        format!("SHA-256 must be {} and is {hash}", kept.sha256),
    );
    let (at, text) = match place(opened, member, kept)? {
        Place::Byte { at, was } => (Some(at), one_byte(name, at, was, byte_of(opened, member, at)?)),
        Place::Block { from, to } => {
            let sizes = (kept.bytes != size).then(|| {
                Text::new(
                    format!("，大小应为 {} 字节，实为 {size}", kept.bytes),
                    format!(", {} bytes expected, {size} found", kept.bytes),
                )
            });
            let sizes = sizes.unwrap_or_else(|| Text::new("", ""));
            let last = to.saturating_sub(1);
            let zh = format!("“{name}”被改动，第一处在第 {from}～{last} 字节之间{}", sizes.zh);
            (None, Text::new(zh, format!("{name:?} was changed, first between bytes {from} and {last}{}", sizes.en)))
        }
        Place::End { at } => (
            Some(at),
            Text::new(
                format!("“{name}”从第 {at} 字节起不同：应为 {} 字节，实为 {size}", kept.bytes),
                format!("{name:?} differs from byte {at} on: {} bytes expected, {size} found", kept.bytes),
            ),
        ),
    };
    let text = Text::new(format!("{}；{}", text.zh, hashes.zh), format!("{}; {}", text.en, hashes.en));
    Ok(Difference::new("file", Some(name), at, text))
}

/// A signature is short: every byte and value is tried until the frame's check sum fits.
fn signature(opened: &Opened, member: &Member) -> io::Result<Difference> {
    let mut bytes = opened.small(member, 4096)?;
    for at in 0..bytes.len() {
        let found = bytes[at];
        for was in 0..=u8::MAX {
            bytes[at] = was;
            if was != found && Some(crc32fast::hash(&bytes)) == member.claimed {
                let at = at as u64;
                return Ok(Difference::new(
                    "signature",
                    Some(SIGNATURE),
                    Some(at),
                    one_byte(SIGNATURE, at, was, found),
                ));
            }
        }
        bytes[at] = found;
    }
    let text = Text::new("signature.json 被改动", "signature.json was changed");
    Ok(Difference::new("signature", Some(SIGNATURE), None, text))
}

fn one_byte(name: &str, at: u64, was: u8, found: u8) -> Text {
    Text::new(
        format!("“{name}”第 {at} 字节被改动：应为 0x{was:02x}，实为 0x{found:02x}"),
        format!("byte {at} of {name:?} was changed: it must be 0x{was:02x} and is 0x{found:02x}"),
    )
}

/// A file of the pack against the same file made again.
pub(super) fn remade(name: &str, FirstDifference { at, found, expected }: FirstDifference) -> Text {
    let byte = |byte: Option<u8>, end: &str| byte.map_or_else(|| end.to_owned(), |byte| format!("0x{byte:02x}"));
    Text::new(
        format!(
            "“{name}”与重新制作的不同，从第 {at} 字节起：应为 {}，实为 {}",
            byte(expected, "文件末尾"),
            byte(found, "文件末尾")
        ),
        format!(
            "{name:?} is not what is made again, from byte {at} on: it must be {} and is {}",
            byte(expected, "the end"),
            byte(found, "the end")
        ),
    )
}

/// The first byte in which they differ.
pub(super) fn first_difference(found: &mut dyn Read, expected: &mut dyn Read) -> io::Result<Option<FirstDifference>> {
    let (mut found, mut expected) = (io::BufReader::new(found).bytes(), io::BufReader::new(expected).bytes());
    let mut at = 0;
    loop {
        match (found.next().transpose()?, expected.next().transpose()?) {
            (None, None) => return Ok(None),
            (a, b) if a != b => return Ok(Some(FirstDifference { at, found: a, expected: b })),
            _ => at += 1,
        }
    }
}
