"""Directed graphs: degrees, strengths, density, reciprocity, clustering, components, paths."""

import networkx as nx
import numpy as np


def edges_of(probabilities, rng):
    """Pairwise Bernoulli edges of a matrix [target][source] of probabilities."""
    targets, sources = np.nonzero(rng.random(probabilities.shape) < probabilities)
    order = rng.permutation(len(sources))
    return sources[order], targets[order]


def striatum_like(rng):
    """Three blocks, the last of which receives nothing from the others; self-connections too."""
    sizes = [20, 20, 6]
    block = np.repeat(range(3), sizes)
    p = np.array([[0.26, 0.27, 0.53], [0.06, 0.36, 0.36], [0.0, 0.0, 0.58]])
    return len(block), *edges_of(p[block][:, block], rng)


def uniform(n, p, rng):
    return n, *edges_of(np.full((n, n), p), rng)


def repeated(n, m, rng):
    """A fixed number of connections drawn with repetition."""
    return n, rng.integers(0, n, m), rng.integers(0, n, m)


def cycle_with_chords(n, rng):
    around = np.arange(n)
    return (
        n,
        np.concatenate([around, rng.integers(0, n, 8)]),
        np.concatenate([np.roll(around, -1), rng.integers(0, n, 8)]),
    )


def paths(simple, strong):
    """Path figures within the largest strong component, and over all reachable pairs."""
    largest = max(strong, key=lambda c: (len(c), -min(c)))
    inner = simple.subgraph(largest)
    eccentricity = nx.eccentricity(inner)
    lengths = [
        d
        for source, row in nx.all_pairs_shortest_path_length(simple)
        for target, d in row.items()
        if source != target
    ]
    return {
        "nodes": sorted(largest),
        "eccentricity": [eccentricity[v] for v in sorted(largest)],
        "radius": nx.radius(inner),
        "diameter": nx.diameter(inner),
        "centre": sorted(nx.center(inner)),
        "periphery": sorted(nx.periphery(inner)),
        "average_path_length": (
            float(nx.average_shortest_path_length(inner)) if len(largest) > 1 else None
        ),
        "reachable_pairs": len(lengths),
        "average_reachable_length": float(np.mean(lengths)) if lengths else None,
    }


def components(sets, n):
    """Component of each node, numbered by lowest member."""
    label = {v: min(c) for c in sets for v in c}
    numbers = {low: k for k, low in enumerate(sorted(set(label.values())))}
    return [numbers[label[v]] for v in range(n)]


def clustering(simple):
    """NetworkX says 0 where no triangle is possible; there the measure is undefined."""
    neighbours = lambda v: set(simple.pred[v]) | set(simple.succ[v])
    return [
        float(c) if len(neighbours(v)) > 1 else None
        for v, c in sorted(nx.clustering(simple).items())
    ]


def case(name, n, sources, targets, rng):
    weights = np.round(rng.normal(-5, 2, len(sources)), 3)
    full = nx.MultiDiGraph()
    full.add_nodes_from(range(n))
    triples = list(zip(sources.tolist(), targets.tolist(), weights.tolist()))
    full.add_weighted_edges_from(triples)
    simple = nx.DiGraph(full)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    strong = list(nx.strongly_connected_components(simple))
    column = lambda view: [view[v] for v in range(n)]
    return {
        "name": name,
        "nodes": n,
        "sources": sources.tolist(),
        "targets": targets.tolist(),
        "weights": weights.tolist(),
        "edges": simple.number_of_edges(),
        "self_connections": nx.number_of_selfloops(full),
        "in_degrees": column(full.in_degree()),
        "out_degrees": column(full.out_degree()),
        "in_strengths": [float(x) for x in column(full.in_degree(weight="weight"))],
        "out_strengths": [float(x) for x in column(full.out_degree(weight="weight"))],
        "density": float(nx.density(simple)),
        "reciprocity": float(nx.overall_reciprocity(simple)) if simple.size() else None,
        "clustering": clustering(simple),
        "strong": components(strong, n),
        "weak": components(nx.weakly_connected_components(simple), n),
        "strongly_connected": nx.is_strongly_connected(simple),
        "paths": paths(simple, strong),
    }


def make():
    rng = np.random.default_rng(22)
    drawn = {
        "striatum-like": striatum_like(rng),
        "dense": uniform(30, 0.5, rng),
        # More nodes than the 64 of one batch of searches.
        "sparse": uniform(90, 0.018, rng),
        "sparse, strongly connected": uniform(80, 0.07, rng),
        "repeated": repeated(25, 200, rng),
        "cycle with chords": cycle_with_chords(100, rng),
        "no edges": (3, np.array([], int), np.array([], int)),
    }
    return [case(name, *graph, rng) for name, graph in drawn.items()]
