//! Weights and delays of rows whose targets stand, and their order by delay.

use super::build::{Builder, Counts, Index, row_cuts, spawn_unless_last, split, transpose};
use super::{GroupTable, Weights};
use crate::engine::memory::zeros;
use crate::network::CompileError;
use crate::wiring::WiringError;

/// What the rows of a part have besides targets.
pub(super) struct Decorated {
    pub groups: Option<GroupTable>,
    pub weights: Weights,
}

/// Room for one row.
#[derive(Default)]
struct Row {
    ids: Vec<u32>,
    delays: Vec<u32>,
    weights: Vec<f64>,
    order: Vec<u32>,
    places: Vec<u32>,
}

/// Room for weights, of one part or of a stretch of its rows.
enum Room<'a> {
    None,
    F32(&'a mut [f32]),
    F64(&'a mut [f64]),
}

/// Draws weights and delays and sorts each row by delay, for every part. `cuts` divide the sources
/// among threads.
pub(super) fn decorate<T: Index>(
    builder: &Builder,
    counts: &Counts,
    starts: &[Vec<u64>],
    targets: &mut [Vec<T>],
    cuts: &[usize],
) -> Result<Vec<Decorated>, CompileError> {
    let bundle = builder.bundle;
    let mut weights: Vec<Weights> = targets
        .iter()
        .map(|targets| match bundle.weight {
            Ok(weight) => Weights::Same(weight),
            Err(true) => Weights::F32(zeros(targets.len())),
            Err(false) => Weights::F64(zeros(targets.len())),
        })
        .collect();
    if bundle.weight.is_ok() && bundle.delay.is_some() {
        return Ok(weights
            .into_iter()
            .map(|weights| Decorated { groups: None, weights })
            .collect());
    }
    let places = starts.iter().map(|s| row_cuts(s, cuts)).collect::<Vec<_>>();
    let rows = transpose(targets.iter_mut().zip(&places).map(|(t, cuts)| split(t, cuts)));
    let rooms = transpose(weights.iter_mut().zip(&places).map(|(weights, cuts)| match weights {
        Weights::Same(_) => cuts.windows(2).map(|_| Room::None).collect(),
        Weights::F32(each) => split(each, cuts).into_iter().map(Room::F32).collect(),
        Weights::F64(each) => split(each, cuts).into_iter().map(Room::F64).collect::<Vec<_>>(),
    }));
    let threads = cuts.len() - 1;
    let mut tables: Vec<Result<Vec<GroupTable>, WiringError>> =
        (0..threads).map(|_| Ok(Vec::new())).collect();
    std::thread::scope(|scope| {
        let shares = rows.into_iter().zip(rooms).zip(&mut tables).enumerate();
        for (thread, ((rows, rooms), tables)) in shares {
            let sources = cuts[thread]..cuts[thread + 1];
            spawn_unless_last(scope, thread + 1 == threads, move || {
                let parts = rows.into_iter().zip(rooms).enumerate();
                *tables = parts
                    .map(|(part, (rows, room))| {
                        let stretch = Stretch { builder, counts, part, starts: &starts[part] };
                        stretch.decorate(sources.clone(), rows, room)
                    })
                    .collect();
            });
        }
    });
    let tables = tables.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut joined: Vec<GroupTable> = transpose(tables.into_iter()).into_iter().map(join).collect();
    joined.resize_with(weights.len(), GroupTable::default);
    let decorated = weights.into_iter().zip(joined).map(|(weights, table)| Decorated {
        groups: bundle.delay.is_none().then_some(table),
        weights,
    });
    Ok(decorated.collect())
}

/// Some sources' rows in one part.
struct Stretch<'a> {
    builder: &'a Builder<'a>,
    counts: &'a Counts,
    part: usize,
    starts: &'a [u64],
}

