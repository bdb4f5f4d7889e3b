"""The rule of `brunel-stdp`: pairs, additive; as Guetig et al. (2003) with mu = 0."""

TAU_PLUS = TAU_MINUS = 20.0  # ms
LAMBDA = 0.001
ALPHA = 1.05
W_MAX = 0.2  # mV
