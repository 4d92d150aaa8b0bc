"""What a picture file is, and how a book can hold it: as it is, as a PNG of the same pixels, or not at all.

A book holds GIF, JPEG, PNG, SVG and WebP (EPUB 3.3, 3.2, "Core Media Types"), under ASCII names that say what they hold
(4.2.3, "File paths and file names").
"""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from . import drawings
from .headers import SVG, SVGZ, size_of, type_of

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 80_000_000            # a quarter of a GiB in memory; cameras make 50 million at most
SUFFIXES = {"image/gif": ".gif", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", SVG: ".svg"}
# What becomes a PNG, with the name by which Pillow knows it: nothing else is ever tried on a file.
_CONVERTED = {"image/bmp": "BMP", "image/tiff": "TIFF", "image/x-icon": "ICO", "image/avif": "AVIF"}
_NAMES = {"image/heic": "HEIC", "image/jxl": "JPEG XL", "image/gif": "GIF", "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP", **_CONVERTED}
_HELD = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}       # the ways to hold pixels that PNG has too
_MEANT = {"PA": "RGBA", "RGBa": "RGBA", "La": "LA", "RGBX": "RGB", "I;16B": "I;16", "I;16L": "I;16"}      # the same, said otherwise
_ELSEWHERE = "save it as JPEG or PNG"


class Picture(NamedTuple):
    """A picture as a book holds it: its bytes, one of the five core media types, the suffix of that type, and its size in
    pixels. `converted_from` is the media type that it had, if another; `dropped` says in words what was left out of it.
    """

    data: bytes
    media_type: str
    suffix: str
    width: int
    height: int
    converted_from: str | None = None
    dropped: tuple[str, ...] = ()


class Refused(NamedTuple):
    """A picture that no book can hold; `reason` is half a sentence about it, for whoever put it there."""

    reason: str


def picture_of(data: bytes, *, most_pixels: int = MOST_PIXELS) -> Picture | Refused:
    """A picture file as a book can hold it; Refused when it is none, is damaged, or has more than `most_pixels`."""
    media_type = type_of(data)
    if media_type is None:
        return Refused(_not_a_picture(data))
    if media_type in {SVG, SVGZ}:
        drawing = drawings.cleaned(data)
        if isinstance(drawing, str):
            return Refused(drawing)
        return Picture(drawing.data, SVG, SUFFIXES[SVG], drawing.width, drawing.height,
                       None if media_type == SVG else media_type, drawing.dropped)
    if media_type in _CONVERTED:
        return _converted(data, media_type, most_pixels)
    if media_type not in SUFFIXES:
        return Refused(f"it is a {_NAMES[media_type]} picture, which readers of books do not show; {_ELSEWHERE}")
    size = size_of(data, media_type)
    if size is None:
        return Refused(f"its header is damaged or incomplete, though it begins as {_NAMES[media_type]} does; {_ELSEWHERE} again")
    if size.width * size.height > most_pixels:
        return Refused(_too_large(*size, most_pixels))
    return Picture(data, media_type, SUFFIXES[media_type], *size)


def name_of(data: bytes) -> str:
    """The name of a picture's file in a book, the same for the same bytes; KeyError unless its type is a core media type."""
    return f"images/{hashlib.sha256(data).hexdigest()[:16]}{SUFFIXES[str(type_of(data))]}"


def _not_a_picture(data: bytes) -> str:
    if not data:
        return "the file is empty"
    if not data.strip(b"\0"):
        return "the file holds nothing but zeros"
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "it is a web page, not a picture"
    return "it is no picture of a known kind"


def _too_large(width: int, height: int, most: int) -> str:
    return f"it is too large: {width} by {height} pixels, more than {most // 1_000_000} million"


def _converted(data: bytes, media_type: str, most: int) -> Picture | Refused:
    """A picture as PNG, its first page if there are more."""
    from PIL import Image, features
    kind = _NAMES[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")                     # about what is odd in a file, and of no use to anybody
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if kind == "AVIF" and not features.check("avif"):
                return Refused(f"it is an AVIF picture, which cannot be read here; {_ELSEWHERE}")
            with Image.open(BytesIO(data), formats=(kind,)) as opened:
                if opened.width * opened.height > most:
                    return Refused(_too_large(*opened.size, most))
                return _as_png(opened, media_type)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Refused(f"it is too large: more than {most // 1_000_000} million pixels")
    except Exception:  # noqa: BLE001 - decoders of what strangers wrote raise anything
        return Refused(f"it is damaged, though it begins as {kind} does; {_ELSEWHERE} again")


def _as_png(opened: Image, media_type: str) -> Picture | Refused:
    from PIL import ImageOps
    dropped: list[str] = []
    if media_type != "image/x-icon" and getattr(opened, "n_frames", 1) > 1:       # an icon's other sizes are the same picture
        dropped.append("all but its first " + ("page" if media_type == "image/tiff" else "frame"))
        opened.seek(0)
    opened.load()
    image = ImageOps.exif_transpose(opened)
    if image.mode in {"I", "F"}:
        return Refused(f"its pixels are measurements of 32 bits, not colours; {_ELSEWHERE}")
    if image.mode in _MEANT:
        image = image.convert(_MEANT[image.mode])
    elif image.mode not in _HELD:
        dropped.append(f"its colours as {image.mode}")
        image = image.convert("RGB")
        image.info.pop("icc_profile", None)                    # of colours that it has no more
    file = BytesIO()
    image.save(file, "PNG")
    return Picture(file.getvalue(), "image/png", SUFFIXES["image/png"], *image.size, media_type, tuple(dropped))
