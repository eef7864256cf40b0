//! The attributes of a feature: column numbers and values, one after the other.

use flatgeobuf::ColumnType;

use crate::import::pairs::Pairs;

/// Reads them; stops at the first that makes no sense.
pub(super) fn read(raw: &[u8], columns: &[(String, ColumnType)]) -> Pairs {
    let mut pairs = Pairs::new();
    let mut rest = raw;
    while let Some((name, kind)) = take(&mut rest).and_then(|at| columns.get(usize::from(u16::from_le_bytes(at)))) {
        let Some(value) = value(*kind, &mut rest) else { break };
        if !value.is_empty() {
            pairs.push((name.clone(), value));
        }
    }
    pairs
}

fn value(kind: ColumnType, rest: &mut &[u8]) -> Option<String> {
    Some(match kind {
        ColumnType::Byte => i8::from_le_bytes(take(rest)?).to_string(),
        ColumnType::UByte => u8::from_le_bytes(take(rest)?).to_string(),
        ColumnType::Bool => (take::<1>(rest)? != [0]).to_string(),
        ColumnType::Short => i16::from_le_bytes(take(rest)?).to_string(),
        ColumnType::UShort => u16::from_le_bytes(take(rest)?).to_string(),
        ColumnType::Int => i32::from_le_bytes(take(rest)?).to_string(),
        ColumnType::UInt => u32::from_le_bytes(take(rest)?).to_string(),
        ColumnType::Long => i64::from_le_bytes(take(rest)?).to_string(),
        ColumnType::ULong => u64::from_le_bytes(take(rest)?).to_string(),
        ColumnType::Float => f32::from_le_bytes(take(rest)?).to_string(),
        ColumnType::Double => f64::from_le_bytes(take(rest)?).to_string(),
        ColumnType::String | ColumnType::Json | ColumnType::DateTime => {
            String::from_utf8_lossy(counted(rest)?).into_owned()
        }
        ColumnType::Binary => counted(rest).map(|_| String::new())?,
        _ => return None,
    })
}

/// The next `N` bytes.
fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*head)
}

/// Bytes with their number before them.
fn counted<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(take(rest)?) as usize;
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_until_one_makes_no_sense() {
        let columns = [("名称".to_owned(), ColumnType::String), ("n".to_owned(), ColumnType::Int)];
        let raw = [&[0, 0, 3, 0, 0, 0][..], "镇".as_bytes(), &[1, 0, 7, 0, 0, 0, 0, 0, 9, 0, 0, 0, b'x']].concat();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(read(&raw, &columns), [pair("名称", "镇"), pair("n", "7")]);
        assert_eq!(read(&[9, 0, 1], &columns), []);
    }
}
