//! Every figure, the edge cases and a report, from made-up data:
//! `cargo run -p rheobase-plot --example gallery -- <folder>`.

#![allow(clippy::print_stdout)] // An example may say what it wrote.

mod data;
mod others;
mod page;
mod spikes;

use data::Spikes;
use rheobase_plot::*;
use std::error::Error;
use std::path::Path;

type Named = (&'static str, Figure);

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: gallery <folder>")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let mut figures = spikes::rasters()?;
    figures.extend(spikes::distributions()?);
    figures.extend(others::weights()?);
    figures.extend(others::traces()?);
    figures.extend(others::curves()?);
    for (name, figure) in &figures {
        let (svg, png) = (figure.to_svg()?, figure.to_png(2.0)?);
        println!("{name:26} svg {:8} B   png {:8} B", svg.len(), png.len());
        std::fs::write(folder.join(format!("{name}.svg")), svg)?;
        std::fs::write(folder.join(format!("{name}.png")), png)?;
    }
    let html = page::report(&figures).to_html()?;
    println!("{:26} {:12} B", "report.html", html.len());
    std::fs::write(folder.join("report.html"), html)?;
    let striatum = data::striatum(1000.0);
    let populations: Vec<_> = striatum.iter().map(Spikes::raster).collect();
    let style = TerminalStyle { width: 80, height: 12, color: true };
    print!("{}", terminal_raster(&populations, Window::new(0.0, 1000.0), style)?);
    Ok(())
}
