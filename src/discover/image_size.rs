//! Width and height of an image from the first bytes of its file, so that pages can reserve the room.
//!
//! Reads headers only: nothing is decoded, and a file that isn't what it says gives no size, never a panic. Photos that
//! a camera turned (EXIF orientation) give the size that is shown.

use super::metadata::{jpeg_orientation, jpeg_segments};

/// Width and height in CSS pixels, if `header` (the beginning of a file) says so.
pub fn image_size(header: &[u8]) -> Option<(u32, u32)> {
    let size = png(header)
        .or_else(|| gif(header))
        .or_else(|| jpeg(header))
        .or_else(|| webp(header))
        .or_else(|| avif(header))
        .or_else(|| svg(header))?;
    (size.0 > 0 && size.1 > 0).then_some(size)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 2)?.try_into().ok().map(|pair| u32::from(u16::from_be_bytes(pair)))
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 2)?.try_into().ok().map(|pair| u32::from(u16::from_le_bytes(pair)))
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    Some(le16(bytes, at)? | u32::from(*bytes.get(at + 2)?) << 16)
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let is_png = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16)? == b"IHDR";
    is_png.then_some(())?;
    Some((be32(bytes, 16)?, be32(bytes, 20)?))
}

fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")).then_some(())?;
    Some((le16(bytes, 6)?, le16(bytes, 8)?))
}

fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let frame = jpeg_segments(bytes).find(|segment| is_frame(segment.marker))?;
    let (height, width) = (be16(frame.body, 1)?, be16(frame.body, 3)?);
    let lies_on_its_side = jpeg_orientation(bytes).is_some_and(|turn| turn >= 5);
    Some(if lies_on_its_side { (height, width) } else { (width, height) })
}

/// Start of frame: C0 to CF but for the tables that share the range.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP").then_some(())?;
    match bytes.get(12..16)? {
        b"VP8X" => Some((le24(bytes, 24)? + 1, le24(bytes, 27)? + 1)),
        b"VP8 " => Some((le16(bytes, 26)? & 0x3FFF, le16(bytes, 28)? & 0x3FFF)),
        b"VP8L" => {
            let bits = le16(bytes, 21)? | le16(bytes, 23)? << 16;
            Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
        }
        _ => None,
    }
}

/// The largest `ispe` property: a picture made of tiles has one for the tile and one for the whole.
fn avif(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(4..8)? == b"ftyp" && matches!(bytes.get(8..12)?, b"avif" | b"avis")).then_some(())?;
    bytes
        .windows(16)
        .filter(|window| window.starts_with(b"ispe\0\0\0\0"))
        .filter_map(|window| Some((be32(window, 8)?, be32(window, 12)?)))
        .max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(bytes);
    let (_, from) = text.split_once("<svg").filter(|(_, rest)| rest.starts_with(char::is_whitespace))?;
    let (tag, _) = from.split_once('>')?;
    let named = |name| attribute(tag, name).and_then(pixels);
    let (view_width, view_height) = attribute(tag, "viewBox").and_then(view_box).unzip();
    match (named("width"), named("height"), view_width, view_height) {
        (Some(width), Some(height), ..) => Some((rounded(width)?, rounded(height)?)),
        (Some(width), None, Some(vw), Some(vh)) => Some((rounded(width)?, rounded(width * vh / vw)?)),
        (None, Some(height), Some(vw), Some(vh)) => Some((rounded(height * vw / vh)?, rounded(height)?)),
        (None, None, Some(vw), Some(vh)) => Some((rounded(vw)?, rounded(vh)?)),
        _ => None,
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once(name)?;
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        if before.ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'')
            && let Some(value) = value
        {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value.get(1..)?.split(quote).next();
        }
        rest = after;
    }
}

/// A length without a unit or in `px`; other units depend on things that a file doesn't say.
fn pixels(value: &str) -> Option<f64> {
    let value = value.trim();
    value.strip_suffix("px").unwrap_or(value).trim().parse().ok()
}

fn view_box(value: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> =
        value.split([' ', ',', '\t', '\n', '\r']).filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [_, _, width, height] => Some((*width, *height)),
        _ => None,
    }
}

fn rounded(length: f64) -> Option<u32> {
    let sane = length.is_finite() && (0.5..1e6).contains(&length);
    // The range was just checked, so that the conversion loses nothing but the fraction.
    sane.then(|| length.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn png_gif_and_webp_say_their_size_in_the_header() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 2, 128, 0, 0, 1, 224]);
        assert_eq!(image_size(&png), Some((640, 480)));
        assert_eq!(image_size(b"GIF89a\x0A\x00\x14\x00"), Some((10, 20)));
        let mut webp = b"RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0".to_vec();
        webp.extend([99, 0, 0, 49, 0, 0]);
        assert_eq!(image_size(&webp), Some((100, 50)));
        let mut lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2F".to_vec();
        lossless.extend((99u32 | 49 << 14).to_le_bytes());
        assert_eq!(image_size(&lossless), Some((100, 50)));
    }

    #[test]
    fn jpeg_is_walked_to_its_frame() {
        let jpeg = [
            &b"\xFF\xD8\xFF\xE0\x00\x04ab"[..],
            &b"\xFF\xC4\x00\x03x"[..],
            &b"\xFF\xC2\x00\x0B\x08\x00\x20\x00\x40\x01\x01\x11\x00"[..],
        ]
        .concat();
        assert_eq!(image_size(&jpeg), Some((64, 32)));
        assert_eq!(image_size(b"\xFF\xD8\xFF\xE0\xFF\xFF"), None);
    }

    #[test]
    fn avif_takes_the_whole_picture_not_the_tile() {
        let mut avif = b"\0\0\0\x1Cftypavif____".to_vec();
        for (width, height) in [(512u32, 512u32), (2000, 1000)] {
            avif.extend(b"ispe\0\0\0\0");
            avif.extend(width.to_be_bytes());
            avif.extend(height.to_be_bytes());
        }
        assert_eq!(image_size(&avif), Some((2000, 1000)));
    }

    #[test]
    fn svg_takes_attributes_then_the_view_box() {
        assert_eq!(image_size(b"<?xml?><svg width=\"12\" height='7.6px'>"), Some((12, 8)));
        assert_eq!(image_size(b"<svg xmlns=\"x\" viewBox=\"0 0 300 150\">"), Some((300, 150)));
        assert_eq!(image_size(b"<svg width=\"100\" viewBox=\"0,0,300,150\">"), Some((100, 50)));
        assert_eq!(image_size(b"<svg width=\"100%\" stroke-width=\"3\" viewBox=\"0 0 30 15\">"), Some((30, 15)));
        assert_eq!(image_size(b"<svg width=\"1e400\" height=\"-1\">"), None);
        assert_eq!(image_size(b"<svgfoo width=\"1\" height=\"1\">"), None);
    }

    #[test]
    fn other_bytes_have_no_size() {
        for bytes in [&b""[..], b"hello", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\xFF\xD8", b"GIF89a\0\0\0\0"] {
            assert_eq!(image_size(bytes), None);
        }
    }
}
