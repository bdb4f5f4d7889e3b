//! The page, part by part.

use super::html::Html;
use super::{ModelPart, Report, ReportFigure, Table};
use crate::error::PlotError;
use crate::scene::encode::base64;

const STYLE: &str = include_str!("style.css");
/// Pixels per unit of figures that are embedded as PNG.
const PNG_SCALE: f64 = 2.0;

pub(super) fn write(report: &Report) -> Result<String, PlotError> {
    let mut page = Html::default()
        .raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
        .element("title", &report.title)
        .open("style")
        .raw(STYLE)
        .close("style")
        .raw("</head>\n<body>\n<main>\n")
        .element("h1", &report.title)
        .piece(&warnings(&report.warnings))
        .piece(&summary(&report.summary));
    if !report.figures.is_empty() {
        page = page.raw("<section>\n").element("h2", "Figures");
        for (i, figure) in report.figures.iter().enumerate() {
            page = page.piece(&figure_piece(i + 1, figure)?);
        }
        page = page.raw("</section>\n");
    }
    if !report.statistics.is_empty() {
        page = page.raw("<section>\n").element("h2", "Statistics");
        page = page.each(&report.statistics, table).raw("</section>\n");
    }
    let page = page
        .piece(&model(&report.model))
        .piece(&reproduce(report))
        .open("footer")
        .text(&report.version)
        .close("footer")
        .raw("</main>\n</body>\n</html>\n");
    Ok(page.into_string())
}

fn warnings(warnings: &[String]) -> Html {
    let paragraph = |out: Html, words: &String| {
        out.raw("<p class=\"warning\" role=\"note\">").text(words).raw("</p>\n")
    };
    Html::default().each(warnings, paragraph)
}

fn summary(pairs: &[(String, String)]) -> Html {
    if pairs.is_empty() {
        return Html::default();
    }
    let pair = |out: Html, (key, value): &(String, String)| {
        out.raw("<div>").element("dt", key).element("dd", value).raw("</div>\n")
    };
    Html::default().raw("<dl class=\"summary\">\n").each(pairs, pair).raw("</dl>\n")
}

fn figure_piece(number: usize, figure: &ReportFigure) -> Result<Html, PlotError> {
    let svg = figure.figure.to_svg()?;
    let png = figure.figure.to_png(PNG_SCALE)?;
    let width = format!("{}", figure.figure.width());
    let out = Html::default().raw("<figure>\n");
    let out = if png.len() * 4 / 3 < svg.len() {
        out.raw("<img width=\"")
            .text(&width)
            .raw("\" alt=\"")
            .text(&figure.alt)
            .raw("\" src=\"data:image/png;base64,")
            .text(&base64(&png))
            .raw("\"/>\n")
    } else {
        out.raw("<div class=\"drawing\" role=\"img\" aria-label=\"")
            .text(&figure.alt)
            .raw("\">\n")
            .drawing(&svg)
            .raw("</div>\n")
    };
    let label = format!("Figure {number}. ");
    Ok(out
        .open("figcaption")
        .element("b", &label)
        .text(&figure.caption)
        .close("figcaption")
        .raw("</figure>\n"))
}

fn table(out: Html, table: &Table) -> Html {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.header.len());
    let numeric: Vec<bool> = (0..columns).map(|c| is_numeric(table, c)).collect();
    let right = |c: usize| numeric.get(c).copied().unwrap_or(false);
    let cell = |out: Html, c: usize, text: &str| match right(c) {
        true => out.raw("<td class=\"number\">").text(text).raw("</td>"),
        false => out.element("td", text),
    };
    let head = |out: Html, (c, text): (usize, &String)| match right(c) {
        true => out.raw("<th scope=\"col\" class=\"number\">").text(text).raw("</th>"),
        false => out.raw("<th scope=\"col\">").text(text).raw("</th>"),
    };
    // Wide tables scroll by themselves on a narrow screen.
    let mut out = out.raw("<div class=\"scroll\">");
    out = match columns == 2 && table.header.is_empty() {
        true => out.raw("<table class=\"pairs\">\n"),
        false => out.raw("<table>\n"),
    };
    if !table.title.is_empty() {
        out = out.element("caption", &table.title);
    }
    if !table.header.is_empty() {
        out = out
            .raw("<thead><tr>")
            .each(table.header.iter().enumerate(), head)
            .raw("</tr></thead>\n");
    }
    out = out.raw("<tbody>\n");
    for row in &table.rows {
        out = out.raw("<tr>");
        for c in 0..columns {
            out = cell(out, c, row.get(c).map_or("", String::as_str));
        }
        out = out.raw("</tr>\n");
    }
    out.raw("</tbody>\n</table></div>\n")
}

/// Whether each cell of a column is a number, a dash or empty, and one is a number.
fn is_numeric(table: &Table, column: usize) -> bool {
    let mut any = false;
    table.rows.iter().filter_map(|row| row.get(column)).all(|cell| {
        let plain: String =
            cell.replace('−', "-").chars().filter(|c| !matches!(c, ',' | ' ' | '%')).collect();
        let mut parts = plain.split('±');
        let number = parts.all(|part| part.parse::<f64>().is_ok());
        any |= number;
        number || matches!(plain.as_str(), "" | "–" | "-")
    }) && any
}

fn model(tables: &[(ModelPart, Table)]) -> Html {
    if tables.is_empty() {
        return Html::default();
    }
    let mut ordered: Vec<&(ModelPart, Table)> = tables.iter().collect();
    ordered.sort_by_key(|(part, _)| *part);
    let mut out = Html::default()
        .raw("<section>\n")
        .element("h2", "Model")
        .raw("<p class=\"aside\">Described as in Nordlie, Gewaltig &amp; Plesser (2009), PLoS Comput. Biol. 5(8): e1000456.</p>\n");
    for group in ordered.chunk_by(|a, b| a.0 == b.0) {
        out = out.element("h3", group[0].0.heading());
        out = out.each(group, |out, (_, t)| table(out, t));
    }
    out.raw("</section>\n")
}

fn reproduce(report: &Report) -> Html {
    let how = &report.reproduce;
    if how.commands.is_empty() && how.files.is_empty() {
        return Html::default();
    }
    let mut out = Html::default().raw("<section>\n").element("h2", "How to reproduce");
    if !how.commands.is_empty() {
        out = out.raw("<pre><code>").text(&how.commands.join("\n")).raw("</code></pre>\n");
    }
    let file = |out: Html, (name, text): &(String, String)| {
        out.raw("<details>\n")
            .element("summary", name)
            .raw("<pre><code>")
            .text(text)
            .raw("</code></pre>\n</details>\n")
    };
    out.each(&how.files, file).raw("</section>\n")
}
