//! Networks that are values in memory: the same as those of files, with arrays in place of lists.
#![allow(missing_docs)]

use rheobase::network::Network;
use rheobase::presets;
use rheobase::spec::{
    Matrix, NetworkSpec, Param, RecordKind, Rule, Samples, SpikeSource, TimeFunction, Value,
};
use std::path::Path;
use toml_edit::{DocumentMut, Item};

fn read(value: &Value) -> Result<NetworkSpec, Vec<String>> {
    let read = NetworkSpec::from_value(value, Path::new(""));
    read.map_err(|problems| {
        problems.list.iter().map(|p| format!("{}: {} ({})", p.path, p.message, p.help)).collect()
    })
}

fn table(entries: &[(&str, Value)]) -> Value {
    Value::table(entries.iter().cloned())
}

fn numbers(values: &[f64]) -> Value {
    values.to_vec().into()
}

fn matrix(rows: usize, columns: usize, values: &[f64]) -> Value {
    Value::Matrix(Matrix::new(rows, columns, values).expect("the shape fits"))
}

/// Two populations of 3 and 2, with what is given beside them.
fn network(others: &[(&str, Value)]) -> Value {
    let receptors = table(&[("r", "delta".into())]);
    let of = |size: i64| table(&[("size", size.into()), ("receptors", receptors.clone())]);
    let mut entries =
        vec![("rheobase", 1.into()), ("population", table(&[("a", of(3)), ("b", of(2))]))];
    entries.extend(others.iter().cloned());
    table(&entries)
}

fn projection(rule: &[(&str, Value)]) -> Value {
    let from_rule = table(&[("from", "rule".into()), ("unit", "mV".into())]);
    let entries = table(&[
        ("source", "a".into()),
        ("target", "b".into()),
        ("rule", table(rule)),
        ("weight", from_rule),
        ("delay", "1 ms".into()),
    ]);
    network(&[("projection", table(&[("p", entries)]))])
}

/// A parsed document as a value.
fn value_of(item: &toml_edit::Value) -> Value {
    use toml_edit::Value as Toml;
    match item {
        Toml::String(text) => text.value().as_str().into(),
        Toml::Integer(value) => (*value.value()).into(),
        Toml::Float(value) => (*value.value()).into(),
        Toml::Boolean(value) => (*value.value()).into(),
        Toml::Array(items) => Value::List(items.iter().map(value_of).collect()),
        Toml::InlineTable(entries) => Value::table(entries.iter().map(|(k, v)| (k, value_of(v)))),
        Toml::Datetime(_) => panic!("no dates in network files"),
    }
}

fn item_of(item: &Item) -> Value {
    match item {
        Item::Value(value) => value_of(value),
        Item::Table(entries) => Value::table(entries.iter().map(|(k, v)| (k, item_of(v)))),
        Item::ArrayOfTables(tables) => Value::List(
            tables.iter().map(|t| Value::table(t.iter().map(|(k, v)| (k, item_of(v))))).collect(),
        ),
        Item::None => panic!("an entry of nothing"),
    }
}

#[test]
fn presets_are_the_same_as_values() {
    for preset in presets::list() {
        let text = preset.text();
        let document: DocumentMut = text.parse().expect("a preset is TOML");
        let value = Value::table(document.iter().map(|(k, v)| (k, item_of(v))));
        let from_text = NetworkSpec::from_toml(&text, Path::new("")).expect("a network").spec;
        assert_eq!(read(&value), Ok(from_text), "{}", preset.name);
    }
}

