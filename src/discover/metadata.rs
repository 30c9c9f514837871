//! Takes what a camera or an editor wrote beside the picture (place, time, device, comments) out of an image file.
//!
//! Members' photos go through here before they are published. Works on the container and leaves the picture's own bytes
//! as they are. What is kept is listed, everything else goes: a private chunk nobody has heard of is dropped too.

/// The same image without metadata, or `None` where the bytes are no whole JPEG, PNG or WebP file.
///
/// A caller that gets `None` must not publish the file as a member's photo: nobody knows what it carries.
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.starts_with(b"\xFF\xD8") {
        jpeg(bytes)
    } else if bytes.starts_with(PNG_SIGNATURE) {
        png(bytes)
    } else if bytes.starts_with(b"RIFF") {
        webp(bytes)
    } else {
        None
    }
}

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const ICC: &[u8] = b"ICC_PROFILE\0";
const EXIF: &[u8] = b"Exif\0\0";
const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// One marker segment of a JPEG file.
pub(super) struct Segment<'a> {
    /// The byte after `FF`.
    pub(super) marker: u8,
    /// What follows the two length bytes.
    pub(super) body: &'a [u8],
    /// Marker, length and body, and for a scan its coded data too.
    whole: &'a [u8],
}

/// The segments of a JPEG file up to the end of the image; stops early where the file is broken.
pub(super) fn jpeg_segments(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = bytes.strip_prefix(b"\xFF\xD8").unwrap_or(&[]);
    std::iter::from_fn(move || {
        let (segment, after) = next_segment(rest)?;
        rest = after;
        Some(segment)
    })
}

fn next_segment(bytes: &[u8]) -> Option<(Segment<'_>, &[u8])> {
    // Any number of fill bytes may stand before a marker.
    let fill = bytes.iter().take_while(|byte| **byte == 0xFF).count();
    let start = bytes.get(fill.checked_sub(1)?..)?;
    let marker = *start.get(1)?;
    if marker == END_OF_IMAGE {
        let (whole, _) = start.split_at_checked(2)?;
        return Some((Segment { marker, body: &[], whole }, &[]));
    }
    let length = usize::from(u16::from_be_bytes(start.get(2..4)?.try_into().ok()?));
    let body = start.get(4..2 + length)?;
    let coded = if marker == START_OF_SCAN { coded_length(start.get(2 + length..)?) } else { 0 };
    let (whole, after) = start.split_at_checked(2 + length + coded)?;
    Some((Segment { marker, body, whole }, after))
}

/// Bytes until the next real marker: in coded data `FF` is followed by 0 or a restart marker.
fn coded_length(bytes: &[u8]) -> usize {
    let is_marker = |pair: &[u8]| matches!(pair, [0xFF, next] if !matches!(next, 0 | 0xD0..=0xD7 | 0xFF));
    bytes.windows(2).position(is_marker).unwrap_or(bytes.len())
}

/// How the camera was held, 1 to 8, as EXIF says it.
pub(super) fn jpeg_orientation(bytes: &[u8]) -> Option<u8> {
    let exif = jpeg_segments(bytes)
        .take_while(|segment| segment.marker != START_OF_SCAN)
        .find_map(|segment| (segment.marker == 0xE1).then(|| segment.body.strip_prefix(EXIF)).flatten())?;
    orientation_in_tiff(exif)
}

fn orientation_in_tiff(tiff: &[u8]) -> Option<u8> {
    let big_endian = tiff.starts_with(b"MM");
    let word = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let high_and_low = (word(4)?, word(6)?);
    let (high, low) = if big_endian { high_and_low } else { (high_and_low.1, high_and_low.0) };
    let directory = usize::from(high) << 16 | usize::from(low);
    let entries = usize::from(word(directory)?);
    let entry = (0..entries).map(|number| directory + 2 + number * 12).find(|at| word(*at) == Some(0x0112))?;
    // A short value stands in the first two of the entry's four value bytes, in either byte order.
    word(entry + 8).and_then(|turn| u8::try_from(turn).ok()).filter(|turn| (1..=8).contains(turn))
}

