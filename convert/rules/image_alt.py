"""A picture has no words that stand for it.

Who listens to a page instead of looking at it, or waits for a picture that does not load, learns nothing of it, or hears its file
name spelt out. A picture that only adorns says so with an empty ``alt``.

Bad::

    ---
    title: The chart
    ---
    <p><img src="/assets/logo.png" width="20"></p>

Reports::

    4:4 the picture /assets/logo.png has no `alt`: nothing stands for it where it is not seen

Help::

    say in `alt` what it shows; write `alt=""` if it only adorns

Good::

    ---
    title: The chart
    ---
    <p><img src="/assets/logo.png" alt="Prices, rising"> <img src="/assets/logo.png" alt=""> <img src="/a.png" role="presentation"></p>

    ![](/assets/logo.png) `<img src="x.png">`

Options::

    decorative = ["/assets/icons/", "*/rule.gif"]

Good::

    ---
    title: The chart
    ---
    <p><img src="/assets/icons/boat.png"> <img src="/2022/rule.gif"></p>

Bad::

    ---
    title: The chart
    ---
    <p><img src="/assets/logo.png"></p>

Reports::

    4:4 the picture /assets/logo.png has no `alt`: nothing stands for it where it is not seen
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Annotated, NamedTuple

from ..model.document import Document
from ..model.finding import Finding, Tag
from . import page_rule

_OTHERWISE = ("alt", "aria-label", "aria-labelledby", "aria-hidden")
_ADORNS = ("presentation", "none")
_LONGEST_SHOWN = 60


class Options(NamedTuple):
    decorative: Annotated[tuple[str, ...], "pictures that only adorn, as folders (`/assets/icons/`) or with `*` for any text"] = ()


@page_rule("warning", default=False, options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
    for image in document.markup.iter("img"):
        if not any(image.get(name) is not None for name in _OTHERWISE) and image.get("role") not in _ADORNS:
            at = Tag(image, "src", "tag")
            source = document.restore(image.get("src") or "").strip()
            if any(fnmatchcase(source, f"{name}*" if name.endswith("/") else name) for name in options.decorative):
                continue
            shown = source if len(source) <= _LONGEST_SHOWN and "\n" not in source else ""
            yield Finding(f"the picture {shown} has no `alt`: nothing stands for it where it is not seen".replace("  ", " "), at,
                          'say in `alt` what it shows; write `alt=""` if it only adorns', subject=document.source.slice(document.locate(at)))
