//! From what was typed to a checked network.

use crate::args::NetworkArgs;
use crate::error::Failure;
use rheobase::network::{CompileError, Network};
use rheobase::presets::{self, Preset, UnknownPreset};
use rheobase::spec::{
    NetworkSpec, Problem, Problems, RecordKind, RecordSpec, Selection, SourceMap, set_value,
};
use rheobase::suggest::nearest;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A network file with the changes asked for.
pub struct Source {
    /// The network; it has passed all checks.
    pub spec: NetworkSpec,
    /// The text, changed.
    pub text: String,
    /// What messages call it.
    pub name: String,
    places: SourceMap,
}

impl Source {
    /// Reads a preset or a file, applies the changes, and checks the result.
    pub fn load(args: &NetworkArgs) -> Result<Source, Failure> {
        let found = presets::get(&args.network);
        let preset = found.as_ref().ok().copied();
        let (settings, changes) = split(preset, args)?;
        let (text, name, folder) = match found {
            Ok(preset) => made(preset, &settings)?,
            Err(unknown) => read(&args.network, unknown)?,
        };
        let (text, name) =
            apply(text, name, &folder, changes).map_err(|failure| about(preset, failure))?;
        let parsed = NetworkSpec::from_toml(&text, &folder).map_err(|p| p.in_file(&name))?;
        let mut source = Source { spec: parsed.spec, text, name, places: parsed.source_map };
        source.record(&args.record)?;
        Ok(source)
    }

    /// Draws the network.
    pub fn compile(&self) -> Result<Network, Failure> {
        Network::compile(&self.spec).map_err(|error| self.place(error))
    }

    /// A mistake that showed only when the network was drawn, at its place in the file.
    pub fn place(&self, error: CompileError) -> Failure {
        self.problem(Problem::new(error.path, error.message, ""))
    }

    /// A problem with the whole network at its place in the file.
    pub fn problem(&self, problem: Problem) -> Failure {
        self.problems(vec![problem])
    }

    /// Several.
    pub fn problems(&self, problems: Vec<Problem>) -> Failure {
        Problems::located(problems, self.places.clone()).in_file(&self.name).into()
    }

    /// Adds what `--record` asks for.
    fn record(&mut self, requests: &[String]) -> Result<(), Failure> {
        if requests.is_empty() {
            return Ok(());
        }
        for request in requests {
            let kind = recording(request, &self.spec)?;
            let plain = request.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
            let mut name = format!("cli_{}", plain.trim_matches('_'));
            while self.spec.record.iter().any(|r| r.name == name) {
                name.push('_');
            }
            self.spec.record.push(RecordSpec { name, kind });
        }
        let problems = self.spec.check();
        if problems.is_empty() { Ok(()) } else { Err(Problems::new(problems).into()) }
    }
}

/// A change asked for: path, value, and what was typed.
struct Change {
    path: String,
    value: String,
    said: String,
}

/// Parameters of the preset and changes of the network file, each in the order in which they were
/// typed; the shorthands come last.
fn split(
    preset: Option<&Preset>,
    args: &NetworkArgs,
) -> Result<(Vec<Change>, Vec<Change>), Failure> {
    let mut changes = Vec::new();
    for set in &args.set {
        let Some((path, value)) = set.split_once('=') else {
            let help = "expected PATH=VALUE, for example --set FSI.size=30";
            return Err(Failure::mistake(format!("`--set {set}` has no `=`"), help));
        };
        let (path, value) = (path.trim().to_owned(), value.to_owned());
        changes.push(Change { path, value, said: format!("--set {set}") });
    }
    let of_preset = |change: &Change| preset.is_some_and(|preset| preset.has(&change.path));
    let (settings, mut changes): (Vec<_>, Vec<_>) = changes.into_iter().partition(of_preset);
    let shorthands = [
        ("duration", "--time", args.time.clone()),
        ("dt", "--dt", args.dt.clone()),
        ("seed", "--seed", args.seed.map(|seed| seed.to_string())),
    ];
    for (path, option, value) in shorthands {
        if let Some(value) = value {
            let said = format!("{option} {value}");
            changes.push(Change { path: path.to_owned(), value, said });
        }
    }
    Ok((settings, changes))
}

/// The file of a preset for these parameters.
fn made(preset: &Preset, settings: &[Change]) -> Result<(String, String, PathBuf), Failure> {
    let given: Vec<_> = settings.iter().map(|s| (s.path.as_str(), s.value.as_str())).collect();
    let help = format!("`rheobase presets` lists the parameters of `{}`", preset.name);
    let text = preset.with(&given).map_err(|error| Failure::mistake(error, help))?;
    let said: Vec<_> = given.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
    Ok((text, format!("preset {}{said}", preset.name), PathBuf::new()))
}

