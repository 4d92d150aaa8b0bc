"""Made-up news posts in the shape of the largest repositories: HTML paragraphs, then Markdown lines.

The same seed gives the same posts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

CONFIG = "title: Harbour news\nurl: https://news.harbour.example\ntimezone: Asia/Shanghai\n"
_WHO = ("港务局", "渔业协会", "多家货代", "盐业公司", "海事部门", "码头工会", "市场监管部门", "船厂", "气象台", "储备银行")
_SAY = ("表示", "公告称", "预计", "指出", "认为", "回应称")
_WHAT = ("吞吐量同比增长{n}%", "运价报{m}.{n}点", "库存降至{m}万吨", "新增航线{n}条", "净利润约{m}亿元",
         "《条例》自2022年{n}月起施行", "供需两端同步改善", "“保供稳价”措施继续", "上调基准价{n}个基点（同比+{m}%）")
_ENGLISH = ("The Harbour 50 index rose {n}.{m} points.", "Shares of Anchor_Bay Corp. fell {n}% after Q{n} results.",
            "Salt & rope prices were unchanged, traders said.", "See [1] and *note* for the R&D split.")
_LEADS = ("1. ", "2022. ", "- ", "# ", "（一）", "&gt; ", "* ", *[""] * 13)


def posts(count: int, seed: int = 1) -> Iterator[str]:
    """`count` posts with their front matter."""
    for number in range(count):
        yield _post(random.Random(f"{seed}:{number}"), number)


def site_of(count: int, folder: Path) -> None:
    """A site of so many posts."""
    for name in ("_posts", "category"):
        (folder / name).mkdir()
    for name in ("index.md", "category/markets.md"):
        (folder / name).write_text("---\ntitle: Page\n---\nText.\n")
    (folder / "_config.yml").write_text(CONFIG)
    for number, text in enumerate(posts(count)):
        Path(folder, "_posts", f"{stem(number)}.md").write_text(text, "utf-8")


def stem(number: int) -> str:
    """What the file of a post is called, without its suffix."""
    return f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}-post-{number:06}"


def _sentence(rng: random.Random) -> str:
    numbers = {"n": rng.randrange(1, 30), "m": rng.randrange(1, 4000)}
    if rng.random() < 0.08:
        return rng.choice(_ENGLISH).format(**numbers).replace("&", "&amp;")
    clauses = "，".join(rng.choice(_WHAT).format(**numbers) for _ in range(rng.randrange(1, 4)))
    text = rng.choice(_WHO) + rng.choice(_SAY) + rng.choice(("，", "：", "")) + clauses
    chance = rng.random()
    if chance < 0.10:
        code = f"{rng.randrange(10**6):06}"
        text += f'，<span id="stock_{code}"><a href="http://quote.example.com/r/{code}" class="key">海陆股份</a></span>涨{numbers["n"]}%'
    elif chance < 0.13:
        text = f"<strong>{text}。</strong>{rng.choice(_WHO)}跟进"
    elif chance < 0.15:
        text += f'（<a href="https://data.example.com/r?id={numbers["m"]}&amp;t=1" target="_blank">数据</a>）'
    return text + "。"


def _paragraph(rng: random.Random) -> str:
    return f" <p>{rng.choice(_LEADS)}{''.join(_sentence(rng) for _ in range(rng.randrange(1, 5)))}</p>"


def _table(rng: random.Random) -> str:
    cell = rng.choice(("td", "th"))
    columns = rng.randrange(3, 9)
    rows = ["".join(f"<{cell}>列{column}</{cell}>" for column in range(columns))]
    rows += ["".join(f"<td>{rng.uniform(-10, 500):.2f}</td>" for _ in range(columns)) for _ in range(rng.randrange(3, 30))]
    return ' <table border="1"><tbody>\n' + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</tbody></table>"


def _post(rng: random.Random, number: int) -> str:
    name = f"HB2022{number:08}"
    blocks = [_paragraph(rng) for _ in range(rng.randrange(5, 41))]
    extras = [(0.4, f' <center><img src="https://img.example.com/{name}.png" width="580"></center>'),
              (0.25, _table(rng)), (0.3, " <!-- 广告位 -->"), (0.3, ' <p style="display:none"><br/></p>')]
    for chance, extra in extras:
        if rng.random() < chance:
            blocks.insert(rng.randrange(1, len(blocks) + 1), extra)
    head = ["---", "layout: post", f'title: "{rng.choice(_WHO)}：{_WHAT[number % 9].format(n=3, m=45)}"',
            f"date: 2022-{number % 12 + 1:02}-{number % 28 + 1:02} 09:{number % 60:02}:00 +0800", "categories: markets",
            "tags: 港口", "---"]
    foot = [' <p class="em_media">（文章来源：澜港晚报）</p>', "", f"<http://share.example.net/NewsShare.html?infoCode={name}>", "",
            "[返回市场新闻](//news.harbour.example/category/markets.html)｜[返回首页](//news.harbour.example/)"]
    return "\n".join([*head, *blocks, *foot]) + "\n"
