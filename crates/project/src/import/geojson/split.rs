//! Finds the elements of the top-level `features` array while a file streams by; all else is kept as a skeleton.

use super::elements::{Elements, Leading};
use crate::lang::Text;

/// One element, or everything outside the elements, may be this large.
const LARGEST: usize = 1 << 30;

/// Cuts a stream into elements.
#[derive(Default)]
pub(crate) struct Splitter {
    /// The file without the elements of `features`.
    pub skeleton: Vec<u8>,
    /// Where stretches of the skeleton begin, in it and in the file.
    stretches: Vec<(usize, u64)>,
    /// The beginning of an element that goes on in the next piece.
    carry: Vec<u8>,
    /// Where that element began.
    started: u64,
    /// Bytes before the current piece.
    offset: u64,
    mode: Mode,
    depth: u32,
    quote: Quote,
    /// The string just read at depth 1, if it may be a member's name.
    name: Vec<u8>,
    /// `"features"` and a colon came last.
    features_next: bool,
    /// An element was read and no comma since.
    comma_due: bool,
    /// A comma came and no element since.
    element_due: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Mode {
    /// Before the root.
    #[default]
    Start,
    Skeleton,
    /// Inside `features`, between elements.
    Between,
    /// Inside an object or array that is an element.
    Element,
    /// Inside an element that is a number, a literal or a string.
    Scalar,
    /// After the root.
    End,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Quote {
    #[default]
    Out,
    In,
    Escape,
}

/// Why a stream cannot be split.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SplitError {
    /// The root is not an object.
    NoObject,
    Broken {
        offset: u64,
        text: Text,
    },
    TooLarge {
        offset: u64,
        limit: u64,
    },
}

const PLAIN: u8 = 0;
const QUOTE: u8 = 1;
const OPEN: u8 = 2;
const CLOSE: u8 = 3;
const CLASS: [u8; 256] = {
    let mut class = [PLAIN; 256];
    class[b'"' as usize] = QUOTE;
    class[b'{' as usize] = OPEN;
    class[b'[' as usize] = OPEN;
    class[b'}' as usize] = CLOSE;
    class[b']' as usize] = CLOSE;
    class
};

impl Splitter {
    /// Takes the next piece and gives `each` every element that ends in it. With `more` to come, an element that is cut
    /// by the end of the piece may be left; gives how many bytes were taken, the others must come again.
    pub(crate) fn push<E: From<SplitError>>(
        &mut self,
        piece: &[u8],
        more: bool,
        each: &mut impl Elements<E>,
    ) -> Result<usize, E> {
        let mut at = 0;
        let mut from = 0; // start of the current element within this piece
        while at < piece.len() {
            match self.mode {
                Mode::Start => at = self.start(piece, at)?,
                Mode::Skeleton => at = self.outside(piece, at)?,
                Mode::Between => {
                    at = self.between(piece, at)?;
                    from = at;
                    if self.mode == Mode::Element {
                        match each.leading(self.started, &piece[at..], &self.skeleton)? {
                            Leading::Taken(bytes) => {
                                at += bytes;
                                (self.mode, self.comma_due, self.depth) = (Mode::Between, true, 2);
                            }
                            Leading::Cut if more => {
                                self.mode = Mode::Between;
                                self.offset += at as u64;
                                return Ok(at);
                            }
                            Leading::Cut | Leading::Unknown => {}
                        }
                    }
                }
                Mode::Element | Mode::Scalar => {
                    let (stop, ended) = self.inside(piece, at);
                    at = stop;
                    if !ended {
                        break;
                    }
                    if self.carry.is_empty() {
                        each.element(self.started, &piece[from..at], &self.skeleton)?;
                    } else {
                        self.carry.extend_from_slice(&piece[from..at]);
                        each.element(self.started, &self.carry, &self.skeleton)?;
                        self.carry.clear();
                    }
                    (self.mode, self.comma_due, self.depth) = (Mode::Between, true, 2);
                }
                Mode::End => {
                    if let Some(more) = piece[at..].iter().position(|byte| !byte.is_ascii_whitespace()) {
                        return Err(self
                            .broken(at + more, "JSON 结束后还有内容", "there is more after the end")
                            .into());
                    }
                    at = piece.len();
                }
            }
        }
        if matches!(self.mode, Mode::Element | Mode::Scalar) {
            self.carry.extend_from_slice(&piece[from..]);
            self.check_size(self.carry.len(), self.started)?;
        }
        self.offset += piece.len() as u64;
        Ok(piece.len())
    }

