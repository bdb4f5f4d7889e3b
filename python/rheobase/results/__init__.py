"""What a run gives: spikes, traces, rates, weights, statistics, pictures."""

from rheobase.results.join import concatenate
from rheobase.results.population import PopulationRun
from rheobase.results.run import Run
from rheobase.results.storage import load_run
from rheobase.results.traces import NotRecorded, Trace

__all__ = ["NotRecorded", "PopulationRun", "Run", "Trace", "concatenate", "load_run"]
