//! The progress bar: simulated time, speed and time left. Drawn on a terminal only.

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal;
use std::time::Duration;

const TEMPLATE: &str = "{prefix} {wide_bar} {time}  {speed}  {left}";

/// A bar that advances in steps of a simulation; it erases itself in the end.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar over that many steps of `dt` ms; nothing is drawn if `hidden`, or off a terminal.
    pub fn new(prefix: &str, steps: u64, dt: f64, hidden: bool) -> Progress {
        let shown = !hidden && std::io::stderr().is_terminal();
        let target =
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(steps), target).with_prefix(prefix.to_owned());
        let seconds = move |steps: f64| steps * dt / 1000.0;
        let style = ProgressStyle::with_template(TEMPLATE)
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("━━─")
            .with_key("time", move |state: &ProgressState, out: &mut dyn Write| {
                let (done, all) = (state.pos() as f64, state.len().unwrap_or(0) as f64);
                let _ = write!(out, "{:.2} of {:.2} s", seconds(done), seconds(all));
            })
            .with_key("speed", move |state: &ProgressState, out: &mut dyn Write| {
                let speed = seconds(state.per_sec());
                let digits = if speed < 10.0 { 2 } else { 0 };
                let _ = write!(out, "{speed:.digits$}× real time");
            })
            .with_key("left", |state: &ProgressState, out: &mut dyn Write| {
                let _ = match state.eta() {
                    left if left < Duration::from_secs(1) => write!(out, ""),
                    left => write!(out, "{} left", HumanDuration(left)),
                };
            });
        bar.set_style(style);
        Progress { bar }
    }

    /// Where the simulation is.
    pub fn at(&self, step: u64) {
        self.bar.set_position(step);
    }

    /// Takes the bar away.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
