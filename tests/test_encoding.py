"""Bytes → text: which encoding a file is in, the text as it was, and where its trouble begins."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.model.source import Source, Trouble
from convert.readers.encoding import decode

FIXTURES = Path(__file__).parent.parent / "fixtures"

TEXTS = {
    "zh": "退潮半小时后，渔港南岸的灯依次亮起。港务局说，今年的雾季比往年来得早，渡轮班次将从周一起调整，居民可在码头的公告栏查看新的时刻表。",
    "zh-TW": "退潮半小時後，漁港南岸的燈依次亮起。港務局說，今年的霧季比往年來得早，渡輪班次將從週一起調整，居民可在碼頭的公告欄查看新的時刻表。",
    "ja": "引き潮の半時間後、港の南岸の灯りが順に点きました。港湾局によると、今年の霧の季節は例年より早く、渡し船のダイヤは月曜日から変わります。",
    "ko": "썰물이 시작되고 반 시간 뒤, 항구 남쪽의 불이 차례로 켜졌다. 항만청은 올해 안개 철이 예년보다 이르다며 나룻배 시간표를 바꾼다고 밝혔다.",
    "ru": "Через полчаса после отлива на южном берегу гавани один за другим зажглись огни. В управлении порта сказали, что сезон туманов начался рано.",
    "fr": "Une demi-heure après la marée basse, les feux de la rive sud s’allument l’un après l’autre. L’horaire des bacs changera dès lundi, à « Noël » déjà.",
    "de": "Eine halbe Stunde nach Ebbe gehen am südlichen Ufer die Lichter an. Das Hafenamt sagt, die Nebelzeit habe früher begonnen; „Größe“ zählt.",
    "es": "Media hora después de la bajamar se encienden las luces de la orilla sur. ¿Qué dirán los pescadores? ¡Mañana será otro día en la capitanía!",
    "it": "Mezz’ora dopo la bassa marea si accendono le luci della riva sud. La capitaneria dice che la stagione è iniziata più presto; lunedì si vedrà.",
    "en": "Half an hour after low water the lights came on along the south quay – “earlier than usual”, says the harbour office. Café Nord stays open.",
    "pl": "Pół godziny po odpływie na południowym brzegu portu kolejno zapalają się światła. Rozkład promów zmieni się od poniedziałku, mówi kapitanat.",
    "tr": "Gelgitin çekilmesinden yarım saat sonra limanın güney kıyısındaki ışıklar birer birer yandı. Sis mevsimi bu yıl her zamankinden erken başladı.",
}
# The codec that a file is in, and the one that it is read with.
CODECS = [
    ("zh", "gb18030", "gb18030"), ("zh", "gbk", "gb18030"), ("zh", "gb2312", "gb18030"), ("zh-TW", "big5", "big5"), ("ja", "shift_jis", "cp932"),
    ("ja", "euc_jp", "euc_jp"), ("ja", "iso2022_jp", "iso2022_jp"), ("ko", "euc_kr", "cp949"), ("ru", "windows-1251", "windows-1251"),
    ("ru", "koi8-r", "koi8-r"), ("fr", "windows-1252", "windows-1252"), ("de", "windows-1252", "windows-1252"), ("es", "windows-1252", "windows-1252"),
    ("es", "latin-1", "windows-1252"), ("it", "windows-1252", "windows-1252"), ("en", "windows-1252", "windows-1252"),
    ("pl", "windows-1250", "windows-1250"), ("tr", "windows-1254", "windows-1254"),
]
SHAPES = {
    "a text": lambda text: text, "three times": lambda text: "\n\n".join([text] * 3), "crlf": lambda text: f"{text}\r\n{text[:40]}\r\n",
    "a post": lambda text: f"---\nlayout: post\ntitle: \"{text[:24]}\"\ndate: 2022-04-23 08:00:00 +0800\n---\n<p>{text}</p>\n"
                           f"<http://share.example.net/NewsShare.html?infoCode=HB2022>\n[back](//news.example/x.html)\n",
    "a page": lambda text: f'<!doctype html><html><head><meta charset="utf-8"><title>{text[:30]}</title></head><body><p>{text}</p></body></html>',
}
# A title alone, the rest is ASCII: less to go by.
TITLES = [
    ("港务局公布雾季渡轮的新班次", "gb18030", "gb18030"), ("港務局公布霧季渡輪的新班次", "big5", "big5"), ("渡し船の新しい時刻表を発表", "shift_jis", "cp932"),
    ("渡し船の新しい時刻表を発表", "euc_jp", "euc_jp"), ("항만청 나룻배 시간표를 바꾸기로", "euc_kr", "cp949"),
    ("Порт меняет расписание паромов", "windows-1251", "windows-1251"), ("Порт меняет расписание паромов", "koi8-r", "koi8-r"),
    ("Les horaires d’été à Noël", "windows-1252", "windows-1252"), ("Café", "windows-1252", "windows-1252"),
]


def first_wrong(data: bytes, text: str, codec: str) -> int:
    """The offset in the text of the first byte that is not UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return len(data[:error.start].decode(codec, "ignore"))
    return text.index(next(character for character in text if character > "\x7f"))     # ISO-2022-JP is ASCII to UTF-8


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("language", "written", "codec"), CODECS, ids=[f"{language} {written}" for language, written, _ in CODECS])
def test_encodings(language: str, written: str, codec: str, shape: str) -> None:
    text = SHAPES[shape](TEXTS[language]).encode(written, "ignore").decode(written)
    data = text.encode(written)
    source = decode(data, "a.md")
    assert (source.encoding, source.text, source.path) == (codec, text, "a.md")
    (trouble,) = source.troubles
    assert (trouble.kind, trouble.detail) == ("encoding", codec)
    assert trouble.span.start == first_wrong(data, text, written)
    assert trouble.span.end == trouble.span.start + 1


