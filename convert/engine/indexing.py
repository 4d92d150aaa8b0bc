"""The index of all URLs of a site, made of what its files tell, its plug-ins make, and its server redirects."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from ..model.pages import PageFacts
from ..model.servers import ANY, SERVERS
from ..model.site import SiteIndex
from ..readers import format_of
from .facts import address
from .repository import Repository


def index_of(repository: Repository, known: Callable[[str], PageFacts | None]) -> SiteIndex:
    """The index of all files; what is `known` of one was read already."""
    index = empty_index(repository)

    def added() -> Iterator[PageFacts]:
        for path in sorted(repository.files, key=lambda path: format_of(path) is not None):     # of two claims, the post's is said
            page = known(path) or address(repository, path)[0]
            index.add(page)
            yield page

    pages = added()
    generated = [*repository.site.generated(pages)]
    deque(pages, maxlen=0)                       # those that it did not ask for
    for made in generated:
        index.add(made)
    for rule in repository.rules.redirects:
        if not rule.pattern:
            index.send_on(rule.source, rule.target if rule.sends else "")
    for url in repository.built:
        index.add(PageFacts("", "generated", url))
    return index


def empty_index(repository: Repository) -> SiteIndex:
    """An index of the site before any file is in it."""
    site, rules = repository.site, repository.rules
    patterns = (rule.pattern for rule in rules.redirects if rule.pattern)
    return SiteIndex(hosts=repository.hosts, baseurl=site.baseurl, complete=site.complete and rules.all_told, anchors=repository.anchors,
                     rooted=site.generator != "plain", known=[*site.known, *repository.settings.known_urls, *patterns],
                     generator=site.generator, certain=site.certain, redirects_made=site.redirects_made, links_name_files=site.links_name_files,
                     server=SERVERS.get(repository.served_by or "", ANY), bases=repository.templates.bases)
