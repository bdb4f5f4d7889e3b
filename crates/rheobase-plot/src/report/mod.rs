//! `report.html`: a whole run on one page that needs no network.
//!
//! The page is also well-formed XML, which lets the tests read it with a
//! parser. Escaping is our own: the page is a handful of fragments, and a
//! type that only takes text or other fragments makes a forgotten escape as
//! impossible as a template engine would, without its procedural macros.

mod html;
mod page;

use crate::error::PlotError;
use crate::figure::Figure;

/// A table with a heading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What stands above it; may be empty.
    pub title: String,
    /// Names of the columns, with units; empty for none.
    pub header: Vec<String>,
    /// Cells, row by row. Columns of numbers are set flush right.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// From anything that can be written.
    pub fn new<T: ToString, H: ToString>(title: &str, header: &[H], rows: &[Vec<T>]) -> Self {
        let strings = |row: &Vec<T>| row.iter().map(ToString::to_string).collect();
        Self {
            title: title.to_string(),
            header: header.iter().map(ToString::to_string).collect(),
            rows: rows.iter().map(strings).collect(),
        }
    }
}

/// The parts into which a network model is described: Nordlie, Gewaltig &
/// Plesser (2009), "Towards reproducible descriptions of neuronal network
/// models", PLoS Comput Biol 5(8): e1000456.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModelPart {
    /// A: populations, topology, connectivity, models, input, measurements in brief.
    Summary,
    /// B: names, elements and sizes of populations.
    Populations,
    /// C: projections, their sources, targets and patterns.
    Connectivity,
    /// D: equations and parameters of neurons and synapses.
    NeuronAndSynapse,
    /// E: external input.
    Input,
    /// F: what is measured.
    Measurements,
}

impl ModelPart {
    /// Letter and heading, as in the paper.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Summary => "A Model summary",
            Self::Populations => "B Populations",
            Self::Connectivity => "C Connectivity",
            Self::NeuronAndSynapse => "D Neuron and synapse models",
            Self::Input => "E Input",
            Self::Measurements => "F Measurements",
        }
    }
}

/// A figure with its words.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportFigure {
    /// The figure.
    pub figure: Figure,
    /// Shown below it.
    pub caption: String,
    /// Read to those who cannot see it: what it shows, in a sentence.
    pub alt: String,
}

/// How to get the same numbers again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reproduce {
    /// Command lines, in order.
    pub commands: Vec<String>,
    /// Names and texts of the files needed, such as the network file.
    pub files: Vec<(String, String)>,
}

/// Everything that the page shows, in this order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// Heading of the page.
    pub title: String,
    /// What matters at a glance: names and values with units.
    pub summary: Vec<(String, String)>,
    /// What the reader must know, e.g. that a run was stopped early.
    pub warnings: Vec<String>,
    /// Figures, with captions.
    pub figures: Vec<ReportFigure>,
    /// Results.
    pub statistics: Vec<Table>,
    /// The model; put in the order of the parts.
    pub model: Vec<(ModelPart, Table)>,
    /// How to get the same numbers again.
    pub reproduce: Reproduce,
    /// Version of the program, e.g. "rheobase 0.1.0".
    pub version: String,
}

impl Report {
    /// The page. Figures stand in it as SVG, or as PNG where that is smaller.
    pub fn to_html(&self) -> Result<String, PlotError> {
        page::write(self)
    }
}
