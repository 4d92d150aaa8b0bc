"""Does a text hold a bare address? A quick look, which may say yes in vain, but never no."""

from __future__ import annotations

import re

_URL = re.compile(r"(?i)://(?:(?<=http://)|(?<=https://)|(?<=ftp://))")
_WWW = re.compile(r"www\.(?<![A-Za-z0-9/.@:\"'=-]www\.)")
_MAIL = re.compile(r"@(?<=[^\s@]@)[A-Za-z0-9_.-]")
# What is a tag, an address in pointed brackets, or a link, wherever it is no code, which holds no addresses either:
# neither what ends code nor what separates cells can be inside, and no backslash is before it.
_TAG = re.compile(r"""(?<!\\)<[A-Za-z][A-Za-z0-9-]*+(?:[ \t]++[A-Za-z_:][\w.:-]*+(?:[ \t]*+=[ \t]*+(?:"[^"\n`|]*+"|'[^'\n`|]*+'|[^\s"'=<>`|]++))?+)*+[ \t]*+/?>"""
                  r"|(?<!\\)<(?:[A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>`|]*+|[A-Za-z0-9.+_-]++@[A-Za-z0-9.-]++)>", re.A)
_LINK = re.compile(r"""(?<![\\^])\[[^\[\]`\\<\n|^]*+\]\(<?[^\s()<>`\\|]*+>?(?: "[^"`\\\n|]*+")?\)""")
_AROUND = (("[", _LINK), ("<", _TAG))
_TAG_FIRST = _AROUND[::-1]
_NEAR = 1000                            # characters, in which a tag or a link around an address is looked for
# A text between blank lines that is all raw HTML (CommonMark 0.31.2, section 4.6, start condition 6).
_RAW = re.compile(r"\n*<(?:p|div|ul|ol|dl|h[1-6]|hr|table|blockquote|figure|center|section|article|address)[ >\n]|\n*\Z")


def has_bare_address(text: str) -> bool:
    """A text may hold an address that is no part of a tag, of a link, or of `<…>`."""
    has_url, has_mail, has_www = "://" in text, "@" in text, "www." in text
    if not (has_url or has_mail or has_www) or _is_raw(text):
        return False
    return (has_url and _any_is_bare(_URL, text)) or (has_mail and _any_is_bare(_MAIL, text)) or (
        has_www and _any_is_bare(_WWW, text))


def _is_raw(text: str) -> bool:
    """A text in which every line is of a block of raw HTML."""
    return text.startswith(("<", "\n")) and " \n" not in text and "\t\n" not in text and "\r" not in text and all(
        map(_RAW.match, text.split("\n\n")))


def _any_is_bare(pattern: re.Pattern[str], text: str) -> bool:
    done = 0
    for match in pattern.finditer(text):
        at = match.start()
        if at < done:
            continue
        for bracket, around in _AROUND if text.rfind("](", max(0, at - 10), at) >= 0 else _TAG_FIRST:
            begin = text.rfind(bracket, max(0, at - _NEAR), at)
            if begin >= 0 and (found := around.match(text, begin)) and found.end() > at:
                done = found.end()
                break
        else:
            return True
    return False
