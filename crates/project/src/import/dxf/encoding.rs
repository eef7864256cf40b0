//! In which code page a drawing writes its names.

use encoding_rs::{BIG5, Encoding, GBK, UTF_8, WINDOWS_1252};

/// By `$DWGCODEPAGE`; without one by the bytes. (From AutoCAD 2007 on it is UTF-8, which the parser knows.)
pub(super) fn of(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let page = memchr::memmem::find(head, b"$DWGCODEPAGE").map(|at| &head[at..head.len().min(at + 60)]);
    let page = page.map(|page| String::from_utf8_lossy(page).to_ascii_uppercase()).unwrap_or_default();
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    match page {
        page if page.contains("936") || page.contains("GB2312") || page.contains("GBK") => GBK,
        page if page.contains("950") || page.contains("BIG5") => BIG5,
        page if page.contains("UTF") => UTF_8,
        _ if is_utf8 => UTF_8,
        // A Western page is the default of programs that know nothing of Chinese.
        _ if !GBK.decode_without_bom_handling(bytes).1 => GBK,
        _ => WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_page_is_taken_and_a_western_default_is_not() {
        let drawing =
            |page: &str, name: &[u8]| [format!("  9\n$DWGCODEPAGE\n  3\n{page}\n  8\n").as_bytes(), name].concat();
        let gbk = GBK.encode("生态红线").0.into_owned();
        assert_eq!(of(&drawing("ANSI_936", &gbk)), GBK);
        assert_eq!(of(&drawing("ANSI_1252", &gbk)), GBK);
        assert_eq!(of(&drawing("ANSI_1252", "红线".as_bytes())), UTF_8);
        assert_eq!(of(&drawing("ansi_950", b"x")), BIG5);
        assert_eq!(of(b"  0\nSECTION\n"), UTF_8);
    }
}
