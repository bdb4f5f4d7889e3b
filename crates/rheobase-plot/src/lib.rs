//! Pictures of spiking networks.
