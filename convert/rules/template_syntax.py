"""A template tag is not closed, or closes what nothing opened: the build stops there.

Jekyll reads ``{{ … }}`` and ``{% … %}`` wherever they stand in a post, code included, and Hugo its shortcodes; at the first that is
broken neither builds anything. What is meant to be shown stands between ``{% raw %}`` and ``{% endraw %}``.

Bad::

    ---
    title: Templates
    ---
    Write {{ page.title } or {{ page.date | date: "%Y" }}.

    {% if page.old %}An old post.

    {% for post in site.posts %}{{ post.title }}{% endif %}

Reports::

    4:7 “{{” is never closed by “}}”: Jekyll stops the build here
    8:45 “{% endif %}” does not close {% for %}, which is open here: Jekyll stops the build here

Help::

    write `}}` where it ends, or put what is to be shown between `{% raw %}` and `{% endraw %}`

Bad::

    ---
    title: Templates
    ---
    {% raw %}{{ shown }}

    {% if page.old %}An old post.{% endraw %}{% endfor %}

Reports::

    6:42 “{% endfor %}” closes nothing: Jekyll stops the build here

Bad::

    ---
    title: Templates
    ---
    {% if page.old %}An old post. {% unless x %}

Reports::

    4:31 {% unless %} is never closed: Jekyll stops the build here

Good::

    ---
    title: Templates
    ---
    {% if page.old %}{{ page.date | date: "%Y" }}{% elsif x %}{% else %}{% endif %} { } {{}} }} %}

    {% raw %}{{ shown {% endraw %}{% comment %}{% if {% endcomment %}{%- unless x -%}a{%- endunless -%}

    {% gist 1234 %} {% mermaid %}a{% endmermaid %} {% highlight html %}x{% endhighlight %}

Good::

    ---
    title: Templates
    render_with_liquid: false
    ---
    Write {{ page.title } or {% if.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Finding
from ..model.source import Span
from . import page_rule

# Liquid 4, `TemplateParser`: a tag ends at the next end, a variable at the next `}`, whether it is one or two.
_TOKEN = re.compile(r"\{%(?P<tag>.*?)%\}|(?P<variable>\{\{.*?\}\}?)|(?P<open>\{\{|\{%)", re.S)
_NAME = re.compile(r"-?\s*(\w+)")
_BLOCKS = frozenset({"if", "unless", "case", "for", "tablerow", "capture", "highlight", "ifchanged"})
_BRANCHES = {"else": ("if", "unless", "case", "for"), "elsif": ("if", "unless"), "when": ("case",)}
_SHORTCODE_START = re.compile(r"\{\{[<%](?!/\*)")
_JEKYLL, _HUGO = "Jekyll stops the build here", "Hugo stops the build here"


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    text, context = document.source.text, document.context
    if context.kind == "static" or "{" not in text:
        return
    if context.generator == "jekyll" and ("{{" in text or "{%" in text) and not _is_plain(document):
        yield from _liquid(text, document.body_start)
    elif context.generator == "hugo" and ("{{<" in text or "{{%" in text):
        yield from _shortcodes(text, document.body_start)


def _is_plain(document: Document) -> bool:
    """The post says that Jekyll reads no tags in it, or it has no head, and then Jekyll does not either."""
    if not document.front_matter.syntax:
        return True
    values = {**document.context.defaults, **document.front_matter.values}
    return values.get("render_with_liquid") is False


def _liquid(text: str, start: int) -> Iterator[Finding]:
    """What is never closed, and the first tag that closes what is not open."""
    opened: list[tuple[str, Span]] = []
    seen: set[str] = set()
    position = start
    while match := _TOKEN.search(text, position):
        span, position = Span(*match.span()), match.end()
        if match["variable"] and not match["variable"].endswith("}}"):
            yield _unclosed(Span(span.start, span.start + 2), "}}")
        elif match["open"]:
            yield _unclosed(span, "}}" if match["open"] == "{{" else "%}")
        elif match["tag"] is not None and (named := _NAME.match(match["tag"])):
            name = named[1]
            if name in ("raw", "comment"):
                end = re.compile(r"\{%-?\s*end" + name + r"\s*-?%\}").search(text, position)
                if end is None:
                    yield Finding(f"{{% {name} %}} is never closed: {_JEKYLL}", span, f"write `{{% end{name} %}}` where it ends",
                                  subject=match[0])
                    return
                position = end.end()
            elif fault := _fault(name, opened, seen, span):
                yield Finding(f"“{_shown(match[0])}” {fault}: {_JEKYLL}", span, "delete it, or open what it closes", subject=match[0])
                return
    yield from (Finding(f"{{% {name} %}} is never closed: {_JEKYLL}", span, f"write `{{% end{name} %}}` where it ends",
                        subject=text[slice(*span)]) for name, span in opened[-1:])


def _fault(name: str, opened: list[tuple[str, Span]], seen: set[str], span: Span) -> str:
    """What is wrong with a tag where it stands; blocks that are open are kept in `opened`, tags of plug-ins in `seen`."""
    last = opened[-1][0] if opened else ""
    if name in _BLOCKS:
        opened.append((name, span))
    elif name in _BRANCHES and last not in _BRANCHES[name]:
        return f"stands in no {{% {_BRANCHES[name][0]} %}}" if not seen else ""
    elif name.startswith("end"):
        block = name[3:]
        if block == last:
            opened.pop()
        elif block in seen:
            return ""
        elif block in _BLOCKS or block in ("raw", "comment") or not last:
            return f"does not close {{% {last} %}}, which is open here" if last else "closes nothing"
    elif name not in _BRANCHES:
        seen.add(name)
    return ""


def _unclosed(span: Span, end: str) -> Finding:
    start = "{{" if end == "}}" else "{%"
    return Finding(f"“{start}” is never closed by “{end}”: {_JEKYLL}", span,
                   f"write `{end}` where it ends, or put what is to be shown between `{{% raw %}}` and `{{% endraw %}}`", subject=start)


def _shortcodes(text: str, start: int) -> Iterator[Finding]:
    opened: set[str] = set()
    position = start
    while match := _SHORTCODE_START.search(text, position):
        mark = text[match.start() + 2]
        end = text.find(">}}" if mark == "<" else "%}}", match.end())
        if end < 0:
            yield Finding(f"“{match[0]}” is never closed: {_HUGO}", Span(*match.span()),
                          f"write `{'>' if mark == '<' else '%'}}}}}` where it ends, or `{match[0]}/*` … `*/` around what is to be shown", subject=match[0])
            return
        position = end + 3
        words = text[match.end():end].split()
        name = words[0] if words else ""
        if name.startswith("/"):
            name = name[1:] or (words[1] if len(words) > 1 else "")
            if name not in opened:
                span = Span(match.start(), position)
                yield Finding(f"“{_shown(text[slice(*span)])}” closes nothing: {_HUGO}", span, "delete it, or open what it closes",
                              subject=text[slice(*span)])
                return
        opened.add(name.rstrip("/"))


def _shown(tag: str) -> str:
    return " ".join(tag.split())
