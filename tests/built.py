"""A site as it was built: its files, the ids in its pages, and the links that lead nowhere when a plain web server shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from judges import files_below
from lxml import html

_LINKS = "//a/@href | //area/@href | //img/@src | //source/@src | //video/@src | //iframe/@src"


class Built(NamedTuple):
    """The folder that a site was built into, and the address that it is for."""

    folder: Path
    address: str

    @property
    def pages(self) -> list[str]:
        """The HTML files, as paths from the site's root."""
        return sorted(f"/{name}" for name in files_below(self.folder) if name.endswith(".html"))

    def ids(self, page: str) -> set[str]:
        return set(map(str, self._tree(page).xpath("//@id | //a/@name")))

    def broken(self) -> set[tuple[str, str]]:
        """Each page with the addresses that it links and that are not there, fragments among them."""
        return {(page, address) for page in self.pages for link in self._links(page)
                if (address := self.resolved(page, link)) and not self._is_there(address)}

    def _links(self, page: str) -> Iterator[str]:
        yield from map(str, self._tree(page).xpath(_LINKS))
        for sizes in self._tree(page).xpath("//@srcset"):
            yield from (size.split()[0] for size in sizes.split(",") if size.strip())

    def resolved(self, page: str, link: str) -> str:
        """Where a link leads, below the site's address, unescaped; empty for what is not of this site."""
        whole = urljoin(f"{self.address}{page.removesuffix('index.html')}", link.strip())
        return unquote(whole.removeprefix(self.address)) if whole.startswith(f"{self.address}/") else ""

    def _is_there(self, address: str) -> bool:
        parts = urlsplit(address)
        file = self.folder / unquote(parts.path).lstrip("/")
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            return False
        name = unquote(parts.fragment)
        return file.suffix != ".html" or name in ("", "top") or name in self.ids(f"/{file.relative_to(self.folder).as_posix()}")

    def _tree(self, page: str) -> html.HtmlElement:
        return html.document_fromstring((self.folder / page[1:]).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
