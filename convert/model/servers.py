"""Who serves a site: under which names a web server looks for what is at a URL.

What each does was tried out by others: https://github.com/slorber/trailing-slash-guide ("/file", "/folder", "/both" on a dozen hosts), and of
Netlify's capitals https://www.jvt.me/posts/2019/11/11/gotcha-netlify-lowercase/.
"""

from __future__ import annotations

from typing import NamedTuple

from .urls import comparable

_INDEX = "index.html"


class Server(NamedTuple):
    """What a server does: `/a` shows `a.html` (`adds_suffix`), so does `/a/` (`drops_slash`); `/a/` shows `a/index.html`, and `/a` sends
    readers there (`opens_folders`); `/A` shows `a` (`takes_capitals`).
    """

    adds_suffix: bool = False
    drops_slash: bool = False
    opens_folders: bool = True
    takes_capitals: bool = False

    def names_of(self, url: str) -> tuple[str, ...]:
        """The names under which it looks for what is at a URL, the first before the others."""
        key = comparable(url)
        if key.endswith(f"/{_INDEX}"):
            return key, key[:-len(_INDEX)]
        if not key.endswith("/"):
            return (key, *([f"{key}.html"] if self.adds_suffix else []), *([f"{key}/", f"{key}/{_INDEX}"] if self.opens_folders else []))
        names = (key, f"{key}{_INDEX}") if self.opens_folders or key == "/" else ()
        return (*names, f"{key[:-1]}.html", key[:-1]) if self.drops_slash and key != "/" else names


SERVERS = {
    "github-pages": Server(adds_suffix=True),
    "netlify": Server(adds_suffix=True, drops_slash=True, takes_capitals=True),
    "nginx": Server(),                                  # and Apache, Amazon's S3 as a web site, Python's http.server
    "files": Server(opens_folders=False),               # where each URL names a file: a store of objects, an unpacked archive
}
ANY = SERVERS["github-pages"]                           # nobody says who: whoever writes /a for a.html has seen it work
