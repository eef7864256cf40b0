//! Thrift's compact protocol, walked without believing any length in it.

/// Bytes that are not what they should be, or end too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// Structures and lists may lie in each other, but not deeper.
const DEEPEST: usize = 32;
/// Elements of one list; a footer lists columns, row groups and pages.
const MOST: u64 = 1_000_000;

/// A walk over bytes.
pub(super) struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Numbers of the fields on the way in.
    path: Vec<i16>,
}

impl<'a> Walk<'a> {
    pub(super) fn over(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, path: Vec::new() }
    }

    /// Bytes walked over.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Walks a structure; `tell` hears every whole number, and the size of every list, with the fields that lead there.
    pub(super) fn structure(&mut self, tell: &mut dyn FnMut(&[i16], i64)) -> Result<(), Broken> {
        if self.path.len() >= DEEPEST {
            return Err(Broken);
        }
        let mut field = 0_i16;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0F;
            if head == 0 {
                return Ok(());
            }
            field = match head >> 4 {
                0 => i16::try_from(self.signed()?).map_err(|_| Broken)?,
                step => field.checked_add(i16::from(step)).ok_or(Broken)?,
            };
            self.path.push(field);
            match kind {
                1 | 2 => {} // true and false stand in the head
                kind => self.value(kind, tell)?,
            }
            self.path.pop();
        }
    }

    fn value(&mut self, kind: u8, tell: &mut dyn FnMut(&[i16], i64)) -> Result<(), Broken> {
        match kind {
            1..=3 => self.skip(1),
            4..=6 => {
                let value = self.signed()?;
                tell(&self.path, value);
                Ok(())
            }
            7 => self.skip(8),
            8 => {
                let length = self.unsigned()?;
                self.skip(length)
            }
            9 | 10 => self.list(tell),
            11 => self.map(tell),
            12 => self.structure(tell),
            13 => self.skip(16),
            _ => Err(Broken),
        }
    }

    fn list(&mut self, tell: &mut dyn FnMut(&[i16], i64)) -> Result<(), Broken> {
        let head = self.byte()?;
        let size = match head >> 4 {
            15 => self.unsigned()?,
            size => u64::from(size),
        };
        let size = self.possible(size)?;
        tell(&self.path, size);
        self.elements(size, &[head & 0x0F], tell)
    }

    fn map(&mut self, tell: &mut dyn FnMut(&[i16], i64)) -> Result<(), Broken> {
        let size = self.unsigned()?;
        if size == 0 {
            return Ok(());
        }
        let size = self.possible(size)?;
        let kinds = self.byte()?;
        self.elements(size, &[kinds >> 4, kinds & 0x0F], tell)
    }

    /// The size of a list, if so many elements can follow: each has a byte at least.
    fn possible(&self, size: u64) -> Result<i64, Broken> {
        let rest = (self.bytes.len() - self.at) as u64;
        if size <= rest && size <= MOST { i64::try_from(size).map_err(|_| Broken) } else { Err(Broken) }
    }

    fn elements(&mut self, count: i64, kinds: &[u8], tell: &mut dyn FnMut(&[i16], i64)) -> Result<(), Broken> {
        if self.path.len() >= DEEPEST {
            return Err(Broken);
        }
        self.path.push(-1); // what stands in a list has no number of its own
        for _ in 0..count {
            for kind in kinds {
                self.value(*kind, tell)?;
            }
        }
        self.path.pop();
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        let byte = *self.bytes.get(self.at).ok_or(Broken)?;
        self.at += 1;
        Ok(byte)
    }

    fn skip(&mut self, length: u64) -> Result<(), Broken> {
        let length = usize::try_from(length).map_err(|_| Broken)?;
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len()).ok_or(Broken)?;
        self.at = end;
        Ok(())
    }

    fn unsigned(&mut self) -> Result<u64, Broken> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Broken)
    }

    fn signed(&mut self) -> Result<i64, Broken> {
        let value = self.unsigned()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Result<Vec<(Vec<i16>, i64)>, Broken> {
        let mut all = Vec::new();
        let mut walk = Walk::over(bytes);
        walk.structure(&mut |path, value| all.push((path.to_vec(), value)))?;
        assert_eq!(walk.at(), bytes.len());
        Ok(all)
    }

    #[test]
    fn numbers_are_told_with_their_place_and_lengths_are_not_believed() {
        // field 1: i32 -3; field 2: a structure with field 1: i64 150; field 3: a list of two i32
        let good = [0x15, 0x05, 0x1C, 0x16, 0xAC, 0x02, 0x00, 0x19, 0x25, 0x02, 0x04, 0x00];
        let want = vec![(vec![1], -3), (vec![2, 1], 150), (vec![3], 2), (vec![3, -1], 1), (vec![3, -1], 2)];
        assert_eq!(told(&good), Ok(want));
        for cut in 0..good.len() {
            assert_eq!(told(&good[..cut]), Err(Broken), "{cut}");
        }
        assert_eq!(told(&[0x19, 0xF5, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00]), Err(Broken), "a list of 2³¹ numbers");
        assert_eq!(told(&[0x18, 0xFF, 0xFF, 0x03, 0x00]), Err(Broken), "a text longer than the file");
        assert_eq!(told(&[0x1C; 100]), Err(Broken), "structures without end");
    }
}
