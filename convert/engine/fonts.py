"""The fonts of the machine: the well-known families, where Linux, macOS and Windows keep them."""

from __future__ import annotations

import mmap
import os
import re
import sys
from functools import cache, lru_cache

from ..writers.epub.fonts import Font, family, fonts_in, holds, region_of

# File names without their suffixes, in order of preference: serif before sans, as papers are set; `{}` is a weight.
_SERIF = ("NotoSerif-{}", "SourceSerif4-{}", "LiberationSerif-{}", "georgia{}", "Georgia {}", "NotoSerifCJK-{}", "NotoSerifCJK{region}-{}",
          "SourceHanSerif-{}", "SourceHanSerif{region}-{}", "Songti", "ヒラギノ明朝 ProN", "AppleMyungjo", "simsun", "yumin{}", "times{}", "DejaVuSerif-{}")
_SANS = ("NotoSans-{}", "NotoSansCJK-{}", "NotoSansCJK{region}-{}", "SourceHanSans-{}", "SourceHanSans{region}-{}", "PingFang",
         "Hiragino Sans GB", "ヒラギノ角ゴシック W6", "AppleSDGothicNeo", "STHeiti Medium", "msyh{}", "msjh{}", "YuGoth{}", "meiryo{}", "malgun{}", "simhei",
         "wqy-zenhei", "wqy-microhei", "DroidSansFallbackFull", "LiberationSans-{}", "segoeui{}", "arial{}", "DejaVuSans-{}", "Arial Unicode", "arialuni")
_BOLD, _REGULAR = ("Bold", "bd", "b", "db"), ("Regular", "", "r")
_OTHERS = re.compile(r"noto(?:sans|serif|naskh|kufi|nastaliq)[a-z]*-(bold|regular)\Z")
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")


@lru_cache(8)
def find_font(text: str, language: str, *, bold: bool) -> Font | None:
    """A font of this machine that holds every character of a text, in the forms of its language; None when there is none.

    Of the families that are known, the first that does; the weight that is asked for before the other one.
    """
    region = region_of(language)
    for path in _candidates(region, bold=bold):
        try:
            font = _of_region(Font(_mapped(path), 0, path), region)
        except (OSError, ValueError):                       # the latter for an empty file
            continue
        if holds(font, text):
            return font
    return None


@lru_cache(4)
def _mapped(path: str) -> mmap.mmap:
    """A file mapped into memory, of which only what is looked at is read."""
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _candidates(region: str, *, bold: bool) -> list[str]:
    files = _files()
    weights = (_BOLD, _REGULAR) if bold else (_REGULAR, _BOLD)
    known = [name.format(weight, region=part).lower().rstrip("- ") for names in (_SERIF, _SANS) for wanted in weights for name in names
             for weight in wanted for part in (region.lower(), "sc", "jp")]
    first = weights[0][0].lower()
    others = sorted((name for name in files if _OTHERS.match(name)), key=lambda name: (not name.endswith(first), name))
    return [files[name] for name in dict.fromkeys([*known, *others]) if name in files]


def _of_region(file: Font, region: str) -> Font:
    """Of a collection the font whose name ends in the region's, or the first."""
    number = fonts_in(file.data)
    return next((font for index in range(number) if number > 1 and region
                 and family(font := file._replace(number=index)).endswith(f" {region}")), file)


@cache
def _files() -> dict[str, str]:
    """Each font file by its name in small letters, without its suffix; of several with the same, the one found first."""
    files: dict[str, str] = {}
    for folder in _folders():
        for place, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                stem, suffix = os.path.splitext(name.lower())
                if suffix in _SUFFIXES:
                    files.setdefault(stem, os.path.join(place, name))
    return files


def _folders() -> list[str]:
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return [os.path.join(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),
                os.path.join(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts")]
    if sys.platform == "darwin":
        return ["/System/Library/Fonts", "/Library/Fonts", f"{home}/Library/Fonts"]
    shared = os.environ.get("XDG_DATA_HOME") or f"{home}/.local/share"
    return ["/usr/share/fonts", "/usr/local/share/fonts", f"{shared}/fonts", f"{home}/.fonts"]
