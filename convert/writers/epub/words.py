"""The few words that a book says itself, in its own language."""

from __future__ import annotations

import re
from typing import NamedTuple


class Words(NamedTuple):
    """What a book calls its parts. `months` are the names of the months, `month` and `day` how a date is put together."""

    contents: str
    cover: str
    title_page: str
    text: str
    posts: str
    one_post: str
    month: str
    day: str
    months: tuple[str, ...] = ()


_ENGLISH = Words("Contents", "Cover", "Title page", "Start of the text", "{n} posts", "1 post", "{name} {year}", "{day} {name} {year}",
                 ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December"))
_WORDS = {
    "en": _ENGLISH,
    "zh": Words("目录", "封面", "书名页", "正文", "{n} 篇", "1 篇", "{year}年{month}月", "{year}年{month}月{day}日"),
    "zh-hant": Words("目錄", "封面", "書名頁", "正文", "{n} 篇", "1 篇", "{year}年{month}月", "{year}年{month}月{day}日"),
    "ja": Words("目次", "表紙", "扉", "本文", "{n}件の記事", "1件の記事", "{year}年{month}月", "{year}年{month}月{day}日"),
    "ko": Words("차례", "표지", "속표지", "본문", "글 {n}편", "글 1편", "{year}년 {month}월", "{year}년 {month}월 {day}일"),
    "de": Words("Inhalt", "Umschlag", "Titelseite", "Beginn des Textes", "{n} Beiträge", "1 Beitrag", "{name} {year}", "{day}. {name} {year}",
                ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                 "November", "Dezember")),
    "fr": Words("Table des matières", "Couverture", "Page de titre", "Début du texte", "{n} articles", "1 article", "{name} {year}",
                "{day} {name} {year}", ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                                        "septembre", "octobre", "novembre", "décembre")),
    "es": Words("Índice", "Cubierta", "Portada", "Comienzo del texto", "{n} artículos", "1 artículo", "{name} de {year}",
                "{day} de {name} de {year}", ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
                                              "septiembre", "octubre", "noviembre", "diciembre")),
}
_TRADITIONAL = re.compile(r"zh-(?:hant|tw|hk|mo)\b", re.I)
_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?\Z", re.A)


def words(language: str) -> Words:
    """The words of a language, of English where we do not know it."""
    if _TRADITIONAL.match(language):
        return _WORDS["zh-hant"]
    return _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)


def dated(text: str, language: str) -> str:
    """A month (`2022-02`) or a day (`2022-02-15`) as the language writes it; any other text as it is."""
    match = _DATE.match(text)
    if not match or not 1 <= int(match[2]) <= 12:
        return text
    own = words(language)
    month = int(match[2])
    name = own.months[month - 1] if own.months else ""
    return (own.day if match[3] else own.month).format(year=match[1], month=month, name=name, day=int(match[3] or 0))
