"""HTML views: the model's tables, self-contained, for light and dark pages."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

import rheobase as rb


class Outline(HTMLParser):
    """Tags that are open, so that a page that does not close one is found; text of the cells."""

    def __init__(self):
        super().__init__()
        self.open, self.cells, self.inside = [], [], False

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.inside = tag in ("td", "th")
        if self.inside:
            self.cells.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.inside = False if tag in ("td", "th") else self.inside

    def handle_data(self, data):
        if self.inside or (self.open and "td" in self.open):
            self.cells[-1] += data


def cells(html):
    """The texts of all cells of well-formed HTML."""
    outline = Outline()
    outline.feed(html)
    assert outline.open == []
    return [cell.replace("\xa0", " ") for cell in outline.cells]


def test_a_network_shows_the_tables_of_its_model():
    net = rb.presets.striatum()
    html = net._repr_html_()
    found = cells(html)
    for text in ("dSPN", "490", "FSI->FSI", "drive_FSI"):
        assert text in found
    for heading in ("Populations", "Connectivity", "Neuron", "Input", "Measurements"):
        assert heading in html
    assert "1,000 neurons, 7 projections" in html


def test_a_view_is_self_contained_and_takes_the_colours_of_the_page():
    html = rb.presets.striatum()._repr_html_()
    assert not re.search(r"https?:|url\(|@import|<script|<link|src=", html)
    assert not re.search(r"[^-]color: (?!inherit)", html)
    assert all(
        rule.startswith(".rheobase-network")
        for rule in re.findall(
            r"^\S[^{]*(?={)", html.split("<style>")[1].split("</style>")[0], re.MULTILINE
        )
    )


def test_text_cannot_become_markup():
    net = rb.Network("<b>net</b>", description="a < b & <script>alert(1)</script>")
    net.add_population("E", 1)
    html = net._repr_html_()
    cells(html)
    assert "<script>" not in html and "&lt;script&gt;" in html and "&lt;b&gt;net" in html


def test_a_network_that_is_not_ready_shows_what_is_missing():
    net = rb.Network("half")
    net.add_population("E", 10, V_thr="10 ms")
    html = net._repr_html_()
    cells(html)
    assert "Not ready to run yet" in html and "not a voltage" in html
    assert "population" in rb.Network("empty")._repr_html_()


def test_functions_are_not_called_for_a_view():
    calls = []

    def f(t):
        calls.append(len(t))
        return np.zeros(len(t))

    net = rb.Network(duration="10 s")
    net.add_population("E", 1)
    net.add_input("E", rb.function(f, unit="mV"))
    net._repr_html_()
    assert sum(calls) <= 1


@pytest.mark.parametrize(
    ("view", "shows"),
    [
        (lambda net: net["FSI"], ["tau_m", "10 ms", "gaba: exponential, tau 10 ms"]),
        (lambda net: net["FSI->FSI"], ["weight", "-6 mV*ms", "bernoulli, p 0.58"]),
        (lambda net: net.populations, ["dSPN", "490", "-70 mV"]),
        (lambda net: net.projections, ["FSI->dSPN", "-50 mV*ms"]),
        (lambda net: net.inputs, ["drive_FSI", "22 mV"]),
        (lambda net: net.blocks, ["striatum"]),
        (lambda net: net.blocks["striatum"], ["p 0.58, -6 mV*ms", "1 step", "p 0.53, -50 mV*ms"]),
        (lambda net: net["FSI"].input, ["drive_FSI", "22 mV"]),
        (lambda net: net.records, []),
        (lambda net: net.analysis, ["bin", "5 ms"]),
    ],
)
def test_parts_have_views_of_their_own(view, shows):
    found = cells(view(rb.presets.striatum())._repr_html_())
    for text in shows:
        assert text in found
