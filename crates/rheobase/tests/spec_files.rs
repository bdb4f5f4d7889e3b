//! Data files that do not fit: the error leads to the line of the network file that names them, and
//! says where in the data file and what is accepted.
#![allow(missing_docs)]

use rheobase::network::{CompileError, Network};
use rheobase::spec::NetworkSpec;
use std::fs;
use tempfile::TempDir;

/// Four neurons with a vector, a matrix, edges, spikes and samples from files; what is no case of its
/// own fits.
struct Case {
    folder: TempDir,
    text: String,
}

const NETWORK: &str = r#"rheobase = 1
duration = "10 ms"
[population.a]
size = 4
tau_m = { file = "tau.csv", unit = "ms" }
receptors.r = "delta"
[projection."a.x->a"]
source = "a"
target = "a"
rule = { kind = "matrix", file = "w.csv" }
weight = { from = "rule", unit = "mV" }
delay = "1 ms"
[projection.listed]
source = "a"
target = "a[0:2]"
rule = { kind = "edges", file = "e.csv" }
weight = { from = "rule", unit = "uV" }
delay = { from = "rule" }
[input.spikes]
target = "a[1:3]"
kind = "spike_train"
file = "s.csv"
weight = "1 mV"
[input.rate]
target = "a"
kind = "poisson"
rate = { kind = "series", interval = "1 ms", unit = "Hz", file = "r.csv" }
weight = "1 mV"
"#;

impl Case {
    fn new() -> Case {
        let case = Case { folder: TempDir::new().unwrap(), text: NETWORK.into() };
        case.file("tau.csv", "10\n11\n12\n13\n");
        case.file("w.csv", "0,1,0,0\n0,0,2,0\n0,0,0,3\n4,0,0,0\n");
        case.file("e.csv", "source,target,weight,delay\n2,0,1.5,1\n3,1,2,0.5\n");
        case.file("s.csv", "time_ms,id\n1,0\n2.5,1\n");
        case.file("r.csv", "1\n2\n3\n");
        case
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join(name), contents).unwrap();
    }

    fn replaced(mut self, old: &str, new: &str) -> Case {
        assert_eq!(self.text.matches(old).count(), 1, "`{old}`");
        self.text = self.text.replace(old, new);
        self
    }

    fn compile(&self) -> Result<Network, CompileError> {
        let parsed = NetworkSpec::from_toml(&self.text, self.folder.path());
        Network::compile(&parsed.unwrap_or_else(|e| panic!("{e}")).spec)
    }

    /// The error must be placed at `place` and say all of the words.
    #[track_caller]
    fn refused(&self, place: &str, words: &[&str]) {
        let parsed = NetworkSpec::from_toml(&self.text, self.folder.path());
        let parsed = parsed.unwrap_or_else(|e| panic!("{e}"));
        let error = Network::compile(&parsed.spec).expect_err("this must be refused");
        let found = parsed.source_map.locate(&error.path).unwrap();
        let at = self.text.find(place).expect(place);
        let line = self.text[..at].matches('\n').count() + 1;
        let column = at - self.text[..at].rfind('\n').map_or(0, |n| n + 1) + 1;
        assert_eq!((found.line, found.column), (line, column), "{error}");
        for word in words {
            assert!(error.to_string().contains(word), "`{word}` is missing from: {error}");
        }
    }

    /// The same with other contents of one file.
    #[track_caller]
    fn with(name: &str, contents: impl AsRef<[u8]>, place: &str, words: &[&str]) {
        let case = Case::new();
        case.file(name, contents);
        case.refused(place, words);
    }
}

/// A `.npy` file of version 1.
fn npy(descr: &str, fortran: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let header =
        format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), data].concat()
}

#[test]
fn files_that_fit_are_read() {
    let network = Case::new().compile().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(network.populations[0].tau_m, [10.0, 11.0, 12.0, 13.0]);
    assert_eq!(network.wire(0).unwrap().len(), 4);
    let listed = &network.wire(1).unwrap();
    assert_eq!((listed.row(2), listed.targets.clone()), (0..1, vec![0, 1]));
    assert_eq!((listed.weights.get(0), listed.delays.get(1)), (1.5e-3, 5));
}

