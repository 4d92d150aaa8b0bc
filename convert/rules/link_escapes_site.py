r"""A link leads out of the site: above its root, beside the path below which it is served, or onto the author's own disk.

Above the root there is nothing, and what browsers take it for is not there either (where it is, `link-hop` speaks of the detour); a link without
the site's base path works on the author's machine and leads elsewhere on the server; what lies on a disk is there for one person.

Bad::

    ---
    title: Chimes
    ---
    [Up and up](../../../../abuot.html), [a file](file:///home/ada/chimes.pdf), [a drive](C:\chimes.pdf),
    [out](../../../../../x.html)

Reports::

    4:13 “../../../../abuot.html” leads above the root of the site
    4:47 “file:///home/ada/chimes.pdf” is a file on somebody's own disk: readers do not have it
    4:87 “C:\chimes.pdf” is a file on somebody's own disk: readers do not have it
    5:7 “../../../../../x.html” leads above the root of the site

Help::

    count the folders: each `..` goes one up

Good::

    ---
    title: Chimes
    ---
    [Up](../../../about.html), [here](./), [there](/about.html), [mail](mailto:ada@example.org)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, NthLink
from ..model.pages import PageFacts
from ..model.site import Resolution, SiteIndex
from . import site_rule


@site_rule("warning")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for index, found in enumerate(site.resolutions(page)):
        if found.way == "outside":
            link = page.links[index]
            yield Finding(f"“{link.target}” {_what(site, found)}", NthLink(index), _help(found), subject=link.target, target=site.target_of(link))


def _what(site: SiteIndex, found: Resolution) -> str:
    if not found.url:
        return "is a file on somebody's own disk: readers do not have it"
    if found.verdict == "unchecked":
        return f"leads out of the site, which is served below {site.baseurl}/"
    return "leads above the root of the site"


def _help(found: Resolution) -> str:
    if not found.url:
        return "put the file into the site and link it there"
    return f"write `{found.meant}`" if found.meant else "count the folders: each `..` goes one up"
