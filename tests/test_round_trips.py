"""Markdown is read back as the document that it was written from, and writing that again changes nothing."""

from __future__ import annotations

import pytest
from documents import documents
from hypothesis import HealthCheck, given, settings

import convert
from convert.engine.verification import difference

CASES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("flavor", ["gfm", "commonmark"])
@CASES
@given(documents())
def test_what_is_written_reads_back(flavor, html):
    document = convert.reads(html, "html")
    rendering = convert.write(document, "markdown", flavor=flavor)
    assert difference(document, rendering, flavor) is None, rendering.text


@pytest.mark.parametrize("flavor", ["gfm", "commonmark"])
@CASES
@given(documents())
def test_the_second_pass_changes_nothing(flavor, html):
    once = convert.write(convert.reads(html, "html"), "markdown", flavor=flavor).text
    assert convert.write(convert.reads(once, "markdown", engine=flavor), "markdown", flavor=flavor).text == once
