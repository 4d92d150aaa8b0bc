"""A redirect takes the place of a page, or is one of two; or it leads nowhere, or round in a circle.

An old address that is asked for (``redirect_from``, Hugo's ``aliases``) becomes a page of its own, which sends readers on. Where a
page has that URL already, only one of the two is published: with jekyll-redirect-from the redirect replaces a page, and a post
replaces the redirect; Hugo replaces the page. A page that asks for its own URL sends its readers to itself, without end.

On Jekyll sites that do not name the plug-in in ``_config.yml`` nothing is said.

Bad::

    about-us.md:
    ---
    title: About us
    redirect_from: [/about.html, /about-us.html]
    ---
    <p>Five people and a cat.</p>

Reports::

    3:17 /about.html is the URL of about.md: only one of the two is published
    3:30 /about-us.html is the URL of this page itself: the redirect replaces it, and leads to itself

Help::

    take /about.html out, or delete the page

Bad::

    about-us.md:
    ---
    title: About us
    redirect_to: /abuot.html
    redirect_from: /port.html
    ---
    <p>Five people and a cat.</p>

Reports::

    3:14 this page sends readers to /abuot.html, which the site does not have
    4:16 harbour/index.md, too, sends readers on from /port.html: only one of the two does

Good::

    about-us.md:
    ---
    title: About us
    redirect_from: [/us.html, /who/]
    redirect_to: about.html
    ---
    <p>Five people and a cat.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.finding import Finding, KeyPath, Value
from ..model.pages import LinkFact, PageFacts
from ..model.site import Resolution, SiteIndex
from . import site_rule

_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_HOPS = 20


@site_rule("error")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    if not (page.redirects or page.sends_to) or not site.redirects_made or not page.url or not site.certain:
        return
    if page.sends_to and site.generator == "jekyll":
        yield from _way(page, site)
    for index, url in enumerate(page.redirects):
        if found := _conflict(page, site, url):
            message, help = found
            key = "aliases" if site.generator == "hugo" else "redirect_from"
            path: KeyPath = (key, index) if len(page.redirects) > 1 else (key,)
            yield Finding(message, Value(path), help, subject=url)


def _conflict(page: PageFacts, site: SiteIndex, url: str) -> tuple[str, str] | None:
    claims = site.claims(url)
    if url in (page.url, *(alias for alias in page.aliases if alias not in page.redirects)):
        if page.kind != "page" or site.generator == "hugo":        # these are written last, or instead
            return None
        return f"{url} is the URL of this page itself: the redirect replaces it, and leads to itself", f"take {url} out"
    if owner := next((claim.path for claim in claims if not claim.is_redirect and claim.path != page.path), None):
        return f"{url} is the URL of {owner}: only one of the two is published", f"take {url} out, or delete the page"
    paths = [claim.path for claim in claims if claim.is_redirect]
    if page.path in paths[1:]:
        return f"{paths[0]}, too, sends readers on from {url}: only one of the two does", "take it out of one of them"
    return None


def _way(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    """What is wrong with where a page sends its readers."""
    found = _target(page, site, page.sends_to)
    if found.verdict == "missing":
        near = site.nearest(found.url)
        yield Finding(f"this page sends readers to {page.sends_to}, which the site does not have", Value(("redirect_to",)),
                      f"did you mean `{near}`?" if near else "name a page that there is", subject=page.sends_to)
        return
    seen: list[str] = []
    while found.verdict == "found" and found.url not in seen and len(seen) < _HOPS:
        seen.append(found.url)
        if not (target := site.sent_from(found.url)):
            return
        found = _target(page, site, target)
    if page.url in seen and page.url == min(seen):
        circle = "to itself" if len(seen) == 1 else f"round in a circle: {' → '.join(dict.fromkeys((page.url, *seen)))}"
        yield Finding(f"this page sends readers {circle}", Value(("redirect_to",)), "let one of them be a page", subject=page.sends_to)


def _target(page: PageFacts, site: SiteIndex, target: str) -> Resolution:
    """Where a target leads: jekyll-redirect-from takes all but whole addresses from the root of the site."""
    address = target if _WHOLE.match(target) else f"{site.baseurl}/{target.lstrip('/')}"
    return site.resolve(page, LinkFact(address, "site", is_navigation=True))