impl Stretch<'_> {
    fn decorate<T: Index>(
        &self,
        sources: std::ops::Range<usize>,
        rows: &mut [T],
        mut room: Room,
    ) -> Result<GroupTable, WiringError> {
        let bundle = self.builder.bundle;
        let mut table = GroupTable { starts: vec![0], ..GroupTable::default() };
        let (mut row, mut sorted) = (Row::default(), Vec::new());
        let origin = self.starts[sources.start];
        for source in sources {
            let range = (self.starts[source] - origin) as usize
                ..(self.starts[source + 1] - origin) as usize;
            let targets = &mut rows[range.clone()];
            self.draw(source, targets, &mut row)?;
            if bundle.delay.is_none() {
                row.sort_by_delay();
                table.append(&row);
                sorted.clear();
                sorted.extend(row.order.iter().map(|&k| targets[k as usize]));
                targets.copy_from_slice(&sorted);
            }
            match &mut room {
                Room::None => {}
                Room::F32(each) => row.put_weights(&mut each[range], |w| w as f32),
                Room::F64(each) => row.put_weights(&mut each[range], |w| w),
            }
        }
        Ok(table)
    }

    /// Draws the delays and weights of a row in the order in which its targets stand.
    fn draw<T: Index>(
        &self,
        source: usize,
        targets: &[T],
        row: &mut Row,
    ) -> Result<(), WiringError> {
        let bundle = self.builder.bundle;
        row.clear();
        let mut rest = targets;
        for (member, recipe) in self.builder.recipes.iter().enumerate() {
            let (mine, others) = rest.split_at(self.counts[member][self.part][source] as usize);
            let shift = self.builder.shift(self.part, member);
            row.ids.clear();
            row.ids.extend(mine.iter().map(|&input| (input.get() as isize - shift) as u32));
            if bundle.delay.is_none() {
                recipe.delays(source as u32, &row.ids, &mut row.delays)?;
            }
            if bundle.weight.is_err() {
                recipe.weights(source as u32, &row.ids, &mut row.weights)?;
            }
            rest = others;
        }
        Ok(())
    }
}

impl Row {
    fn clear(&mut self) {
        self.delays.clear();
        self.weights.clear();
        self.order.clear();
    }

    /// The order of the synapses by delay, those of one delay as they stand.
    fn sort_by_delay(&mut self) {
        let n = self.delays.len() as u32;
        let longest = self.delays.iter().max().map_or(0, |&d| d as usize);
        self.order.extend(0..n);
        if longest > 4 * n as usize + 1024 {
            self.order.sort_by_key(|&k| self.delays[k as usize]);
            return;
        }
        // By counting.
        self.places.clear();
        self.places.resize(longest + 2, 0);
        for &delay in &self.delays {
            self.places[delay as usize + 1] += 1;
        }
        for delay in 0..=longest {
            self.places[delay + 1] += self.places[delay];
        }
        for (k, &delay) in self.delays.iter().enumerate() {
            let place = &mut self.places[delay as usize];
            self.order[*place as usize] = k as u32;
            *place += 1;
        }
    }

    fn put_weights<W>(&self, room: &mut [W], narrow: impl Fn(f64) -> W) {
        if self.order.is_empty() {
            for (room, &weight) in room.iter_mut().zip(&self.weights) {
                *room = narrow(weight);
            }
        } else {
            for (room, &k) in room.iter_mut().zip(&self.order) {
                *room = narrow(self.weights[k as usize]);
            }
        }
    }
}

impl GroupTable {
    /// Appends the groups of one source's row.
    fn append(&mut self, row: &Row) {
        let mut order = row.order.iter().map(|&k| row.delays[k as usize]).peekable();
        while let Some(delay) = order.next() {
            let mut length = 1u16;
            while length < u16::MAX && order.next_if_eq(&delay).is_some() {
                length += 1;
            }
            self.delays.push(delay as u16);
            self.lengths.push(length);
        }
        self.starts.push(self.delays.len() as u64);
    }
}

/// The groups of stretches of sources, one behind the other.
fn join(tables: Vec<GroupTable>) -> GroupTable {
    let groups = tables.iter().map(|table| table.delays.len()).sum();
    let mut joined = GroupTable {
        starts: vec![0],
        delays: Vec::with_capacity(groups),
        lengths: Vec::with_capacity(groups),
    };
    for table in tables {
        let shift = joined.delays.len() as u64;
        joined.starts.extend(table.starts[1..].iter().map(|start| start + shift));
        joined.delays.extend(table.delays);
        joined.lengths.extend(table.lengths);
    }
    joined
}
