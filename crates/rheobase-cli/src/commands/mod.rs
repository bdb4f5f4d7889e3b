//! What each command does.

pub mod check;
pub mod export;
pub mod plot;
pub mod resume;
pub mod run;
pub mod show;
pub mod trials;