    /// Ends the stream.
    pub(crate) fn finish(&mut self) -> Result<(), SplitError> {
        match self.mode {
            Mode::End => Ok(()),
            Mode::Start => Err(SplitError::NoObject),
            Mode::Element | Mode::Scalar => {
                let began = self.started;
                let zh = format!("文件在一个要素中间结束(该要素始于第 {began} 字节),可能被截断");
                let en = format!("the file ends inside a feature that begins at byte {began}; it is probably cut off");
                Err(self.broken(0, &zh, &en))
            }
            Mode::Skeleton | Mode::Between => {
                Err(self.broken(0, "文件提前结束,可能被截断", "the file ends too early; it is probably cut off"))
            }
        }
    }

    /// The byte offset in the file of a place in the skeleton.
    pub(crate) fn place(&self, at: usize) -> u64 {
        let stretch = self.stretches.iter().rev().find(|(begin, _)| *begin <= at);
        stretch.map_or(at as u64, |(begin, offset)| offset + (at - begin) as u64)
    }

    fn start(&mut self, piece: &[u8], at: usize) -> Result<usize, SplitError> {
        // A byte order mark may be cut by a piece, so it is known by its place.
        let mark = |index: usize, byte: u8| b"\xEF\xBB\xBF".get(index) == Some(&byte);
        let begin = self.offset as usize + at;
        let skipped = |(index, byte): &(usize, &u8)| byte.is_ascii_whitespace() || mark(begin + index, **byte);
        let blank = piece[at..].iter().enumerate().take_while(skipped).count();
        match piece.get(at + blank) {
            None => Ok(piece.len()),
            Some(b'{') => {
                self.mode = Mode::Skeleton;
                self.stretches.push((0, self.offset + (at + blank) as u64));
                Ok(at + blank)
            }
            Some(_) => Err(SplitError::NoObject),
        }
    }

