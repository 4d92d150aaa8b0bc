"""What the reporters for people share: colours, and the sentence that closes a report."""

from __future__ import annotations

from ..model.finding import SEVERITIES, Summary

# SGR parameters (ECMA-48, section 8.3.117): bold, and of the eight basic colours those that any background bears.
BOLD, BLUE = "1", "1;34"
COLOURS = {"error": "1;31", "warning": "1;33", "info": "1;36"}


def paint(text: str, style: str, *, color: bool) -> str:
    """The text in a style, or as it is where colours are not wanted."""
    return f"\x1b[{style}m{text}\x1b[0m" if color else text


def closing(summary: Summary) -> str:
    """“Found 3 errors and 1 warning in 64 files. 2 fixable with --fix, 1 hidden.”, and what was asked of the web."""
    found = [counted(number, severity) for severity in SEVERITIES if (number := summary.severities.get(severity, 0))]
    what = f"Found {_listed(found)}" if found else "No findings"
    safe = summary.fixable - summary.unsafe
    besides = ((safe, "fixable with --fix"), (summary.unsafe, f"{'more' if safe else 'fixable'} with --unsafe-fixes"), (summary.hidden, "hidden"))
    extra = [f"{number} {word}" for number, word in besides if number]
    return f"{what} in {counted(summary.files, 'file')}." + (f" {', '.join(extra)}." if extra else "") + _external(summary)


def _external(summary: Summary) -> str:
    """“ External links: 12 asked, 30 remembered, 2 unverified, 4 left out.”"""
    if summary.external is None:
        return ""
    counts = [f"{number:,} {name.replace('_', ' ')}" for name, number in summary.external._asdict().items() if number]
    return f" External links: {', '.join(counts) or 'none'}."


def counted(number: int, noun: str) -> str:
    """“1 file”, “2 files”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
