//! `"dSPN[0:10, 20, 30:40]"`.

use crate::spec::Selection;

impl Selection {
    /// Reads a selection. Ranges may come in any order and are sorted; those that touch become
    /// one. The error says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Selection, String> {
        let text = text.trim();
        let Some((population, rest)) = text.split_once('[') else {
            if text.is_empty() || text.contains(']') {
                return Err(format!("`{text}` is no selection of neurons"));
            }
            return Ok(Selection::all(text));
        };
        let population = population.trim();
        let Some(inner) = rest.strip_suffix(']') else {
            return Err(format!("`{text}` has no closing bracket at its end"));
        };
        if population.is_empty() {
            return Err(format!("`{text}` names no population"));
        }
        let mut ranges = Vec::new();
        for part in inner.split(',') {
            ranges
                .push(range(part.trim()).ok_or_else(|| {
                    format!("`{}` in `{text}` is no index or range", part.trim())
                })?);
        }
        ranges.sort_unstable();
        if let Some(pair) = ranges.windows(2).find(|pair| pair[1].0 < pair[0].1) {
            return Err(format!("neuron {} stands twice in `{text}`", pair[1].0));
        }
        let mut merged: Vec<(u64, u64)> = Vec::new();
        for (start, stop) in ranges {
            match merged.last_mut() {
                Some(last) if last.1 == start => last.1 = stop,
                _ => merged.push((start, stop)),
            }
        }
        Ok(Selection { population: population.into(), ranges: Some(merged) })
    }
}

/// `3` or `0:100`; empty ranges are none.
fn range(text: &str) -> Option<(u64, u64)> {
    match text.split_once(':') {
        Some((start, stop)) => {
            let range = (start.trim().parse().ok()?, stop.trim().parse().ok()?);
            (range.0 < range.1).then_some(range)
        }
        None => {
            let index: u64 = text.parse().ok()?;
            Some((index, index.checked_add(1)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_read_back_as_printed() {
        for text in ["dSPN", "dSPN[3]", "dSPN[0:100]", "dSPN[0:10, 20, 30:40]"] {
            assert_eq!(Selection::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Selection::parse("a[5,0:5]").unwrap().to_string(), "a[0:6]");
    }

    #[test]
    fn mistakes_are_refused() {
        for text in
            ["", "a[", "a[]", "[0:3]", "a[3:3]", "a[4:3]", "a[-1]", "a[0:3, 2]", "a[x]", "a]"]
        {
            assert!(Selection::parse(text).is_err(), "{text}");
        }
    }
}
