"""What a file is, told by its first bytes, and how large the picture is that its header announces.

Signatures: GIF89a 17; ITU-T T.81 B.1 (JPEG); PNG (ISO/IEC 15948) 5.2; RFC 9649 2 (WebP); ISO/IEC 23008-12 10 and AVIF 1.1
6 (brands of HEIC and AVIF); ISO/IEC 18181-2 3 (JPEG XL); TIFF 6.0 2; BITMAPFILEHEADER and ICONDIR of Windows.
"""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

SVG, SVGZ = "image/svg+xml", "image/svg+xml-compressed"
_JXL_BOX = b"\0\0\0\x0cJXL \r\n\x87\n"
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}            # lengths of the header behind the file's
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
PROLOG = 64 * 1024         # bytes within which a drawing has to begin
# Behind an XML declaration, comments and a document type of its own, the first element is `svg`.
_SVG_START = re.compile(r"""
    \ufeff?+ (?: \s | <!--.*?--> | <\?.*?\?> | <!DOCTYPE\s+(?:\w+:)?svg\b (?: [^\[>"'] | "[^"]*" | '[^']*' )*+ (?: \[.*?\]\s* )? > )*+
    <(?:[\w.-]+:)?svg[\s>/]
""", re.S | re.X)


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


def type_of(data: bytes) -> str | None:
    """The media type of a picture, by its content; None for anything else, such as a page saved under a picture's name."""
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    if data.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "image/tiff"
    if data.startswith(b"\0\0\1\0") and data[4:6] != b"\0\0" and data[9:10] == b"\0":
        return "image/x-icon"
    if data.startswith((b"\xff\x0a", _JXL_BOX)):
        return "image/jxl"
    return _type_in_boxes(data) if data[4:8] == b"ftyp" else _type_of_drawing(data)


def _type_in_boxes(data: bytes) -> str | None:
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at:at + 4] for at in range(16, length, 4))}       # 12 to 16 is a version
    if brands & {b"avif", b"avis"}:
        return "image/avif"
    return "image/heic" if brands & _HEIC_BRANDS else None


def _type_of_drawing(data: bytes) -> str | None:
    if data.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(wbits=31).decompress(data[:PROLOG], PROLOG)
        except zlib.error:
            return None
        return SVGZ if _SVG_START.match(_text(head)) else None
    return SVG if _SVG_START.match(_text(data[:PROLOG])) else None


def _text(head: bytes) -> str:
    return head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")


def size_of(data: bytes, media_type: str) -> Size | None:
    """The size of a GIF, JPEG, PNG or WebP picture; None when its header is cut off or contradicts itself.

    A header is what readers need before they draw anything: up to the first frame, scan or block of pixels. In a JPEG it
    must announce one of the processes that are in use (baseline, extended, progressive; 8 bits).
    """
    size = {"image/gif": _gif, "image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[media_type](data)
    return size if size and min(size) > 0 else None


def _png(data: bytes) -> Size | None:
    """The chunk IHDR (ISO/IEC 15948, 11.2.2)."""
    if data[8:16] != b"\0\0\0\x0dIHDR" or len(data) < 33 or zlib.crc32(data[12:29]) != int.from_bytes(data[29:33], "big"):
        return None
    depth, colour = data[24], data[25]
    depths = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
    if depth not in depths.get(colour, ()) or data[26:28] != b"\0\0" or data[28] > 1 or b"IDAT" not in data:
        return None
    return Size(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def _gif(data: bytes) -> Size | None:
    """The logical screen, if a frame follows (GIF89a, 18 to 23)."""
    if len(data) < 13:
        return None
    screen, at = _little_pair(data, 6), 13 + _table(data[10])
    while data[at:at + 1] == b"!":                    # extensions: a label, then blocks until an empty one
        at += 2
        while (length := data[at:at + 1]) and length != b"\0":
            at += 1 + length[0]
        at += 1
    frame = _little_pair(data, at + 5)
    if data[at:at + 1] != b"," or len(data) < at + 11 or len(data) <= at + 10 + _table(data[at + 9]) or not min(frame):
        return None
    return screen if min(screen) else frame


def _table(flags: int) -> int:
    """The bytes of the colour table that some flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _jpeg(data: bytes) -> Size | None:
    """The frame header before the first scan (ITU-T T.81, B.2)."""
    at, size = 2, None
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:                            # a fill byte
            at += 1
            continue
        length = int.from_bytes(data[at + 2:at + 4], "big")
        end = at + 2 + length
        if length < 2 or end >= len(data):
            return None
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            if marker > 0xC2 or size or length < 8 or data[at + 4] != 8 or length != 8 + 3 * data[at + 9] or data[at + 9] not in {1, 3, 4}:
                return None
            size = Size(int.from_bytes(data[at + 7:at + 9], "big"), int.from_bytes(data[at + 5:at + 7], "big"))
        elif marker == 0xDA:
            return size
        elif marker in {0x00, 0x01, 0xD8, 0xD9} or 0xD0 <= marker <= 0xD7:
            return None
        at = end
    return None


def _webp(data: bytes) -> Size | None:
    """The first chunk of a file that is all there (RFC 9649, 2.4 to 2.7)."""
    if len(data) < 30 or int.from_bytes(data[4:8], "little") + 8 > len(data):
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return Size(int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1)
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = _little_pair(data, 26)
        return Size(width & 0x3FFF, height & 0x3FFF)
    return None


def _little_pair(data: bytes, at: int) -> Size:
    return Size(int.from_bytes(data[at:at + 2], "little"), int.from_bytes(data[at + 2:at + 4], "little"))
