"""Covers: the same each time, within their edges in any script, as SVG and as PNG."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageFont, features

from convert.engine import fonts
from convert.engine.fonts import find_font
from convert.writers.epub.cover import HEIGHT, WIDTH, Cover, guessed, laid_out, plain, runs_from_right
from convert.writers.epub.cover_png import png_of
from convert.writers.epub.cover_svg import svg_of
from convert.writers.epub.drawings import cleaned
from convert.writers.epub.fonts import Font, family, fonts_in, holds, region_of

COVERS = {
    "Chinese": Cover("新闻周刊：财经要闻摘编", "2022年2月1日至15日", "港口日报", "zh-CN"),
    "English": Cover("The Harbour Gazette", "1–15 February 2022", "Harbour Press", "en"),
    "long": Cover("How the Port Authority Reconsidered Its Decision on Containerisation After Fifteen Years of Negotiations "
                  "with the Ministry of Transport and the Dockworkers’ Union, and What It Means for Everyone Else", "2022", "", "en"),
    "far too long": Cover("港口" * 900, "2022", "港" * 300, "zh"),
    "mixed": Cover("南方Plus：RCEP 生效一周年 “互联互通”带来什么", "", "南方Plus", "zh"),
    "one word": Cover("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "", "", "de"),
    "short": Cover("News"), "nothing": Cover(""), "Hebrew": Cover("חדשות הנמל", "2022", "", "he"),
    "Arabic": Cover("أخبار الميناء في أسبوع", "١ – ١٥ فبراير ٢٠٢٢", "دار النشر", "ar"),
    "marks of XML": Cover("<R&D> \"it's\" ]]>", "&amp;", "<!--", "x\"><script/>"),
}
LEFT, RIGHT = 130, WIDTH - 130
_ROOMY = 60            # units: the margins that no line enters are narrower by this much


@pytest.mark.parametrize("case", COVERS)
def test_a_drawn_cover_is_what_a_book_can_hold(case):
    data = svg_of(COVERS[case])
    assert data == svg_of(COVERS[case])
    held = cleaned(data)
    assert not isinstance(held, str)
    assert (held.width, held.height, held.dropped) == (WIDTH, HEIGHT, ())
    root = etree.fromstring(data)
    assert etree.tostring(root, method="c14n") == etree.tostring(etree.fromstring(held.data), method="c14n")
    lines = ["".join(text.itertext()) for text in root.iter("{*}text")]
    if len(COVERS[case].title) < 600:
        assert "".join(plain(COVERS[case].title).split()) in "".join("".join(lines).split())
        assert not any(line.endswith("…") for line in lines)
    else:
        assert any(line.endswith("…") for line in lines)


@pytest.mark.parametrize("case", COVERS)
def test_a_painted_cover_is_small_and_the_same_each_time(case):
    drawn = png_of(COVERS[case], find_font)
    assert drawn == png_of(COVERS[case], find_font)
    assert len(drawn.data) < 100_000
    with Image.open(BytesIO(drawn.data)) as image:
        assert (image.size, image.mode, image.format) == ((1200, 1800), "P", "PNG")


def test_titles_choose_colours_and_languages_fonts():
    colours = {etree.fromstring(svg_of(Cover(f"Day {n}")))[4].get("fill") for n in range(40)}
    assert len(colours) > 5
    assert b"Source Han Serif SC" in svg_of(Cover("a", language="zh-Hans"))
    assert b"Source Han Serif TC" in svg_of(Cover("a", language="zh_TW"))
    assert b"Source Han" not in svg_of(Cover("a", language="en"))


@pytest.mark.parametrize(("title", "lines"), [
    ("新闻周刊：财经要闻摘编", ["新闻周刊：", "财经要闻摘编"]), ("The Harbour Gazette", ["The", "Harbour", "Gazette"]),
    ("News\n\tand\u202e more\x00", ["News", "and more"]), ("港口日报", ["港口日报"]),
    ("港口經濟觀察：航運、金融與貿易", ["港口經濟觀察：", "航運、金融與貿易"]), ("港のニュース「今週の経済」まとめ", ["港のニュース", "「今週の経済」", "まとめ"]),
    ("It’s “so” far", ["It’s", "“so” far"]),
])
def test_lines_break_where_phrases_end(title, lines):
    assert [line.text for line in laid_out(Cover(title), guessed).lines] == lines


def test_what_runs_from_the_right_begins_there():
    page = laid_out(Cover("אב 12", "2022", "ab אב"), guessed)
    assert [(line.from_right, line.left) for line in page.lines] == [(False, LEFT), (True, RIGHT), (False, LEFT)]
    assert b'direction="rtl"' in svg_of(Cover("אב"))
    assert [runs_from_right(text) for text in ("a", "12 אב", "ابا a", "12", "")] == [False, True, True, False, False]


SCRIPTS = st.one_of(st.text(max_size=120), st.text("港口新闻，。：“”（）abc 12", max_size=200), st.text("WMQ@ il—…-/", max_size=90),
                    st.text("أخبارﷺ ﷽a1", max_size=60), st.text("कषित्र्ि ", max_size=60), st.text("👩‍👧🇨🇳é\u0301 ", max_size=40),
                    st.lists(st.text("abcdefghijkW", min_size=1, max_size=40), max_size=30).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(SCRIPTS, SCRIPTS, SCRIPTS)
@example("W" * 700, "ﷺ" * 30, "港 " * 200)
def test_lines_stay_within_the_margins(title, subtitle, creator):
    page = laid_out(Cover(title, subtitle, creator), guessed)
    for line in page.lines:
        assert guessed(line.text, bold=line.bold) * line.size <= RIGHT - LEFT
        assert line.size < line.baseline < HEIGHT - 130
    for text, bold, lowest in ((title, True, 1520), (creator, False, 316)):
        assert max((line.baseline + line.size / 4 for line in page.lines if line.bold == bold and line.baseline < lowest), default=0) <= lowest, text
    assert all(box.left >= 0 and box.left + box.width <= WIDTH and box.top >= 0 and box.top + box.height <= HEIGHT for box in page.boxes)
    etree.fromstring(svg_of(Cover(title, subtitle, creator)))


def coloured(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many colours there are in a part of a picture."""
    return len(image.crop(box).getcolors() or [])


