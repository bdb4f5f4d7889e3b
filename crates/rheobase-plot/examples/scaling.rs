//! Draws what `cargo xtask bench --scale` has measured: `scaling TABLE FOLDER THREADS`.
//!
//! The table has the columns neurons, ns per event of the whole simulation and of delivery, bytes
//! per synapse of the synapses and at the peak of the process.

use rheobase_plot::{LinePlot, LineSeries};
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [table, folder, threads] = arguments.as_slice() else {
        return Err("usage: scaling TABLE FOLDER THREADS".into());
    };
    let columns = read(Path::new(table))?;
    let folder = Path::new(folder);
    let note = format!("1,000 synapses per neuron, {threads} threads.");
    let time = [("Whole simulation", &columns[1]), ("Delivery", &columns[2])];
    let memory = [("Peak of the process", &columns[4]), ("Synapses", &columns[3])];
    let time_label = "Time of a thread per synaptic event (ns)";
    draw(&columns[0], &time, time_label, &note, &folder.join("scale-time.png"))?;
    draw(
        &columns[0],
        &memory,
        "Memory per synapse (bytes)",
        &note,
        &folder.join("scale-memory.png"),
    )
}

fn draw(
    neurons: &[f64],
    curves: &[(&str, &Vec<f64>)],
    label: &str,
    note: &str,
    path: &Path,
) -> Result<(), Box<dyn Error>> {
    let series: Vec<_> = curves
        .iter()
        .map(|&(name, y)| LineSeries {
            name,
            color: None,
            x: neurons,
            y,
            error: None,
            markers: true,
        })
        .collect();
    let plot = LinePlot {
        x_label: "Neurons",
        y_label: label,
        series: &series,
        log_x: true,
        log_y: true,
        note,
        ..LinePlot::default()
    };
    std::fs::write(path, plot.draw()?.to_png(2.0)?)?;
    Ok(())
}

/// Columns of a table of numbers with one line of names.
fn read(path: &Path) -> Result<Vec<Vec<f64>>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut columns = vec![Vec::new(); 5];
    for line in text.lines().skip(1) {
        for (column, cell) in columns.iter_mut().zip(line.split(',')) {
            column.push(cell.parse()?);
        }
    }
    Ok(columns)
}
