//! The command line of rheobase.