/// A mistake in `--set`: the preset's parameters might have been meant.
fn about(preset: Option<&Preset>, failure: Failure) -> Failure {
    let names: Vec<_> = preset.iter().flat_map(|p| p.parameters).map(|p| p.name).collect();
    if names.is_empty() || !failure.message.contains("there is nothing called") {
        return failure;
    }
    let typed = failure.message.split('`').nth(1).unwrap_or_default();
    let near = nearest(typed, names.iter().copied());
    let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    let all = names.join(", ");
    let message = format!("{}\n  parameters of the preset: {near}{all}", failure.message);
    Failure { message, ..failure }
}

/// Text, name for messages, and folder that relative paths start from.
fn read(network: &str, unknown: UnknownPreset) -> Result<(String, String, PathBuf), Failure> {
    let path = Path::new(network);
    let looks_like_a_file = path.extension().is_some() || path.components().count() > 1;
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let help = "a network file is TOML text; `rheobase show striatum` prints one";
    match fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok((text, network.into(), folder)),
            Err(_) => Err(Failure::mistake(format!("{network} is not UTF-8 text"), help)),
        },
        Err(error) if error.kind() == ErrorKind::NotFound && !looks_like_a_file => {
            Err(Failure::mistake(unknown, "or give a network file, as in `rheobase run my.toml`"))
        }
        Err(_) if path.is_dir() => {
            Err(Failure::mistake(format!("{network} is a folder, not a network file"), help))
        }
        Err(error) => Err(Failure::mistake(format!("cannot read {network}: {error}"), help)),
    }
}

/// Applies changes in this order.
fn apply(
    text: String,
    name: String,
    folder: &Path,
    changes: Vec<Change>,
) -> Result<(String, String), Failure> {
    if changes.is_empty() {
        return Ok((text, name));
    }
    // A file that is no TOML at all is told with its place before any change is tried.
    if let Err(problems) = NetworkSpec::from_toml(&text, folder)
        && problems.list.iter().any(|p| p.path.is_empty())
    {
        return Err(problems.in_file(&name).into());
    }
    let mut changed = text;
    for Change { path, value, said } in changes {
        changed = set_value(&changed, &path, &value).map_err(|problems| {
            let failure = Failure::from(problems);
            Failure { message: format!("{}\n  in: {said}", failure.message), ..failure }
        })?;
    }
    Ok((changed, format!("{name} (changed)")))
}

/// A recording from `WHAT` or `WHAT=WHICH`.
fn recording(request: &str, spec: &NetworkSpec) -> Result<RecordKind, Failure> {
    let (what, which) = match request.split_once('=') {
        Some((what, which)) => (what.trim(), Some(which.trim())),
        None => (request.trim(), None),
    };
    let neurons = || match which {
        Some(which) => Selection::parse(which).map_err(|message| {
            let help = "for example dSPN, dSPN[0:100] or dSPN[3, 7]; the end is left out";
            Failure::mistake(format!("--record {request}: {message}"), help)
        }),
        None => Err(Failure::mistake(
            format!("--record {request} does not say which neurons"),
            format!("for example --record {what}={}[0:5]", first_population(spec)),
        )),
    };
    let projections = which.unwrap_or("*").to_owned();
    match what {
        "spikes" => Ok(RecordKind::Spikes { of: neurons()?, sample: None }),
        "rate" => Ok(RecordKind::Rate { of: neurons()?, bin: spec.analysis.bin }),
        "weights" => {
            let times = vec![0.0, spec.duration];
            Ok(RecordKind::Weights { projection: projections, times })
        }
        "connectivity" => Ok(RecordKind::Connectivity { projection: projections }),
        _ if matches!(what, "V" | "I") || what.starts_with("I.") || what.starts_with("g.") => {
            let variables = vec![what.to_owned()];
            Ok(RecordKind::State { of: neurons()?, sample: None, variables, every: spec.dt })
        }
        _ => Err(Failure::mistake(
            format!("--record {request}: there is no `{what}` to record"),
            "accepted: V=WHICH, I=WHICH, I.RECEPTOR=WHICH, g.RECEPTOR=WHICH, spikes=WHICH, rate=WHICH, \
             weights[=PROJECTION], connectivity[=PROJECTION]",
        )),
    }
}

fn first_population(spec: &NetworkSpec) -> &str {
    spec.populations.first().map_or("a", |p| p.name.as_str())
}
