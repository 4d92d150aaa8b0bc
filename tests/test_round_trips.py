"""Markdown is read back as the document that it was written from, and what is written from that stays as it is."""

from __future__ import annotations

import re

import pytest
from documents import documents
from hypothesis import HealthCheck, assume, given, settings

import convert
from convert.engine.verification import difference
from convert.model.flavor import FLAVORS, Flavor

# The same documents in each run; `--hypothesis-seed=random` beside `derandomize=False` hunts for more.
CASES = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

# Lists of a kind side by side: where a text is cut between them, the marker of the first is not known to the second.
NEIGHBOURS = re.compile(r"</([uo]l)><\1")


@pytest.mark.parametrize("flavor", FLAVORS)
@CASES
@given(documents())
def test_what_is_written_reads_back(flavor, html):
    document = convert.reads(html, "html")
    rendering = convert.write(document, "markdown", flavor=flavor)
    assert difference(document, rendering, flavor) is None, rendering.text


@pytest.mark.parametrize("flavor", FLAVORS)
@CASES
@given(documents())
def test_the_third_pass_changes_nothing(flavor, html):
    assume(not NEIGHBOURS.search(html))
    once = convert.write(convert.reads(html, "html"), "markdown", flavor=flavor).text
    twice, thrice = again(once, flavor), again(again(once, flavor), flavor)
    assert thrice == twice


def again(markdown: str, flavor: Flavor) -> str:
    """A Markdown text, read and written: addresses are links then, and targets are as renderers write them."""
    return convert.write(convert.reads(markdown, "markdown", engine=flavor), "markdown", flavor=flavor).text
