"""Where emphasis begins and ends: marks in a text become delimiters, or tags where delimiters would not be read as meant.

Section numbers are those of CommonMark 0.31.2.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import accumulate
from unicodedata import category

STRONG, STRONG_END, EM, EM_END, DEL, DEL_END = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06"
BREAK, BLANK, KEPT_LINE = "\x0f", "\x0e", "\x10"      # a hard break; a blank and a line end that stay
TILDE = "\x11"                                         # one of a text, which needs a backslash if there are others
MARK = re.compile(r"[\x01-\x06]")
_MARK_KEPT = re.compile(r"([\x01-\x06])")
_OPENING, _CLOSING = STRONG + EM + DEL, STRONG_END + EM_END + DEL_END
_NAMES = {STRONG: "strong", EM: "em", DEL: "del"}
# What each mark may be written as, the best first; a tag is always right.
_CHOICES = {STRONG: ("**", "__", ""), EM: ("*", "_", ""), DEL: ("~~", "")}
_MOST = 40                 # pairs that are tried one by one


def resolve(marked: str, *, tags: bool = True, strikethrough: bool = True, flanking: bool = True) -> tuple[str, int]:
    """Each pair of marks becomes delimiters, or tags where delimiters would be none: `<strong>中文。</strong>后`.

    Without `tags` such a pair is left out; without `strikethrough` there is no delimiter for it. `flanking` is how
    CommonMark tells where emphasis begins and ends; without it, kramdown reads. Also tells how many pairs were left out.
    """
    split = _MARK_KEPT.split(marked)
    rules = _Emphasis if flanking else _Kramdown
    text = rules(split[1::2], split[::2], tags=tags, strikethrough=strikethrough)
    text.settle()
    split[1::2] = text.written
    return "".join(split), text.written.count("") // 2


class _Emphasis:
    """The marks of a text, and the pieces of text around them: `pieces[n]` stands before `marks[n]`."""

    def __init__(self, marks: list[str], pieces: list[str], *, tags: bool, strikethrough: bool) -> None:
        self.marks = marks
        self.pieces = pieces
        self.tags = tags
        self.partner: dict[int, int] = {}            # opening mark → closing mark
        self.is_nested = False
        self.written = [""] * len(marks)
        self._pair_up()
        for opening in self.partner:
            self._write(opening, 0 if strikethrough or marks[opening] != DEL else 1)

    def _pair_up(self) -> None:
        opened: list[int] = []
        for index, mark in enumerate(self.marks):
            if mark in _OPENING:
                self.is_nested = self.is_nested or bool(opened)
                opened.append(index)
            else:
                self.partner[opened.pop()] = index

    def _write(self, opening: int, choice: int) -> None:
        """Write a pair of marks in one of its ways."""
        mark, closing = self.marks[opening], self.partner[opening]
        if delimiter := _CHOICES[mark][choice]:
            self.written[opening] = self.written[closing] = delimiter
        elif self.tags:
            self.written[opening], self.written[closing] = f"<{_NAMES[mark]}>", f"</{_NAMES[mark]}>"
        else:
            self.written[opening] = self.written[closing] = ""

    def settle(self) -> None:
        """Change pairs until all are read as they are meant, the innermost first."""
        wrong = self._misread()
        while wrong:
            for opening in wrong if len(wrong) > _MOST else [max(wrong)]:
                choices = _CHOICES[self.marks[opening]]
                self._write(opening, choices.index(self.written[opening]) + 1 if len(wrong) <= _MOST else len(choices) - 1)
            wrong = self._misread()

    def _misread(self) -> list[int]:
        """The opening marks of pairs that a renderer would not see."""
        delimited = [opening for opening in self.partner if self.written[opening][:1] in "*_~" and self.written[opening]]
        if not self.is_nested and all(self.pieces[1:-1]):
            return [opening for opening in delimited if not self._flanks(opening, self.partner[opening])]
        kinds = {kind(character) for index in range(len(self.marks)) for character in self._around(index)}
        read = self._read(as_punctuation=True)
        if "?" in kinds:
            read &= self._read(as_punctuation=False)
        return [opening for opening in delimited if opening not in read]

    def _flanks(self, opening: int, closing: int) -> bool:
        """The mark at `opening` can open emphasis, the one at `closing` can close it."""
        before, first = self._around(opening)
        last, after = self._around(closing)
        return flanks(before, first, last, after)

    def _around(self, index: int) -> tuple[str, str]:
        """The characters before and after a mark; empty at the ends of the text."""
        at = index
        while not (before := self.pieces[at]) and at and not (before := self.written[at - 1]):
            at -= 1
        at = index + 1
        while not (after := self.pieces[at]) and at < len(self.marks) and not (after := self.written[at]):
            at += 1
        return before[-1:], after[:1]

    def _read(self, *, as_punctuation: bool) -> set[int]:
        """The opening marks whose pairs a renderer sees as they are meant (CommonMark, "process emphasis")."""
        runs = list(self._runs(as_punctuation=as_punctuation))
        found: set[int] = set()
        waiting: dict[str, list[_Run]] = defaultdict(list)
        for run in runs:
            openers = waiting[run.character]
            while run.closes and run.labels and openers:
                at = next((n for n in range(len(openers) - 1, -1, -1) if openers[n].fits(run)), None)
                if at is None:
                    break
                for others in waiting.values():        # what was opened in between is text
                    others[:] = [other for other in others if other.place <= openers[at].place]
                opener = openers[-1]
                size = 2 if len(opener.labels) > 1 and len(run.labels) > 1 else 1
                begins, ends = opener.labels[-size:], run.labels[:size]
                del opener.labels[-size:], run.labels[:size]
                if len({*begins}) == 1 and self.written[begins[0]] == run.character * size and ends == [self.partner.get(begins[0])] * size:
                    found.add(begins[0])
                if not opener.labels:
                    openers.pop()
            if run.opens and run.labels:
                openers.append(run)
        return found

    def _runs(self, *, as_punctuation: bool) -> list[_Run]:
        runs: list[_Run] = []
        for index, delimiter in enumerate(self.written):
            if not delimiter or delimiter[0] not in "*_~":
                continue
            if runs and not self.pieces[index] and runs[-1].character == delimiter[0] and runs[-1].labels[-1] == index - 1:
                runs[-1].labels += [index] * len(delimiter)
            else:
                runs.append(_Run(delimiter[0], index, [index] * len(delimiter)))
        for run in runs:
            before, after = self._around(run.labels[0])[0], self._around(run.labels[-1])[1]
            run.flank(kind(before).replace("?", "." if as_punctuation else "a"), kind(after).replace("?", "." if as_punctuation else "a"))
        return runs


class _Kramdown(_Emphasis):
    """Emphasis as kramdown reads it, mark by mark: what stands around a mark is of no account, but neither kind stands
    within itself, and where marks of one sign meet, two of them are read before one.
    """

    def _misread(self) -> list[int]:
        wrong: list[int] = []
        around: Counter[str] = Counter()             # the delimited pairs that are open
        tildes = [0, *accumulate((piece + mark).count("~") for piece, mark in zip(self.pieces, [*self.written, ""], strict=True))]
        for index, mark in enumerate(self.marks):
            if self.written[index][:1] not in {"*", "_", "~"}:
                continue
            if mark not in _OPENING:
                around[_OPENING[_CLOSING.index(mark)]] -= 1
                continue
            closing = self.partner[index]
            if mark == DEL:                          # two tildes end it, whatever they stand in
                is_read = tildes[closing] - tildes[index + 1] + self.pieces[closing].count("~") == 0
            else:
                is_read = not around[mark] and self._is_read(index, closing)
            if not is_read:
                wrong.append(index)
            around[mark] += 1
        return wrong

    def _is_read(self, opening: int, closing: int) -> bool:
        sign = self.written[opening][0]
        if not self.pieces[opening] and opening and self.written[opening - 1].endswith(sign) \
                and not (self.marks[opening - 1] == STRONG and self.marks[opening] == EM):
            return False
        if sign == "*":
            return True
        before, after = self.pieces[opening][-2:], self.pieces[closing + 1][:1]
        return not (before[-1:].isalpha() or (before[-1:] == "-" and before[:1].isalpha()) or after.isalnum())


class _Run:
    """A delimiter run (6.2): for each of its characters, the mark that it belongs to."""

    def __init__(self, character: str, place: int, labels: list[int]) -> None:
        self.character = character
        self.place = place
        self.labels = labels
        self.length = 0
        self.opens = self.closes = False

    def flank(self, before: str, after: str) -> None:
        """Tell from the kinds of characters around it what the run can do."""
        self.length = len(self.labels)
        left = after == "a" or (after == "." and before in " .")
        right = before == "a" or (before == "." and after in " .")
        inside = self.character == "_"
        self.opens = left and (not inside or not right or before == ".")
        self.closes = right and (not inside or not left or after == ".")

    def fits(self, closer: _Run) -> bool:
        """The run can open what another closes (rules 9 and 10; GFM 6.5 for `~`)."""
        if self.character == "~":
            return self.length == closer.length == 2
        both = (self.opens and self.closes) or (closer.opens and closer.closes)
        return not (both and (self.length + closer.length) % 3 == 0 and (self.length % 3 or closer.length % 3))


def flanks(before: str, first: str, last: str, after: str) -> bool:
    """Delimiters open and close emphasis around a text of which these are the outer characters, and those around it (6.2)."""
    opening, closing = kind(first), kind(last)
    return (opening == "a" or (opening in ".?" and kind(before) in " .")) \
        and (closing == "a" or (closing in ".?" and kind(after) in " ."))


@cache
def kind(character: str) -> str:
    """How emphasis sees a character (6.2): a blank " ", punctuation ".", perhaps punctuation "?", anything else "a".

    Symbols are punctuation since 0.31; older renderers take only ASCII's for it.
    """
    if not character or character.isspace() or character == BLANK:
        return " "
    general = category(character)
    if general[0] == "P" or (general[0] == "S" and character.isascii()):
        return "."
    return "?" if general[0] == "S" else "a"