#[test]
fn arrays_of_every_kind_hold_the_same_matrix() {
    let expected = Case::new().compile().unwrap().wire(0).unwrap();
    let dense = [0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 4, 0, 0, 0];
    let transposed: Vec<i32> = (0..16).map(|k| dense[k % 4 * 4 + k / 4]).collect();
    let bytes = |values: &[i32]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<_>>();
    let f32s: Vec<u8> = dense.iter().flat_map(|&v| (v as f32).to_le_bytes()).collect();
    let i64s: Vec<u8> = dense.iter().flat_map(|&v| i64::from(v).to_be_bytes()).collect();
    let files: [(&str, Vec<u8>); 8] = [
        ("w.npy", npy("<i4", "False", "(4, 4)", &bytes(&dense))),
        ("w.npy", npy("<i4", "True", "(4, 4)", &bytes(&transposed))),
        ("w.npy", npy("<f4", "False", "(4, 4)", &f32s)),
        ("w.npy", npy(">i8", "False", "(4, 4)", &i64s)),
        ("w.tsv", b"# a comment\n0\t1\t0\t0\n0\t0\t2\t0\n\n0\t0\t0\t3\n4\t0\t0\t0\n".into()),
        ("w.txt", b"\xef\xbb\xbfto0 to1 to2 to3\r\n0 1 0 0\r\n0 0 2 0\r\n0 0 0 3\r\n4 0 0 0\r\n".into()),
        (
            "w.mtx",
            b"%%MatrixMarket matrix coordinate integer general\n4 4 4\n1 2 1\n2 3 2\n3 4 3\n4 1 4\n"
                .into(),
        ),
        (
            "w.mtx",
            b"%%MatrixMarket matrix array real general\n4 4\n0 0 0 4 1 0 0 0 0 2 0 0 0 0 3 0\n".into(),
        ),
    ];
    for (name, contents) in files {
        let case = Case::new().replaced("w.csv", name);
        case.file(name, contents);
        let network = case.compile().unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(network.wire(0).unwrap(), expected, "{name}");
    }
}

#[test]
fn symmetric_and_pattern_matrices() {
    let case = Case::new().replaced("w.csv", "w.mtx");
    case.file("w.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n4 4 2\n2 1\n4 3\n");
    let synapses = &case.compile().unwrap().wire(0).unwrap();
    assert_eq!((synapses.targets.clone(), synapses.weights.get(0)), (vec![1, 0, 3, 2], 1.0));
    case.file("w.mtx", "%%MatrixMarket matrix coordinate real skew-symmetric\n4 4 1\n2 1 5\n");
    let synapses = &case.compile().unwrap().wire(0).unwrap();
    assert_eq!((synapses.weights.get(0), synapses.weights.get(1)), (5.0, -5.0));
    case.file("w.mtx", "%%MatrixMarket matrix coordinate real symmetric\n4 4 1\n1 2 5\n");
    case.refused("\"w.mtx\"", &["w.mtx:3:1", "below the diagonal"]);
    case.file("w.mtx", "%%MatrixMarket matrix coordinate complex general\n4 4 1\n1 2 5 1\n");
    case.refused("\"w.mtx\"", &["w.mtx:1:34", "\"real\", \"integer\" or \"pattern\""]);
    case.file("w.mtx", "%%MatrixMarket matrix coordinate real general\n4 4 9999999\n1 2 5\n");
    case.refused("\"w.mtx\"", &["9999999 entries", "the end of the file"]);
    case.file("w.mtx", "%%MatrixMarket matrix coordinate real general\n4 4 1\n5 1 1\n");
    case.refused("\"w.mtx\"", &["w.mtx:3:1", "a row from 1 to 4"]);
    case.file("w.mtx", "%%MatrixMarket matrix coordinate real general\n4 4 2\n2 1 1\n2 1 3\n");
    case.refused("{ kind = \"matrix\"", &["source 0 to target 1", "allow_multiple"]);
}

