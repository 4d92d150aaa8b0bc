"""The output formats of Hugo's pages (`output/outputFormat.go`, `media`): which files are made of one page."""

from __future__ import annotations

from typing import Any, NamedTuple

from .hugo_configuration import table
from .hugo_urls import escaped

_SUFFIXES = {"text/html": "html", "application/json": "json", "application/rss+xml": "xml", "application/xml": "xml", "text/xml": "xml",
             "text/plain": "txt", "text/css": "css", "text/csv": "csv", "text/calendar": "ics", "text/markdown": "md", "text/javascript": "js",
             "application/manifest+json": "webmanifest", "image/svg+xml": "svg", "application/toml": "toml", "application/yaml": "yaml"}
LISTS_ASIDE = (0, 148)        # lists lie below the path of a format as pages do, and are not ugly but for those of terms
_LISTS = ("home", "section", "taxonomy", "term")


class Format(NamedTuple):
    """One output format: its file is `base.suffix` in the folder of a page, below `path`; a `nice` one never is `PAGE.suffix`."""

    suffix: str
    base: str = "index"
    path: str = ""
    nice: bool = False

    def url(self, place: str, *, ugly: bool = False, below: bool = False) -> str:
        """The URL of what is at a place (a path without its last slash, empty for the home page); `below` that is the path of the format."""
        root = f"/{self.path.strip('/')}" if self.path else ""
        if below:
            root, place = "", place + root
        if ugly and place and not self.nice:
            return escaped(f"{root}{place}.{self.suffix}")
        name = f"{self.base}.{self.suffix}"
        return escaped(f"{root}{place}/{'' if name == 'index.html' else name}")

    def of_file(self, path: str) -> str:
        """The URL of a page whose file is named."""
        return escaped(f"/{self.path.strip('/')}{path}" if self.path else path)


_KNOWN = {"html": Format("html"), "rss": Format("xml", nice=True), "json": Format("json"), "amp": Format("html", path="amp"), "css": Format("css", "styles"),
          "csv": Format("csv"), "calendar": Format("ics"), "markdown": Format("md"), "webappmanifest": Format("webmanifest", "manifest"),
          "gotmpl": Format("gotmpl")}


class Formats:
    """The formats that a site knows, and which of them each kind of page has; `complete`: all of them can be told."""

    def __init__(self, config: dict[str, Any], disabled: frozenset[str]) -> None:
        self.complete = True
        media = table(config, "mediatypes")
        self._known = dict(_KNOWN)
        for name, said in table(config, "outputformats").items():
            if isinstance(said, dict):
                self._known[name] = self._format(_KNOWN.get(name), said, media)
        self._without = {"rss"} if "rss" in disabled else set()
        outputs = table(config, "outputs")
        self._of_kind = {kind: self.named(outputs.get(kind, ["html", "rss"] if kind in _LISTS else ["html"])) for kind in ("page", *_LISTS)}

    def of(self, kind: str, outputs: Any = None) -> list[Format]:
        """The formats of a page: those that its head names, else those of its kind."""
        return self._of_kind[kind] if outputs is None else self.named(outputs)

    def named(self, names: Any) -> list[Format]:
        """The formats with some names; the first is the page's own."""
        wanted = [str(name).lower() for name in names] if isinstance(names, list) else [str(names).lower()]
        found = [self._known[name] for name in wanted if name in self._known and name not in self._without]
        if any(name not in self._known for name in wanted):
            self.complete = False
        return sorted(found, key=lambda one: one != self._known["html"])

    def _format(self, known: Format | None, said: dict[str, Any], media: dict[str, Any]) -> Format:
        kind = str(said.get("mediatype") or "").lower()
        own = media.get(kind)
        suffixes = own.get("suffixes") if isinstance(own, dict) else None
        suffix = str(suffixes[0]) if isinstance(suffixes, list) and suffixes else _SUFFIXES.get(kind) or (known.suffix if known and not kind else "")
        if not suffix:
            self.complete = False
        base = known or Format("")
        return Format(suffix, str(said.get("basename") or base.base), str(said.get("path") or base.path), bool(said.get("nougly", base.nice)))
