//! Files that users bring: what is read from good ones, and what is said about
//! bad ones.

use std::path::{Path, PathBuf};

use rheobase::data::{
    DataError, DataErrorKind as Kind, Place, read_array, read_coo, read_edges, read_matrix,
    read_series, read_spikes, read_vector,
};

/// A folder for one test, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let name = format!("rheobase-data-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A `.npy` file as numpy writes it.
fn npy(descr: &str, fortran: bool, shape: &str, data: &[u8]) -> Vec<u8> {
    let order = if fortran { "True" } else { "False" };
    let mut header =
        format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}");
    while (10 + header.len() + 1) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

fn f64s(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

fn text_at(error: &DataError) -> (usize, usize) {
    match error.place {
        Place::Text { line, column } => (line, column),
        _ => panic!("no place in a text: {error}"),
    }
}

#[test]
fn npy_of_every_type_and_order() {
    let folder = Folder::new("npy");
    let six = [0.0, 1.0, 2.0, 3.0, 4.0, 5.5];
    let c = folder.write("c.npy", npy("<f8", false, "(2, 3)", &f64s(&six)));
    assert_eq!(read_array(&c).unwrap().data, six);
    // The same bytes column by column are another matrix.
    let f = folder.write("f.npy", npy("<f8", true, "(2, 3)", &f64s(&six)));
    let array = read_array(&f).unwrap();
    assert_eq!((array.shape, array.data), (vec![2, 3], vec![0.0, 2.0, 4.0, 1.0, 3.0, 5.5]));
    let cases: [(&str, Vec<u8>, f64); 12] = [
        ("<f4", 1.5f32.to_le_bytes().to_vec(), 1.5),
        (">f4", 1.5f32.to_be_bytes().to_vec(), 1.5),
        (">f8", (-2.25f64).to_be_bytes().to_vec(), -2.25),
        ("|i1", vec![0xff], -1.0),
        ("|u1", vec![0xff], 255.0),
        ("<i2", (-300i16).to_le_bytes().to_vec(), -300.0),
        (">u2", 300u16.to_be_bytes().to_vec(), 300.0),
        ("<i4", i32::MIN.to_le_bytes().to_vec(), f64::from(i32::MIN)),
        (">i8", (-5i64).to_be_bytes().to_vec(), -5.0),
        ("<i8", (1i64 << 53).to_le_bytes().to_vec(), 9007199254740992.0),
        ("<u8", 7u64.to_le_bytes().to_vec(), 7.0),
        ("|b1", vec![1], 1.0),
    ];
    for (descr, bytes, value) in cases {
        let path = folder.write("one.npy", npy(descr, false, "(1,)", &bytes));
        assert_eq!(read_vector(&path, Some(1)).unwrap(), [value], "{descr}");
    }
}

#[test]
fn npy_faults_are_named() {
    let folder = Folder::new("npy-faults");
    let fault = |bytes: Vec<u8>| read_array(folder.write("a.npy", bytes)).unwrap_err();
    let good = npy("<f8", false, "(3,)", &f64s(&[1.0, 2.0, 3.0]));

    let error = fault(good[..good.len() - 4].to_vec());
    assert_eq!(error.kind, Kind::Truncated);
    let said = error.to_string();
    assert!(said.contains("20 bytes") && said.contains("24, for the shape (3,)"), "{said}");

    assert_eq!(fault([good.clone(), vec![0; 8]].concat()).kind, Kind::Syntax);
    assert_eq!(fault(npy("<c16", false, "(1,)", &[0; 16])).kind, Kind::Type);
    assert_eq!(fault(npy("<f8", false, "()", &[0; 8])).kind, Kind::Shape);
    assert_eq!(fault(npy("<f8", false, "(1, 1, 1)", &[0; 8])).kind, Kind::Shape);
    // 2^53 + 1 would silently become 2^53.
    let large = ((1i64 << 53) + 1).to_le_bytes();
    assert_eq!(fault(npy("<i8", false, "(1,)", &large)).kind, Kind::Value);

    let nan = fault(npy("<f8", true, "(2, 2)", &f64s(&[1.0, 2.0, f64::NAN, 4.0])));
    assert_eq!(nan.kind, Kind::Value);
    assert_eq!(nan.place, Place::Element { row: 0, column: Some(1), byte: 128 + 16 });

    // A header that promises more than memory holds asks for none of it.
    for shape in ["(99999999999,)", "(4294967296, 4294967296)", "(18446744073709551615, 2)"] {
        assert_eq!(fault(npy("<f8", false, shape, &[0; 8])).kind, Kind::Truncated, "{shape}");
    }
    let mut long = good;
    long.splice(6..10, [2, 0, 0xff, 0xff, 0xff, 0xff]);
    assert_eq!(fault(long).kind, Kind::Truncated);
}

#[test]
fn tables_with_every_separator() {
    let folder = Folder::new("tables");
    for text in [
        "1,2,3\n4,5,6\n",
        "# made by hand\n1, 2 ,3 # first\n\n4,5,6",
        "a,b,c\r\n1,2,3\r\n4,5,6\r\n",
        "\"a\"\t\"b\"\t\"c\"\n1\t2\t3\n4\t5\t6\n",
        "  1 2   3\n4 5\t6 \n",
        "\u{feff}1,2,3\n4,5,6\n",
    ] {
        let matrix = read_matrix(folder.write("m.csv", text), Some((2, 3))).unwrap();
        assert_eq!(matrix.data, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "{text:?}");
    }
    let column = folder.write("v.csv", "current\n1e-3\n-2.5\n+3\n");
    assert_eq!(read_vector(&column, None).unwrap(), [1e-3, -2.5, 3.0]);
    let row = folder.write("r.txt", "1 2 3 4");
    assert_eq!(read_vector(&row, Some(4)).unwrap(), [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(read_series(&row, Some(4)).unwrap().shape, [1, 4]);
}

#[test]
fn table_faults_have_line_and_column() {
    let folder = Folder::new("table-faults");
    let fault = |text: &str| read_array(folder.write("t.csv", text)).unwrap_err();
    let cases = [
        ("1,2\n3,x\n", (2, 3), Kind::Syntax),
        ("1,2\n\n# c\n3,,\n", (4, 3), Kind::Syntax),
        ("1,2\n3,  nan\n", (2, 5), Kind::Value),
        ("1,2\n-inf,4\n", (2, 1), Kind::Value),
        ("1,2\n3,4,5\n", (2, 6), Kind::Shape),
        ("a,b\n1\n", (2, 2), Kind::Shape),
        ("a,1\n2,3\n", (1, 1), Kind::Syntax),
        ("1 2\né é4\n", (2, 1), Kind::Syntax),
        ("1 2 3\n1 2 é4\n", (2, 5), Kind::Syntax),
    ];
    for (text, place, kind) in cases {
        let error = fault(text);
        assert_eq!((text_at(&error), error.kind), (place, kind), "{text:?}: {error}");
    }
    let said = fault("1,2\n3,x\n").to_string();
    assert!(said.ends_with("t.csv:2:3: found \"x\", expected a number"), "{said}");
    assert_eq!(fault("").kind, Kind::Truncated);
    let error = read_array(folder.write("b.csv", b"1,2\n3,\xff\n")).unwrap_err();
    assert_eq!((text_at(&error), error.kind), ((2, 3), Kind::Syntax));
    let wide = folder.write("w.csv", "1,2,3\n4,5,6\n");
    let said = read_matrix(&wide, Some((3, 2))).unwrap_err().to_string();
    assert!(said.contains("2 rows of 3 values") && said.contains("3 rows and 2 columns"), "{said}");
    assert_eq!(read_vector(&wide, None).unwrap_err().kind, Kind::Shape);
    assert_eq!(read_series(&wide, Some(2)).unwrap_err().kind, Kind::Shape);
}

#[test]
fn missing_files_suggest_their_neighbour() {
    let folder = Folder::new("missing");
    folder.write("weights.csv", "1\n");
    folder.write("other.npy", "");
    let error = read_array(folder.0.join("wieghts.csv")).unwrap_err();
    assert_eq!(error.kind, Kind::Missing);
    assert!(error.accepted.contains("did you mean \"weights.csv\"?"), "{error}");
    let error = read_array(folder.0.join("positions.csv")).unwrap_err();
    assert!(!error.accepted.contains("did you mean"), "{error}");
    let error = read_array(folder.0.join("none/positions.csv")).unwrap_err();
    assert!(error.accepted.contains("does not exist either"), "{error}");
    let dir = folder.0.join("dir.csv");
    std::fs::create_dir(&dir).unwrap();
    assert_eq!(read_array(&dir).unwrap_err().kind, Kind::Unreadable);
    assert_eq!(read_array(folder.0.join("a.hdf5")).unwrap_err().kind, Kind::Format);
    assert_eq!(read_array(folder.0.join("noending")).unwrap_err().kind, Kind::Format);
}

#[test]
fn matrix_market_of_every_kind() {
    let folder = Folder::new("mtx");
    let entries = |text: &str| {
        let matrix = read_coo(folder.write("m.mtx", text), None).unwrap();
        (matrix.rows, matrix.cols, matrix.entries)
    };
    let general =
        "%%MatrixMarket matrix coordinate real general\n% c\n\n2 3 2\n1 3 0.5\n2 1 -1e2\n";
    assert_eq!(entries(general), (2, 3, vec![(0, 2, 0.5), (1, 0, -100.0)]));
    let symmetric = "%%MatrixMarket matrix coordinate integer symmetric\n2 2 2\n1 1 4\n2 1 7\n";
    assert_eq!(entries(symmetric), (2, 2, vec![(0, 0, 4.0), (1, 0, 7.0), (0, 1, 7.0)]));
    let skew = "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 1 7\n";
    assert_eq!(entries(skew), (2, 2, vec![(1, 0, 7.0), (0, 1, -7.0)]));
    let pattern = "%%MatrixMarket MATRIX Coordinate pattern general\n1 2 1\n1 2\n";
    assert_eq!(entries(pattern), (1, 2, vec![(0, 1, 1.0)]));
    let array = "%%MatrixMarket matrix array real general\n2 2\n1\n2\n0\n4\n";
    assert_eq!(entries(array), (2, 2, vec![(0, 0, 1.0), (1, 0, 2.0), (1, 1, 4.0)]));
    let lower = "%%MatrixMarket matrix array real symmetric\n2 2\n1\n2\n3\n";
    let all = vec![(0, 0, 1.0), (1, 0, 2.0), (0, 1, 2.0), (1, 1, 3.0)];
    assert_eq!(entries(lower), (2, 2, all));
    let strict = "%%MatrixMarket matrix array real skew-symmetric\n2 2\n5\n";
    assert_eq!(entries(strict), (2, 2, vec![(1, 0, 5.0), (0, 1, -5.0)]));
    let dense = folder.write("d.csv", "0,2\n3,0\n");
    let coo = read_coo(&dense, Some((2, 2))).unwrap();
    assert_eq!(coo.entries, [(0, 1, 2.0), (1, 0, 3.0)]);
}

#[test]
fn matrix_market_faults_have_line_and_column() {
    let folder = Folder::new("mtx-faults");
    let sparse =
        |kind: &str, rest: &str| format!("%%MatrixMarket matrix coordinate {kind}\n{rest}");
    let real = |rest: &str| sparse("real general", rest);
    let array = |rest: &str| format!("%%MatrixMarket matrix array real general\n{rest}");
    let cases = [
        (sparse("complex general", ""), (1, 34), Kind::Syntax),
        (sparse("real hermitian", ""), (1, 39), Kind::Syntax),
        ("1 2 3\n".to_owned(), (1, 1), Kind::Syntax),
        (real("2 2\n"), (2, 1), Kind::Syntax),
        (real("2 -2 1\n"), (2, 3), Kind::Syntax),
        (real("2 2 1\n0 1 5\n"), (3, 1), Kind::Id),
        (real("2 2 1\n1 3 5\n"), (3, 3), Kind::Id),
        (real("2 2 1\n1 2 nan\n"), (3, 5), Kind::Value),
        (real("2 2 2\n1 2 1\n"), (3, 6), Kind::Truncated),
        (real("2 2 1\n1 2 1\n2 2 1\n"), (4, 1), Kind::Shape),
        (real(""), (1, 46), Kind::Truncated),
        (sparse("real symmetric", "2 2 1\n1 2 1\n"), (3, 1), Kind::Syntax),
        (sparse("real symmetric", "2 3 1\n1 2 1\n"), (2, 1), Kind::Shape),
        (array("2 1\n1\n"), (3, 2), Kind::Truncated),
        (array("1 1\n1 2\n"), (3, 3), Kind::Shape),
        // Four thousand million empty columns, no work.
        (array("0 4294967295\n1\n"), (3, 1), Kind::Shape),
    ];
    for (text, place, kind) in cases {
        let error = read_coo(folder.write("m.mtx", &text), None).unwrap_err();
        assert_eq!((text_at(&error), error.kind), (place, kind), "{text:?}: {error}");
    }
    let fine = folder.write("m.mtx", real("2 3 0\n"));
    assert_eq!(read_coo(fine, Some((3, 2))).unwrap_err().kind, Kind::Shape);
}

#[test]
fn edge_lists() {
    let folder = Folder::new("edges");
    let path = folder.write("e.csv", "target,source,delay\n1,0,1.5\n2,3,0.1\n");
    let edges = read_edges(&path, Some((4, 3))).unwrap();
    assert_eq!((edges.source, edges.target), (vec![0, 3], vec![1, 2]));
    assert_eq!((edges.weight, edges.delay), (None, Some(vec![1.5, 0.1])));
    let path = folder.write("e.npy", npy("<f8", false, "(1, 3)", &f64s(&[7.0, 8.0, -0.5])));
    let edges = read_edges(&path, None).unwrap();
    assert_eq!((edges.source, edges.target, edges.weight), (vec![7], vec![8], Some(vec![-0.5])));

    let fault = |text: &str| read_edges(folder.write("e.csv", text), Some((10, 5))).unwrap_err();
    let cases = [
        ("source,target\n0,1\n-3,2\n", (3, 1), Kind::Id),
        ("source,target\n0,1\n3,5\n", (3, 3), Kind::Id),
        ("source,target\n10,1\n", (2, 1), Kind::Id),
        ("source,target\n0.5,1\n", (2, 1), Kind::Id),
        ("source,target,delay\n0,1,0\n", (2, 5), Kind::Value),
        ("source,target,wieght\n0,1,0\n", (1, 15), Kind::Syntax),
        ("source,source\n0,1\n", (1, 8), Kind::Syntax),
        ("source,weight\n0,1\n", (1, 1), Kind::Syntax),
    ];
    for (text, place, kind) in cases {
        let error = fault(text);
        assert_eq!((text_at(&error), error.kind), (place, kind), "{text:?}: {error}");
    }
    let said = fault("source,target,wieght\n0,1,0\n").to_string();
    assert!(said.contains("did you mean \"weight\"?"), "{said}");
    let said = fault("0,1\n2,7\n").to_string();
    assert!(said.contains(":2:3: found 7, expected a neuron id from 0 to 4"), "{said}");
    assert_eq!(fault("1\n2\n").kind, Kind::Shape);
    assert_eq!(fault("1,2,3,4,5\n").kind, Kind::Shape);
}

#[test]
fn spike_trains() {
    let folder = Folder::new("spikes");
    let path = folder.write("s.csv", "time_ms,id\n0.1,3\n2,0\n");
    let spikes = read_spikes(&path, Some(4)).unwrap();
    assert_eq!((spikes.times_ms, spikes.ids), (vec![0.1, 2.0], vec![3, 0]));
    assert_eq!(read_spikes(&path, Some(3)).unwrap_err().kind, Kind::Id);
    assert_eq!(read_spikes(&path, Some(0)).unwrap_err().kind, Kind::Id);
    let none = folder.write("n.csv", "time_ms,id\n");
    assert!(read_spikes(&none, None).unwrap().ids.is_empty());
    let negative = folder.write("s.csv", "id,time_ms\n1,5\n1,-0.1\n");
    assert_eq!(text_at(&read_spikes(&negative, None).unwrap_err()), (3, 3));
    let wide = folder.write("s.npy", npy("<f8", false, "(1, 3)", &f64s(&[1.0, 2.0, 3.0])));
    assert_eq!(read_spikes(&wide, None).unwrap_err().kind, Kind::Shape);
}

/// A small generator of our own: the test must fail the same way everywhere.
struct Lcg(u64);

impl Lcg {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % below
    }
}

/// Everything that may be tried on a file.
fn read_all_ways(path: &Path) {
    let _ = read_array(path);
    let _ = read_vector(path, Some(3));
    let _ = read_matrix(path, Some((2, 2)));
    let _ = read_series(path, None);
    let _ = read_coo(path, None);
    let _ = read_edges(path, Some((5, 5)));
    let _ = read_spikes(path, Some(5));
}

/// No bytes make a reader panic: all truncations of valid files, then thousands
/// of random changes (which often hit header digits and so promise huge arrays).
#[test]
fn no_bytes_cause_a_panic() {
    let folder = Folder::new("fuzz");
    let six = f64s(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    let samples: [(&str, Vec<u8>); 6] = [
        ("a.npy", npy("<f8", true, "(2, 3)", &six)),
        ("b.npy", npy(">i4", false, "(4,)", &[0; 16])),
        ("c.csv", b"# c\nsource,target,weight\n0,1,2.5\n\"3\",4,-1e3\n".to_vec()),
        ("d.txt", "1 2\t3\n é 5 6\n".as_bytes().to_vec()),
        ("e.mtx", b"%%MatrixMarket matrix coordinate real symmetric\n%\n3 3 1\n2 1 5\n".to_vec()),
        ("f.mtx", b"%%MatrixMarket matrix array integer skew-symmetric\n3 3\n1 2\n3\n".to_vec()),
    ];
    let pieces: [&[u8]; 8] =
        [b"9999999999", b"-", b"\xff", b",", b"\n", b"(", b"\x00", b"18446744073709551615"];
    let mut random = Lcg(7);
    for (name, bytes) in &samples {
        for end in 0..bytes.len() {
            read_all_ways(&folder.write(name, &bytes[..end]));
        }
        for _ in 0..1500 {
            let mut changed = bytes.clone();
            for _ in 0..1 + random.next(3) {
                let at = random.next(changed.len());
                let end = (at + 1 + random.next(8)).min(changed.len());
                match random.next(3) {
                    0 => changed[at] = random.next(256) as u8,
                    1 => drop(changed.splice(at..at, pieces[random.next(8)].iter().copied())),
                    _ => drop(changed.drain((at + 1).min(end)..end)),
                }
            }
            read_all_ways(&folder.write(name, &changed));
        }
    }
}

/// Bytes that NumPy 2.4 and SciPy 1.17 wrote (`np.lib.format.write_array` in
/// versions 1 to 3, `scipy.io.mmwrite`, `np.savetxt`), so that our idea of the
/// formats is not our own alone.
#[test]
fn files_of_numpy_and_scipy() {
    let folder = Folder::new("others");
    let spaces = |head: &str, count: usize, data: &[u8]| {
        [head.bytes().collect(), vec![b' '; count], b"\n".to_vec(), data.to_vec()].concat()
    };
    let one = [
        b"\x93NUMPY\x01\x00v\x00".to_vec(),
        spaces(
            "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
            59,
            b"\0\0\0\0\0\0@@\0\0\x80?\0\0\x80@\0\0\0@\0\0\xa0@",
        ),
    ];
    let array = read_array(folder.write("1.npy", one.concat())).unwrap();
    assert_eq!((array.shape, array.data), (vec![2, 3], vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0]));
    let two = [
        b"\x93NUMPY\x02\x00t\x00\x00\x00".to_vec(),
        spaces(
            "{'descr': '>i2', 'fortran_order': False, 'shape': (3,), }",
            58,
            b"\0\x01\xff\xfe\0\x03",
        ),
    ];
    assert_eq!(read_vector(folder.write("2.npy", two.concat()), None).unwrap(), [1.0, -2.0, 3.0]);
    let three = [
        b"\x93NUMPY\x03\x00t\x00\x00\x00".to_vec(),
        spaces("{'descr': '|b1', 'fortran_order': False, 'shape': (1, 2), }", 56, b"\x01\0"),
    ];
    assert_eq!(read_array(folder.write("3.npy", three.concat())).unwrap().data, [1.0, 0.0]);
    let coo = |text: &str| read_coo(folder.write("m.mtx", text), None).unwrap().entries;
    assert_eq!(
        coo("%%MatrixMarket matrix coordinate real general\n%\n3 3 3\n1 1 1.5\n2 3 1E-1\n3 2 -2\n"),
        [(0, 0, 1.5), (1, 2, 0.1), (2, 1, -2.0)]
    );
    assert_eq!(
        coo("%%MatrixMarket matrix array real general\n%\n2 2\n0\n2.5\n1\n3\n"),
        [(1, 0, 2.5), (0, 1, 1.0), (1, 1, 3.0)]
    );
    let saved = "# a b\n1.000000000000000000e+00 2.000000000000000000e+00\n\
                 3.000000000000000000e+00 4.500000000000000000e+00\n";
    let saved = read_matrix(folder.write("s.txt", saved), Some((2, 2))).unwrap();
    assert_eq!(saved.data, [1.0, 2.0, 3.0, 4.5]);
}
