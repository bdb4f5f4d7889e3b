//! Populations: sizes, parameters, receptors, positions.

use super::super::source_map::join;
use super::super::{LifSpec, NeuronModel, Param, PopulationSpec, Positions, ticks};
use super::Checker;
use super::value::Sign;
use crate::units::number_text;

/// Names of colours that pictures know; `#rrggbb` is accepted beside them.
const COLORS: &[&str] = &[
    "black",
    "blue",
    "brown",
    "cyan",
    "gray",
    "green",
    "grey",
    "magenta",
    "navy",
    "olive",
    "orange",
    "pink",
    "purple",
    "red",
    "sky",
    "skyblue",
    "teal",
    "vermillion",
    "violet",
    "yellow",
];

/// Neuron ids are 32 bits wide.
const MOST_NEURONS: u64 = 1 << 32;
/// Within a population there is room for arithmetic on them.
const MOST_OF_ONE: u64 = 1 << 31;

impl Checker<'_> {
    pub(super) fn populations(&mut self) {
        let populations = &self.spec.populations;
        if populations.is_empty() {
            let help = "for example [population.pop] with size = 100";
            self.say("population", "the network has no population", help);
        }
        self.unique("population", populations.iter().map(|p| p.name.as_str()));
        let mut total = 0u64;
        for population in populations {
            let path = join("population", &population.name);
            self.identifier(&path, &population.name);
            self.one_population(&path, population);
            if self.intact(&join(&path, "size")) {
                total = total.saturating_add(population.size);
            }
        }
        if total >= MOST_NEURONS {
            let message = format!("the network has {total} neurons");
            self.say("population", message, "at most 4294967295 (2^32 - 1) can be numbered");
        }
    }

    /// Letters, digits and `_`, beginning with a letter.
    fn identifier(&mut self, path: &str, name: &str) {
        let good = |c: char| c.is_alphanumeric() || c == '_';
        if !name.chars().next().is_some_and(char::is_alphabetic) || !name.chars().all(good) {
            let help = "expected letters, digits and `_`, beginning with a letter";
            self.say(path, format!("`{name}` cannot be a name here"), help);
        }
        self.short_name(path, name);
    }

    fn one_population(&mut self, path: &str, population: &PopulationSpec) {
        if population.size == 0 {
            self.say(&join(path, "size"), "a population of 0 neurons", "expected 1 or more");
        } else if population.size > MOST_OF_ONE {
            let message = format!("a population of {} neurons", population.size);
            let help = format!("one population can have at most {MOST_OF_ONE} (2^31)");
            self.say(&join(path, "size"), message, help);
        }
        if let Some(color) = &population.color {
            self.color(&join(path, "color"), color);
        }
        let NeuronModel::Lif(lif) = &population.model;
        self.lif(path, lif, population);
        let v_init = join(path, "V_init");
        self.param(&v_init, &population.v_init, self.size(&population.name), Sign::Any);
        let receptors = join(path, "receptors");
        self.unique(&receptors, population.receptors.iter().map(|r| r.name.as_str()));
        for receptor in &population.receptors {
            let path = join(&receptors, &receptor.name);
            self.identifier(&path, &receptor.name);
            if let Some(tau) = receptor.kind.tau() {
                self.positive(&join(&path, "tau"), tau, "ms");
            }
            if let Some(reversal) = receptor.kind.reversal() {
                self.finite(&join(&path, "reversal"), reversal);
                self.conductance(&path, population);
            }
        }
        if let Some(positions) = &population.positions {
            self.positions(&join(path, "positions"), positions);
        }
    }

    fn lif(&mut self, path: &str, lif: &LifSpec, population: &PopulationSpec) {
        let size = self.size(&population.name);
        self.param(&join(path, "tau_m"), &lif.tau_m, size, Sign::Positive);
        if let Some(c_m) = &lif.c_m {
            self.param(&join(path, "C_m"), c_m, size, Sign::Positive);
        }
        for (key, param) in
            [("V_rest", &lif.v_rest), ("V_thr", &lif.v_thr), ("V_reset", &lif.v_reset)]
        {
            self.param(&join(path, key), param, size, Sign::Any);
        }
        let t_ref = join(path, "t_ref");
        self.param(&t_ref, &lif.t_ref, size, Sign::NotNegative);
        if let Param::Constant(value) = lif.t_ref
            && value >= 0.0
        {
            self.multiple(&t_ref, value, 0);
            let steps = self.dt().and_then(|dt| ticks(value, dt));
            if steps.is_some_and(|steps| steps > u64::from(u32::MAX)) {
                let message = format!("{} ms is too long", number_text(value));
                self.say(&t_ref, message, "at most 4294967295 (2^32 - 1) steps of dt");
            }
        }
        self.finite(&join(path, "V_spike"), lif.v_spike);
        let (Param::Constant(reset), Param::Constant(threshold)) = (&lif.v_reset, &lif.v_thr)
        else {
            return;
        };
        if reset >= threshold && self.intact(&join(path, "V_thr")) {
            let message = format!("V_reset = {} mV is not below V_thr", number_text(*reset));
            let help = format!("V_thr is {} mV", number_text(*threshold));
            self.say(&join(path, "V_reset"), message, help);
        }
    }

    fn color(&mut self, path: &str, color: &str) {
        let hex = color.strip_prefix('#').is_some_and(|digits| {
            digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit())
        });
        if !hex && !COLORS.contains(&color) {
            let help = super::did_you_mean(color, COLORS) + ", or \"#rrggbb\"";
            self.say(path, format!("`{color}` is no colour that is known here"), help);
        }
    }

    fn positions(&mut self, path: &str, positions: &Positions) {
        match *positions {
            Positions::Grid { columns, spacing, .. } => {
                if columns == 0 {
                    self.say(&join(path, "columns"), "a row of 0 neurons", "expected 1 or more");
                }
                self.length(&join(path, "spacing"), spacing);
            }
            Positions::Random { width, height, .. } => {
                self.length(&join(path, "width"), width);
                self.length(&join(path, "height"), height);
            }
            Positions::Ring { circumference } => {
                self.length(&join(path, "circumference"), circumference);
            }
        }
    }
}
