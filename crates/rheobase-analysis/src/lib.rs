//! Statistics of spike trains and network graphs.
