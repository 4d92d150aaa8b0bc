"""The language of a text where nobody says it: by its script, and for Latin script by its commonest words."""

from __future__ import annotations

import re

_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_OTHER_SCRIPTS = (("ru", re.compile("[\u0400-\u04ff]")), ("ar", re.compile("[\u0600-\u06ff]")),
                  ("he", re.compile("[\u0590-\u05ff]")), ("el", re.compile("[\u0370-\u03ff]")),
                  ("hi", re.compile("[\u0900-\u097f]")), ("th", re.compile("[\u0e00-\u0e7f]")))
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|that|for|with|was)\b", re.I)
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
_SAMPLE = 4_000


def language_of(text: str) -> str | None:
    """A BCP 47 tag, or None where the script does not tell."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return None
    if len(_KANA.findall(sample)) * 10 > letters:
        return "ja"
    if len(_HANGUL.findall(sample)) * 4 > letters:
        return "ko"
    if len(_HAN.findall(sample)) * 4 > letters:
        return "zh"
    for language, script in _OTHER_SCRIPTS:
        if len(script.findall(sample)) * 2 > letters:
            return language
    words = len(_LATIN_WORD.findall(sample))
    return "en" if words and len(_ENGLISH.findall(sample)) * 12 > words else None
