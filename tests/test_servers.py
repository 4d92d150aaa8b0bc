"""Who serves a site decides what is at a URL: names of files, folders, redirects, capitals."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert import validate
from convert.engine.repository import Repository
from convert.engine.settings import Settings
from convert.model.servers import SERVERS
from convert.sites.serving import Redirect, rules_of

SITE = {"file.md": "", "folder/index.md": "", "both.md": "", "both/index.md": "", "Upper.md": "", "short.md": "permalink: /short", "bare": None, "data.json": "permalink: /data"}
# For each URL, the servers that show something there. The first rows are those of the trailing slash guide.
SHOWN = {
    "/file": "github-pages netlify", "/file/": "netlify", "/file.html": "github-pages netlify nginx files",
    "/folder": "github-pages netlify nginx", "/folder/": "github-pages netlify nginx", "/folder/index.html": "github-pages netlify nginx files",
    "/both": "github-pages netlify nginx", "/both/": "github-pages netlify nginx", "/both.html": "github-pages netlify nginx files",
    "/both/index.html": "github-pages netlify nginx files", "/upper.html": "netlify", "/FILE": "netlify", "/Upper.html": "github-pages netlify nginx files",
    "/short": "github-pages netlify", "/short.html": "github-pages netlify nginx files", "/short/": "netlify", "/bare": "github-pages netlify nginx files",
    "/bare/": "netlify", "/no": "", "/": "", "/data": "", "/data.json": "github-pages netlify nginx files",
}


def said(folder: Path, files: dict[str, str | None], links: str, *, server: str | None = None, config: str = "") -> set[str]:
    """The targets of which rules of links say something, and which rule it is, of a page with those links."""
    page = "---\n---\n" + "\n".join(f"[x]({link})" for link in links.split()) + "\n"
    for name, head in {"_config.yml": config or "title: x\n", **files, "from/here.md": page}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = head or "" if name == "_config.yml" or head is None or "\n" in head else f"---\n{head}\n---\nFog.\n"
        (folder / name).write_text(text or "---\n---\nFog.\n", "utf-8")
    found = validate([folder], Settings(select=("link",), served_by=server)).diagnostics
    return {f"{one.rule} {one.subject}" for one in found}


@pytest.mark.parametrize("server", SERVERS)
def test_what_a_server_shows(tmp_path: Path, server: str) -> None:
    found = said(tmp_path, SITE, " ".join(SHOWN), server=server)
    missing = {line.split()[1] for line in found if not line.startswith("link-hop")}
    assert missing == {url for url, servers in SHOWN.items() if server not in servers.split()}


def test_a_folder_without_its_slash_is_a_detour(tmp_path: Path) -> None:
    assert said(tmp_path, SITE, "/folder /folder/ /both /file", server="nginx") == {"link-hop /folder", "link-hop /both", "link-broken /file"}
    assert said(tmp_path, SITE, "/folder /both /file", server="github-pages") == {"link-hop /folder"}


def test_of_several_pages_at_a_url_one_is_there(tmp_path: Path) -> None:
    files: dict[str, str | None] = {"a.json": "permalink: /x.html", "b.md": "permalink: /x.html"}
    assert said(tmp_path, files, "/x.html", server="nginx") == set()


def test_browsers_stay_at_the_root(tmp_path: Path) -> None:
    assert said(tmp_path, SITE, "../../file.html ../../no.html ../file.html") == {"link-hop ../../file.html", "link-escapes-site ../../no.html"}


@pytest.mark.parametrize(("files", "config", "server"), [
    ({}, "", None), ({"CNAME": "news.example.org\n"}, "", "github-pages"), ({"Gemfile": 'gem "github-pages", group: :jekyll_plugins\n'}, "", "github-pages"),
    ({"Gemfile": "gem 'jekyll'\n"}, "", None), ({}, "url: https://ada.github.io\n", "github-pages"), ({}, "url: https://x.netlify.app\n", "netlify"),
    ({"CNAME": "news.example.org\n", "netlify.toml": "\n"}, "", "netlify"), ({"_redirects": "/a /b\n"}, "", "netlify"),
])
def test_files_show_who_serves_the_site(tmp_path: Path, files: dict[str, str | None], config: str, server: str | None) -> None:
    for name, text in {"_config.yml": config or "title: x\n", **files}.items():
        (tmp_path / name).write_text(text or "")
    assert Repository([tmp_path], Settings()).served_by == server
    assert Repository([tmp_path], Settings(served_by="nginx")).served_by == "nginx"


RULES = """\
# The old site
/old /file.html
/older/  /file   302   # for a while
/shop id=:id  /file.html  301  Country=de
/blog/* /folder/:splat
/news/:year/:slug /file
/gone /404.html 404
/app /file.html 200!
https://elsewhere.example/* /file
/out https://example.org/#x
nonsense
"""
TOML = '[[redirects]]\nfrom = "/toml"\nto = "/file.html"\n\n[[redirects]]\nfrom = "/proxy/*"\nto = "https://api.example/:splat"\nstatus = 200\n'


def test_redirects_of_the_server_are_addresses(tmp_path: Path) -> None:
    files = {**SITE, "_redirects": RULES, "netlify.toml": TOML}
    links = "/old /old/ /older /shop /blog/a/b /blog /news/2022/x /news/2022 /gone /app /out /toml /proxy/x /no"
    assert said(tmp_path, files, links) == {
        "link-broken /no", "link-broken /gone", "link-broken /news/2022",
        "link-hop /old", "link-hop /old/", "link-hop /older", "link-hop /shop", "link-hop /toml"}


def test_a_template_may_make_redirects(tmp_path: Path) -> None:
    files = {**SITE, "_redirects": "---\n---\n{% for page in site.pages %}{{ page.old }} {{ page.url }}\n{% endfor %}"}
    assert said(tmp_path, files, "/no") == set()


def test_redirects_below_a_path() -> None:
    def rules(text: str) -> tuple[Redirect, ...]:
        return rules_of(lambda name: name == "_redirects", lambda name: text, "/news").redirects

    assert rules("/news/a /news/b\n/a /b\n") == (Redirect("/a", "/b", sends=True),)
    assert rules("/news/a https://example.org/\n/news/b /news/c 200\n") == (
        Redirect("/a", "https://example.org/", sends=True), Redirect("/b", "/c", sends=False))
