"""What layouts and includes add to pages, and what is said of the links that stand in them."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
import yaml
from judges import jekyll_build, needs_jekyll

from convert import validate
from convert.engine.repository import Repository
from convert.engine.settings import Settings
from convert.engine.templates import _BASE
from convert.model.liquid import Liquid

INCLUDES = {
    "note.html": '<p id="note">A note.</p>\n', "empty.html": "", "head.md": "## A heading\n", "named.html": '<p id="{{ include.id }}">x</p>',
    "choice.html": '{% if include.badge %}<b id="badge">{{ include.badge }}</b>{% else %}<b id="none"></b>{% endif %}',
    "outer.html": '{% include named.html id="inner" %}{% include passed.html %}', "passed.html": '<i id="{{ include.of }}"></i>',
    "loop.html": "{% for x in page.list %}<p>{{ x }}</p>{% endfor %}", "quoted.html": '<p id="a" title="{{ include.t }}"></p>',
}
# Bodies of pages, and whether all their ids are known.
BODIES = [
    ("{% capture a %}\n## Captured\n{% endcapture %}\n\n## Shown\n", False), ("{% capture a %}x{% endcapture %}\n\n## Shown\n", True),
    ("{% include note.html %}\n## Own\n", True), ("## A {%- include empty.html -%}\n\nText\n\n## B\n", True), ("{% include head.md %}\n## A heading\n", True),
    ("{% include named.html id='x' %}\n", True), ("{% include named.html id=page.title %}\n", False), ("{% include choice.html %}\n", True),
    ("{% include choice.html badge='4.0' %}\n", True), ("{% include outer.html of='passed' %}\n\n## Last\n", True), ("{% include loop.html %}\n\n## C\n", True),
    ("{% include {{ page.which }} %}\n", False), ("{% for x in site.data.lamps %}\n## {{ x }}\n{% endfor %}\n## D\n", True),
    ("{% for x in site.data.known %}\n## {{ x }}\n{% endfor %}\n## D\n", False), ("{% for x in page.list %}\n- {{ x }}\n{% endfor %}\n\n## E\n", True),
    ("{% for x in page.list %}\n## Same\n{% endfor %}\n", False), ("{% raw %}{% include no.html %}{% endraw %}\n\n## F\n", True),
    ("{% comment %}{% include no.html %}{% endcomment %}\n\n## G\n", True), ("{% include quoted.html t='it\\'s' %}\n## H\n", True),
    ("{% for x in site.data.lamps %}\n## No\n{% else %}\n## None\n{% endfor %}\n", True), ("{% capture a %}b{% endcapture %}\n\n## I\n", True),
]


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@needs_jekyll
def test_includes_add_the_ids_that_jekyll_makes(tmp_path: Path) -> None:
    source, destination = tmp_path / "site", tmp_path / "built"
    head = "---\ntitle: Fog\nlist: [a, b]\nwhich: note.html\n---\n"
    put(source, {"_config.yml": "title: x\n", "_data/known.yml": "[x]\n", **{f"_includes/{name}": text for name, text in INCLUDES.items()},
                 **{f"{number}.md": head + text for number, (text, _) in enumerate(BODIES)}})
    jekyll_build({source: destination})
    repository = Repository([source], Settings())
    for number, (text, is_told) in enumerate(BODIES):
        built = frozenset(re.findall(r'id="([^"]*)"', (destination / f"{number}.html").read_text("utf-8")))
        assert (text, repository.anchors(f"{number}.md")) == (text, built if is_told else None)
        assert (text, repository.templates.own_anchors(repository.document(f"{number}.md")) - built) == (text, frozenset())


@pytest.mark.parametrize(("text", "made"), [
    ("{% include a %}", "A"), ("x {%- include a -%} y", "xAy"), ("x {{- y -}} z", "x{{ y }}z"), ("{% if x %}{% include a %}{% endif %}", "{% if x %}A{% endif %}"),
    ("{% endif %}{% if x %}{% include a %}", "{% endif %}{% if x %}{% include a %}"), ("{% include self %}", None), ("{% include no %}", None),
    ("{% raw %} {%- include a -%} {% endraw %}", "{% raw %} {%- include a -%} {% endraw %}"), ("{% unless include.a %}b{% endunless %}", "{% unless include.a %}b{% endunless %}"),
    ("{% for x in site.data.y.z %}{{ x }}{% endfor %}", ""), ("{% for x in site.data.no %}{{ x }}{% endfor %}", "{% for x in site.data.no %}{{ x }}{% endfor %}"),
])
def test_what_liquid_makes(text: str, made: str | None) -> None:
    found = Liquid({"a": "A", "self": "{% include self %}"}.get, lambda name: name == "no").expanded(text)
    assert found.is_told == (made is not None)
    assert made is None or found.text == made


@pytest.mark.parametrize("text", ["{% for" * 100_000, "{{" * 500_000, "{% raw %}" * 50_000, "{% comment " * 50_000, "{% if x %}" * 9000 + "{% endif %}" * 9000,
                                  "{% include twice.html %}"], ids=lambda text: text[:12])
def test_templates_that_mean_no_good_take_no_time(text: str) -> None:
    liquid = Liquid({"twice.html": "{% include twice.html %}{% include twice.html %}"}.get, lambda name: False)
    started = process_time()
    assert not _BASE.search("<base href=\"{{ " * 20_000 + "<base href=\"" + "{{ }}" * 20_000)
    assert liquid.expanded(text).text
    assert liquid.outside(text)
    assert process_time() - started < 5


def test_ids_of_includes_count_where_layouts_include_them(tmp_path: Path) -> None:
    put(tmp_path, {"_config.yml": "title: x\n", "_includes/a.html": '<p id="{{ include.id }}"></p>', "_includes/b.html": '<p id="unused"></p>',
                   "_layouts/default.html": '{% include a.html id="foot" %}{{ content }}'})
    assert Repository([tmp_path], Settings()).templates.ids == {"foot"}
    put(tmp_path, {"_layouts/other.html": "{% include {{ page.which }} %}"})
    assert Repository([tmp_path], Settings()).templates.ids is None


LAYOUT = """\
---
layout: base
---
<!DOCTYPE html>
<html><body>
<a href="/">Home</a> <a href="/gone.html">Gone</a> <a href="near.html">near</a> <a href="#top">Up</a> <a href="{{ page.url }}">Here</a>
<a href="{{ '/lost.html' | relative_url }}">Lost</a> <a href="{{ site.baseurl }}/about.html#nobody">About</a> <a href="https://news.example.org/away.html">Away</a>
{% if site.shop %}<a href="/shop.html">Shop</a>{% endif %} {% for page in site.pages %}<a href="/every.html">x</a>{% endfor %}
<img src="/logo.png"> <a href="/about.html">About</a> {{ content }}
</body></html>
"""


def test_links_of_layouts_and_includes_are_told_where_they_stand(tmp_path: Path) -> None:
    put(tmp_path, {"_config.yml": "url: https://news.example.org\n", "_layouts/post.html": LAYOUT, "_includes/nav.html": '<a href="/off.html">Off</a>\n', "index.md": "---\n---\n",
                   "about.md": "---\n---\n## Who\n\n{% include nav.html %}\n", "more.md": "---\n---\n{% include nav.html %}\n"})
    found = validate([tmp_path], Settings(select=("link-broken", "image-missing", "link-fragment"))).diagnostics
    assert [f"{'/'.join(Path(one.path).parts[-2:])}:{one.place.line} {one.subject}" for one in found] == [
        "_includes/nav.html:1 /off.html", "_layouts/post.html:6 /gone.html", "_layouts/post.html:7 {{ '/lost.html' | relative_url }}",
        "_layouts/post.html:7 {{ site.baseurl }}/about.html#nobody", "_layouts/post.html:7 https://news.example.org/away.html", "_layouts/post.html:9 /logo.png"]
    alone = validate([tmp_path / "_layouts" / "post.html"], Settings(select=("link-broken",))).diagnostics
    assert [one.subject for one in alone] == ["/gone.html", "{{ '/lost.html' | relative_url }}", "https://news.example.org/away.html"]


def test_templates_are_no_posts(tmp_path: Path) -> None:
    put(tmp_path, {"_config.yml": yaml.safe_dump({"layouts_dir": "_frames"}), "_frames/x.html": "<center>{{ content }}</center><a href=''></a>", "a.md": "---\ntitle: x\n---\nFog.\n"})
    assert Repository([tmp_path], Settings()).targets() == ["a.md"]
    assert validate([tmp_path], Settings(select=("all",))).diagnostics == ()
