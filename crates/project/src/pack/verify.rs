//! Verifies a pack: the frame, every hash, the signature, the review made again, the outputs made again.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sanxian_review::policy::Pack;

use super::changed::{self, Changed};
use super::container::{self, NotAPack, Opened};
use super::key::{Signed, Trust};
use super::manifest::{CHECK, FORMAT, LARGEST_MANIFEST, MANIFEST, Manifest, PROJECT, PackUsed, SIGNATURE, VERSION};
use super::report::{Difference, Report};
use super::write::{make_outputs, policy_text};
use super::{PackError, Press, rerun};
use crate::dossier::Dossier;
use crate::lang::Text;
use crate::store::{GpkgStore, Recorded, Store, StoreError};
use crate::watch::Watch;

/// Looks at everything in a pack. What differs is in the report, not an error.
///
/// Reads foreign bytes: call it in a process of its own ([`apart`](super::apart)).
///
/// # Errors
/// A file that is no pack, or cannot be read; a cancel.
pub fn verify(path: &Path, press: &dyn Press, watch: &dyn Watch) -> Result<Report, PackError> {
    let opened = container::open(path, &|| watch.cancelled()).map_err(|why| no_pack(path, why))?;
    let mut differences: Vec<Difference> = opened.cracks.iter().map(changed::crack).collect();
    let (manifest, signature) = read_manifest(path, &opened, &mut differences)?;
    let hash = opened.member(MANIFEST).map(|member| member.digest.sha256.clone()).unwrap_or_default();
    let mut report = Report {
        software: manifest.software.clone(),
        proj: manifest.proj.clone(),
        as_of: manifest.as_of.clone(),
        files: opened.members.len(),
        towns: None,
        findings: None,
        remade: 0,
        manifest_sha256: hash,
        signature,
        differences,
        notes: Vec::new(),
    };
    if report.software != crate::SOFTWARE {
        report.notes.push(Text::new(
            format!(
                "证据包由 {} 制作，现用 {} 核对；程序版本不同，重新制作的文件可能不同",
                report.software,
                crate::SOFTWARE
            ),
            format!("made by {}, verified by {}: files made again may differ", report.software, crate::SOFTWARE),
        ));
    }
    changed::files(&opened, &manifest, &mut report.differences).map_err(PackError::io(path))?;
    let aside = tempfile::tempdir().map_err(PackError::io(path))?;
    if let Some(dossier) = review_again(&opened, &manifest, aside.path(), watch, &mut report)? {
        make_again(&opened, &manifest, &dossier, press, aside.path(), watch, &mut report)?;
    }
    Ok(report)
}

/// Why a file is no pack, in words.
fn no_pack(path: &Path, why: NotAPack) -> PackError {
    let what = match why {
        NotAPack::Io(what) if what.contains("interrupted") => return PackError::Cancelled,
        NotAPack::Io(what) => Text::new(format!("无法读取：{what}"), format!("cannot be read: {what}")),
        NotAPack::Foreign => Text::new(
            "不是证据包：文件开头不是压缩包；请选择 sanxian pack 写出的文件",
            "not an evidence pack: it does not begin as a zip; choose a file that `sanxian pack` wrote",
        ),
        NotAPack::Truncated(size) => Text::new(
            format!("证据包不完整：文件在第 {size} 字节处中断；请重新取得该文件"),
            format!("the pack is not whole: it ends at byte {size}; get the file again"),
        ),
        NotAPack::Repacked(what) => Text::new(
            format!("不是 sanxian pack 写出的原始文件（可能被其他程序重新压缩）：{what}；请取得原始文件"),
            format!(
                "not as `sanxian pack` wrote it, perhaps packed again by another program: {what}; get the original"
            ),
        ),
        NotAPack::TooLarge => {
            Text::new("超过证据包的上限（4 GiB、5000 个文件）", "larger than a pack may be (4 GiB, 5000 files)")
        }
    };
    PackError::NotAPack { path: path.into(), what }
}