#[test]
fn arrays_stand_where_files_have_lists() {
    let edges = projection(&[
        ("kind", "edges".into()),
        ("source", numbers(&[0.0, 2.0])),
        ("target", numbers(&[1.0, 0.0])),
        ("weight", numbers(&[0.25, -0.1])),
    ]);
    let spec = read(&edges).expect("a network");
    let Rule::Edges(list) = &spec.projections[0].rule else { panic!("a list") };
    assert_eq!((&list.source[..], &list.target[..]), (&[0, 2][..], &[1, 0][..]));
    assert_eq!(list.weight.as_deref(), Some(&[0.25, -0.1][..]));
    let inputs = table(&[
        (
            "i",
            table(&[
                ("target", "a".into()),
                ("kind", "per_neuron".into()),
                ("value", table(&[("values", numbers(&[0.1, 0.2, 1e-7])), ("unit", "V".into())])),
            ]),
        ),
        (
            "t",
            table(&[
                ("target", "b".into()),
                ("kind", "current".into()),
                (
                    "value",
                    table(&[
                        ("kind", "series".into()),
                        ("table", matrix(3, 2, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])),
                        ("unit", "mV".into()),
                        ("interval", "1 ms".into()),
                    ]),
                ),
            ]),
        ),
        (
            "s",
            table(&[
                ("target", "a".into()),
                ("kind", "spike_train".into()),
                ("times", table(&[("values", numbers(&[1.0, 0.3])), ("unit", "ms".into())])),
                ("ids", numbers(&[2.0, 0.0])),
                ("weight", "1 mV".into()),
            ]),
        ),
    ]);
    let spec = read(&network(&[("input", inputs)])).expect("a network");
    use rheobase::spec::InputKind;
    let InputKind::PerNeuron { value: Param::Values(values), .. } = &spec.inputs[0].kind else {
        panic!("values")
    };
    // Rounded once, as "0.1 V" in a file is.
    assert_eq!(values[..], [100.0, 200.0, 1e-4]);
    let InputKind::Current {
        function: TimeFunction::Series { samples: Samples::Table(rows), .. },
        ..
    } = &spec.inputs[1].kind
    else {
        panic!("a table")
    };
    assert_eq!(rows[2], [5.0, 6.0]);
    let InputKind::SpikeTrain { spikes: SpikeSource::Values { times, ids }, .. } =
        &spec.inputs[2].kind
    else {
        panic!("spikes")
    };
    assert_eq!((&times[..], &ids[..]), (&[1.0, 0.3][..], &[2, 0][..]));
    let again = NetworkSpec::from_toml(&spec.to_toml(), Path::new("")).expect("it reads back");
    assert_eq!(again.spec, spec);
}

#[test]
fn a_matrix_of_weights_is_a_rule() {
    let given = [0.0, 0.5, -0.25, 1e-3, 0.0, 0.1];
    let value = projection(&[("kind", "matrix".into()), ("values", matrix(2, 3, &given))]);
    let spec = read(&value).expect("a network");
    let again = NetworkSpec::from_toml(&spec.to_toml(), Path::new("")).expect("it reads back");
    assert_eq!(again.spec, spec);
    let network = Network::compile(&spec).expect("it compiles");
    let synapses = network.wire(0).expect("it is drawn");
    assert_eq!(synapses.targets, [1, 0, 0, 1]);
    assert_eq!(synapses.offsets, [0, 1, 2, 4]);
    let weights: Vec<_> = (0..4).map(|s| synapses.weights.get(s)).collect();
    assert_eq!(weights, [1e-3, 0.5, -0.25, 0.1]);
    assert_eq!(spec.estimate().projections[0].synapses, 4.0);
    // The same from a list of arrays.
    let rows = Value::List(given.chunks(3).map(numbers).collect());
    assert_eq!(read(&projection(&[("kind", "matrix".into()), ("values", rows)])), Ok(spec));
}

fn mistake(value: &Value) -> String {
    let mistakes = read(value).expect_err("a mistake");
    assert_eq!(mistakes.len(), 1, "{mistakes:#?}");
    mistakes[0].clone()
}

