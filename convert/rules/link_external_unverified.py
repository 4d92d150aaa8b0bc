"""Nobody can tell whether a link to another site works.

It was asked for, and what came says nothing for certain: a wall against robots (403, 999, a page that wants proof of a reader), a log-in (401),
a server that has too much to do (429) or has troubles (5xx), no answer in time, a certificate that is not valid, a detour that
ends at a front page or a log-in, as many sites do with pages that are gone.

It is information, not a fault. It is asked for again in the next run. Where it is fine as it is, `accept` in the settings names the status,
`exclude` the address.

Bad::

    ---
    title: Buoys
    ---
    [Members](https://charts.example.com/members), [fog](https://charts.example.com/fog)

Reports::

    4:11 https://charts.example.com/members could not be verified: it answers 403 Forbidden
    4:54 https://charts.example.com/fog could not be verified: it sends readers on to a front page, https://charts.example.com/

Help::

    open it in a browser; where it is fine, `accept` or `exclude` in [external] says so

Good::

    ---
    title: Buoys
    ---
    [The chart](https://charts.example.com/buoys), [the old one](https://charts.example.com/gone)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from ..model.web import Web
from . import web_rule


@web_rule("info")
def check(page: PageFacts, site: SiteIndex, web: Web) -> Iterator[Finding]:
    for link, answer in web.asked(page, site):
        if answer.state == "unverified":
            yield Finding(f"{link.shown} could not be verified: {answer.said}", link.at,
                          "open it in a browser; where it is fine, `accept` or `exclude` in [external] says so",
                          subject=link.written, target=link.target)
