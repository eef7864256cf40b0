//! Reads one file, whatever its format, and tells features, problems and progress as they come.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use sanxian_review::data::LayerKind;

use super::archive::Archive;
use super::format::{Format, recognise};
use super::inspect::folder;
use super::item::Item;
pub(crate) use super::item::unreadable;
use super::notes::Notes;
use super::{ImportError, boundary, dxf, fgb, geojson, geoparquet, gpkg, kml, shapefile};
use crate::source::SourceInfo;
use crate::worker::wire::{Frame, Job};

/// Where the answer goes: a pipe to the parent, or a test.
pub(crate) trait Output {
    /// A feature, a problem, or a restart.
    fn frame(&mut self, frame: Frame);

    /// Bytes read so far, out of how many. Also the sign of life.
    fn progress(&mut self, done: u64, total: u64);

    /// Where an inspection writes; `None` for an import.
    fn notes(&mut self) -> Option<&mut Notes> {
        None
    }
}

/// Reads the layer of a job.
pub(crate) fn file(job: &Job, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    if job.role == LayerKind::Ledger {
        // a table that lies open need not look like a layer
        let table = match job.inner {
            None => Item::Disk(Path::new(&job.path).to_owned()),
            Some(_) => item(job)?,
        };
        let mut source = crate::ledger::sheet::file(&table, out)?;
        if let Some(holder) = table.holder() {
            source.parts.push(holder.part(job.hash)?);
        }
        return Ok(source);
    }
    layer(job, &item(job)?, out)
}

/// Reads one layer.
pub(crate) fn layer(job: &Job, item: &Item, out: &mut dyn Output) -> Result<SourceInfo, ImportError> {
    let mut source = match format(item)? {
        Format::GeoJson => geojson::read(job, item, out)?,
        Format::GeoJsonSeq => geojson::sequence::read(job, item, out)?,
        Format::Shapefile => shapefile::read(job, item, out)?,
        Format::BoundaryTxt => boundary::txt(job, item, out)?,
        Format::Csv => boundary::csv::read(job, item, out)?,
        Format::Xlsx => boundary::xlsx::read(job, item, out)?,
        Format::GeoPackage => gpkg::read(job, item, out)?,
        Format::Kml => kml::read(job, item, false, out)?,
        Format::Kmz => kml::read(job, item, true, out)?,
        Format::Dxf => dxf::read(job, item, out)?,
        Format::FlatGeobuf => fgb::read(job, item, out)?,
        Format::GeoParquet => geoparquet::read(job, item, out)?,
        Format::Zip => return Err(ImportError::NoLayer { file: item.name(), others: vec!["zip".to_owned()] }),
    };
    if let Some(holder) = item.holder() {
        source.parts.push(holder.part(job.hash)?);
    }
    if let Some(filter) = &job.filter {
        source.file = format!("{}[{}]", source.file, filter.text);
    }
    Ok(source)
}

/// The format of an item, by its first bytes.
pub(crate) fn format(item: &Item) -> Result<Format, ImportError> {
    let name = item.name();
    let mut head = Vec::with_capacity(1024);
    item.open()?.take(1024).read_to_end(&mut head).map_err(|error| unreadable(&name, &error))?;
    recognise(item.as_path(), &name, &head)
}

/// What a job is about: the file, the member of a zip that it names or that is the only layer, or a layer of either.
pub(crate) fn item(job: &Job) -> Result<Item, ImportError> {
    let path = Path::new(&job.path);
    let disk = Item::Disk(path.to_owned());
    let absent = |inner: &str| ImportError::NoMember { file: file_name(path), inner: inner.to_owned() };
    let format = format(&disk)?;
    if format != Format::Zip {
        return match &job.inner {
            None => Ok(disk),
            Some(layer) if format.holds_layers() => Ok(Item::Layer(Box::new(disk), layer.clone())),
            Some(inner) => Err(absent(inner)),
        };
    }
    let archive = Archive::open_file(path)?;
    let layers = archive.layers();
    let (at, layer) = match (&job.inner, layers.as_slice()) {
        (Some(inner), _) => named(&archive, inner).ok_or_else(|| absent(inner))?,
        (None, [only]) => (*only, None),
        (None, []) => return Err(ImportError::NoLayer { file: file_name(path), others: archive.others }),
        (None, several) => {
            let layers = several.iter().map(|at| archive.members[*at].name.clone()).collect();
            return Err(ImportError::SeveralLayers { file: file_name(path), layers });
        }
    };
    let member = Item::Member(Arc::new(archive), at);
    Ok(match layer {
        Some(layer) => Item::Layer(Box::new(member), layer),
        None => member,
    })
}

