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
    let time = Plot {
        title: "Time of a synaptic event",
        label: "Time of a thread per synaptic event (ns)",
        curves: [("Whole simulation", &columns[1]), ("Delivery", &columns[2])],
    };
    let memory = Plot {
        title: "Memory of a synapse",
        label: "Memory per synapse (bytes)",
        curves: [("Peak of the process", &columns[4]), ("Synapses", &columns[3])],
    };
    time.draw(&columns[0], &note, &folder.join("scale-time.png"))?;
    memory.draw(&columns[0], &note, &folder.join("scale-memory.png"))
}

/// One picture.
struct Plot<'a> {
    title: &'a str,
    label: &'a str,
    curves: [(&'a str, &'a [f64]); 2],
}

impl Plot<'_> {
    fn draw(&self, neurons: &[f64], note: &str, path: &Path) -> Result<(), Box<dyn Error>> {
        let series = self.curves.map(|(name, y)| LineSeries {
            name,
            color: None,
            x: neurons,
            y,
            error: None,
            markers: true,
        });
        let plot = LinePlot {
            title: self.title,
            x_label: "Neurons",
            y_label: self.label,
            series: &series,
            log_x: true,
            log_y: true,
            note,
            ..LinePlot::default()
        };
        std::fs::write(path, plot.draw()?.to_png(2.0)?)?;
        Ok(())
    }
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