#[test]
fn mistakes_in_arrays_have_their_place() {
    let kind = || ("kind", "matrix".into());
    let list = |key: &str, values: &[f64]| {
        let mut columns = vec![
            ("source", vec![0.0, 2.0]),
            ("target", vec![1.0, 0.0]),
            ("weight", vec![1.0, 2.0]),
        ];
        columns.iter_mut().filter(|(k, _)| *k == key).for_each(|(_, v)| *v = values.to_vec());
        let mut rule: Vec<(&str, Value)> = vec![("kind", "edges".into())];
        rule.extend(columns.into_iter().map(|(k, v)| (k, v.into())));
        projection(&rule)
    };
    let cases = [
        (
            projection(&[kind(), ("values", matrix(3, 2, &[0.0; 6]))]),
            "projection.p.rule.values: a matrix of 3 rows and 2 columns (expected 2 rows",
        ),
        (
            projection(&[kind(), ("values", matrix(2, 3, &[0.0, 1.0, 2.0, 3.0, f64::NAN, 0.0]))]),
            "projection.p.rule.values[1][1]: NaN is not a finite number (NaN and infinity are not",
        ),
        (
            projection(&[kind(), ("values", numbers(&[1.0]))]),
            "projection.p.rule.values: this is a list of numbers (expected a matrix",
        ),
        (
            projection(&[
                kind(),
                ("values", Value::List(vec![numbers(&[1.0; 3]), numbers(&[1.0; 2])])),
            ]),
            "projection.p.rule.values[1]: a row of 2 numbers after one of 3 (all rows must",
        ),
        (list("source", &[0.0, 1.5]), "projection.p.rule.source[1]: 1.5 is no index (expected a w"),
        (list("source", &[-1.0, 1.0]), "projection.p.rule.source[0]: -1 is no index"),
        (list("target", &[0.0, 7.0]), "projection.p.rule.target[1]: index 7 of 2 neurons"),
        (list("weight", &[0.0, f64::INFINITY]), "projection.p.rule.weight[1]: inf is not a finite"),
        (list("weight", &[0.0; 3]), "projection.p.rule.weight: 3 entries beside 2 sources"),
        (network(&[("dt", 0.1.into())]), "dt: the number 0.1 has no unit (write a time with its"),
        (network(&[("sede", 1.into())]), "sede: unknown key `sede` (did you mean `seed`"),
        (network(&[("name", numbers(&[1.0]))]), "name: this is a list of numbers (expected a text"),
        (Value::Bool(true), ": this is true or false (expected a table)"),
    ];
    for (value, expected) in cases {
        let found = mistake(&value);
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

#[test]
fn no_neuron_joins_itself_unasked() {
    let of = |allow: bool| {
        let from_rule = table(&[("from", "rule".into()), ("unit", "mV".into())]);
        let eye = matrix(2, 3, &[0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
        network(&[(
            "projection",
            table(&[(
                "p",
                table(&[
                    ("source", "a".into()),
                    ("target", "a[1:3]".into()),
                    ("rule", table(&[("kind", "matrix".into()), ("values", eye)])),
                    ("weight", from_rule),
                    ("delay", "1 ms".into()),
                    ("allow_self", allow.into()),
                ]),
            )]),
        )])
    };
    assert!(read(&of(true)).is_ok());
    assert!(read(&of(false)).is_ok());
    let own = matrix(2, 3, &[0.0, 0.0, 1.0, 1.0, 0.0, 3.0]);
    let Value::Table(mut entries) = of(false) else { panic!("a table") };
    let replace = |value: &mut Value, key: &str, new: Option<Value>| -> Option<Value> {
        let Value::Table(entries) = value else { return None };
        let (_, found) = entries.iter_mut().find(|(k, _)| k == key)?;
        match new {
            Some(new) => Some(std::mem::replace(found, new)),
            None => Some(found.clone()),
        }
    };
    let mut projections = entries.pop().expect("projections").1;
    let mut p = replace(&mut projections, "p", None).expect("p");
    let mut rule = replace(&mut p, "rule", None).expect("a rule");
    replace(&mut rule, "values", Some(own));
    replace(&mut p, "rule", Some(rule));
    replace(&mut projections, "p", Some(p));
    entries.push(("projection".into(), projections));
    let found = mistake(&Value::Table(entries));
    let expected = "projection.p.rule.values[1][2]: this joins a neuron to itself (expected 0";
    assert!(found.starts_with(expected), "{found}");
}

#[test]
fn recordings_are_read_beside_a_network() {
    let spec = read(&network(&[])).expect("a network");
    let records = table(&[
        (
            "v",
            table(&[
                ("kind", "state".into()),
                ("of", "a[0:2]".into()),
                ("variables", Value::List(vec!["V".into()])),
                ("every", "10 s".into()),
            ]),
        ),
        ("s", table(&[("kind", "spikes".into()), ("of", "b".into())])),
    ]);
    let records = spec.records_from_value(&records).expect("recordings");
    assert!(matches!(&records[0].kind, RecordKind::State { every: 10_000.0, .. }));
    assert_eq!(records[1].name, "s");
    let wrong = table(&[(
        "v",
        table(&[("kind", "rate".into()), ("of", "c".into()), ("bin", "0.05 ms".into())]),
    )]);
    let problems = spec.records_from_value(&wrong).expect_err("mistakes").to_string();
    assert!(problems.contains("record.v.of: there is no population `c`"), "{problems}");
    assert!(problems.contains("record.v.bin: 0.05 ms is below the time step"), "{problems}");
}
