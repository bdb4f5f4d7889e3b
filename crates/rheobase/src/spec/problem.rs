//! What is wrong with a network, said so that it can be put right.

use super::SourceMap;
use std::fmt;

/// One mistake in a network description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the description, as in `population.dSPN.size`; empty: the whole.
    pub path: String,
    /// Where in the file; `None` for a description that was not read from one.
    pub place: Option<Place>,
    /// What is wrong, with the offending value.
    pub message: String,
    /// What would be accepted, or what to do; may be empty.
    pub help: String,
}

/// A place in a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Number of characters to underline in that line, at least 1.
    pub width: usize,
}

impl Problem {
    /// A problem at a path, with no place in a file yet.
    pub fn new(
        path: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Problem { path: path.into(), place: None, message: message.into(), help: help.into() }
    }
}

/// Without a file: `population.dSPN.size: must be …`, with the help on the next line.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

/// All mistakes of one description. Its `Display` shows each with the offending line and a caret.
#[derive(Clone, Debug)]
pub struct Problems {
    /// The mistakes, in order of their place in the file.
    pub list: Vec<Problem>,
    /// Name of the file for messages; empty: "network".
    pub file: String,
    source: Option<SourceMap>,
}

impl Problems {
    /// Problems of a description that is not in a file.
    pub fn new(list: Vec<Problem>) -> Self {
        Problems { list, file: String::new(), source: None }
    }

    /// Problems of a description that was read from a text: those without a place get one, and
    /// all are put in the order of the text.
    pub fn located(mut list: Vec<Problem>, source: SourceMap) -> Self {
        for problem in &mut list {
            if problem.place.is_none() {
                problem.place = source.locate(&problem.path);
            }
        }
        list.sort_by_key(|problem| problem.place);
        Problems { list, file: String::new(), source: Some(source) }
    }

    /// The same problems with the name of the file that messages show.
    pub fn in_file(self, name: impl Into<String>) -> Self {
        Problems { file: name.into(), ..self }
    }

    fn show(&self, problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some(place), Some(source)) = (problem.place, &self.source) else {
            return write!(f, "error: {problem}");
        };
        writeln!(f, "error: {}", problem.message)?;
        let number = place.line.to_string();
        let margin = " ".repeat(number.len());
        let file = if self.file.is_empty() { "network" } else { &self.file };
        write!(f, "{margin}--> {file}:{}:{}", place.line, place.column)?;
        if !problem.path.is_empty() {
            write!(f, " ({})", problem.path)?;
        }
        writeln!(f, "\n{margin} |")?;
        let (line, indent) = excerpt(source.line(place.line), place.column);
        let room = line.chars().count().saturating_sub(indent).max(1);
        writeln!(f, "{number} | {line}")?;
        write!(f, "{margin} | {}{}", " ".repeat(indent), "^".repeat(place.width.min(room)))?;
        if !problem.help.is_empty() {
            write!(f, "\n{margin} = help: {}", problem.help)?;
        }
        Ok(())
    }
}

/// A line no longer than a terminal is wide, and where the column lies in it (from 0). Tabs become
/// spaces, so that the caret stands below its place.
fn excerpt(line: &str, column: usize) -> (String, usize) {
    const WIDTH: usize = 110;
    let at = column.saturating_sub(1);
    let skip = at.saturating_sub(WIDTH / 2);
    let skip = if line.chars().count() <= WIDTH { 0 } else { skip };
    let part = line.chars().skip(skip).take(WIDTH);
    (part.map(|c| if c.is_control() { ' ' } else { c }).collect(), at - skip)
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            self.show(problem, f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
