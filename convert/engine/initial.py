"""`newsconv init`: the first settings of a repository, from what it shows."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from ..model.document import Document
from ..model.finding import Report
from ..rules import load_rule
from .baseline import FILE_NAME as BASELINE
from .files import replace
from .repository import Repository, Unreadable
from .settings import BadSettings, Settings
from .settings.choice import ALL
from .settings.files import FILE_NAME, files_of
from .settings.values import as_toml
from .validation import validate
from .walk import root_of

SAMPLE = 1000                        # posts whose heads and links are looked at, evenly spread
MANY = 100                           # findings of one rule: more than anybody mends in one go
_GENERATORS = {"jekyll": "Jekyll", "hugo": "Hugo", "plain": "No generator"}
_RARE = 0.9                          # a key that fewer posts have is no key of all
_FAMILIAR = 0.5                      # a key that fewer have is not worth telling
_MOST_HOSTS = 5
_MOST_RULES = 8
_SHARED = ("ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org")       # second labels of countries
_IN_VAIN = 10                        # links below one folder of which none leads anywhere
_MOST_PREFIXES = 3
_MOST_CATEGORIES = 40


class HasSettings(BadSettings):
    """There are settings already; the message says where, and what to do."""


class Seen(NamedTuple):
    """What a repository shows. Of the posts that were `looked_at`: their keys and categories, the offsets of their times, and the hosts
    that their links name. `found` is what all rules find in all files.
    """

    root: Path
    generator: str
    address: str
    zone: str | None
    engine: str | None
    kinds: Counter[str]
    looked_at: int
    keys: Counter[str]
    categories: Counter[str]
    offsets: Counter[str]
    hosts: Counter[str]
    own_hosts: frozenset[str]
    found: Report

    @property
    def counts(self) -> Counter[str]:
        """How often each rule fires that runs by default."""
        return Counter({name: count for name, count in self.found.summary.rules.items() if load_rule(name).default})

    @property
    def idle_counts(self) -> Counter[str]:
        """How often each rule would fire that runs only when it is selected."""
        return Counter({name: count for name, count in self.found.summary.rules.items() if not load_rule(name).default})

    @property
    def often(self) -> list[str]:
        """The rules that fire more often than anybody mends in one go."""
        return [name for name, count in self.counts.most_common() if count > MANY]

    @property
    def kin(self) -> list[str]:
        """Hosts that posts link to and that may be the site itself: of its domain, the most frequent first."""
        domains = {_domain(host) for host in self.own_hosts}
        return [host for host, _ in self.hosts.most_common() if _domain(host) in domains and host not in self.own_hosts][:_MOST_HOSTS]


def look(path: Path) -> Seen:
    """Look at the repository around a path."""
    root = root_of([path])
    repository = Repository([root], Settings(select=(ALL,)))
    targets = repository.targets()
    kinds = {target: repository.site.kind(target, has_head=True) or "static" for target in targets}
    posts = [target for target in targets if kinds[target] == "post"] or targets
    sample = posts[::max(1, -(-len(posts) // SAMPLE))]
    keys, categories, offsets, hosts = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for document in _read(repository, sample):
        keys.update(document.front_matter.values.keys())
        categories.update(document.meta.categories)
        if (moment := document.meta.published) and moment.hour is not None:
            offsets[moment.zone or "no offset"] += 1
        hosts.update(set(_hosts(document)))
    site = repository.site
    return Seen(root, site.generator, site.address + site.baseurl, site.timezone, site.engine.flavor if site.engine else None,
                Counter(kinds.values()), len(sample), keys, categories, offsets, hosts, repository.hosts, validate([root], repository.settings))


def _read(repository: Repository, targets: Iterable[str]) -> Iterator[Document]:
    for target in targets:
        try:
            yield repository.document(target)
        except Unreadable:               # a rule says so
            continue


def _hosts(document: Document) -> Iterator[str]:
    for link in document.links:
        if link.kind == "external":
            try:
                host = urlsplit(link.target).hostname
            except ValueError:
                continue
            if host:
                yield host


def _domain(host: str) -> str:
    """The end of a host name that somebody owns, as a guess: two labels, or three below `com.cn` and its like."""
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels[-1]) == 2 and labels[-2:-1] and labels[-2] in _SHARED else labels[-2:])


# what it says

def told(seen: Seen) -> Iterator[str]:
    """What was seen, in a few lines."""
    yield ", ".join([_GENERATORS[seen.generator], *_sizes(seen), *filter(None, (seen.address, _zone(seen), seen.engine and f"Markdown as {seen.engine} reads it"))]) + "."
    if keys := _key_evidence(seen):
        yield f"Front matter: {keys}."
    yield f"Findings: {_findings(seen.counts) or 'none'}."
    if seen.often:
        count = len(seen.often)
        yield (f"{count:,} rule{'s' * (count > 1)} fire{'s' * (count == 1)} more than {MANY} times: “newsconv validate --write-baseline” puts what there is "
               "into a baseline, so that only new findings are shown.")


def _findings(counts: Counter[str]) -> str:
    """How often the rules fire that fire most often, and how often the others do."""
    shown = counts.most_common(_MOST_RULES)
    others = len(counts) - len(shown)
    rest = counts.total() - sum(count for _, count in shown)
    return ", ".join([*(f"{name} {count:,}" for name, count in shown), *([f"{others:,} other rule{'s' * (others > 1)} {rest:,}"] if others else [])])


def _sizes(seen: Seen) -> Iterator[str]:
    for kind in ("post", "draft", "page"):
        if count := seen.kinds[kind]:
            yield f"{count:,} {kind}{'s' * (count > 1)}"
    if others := seen.kinds.total() - seen.kinds["post"] - seen.kinds["draft"] - seen.kinds["page"]:
        yield f"{others:,} other file{'s' * (others > 1)}"


def _zone(seen: Seen) -> str:
    """The zone that the site says, else the offset that most of its posts write."""
    if seen.zone:
        return f"zone {seen.zone}"
    offset, count = next(iter(seen.offsets.most_common(1)), ("", 0))
    return f"the site says no zone, {_part(count, seen.offsets.total())} of the times have {offset}" if offset else ""


def _part(count: int, of: int) -> str:
    return "all" if count == of else f"{100 * count // of}%"


def _key_evidence(seen: Seen) -> str:
    """The keys that posts have, with how many have them."""
    return ", ".join(f"{key} ({_part(count, seen.looked_at)})" for key, count in seen.keys.most_common() if count >= _FAMILIAR * seen.looked_at)


# what it writes

_HEAD = ("# Settings of newsconv. “newsconv config” shows what they come to, “newsconv rules” what there is to select.",)
_OVERRIDES = ("# What differs for some files.", "# [[overrides]]", '# paths = ["archive/"]', '# ignore = ["date"]')


def settings_for(seen: Seen) -> str:
    """The settings, with comments: what is active changes nothing yet, what was seen stands there as a suggestion."""
    parts = [_HEAD, _rules(seen), _baseline(seen), _site(seen), _categories(seen), _schemas(seen), _OVERRIDES]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _rules(seen: Seen) -> list[str]:
    idle = [f"{name} {count:,}" for name, count in seen.idle_counts.most_common()]
    return [
        "# Rules or families; “default” are all but those that only run when they are selected.",
        *([f"# Of those, here would find something: {', '.join(idle)}.",
           f"# select = {as_toml(['default', *seen.idle_counts])}"] if idle else []),
        'select = ["default"]',
        "",
        "# The least severity that makes a run fail: error, warning or info.",
        'fail-on = "error"']


def _baseline(seen: Seen) -> list[str]:
    often = [f"# More than {MANY} findings: {', '.join(f'{name} {seen.counts[name]:,}' for name in seen.often)}."] if seen.often else []
    return [*often, "# A file with known findings, which are hidden; “newsconv validate --write-baseline” writes it.", f"# baseline = {as_toml(BASELINE)}"]


def _site(seen: Seen) -> list[str]:
    hosts = seen.kin or ["old.example.org"]
    about = "Posts link to these hosts of the same domain. If they are this site, too, their links are checked:" if seen.kin else \
        "Further names of this site, whose links are checked:"
    prefixes = _missing_prefixes(seen) or ["^/search/"]
    return [f"# {about}", f"# hosts = {as_toml(hosts)}", "",
            "# URLs that no source shows, as those that plugins or the server make:" if prefixes == ["^/search/"] else
            "# Most links to pages that are not there begin like this. If plugins or the server make them:",
            f"# known-urls = {as_toml(prefixes)}"]


def _missing_prefixes(seen: Seen) -> list[str]:
    """The first folders of what many links lead to in vain."""
    folders = Counter(f"^/{target.split('/')[1]}/" for one in seen.found.diagnostics
                      if one.rule == "link-broken" and (target := one.target or "").startswith("/") and target.count("/") > 1 and target[1] not in "/{")
    return [folder for folder, count in folders.most_common(_MOST_PREFIXES) if count >= _IN_VAIN]


def _categories(seen: Seen) -> list[str]:
    names = sorted(name for name, count in seen.categories.items() if count > 1)
    shown = names if 0 < len(names) <= _MOST_CATEGORIES else ["world", "markets"]
    return ["# The categories that more than one post has; of others, “taxonomy-unknown” would speak." if shown is names else
            "# The categories that there are; of others, “taxonomy-unknown” would speak.",
            "# [rules.taxonomy-unknown]", f"# categories = {as_toml(shown)}"]


def _schemas(seen: Seen) -> list[str]:
    common = [key for key, count in seen.keys.most_common() if count >= _RARE * seen.looked_at]
    return [*([f"# Nearly all posts have: {', '.join(common)}."] if common else []),
            "# JSON Schemas for the front matter; without any, posts need a title. “newsconv schema infer” writes one of what posts have.", "# [schemas]",
            '# "_posts/**" = "newsconv:news"']


def refuse_if_there(root: Path) -> None:
    """HasSettings when a repository has settings."""
    if files := files_of(root):
        has = files[-1]
        own = os.path.abspath(has.path) == os.path.abspath(root / FILE_NAME)
        raise HasSettings(f"{has.shown}: there are settings already; " + (
            "--force replaces them" if own else f"--force writes {os.path.relpath(root / FILE_NAME)}, which goes before them") + ", --stdout only shows new ones")


def write(root: Path, text: str) -> str:
    """Write settings; what the file is called, from here."""
    replace(root / FILE_NAME, text.encode())
    return os.path.relpath(root / FILE_NAME)
