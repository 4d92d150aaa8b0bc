"""Documents of any shape for property tests: HTML in the closed vocabulary, with texts that look like markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from hypothesis import strategies as st

WORDS = ["a", "港口", "中文。", "（注）", "a_b", "_", "*", "**", "2*3", "1.", "2022.", "1)", "-", "+", "#", "##", ">", "|", "~", "~~", "`", "``",
         "[x]", "[ ]", "](y)", "![", "<b>", "&copy;", "&", "\\", "\\*", "=", "===", "---", ":", ": x", "[1]:", "[^1]", "!", "http://a.example/x",
         "www.a.example", "a@b.example", "“q”", "'", '"', "{", "}", "{: .c}", "$$", "^", "...", "(c)", "é", "\xa0", "　", "😀", "x|y", "*[a]:", "<http://b.example/>"]
TARGETS = ["/a", "http://a.example/?q=1&r=2", "//b.example/x", "#f", "/a b", "/a(b", "/(a)", "mailto:a@b.example", "/港口", "a_b_c", "/x*y*", ""]


class Author:
    """Writes a document by choices, each among the elements of a sequence: a source of chance, or hypothesis's `draw`."""

    def __init__(self, choose: Callable[[Sequence[Any]], Any]) -> None:
        self.choose = choose

    def many(self, most: int, make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(self.choose(range(1, most + 1)))]

    def text(self) -> str:
        return escape(self.choose(["", " "]).join(self.many(3, lambda: self.choose(WORDS))), quote=False)

    def phrasing(self, depth: int = 2, *, in_link: bool = False) -> str:
        return self.choose(["", " "]).join(self.many(3, lambda: self.inline(depth, in_link=in_link)))

    def inline(self, depth: int, *, in_link: bool) -> str:
        kinds = ["text", "text", "br", "code", "img"] + ["strong", "em", "del", "sub", "u"] * (depth > 0) + ["a"] * (not in_link)
        match self.choose(kinds):
            case "text":
                return self.text()
            case "br":
                return "<br>"
            case "code":
                return f"<code>{self.text()}</code>"
            case "img":
                return f'<img src="{escape(self.choose(TARGETS))}" alt="{escape(self.text())}">'
            case "a":
                return f'<a href="{escape(self.choose(TARGETS))}">{self.phrasing(depth - 1, in_link=True)}</a>'
            case tag:
                return f"<{tag}>{self.phrasing(depth - 1, in_link=in_link)}</{tag}>"

    def flow(self, depth: int = 2) -> str:
        return "".join(self.many(3, lambda: self.block(depth)))

    def block(self, depth: int) -> str:
        kinds = ["p", "p", "h2", "hr", "pre", "table", "dl", "ul", "ol"] + ["blockquote", "div", "ul", "ol"] * (depth > 0)
        match self.choose(kinds):
            case "p" | "h2" as tag:
                return f"<{tag}>{self.phrasing()}</{tag}>"
            case "hr":
                return "<hr>"
            case "pre":
                lines = escape("\n".join(self.many(4, lambda: self.choose([*WORDS, "```", "~~~", "    x", "", "\t"]))))
                return f'<pre><code class="language-sh">{lines}\n</code></pre>'
            case "table":
                return self.table()
            case "dl":
                return f"<dl><dt>{self.text()}</dt><dd>{self.phrasing()}</dd></dl>"
            case "ul" | "ol" as tag:
                start = self.choose(["", ' start="7"']) if tag == "ol" else ""
                inner = (lambda: self.flow(depth - 1)) if depth > 0 and self.choose([True, False]) else self.item
                return f"<{tag}{start}>" + "".join(f"<li>{item}</li>" for item in self.many(3, inner)) + f"</{tag}>"
            case "div":
                return f'<div class="note">{self.flow(depth - 1)}</div>'
            case tag:
                return f"<{tag}>{self.flow(depth - 1)}</{tag}>"

    def item(self) -> str:
        return self.phrasing() + self.choose(["", f"<ul><li>{self.phrasing()}</li></ul>"])

    def table(self) -> str:
        columns, header = self.choose([1, 2, 3]), self.choose([True, False])
        rows = ["".join(f"<{tag}>{self.phrasing()}</{tag}>" for _ in range(columns))
                for tag in ["th"] * header + ["td"] * self.choose([1, 2])]
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


@st.composite
def documents(draw: st.DrawFn) -> str:
    return Author(lambda choices: draw(st.sampled_from(choices))).flow()
