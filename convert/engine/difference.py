"""What a change of a post's source changed of the post: the proof of fixes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model.body import text_of
from ..model.document import Document

# What belongs to no text: a safe fix may take it away (Unicode's controls and format characters that show nothing).
_UNSEEN = re.compile("[\x00-\x20\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]+")
# Rules about a head that was none before: of its values nothing can be compared, and the body was more than it is.
_ABOUT_THE_HEAD = frozenset({"fm-missing", "fm-syntax", "fm-unclosed"})


def difference(before: Document, after: Document, rules: Iterable[str], flagged: Iterable[str]) -> str | None:
    """What a change of the source changed that it should not have; None when it is safe."""
    head = not _ABOUT_THE_HEAD.isdisjoint(rules)
    if after.front_matter.error and not before.front_matter.error:
        return "the front matter cannot be read any more"
    left_out = set(flagged)
    if head and (not after.front_matter.values or after.front_matter.error):
        return "the front matter cannot be read all the same"
    if not head:
        old, new = ({key: value for key, value in document.front_matter.values.items() if key not in left_out} for document in (before, after))
        if old != new or list(before.front_matter.values) != list(after.front_matter.values):
            return "the front matter would say something else"
    texts = [_UNSEEN.sub("", document.restore(text_of(document.body))) for document in (before, after)]
    if (not texts[0].endswith(texts[1])) if head else texts[0] != texts[1]:
        return "the text would be another"
    return None if head or len(before.links) == len(after.links) else "there would be more or fewer links"
