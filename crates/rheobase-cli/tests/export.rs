//! What is written, read back by software that is not ours (hdf5-reader) or by
//! our reading side. `xtask/verify/formats` does the same with h5py, libsonata
//! and scipy.

use std::path::PathBuf;

use hdf5_reader::Hdf5File;
use rheobase::data::read_coo;
use rheobase_cli::export::{
    Column, EdgeSet, ExportError, H5File, PopulationSpikes, Precision, Trace, TraceWriter,
    write_edges, write_matrix_market, write_spikes,
};

/// A folder for one test, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let name = format!("rheobase-export-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn f64s(file: &Hdf5File, path: &str) -> Vec<f64> {
    file.dataset(path).unwrap().read_array::<f64>().unwrap().iter().copied().collect()
}

fn u64s(file: &Hdf5File, path: &str) -> Vec<u64> {
    file.dataset(path).unwrap().read_array::<u64>().unwrap().iter().copied().collect()
}

fn unit(file: &Hdf5File, path: &str) -> String {
    file.dataset(path).unwrap().attribute("units").unwrap().read_string().unwrap()
}

#[test]
fn spikes_have_the_sonata_layout() {
    let folder = Folder::new("spikes");
    let path = folder.file("spikes.h5");
    let all = [
        PopulationSpikes { population: "A", times_ms: &[0.1, 0.1, 2.5], ids: &[3, 4, 0] },
        PopulationSpikes { population: "B", times_ms: &[], ids: &[] },
        PopulationSpikes { population: "C", times_ms: &[2.0, 1.0], ids: &[5, 5] },
        PopulationSpikes { population: "D", times_ms: &[2.0, 1.0], ids: &[5, 4] },
    ];
    write_spikes(&path, &all).unwrap();
    let file = Hdf5File::open(&path).unwrap();
    let root = file.root_group().unwrap();
    assert_eq!(root.attribute("magic").unwrap().read_scalar::<u32>().unwrap(), 0x0A7A);
    assert_eq!(root.attribute("version").unwrap().read_1d::<u32>().unwrap(), [0, 1]);
    assert_eq!(f64s(&file, "/spikes/A/timestamps"), [0.1, 0.1, 2.5]);
    assert_eq!(u64s(&file, "/spikes/A/node_ids"), [3, 4, 0]);
    assert_eq!(unit(&file, "/spikes/A/timestamps"), "ms");
    assert_eq!(file.dataset("/spikes/B/timestamps").unwrap().shape(), [0]);
    let sorting = |name: &str| {
        let group = file.group(&format!("/spikes/{name}")).unwrap();
        group.attribute("sorting").unwrap().raw_data.clone()
    };
    let found: Vec<Vec<u8>> = ["A", "B", "C", "D"].map(sorting).into();
    assert_eq!(found, [[2], [2], [1], [0]]);
}

#[test]
fn the_bytes_are_those_of_the_specification() {
    let folder = Folder::new("bytes");
    let path = folder.file("one.h5");
    let mut file = H5File::create(&path).unwrap();
    let root = file.root();
    file.dataset(root, "x", &[2], [1.0f64, -2.0]).unwrap();
    file.finish().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let word = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    assert_eq!(&bytes[..12], b"\x89HDF\r\n\x1a\n\x02\x08\x08\x00");
    assert_eq!((word(12), word(20)), (0, u64::MAX));
    assert_eq!(word(28), bytes.len() as u64, "end of file");
    let root = word(36) as usize;
    assert_eq!(&bytes[root..root + 6], b"OHDR\x02\x02");
    // The numbers follow the superblock, aligned and in the machine's own form.
    assert_eq!(&bytes[48..64], [1.0f64.to_le_bytes(), (-2.0f64).to_le_bytes()].concat());
    // A reader that checks the checksums notices any change of a header.
    for at in (12..48).chain(root..bytes.len()) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let read = Hdf5File::from_bytes(&changed)
            .and_then(|file| file.dataset("/x")?.read_array::<f64>().map(|x| x.sum()));
        assert!(read.is_err(), "byte {at} may change unnoticed");
    }
}

