"""The interface of the simulator that rheobase comes from, for scripts written for it.

``import rheobase.neurosimulator.spiking as ns`` in place of ``import neurosimulator.spiking as ns``
is the only change an old script needs. After ``np.random.seed(s)`` networks and spikes are those of
the original (A. Abed Zadeh, B. D. Turner, N. Calakos, N. Brunel 2022, *PLoS Comput. Biol.* 18:
e1010226); the steps are taken by the engine of rheobase.

Modules: :mod:`~rheobase.neurosimulator.spiking` (networks, runs, statistics, pictures),
:mod:`~rheobase.neurosimulator.populations`, :mod:`~rheobase.neurosimulator.plasticity`.
"""