@pytest.mark.parametrize(("title", "written", "codec"), TITLES)
def test_titles(title: str, written: str, codec: str) -> None:
    text = f"---\nlayout: post\ntitle: {title}\ndate: 2022-04-23 08:00:00 +0800\n---\n"
    source = decode(text.encode(written))
    assert (source.encoding, source.text) == (codec, text)
    assert source.position(source.troubles[0].span.start)[0] == 3


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_utf_8(text: str) -> None:
    for data, troubles in [(text.encode(), ()), (codecs.BOM_UTF8 + text.encode(), (Trouble("bom", "", (0, 0)),))]:
        source = decode(data)
        assert (source.text, source.encoding, source.troubles) == (text, "utf-8", troubles)


@pytest.mark.parametrize(("mark", "codec", "name"), [
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"), (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"), (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32")])
@pytest.mark.parametrize("text", [TEXTS["zh"], "plain", "", "🎉\n"])
def test_wide_encodings(mark: bytes, codec: str, name: str, text: str) -> None:
    source = decode(mark + text.encode(codec))
    assert (source.text, source.encoding, source.troubles) == (text, name, (Trouble("encoding", name.upper(), (0, 0)),))


# Bytes, the text that is left of them, and the first byte that is wrong, with its place.
DAMAGED = [
    ("港务局公布".encode() + b"\xff" + "新班次".encode(), "港务局公布�新班次", "0xFF", 5),
    (("退潮" * 20).encode()[:-1], "退潮" * 19 + "退�", "0xE6", 39),
    (b"title: " + "港口".encode() + b"\x80\n", "title: 港口�\n", "0x80", 9),
    (b"\xef\xbb\xbf" + "潮".encode() * 30 + b"\xc3(", "潮" * 30 + "�(", "0xC3", 30),
]


@pytest.mark.parametrize(("data", "text", "byte", "at"), DAMAGED, ids=[byte for *_, byte, _ in DAMAGED])
def test_damaged(data: bytes, text: str, byte: str, at: int) -> None:
    source = decode(data)
    assert (source.text, source.encoding) == (text, "utf-8")
    assert source.troubles[-1] == Trouble("damaged", byte, (at, at + 1))


def test_a_file_that_is_cut_off_in_a_character() -> None:
    text = TEXTS["zh"]
    source = decode(text.encode("gb18030") + b"\xb5")
    assert (source.encoding, source.text) == ("gb18030", text + "�")


@pytest.mark.parametrize("data", [
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\6\0\0\0\x1f\xf3\xffa", b"\0" * 40, b"PK\3\4\x14\0\0\0\x08\0\x21\0", bytes(range(256)) * 4,
], ids=["png", "zeros", "zip", "all bytes"])
def test_binary(data: bytes) -> None:
    source = decode(data)
    assert (source.text, source.encoding, source.troubles) == ("", "binary", (Trouble("binary", "", (0, 0)),))


def test_one_stray_control_character_makes_no_binary() -> None:
    text = "Tide notes of the south quay, with a stray \0 byte and a \x1b escape in them, and more than a hundred characters in all."
    assert decode(text.encode()).text == text
    assert decode(text.encode()).troubles == ()


def test_nothing() -> None:
    assert decode(b"").troubles == (Trouble("empty", "", (0, 0)),)
    assert decode(codecs.BOM_UTF8).text == ""


@pytest.mark.parametrize(("name", "codec"), [
    ("gb18030", "gb18030"), ("big5", "big5"), ("shift_jis", "cp932"), ("windows-1252", "windows-1252"), ("utf-16", "utf-16"), ("binary", "binary"),
    ("bom-crlf", "utf-8"), ("toml", "utf-8")])
def test_fixtures(name: str, codec: str) -> None:
    assert decode((FIXTURES / "posts" / f"{name}.md").read_bytes()).encoding == codec


@given(st.text())
def test_any_text_in_utf_8_is_itself(text: str) -> None:
    source = decode(text.encode(errors="replace"))
    if source.encoding == "utf-8":
        assert source.text == text.encode(errors="replace").decode().removeprefix("\ufeff")
    else:
        assert source.encoding in {"binary", "iso2022_jp", "utf-16", "utf-32"}


@given(st.binary() | st.lists(st.sampled_from([b"\xff", b"\xd6\xd0", b"\xe6\xb8\xaf", b"abc", b"\x82\xa0", b"\n", b"\x1b$B", b"\xa4"])).map(b"".join))
def test_any_bytes_are_a_text_with_places(data: bytes) -> None:
    source: Source = decode(data)
    for trouble in source.troubles:
        assert trouble.kind in {"bom", "encoding", "damaged", "binary", "empty"}
        assert 0 <= trouble.span.start <= trouble.span.end <= max(len(source.text), 0)
