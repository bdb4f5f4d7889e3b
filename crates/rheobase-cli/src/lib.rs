//! The command line of rheobase.

pub mod export;
