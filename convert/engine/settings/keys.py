"""The keys that settings have, with what they say, of which kind their values are, and an example.

What reads settings, their JSON Schema, `newsconv config` and docs/settings.md go by these two tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...registry import did_you_mean
from . import BadSettings, Override, external, inside, values
from .options import OPTIONS

EXTENDS = "extends"


class Key(NamedTuple):
    """One key: a sentence or two in Markdown, the kind of its value, what holds when it is not said, and an example in TOML."""

    about: str
    kind: values.Kind
    default: str
    example: str


def field_of(key: str) -> str:
    """The name that a key has in `Settings`."""
    return key.replace("-", "_")


def read_keys(said: Mapping[str, Any], keys: Mapping[str, Key]) -> dict[str, Any]:
    """The values of a table, by field; BadSettings for a key that there is not, and for values that cannot be used."""
    read = {}
    for key, value in said.items():
        if key not in keys:
            raise BadSettings(f"there is no setting “{key}”{did_you_mean(key, list(keys))}", (), (key,))
        with inside(key):
            read[field_of(key)] = keys[key].kind.read(value)
    return read


def _by_key(value: Any, keys: Mapping[str, Key]) -> dict[str, Any]:
    """The values of a table within settings, by key."""
    read = read_keys(values.table(value, ""), keys)
    return {key: read[field_of(key)] for key in value}


def _overrides(value: Any) -> tuple[Override, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BadSettings(f"must be tables, each below [[overrides]], is {values.shown(value)}")
    overrides = []
    for number, said in enumerate(value):
        with inside(number):
            if not said.get("paths"):
                raise BadSettings("says no “paths” that it is for")
            overrides.append(Override(**read_keys(said, OVERRIDE_KEYS)))
    return tuple(overrides)


def schema_of(key: Key) -> dict[str, Any]:
    """What a JSON Schema says of a key."""
    return {"description": key.about.replace("`", ""), **key.kind.schema()}


OVERRIDE_KEYS: dict[str, Key] = {
    "paths": Key("The files that it is for.", values.GLOBS, "", 'paths = ["archive/", "*.html"]'),
    "select": Key("The rules that run on these files, instead of those that run on all.", values.RULES, "as for all files", 'select = ["link"]'),
    "ignore": Key("Rules that do not run on these files.", values.RULES, "none more", 'ignore = ["date", "html-obsolete"]'),
    "severity": Key("The severity of rules on these files.", values.SEVERITIES_OF_RULES, "as for all files", 'severity = {link-empty = "info"}'),
    "rules": Key("Options of rules on these files.", OPTIONS, "as for all files", 'rules = {html-obsolete = {allowed = ["center"]}}'),
}
OVERRIDES = values.Kind("tables", _overrides, lambda: {"type": "array", "items": {
    "type": "object", "additionalProperties": False, "required": ["paths"],
    "properties": {name: schema_of(key) for name, key in OVERRIDE_KEYS.items()}}})
EXTERNAL_KEYS = {name: Key(about, kind, f"`{external.default_of(name)}`", example) for name, (about, kind, example) in external.KEYS.items()}
EXTERNAL = values.Kind("table", lambda value: _by_key(value, EXTERNAL_KEYS), lambda: {
    "type": "object", "additionalProperties": False, "properties": {name: schema_of(key) for name, key in EXTERNAL_KEYS.items()}})
KEYS: dict[str, Key] = {
    EXTENDS: Key("Settings to begin with, in other files: the later goes over the earlier, and this file over them all.", values.FILES, "none",
                 'extends = "../house/newsconv.toml"'),
    "select": Key("The rules that run. `default` are all but those that only run when they are selected, `all` is all; rules of other packages are meant "
                  "by their names and families alone.", values.RULES, "`default`",
                  'select = ["default", "image-alt"]'),
    "ignore": Key("Rules that do not run.", values.RULES, "none", 'ignore = ["date-filename-mismatch"]'),
    "exclude": Key("Files to pass over when their folder is checked; one that is named is checked all the same.", values.GLOBS, "none",
                   'exclude = ["drafts-old/", "*.bak"]'),
    "fail-on": Key("The least severity of a finding that makes the exit status 1.", values.SEVERITY, "`error`", 'fail-on = "warning"'),
    "baseline": Key("A file with known findings, which are hidden. `--write-baseline` writes it.", values.FILE, "none", 'baseline = ".newsconv-baseline.json"'),
    "hosts": Key("Further names of the site itself: links to them are links to its own pages.", values.HOSTS, "none", 'hosts = ["old.example.org"]'),
    "known-urls": Key("URLs of the site that no source shows; each expression is looked for in the path.", values.PATTERNS, "none",
                      'known-urls = ["^/search/"]'),
    "built": Key("A folder with the site as it was built: what lies there exists, though no source shows it.", values.FILE, "none", 'built = "_site"'),
    "generator-version": Key("The version of Jekyll or Hugo that builds the site. Unless it is said, that of Hugo is taken from the jobs and hosts that build "
                             "it, as far as they are in the repository.", values.VERSION, "a current one", 'generator-version = "0.111"'),
    "engine": Key("Who renders Markdown.", values.ENGINE, "the site's: kramdown for Jekyll, Goldmark for Hugo", 'engine = "gfm"'),
    "served-by": Key("Who serves the site. GitHub Pages and Netlify show `a.html` at `/a`, Netlify at `/a/`, too, and takes no notice of capitals; nginx (and "
                     "Apache) shows a folder's `index.html`; of plain files (a store of objects), each URL is the name of one. Unless it is said, `netlify.toml`, "
                     "`_redirects`, `CNAME`, the gem `github-pages` or the site's address tell.", values.SERVER,
                     "whom its files show, else as GitHub Pages", 'served-by = "nginx"'),
    "site": Key("Keys of the site's own configuration that go over those of its file: what Jekyll or Hugo is told on its command line, in its environment or "
                "in a second file.", values.SITE, "none", '[site]\nbaseurl = "/preview"\nshow_drafts = true'),
    "severity": Key("Severities of rules, in place of their own; a rule's own name goes before its family.", values.SEVERITIES_OF_RULES,
                    "each rule's own", '[severity]\nlink-empty = "error"\nhtml = "info"'),
    "rules": Key("Options of rules; `newsconv rules NAME` says which a rule has.", OPTIONS, "as each rule declares them",
                 '[rules.unsafe-markup]\nscript-hosts = ["platform.example.org"]'),
    "schemas": Key("JSON Schemas for the front matter of files. All that match a file hold.", values.SCHEMAS, "Jekyll's posts are held against `newsconv:post`",
                   '[schemas]\n"_posts/**" = "schemas/our-post.schema.json"\n"_pages/" = "newsconv:jekyll-page"'),
    "overrides": Key("What holds for some files, on top of the rest. Of several that match a file, the last has the last word.", OVERRIDES, "none",
                     '[[overrides]]\npaths = ["archive/"]\nignore = ["date"]\nseverity = {link = "info"}'),
    "book": Key("What a book says of itself, as the options of the same names.", values.BOOK, "from the posts and the site",
                '[book]\ntitle = "The Quay, collected"\ncover = "assets/cover.jpg"'),
    "external": Key("How `newsconv validate --external` asks other sites for the links that lead to them.", EXTERNAL, "as below",
                    '[external]\nexclude = ["://intranet\\\\."]\naccept = [403]'),
}