/// `folder/towns.shp`, or `drawing.dxf!LAYER`: the member, and its layer.
fn named(archive: &Archive, inner: &str) -> Option<(usize, Option<String>)> {
    let whole = archive.find(inner).map(|at| (at, None));
    whole.or_else(|| {
        let mut divided = inner.match_indices('!').map(|(at, _)| (&inner[..at], &inner[at + 1..]));
        divided.find_map(|(member, layer)| Some((archive.find(member)?, Some(layer.to_owned()))))
    })
}

/// The layers of a file, by the names to ask for; one that is no container is its own only layer.
pub(crate) fn layers(path: &Path) -> Result<Vec<Option<String>>, ImportError> {
    let disk = Item::Disk(path.to_owned());
    let format = format(&disk)?;
    if format != Format::Zip {
        return Ok(match names(&disk, format)?.as_slice() {
            [] | [_] => vec![None],
            several => several.iter().cloned().map(Some).collect(),
        });
    }
    let archive = Arc::new(Archive::open_file(path)?);
    let found = archive.layers();
    if found.is_empty() {
        return Err(ImportError::NoLayer { file: file_name(path), others: archive.others.clone() });
    }
    let mut layers = Vec::new();
    for at in found {
        let member = Item::Member(archive.clone(), at);
        let name = &archive.members[at].name;
        // What is wrong with a member is told when it is looked into.
        let inside = self::format(&member).and_then(|format| names(&member, format)).unwrap_or_default();
        match inside.len() {
            0 | 1 => layers.push(Some(name.clone())),
            _ => layers.extend(inside.into_iter().map(|layer| Some(format!("{name}!{layer}")))),
        }
    }
    Ok(layers)
}

/// The tables in a zip by their names, and none in any other file: what stands in them is for the ledger's reader.
pub(crate) fn tables(path: &Path) -> Result<Vec<Option<String>>, ImportError> {
    if format(&Item::Disk(path.to_owned()))? != Format::Zip {
        return Ok(Vec::new());
    }
    let archive = Archive::open_file(path)?;
    Ok(archive.tables().map(|at| Some(archive.members[at].name.clone())).collect())
}

/// The names of the layers inside one file of a format that may have several.
fn names(item: &Item, format: Format) -> Result<Vec<String>, ImportError> {
    match format {
        Format::Xlsx => boundary::xlsx::names(item),
        Format::GeoPackage => gpkg::names(item),
        Format::Kml => kml::names(item, false),
        Format::Kmz => kml::names(item, true),
        Format::Dxf => dxf::names(item),
        _ => Ok(Vec::new()),
    }
}

/// Whether a file begins like one that may hold several layers; everything more is the worker's to say.
pub(crate) fn may_hold_layers(path: &Path) -> bool {
    let begins = format(&Item::Disk(path.to_owned()));
    begins.is_ok_and(|format| format == Format::Zip || format.holds_layers())
}

/// The name without directories.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Opens a regular file.
pub(crate) fn open(path: &Path) -> Result<File, ImportError> {
    let given = path.display().to_string();
    let failed = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ImportError::NotFound { file: given.clone() },
        io::ErrorKind::PermissionDenied => ImportError::NoPermission { file: given.clone() },
        _ => unreadable(&given, error),
    };
    let kind = fs::metadata(path).map_err(|error| failed(&error))?.file_type();
    if kind.is_dir() {
        let geodatabase = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gdb"));
        return Err(if geodatabase { folder::geodatabase(path) } else { ImportError::IsFolder { file: given } });
    }
    if !kind.is_file() {
        // Opening a pipe or a device would wait for ever.
        return Err(ImportError::Unreadable { file: given, reason: "not a regular file".to_owned() });
    }
    File::open(path).map_err(|error| failed(&error))
}
