"""Statistics of spike trains, of signals and of wiring, as plain functions of arrays.

Nothing here knows of a simulator: spikes are a column of times in ms and a column of neurons,
signals are arrays, wiring is an edge list or a matrix. So it works on anybody's spikes.

Group spikes by neuron once, with `SpikeTrains`, and hand them to the measures. Arrays of times are in
ms; a single time, such as a bin, has its unit: ``"5 ms"`` or ``5 * rb.ms``.

Standard deviations are divided by n. A measure that is undefined for a neuron leaves that neuron out
and says so (`Summary`); one that is undefined altogether is NaN. A wrong argument is a `ValueError`
that names it. The formulas are those of the crate ``rheobase-analysis``, which is compared with
elephant, SciPy and NetworkX.

Examples
--------
>>> from rheobase import analysis
>>> trains = analysis.SpikeTrains([10.0, 12.5, 30.0, 31.0], [0, 1, 0, 2], 4, stop="100 ms")
>>> analysis.rate_stats(trains).mean
10.0
>>> analysis.isi_cv(trains)  # no neuron has five intervals
Summary(value=nan, sd=nan, used=0, left_out=4)
"""

from rheobase.analysis.graph import *
from rheobase.analysis.graph import __all__ as _graph
from rheobase.analysis.isi import *
from rheobase.analysis.isi import __all__ as _isi
from rheobase.analysis.pairs import *
from rheobase.analysis.pairs import __all__ as _pairs
from rheobase.analysis.rate import *
from rheobase.analysis.rate import __all__ as _rate
from rheobase.analysis.signals import *
from rheobase.analysis.signals import __all__ as _signals
from rheobase.analysis.summary import *
from rheobase.analysis.summary import __all__ as _summary
from rheobase.analysis.trains import *
from rheobase.analysis.trains import __all__ as _trains

__all__ = sorted([*_graph, *_isi, *_pairs, *_rate, *_signals, *_summary, *_trains])