#[test]
fn traces_grow_side_by_side() {
    let folder = Folder::new("traces");
    let path = folder.file("traces.h5");
    let mut file = TraceWriter::create(&path).unwrap();
    let v = Trace {
        population: "A",
        variable: "V",
        unit: "mV",
        ids: &[2, 7],
        start_ms: 1.0,
        step_ms: 0.5,
        max_samples: 100_000,
        precision: Precision::F64,
    };
    let voltage = file.add(&v).unwrap();
    let current = file.add(&Trace { variable: "I", unit: "pA", ..v }).unwrap();
    // Enough rows that both are written to the file many times in turn.
    for k in (0..60_000).map(f64::from) {
        file.append(voltage, &[k, -k]).unwrap();
        file.append(current, &[k / 3.0, 1.0]).unwrap();
    }
    file.append(voltage, &[0.5; 8]).unwrap();
    assert!(matches!(file.add(&v), Err(ExportError::Name { .. })));
    assert!(matches!(file.add(&Trace { variable: "data", ..v }), Err(ExportError::Name { .. })));
    assert!(file.add(&Trace { variable: "g", step_ms: 0.0, ..v }).is_err());
    file.finish().unwrap();

    let file = Hdf5File::open(&path).unwrap();
    let data = f64s(&file, "/report/A/V/data");
    assert_eq!(file.dataset("/report/A/V/data").unwrap().shape(), [60_004, 2]);
    let rows = (0..60_000).map(f64::from);
    assert!(rows.clone().zip(data.chunks(2)).all(|(k, row)| row == [k, -k]));
    assert_eq!(data[120_000..], [0.5; 8]);
    let other = f64s(&file, "/report/A/I/data");
    assert_eq!(other.len(), 120_000);
    assert!(rows.zip(other.chunks(2)).all(|(k, row)| row == [k / 3.0, 1.0]));
    assert_eq!(f64s(&file, "/report/A/I/mapping/time"), [1.0, 30_001.0, 0.5]);
    assert_eq!(f64s(&file, "/report/A/mapping/time"), [1.0, 30_003.0, 0.5]);
    assert_eq!(u64s(&file, "/report/A/mapping/index_pointers"), [0, 1, 2]);
    assert_eq!(u64s(&file, "/report/A/mapping/node_ids"), [2, 7]);
    assert_eq!(
        (unit(&file, "/report/A/data"), unit(&file, "/report/A/I/data")),
        ("mV".into(), "pA".into())
    );
    let address = |path: &str| file.dataset(path).unwrap().address();
    assert_eq!(address("/report/A/data"), address("/report/A/V/data"));
}

