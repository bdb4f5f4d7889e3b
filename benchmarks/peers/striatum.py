"""The numbers of the preset `striatum`; see its file for the sources. Rows are targets."""

SIZE = {"dSPN": 490, "iSPN": 490, "FSI": 20}
DRIVE = {"dSPN": 30.0, "iSPN": 26.0, "FSI": 22.0}  # mV
NOISE = 2.0  # mV, per step of 0.1 ms
TAU_SYN = 10.0  # ms
STRENGTH = 10.0
PROBABILITY = [[0.26, 0.27, 0.53], [0.06, 0.36, 0.36], [0.00, 0.00, 0.58]]
WEIGHT = [[-0.4, -1.3, -5.0], [-1.1, -1.1, -5.0], [0.0, 0.0, -0.6]]  # area, mV ms / STRENGTH
