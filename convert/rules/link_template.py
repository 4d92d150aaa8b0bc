"""A template tag names a page or a file that the site does not have: the build stops there.

``{% link %}``, ``{% post_url %}``, ``{{< ref >}}`` and ``{{< relref >}}`` look their target up among the sources, also where they
stand within code; if it is not there, or not published, the whole site is not built.

Bad::

    ---
    title: Chimes
    ---
    [The kettle]({% post_url 2022-02-01-kettel %}), [about]({% link abuot.html %})

    ```
    {% post_url 2022-02-02-chimes %}
    ```

Reports::

    4:14 there is no post 2022-02-01-kettel: Jekyll stops the build here
    4:57 there is no file abuot.html: Jekyll stops the build here
    7:1 there is no post 2022-02-02-chimes: Jekyll stops the build here

Help::

    did you mean 2022-02-01-kettle?

Good::

    ---
    title: Chimes
    ---
    [The kettle]({% post_url 2022-02-01-kettle %}), [the harbour]({% link harbour/index.md %}#west)

    {% raw %}{% post_url 2022-02-02-chimes %}{% endraw %}
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from . import site_rule

_WHAT = {"link": ("file", "Jekyll"), "post_url": ("post", "Jekyll"), "ref": ("page", "Hugo"), "relref": ("page", "Hugo")}


@site_rule("warning")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for reference in page.references:
        name, what = reference.name, reference.what
        if not what or site.files.find(name, what) is not None:
            continue
        kind, generator = _WHAT[name]
        yield Finding(f"there is no {kind} {what}: {generator} stops the build here", reference.span, _help(site, name, what),
                      subject=reference.written, target=what)


def _help(site: SiteIndex, name: str, what: str) -> str:
    from difflib import get_close_matches
    near = get_close_matches(what.strip("/"), sorted(site.files.names(name)), 1, 0.7)
    return f"did you mean {near[0]}?" if near else "name a page that is published, or take the tag away"