#[test]
fn a_matrix_between_slices_has_their_shape() {
    let case = Case::new();
    case.file("w.csv", "0.5,0,0\n0,0.25,0\n");
    case.refused("\"w.csv\"", &["2 rows of 3 values", "4 rows and 4 columns"]);
    let slices = case.replaced(
        "source = \"a\"\ntarget = \"a\"\n",
        "source = \"a[0, 2:4]\"\ntarget = \"a[1, 3]\"\n",
    );
    let synapses = slices.compile().unwrap().wire(0).unwrap();
    assert_eq!((synapses.row(0), synapses.row(2)), (0..1, 1..2));
    assert_eq!(synapses.targets, [1, 3]);
}

#[test]
fn vectors() {
    let place = "{ file = \"tau.csv\"";
    Case::with("tau.csv", "10\n11\n12\n", place, &["3 rows", "a vector of 4 values"]);
    Case::with("tau.csv", "10\nnan\n12\n13\n", place, &["tau.csv:2:1", "a finite number"]);
    Case::with("tau.csv", "10\n0\n12\n13\n", place, &["0 of neuron 1", "not positive"]);
    Case::with("tau.csv", "10\n-1\n12\n13\n", place, &["-1 of neuron 1", "not positive"]);
    Case::with("tau.csv", "10;11;12;13\n", place, &["tau.csv:1:3", "semicolon", "commas"]);
    Case::with("tau.csv", "10\n1O\n12\n13\n", place, &["tau.csv:2:1", "\"1O\"", "a number"]);
    Case::with("tau.csv", "", place, &["an empty file"]);
    Case::with("tau.csv", [0xff, 0xfe, b'1'], place, &["tau.csv:1:1", "0xff", "UTF-8"]);
    let t_ref = |contents: &str, words: &[&str]| {
        let case = Case::new().replaced("tau_m", "t_ref");
        case.file("tau.csv", contents);
        case.refused(place, words);
    };
    t_ref("1\n-2\n1\n1\n", &["-2 ms is negative"]);
    let v_thr = Case::new().replaced(
        "tau_m = { file = \"tau.csv\", unit = \"ms\" }",
        "V_init = \"-70 mV\"\nV_thr = { file = \"tau.csv\", unit = \"mV\" }",
    );
    v_thr.file("tau.csv", "-50\n-50\n-80\n-50\n");
    v_thr.refused("[population.a]", &["V_reset = -80 mV of neuron 2", "V_thr = -80 mV"]);
}

#[test]
fn arrays_that_are_broken() {
    let broken = |contents: Vec<u8>, words: &[&str]| {
        let case = Case::new().replaced("tau.csv", "tau.npy");
        case.file("tau.npy", contents);
        case.refused("{ file = \"tau.npy\"", words);
    };
    let four = [0u8; 32];
    broken(npy("<f8", "False", "(4,)", &four[..31]), &["31 bytes of numbers", "32"]);
    broken(npy("<f8", "False", "(99999999999999,)", &four), &["32 bytes", "(99999999999999,)"]);
    broken(npy("<f8", "False", "(2, 2)", &four), &["(2, 2)", "a vector of 4 values"]);
    broken(npy("<c16", "False", "(2,)", &four), &["<c16", "float64"]);
    broken(npy("|O", "False", "(4,)", &four), &["|O", "float64"]);
    broken(npy("<f8", "False", "(1, 2, 2)", &four), &["3 dimensions", "one or two"]);
    broken(npy("<f8", "False", "()", &four[..8]), &["0 dimensions", "one or two"]);
    broken(npy("<f8", "False", "(4,)", &four)[..20].to_vec(), &["the end of the file"]);
    broken(b"not numpy".to_vec(), &["NUMPY"]);
    broken(Vec::new(), &["the end of the file"]);
    broken(npy("<f8", "False", "(4,)", &four), &["0 of neuron 0 is not positive"]);
}

#[test]
fn matrices() {
    let place = "\"w.csv\"";
    let good = "0,1,0,0\n0,0,2,0\n0,0,0,3\n";
    Case::with("w.csv", format!("{good}4,0,0,inf\n"), place, &["w.csv:4:7", "\"inf\"", "finite"]);
    Case::with("w.csv", format!("{good}4,0,0\n"), place, &["w.csv:4:6", "3 values", "4, as in"]);
    Case::with("w.csv", format!("{good}4,,0,0\n"), place, &["w.csv:4:3", "an empty field"]);
    let own = ["neuron 3", "allow_self"];
    Case::with("w.csv", format!("{good}0,0,0,1\n"), "{ kind = \"matrix\"", &own);
}