/// The manifest, put right where one byte of it was changed, and what the signature says.
fn read_manifest(
    path: &Path,
    opened: &Opened,
    differences: &mut Vec<Difference>,
) -> Result<(Manifest, Trust), PackError> {
    let refused = |zh: &str, en: &str| PackError::NotAPack { path: path.into(), what: Text::new(zh, en) };
    let member = opened.member(MANIFEST).ok_or_else(|| {
        refused("不是证据包：其中没有 manifest.json", "not an evidence pack: there is no manifest.json in it")
    })?;
    let mut bytes = opened.small(member, LARGEST_MANIFEST).map_err(PackError::io(path))?;
    let check = opened.member(CHECK).map(|check| opened.small(check, LARGEST_MANIFEST)).transpose();
    let check = check.map_err(PackError::io(path))?;
    match changed::manifest(&member.digest, &bytes, check.as_deref()) {
        None => {}
        Some(Changed { difference, put_back }) => {
            if let Some((at, was)) = put_back {
                bytes[usize::try_from(at).unwrap_or(0)] = was;
            }
            differences.push(difference);
        }
    }
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        refused(
            &format!("manifest.json 无法读取：第 {line} 行第 {column} 列"),
            &format!("manifest.json cannot be read: line {line}, column {column}"),
        )
    })?;
    if value["format"] != FORMAT {
        return Err(refused(
            "不是证据包：manifest.json 属于其他格式",
            "not an evidence pack: its manifest is of another format",
        ));
    }
    if value["version"] != VERSION {
        let version = value["version"].to_string();
        return Err(refused(
            &format!("证据包格式版本为 {version}，本程序只认识 {VERSION}；请使用较新的程序"),
            &format!("the pack has version {version} of its format, this program knows {VERSION}; use a newer program"),
        ));
    }
    let manifest: Manifest = serde_json::from_value(value).map_err(|error| {
        refused(
            &format!("manifest.json 内容有误：{error}"),
            &format!("manifest.json does not hold what it must: {error}"),
        )
    })?;
    let signature = match opened.member(SIGNATURE) {
        None => Trust::Absent,
        Some(signed) => {
            let bytes = opened.small(signed, 4096).unwrap_or_default();
            let said = serde_json::from_slice::<Signed>(&bytes).ok();
            said.map_or(Trust::Broken, |signed| signed.check(&member.digest.sha256))
        }
    };
    if signature == Trust::Broken {
        let text = Text::new("签名与证据包不符", "the signature is not that of this pack");
        differences.push(Difference::new("signature", Some(SIGNATURE), None, text));
    }
    Ok((manifest, signature))
}

/// The project, read and reviewed again; `None` when it cannot be.
fn review_again(
    opened: &Opened,
    manifest: &Manifest,
    aside: &Path,
    watch: &dyn Watch,
    report: &mut Report,
) -> Result<Option<Dossier>, PackError> {
    let failed = |what: String| {
        let text = Text::new(
            format!("无法由证据包重新审查：{what}"),
            format!("cannot be reviewed again from the pack: {what}"),
        );
        Difference::new("review", Some(PROJECT), None, text)
    };
    let place = aside.join("review-again.gpkg");
    let taken = take_project(opened, manifest, &place, report).map_err(PackError::io(&place))?;
    if !taken {
        report.differences.push(failed("project.gpkg".to_owned()));
        return Ok(None);
    }
    let first = match read_project(&place) {
        Ok(first) => first,
        Err(error) => {
            report.differences.push(failed(error.to_string()));
            return Ok(None);
        }
    };
    let second = match rerun::again(&first, watch) {
        Ok(second) => second,
        Err(crate::run::RunError::Cancelled) => return Err(PackError::Cancelled),
        Err(error) => {
            report.differences.push(failed(error.to_string()));
            return Ok(None);
        }
    };
    report.differences.extend(rerun::compare(&first, &second));
    report.towns = Some(second.review.towns.len());
    let same = second.review.findings.iter().filter(|one| first.review.findings.contains(one)).count();
    report.findings = Some(same);
    let of = &manifest.surroundings;
    Ok(Some(Dossier { recorded: second, years: of.years.clone(), counties: of.counties.clone(), sample: of.sample }))
}