@settings(max_examples=25, deadline=None)
@given(SCRIPTS, SCRIPTS, SCRIPTS)
@example("W" * 700, "f" * 200, "ﷺ" * 30)
@example("Ŵj" * 40, "ffffﷺj", "j")
def test_no_ink_is_in_the_margins(title, subtitle, creator):
    drawn = png_of(Cover(title, subtitle, creator), find_font)
    with Image.open(BytesIO(drawn.data)) as image:
        for left, right in ((0, (LEFT - _ROOMY) * 3 // 4), ((RIGHT + _ROOMY) * 3 // 4, 1200)):
            for top, bottom in ((0, 190), (320, 1130), (1150, 1800)):
                assert coloured(image, (left, top, right, bottom)) == 1
        assert coloured(image, (0, 1740, 1200, 1800)) == 1


@pytest.mark.parametrize("title", ["The Harbour Gazette and Its Correspondents", "ANNUAL REPORT OF THE MINISTRY", "Mammon, memory, wisdom: a summary",
                                   "国务院关于印发规划的通知", "Вестник порта и моря", "Ειδήσεις του λιμανιού", "1–15 February 2022"])
def test_widths_are_guessed_high_enough(title):
    font = find_font(title, "en", bold=True)
    if font is None:
        pytest.skip("no font holds this")
    real = ImageFont.truetype(BytesIO(font.data), 100, font.number).getlength(title) / 100
    assert real * 0.97 <= guessed(title, bold=True) <= real * 1.7


def test_what_has_no_font_is_missing_and_said():
    without, latin = png_of(COVERS["Chinese"]), png_of(COVERS["English"])
    assert not without.complete
    if not features.check("freetype2"):
        pytest.skip("this Pillow has no font of its own")
    assert latin.complete
    with Image.open(BytesIO(without.data)) as image:
        assert coloured(image, (0, 400, 1200, 1100)) == 1                       # the band without its title
    part = png_of(COVERS["Chinese"]._replace(subtitle="1-15 February", creator=""))
    with Image.open(BytesIO(part.data)) as image:
        assert not part.complete
        assert coloured(image, (90, 1150, 1100, 1280)) > 4                      # what can be drawn is


def test_a_file_that_is_no_font_draws_nothing():
    assert not png_of(COVERS["English"], lambda text, language, *, bold: Font(b"none")).complete


# Fonts

@cache
def own() -> Font:
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return Font(font.font_bytes)


def test_what_a_font_holds_is_told_by_its_tables():
    assert holds(own(), "The Harbour, 2022 ")
    assert not holds(own(), "港")
    assert not holds(own(), "The Harbour 港")
    assert (fonts_in(own().data), bool(family(own()))) == (1, True)
    for data in (b"", b"none", b"ttcf\0\0", own().data[:400], b"\0\1\0\0\0\xff" + own().data[6:80]):
        assert not holds(Font(data), "a")
    assert family(Font(b"none")) == ""


def test_every_font_here_holds_what_freetype_draws():
    for path in sorted(fonts._files().values())[:12]:
        font = Font(Path(path).read_bytes())
        drawn = ImageFont.truetype(path, 20, layout_engine=ImageFont.Layout.BASIC)
        missing = bytes(drawn.getmask("\U0010fffe"))
        for character in "aÉжλאخ港、ก🙂":
            assert holds(font, character) == (bytes(drawn.getmask(character)) != missing), (path, character)


@pytest.mark.parametrize(("language", "region"), [
    ("zh", "SC"), ("zh-CN", "SC"), ("zh_TW", "TC"), ("zh-Hant", "TC"), ("zh-Hant-HK", "HK"), ("yue", "HK"), ("ja", "JP"), ("ko-KR", "KR"), ("en", ""), ("", "")])
def test_a_language_takes_the_forms_of_a_region(language, region):
    assert region_of(language) == region


def test_fonts_are_found_by_what_they_hold(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "NotoSans-Regular.ttf").write_bytes(own().data)
    (tmp_path / "NotoSerif-Bold.ttf").write_bytes(b"damaged")
    monkeypatch.setattr(fonts, "_folders", lambda: [str(tmp_path), str(tmp_path / "none")])
    for cached in (fonts._files, fonts._mapped, fonts.find_font):
        cached.cache_clear()
    try:
        found = fonts.find_font("Harbour", "en", bold=True)
        assert found is not None
        assert found.path == str(tmp_path / "deep" / "NotoSans-Regular.ttf")
        assert fonts.find_font("港口", "zh", bold=True) is None
    finally:
        for cached in (fonts._files, fonts._mapped, fonts.find_font):
            cached.cache_clear()
