"""One clean site, and each defect that a site of posts is known to have, one at a time: the rule that finds it, where it is, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import convert
from convert.engine.settings import Settings

NEWS = """\
---
layout: post
title: The ferry is back
date: 2022-03-01 09:30:00 +0800
categories: [harbour]
tags: [ferry]
---
The ferry left the yard at six in the morning, with a new coat of grey and the old bell. It will run every half hour until the clocks
change, and every twenty minutes on market days. The fare stays what it was, and dogs that sit travel free of charge.

## The bell

![The bell on its hook](/assets/bell.png)

See [the timetable](/timetable.html#winter), or ask [the harbour office](mailto:office@example.org).
"""
TIDES = """\
---
layout: post
title: Low water on Thursday
date: 2022-03-03 18:00:00 +0800
categories: [harbour]
tags: [tides]
---
<p>On Thursday the water will be lower than it has been for nine years. Whoever has lost something between the piers may look for it
from noon to two, in boots, and at the risk of <em>meeting</em> whoever else has lost something there, as the harbour master puts it.</p>

<p>The old steps will be dry. <a href="/2022/03/01/ferry.html">The ferry</a> will not run meanwhile.</p>
"""
CLEAN: Mapping[str, str | bytes] = {
    "_config.yml": "title: Harbour news\nurl: https://news.example.org\ntimezone: Asia/Shanghai\npermalink: /:year/:month/:day/:title.html\n",
    "_layouts/post.html": "<!doctype html>\n<title>{{ page.title }}</title>\n{{ content }}\n",
    "index.md": "---\ntitle: Harbour news\n---\nAll that moves in the harbour: [the ferry](/2022/03/01/ferry.html), [the tide](/2022/03/03/tides.html).\n",
    "timetable.md": "---\ntitle: Timetable\n---\n## Winter\n\nEvery half hour, from [the quay](/).\n",
    "_posts/2022-03-01-ferry.md": NEWS,
    "_posts/2022-03-03-tides.md": TIDES,
    "assets/bell.png": b"\x89PNG\r\n\x1a\n",
}
FERRY, TIDE = "_posts/2022-03-01-ferry.md", "_posts/2022-03-03-tides.md"


def changed(path: str, old: str, new: str) -> Mapping[str, str | bytes]:
    """The clean site, but for one thing that one of its files says."""
    text = CLEAN[path]
    assert isinstance(text, str)
    assert text.count(old) == 1, old
    return {path: text.replace(old, new)}


def ended(new: str, path: str = FERRY) -> Mapping[str, str | bytes]:
    """The clean site, but for a paragraph at the end of a post."""
    return {path: f"{CLEAN[path]}\n{new}\n"}  # type: ignore[str-bytes-safe]


def renamed(old: str, new: str) -> Mapping[str, str | bytes]:
    """The clean site, but for the name of a file, which nothing links to (an empty file is none)."""
    return {old: "", new: CLEAN[old], **changed("index.md", ", [the tide](/2022/03/03/tides.html)", "")}


# What is wrong; what is otherwise than in the clean site; the rule that says so; the file, and the line.
DEFECTS: dict[str, tuple[Mapping[str, str | bytes], str, str, int]] = {
    "quotes within a title": (changed(FERRY, "title: The ferry is back", 'title: "The "ferry" is back"'), "fm-syntax", FERRY, 3),
    "a key that stands twice": (changed(FERRY, "tags: [ferry]", "tags: [ferry]\ntitle: The ferry"), "fm-duplicate-key", FERRY, 7),
    "an empty title": (changed(FERRY, "title: The ferry is back", 'title: ""'), "schema-empty", FERRY, 3),
    "no title": (changed(FERRY, "title: The ferry is back\n", ""), "schema-required", FERRY, 1),
    "a time zone and no date": (changed(FERRY, "date: 2022-03-01 09:30:00 +0800", "date:  +0800"), "date-empty", FERRY, 4),
    "a date without time zone": (changed(FERRY, "09:30:00 +0800", "09:30:00"), "date-no-timezone", FERRY, 4),
    "a category with a blank": (changed(FERRY, "categories: [harbour]", "categories: harbour news"), "taxonomy-split", FERRY, 5),
    "two posts at one address": (changed(TIDE, "tags: [tides]", "tags: [tides]\npermalink: /2022/03/01/ferry.html")
                                 | changed("index.md", "/2022/03/03/tides.html", "/2022/03/01/ferry.html"), "permalink-duplicate", TIDE, 7),
    "a head that is not closed": (changed(TIDE, "tags: [tides]\n---\n", "tags: [tides]\n\n"), "fm-unclosed", TIDE, 1),
    "a template tag that is not closed": (ended("The bell rings {{ page.times twice."), "template-syntax", FERRY, 17),
    "another encoding": ({TIDE: TIDES.replace("Low water", "Marée basse").encode("latin-1")}, "text-encoding", TIDE, 3),
    "letters read in the wrong encoding": (changed(FERRY, "a new coat", "a cafÃ©'s coat"), "text-mojibake", FERRY, 8),
    "control characters": (changed(FERRY, "a new coat", "a new\x08 coat"), "text-control-char", FERRY, 8),
    "a link to a page that is not there": (changed(FERRY, "/timetable.html#winter", "/prices.html"), "link-broken", FERRY, 15),
    "capitals that are not there": (changed(FERRY, "/timetable.html#winter", "/Timetable.html#winter"), "link-case", FERRY, 15),
    "a picture that is not there": (changed(FERRY, "/assets/bell.png", "/assets/horn.png"), "image-missing", FERRY, 13),
    "blanks and parentheses in a link": (ended("[Charts](https://charts.example.com/harbour (old).html) of the harbour."), "link-encoding", FERRY, 17),
    "a place that is not in the page": (changed(FERRY, "#winter", "#summer"), "link-fragment", FERRY, 15),
    "a link to the site with its own host": (changed(FERRY, "/timetable.html#winter", "https://news.example.org/timetable.html#winter"), "link-own-host", FERRY, 15),
    "a link without http or https": (changed(FERRY, "/timetable.html#winter", "//news.example.org/timetable.html#winter"), "link-protocol-relative", FERRY, 15),
    "a link without target": (changed(FERRY, "/timetable.html#winter", ""), "link-empty", FERRY, 15),
    "a picture without words": (ended('<p><img src="/assets/bell.png"></p>'), "image-alt", FERRY, 17),
    "a picture that is not loaded by https": (ended("![Another](http://pictures.example.com/bell.png)"), "media-insecure", FERRY, 17),
    "an element of long ago": (ended("<center>All aboard.</center>", TIDE), "html-obsolete", TIDE, 13),
    "a hidden paragraph": (ended('<p style="display: none">cheap ferries, ferries cheap</p>', TIDE), "html-hidden-text", TIDE, 13),
    "an element with nothing in it": (changed(TIDE, "the water will", "the water<span></span> will"), "html-empty-element", TIDE, 8),
    "an element that is not closed": (changed(TIDE, "<p>The old steps", "<p><b>The old steps"), "html-unbalanced", TIDE, 11),
    "a script": (ended("<script>ring()</script>", TIDE), "unsafe-markup", TIDE, 13),
    "a post without date in its name": (renamed(TIDE, "_posts/tides.md"), "filename-date", "_posts/tides.md", 1),
    "a day that is in no calendar": (changed(TIDE, "date: 2022-03-03", "date: 2022-02-31"), "date-invalid", TIDE, 4),
    "a date that is not that of the file name": (changed(TIDE, "date: 2022-03-03", "date: 2022-03-05") | changed("index.md", "03/03/tides", "03/05/tides"),
                                                 "date-filename-mismatch", TIDE, 4),
    "two posts with the same text": ({"_posts/2022-03-04-again.md": TIDES.replace("2022-03-03", "2022-03-04").replace("Low water", "Once more low water")},
                                     "content-duplicate", "_posts/2022-03-04-again.md", 1),
    "two signs with nothing in between": (ended("<>"), "link-empty", FERRY, 17),
    "a link that runs code": (changed(FERRY, "/timetable.html#winter", "javascript:ring()"), "unsafe-markup", FERRY, 15),
    "a byte order mark": ({FERRY: b"\xef\xbb\xbf" + NEWS.encode()}, "text-encoding", FERRY, 1),
}


def found(folder: Path, files: Mapping[str, str | bytes], settings: Settings) -> list[tuple[str, str, int]]:
    """What is said of a site: rule, file, line."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [(one.rule, one.path, one.place.line) for one in convert.validate([folder], settings).diagnostics]


ALL = Settings(select=("all",))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path()


def test_there_are_as_many_as_were_measured() -> None:
    assert len(DEFECTS) == 35


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_is_found_and_nothing_else(here: Path, defect: str) -> None:
    files, rule, path, line = DEFECTS[defect]
    assert found(here, {**CLEAN, **files}, ALL) == [(rule, path, line)]


def test_of_the_clean_site_nothing_is_said(here: Path) -> None:
    assert found(here, CLEAN, ALL) == []
