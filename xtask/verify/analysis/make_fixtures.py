"""Expected numbers for the tests of rheobase-analysis, from independent implementations.

Inputs are drawn here; the expected numbers come from elephant, SciPy, NetworkX and NumPy.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_fixtures.py           # write the fixtures
    venv/bin/python make_fixtures.py --check   # regenerate and compare with those committed
"""

import argparse
import json
import math
import pathlib
import sys

import graph_cases
import signal_cases
import spike_cases

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
DATA = REPOSITORY / "crates/rheobase-analysis/tests/data"
CASES = {
    "spikes.json": spike_cases.make,
    "signals.json": signal_cases.make,
    "graphs.json": graph_cases.make,
}
# The libraries' last digits may differ between processors.
TOLERANCE = 1e-11


def differences(expected, found, place=""):
    """Places at which two JSON values differ by more than rounding."""
    if isinstance(expected, dict) and isinstance(found, dict):
        if expected.keys() != found.keys():
            return [f"{place}: keys {sorted(expected.keys() ^ found.keys())}"]
        pairs = [(f"{place}.{k}", expected[k], found[k]) for k in expected]
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{place}: {len(expected)} entries, now {len(found)}"]
        pairs = [(f"{place}[{k}]", *both) for k, both in enumerate(zip(expected, found))]
    elif isinstance(expected, float) and isinstance(found, float):
        close = math.isclose(expected, found, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        return [] if close else [f"{place}: {expected!r}, now {found!r}"]
    else:
        return [] if expected == found else [f"{place}: {expected!r}, now {found!r}"]
    return [d for p, e, f in pairs for d in differences(e, f, p)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    wrong = []
    for name, make in CASES.items():
        # NaN is no JSON: a case must say null where it means "undefined".
        text = json.dumps(make(), allow_nan=False, separators=(",", ":")) + "\n"
        path = DATA / name
        if check:
            wrong += differences(json.loads(path.read_text()), json.loads(text), name)
        else:
            DATA.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            print(f"{name}: {len(text)} bytes")
    if wrong:
        print("\n".join(wrong[:50]))
        sys.exit(f"{len(wrong)} differences from the committed fixtures")
    if check:
        print(f"{len(CASES)} fixtures agree within {TOLERANCE}")


if __name__ == "__main__":
    main()
