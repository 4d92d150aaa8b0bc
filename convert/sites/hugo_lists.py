"""What Hugo makes of several files: lists of sections and taxonomies without a file of their own, their feeds, the files of bundles.

`hugolib/content_map_page.go` (which sections and terms there are), `hugolib/page__new.go` (where resources go).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model.pages import PageFacts, Withheld
from .hugo_configuration import REWRITTEN, Version
from .hugo_urls import escaped

if TYPE_CHECKING:
    from .hugo import Hugo


_WITHOUT_PAGES: Version = (0, 153)         # the files of bundles, too, are left out with pages (`disableKinds`)
_ORPHANS_DROPPED = (((0, 0), REWRITTEN), ((0, 153), (0, 155)))       # when a section of which nothing is published has no list

HEADLESS, NOT_BUILT = "it is headless", "its `build` keeps it out"


def _is_there(page: PageFacts) -> bool:
    """A page is one of its section, though it is not rendered."""
    return page.withheld is not None and page.withheld.reason in (HEADLESS, NOT_BUILT)


def made_of(site: Hugo, pages: Iterable[PageFacts], elsewhere: frozenset[str] = frozenset(), maybe: Iterable[str] = ()) -> Iterator[PageFacts]:
    """All that is made beside some pages. What lies `elsewhere`, in folders of other languages, is not copied in this one; `maybe` are files of
    another that templates may copy.
    """
    files = site.files
    is_kept = REWRITTEN <= site.version < _WITHOUT_PAGES
    drops_orphans = any(begin <= site.version < end for begin, end in _ORPHANS_DROPPED)
    taken, below = set[str](), dict[str, str]()         # by pages of their own, published or not; where the files of a folder go
    wanted, sections, copies = dict[str, None](), dict[str, None](), list[str]()
    for page in pages:
        if page.path.startswith("assets/"):
            yield PageFacts(page.path, "", None, withheld=Withheld(page.path.removeprefix("assets"), ""))      # templates may publish it
        elif page.kind == "static" and page.path.startswith(files.content):
            copies.append(page.path)
        elif page.kind == "page" and page.path.startswith(files.content) and not files.is_inside(place := files.place(page.path)):
            if page.url:
                taken.add(page.url)
            wanted.update(dict.fromkeys(page.beside.urls))
            yield from (PageFacts("", "", None, withheld=Withheld(url, "")) for url in page.beside.others)
            if place.is_list or (place.is_bundle and not (is_kept and "page" in site.disabled)):
                below[place.folder] = page.beside.files            # none for a list that is not made
            if place.is_list:
                taken.update({*site.list_urls(place.folder, files.kind_of_list(place.folder))}.difference(page.beside.urls))
            top, _, rest = place.folder.partition("/")
            if top and (rest or not place.is_bundle) and (page.url or not drops_orphans or _is_there(page)):
                sections.setdefault(top)
    lists = [("", "home"), *((plural, "taxonomy") for plural in sorted(files.taxonomies.values())),
             *((top, "section") for top in sorted(sections) if top.lower() not in files.taxonomies.values())]
    for folder, kind in lists:
        if kind in site.disabled and site.version >= _WITHOUT_PAGES:
            below[folder] = ""
        elif folder not in files.branches:
            below.setdefault(folder, escaped(f"{site.tongue.prefix}{site.targets.of_list(folder, kind)}/"))
            wanted.update(dict.fromkeys(site.list_urls(folder, kind)))
    for url in dict.fromkeys([*wanted, *site.extras]):
        if url not in taken:
            yield PageFacts("", "generated", url)
    yield from (PageFacts(path, "static", url) for path in copies if (url := _copy(site, path, below, elsewhere)))
    others = [*(_copy(site, path, below, frozenset()) for path in maybe), *(_as_it_lies(site, path) for path in copies if site.is_guessed and not files.holds(path))]
    yield from (PageFacts("", "", None, withheld=Withheld(url, "")) for url in others if url)


def _as_it_lies(site: Hugo, path: str) -> str:
    """Where a Hugo before the rewrite copies a file of the content that is in no bundle."""
    return escaped(f"/{path[len(site.files.content):]}")


def _copy(site: Hugo, path: str, below: dict[str, str], elsewhere: frozenset[str]) -> str:
    """The URL of a file of the content that is copied: `below` says where those go that lie in a folder; empty if it is not."""
    files, name = site.files, path[len(site.files.content):]
    folder = inside = name.rpartition("/")[0]
    while folder and folder not in below and folder not in elsewhere:
        folder = folder.rpartition("/")[0]
    if site.version < REWRITTEN and folder not in files.leaves and not (folder == inside and folder in files.branches):
        return _as_it_lies(site, path)
    home = below.get(folder)
    return home + escaped(name[len(f"{folder}/" if folder else ""):]) if home else ""
