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
_NEAR = 1000                            # characters, in which a tag or a link around an address is looked for


def has_bare_address(text: str) -> bool:
    """A text may hold an address that is no part of a tag, of a link, or of `<…>`."""
    return ("://" in text and _any_is_bare(_URL, text)) or ("@" in text and _any_is_bare(_MAIL, text)) or (
        "www." in text and _any_is_bare(_WWW, text))


def _any_is_bare(pattern: re.Pattern[str], text: str) -> bool:
    done = 0
    for match in pattern.finditer(text):
        if match.start() < done:
            continue
        near = max(0, match.start() - _NEAR)
        for bracket, around in (("<", _TAG), ("[", _LINK)):
            begin = text.rfind(bracket, near, match.start())
            if begin >= 0 and (found := around.match(text, begin)) and found.end() > match.start():
                done = found.end()
                break
        else:
            return True
    return False
