"""What Hugo makes of several files: lists of sections and taxonomies without a file of their own, their feeds, the files of bundles.

`hugolib/content_map_page.go` (which sections and terms there are), `hugolib/page__new.go` (where resources go).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model.pages import PageFacts, Withheld
from .hugo_urls import escaped

if TYPE_CHECKING:
    from .hugo import Hugo


def made_of(site: Hugo, pages: Iterable[PageFacts]) -> Iterator[PageFacts]:
    """All that is made beside some pages."""
    files = site.files
    taken: set[str] = set()                     # by pages of their own, published or not
    below: dict[str, str] = {}                  # where the files of a folder go
    wanted: dict[str, None] = {}
    sections: dict[str, None] = {}
    copies: list[str] = []
    for page in pages:
        if page.path.startswith("assets/"):
            yield PageFacts(page.path, "", None, withheld=Withheld(page.path.removeprefix("assets"), ""))      # templates may publish it
        elif page.kind == "static" and page.path.startswith(files.content):
            copies.append(page.path)
        elif page.kind == "page" and page.path.startswith(files.content) and not files.is_inside(place := files.place(page.path)):
            if page.url:
                taken.add(page.url)
            wanted.update(dict.fromkeys(page.beside.urls))
            if place.is_list or place.is_bundle:
                below[place.folder] = page.beside.files
            if place.is_list:
                taken.update({*site.list_urls(place.folder, files.kind_of_list(place.folder))}.difference(page.beside.urls))
            top, _, rest = place.folder.partition("/")
            if top and (rest or not place.is_bundle):
                sections.setdefault(top)
    lists = [("", "home"), *((plural, "taxonomy") for plural in sorted(files.taxonomies.values())),
             *((top, "section") for top in sorted(sections) if top.lower() not in files.taxonomies.values())]
    for folder, kind in lists:
        if folder not in files.branches:
            below.setdefault(folder, f"{site.target_of(folder)}/")
            wanted.update(dict.fromkeys(site.list_urls(folder, kind)))
    for url in dict.fromkeys([*wanted, *site.extras]):
        if url not in taken:
            yield PageFacts("", "generated", url)
    for path in copies:
        folder = rest = path[len(files.content):].rpartition("/")[0]
        while folder and folder not in below:
            folder = folder.rpartition("/")[0]
        if home := below.get(folder):
            yield PageFacts(path, "static", escaped(home + path[len(files.content) + len(f"{folder}/" if folder else ""):]))
