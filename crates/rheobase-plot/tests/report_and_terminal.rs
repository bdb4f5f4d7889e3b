//! The HTML page and the terminal raster.

use rheobase_plot::*;
use roxmltree::{Document, ParsingOptions};

const NASTY: &str = "<script>alert(\"x\")</script> & 'quotes' \u{1}";

fn figure(spikes: usize) -> Figure {
    let times: Vec<f64> = (0..spikes).map(|i| (i * 7919 % 10_007) as f64 / 10.0).collect();
    let ids: Vec<u32> = (0..spikes).map(|i| (i * 31 % 50) as u32).collect();
    let p = RasterPopulation {
        name: NASTY,
        size: 50,
        color: None,
        mean_rate_hz: 1.0,
        times_ms: &times,
        ids: &ids,
    };
    let window = Window::new(0.0, 1000.0);
    RasterPlot {
        title: NASTY,
        populations: &[p],
        row_label: "Neuron index",
        rate_bin_ms: 10.0,
        window,
    }
    .draw()
    .unwrap()
}

fn report() -> Report {
    let text = || NASTY.to_string();
    let table = |title: &str| {
        Table::new(title, &["Name", "Rate (Hz)"], &[vec![NASTY, "2.3 ± 1"], vec!["b", "–"]])
    };
    let shown = |spikes| ReportFigure { figure: figure(spikes), caption: text(), alt: text() };
    Report {
        title: text(),
        summary: vec![(text(), text())],
        warnings: vec![text()],
        figures: vec![shown(10), shown(30_000)],
        statistics: vec![table("Rates")],
        model: vec![(ModelPart::Input, table("")), (ModelPart::Summary, table(""))],
        reproduce: Reproduce { commands: vec![text()], files: vec![(text(), text())] },
        version: "rheobase 1".into(),
    }
}

#[test]
fn page_is_well_formed_and_escaped() {
    let html = report().to_html().unwrap();
    let options = ParsingOptions { allow_dtd: true, ..Default::default() };
    let doc = Document::parse_with_options(&html, options).expect("well-formed");
    assert!(doc.descendants().all(|n| n.tag_name().name() != "script"));
    let title = doc.descendants().find(|n| n.tag_name().name() == "h1").and_then(|n| n.text());
    assert_eq!(title, Some(NASTY.trim_end_matches('\u{1}')));
    let headings: Vec<_> = doc
        .descendants()
        .filter(|n| n.tag_name().name() == "h3")
        .filter_map(|n| n.text())
        .collect();
    assert_eq!(headings, ["A Model summary", "E Input"]);
}

#[test]
fn page_needs_no_network() {
    let html = report().to_html().unwrap();
    let namespace = "http://www.w3.org/2000/svg";
    let rest = html.replace(namespace, "");
    for word in ["http:", "https:", "src=\"/", "url(", "@import", "<link", "<script"] {
        assert!(!rest.contains(word), "{word}");
    }
}

#[test]
fn figures_stand_in_the_smaller_form() {
    let html = report().to_html().unwrap();
    assert_eq!(html.matches("<div class=\"drawing\"").count(), 1, "ten spikes: SVG");
    assert_eq!(html.matches("<img ").count(), 1, "thirty thousand marks: PNG");
    assert_eq!(html.matches("alt=\"&lt;script").count(), 1);
    assert_eq!(html.matches("aria-label=\"&lt;script").count(), 1);
    assert_eq!(html, report().to_html().unwrap(), "the same bytes");
}

#[test]
fn numbers_are_set_flush_right() {
    let html = report().to_html().unwrap();
    assert!(html.contains("<td class=\"number\">2.3 ± 1</td>"));
    assert!(html.contains("<td class=\"number\">–</td>"));
    assert!(!html.contains("<td class=\"number\">b</td>"));
}

#[test]
fn an_empty_report_is_a_page() {
    let html = Report::default().to_html().unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("</html>"));
    assert!(!html.contains("<section>"));
}

fn population<'a>(
    name: &'a str,
    size: usize,
    times: &'a [f64],
    ids: &'a [u32],
) -> RasterPopulation<'a> {
    RasterPopulation { name, size, color: Some("blue"), mean_rate_hz: 1.0, times_ms: times, ids }
}

fn style(width: usize, height: usize, color: bool) -> TerminalStyle {
    TerminalStyle { width, height, color }
}

#[test]
fn terminal_raster_fills_its_frame() {
    let populations =
        [population("dSPN", 490, &[0.0, 500.0], &[0, 489]), population("FSI", 20, &[999.0], &[19])];
    let window = Window::new(0.0, 1000.0);
    let text = terminal_raster(&populations, window, style(60, 8, false)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 8 + 2);
    assert!(lines.iter().all(|l| l.chars().count() <= 60), "{text}");
    assert!(
        lines.iter().any(|l| l.starts_with("dSPN ┤")) && lines[7].starts_with(" FSI ┤"),
        "{text}"
    );
    assert!(lines[9].contains("0 ms") && lines[9].contains("1000 ms"), "{text}");
    let dots: u32 = text
        .chars()
        .filter(|c| ('\u{2801}'..='\u{28ff}').contains(c))
        .map(|c| (c as u32 - 0x2800).count_ones())
        .sum();
    assert_eq!(dots, 3);
    // Time 0 of neuron 0 is the first dot of the first cell.
    assert_eq!(lines[0].chars().nth(6), Some('\u{2801}'));
}

/// Four neurons on one line of cells, two spikes each per cell at most.
#[test]
fn terminal_dots_follow_neuron_and_time() {
    let window = Window::new(0.0, 54.0);
    let cells = |times: &[f64], ids: &[u32]| {
        let text = terminal_raster(&[population("p", 4, times, ids)], window, style(30, 1, false));
        text.unwrap().chars().skip(3).take(2).collect::<String>()
    };
    // 27 cells, two dots wide: a dot is 1 ms.
    assert_eq!(cells(&[0.5, 0.5], &[1, 3]), "⡂⠀", "neurons go down");
    assert_eq!(cells(&[1.5, 2.5], &[0, 0]), "⠈⠁", "time goes right");
    assert_eq!(cells(&[0.5, 1.5, 0.5, 1.5], &[2, 2, 0, 3]), "⢥⠀");
}

#[test]
fn terminal_colors_only_when_asked() {
    let p = [population("p", 3, &[1.0], &[0])];
    let window = Window::new(0.0, 10.0);
    let plain = terminal_raster(&p, window, style(40, 3, false)).unwrap();
    let colored = terminal_raster(&p, window, style(40, 3, true)).unwrap();
    assert!(!plain.contains('\x1b') && colored.contains("\x1b[38;2;0;114;178m"));
    assert_eq!(plain, colored.replace("\x1b[38;2;0;114;178m", "").replace("\x1b[0m", ""));
}

#[test]
fn terminal_edge_cases() {
    let window = Window::new(0.0, 10_000.0);
    let eight: Vec<_> =
        (0..8).map(|_| population("a long name\x1b[2J of it", 5, &[], &[])).collect();
    assert!(matches!(
        terminal_raster(&eight, window, style(80, 7, false)),
        Err(PlotError::TerminalTooSmall { need_height: 8, .. })
    ));
    assert!(!terminal_raster(&eight, window, style(80, 8, false)).unwrap().contains('\x1b'));
    assert!(terminal_raster(&[], window, style(30, 1, true)).unwrap().contains("0 s"));
    assert!(terminal_raster(&[], window, style(29, 1, true)).is_err());
    assert!(
        terminal_raster(&[population("p", 1, &[1.0], &[1])], window, style(80, 5, false)).is_err()
    );
}
