//! An index as one file, for the next build: what it follows from, what it holds, and a proof that it is whole.
//!
//! Whatever is wrong with such a file, it is as if there were none.

use super::IndexFile;
use crate::output::digest;

const FORMAT: &[u8] = b"hub search index 2\n";
const HASH: usize = 32;

/// An index and its key as bytes.
pub fn pack(key: &[u8; HASH], files: &[IndexFile]) -> Vec<u8> {
    let mut content = key.to_vec();
    for part in files.iter().flat_map(|file| [file.path.as_bytes(), file.bytes.as_slice()]) {
        content.extend((part.len() as u64).to_le_bytes());
        content.extend(part);
    }
    [FORMAT, &digest([content.as_slice()]), &content].concat()
}

/// The files that [`pack`] put in, if the bytes are whole and the key is this one.
pub fn unpack(key: &[u8; HASH], bytes: &[u8]) -> Option<Vec<IndexFile>> {
    let (proof, content) = bytes.strip_prefix(FORMAT)?.split_at_checked(HASH)?;
    let (kept, mut rest) = content.split_at_checked(HASH)?;
    if kept != key || proof != digest([content]) {
        return None;
    }
    let mut files = Vec::new();
    while !rest.is_empty() {
        let path = part(&mut rest)?;
        let bytes = part(&mut rest)?.to_vec();
        files.push(IndexFile { path: String::from_utf8(path.to_vec()).ok()?, bytes });
    }
    Some(files)
}

/// The next part, which `rest` then no longer has.
fn part<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (len, after) = rest.split_first_chunk::<8>()?;
    let (part, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*len)).ok()?)?;
    *rest = after;
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<IndexFile> {
        let file = |path: &str, bytes: &[u8]| IndexFile { path: path.to_owned(), bytes: bytes.to_vec() };
        vec![file("a.js", b"one"), file("b/c.pf_index", b""), file("d", &[0, 255])]
    }

    #[test]
    fn what_went_in_comes_out() {
        assert_eq!(unpack(&[7; 32], &pack(&[7; 32], &files())).unwrap(), files());
        assert_eq!(unpack(&[7; 32], &pack(&[7; 32], &[])).unwrap(), []);
    }

    #[test]
    fn another_key_or_a_broken_file_is_none() {
        let whole = pack(&[7; 32], &files());
        assert_eq!(unpack(&[8; 32], &whole), None);
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 1;
            assert_eq!(unpack(&[7; 32], &broken), None, "byte {at}");
            assert_eq!(unpack(&[7; 32], &whole[..at]), None, "cut at {at}");
        }
        assert_eq!(unpack(&[7; 32], &[whole.as_slice(), b"x"].concat()), None);
    }
}
