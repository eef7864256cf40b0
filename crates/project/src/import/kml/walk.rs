//! Walks through the elements of a KML and gives its placemarks one by one.

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::coordinates::positions;
use crate::import::ImportError;
use crate::import::outline::Outline;
use crate::import::pairs::Pairs;
use crate::import::parts::{Other, Parts};
use crate::lang::Text;

/// Elements in elements.
const DEEPEST: usize = 64;
/// Characters kept of one attribute.
const LONGEST: usize = 10_000;

/// One placemark.
#[derive(Debug, Default)]
pub(super) struct Placemark {
    /// 1-based line where it begins.
    pub line: u64,
    pub id: Option<String>,
    pub attributes: Pairs,
    pub outline: Outline,
    pub parts: Parts,
    /// Its first coordinate that cannot be read.
    pub fault: Option<Text>,
}

/// Takes a placemark: the path of its folder, itself, and how many bytes were read.
pub(super) type Take<'a> = &'a mut dyn FnMut(&str, Placemark, u64) -> Result<(), ImportError>;

/// Walks the whole text; gives the number of network links.
///
/// # Errors
/// What is not well-formed, nested too deeply, cut off, or has a DOCTYPE.
pub(super) fn walk(text: &str, file: &str, take: Take<'_>) -> Result<u64, ImportError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut state = State::default();
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        let damaged = |lines: &mut Lines<'_>, zh: &str, en: &str| {
            let line = lines.at(at);
            let what = Text::new(format!("第 {line} 行:{zh}"), format!("line {line}: {en}"));
            Err(ImportError::Damaged { file: file.to_owned(), format: "KML".to_owned(), what })
        };
        match event {
            Ok(Event::Start(start)) => {
                if state.open.len() >= DEEPEST {
                    return damaged(&mut lines, "嵌套过深", "nested too deeply");
                }
                if start.local_name().as_ref() == "Placemark" {
                    state.line = lines.at(at);
                }
                state.start(&start);
            }
            Ok(Event::End(_)) => {
                if let Some(placemark) = state.end() {
                    take(&state.folder(), placemark, at as u64)?;
                }
            }
            Ok(Event::Text(bytes)) => state.text(&bytes),
            Ok(Event::CData(bytes)) => state.text(&bytes),
            Ok(Event::GeneralRef(entity)) => match entity.resolve_char_ref() {
                Ok(Some(c)) => state.text(c.encode_utf8(&mut [0; 4])),
                _ => state.text(resolve_xml_entity(&entity).unwrap_or("?")),
            },
            Ok(Event::DocType(_)) => {
                return damaged(&mut lines, "含有 DOCTYPE,不予读取", "it has a DOCTYPE, which is not read");
            }
            Ok(Event::Eof) if !state.open.is_empty() => {
                return damaged(&mut lines, "文件在此中断", "the file is cut off here");
            }
            Ok(Event::Eof) if !state.is_kml => return damaged(&mut lines, "没有 kml 元素", "there is no kml element"),
            Ok(Event::Eof) => return Ok(state.links),
            Ok(_) => {}
            Err(error) => {
                let error = error.to_string();
                return damaged(&mut lines, &format!("XML 语法错误({error})"), &format!("broken XML ({error})"));
            }
        }
    }
}

/// Counts lines up to ever later places.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn at(&mut self, at: usize) -> u64 {
        let at = at.max(self.at);
        self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..at]).count() as u64;
        self.at = at;
        self.line
    }
}

/// Where the walk is.
#[derive(Default)]
struct State {
    /// Local names of the open elements.
    open: Vec<String>,
    /// Names of the open folders.
    folders: Vec<String>,
    placemark: Option<Placemark>,
    /// Text of the innermost element.
    text: String,
    /// Name of the open `Data` or `SimpleData`.
    key: String,
    /// Rings of the open polygon.
    shell: Vec<(f64, f64)>,
    holes: Vec<Vec<(f64, f64)>>,
    is_kml: bool,
    links: u64,
    line: u64,
}

impl State {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name().as_ref().to_owned();
        let attribute = |key: &str| {
            let found = start.attributes().with_checks(false).take(1000).flatten().find(|a| a.key.as_ref() == key);
            found.map(|found| {
                unescape(&found.value).map_or_else(|_| found.value.clone().into_owned(), |plain| plain.into_owned())
            })
        };
        self.text.clear();
        match name.as_str() {
            "kml" => self.is_kml = true,
            "Folder" => self.folders.push(String::new()),
            "NetworkLink" => self.links += 1,
            "Placemark" => {
                let id = attribute("id");
                self.placemark = Some(Placemark { line: self.line, id, ..Placemark::default() });
            }
            "Data" | "SimpleData" => self.key = attribute("name").unwrap_or_default(),
            "Polygon" => {
                self.shell.clear();
                self.holes.clear();
            }
            _ => {}
        }
        self.open.push(name);
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn is_in(&self, name: &str) -> bool {
        self.open.iter().any(|open| open == name)
    }

    /// Ends the innermost element; gives the placemark when it was one.
    fn end(&mut self) -> Option<Placemark> {
        let name = self.open.pop()?;
        let parent = self.open.last().map_or("", String::as_str);
        match name.as_str() {
            "Placemark" => return self.placemark.take(),
            "Folder" => drop(self.folders.pop()),
            "name" if parent == "Folder" => {
                if let Some(folder) = self.folders.last_mut() {
                    self.text.trim().clone_into(folder);
                }
            }
            "name" | "description" if parent == "Placemark" => self.attribute(&name),
            "value" | "SimpleData" => {
                let key = std::mem::take(&mut self.key);
                self.attribute(&key);
            }
            "coordinates" => self.coordinates(),
            "Polygon" => self.polygon(),
            "Point" | "Model" => self.other(Other::Point),
            "LineString" | "Track" => self.other(Other::Line),
            "LinearRing" if !self.is_in("Polygon") => self.other(Other::Line),
            _ => {}
        }
        self.text.clear();
        None
    }

    fn attribute(&mut self, key: &str) {
        let value: String = self.text.trim().chars().take(LONGEST).collect();
        if let Some(placemark) = &mut self.placemark
            && !value.is_empty()
            && !key.is_empty()
        {
            placemark.attributes.push((key.to_owned(), value));
        }
    }

    fn other(&mut self, other: Other) {
        if let Some(placemark) = &mut self.placemark {
            placemark.parts.add(other);
        }
    }

    fn coordinates(&mut self) {
        if !self.is_in("Polygon") {
            return;
        }
        let mut ring = Vec::new();
        let read = positions(&self.text, &mut ring);
        if let (Err(fault), Some(placemark)) = (read, &mut self.placemark) {
            placemark.fault.get_or_insert(fault);
        }
        if self.is_in("innerBoundaryIs") {
            self.holes.push(ring);
        } else {
            self.shell = ring;
        }
    }

    fn polygon(&mut self) {
        let Some(Placemark { outline, parts, .. }) = &mut self.placemark else { return };
        if self.shell.is_empty() {
            return;
        }
        for ring in std::iter::once(&self.shell).chain(&self.holes) {
            outline.points.extend_from_slice(ring);
            outline.end_ring();
        }
        outline.end_polygon();
        parts.polygons = true;
    }

    /// The path of the open folders that have names.
    fn folder(&self) -> String {
        self.folders.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join("/")
    }
}
