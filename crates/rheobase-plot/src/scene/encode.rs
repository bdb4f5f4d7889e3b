//! Pixels to PNG bytes, bytes to base64.

use super::Pixels;
use crate::error::PlotError;
use std::collections::BTreeSet;

/// With a palette where 256 colours suffice, plain RGB where nothing is
/// transparent, RGBA otherwise.
pub(crate) fn png(pixels: &Pixels) -> Result<Vec<u8>, PlotError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixels.width, pixels.height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let (px, _) = pixels.rgba.as_chunks::<4>();
    let data: Vec<u8> = if let Some(palette) = palette(px) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette.iter().flat_map(|p| [p[0], p[1], p[2]]).collect::<Vec<_>>());
        encoder.set_trns(palette.iter().map(|p| p[3]).collect::<Vec<_>>());
        // Filters are made for gradients; indices compress best without.
        encoder.set_filter(png::Filter::NoFilter);
        let index = |p: &[u8; 4]| palette.binary_search(p).map_or(0, |i| i as u8);
        px.iter().map(index).collect()
    } else if px.iter().all(|p| p[3] == 255) {
        encoder.set_color(png::ColorType::Rgb);
        px.iter().flat_map(|p| [p[0], p[1], p[2]]).collect()
    } else {
        encoder.set_color(png::ColorType::Rgba);
        pixels.rgba.clone()
    };
    let failed = |e: png::EncodingError| PlotError::Encode(e.to_string());
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&data).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(out)
}

/// The colours in order, unless there are more than 256.
fn palette(px: &[[u8; 4]]) -> Option<Vec<[u8; 4]>> {
    let mut seen = BTreeSet::new();
    let mut last = None;
    for p in px {
        if last != Some(p) {
            seen.insert(*p);
            last = Some(p);
        }
        if seen.len() > 256 {
            return None;
        }
    }
    Some(seen.into_iter().collect())
}

/// Standard base64 with padding (RFC 4648).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let part = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i)) as usize & 63] as char;
            out.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_as_in_the_rfc() {
        let pairs =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in pairs {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
