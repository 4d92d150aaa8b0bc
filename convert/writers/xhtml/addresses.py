"""Addresses as EPUB takes them: what a browser would make of what was written (URL Standard, 4.4), or nothing.

Letters beyond ASCII stay as they are: every reading system takes an IRI, and so does the EPUB standard.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize
from urllib.parse import quote, unquote

# The schemes that EPUBCheck knows (com.adobe.epubcheck.util.URISchemes); of others it warns. Left out are those that run
# code, lead to the reader's own disk, or hold the thing itself.
_KNOWN = frozenset({
    "http", "https", "ftp", "mailto", "tel", "news", "nntp", "irc", "xmpp", "sip", "sips", "urn", "tag", "info",
    "cid", "mid", "aaa", "aaas", "acap", "cap", "crid", "dav", "dict", "dns", "fax", "go", "gopher", "h323", "icap",
    "im", "imap", "ipp", "iris", "iris.beep", "iris.xpc", "iris.xpcs", "iris.lwz", "ldap", "modem", "msrp", "msrps",
    "mtqp", "mupdate", "nfs", "opaquelocktoken", "pop", "pres", "rtsp", "service", "shttp", "snmp", "soap.beep",
    "soap.beeps", "telnet", "tftp", "thismessage", "tip", "tv", "vemmi", "xmlrpc.beep", "xmlrpc.beeps", "z39.50r",
    "z39.50s", "afs", "dtn", "iax", "mailserver", "pack", "tn3270", "prospero", "snews", "videotex", "wais"})
_LOCAL = frozenset({"file", "data", "blob", "about", "filesystem", "javascript", "vbscript", "view-source", "res", "chrome"})
_SPECIAL = frozenset({"http", "https", "ftp", "gopher"})        # those with a host, whatever the slashes (URL Standard, 4.2)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_REMOTE = re.compile(r"(?:https?:)?//", re.I)
_TRIMMED = "".join(map(chr, range(0x21))) + "\u200b\ufeff"
# What most addresses look like, and is right as it is.
_PLAIN = re.compile(r"https?://(?:(?!xn--)[a-z0-9-]{1,63}\.){1,3}[a-z]{2,63}(?::[0-9]{1,4})?(?:[/?][\w/?&=.,;:@!$'()*+~-]*)?\Z", re.ASCII)
_IGNORED = re.compile(r"[\t\n\r]+")
# What no part of a URL may hold as it is (URL Standard, "URL code points"): noncharacters, too.
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`\[\]\x7f-\x9f\ufdd0-\ufdef\ufffd"
                        + "".join(f"{chr(plane + 0xfffe)}{chr(plane + 0xffff)}" for plane in range(0, 0x110000, 0x10000)) + "]+")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AUTHORITY = re.compile(r"[/\\]*([^/\\?#]*)(.*)", re.S)
_HOST_PORT = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]*))?\Z")
_NO_HOST = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f`{}\"\ufffd]")
_NO_LETTER = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"})
_IGNORED_IN_HOST = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_DOTS = re.compile("[.。．｡]")
_LONGEST_LABEL, _LONGEST_HOST = 63, 253
_IMAGE_DATA = re.compile(r"data:image/(?:png|gif|jpeg|webp|svg\+xml)[;,]", re.I)
_BLANKS = re.compile(r"(?:\s|%20)+")


def address(written: str, *, any_scheme: bool = False) -> str | None:
    """A link's target as it can stand in a book; None when it leads nowhere that a book could lead to. With `any_scheme`,
    those that EPUBCheck only warns of can be led to.
    """
    if _PLAIN.match(written):
        return written
    url = _IGNORED.sub("", written.strip(_TRIMMED))
    scheme = _SCHEME.match(url)
    if url.startswith(("//", "\\\\")):
        whole = None if url[0] == "\\" else _with_host("http", url)
        return whole and whole[5:]
    if not scheme:
        return _escaped(url)
    name, rest = scheme[1].lower(), url[scheme.end():]
    if name in _SPECIAL:
        return _with_host(name, rest)
    if not rest.partition("#")[0].strip("/") or not (name in _KNOWN or (any_scheme and len(name) > 1 and name not in _LOCAL)):
        return None
    return f"{name}:{_escaped(_BLANKS.sub('-', rest) if name == 'tel' else rest)}"


def is_remote(url: str) -> bool:
    """An address on the web."""
    return bool(_REMOTE.match(url))


def is_relative(url: str) -> bool:
    """An address that says no host."""
    return not _SCHEME.match(url) and not url.startswith("//")


def source(written: str) -> str | None:
    """A picture's source as it can stand in a document; None for one that cannot be looked up."""
    trimmed = written.strip(_TRIMMED)
    if trimmed[:5].lower() == "data:":
        return _IGNORED.sub("", trimmed).replace(" ", "%20") if _IMAGE_DATA.match(trimmed) else None
    url = address(trimmed)
    return url if url and (is_remote(url) or is_relative(url)) else None


def name_of(url: str) -> str:
    """What a picture on the web is called where nothing else says it: the last part of its path, else its host."""
    path = re.split(r"[?#]", url, maxsplit=1)[0].rstrip("/")
    return unquote(path.rsplit("/", 1)[-1])


def _with_host(scheme: str, rest: str) -> str | None:
    match = _AUTHORITY.match(rest)
    authority, path = (match[1], match[2]) if match else ("", "")
    user, at, host = authority.rpartition("@")
    split = _HOST_PORT.match(host)
    if not split or not split[1] or (split[2] and int(split[2][:9]) > 0xffff):
        return None
    name = split[1] if split[1][0] == "[" else unquote(split[1]) if "%" in split[1] else split[1]
    if not (_is_ipv6(name[1:-1]) if name[0] == "[" else _is_host(name)):
        return None
    port = "" if split[2] is None else f":{split[2]}"
    before, mark, behind = path.partition("?")
    path = before.replace("\\", "/") + mark + behind
    return f"{scheme}://{_escaped(user).replace('@', '%40')}{at}{name}{port}{_escaped(path)}"


def _is_host(name: str) -> bool:
    """A host that can be looked up (URL Standard, 3.5; UTS 46), as far as its characters and lengths tell."""
    labels = _DOTS.split(_IGNORED_IN_HOST.sub("", name))
    if not labels[-1] and len(labels) > 1:
        del labels[-1]                                    # the root
    return not _NO_HOST.search(name) and len(name) <= _LONGEST_HOST and all(map(_is_label, labels))


def _is_label(label: str) -> bool:
    is_coded = label[:4].lower() == "xn--"
    if label.isascii() and not is_coded:
        return 0 < len(label) <= _LONGEST_LABEL
    try:
        letters = label[4:].encode("ascii").decode("punycode") if is_coded else normalize("NFKC", label)
        return not letters.isascii() and len(letters.encode("punycode")) + 4 <= _LONGEST_LABEL and all(
            letter.isalnum() or letter in "-_" if letter.isascii() else category(letter) not in _NO_LETTER for letter in letters)
    except UnicodeError:
        return False


def _is_ipv6(written: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address
    try:
        IPv6Address(written)
    except AddressValueError:
        return False
    return "%" not in written


def _escaped(part: str) -> str:
    """A part of a URL in which every character may stand, its meaning unchanged."""
    before, mark, fragment = part.partition("#")
    escaped = _FORBIDDEN.sub(_quoted, before) + mark + _FORBIDDEN.sub(_quoted, fragment.replace("#", "%23"))
    return _BAD_ESCAPE.sub("%25", escaped)


def _quoted(match: re.Match[str]) -> str:
    return quote(match[0].encode(errors="replace"))
