//! The engine of rheobase.