    /// Copies into the skeleton until `features` opens or the root closes.
    fn outside(&mut self, piece: &[u8], from: usize) -> Result<usize, SplitError> {
        let mut at = from;
        while at < piece.len() && self.mode == Mode::Skeleton {
            let byte = piece[at];
            at += 1;
            match (self.quote, byte) {
                (Quote::Escape, _) => self.quote = Quote::In,
                (Quote::In, b'\\') => self.quote = Quote::Escape,
                (Quote::In, b'"') => self.quote = Quote::Out,
                (Quote::In, _) => {
                    if self.depth == 1 && self.name.len() < 16 {
                        self.name.push(byte);
                    }
                }
                (Quote::Out, b'"') => {
                    self.quote = Quote::In;
                    self.features_next = false;
                    self.name.clear();
                }
                (Quote::Out, b':') => self.features_next = self.depth == 1 && self.name == b"features",
                (Quote::Out, b'{' | b'[') => {
                    self.depth += 1;
                    if byte == b'[' && std::mem::take(&mut self.features_next) {
                        (self.mode, self.comma_due, self.element_due) = (Mode::Between, false, false);
                    }
                    self.name.clear();
                }
                (Quote::Out, b'}' | b']') => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.mode = Mode::End;
                    }
                }
                (Quote::Out, byte) => self.features_next &= byte.is_ascii_whitespace(),
            }
        }
        self.skeleton.extend_from_slice(&piece[from..at]);
        self.check_size(self.skeleton.len(), 0)?;
        Ok(at)
    }

    /// Goes to the next element, or out of the array.
    fn between(&mut self, piece: &[u8], from: usize) -> Result<usize, SplitError> {
        for (at, &byte) in piece.iter().enumerate().skip(from) {
            match byte {
                byte if byte.is_ascii_whitespace() => {}
                b',' if self.comma_due => (self.comma_due, self.element_due) = (false, true),
                b']' if !self.element_due => {
                    self.stretches.push((self.skeleton.len(), self.offset + at as u64));
                    self.skeleton.push(b']');
                    (self.mode, self.depth) = (Mode::Skeleton, 1);
                    return Ok(at + 1);
                }
                b',' | b']' | b'}' | b':' => {
                    return Err(self.broken(
                        at,
                        "features 数组中此处应有一个要素",
                        "a feature is missing here in the features array",
                    ));
                }
                _ if self.comma_due => {
                    return Err(self.broken(
                        at,
                        "features 数组中此处应为逗号或 ]",
                        "a comma or ] is missing here in the features array",
                    ));
                }
                _ => {
                    self.started = self.offset + at as u64;
                    self.element_due = false;
                    self.depth = 0;
                    self.mode = if matches!(byte, b'{' | b'[') { Mode::Element } else { Mode::Scalar };
                    return Ok(at);
                }
            }
        }
        Ok(piece.len())
    }

    /// Goes to the end of the element; says whether it was reached.
    fn inside(&mut self, piece: &[u8], from: usize) -> (usize, bool) {
        let mut at = from;
        let scalar = self.mode == Mode::Scalar;
        loop {
            match self.quote {
                Quote::Escape => {
                    if at >= piece.len() {
                        return (at, false);
                    }
                    at += 1;
                    self.quote = Quote::In;
                }
                Quote::In => {
                    let Some(found) = memchr::memchr2(b'"', b'\\', &piece[at..]) else { return (piece.len(), false) };
                    at += found + 1;
                    self.quote = if piece[at - 1] == b'"' { Quote::Out } else { Quote::Escape };
                }
                Quote::Out if scalar => {
                    let Some(&byte) = piece.get(at) else { return (at, false) };
                    match byte {
                        b',' | b']' | b'}' => return (at, true),
                        byte if byte.is_ascii_whitespace() => return (at, true),
                        b'"' => self.quote = Quote::In,
                        _ => {}
                    }
                    at += 1;
                }
                Quote::Out => {
                    let mut depth = self.depth;
                    let mut class = PLAIN;
                    for &byte in &piece[at..] {
                        at += 1;
                        class = CLASS[byte as usize];
                        match class {
                            PLAIN => continue,
                            OPEN => depth += 1,
                            CLOSE => {
                                depth -= 1;
                                if depth == 0 {
                                    break;
                                }
                            }
                            _ => break,
                        }
                    }
                    self.depth = depth;
                    match class {
                        QUOTE => self.quote = Quote::In,
                        CLOSE if depth == 0 => return (at, true),
                        _ => return (at, false),
                    }
                }
            }
        }
    }

    fn broken(&self, at: usize, zh: &str, en: &str) -> SplitError {
        SplitError::Broken { offset: self.offset + at as u64, text: Text::new(zh, en) }
    }

    fn check_size(&self, size: usize, offset: u64) -> Result<(), SplitError> {
        if size > LARGEST { Err(SplitError::TooLarge { offset, limit: LARGEST as u64 }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, piece: usize) -> Result<(Vec<(u64, String)>, String), SplitError> {
        let mut splitter = Splitter::default();
        let mut found = Vec::new();
        for piece in text.as_bytes().chunks(piece) {
            splitter.push::<SplitError>(piece, false, &mut |offset: u64, bytes: &[u8], _: &[u8]| {
                found.push((offset, String::from_utf8_lossy(bytes).into_owned()));
                Ok(())
            })?;
        }
        splitter.finish()?;
        Ok((found, String::from_utf8_lossy(&splitter.skeleton).into_owned()))
    }

    #[test]
    fn elements_are_found_wherever_pieces_are_cut() {
        let text = "\u{feff} {\"features_\":[[1]], \"a\":{\"features\":[9]},\"s\":\"features\\\"\" , \"features\" : [ {\"k\":\"]}\\\"{\"} ,\n[1,[2]], null ,\"x,]\", 5],\"crs\":{}} \n";
        for piece in 1..=text.len() {
            let (found, skeleton) = split(text, piece).unwrap_or_else(|error| panic!("{piece}: {error:?}"));
            let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
            assert_eq!(texts, ["{\"k\":\"]}\\\"{\"}", "[1,[2]]", "null", "\"x,]\"", "5"], "{piece}");
            for (offset, element) in &found {
                assert!(text[*offset as usize..].starts_with(element.as_str()));
            }
            assert_eq!(
                skeleton,
                "{\"features_\":[[1]], \"a\":{\"features\":[9]},\"s\":\"features\\\"\" , \"features\" : [],\"crs\":{}}"
            );
        }
    }

    #[test]
    fn every_truncation_is_noticed() {
        let text = "{\"features\":[{\"a\":1},{\"b\":\"x\"}],\"crs\":null}";
        for length in 0..text.len() {
            assert!(split(&text[..length], 7).is_err(), "{length}");
        }
        assert!(split(text, 7).is_ok());
    }

    #[test]
    fn misplaced_commas_are_noticed() {
        for text in [
            "{\"features\":[{},]}",
            "{\"features\":[,{}]}",
            "{\"features\":[{}{}]}",
            "{\"features\":[{},,{}]}",
            "{} {}",
        ] {
            assert!(matches!(split(text, 64), Err(SplitError::Broken { .. })), "{text}");
        }
        for text in ["", " ", "null", "[1]", "5"] {
            assert_eq!(split(text, 64), Err(SplitError::NoObject), "{text}");
        }
    }
}