/// An EXIF segment that says the orientation and nothing else: without it the photo would lie on its side.
fn orientation_segment(turn: u8) -> Vec<u8> {
    let tiff = [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[turn], &b"\0\0\0\0\0\0"[..]].concat();
    let length = u16::try_from(2 + EXIF.len() + tiff.len()).expect("34 bytes fit a segment");
    [&b"\xFF\xE1"[..], &length.to_be_bytes(), EXIF, &tiff].concat()
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = b"\xFF\xD8".to_vec();
    let mut turn = jpeg_orientation(bytes).filter(|turn| *turn != 1);
    let mut ended = false;
    for segment in jpeg_segments(bytes) {
        // Directly after the file's own header (APP0), as EXIF asks for.
        if segment.marker != 0xE0 {
            kept.extend(turn.take().map(orientation_segment).unwrap_or_default());
        }
        if keeps_segment(&segment) {
            kept.extend(segment.whole);
        }
        ended = segment.marker == END_OF_IMAGE;
    }
    // What follows the end (a second picture, a film) is left behind.
    ended.then_some(kept)
}

/// APP14 says how colours are stored; a JPEG without it can turn green.
fn keeps_segment(segment: &Segment<'_>) -> bool {
    match segment.marker {
        0xE0 | 0xEE => true,
        0xE2 => segment.body.starts_with(ICC),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

const PNG_CHUNKS: [&[u8]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"hIST",
    b"pHYs", b"sPLT", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = PNG_SIGNATURE.to_vec();
    let mut rest = bytes.strip_prefix(PNG_SIGNATURE)?;
    loop {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        let name = chunk.get(4..8)?;
        if PNG_CHUNKS.contains(&name) {
            kept.extend(chunk);
        }
        if name == b"IEND" {
            return Some(kept);
        }
        rest = after;
    }
}

const WEBP_CHUNKS: [&[u8]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
const WEBP_HAS_EXIF_OR_XMP: u8 = 0b0000_1100;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = le32(bytes, 4)?;
    let mut rest = bytes.get(8..8usize.checked_add(length)?)?.strip_prefix(b"WEBP")?;
    let mut kept = b"WEBP".to_vec();
    while !rest.is_empty() {
        let length = le32(rest, 4)?;
        // Chunks begin at even places; some writers leave the last padding byte out.
        let padded = length.checked_add(8)?.checked_next_multiple_of(2)?.min(rest.len());
        let (chunk, after) = rest.split_at_checked(padded.max(length.checked_add(8)?))?;
        append_webp_chunk(&mut kept, chunk)?;
        rest = after;
    }
    let length = u32::try_from(kept.len()).ok()?;
    Some([b"RIFF", &length.to_le_bytes()[..], &kept].concat())
}

fn append_webp_chunk(kept: &mut Vec<u8>, chunk: &[u8]) -> Option<()> {
    let name = chunk.get(..4)?;
    if !WEBP_CHUNKS.contains(&name) {
        return Some(());
    }
    let start = kept.len();
    kept.extend(chunk);
    if kept.len() % 2 == 1 {
        kept.push(0);
    }
    if name == b"VP8X" {
        *kept.get_mut(start + 8)? &= !WEBP_HAS_EXIF_OR_XMP;
    }
    Some(())
}

fn le32(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], body].concat()
    }

    fn photo(exif: &[u8]) -> Vec<u8> {
        [
            b"\xFF\xD8".to_vec(),
            segment(0xE0, b"JFIF\0"),
            segment(0xE1, exif),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0GPS"),
            segment(0xE2, b"ICC_PROFILE\0\x01\x01colours"),
            segment(0xE2, b"MPF\0GPS"),
            segment(0xED, b"Photoshop GPS"),
            segment(0xEE, b"Adobe"),
            segment(0xFE, b"a comment with GPS"),
            segment(0xC0, b"\x08\x00\x20\x00\x40"),
            segment(START_OF_SCAN, b"\x01"),
            b"coded\xFF\x00data\xFF\xD0more".to_vec(),
            segment(0xFE, b"GPS between the scans"),
            segment(START_OF_SCAN, b"\x02"),
            b"more\xFF\xD9trailer with GPS".to_vec(),
        ]
        .concat()
    }

    #[test]
    fn a_photo_keeps_its_picture_and_its_colours() {
        let kept = without_metadata(&photo(b"Exif\0\0MM\0*\0\0\0\x08\0\0GPS")).unwrap();
        let holds = |needle: &[u8]| kept.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(b"GPS"));
        assert!(!holds(b"Exif"));
        for part in [&b"JFIF"[..], b"colours", b"Adobe", b"coded\xFF\x00data\xFF\xD0more", b"more\xFF\xD9"] {
            assert!(holds(part), "{}", String::from_utf8_lossy(part));
        }
        assert_eq!(without_metadata(&kept).as_deref(), Some(&kept[..]));
    }

    #[test]
    fn a_turned_photo_stays_turned() {
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS";
        let kept = without_metadata(&photo(exif)).unwrap();
        assert_eq!(jpeg_orientation(&photo(exif)), Some(6));
        assert_eq!(jpeg_orientation(&kept), Some(6));
        assert!(!kept.windows(3).any(|window| window == b"GPS"));
        assert_eq!(super::super::image_size::image_size(&kept), Some((32, 64)));
    }

    #[test]
    fn a_png_keeps_only_chunks_of_the_picture() {
        let chunk = |name: &[u8], body: &[u8]| {
            [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], name, body, b"sum_"].concat()
        };
        let file = [
            PNG_SIGNATURE.to_vec(),
            chunk(b"IHDR", b"head"),
            chunk(b"eXIf", b"GPS"),
            chunk(b"tEXt", b"GPS"),
            chunk(b"prVt", b"GPS"),
            chunk(b"IDAT", b"picture"),
            chunk(b"IEND", b""),
            b"GPS".to_vec(),
        ]
        .concat();
        let wanted = [PNG_SIGNATURE.to_vec(), chunk(b"IHDR", b"head"), chunk(b"IDAT", b"picture"), chunk(b"IEND", b"")];
        assert_eq!(without_metadata(&file), Some(wanted.concat()));
        assert_eq!(without_metadata(&file[..40]), None);
    }

    #[test]
    fn a_webp_keeps_only_chunks_of_the_picture() {
        let chunk = |name: &[u8], body: &[u8]| {
            let padding: &[u8] = if body.len() % 2 == 1 { b"\0" } else { b"" };
            [name, &u32::try_from(body.len()).unwrap().to_le_bytes(), body, padding].concat()
        };
        let riff = |chunks: &[Vec<u8>]| {
            let body = [b"WEBP".to_vec(), chunks.concat()].concat();
            [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat()
        };
        let file = riff(&[
            chunk(b"VP8X", b"\x3C\0\0\0\0\0\0\0\0\0"),
            chunk(b"VP8 ", b"odd"),
            chunk(b"EXIF", b"GPS"),
            chunk(b"XMP ", b"GPS!"),
        ]);
        let wanted = riff(&[chunk(b"VP8X", b"\x30\0\0\0\0\0\0\0\0\0"), chunk(b"VP8 ", b"odd")]);
        assert_eq!(without_metadata(&file), Some(wanted));
    }

    #[test]
    fn what_is_cut_or_unknown_is_refused() {
        let photo = photo(b"Exif\0\0MM");
        assert_eq!(without_metadata(&photo[..photo.len() - 30]), None);
        for bytes in [&b""[..], b"GIF89a", b"<svg/>", b"\xFF\xD8", b"RIFF\xFF\xFF\xFF\xFFWEBP"] {
            assert_eq!(without_metadata(bytes), None);
        }
    }
}
