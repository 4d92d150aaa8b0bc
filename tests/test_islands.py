"""Template islands: Liquid and shortcodes go through reading and writing untouched, and places stay what they are."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convert import reads, write
from convert.model.islands import mask, restore

# A text, and its islands in order.
ISLANDS = [
    ("no islands { here } % at } all", []), ("a {{ x }} b", ["{{ x }}"]), ("{{x}}{{y}}", ["{{x}}", "{{y}}"]), ("{%- if x -%}y{% endif %}", ["{%- if x -%}", "{% endif %}"]),
    ("{{ 'a' | b: \"}\" }}", ["{{ 'a' | b: \"}\" }}"]), ("{{ a\n| b }}", ["{{ a\n| b }}"]), ("{{< figure src=\"a.png\" >}}", ["{{< figure src=\"a.png\" >}}"]),
    ("{{% notice %}}x{{% /notice %}}", ["{{% notice %}}", "{{% /notice %}}"]), ("{{ a {{ b }}", ["{{ b }}"]), ("{% a {% b %}", ["{% b %}"]), ("{{ open", []), ("{% open", []), ("close }}", []),
    ("{% raw %}{{ x }}{% endraw %}", ["{% raw %}", "{{ x }}", "{% endraw %}"]), ("{% raw %}{{ x }}", ["{% raw %}", "{{ x }}"]), ("{%- raw -%} x {%- endraw -%}y", ["{%- raw -%}", "{%- endraw -%}"]),
    ("{% comment %} [a](b) {% endcomment %}", ["{% comment %} [a](b) {% endcomment %}"]),
    ("{% highlight ruby linenos %}\n<b>\n{% endhighlight %}\n{% highlight c %}x{% endhighlight %}",
     ["{% highlight ruby linenos %}\n<b>\n{% endhighlight %}", "{% highlight c %}x{% endhighlight %}"]),
    ("{% rawhide %}{{ x }}{% endraw %}", ["{% rawhide %}", "{{ x }}", "{% endraw %}"]), ("{ { x } } {% %}", ["{% %}"]), ("{# a *note*\nhere #} b {#id} {#- c -#}", ["{# a *note*\nhere #}", "{#- c -#}"]), ("{{}}", ["{{}}"]),
]


@pytest.mark.parametrize(("text", "islands"), ISLANDS)
def test_what_an_island_is(text: str, islands: list[str]) -> None:
    masked = mask(text)
    assert [text[start:end] for start, end in zip(map(masked.original, masked.at), masked.ends, strict=True)] == islands
    assert restore(masked.text, masked.islands) == text
    assert len(masked.text) == len(text) - sum(map(len, islands)) + len(islands)


PIECES = st.sampled_from(["{{", "}}", "{%", "%}", "{{ x }}", "{% raw %}", "{% endraw %}", "{% comment %}", "{%- endcomment -%}", "{{< a >}}", "\U00100000", "\U00100001",
                          "\U0010fffd", "%F4%80%80%80", "%f4%80%80%81", "{", "}", "中", "\U0001f389", "\n", " ", "raw", "[a](", ")", "<p>", "é"])
TEXTS = st.text() | st.lists(PIECES).map("".join)


@given(TEXTS)
@example("\U00100000{{ x }}\U00100001{{ y }}{{ x }}")
@example("{{ x }}%F4%80%80%80")
def test_any_text_comes_back(text: str) -> None:
    masked = mask(text)
    assert restore(masked.text, masked.islands) == text
    for offset in range(len(masked.text)):
        start, end = masked.original(offset), masked.original(offset + 1)
        assert text[start:end] == restore(masked.text[offset], masked.islands)
    assert masked.original(len(masked.text)) == len(text)


@given(TEXTS, st.sampled_from(["markdown", "html"]))
def test_any_character_survives_reading(text: str, form: str) -> None:
    """The characters that stand for islands are told from those that the text holds."""
    document = reads(f"<pre>{mask(text).text.translate(dict.fromkeys(map(ord, '<>&{}%')))}</pre> \U00100000 {{{{ x }}}}\n", form)
    assert document.restore("".join(document.body.itertext())).endswith("\U00100000 {{ x }}\n")


# Sources whose islands, and what is around them, are in what each writer makes of them.
MARKDOWN = [
    "Text {{ site.title }} here.", "{{ a }}{{ b }} {{ a }}", "**{{ x }}**文 *{{ y }}*", "# Head {{ x }}", "> {{ q }}", "- {{ a }}\n- {% if c %}d{% endif %}", "1. {{ x }}",
    "| a | b |\n|---|---|\n| {{ x | y }} | {{ z }} |", "{% include x.html a=\"b\" %}\n\nafter", "{%- if x -%}\n\ntext\n\n{%- endif -%}",
    "{{< figure src=\"a.png\" >}}", "{{% notice %}} **bold** {{% /notice %}}", "{{ a & b < c > d \"e\" 'f' }}", "{{ \"<p>&amp;</p>\" }}", "a_{{ x }}_b *{{ x }}",
    # targets and titles
    "[a]({{ site.baseurl }}/x.html)", "[a]({% link _posts/2022-02-15-a.md %})", "[a](<{% link a b.md %}>)", "[a](/x?{{ q }}#{{ f }})", "[a](/x/{{ y }}/z.html \"{{ t }}\")",
    "[a]({{< ref \"x.md\" >}})", "[{{ title }}]({{ url }})", "![alt {{ x }}]({{ site.url }}/a.png)", "[r]\n\n[r]: {{ x }}/y", "<http://{{ x }}/y>", "[a]({{ 'a' | b: ')' }})",
    # attributes
    "<a href=\"{{ '/x' | relative_url }}\">a</a>", "<a href='{{ \"/x\" | relative_url }}'>a</a>", "<img src=\"{{ x }}\" alt=\"{{ y }}\">", "<a href=\"/{{ a }}/{{ b }}?c=d&amp;e\">a</a>",
    # code
    "`{{ x }}` code", "`` {{ ` }} ``", "```\n{{ x }}\n{% raw %}{{ y }}{% endraw %}\n```", "    {{ code }}", "```ruby\nputs {{ x }}\n```",
    "{% highlight ruby %}\nputs \"<b>&amp;\"\n\n  *x*\n{% endhighlight %}", "{% raw %}<b>&amp;{{ x }}</b>{% endraw %}", "{% comment %}\n\n<p>\n\n{% endcomment %}\n\nafter",
]
HTML = [
    "<p>Text {{ site.title }} here.</p>", "<p>{{ a & b < c > d \"e\" }}</p>", "<h1>{{ x }}</h1>", "<ul><li>{{ a }}</li><li>{% b %}</li></ul>", "<p>{{ x }}<b>{{ y }}</b></p>",
    "<p><a href=\"{{ '/x' | relative_url }}\">{{ t }}</a></p>", "<p><a href='{{ \"/x\" }}'>a</a></p>", "<p><img src=\"{{ x }}/a.png\" alt=\"{{ y }}\"></p>",
    "<pre><code>{{ x }}\n{% raw %}{{ y }}{% endraw %}</code></pre>", "<p><code>{{ x }}</code></p>", "{% if x %}\n<p>y</p>\n{% endif %}", "<p>{{ \"<p>\" }}</p>",
    "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>{{ x | y }}</td></tr></tbody></table>", "<blockquote><p>{{ x }}</p></blockquote>", "<p><{{ x }}></p>",
]


def islands_of(text: str) -> list[str]:
    masked = mask(text)
    return [text[start:end] for start, end in zip(map(masked.original, masked.at), masked.ends, strict=True)]


@pytest.mark.parametrize("writer", ["markdown", "html"])
@pytest.mark.parametrize(("form", "text"), [*(("markdown", text) for text in MARKDOWN), *(("html", text) for text in HTML)])
def test_islands_are_written_as_they_were(form: str, text: str, writer: str) -> None:
    document = reads(text, form)
    written = write(document, writer).text
    assert set(islands_of(written)) == set(islands_of(text))
    assert len(islands_of(written)) >= len(islands_of(text))         # an address may also be the text of its link
    assert document.islands
    again = reads(written, writer)
    assert [link.target for link in again.links] == [link.target for link in document.links]


@pytest.mark.parametrize(("text", "targets"), [
    ("[a]({{ site.baseurl }}/x.html)", ["{{ site.baseurl }}/x.html"]), ("[a]({% link a b.md %} \"t\")", ["{% link a b.md %}"]), ("[a](/中/{{ x }})", ["/中/{{ x }}"]),
    ("<a href='{{ \"/x\" }}?a&amp;b'>c</a>", ["{{ \"/x\" }}?a&b"]), ("![a]({{ x }})", ["{{ x }}"]), ("[a]: {{ x }}\n\n[a]", ["{{ x }}"]), ("<http://{{ x }}>", ["http://{{ x }}"]),
    ("{% raw %}[a](b){% endraw %} {% comment %}[c](d){% endcomment %} `[e](f)`", ["b"]),
])
def test_links_hold_their_islands(text: str, targets: list[str]) -> None:
    document = reads(f"---\ntitle: 潮\n---\n{text}\n", "markdown")
    assert [link.target for link in document.links] == targets
