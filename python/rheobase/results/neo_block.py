"""A run as a block of Neo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rheobase.results.traces import Trace, need

if TYPE_CHECKING:
    from rheobase.results.run import Run

__all__ = ["block"]


def block(run: Run) -> Any:
    """A block of one segment: a spike train for each recorded neuron, a signal for each trace."""
    neo = need("neo", "to_neo", "neo")
    made = neo.Block(name=run.name, seed=run.seed, dt_ms=run.dt, spike_hash=run.spike_hash)
    segment = neo.Segment(name=run.name)
    made.segments.append(segment)
    for part in run.values():
        group = neo.Group(name=part.name, size=part.size)
        made.groups.append(group)
        trains = zip(part.recorded, part.trains(), strict=True) if part._has_spikes else ()
        for neuron, times in trains:
            train = neo.SpikeTrain(
                times,
                units="ms",
                t_start=run.start,
                t_stop=run.stop,
                name=f"{part.name}[{neuron}]",
                population=part.name,
                neuron=int(neuron),
            )
            segment.spiketrains.append(train)
            group.add(train)
        for trace in part.traces.values():
            if len(trace):
                signal = _signal(neo, trace)
                segment.analogsignals.append(signal)
                group.add(signal)
    made.check_relationships()
    return made


def _signal(neo: Any, trace: Trace) -> Any:
    quantities = need("quantities", "to_neo", "neo")
    return neo.AnalogSignal(
        trace.values,
        units=trace.unit,
        t_start=trace.times[0] * quantities.ms,
        sampling_period=trace.interval * quantities.ms,
        name=f"{trace.variable} of {trace.population}",
        array_annotations={"neuron": trace.ids},
        population=trace.population,
        variable=trace.variable,
    )