/// Copies the project out under a name of ours; one changed byte is put back, which its hash proves.
fn take_project(opened: &Opened, manifest: &Manifest, to: &Path, report: &mut Report) -> io::Result<bool> {
    let Some(member) = opened.member(PROJECT) else { return Ok(false) };
    let mut file = File::create_new(to)?;
    io::copy(&mut opened.reader(member)?, &mut file)?;
    let listed = manifest.files.iter().find(|listed| listed.name == PROJECT);
    let Some(listed) = listed.filter(|listed| listed.kept.sha256 != member.digest.sha256) else { return Ok(true) };
    if let super::digest::Place::Byte { at, was } = changed::place(opened, member, &listed.kept)? {
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&[was])?;
        report.notes.push(Text::new(
            "重新审查按还原该字节后的 project.gpkg 进行",
            "reviewed again with that byte of project.gpkg put back",
        ));
    }
    Ok(true)
}

fn read_project(place: &Path) -> Result<Recorded, StoreError> {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|source| StoreError::Io { path: place.into(), source })?.block_on(async {
            let store = GpkgStore::open_read_only(place).await?;
            store.check_pages().await?;
            let recorded = store.recorded().await;
            store.close().await;
            recorded
        })
    };
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Makes every file of the pack again and compares it with what is there.
fn make_again(
    opened: &Opened,
    manifest: &Manifest,
    dossier: &Dossier,
    press: &dyn Press,
    aside: &Path,
    watch: &dyn Watch,
    report: &mut Report,
) -> Result<(), PackError> {
    let folder = aside.join("again");
    fs::create_dir(&folder).map_err(PackError::io(&folder))?;
    let names = match make_outputs(dossier, &manifest.recipe, press, &folder, watch) {
        Ok(names) => names,
        Err(PackError::Cancelled | PackError::Export(crate::export::ExportError::Cancelled)) => {
            return Err(PackError::Cancelled);
        }
        Err(error) => {
            let text =
                Text::new(format!("文件无法重新制作：{error}"), format!("the outputs cannot be made again: {error}"));
            report.differences.push(Difference::new("output", None, None, text));
            Vec::new()
        }
    };
    let packs: Vec<Pack> = serde_json::from_value(dossier.recorded.run.packs.clone()).unwrap_or_default();
    let mut texts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut used: Vec<PackUsed> = Vec::new();
    for pack in &packs {
        let name = format!("policy/{}.toml", crate::opinion::files::file_safe(&pack.pack.id));
        texts.push((name.clone(), policy_text(pack)?.into_bytes()));
        let head = &pack.pack;
        used.push(PackUsed {
            id: head.id.clone(),
            title: head.title.clone(),
            doc_number: head.doc_number.clone(),
            text_sha256: head.text_sha256.clone(),
            file: name,
        });
    }
    let again = Manifest::new(dossier, used, manifest.recipe.clone(), manifest.files.clone());
    texts.push((MANIFEST.to_owned(), Manifest::to_bytes(&again).unwrap_or_default()));
    for name in names {
        let place = folder.join(&name);
        let mut made = File::open(&place).map_err(PackError::io(&place))?;
        compare(opened, &name, &mut made, report).map_err(PackError::io(&place))?;
    }
    for (name, bytes) in texts {
        compare(opened, &name, &mut bytes.as_slice(), report).map_err(PackError::io(&opened.path))?;
    }
    Ok(())
}

/// Compares a member with what was made again, and names the first byte.
fn compare(opened: &Opened, name: &str, made: &mut dyn Read, report: &mut Report) -> io::Result<()> {
    let Some(member) = opened.member(name) else { return Ok(()) }; // told already
    match changed::first_difference(&mut opened.reader(member)?, made)? {
        None => report.remade += 1,
        // told already, and more exactly
        Some(_) if report.differences.iter().any(|one| one.file.as_deref() == Some(name) && one.byte.is_some()) => {}
        Some(difference) => {
            let text = changed::remade(name, difference);
            if report.software == crate::SOFTWARE {
                report.differences.push(Difference::new("output", Some(name), Some(difference.at), text));
            } else {
                report.notes.push(text);
            }
        }
    }
    Ok(())
}
