"""What is drawn, from NumPy's global generator and in the original's order."""

from __future__ import annotations

from typing import Any

import numpy as np

from rheobase._names import mistake


def create_Wmat(NN: Any, CP: Any, CW: Any) -> np.ndarray:
    """Draw a weight matrix: block by block along each row of populations.

    Parameters
    ----------
    NN : array of int, shape (P,)
        Number of neurons of each population.
    CP : array, shape (P, P)
        Probability of a connection; row = target, column = source.
    CW : array, shape (P, P)
        Weight (mV ms per spike).

    Returns
    -------
    array, shape (N, N)
        Weights; row = target, column = source. No neuron reaches itself.

    Examples
    --------
    >>> import numpy as np
    >>> from rheobase.neurosimulator.spiking import create_Wmat
    >>> np.random.seed(1)
    >>> create_Wmat([2, 1], np.array([[1, 1], [1, 0]]), np.array([[2.0, -3.0], [1.0, 0.0]]))
    array([[ 0.,  2., -3.],
           [ 2.,  0., -3.],
           [ 1.,  1.,  0.]])
    """
    NN, CP, CW = np.asarray(NN), np.asarray(CP), np.asarray(CW)
    check_probabilities("CP", CP)
    edges = np.concatenate([[0], np.cumsum(NN)])
    Wmat = np.zeros((edges[-1], edges[-1]), dtype=np.result_type(CW.dtype, np.int64))
    for post in range(len(NN)):
        for pre in range(len(NN)):
            block = Wmat[edges[post] : edges[post + 1], edges[pre] : edges[pre + 1]]
            block[...] = hits(CP[post, pre], block.shape) * CW[post, pre]
    np.fill_diagonal(Wmat, 0)
    return Wmat


def hits(p: float, shape: tuple[int, ...]) -> np.ndarray:
    """True with probability p: the numbers that `np.random.choice([1, 0], p=[p, 1 - p])` draws."""
    # `choice` compares with the cumulative sum, divided by its end.
    first = p / (p + (1 - p))
    return np.random.random_sample(shape) < first


def check_probabilities(name: str, matrix: Any) -> None:
    """Refuse a matrix that has something else."""
    matrix = np.asarray(matrix)
    for post, pre in np.argwhere(~((matrix >= 0) & (matrix <= 1))):
        help = "a probability is from 0 to 1"
        raise mistake(f"{name}[{post}, {pre}]", f"is {matrix[post, pre]}", help)


def create_Ix(Population: Any) -> np.ndarray:
    """Draw the constant input of each neuron (mV), population by population.

    Parameters
    ----------
    Population : class
        Read are `size`, `NN`, `MeanIx` and `SigmaIx`.
    """
    parts = [
        np.random.normal(Population.MeanIx[p], Population.SigmaIx[p], Population.NN[p])
        for p in range(Population.size)
    ]
    return np.concatenate([np.zeros(0), *parts])


def create_randomV(Population: Any) -> np.ndarray:
    """Draw voltages (mV), uniform from `Vreset` to `Vthr`, neuron by neuron."""
    Tag = tags(Population)
    return np.random.uniform(np.asarray(Population.Vreset)[Tag], np.asarray(Population.Vthr)[Tag])


def tags(Population: Any) -> np.ndarray:
    """Number of the population of each neuron."""
    return np.repeat(np.arange(len(Population.NN)), Population.NN)


def deviations(Population: Any) -> list[float]:
    """`SigmaNoise` of each population (mV), checked."""
    sigma = [float(Population.SigmaNoise[p]) for p in range(Population.size)]
    for p, value in enumerate(sigma):
        if not value >= 0:
            raise mistake(f"SigmaNoise[{p}]", f"is {value} mV", "accepted: 0 mV or more")
    return sigma


def noise(Population: Any, steps: int) -> np.ndarray | None:
    """Draw the noise of each step and neuron (mV), shape (steps, N); None where all of it is 0.

    The numbers are those that a call of `np.random.normal` per step and population draws; the
    generator moves on as far also where they are multiplied by 0.
    """
    sigma = deviations(Population)
    scale = np.repeat(sigma, np.asarray(Population.NN)[: Population.size])
    if not any(sigma):
        skip(steps * scale.size)
        return None
    block = np.random.standard_normal((steps, scale.size))
    block *= scale
    return block


#: Pairs that `skip` draws at a time: they stay in a fast cache.
PAIRS = 30_000


def skip(count: int) -> None:
    """Move the generator on as `np.random.standard_normal(count)` does, in half the time.

    Normal numbers come in pairs (polar method, G. Marsaglia & T. A. Bray 1964): points of the
    square that are not in the circle are thrown away. Logarithm and root are not needed here.
    """
    while count > 2 * PAIRS:
        points = np.random.random_sample((PAIRS, 2))
        points *= 2
        points -= 1
        points *= points
        square = points[:, 0] + points[:, 1]
        count -= 2 * int(np.count_nonzero(square < 1) - np.count_nonzero(square == 0))
    # The rest leaves the second number of its last pair in the generator, for the next call.
    np.random.standard_normal(count)