#[test]
fn edges_can_be_found_from_both_ends() {
    let folder = Folder::new("edges");
    let path = folder.file("edges.h5");
    let (source, target) = ([0, 0, 2, 0, 2], [1, 3, 1, 1, 1]);
    let set = EdgeSet {
        name: "A_to_B",
        source_population: ("A", 3),
        target_population: ("B", 4),
        source: &source,
        target: &target,
        weight: Some((Column::Each(&[1.0, 2.0, 3.0, 4.0, 5.0]), "pA")),
        delay_ms: Some(Column::Uniform(1.5)),
    };
    write_edges(&path, &[set]).unwrap();
    let file = Hdf5File::open(&path).unwrap();
    assert_eq!(f64s(&file, "/edges/A_to_B/0/syn_weight"), [1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(f64s(&file, "/edges/A_to_B/0/delay"), [1.5; 5]);
    let of = |name: &str| {
        let data = file.dataset(&format!("/edges/A_to_B/{name}")).unwrap();
        data.attribute("node_population").unwrap().read_string().unwrap()
    };
    assert_eq!((of("source_node_id"), of("target_node_id")), ("A".into(), "B".into()));
    for (index, ids, size) in [("source_to_target", source, 3), ("target_to_source", target, 4)] {
        let path = format!("/edges/A_to_B/indices/{index}");
        let by_node = u64s(&file, &format!("{path}/node_id_to_ranges"));
        let ranges = u64s(&file, &format!("{path}/range_to_edge_id"));
        assert_eq!(by_node.len(), 2 * size);
        for (node, range) in by_node.chunks(2).enumerate() {
            let ranges = ranges[2 * range[0] as usize..2 * range[1] as usize].chunks(2);
            let found: Vec<u64> = ranges.flat_map(|r| r[0]..r[1]).collect();
            let wanted = (0..5).filter(|&e| ids[e as usize] == node as u32);
            assert_eq!(found, wanted.collect::<Vec<u64>>(), "{index} of {node}");
        }
    }
    let path = folder.file("bad.h5");
    let said = |set: EdgeSet| write_edges(&path, &[set]).unwrap_err().to_string();
    let short = said(EdgeSet { target: &target[..4], ..set });
    assert!(short.contains("the targets of the edges A_to_B: found 4, expected 5"), "{short}");
    let outside = said(EdgeSet { target_population: ("B", 3), ..set });
    assert!(outside.contains("found 3, expected an id below 3, the size of B"), "{outside}");
    assert!(said(EdgeSet { name: "a/b", ..set }).contains("contains a slash"));
    assert!(!path.exists());
}

#[test]
fn matrix_market_keeps_every_bit() {
    let folder = Folder::new("mtx");
    let path = folder.file("w.mtx");
    let values = [0.1, -1.0 / 3.0, 5e-324, f64::MAX, 0.0];
    let entries: Vec<(u32, u32, f64)> =
        values.iter().zip(0..).map(|(&v, i)| (i % 3, 7 - i, v)).collect();
    write_matrix_market(&path, (3, 8), entries.iter().copied(), "weights\nof a test").unwrap();
    let matrix = read_coo(&path, Some((3, 8))).unwrap();
    assert_eq!(matrix.entries, entries);
    for bad in [(3, 0, 1.0), (0, 8, 1.0), (0, 0, f64::NAN)] {
        let error = write_matrix_market(&path, (3, 8), [bad].into_iter(), "").unwrap_err();
        assert!(error.to_string().contains("w.mtx"), "{error}");
    }
    assert_eq!(read_coo(&path, None).unwrap().entries, entries, "the old file is untouched");
}

#[test]
fn misuse_is_an_error() {
    let folder = Folder::new("misuse");
    let mut file = H5File::create(folder.file("x.h5")).unwrap();
    let root = file.root();
    let data = file.dataset(root, "d", &[1], [1u8]).unwrap();
    assert!(file.dataset(root, "d", &[1], [1u8]).is_err(), "a name twice");
    assert!(file.dataset(root, "e", &[2, 2], [1u8]).is_err(), "too few");
    assert!(file.dataset(root, "e", &[0], [1u8]).is_err(), "too many");
    assert!(file.dataset(data, "e", &[1], [1u8]).is_err(), "in a dataset");
    assert!(file.group("/d/e").is_err(), "a dataset as a group");
    assert!(file.new_group(root, "").is_err(), "no name");
    assert!(file.rows::<f64>(root, "r", u64::MAX, 2).is_err(), "no such size");
    let rows = file.rows::<f64>(root, "r", 2, 2).unwrap();
    assert!(file.append(&rows, &[1.0]).is_err(), "half a row");
    assert!(file.append(&rows, &[1.0; 6]).is_err(), "three rows of two");
    file.append(&rows, &[1.0; 4]).unwrap();
    assert!(file.append(&rows, &[1.0; 2]).is_err(), "no place left");
    let twice = PopulationSpikes { population: "A", times_ms: &[], ids: &[] };
    let said = write_spikes(folder.file("s.h5"), &[twice, twice]).unwrap_err().to_string();
    assert!(said.ends_with("the name \"A\" is taken in its group"), "{said}");
    let uneven = PopulationSpikes { times_ms: &[1.0], ..twice };
    assert!(write_spikes(folder.file("s.h5"), &[uneven]).is_err());
    drop(file);
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0, "nothing is left behind");
}
