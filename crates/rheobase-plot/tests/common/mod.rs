//! Reading figures back.

#![allow(dead_code)] // Each test file uses a part of it.

use rheobase_plot::*;
use roxmltree::{Document, Node};

pub fn with_class<'a>(doc: &'a Document<'a>, class: &'a str) -> Vec<Node<'a, 'a>> {
    doc.descendants().filter(|n| n.attribute("class") == Some(class)).collect()
}

pub fn texts(svg: &str, class: &str) -> Vec<String> {
    let doc = Document::parse(svg).expect("well-formed");
    let found: Vec<String> =
        with_class(&doc, class).iter().filter_map(|n| n.text()).map(str::to_string).collect();
    found
}

pub fn marks(svg: &str, class: &str) -> usize {
    let doc = Document::parse(svg).expect("well-formed");
    let count = |n: &Node<'_, '_>| n.attribute("d").map_or(0, |d| d.matches('M').count());
    with_class(&doc, class).iter().map(count).sum()
}

/// No NaN or infinity anywhere, and nothing drawn outside the figure by much.
pub fn sound(figure: &Figure) -> String {
    let svg = figure.to_svg().expect("svg");
    Document::parse(&svg).expect("well-formed");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert!(figure.height() > 40.0 && figure.height() < 4000.0);
    let png = figure.to_png(1.0).expect("png");
    assert!(ink(&png, figure.width() as usize, figure.height() as usize) > 500);
    svg
}

/// Pixels that are not white, of a PNG of the expected size.
pub fn ink(png: &[u8], width: usize, height: usize) -> usize {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("size")];
    let info = reader.next_frame(&mut pixels).expect("whole");
    assert_eq!((info.width as usize, info.height as usize), (width, height));
    let channels = info.color_type.samples();
    pixels.chunks(channels).filter(|p| p[..3] != [255, 255, 255]).count()
}
