"""The characters that texts are full of, by the encodings that the texts are in: how an encoding is told that nobody names.

The Chinese ones are the most frequent of modern news and books, the Korean ones of running text.
"""

from __future__ import annotations

from typing import NamedTuple


class Letters(NamedTuple):
    """What of a text that is not ASCII, read with a codec, is among `common`: a share of `least` makes it likely."""

    codec: str
    common: frozenset[str]
    least: float


_KANA = frozenset(map(chr, range(0x3041, 0x3100)))
_RUSSIAN = frozenset("оеаинтсрвл")

# Where letters beyond ASCII stand alone in words, where they make up the words, and where they take several bytes.
ALONE = (
    Letters("windows-1252", frozenset("éèàùâêîôûçëïüöäßñóíúáåøæãõìòœÉÈÀÇÜÖÄÑÓÍÚÁÅØÆÃÕ’‘“”„–—«»…°¿¡€\xa0"), 0.9),
    Letters("windows-1250", frozenset("ąęłśżźćńóĄĘŁŚŻŹĆŃÓ„”–…\xa0"), 0.85),
    Letters("windows-1254", frozenset("ışğİŞĞ"), 0.45),
)
TOGETHER = (Letters("windows-1251", _RUSSIAN, 0.5), Letters("koi8-r", _RUSSIAN, 0.5))
WIDE = (
    Letters("gb18030", frozenset(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三"
        "之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样"
        "与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入"
        "常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处"
        "，。、；：？！“”（）《》"), 0.2),
    Letters("big5", frozenset(
        "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三"
        "之進著等部度家電力里如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣"
        "與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入"
        "常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取據處"
        "，。、；：？！「」（）《》"), 0.2),
    Letters("euc_jp", _KANA, 0.2),
    Letters("cp932", _KANA, 0.2),
    Letters("cp949", frozenset(
        "이다는에의을를가고하지로한도은어서기사나인있자아스리대들해시정그수라과만일부전으게주상보여니할없것안제장오동구조화성공신위원유국무교경"
        "중개소미세문비려면계요했습"), 0.25),
)
