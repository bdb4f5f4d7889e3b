"""Networks: a document with attributes for its parts, and methods that add to it."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from rheobase import _native, schema
from rheobase._names import mistake
from rheobase.connectivity import from_edges, from_matrix
from rheobase.functions import Function
from rheobase.inputs import Input, as_input
from rheobase.network_parts import NetworkParts
from rheobase.population import Population, population_of, selected, selection
from rheobase.projection import Projection
from rheobase.quantities import Quantity, as_quantity
from rheobase.records import Record, recorded, word
from rheobase.table import Table

__all__ = ["Network", "described"]


class Network(NetworkParts):
    """A network of populations, projections, inputs and what is recorded of it.

    It is what a network file says, in Python: `load`, `save` and `to_dict` go from one to the
    other, and every key of a file is an attribute. Nothing is simulated and nothing is drawn until
    `run`.

    Parameters
    ----------
    name : str, optional
        Its name.
    **keys
        Keys at the top of a network file: ``dt``, ``duration``, ``scheme``, ``seed``, ``seeds``,
        ``description``.

    Raises
    ------
    UnknownKey
        If there is no such key.
    SpecError
        If a number has no unit.

    Examples
    --------
    >>> import rheobase as rb
    >>> net = rb.Network("EI", dt="0.1 ms", duration="500 ms")
    >>> e = net.add_population("E", 80, tau_m="20 ms", receptors={"exc": rb.exponential("5 ms")})
    >>> i = net.add_population("I", 20, receptors={"exc": rb.exponential("5 ms")})
    >>> ei = net.connect("E", "I", rule=rb.bernoulli(0.1), weight="0.5 mV", delay="1 ms")
    >>> drive = net.add_input("E", rb.constant("25 mV", sd="1 mV"))
    >>> net
    Network('EI': E 80, I 20; 1 projection, 1 input; 500 ms in steps of 0.1 ms)
    >>> net["E"].tau_m, net["E->I"].weight
    (Quantity('20 ms'), Quantity('0.5 mV'))
    """

    __slots__ = ()

    def run(self, duration: Any = None, **options: Any) -> Any:
        """Simulates the network from its start; see `rheobase.run`.

        Parameters
        ----------
        duration : time, optional
            How long; the network's own by default.
        **options
            Those of `rheobase.run`, such as ``seed``, ``threads``, ``progress``.

        Returns
        -------
        Run
            What was recorded.
        """
        from rheobase.simulation import run  # here: it knows networks

        return run(self, duration, **options)

    def add_population(self, name: str, size: int, **keys: Any) -> Population:
        """Adds a population.

        Parameters
        ----------
        name : str
            Its name: letters, digits and ``_``.
        size : int
            Number of neurons.
        **keys
            ``tau_m``, ``C_m``, ``V_rest``, ``V_thr``, ``V_reset``, ``t_ref``, ``V_init`` (each one
            value, an array times a unit, or a distribution such as `normal`), ``receptors`` (a dict
            of `exponential`, `alpha`, `delta`, `conductance`), ``positions``, ``color``,
            ``V_spike``, ``model``.

        Returns
        -------
        Population
            The new population, for changes.

        Raises
        ------
        SpecError
            If the name is in use, a key does not exist or a number has no unit.

        Examples
        --------
        >>> import rheobase as rb
        >>> net = rb.Network()
        >>> net.add_population("E", 3, tau_m="20 ms", receptors={"exc": rb.delta()})
        Population('E', size=3, tau_m='20 ms', receptors=['exc'])
        """
        return self._add("population", name, Population, {"size": size, **keys})

    def connect(
        self,
        source: Any,
        target: Any,
        *,
        rule: Any = None,
        matrix: Any = None,
        edges: Any = None,
        unit: str | None = None,
        weight: Any = None,
        delay: Any = None,
        receptor: str | None = None,
        name: str | None = None,
        **keys: Any,
    ) -> Projection:
        """Adds a projection.

        Parameters
        ----------
        source, target : str or Population
            A population, or neurons of it: ``"E"``, ``"E[0:100]"``, ``net["E"][0:100]``.
        rule : dict or str, optional
            Which pairs are connected: `bernoulli`, `fixed_in_degree` and so on.
        matrix : array_like or sparse matrix, optional
            In place of a rule: row = target, column = source, 0 = no synapse. Its numbers are the
            weights, in `unit` or times a unit (``W * rb.mV``), unless `weight` is given.
        edges : tuple, dict or DataFrame, optional
            In place of a rule: ``(source, target)``, ``(source, target, weight)`` or ``(source,
            target, weight, delay)``, arrays of one length; indices within the selections, weights
            in `unit`, delays in ms.
        unit : str, optional
            Unit of the weights of `matrix` or `edges`.
        weight : weight, optional
            Of every synapse: a quantity or a distribution. Its unit says what it means: see the
            table of weights in the description of the network file.
        delay : time, optional
            A quantity, ``"1 step"`` or a distribution; not needed where edges have delays.
        receptor : str, optional
            Receptor that is reached; the target's only one by default.
        name : str, optional
            Its name; ``"SOURCE->TARGET"`` by default.
        **keys
            ``allow_self``, ``allow_multiple``, ``failure``, ``plasticity``.

        Returns
        -------
        Projection
            The new projection, for changes.

        Raises
        ------
        SpecError
            If the name is in use, a key does not exist, a number has no unit, or there is not just
            one of `rule`, `matrix` and `edges`.

        Examples
        --------
        >>> import numpy as np
        >>> import rheobase as rb
        >>> net = rb.Network()
        >>> e = net.add_population("E", 3, receptors={"exc": rb.delta()})
        >>> W = np.array([[0, 0.5, 0], [0.1, 0, 0], [0, 0.2, 0]])
        >>> net.connect("E", "E", matrix=W, unit="mV", delay="1 ms").weight
        Table(projection.E->E.weight: from='rule', unit='mV')
        """
        source, target = selection(source), selection(target)
        if name is None:
            name = f"{population_of(source)}->{population_of(target)}"
        if sum(given is not None for given in (rule, matrix, edges)) != 1:
            raise mistake(name, "one of rule, matrix and edges is needed, and no more")
        if rule is None:
            made = (
                from_edges(edges, unit, name) if matrix is None else from_matrix(matrix, unit, name)
            )
            if hasattr(matrix, "tocoo"):
                self._refuse_other_shape(matrix.shape, source, target, name)
            rule, weight, delay = _given(*made, weight, delay, name)
        elif unit is not None:
            raise mistake(name, "unit goes with a matrix or edges", "write it in weight: '0.5 mV'")
        elif np.ndim(getattr(as_quantity(weight), "value", 0.0)):
            help = "a weight for each synapse goes with edges=…, or stands in a matrix=…"
            raise mistake(f"{name}.weight", "an array, but a rule draws the synapses", help)
        table = {"source": source, "target": target, "receptor": receptor, "rule": rule}
        return self._add(
            "projection", name, Projection, {**table, "weight": weight, "delay": delay, **keys}
        )

    def add_input(self, target: Any, what: Any, *, name: str | None = None) -> Input:
        """Adds an input.

        Parameters
        ----------
        target : str or Population
            The neurons that receive it; inputs to one neuron add up.
        what : dict[str, Any], Function or drive
            `poisson`, `constant`, `current` and so on; a function of time; or a drive alone:
            ``"20 mV"``, an array times a unit with one value per neuron.
        name : str, optional
            Its name; made of its kind and its target by default.

        Returns
        -------
        Input
            The new input, for changes.

        Raises
        ------
        SpecError
            If the name is in use or a number has no unit.

        Examples
        --------
        >>> import rheobase as rb
        >>> net = rb.Network()
        >>> e = net.add_population("E", 3, receptors={"exc": rb.delta()})
        >>> net.add_input("E", rb.poisson("8 Hz", sources=100, weight="0.1 mV")).name
        'poisson_E'
        """
        target, table = selection(target), as_input(what)
        if name is None:
            name = self._unused("input", f"{table['kind']}_{population_of(target)}")
        return self._add("input", name, Input, {"target": target, **table})

    def record(self, *what: str, of: Any = None, name: str | None = None, **keys: Any) -> Record:
        """Asks for something to be recorded.

        Parameters
        ----------
        *what : str
            ``"spikes"``, ``"rate"``, ``"weights"``, ``"connectivity"``, or variables of the state:
            ``"V"``, ``"I"``, ``"I.RECEPTOR"``, ``"g.RECEPTOR"``.
        of : str or Population
            Neurons; projections (a pattern such as ``"E->*"``) for weights and connectivity.
        name : str, optional
            Its name; made of the other two by default.
        **keys
            ``every`` (time between samples of the state; each step by default), ``bin`` (of a
            rate; 5 ms), ``times`` (of weights; the start and the end), ``sample`` (so many
            neurons, drawn at random).

        Returns
        -------
        Record
            The recording, for changes.

        Raises
        ------
        SpecError
            If the name is in use, a key does not exist or a number has no unit.

        Examples
        --------
        >>> import rheobase as rb
        >>> net = rb.presets.fsi()
        >>> net.record("V", "I", of="FSI[0:3]", every="0.5 ms").variables
        ['V', 'I']
        """
        table = recorded(self, what, of, keys)
        if name is None:
            place = table.get("of", table.get("projection", "")) or "all"
            name = self._unused("record", f"{'_'.join(what)}_{word(place)}")
        return self._add("record", name, Record, table)

    def add_phase(self, duration: Any, **keys: Any) -> Table:
        """Adds a phase to the run; the duration of the network becomes the sum of its phases.

        Parameters
        ----------
        duration : time
            How long.
        **keys
            ``name``; ``plasticity`` and ``failures`` (a bool, or a dict pattern to bool); ``scale``
            (a dict pattern to factor); ``inputs`` (a dict name to quantity); ``silence`` (a list of
            selections).

        Returns
        -------
        Table
            The new phase, for changes.

        Raises
        ------
        SpecError
            If a key does not exist or a number has no unit.

        Examples
        --------
        >>> import rheobase as rb
        >>> net = rb.presets.striatum()
        >>> plain = net.add_phase("500 ms")
        >>> blocked = net.add_phase("500 ms", scale={"FSI->*": 0})
        >>> net.duration
        Quantity('1000 ms')
        """
        table = Table({}, f"phase[{len(self.phases)}]", schema.PHASE)
        table.update(duration=duration, **keys)
        self._data.setdefault("phase", []).append(table._data)
        self._data.pop("duration", None)
        return table

    def _add(self, section: str, name: str, view: Any, keys: dict[str, Any]) -> Any:
        # Projections of blocks have names in the same table.
        taken = self._projections() if section == "projection" else self._data.get(section, {})
        if name in taken:
            help = f"give this one another with name='{name}.2'"
            raise mistake("", f"there is already a {section} {name!r}", help)
        self._tables(section)[name] = {}
        try:
            added = view(self, name)
            added.update(**{key: value for key, value in keys.items() if value is not None})
        except Exception:
            self._take_out(section, name)
            raise
        return added

    def _refuse_other_shape(
        self, shape: tuple[int, ...], source: str, target: str, name: str
    ) -> None:
        """A sparse matrix becomes edges, whose indices may fit where its shape does not."""
        tables = self._data.get("population", {})
        sizes = [selected(of, tables.get(population_of(of), {})) for of in (target, source)]
        if all(known in (None, given) for known, given in zip(sizes, shape, strict=True)):
            return
        rows, columns = ("any" if known is None else known for known in sizes)
        message = f"a matrix of {shape[0]} rows and {shape[1]} columns"
        raise mistake(name, message, f"{rows} rows (targets) and {columns} columns (sources) fit")

    def _take_out(self, section: str, name: str) -> None:
        del self._data[section][name]
        if not self._data[section]:
            del self._data[section]

    def _unused(self, section: str, name: str) -> str:
        taken = self._data.get(section, {})
        numbers = (f"{name}.{n}" for n in range(2, len(taken) + 3))
        return next(free for free in (name, *numbers) if free not in taken)


def _given(
    rule: dict[str, Any], unit: str | None, weight: Any, delay: Any, path: str
) -> tuple[dict[str, Any], Any, Any]:
    """Rule, weight and delay of connectivity that is given: weights and delays it has are used."""
    if weight is None:
        if unit is None:
            help = "multiply the matrix by one (W * rb.mV), give unit='mV', or a weight for all"
            raise mistake(path, "the weights have no unit", help)
        if rule["kind"] == "edges" and "weight" not in rule:
            raise mistake(path, "the edges have no weights", "give a weight for all of them")
        weight = {"from": "rule", "unit": Quantity(1, unit).unit}
    elif rule["kind"] == "edges":
        rule.pop("weight", None)  # a constant or drawn weight stands in for the column
    if "delay" in rule:
        if delay is not None:
            raise mistake(path, "the edges have delays of their own", "leave delay=… out")
        delay = {"from": "rule"}
    return rule, weight, delay


def described(
    network: Any, *, duration: Any = None, seed: int | None = None
) -> tuple[_native.Spec, dict[str, Function]]:
    """What is simulated, from whatever stands for it, and its functions of time by input.

    Parameters
    ----------
    network : Network, Spec, dict or path
        A network, a document, or a network file.
    duration, seed : optional
        In place of the network's own.
    """
    if isinstance(network, _native.Spec):
        if duration is None and seed is None:
            return network, {}
        network = Network.from_toml(network.toml())
    elif isinstance(network, dict):
        network = Network.from_dict(network)
    elif isinstance(network, str) and network in {name for name, *_ in _native.presets()}:
        help = f"the preset is rb.presets.{network.replace('-', '_')}()"
        raise mistake("", f"{network!r} is no network file", help)
    elif isinstance(network, str | os.PathLike):
        network = Network.load(network)
    if not isinstance(network, Network):
        help = "a Network, a Spec, a dict as in a network file, or the path of one"
        raise mistake("", f"{network!r} is no network", help)
    return network.spec(duration=duration, seed=seed), network.functions