#[test]
fn edges() {
    let head = "source,target,weight,delay\n";
    let rule = "{ kind = \"edges\"";
    let file = "\"e.csv\"";
    Case::with("e.csv", format!("{head}4,0,1,1\n"), file, &["e.csv:2:1", "from 0 to 3"]);
    Case::with("e.csv", format!("{head}0,2,1,1\n"), file, &["e.csv:2:3", "from 0 to 1"]);
    Case::with("e.csv", format!("{head}-1,1,1,1\n"), file, &["e.csv:2:1", "from 0 to 3"]);
    Case::with("e.csv", format!("{head}2,0,1,-1\n"), file, &["e.csv:2:7", "above zero"]);
    Case::with("e.csv", format!("{head}2,0,NaN,1\n"), file, &["e.csv:2:5", "finite"]);
    let delay = "{ from = \"rule\" }";
    Case::with("e.csv", format!("{head}2,0,1,1.55\n"), delay, &["1.55 ms in row 0", "1.5 and 1.6"]);
    Case::with("e.csv", format!("{head}2,0,1,1\n2,0,1,2\n"), rule, &["allow_multiple"]);
    Case::with("e.csv", format!("{head}1,1,1,1\n"), rule, &["neuron 1", "allow_self"]);
    Case::with("e.csv", "2,0,1\n", delay, &["no column delay in", "e.csv"]);
    Case::with(
        "e.csv",
        "2,0\n",
        "{ from = \"rule\", unit = \"uV\"",
        &["no column weight in", "e.csv"],
    );
    Case::with("e.csv", "source,traget\n2,0\n", file, &["did you mean \"target\"?"]);
    let unused = Case::new().replaced("{ from = \"rule\", unit = \"uV\" }", "\"1 mV\"");
    unused.refused("\"1 mV\"\ndelay = { from", &["a column weight", "from = \"rule\""]);
    let unused = Case::new().replaced("delay = { from = \"rule\" }", "delay = \"3 ms\"");
    unused.refused("\"3 ms\"", &["a column delay", "from = \"rule\""]);
}

#[test]
fn spikes_and_samples() {
    let place = "\"s.csv\"";
    Case::with("s.csv", "1,2\n", place, &["in row 0", "neuron 2", "2 neurons"]);
    Case::with("s.csv", "1,0\n-1,0\n", place, &["s.csv:2:1", "not negative"]);
    Case::with("s.csv", "1,0\n1.55,0\n", place, &["in row 1", "1.5 ms and 1.6"]);
    Case::with("s.csv", "1,0,7\n", place, &["2 columns"]);
    Case::with("r.csv", "1\n-2\n", "{ kind = \"series\"", &["-2 Hz in row 1", "accepted: 0 to"]);
    Case::with("r.csv", "1\n1e30\n", "{ kind = \"series\"", &["row 1", "accepted: 0 to"]);
    Case::with("r.csv", "1,2,3\n", "\"r.csv\"", &["3 columns", "4 neurons"]);
    Case::with("r.csv", "rate\n", "\"r.csv\"", &["at least one"]);
}

#[test]
fn files_that_are_not_there_are_found_by_the_check() {
    let case = Case::new();
    let check = |old: &str, new: &str| {
        let text = case.text.replace(old, new);
        NetworkSpec::from_toml(&text, case.folder.path()).unwrap_err().to_string()
    };
    let missing = check("w.csv", "W.cvs");
    assert!(missing.contains("did you mean `w.csv`"), "{missing}");
    assert!(missing.contains("network:10:34"), "{missing}");
    let empty = check("\"w.csv\"", "\"\"");
    assert!(empty.contains("is no file"), "{empty}");
    case.file("w.mat", "");
    let format = check("w.csv", "w.mat");
    assert!(format.contains(".csv, .tsv, .txt, .dat, .mtx"), "{format}");
    case.file("tau.mtx", "");
    let format = check("tau.csv", "tau.mtx");
    assert!(format.contains("is not known") && !format.contains(", .mtx"), "{format}");
}
