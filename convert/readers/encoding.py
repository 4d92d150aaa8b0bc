"""Bytes → Source: UTF-8 first, then what is most likely, with everything odd noted as a trouble."""

from __future__ import annotations

import codecs
import re

from ..model.source import Source, Span, Trouble

_WIDE_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
               (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])
_BINARY_SHARE = 0.02       # of control characters: texts hold a stray one at most, pictures and archives a fifth
_STRAY = 3                 # control characters that even the shortest text may hold
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_DAMAGE_SHARE = 0.1        # of sequences that are not UTF-8: above it, the file was never UTF-8
_ISO_2022_JP = re.compile(rb"\x1b\$[@B].*?\x1b\([BJ]", re.S)
_HIGH = re.compile(rb"[\x80-\x9f\xa1-\xff]+")        # but the no-break space, which stands beside quotes
_RUN = re.compile(rb"[\x80-\x9f\xa1-\xff]{2,}")
_BROKEN_SHARE = 0.02       # of characters that a codec could not read: a file may be cut off
_ONE_BYTE = re.compile(r"windows-125|cp125|iso.?8859|latin|mac|cp\d{3}\Z|hp_|koi", re.I)
_MANY_BYTES = ("cp932", "cp949", "cp950")
_MOSTLY_ASCII = 0.9
_SAMPLE = 1 << 16


def decode(data: bytes, path: str = "-") -> Source:
    """The text of a file, whatever its bytes are; `Source.troubles` says what was odd (kinds `bom`, `encoding`,
    `damaged`, `binary`, `empty`).

    Bytes that are no text at all give an empty source. Bytes that no codec reads become U+FFFD.
    """
    if not data:
        return Source("", path, troubles=(Trouble("empty", "", Span(0, 0)),))
    for mark, codec in _WIDE_MARKS:
        if data.startswith(mark):
            text = data.decode(codec, "replace").lstrip("\ufeff")
            return Source(text, path, encoding=codec, troubles=(Trouble("encoding", codec.upper(), Span(0, 0)),))
    troubles: tuple[Trouble, ...] = ()
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8):]
        troubles = (Trouble("bom", "", Span(0, 0)),)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if _is_binary(data):
            return Source("", path, encoding="binary", troubles=(Trouble("binary", "", Span(0, 0)),))
        return _undeclared(data, path, error, troubles)
    if "\0" in text and _is_binary(data):
        return Source("", path, encoding="binary", troubles=(Trouble("binary", "", Span(0, 0)),))
    if "\x1b" in text and (mail := _ISO_2022_JP.search(data)):
        return _japanese_mail(data, path, mail.start())
    return Source(text, path, troubles=troubles)


def _japanese_mail(data: bytes, path: str, at: int) -> Source:
    """ISO-2022-JP (RFC 1468), which is ASCII to those who pay no heed to its escapes."""
    text = data.decode("iso2022_jp", "replace")
    return Source(text, path, encoding="iso2022_jp", troubles=(Trouble("encoding", "iso2022_jp", Span(at, at + 1)),))


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > max(len(sample) * _BINARY_SHARE, _STRAY)


def _undeclared(data: bytes, path: str, error: UnicodeDecodeError, troubles: tuple[Trouble, ...]) -> Source:
    """A text that is not UTF-8: UTF-8 with a few broken bytes, or one of the old encodings."""
    repaired = data.decode(errors="replace")
    good = len(_MULTIBYTE.findall(data))
    broken = repaired.count("\ufffd")
    at = len(data[:error.start].decode(errors="replace"))
    if broken <= max(good * _DAMAGE_SHARE, 3 if good > 10 else 1 if good > 1 else 0):
        span = Span(at, at + 1)
        trouble = Trouble("damaged", f"0x{data[error.start]:02X}", span)
        return Source(repaired, path, troubles=(*troubles, trouble))
    text, codec = _detected(data)
    offset = len(data[:error.start].decode(codec, "ignore"))
    trouble = Trouble("encoding", codec, Span(offset, min(offset + 1, len(text))))
    return Source(text, path, encoding=codec, troubles=(*troubles, trouble))


def _detected(data: bytes) -> tuple[str, str]:
    """Text and codec name: a codec in which the text reads like its language, else what a detector says.

    The detector is beautifulsoup4's UnicodeDammit with the one it finds (charset-normalizer).
    """
    from .frequent import ALONE, TOGETHER, WIDE
    sample = data[:_SAMPLE]
    for letters in ((*TOGETHER, *WIDE),) if _stands_together(sample) else (ALONE, WIDE):
        shares = [_share(sample, codec, common) / least for codec, common, least in letters]
        if (best := max(shares)) >= 1:
            codec = letters[shares.index(best)].codec
            return data.decode(codec, "replace"), codec
    from logging import getLogger

    from bs4.dammit import UnicodeDammit
    getLogger("bs4.dammit").disabled = True          # what is odd about the bytes, we say ourselves
    made = UnicodeDammit(data, is_html=True)
    codec = made.original_encoding or "windows-1252"
    high = sum(byte > 0x7F for byte in sample)
    if _ONE_BYTE.match(codec) and codec not in _MANY_BYTES and high < len(sample) * (1 - _MOSTLY_ASCII):
        codec = "windows-1252"       # a few accents and quotes among ASCII letters: what nearly all such files are
    text = data.decode(codec, "replace") if made.unicode_markup is None or codec == "windows-1252" else made.unicode_markup
    return text, codec


def _stands_together(data: bytes) -> bool:
    """Most bytes beyond ASCII have one of their kind beside them."""
    return sum(map(len, _RUN.findall(data))) * 2 > sum(map(len, _HIGH.findall(data)))


def _share(data: bytes, codec: str, common: frozenset[str]) -> float:
    """Which share of what is not ASCII is common in the texts that a codec is used for."""
    high = [character for character in data.decode(codec, "replace") if character > "\x7f"]
    broken = high.count("\ufffd")
    if broken > max(1, len(high) * _BROKEN_SHARE):
        return 0.0
    return sum(character in common for character in high) / len(high) if high else 0.0
