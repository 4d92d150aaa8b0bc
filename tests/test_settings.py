"""Settings: where they stand, what goes over what, the options of rules, and the schema that is made of it all."""

from __future__ import annotations

import errno
import json
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import pytest
from click.testing import CliRunner
from disk import Site, found
from jsonschema import Draft7Validator

from convert.cli import main
from convert.engine import configuration
from convert.engine.settings import BadSettings, Override, Settings, load
from convert.engine.settings.choice import Choice
from convert.engine.settings.files import files_of
from convert.engine.settings.keys import KEYS, OVERRIDE_KEYS, field_of
from convert.engine.settings.options import options_of, read_options, schema_of
from convert.engine.settings.schema import schema, text
from convert.model.finding import Finding
from convert.rules import Rule, load_rule, rule_names

HOME = Path(__file__).parent.parent
BY_DEFAULT = frozenset(name for name in rule_names() if load_rule(name).default)
FM = frozenset(name for name in rule_names() if name.startswith("fm-"))


# which rules run

@pytest.mark.parametrize(("choice", "rules"), [
    (Choice(), BY_DEFAULT),
    (Choice(("default",)), BY_DEFAULT),
    (Choice(("all",)), frozenset(rule_names())),
    (Choice(("default", "image-alt")), BY_DEFAULT | {"image-alt"}),
    (Choice(("fm",)), FM),
    (Choice(("fm-*",)), FM),
    (Choice(("fm",), ("fm-syntax",)), FM - {"fm-syntax"}),
    (Choice(("fm",), ("all",)), frozenset()),
    (Choice((), ("fm",)), BY_DEFAULT - FM),
    (Choice((), ("fm",)).narrowed(("fm",), ()), FM),
    (Choice((), ("fm",)).narrowed(("fm-syntax",), ()), {"fm-syntax"}),
    (Choice((), ("fm-syntax",)).narrowed(("fm",), ()), FM - {"fm-syntax"}),
    (Choice((), ("fm-syntax",)).narrowed(("fm-syntax",), ()), {"fm-syntax"}),
    (Choice(("fm",)).narrowed((), ("fm-syntax",)), FM - {"fm-syntax"}),
    (Choice(("fm",)).narrowed(("link-hop",), ()).narrowed((), ("link-hop",)), frozenset()),
], ids=str)
def test_a_choice(choice: Choice, rules: frozenset[str]) -> None:
    assert choice.rules == rules


def test_what_holds_for_a_file_is_made_once_for_all_that_the_same_overrides_match() -> None:
    plain = Settings()
    assert plain.by_path["a.md"] is plain.by_path["b.md"] is plain.by_path.for_all
    settings = Settings(overrides=(Override(("old/",), ignore=("fm",)), Override(("*.html",), severity={"link": "info"})))
    assert settings.by_path["old/a.md"] is settings.by_path["old/b.md"]
    assert settings.by_path["c.md"] is settings.by_path.for_all
    assert settings.by_path["old/a.html"].severity("link-hop") == "info"
    assert settings.by_path["old/a.md"].severity("link-hop") is None
    assert not FM & set(settings.by_path["old/a.html"].names)


# in which files

def test_settings_of_another_repository_above_do_not_count(site: Site, tmp_path: Path) -> None:
    site.put("newsconv.toml", 'fail-on = "info"\n')
    site.put("inner/_config.yml", "title: x\n")
    assert load(tmp_path / "inner").fail_on == "info"
    (tmp_path / "inner" / ".git").mkdir()
    assert load(tmp_path / "inner").fail_on == "error"


def test_the_nearest_file_counts_alone(site: Site, tmp_path: Path) -> None:
    site.put("newsconv.toml", 'fail-on = "info"\nhosts = ["a.example.org"]\n')
    site.put("inner/pyproject.toml", '[tool.newsconv]\nfail-on = "warning"\n')
    assert (load(tmp_path / "inner").fail_on, load(tmp_path / "inner").hosts) == ("warning", ())
    site.put("inner/newsconv.toml", "")
    assert load(tmp_path / "inner") == Settings()


def test_a_folder_above_that_nobody_may_look_into_is_passed_over(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()

    def refuse(path: Path) -> bytes:
        raise FileNotFoundError if path.parent == tmp_path / "inner" else PermissionError(errno.EACCES, "Permission denied")
    monkeypatch.setattr("convert.engine.settings.files.read_file", refuse)
    assert load(tmp_path / "inner") == Settings()
    site.put("newsconv.toml", "")
    with pytest.raises(BadSettings, match=r"newsconv\.toml: Permission denied$"):
        load(tmp_path / "inner")


def test_globs_are_seen_from_the_folder_of_the_settings(site: Site) -> None:
    site.put("newsconv.toml", 'select = ["link-empty"]\nexclude = ["blog/old/"]\n[[overrides]]\npaths = ["/blog/_posts/2022-02-15-b.md"]\nignore = ["link"]\n')
    site.put("blog/_config.yml", "title: x\n")
    for name in ("_posts/2022-02-15-a.md", "_posts/2022-02-15-b.md", "old/2022-02-15-c.md"):
        site.put(f"blog/{name}", "---\ntitle: x\n---\n[x]()\n")
    places = [line.split(":")[0] for line in site.validate("blog").output.splitlines()[:-1]]
    assert places == ["blog/_posts/2022-02-15-a.md"]


def test_a_baseline_lies_beside_the_settings_that_name_it(site: Site) -> None:
    site.post("a", "[x]()\n")
    site.put("newsconv.toml", 'extends = "house/rules.toml"\n')
    site.put("house/rules.toml", 'baseline = "known.json"\n')
    site.validate("--write-baseline")
    assert (site.folder / "house" / "known.json").is_file()
    assert found(site.validate().output) == []


def test_a_schema_beside_the_repository_refers_to_what_lies_beside_it(site: Site) -> None:
    site.put("newsconv.toml", 'extends = "house/rules.toml"\nselect = ["schema"]\n')
    site.put("house/rules.toml", '[schemas]\n"*.md" = "post.json"\n')
    site.put("house/post.json", '{"properties": {"title": {"$ref": "title.json"}}}')
    site.put("house/title.json", '{"maxLength": 2}')
    site.put("blog/newsconv.toml", 'extends = "../house/rules.toml"\n')
    site.put("blog/_posts/2022-02-15-a.md", "---\ntitle: Fog\n---\n")
    assert "“title” is longer than 2 characters" in site.validate("blog").output


def test_a_cycle_is_found_by_whatever_name_its_files_have(site: Site, tmp_path: Path) -> None:
    site.put("newsconv.toml", 'extends = "same.toml"\n')
    (tmp_path / "same.toml").symlink_to("newsconv.toml")
    with pytest.raises(BadSettings, match=r"^newsconv\.toml:1: extends: “same\.toml” extends this file in its turn$"):
        load(tmp_path)


def test_one_file_may_be_extended_twice(site: Site, tmp_path: Path) -> None:
    site.put("newsconv.toml", 'extends = ["a.toml", "b.toml"]\n')
    for name in ("a", "b"):
        site.put(f"{name}.toml", f'extends = "c.toml"\n[severity]\n{"fm" if name == "a" else "date"} = "info"\n')
    site.put("c.toml", 'fail-on = "info"\n[severity]\nlink = "info"\n')
    assert load(tmp_path).severity == {"link": "info", "fm": "info", "date": "info"}
    assert [file.shown for file in files_of(tmp_path)] == ["c.toml", "a.toml", "c.toml", "b.toml", "newsconv.toml"]


def test_tables_are_put_together_and_options_one_by_one(site: Site, tmp_path: Path) -> None:
    site.put("newsconv.toml", 'extends = "a.toml"\n[rules.unsafe-markup]\nscript-hosts = ["new.example.org"]\n[[overrides]]\npaths = ["b/"]\n')
    site.put("a.toml", '[rules]\nunsafe-markup = {script-hosts = ["old.example.org"]}\nhtml-obsolete.allowed = ["center"]\n[[overrides]]\npaths = ["a/"]\n')
    settings = load(tmp_path)
    assert settings.rules == {"unsafe-markup": {"script_hosts": ("new.example.org",)}, "html-obsolete": {"allowed": ("center",)}}
    assert [override.paths for override in settings.overrides] == [("a/",), ("b/",)]


def test_other_settings_are_in_force_at_once_also_of_files_that_are_remembered(site: Site) -> None:
    for number in range(150):
        site.post(f"p{number}", f'{number} <script src="https://platform.example.org/x.js"></script>\n')
    settings = 'select = ["unsafe-markup"]\n'
    for said, count in (("", 150), ('[rules.unsafe-markup]\nscript-hosts = ["platform.example.org"]\n', 0),
                        ('[[overrides]]\npaths = ["*-p1?.md"]\nrules = {unsafe-markup = {script-hosts = ["platform.example.org"]}}\n', 140),
                        ('[[overrides]]\npaths = ["*-p2.md"]\nignore = ["all"]\n', 149)):
        site.put("newsconv.toml", settings + said)
        assert [len(found(site.validate().output)) for _ in range(2)] == [count, count]


# options of rules

class Options(NamedTuple):
    declared: Annotated[tuple[str, ...], "the words that there are"] = ("x",)
    most: Annotated[int, "as many as there may be"] = 3
    is_strict: Annotated[bool, "whether all count"] = False
    instead: Annotated[str, "what is written instead"] = ""
    by: Annotated[Literal["name", "size"], "what they go by"] = "name"


def check(document: Any, options: Options = Options()) -> list[Finding]:  # noqa: B008 - as the rule would be given it
    return [Finding(f"{options.most} {options.by}")]


RULE = Rule("word-unknown", "warning", "page", check, "", options=Options)


def test_options_are_read_as_they_are_declared() -> None:
    said = {"declared": ["a"], "most": 5, "is-strict": True, "instead": "", "by": "size"}
    values = read_options(RULE, said)
    assert values == {"declared": ("a",), "most": 5, "is_strict": True, "instead": "", "by": "size"}
    assert [finding.message for finding in RULE.with_options(values).check(None)] == ["5 size"]        # type: ignore[call-arg, arg-type]
    assert [finding.message for finding in RULE.with_options({"most": 4}).check(None)] == ["4 name"]    # type: ignore[call-arg, arg-type]
    assert RULE.with_options({}) is RULE


@pytest.mark.parametrize(("said", "message"), [
    ({"most": "3"}, "most: must be a whole number, is “3”"),
    ({"most": True}, "most: must be a whole number, is true"),
    ({"is-strict": 1}, "is-strict: must be true or false, is 1"),
    ({"declared": [1]}, "declared: must be a list of strings, is [1]"),
    ({"instead": []}, "instead: must be a string, is []"),
    ({"by": "sise"}, "by: there is no by “sise”; did you mean “size”?"),
    ({"is_strict": True}, "there is no option “is_strict”; did you mean “is-strict”?"),
    ([], "must be a table of options, is []"),
])
def test_options_that_cannot_be_used(said: Any, message: str) -> None:
    with pytest.raises(BadSettings, match=f"^{re.escape(message)}$"):
        read_options(RULE, said)


def test_the_schema_of_an_option_is_made_of_its_declaration() -> None:
    assert {option.name: schema_of(option) for option in options_of(RULE)}["by"] == {
        "description": "What they go by.", "enum": ["name", "size"], "default": "name"}
    assert schema_of(options_of(RULE)[1]) == {"description": "As many as there may be.", "type": "integer", "default": 3}


class Untold(NamedTuple):
    most: int = 3


class Odd(NamedTuple):
    most: Annotated[float, "how much"] = 0.5


@pytest.mark.parametrize(("options", "message"), [(Untold, "“most” needs a default, and a type with a text"), (Odd, "of a type that settings do not have")])
def test_a_declaration_that_says_too_little_is_refused(options: type, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        options_of(RULE._replace(options=options))


@pytest.mark.parametrize("name", [name for name in rule_names() if load_rule(name).options])
def test_options_of_our_rules_are_told_well(name: str) -> None:
    for option in options_of(load_rule(name)):
        assert re.fullmatch(r"[a-z].*[^.]", option.about)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", option.name)


# the schema, and the examples of the documentation

def tomls(*names: str) -> list[tuple[str, str]]:
    """The settings that stand in Markdown: fences that are settings by their name, or have none."""
    fences = re.compile(r"^```toml( \S*(?:newsconv|pyproject|house/\w+|one|two)\.toml)?\n(.*?)^```$", re.M | re.S)
    return [(f"{name}: {found[1]}", found[2]) for name in names for found in fences.finditer((HOME / name).read_text("utf-8"))]


def settings_in(said: str) -> Any:
    data = tomllib.loads(said)
    return data["tool"]["newsconv"] if "tool" in data else {} if "project" in data else data


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(schema())
    assert (HOME / "schemas" / "newsconv.schema.json").read_text("utf-8") == text()
    assert CliRunner().invoke(main, ["config", "--schema"]).output == text()


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in tomls(
    "README.md", "docs/settings.md", "docs/baseline.md", *(f"fixtures/cases/settings/{name}.md" for name in ("settings", "files", "overrides", "options")),
    "fixtures/cases/config/config.md")[:-1]])
def test_the_schema_takes_the_settings_of_the_documentation(said: str) -> None:
    assert [error.message for error in Draft7Validator(schema()).iter_errors(settings_in(said))] == []


# What no schema can know: which files there are, and what they hold; what is no pattern of .gitignore and no expression.
BEYOND_SCHEMAS = ("house/rules.toml", "one.toml", "two.toml", "pyproject.toml", '"!"', "schemas/post.json", '"post.json"', "^/(tags")


@pytest.mark.parametrize("said", [pytest.param(said, id=name) for name, said in tomls("fixtures/cases/errors/settings.md")
                                  if "[link]" not in said and "[project]" not in said and not any(word in said for word in BEYOND_SCHEMAS)
                                  and "extends" not in said])
def test_the_schema_refuses_what_the_program_refuses(said: str) -> None:
    assert not Draft7Validator(schema()).is_valid(settings_in(said))


@pytest.mark.parametrize("name", KEYS)
def test_the_example_of_a_key_can_be_used(name: str, site: Site, tmp_path: Path) -> None:
    said = KEYS[name].example
    for file in ("../house/newsconv.toml", "schemas/our-post.schema.json"):
        site.put(f"inner/{file}", "{}" if file.endswith("json") else "")
    site.put("inner/newsconv.toml", said)
    assert set(tomllib.loads(said)) == {name}
    assert name == "extends" or getattr(load(tmp_path / "inner"), field_of(name)) != getattr(Settings(), field_of(name))
    assert Draft7Validator(schema()).is_valid(tomllib.loads(said))


def test_the_examples_of_overrides_can_be_used(site: Site, tmp_path: Path) -> None:
    site.put("newsconv.toml", "[[overrides]]\n" + "\n".join(key.example for key in OVERRIDE_KEYS.values()))
    (override,) = load(tmp_path).overrides
    assert all(getattr(override, name) for name in OVERRIDE_KEYS)


def test_keys_are_what_settings_hold() -> None:
    assert {field_of(name) for name in KEYS} - {"extends"} == set(Settings.__dataclass_fields__) - {"below"}
    assert set(OVERRIDE_KEYS) == set(Override._fields)


# who says so

def explained(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    facts = configuration.explain(path)
    return facts, {row["rule"]: row for row in facts["rules"]}


def test_who_says_so_for_programs(site: Site, tmp_path: Path) -> None:
    site.put("pyproject.toml", '[project]\nname = "x"\n\n[tool.newsconv]\nextends = "base.toml"\nexclude = ["old/"]\nseverity.fm-missing = "info"\n')
    site.put("base.toml", 'ignore = [\n  "fm-syntax",\n]\n\n[[overrides]]\npaths = ["old/"]\n\n[overrides.rules.html-obsolete]\nallowed = ["center"]\n')
    site.put("old/a.md", "x")
    facts, rules = explained(tmp_path / "old" / "a.md")
    assert (facts["path"], facts["files"], facts["excluded"]) == ("old/a.md", ["base.toml", "pyproject.toml"], True)
    assert {"key": "exclude", "value": ["old/"], "said": {"file": "pyproject.toml", "line": 6}} in facts["settings"]
    assert {"key": "fail-on", "value": "error", "said": None} in facts["settings"]
    assert facts["overrides"] == [{"paths": ["old/"], "matches": True, "said": {"file": "base.toml", "line": 5}}]
    assert rules["fm-missing"] == {"rule": "fm-missing", "runs": True, "why": "default", "said": None, "severity": "info",
                                   "severity_said": {"file": "pyproject.toml", "line": 7}, "options": {}}
    assert (rules["fm-syntax"]["runs"], rules["fm-syntax"]["why"], rules["fm-syntax"]["said"]) == (False, "ignored", {"file": "base.toml", "line": 1})
    assert (rules["image-alt"]["runs"], rules["image-alt"]["why"]) == (False, "only when it is selected")
    assert rules["html-obsolete"]["options"] == {"allowed": {"value": ["center"], "said": {"file": "base.toml", "line": 9}}}
    assert json.loads(CliRunner().invoke(main, ["config", "--format", "json", "old/a.md"]).output) == facts


@pytest.mark.parametrize("rule", ["link-hop", "link-case", "image-alt", "fm-syntax", "unused-suppression"])
@pytest.mark.parametrize("path", ["a.md", "old/a.md", "old/new/a.md"])
def test_what_is_explained_is_what_runs(site: Site, tmp_path: Path, rule: str, path: str) -> None:
    site.put("newsconv.toml", """ignore = ["link-hop", "fm"]
[[overrides]]
paths = ["old/"]
select = ["link", "image-alt"]
severity = {link = "error"}
[[overrides]]
paths = ["new/"]
select = ["default"]
ignore = ["unused-suppression"]
severity = {link-case = "info"}
""")
    site.put(path, "x")
    _, rules = explained(tmp_path / path)
    in_force = load(tmp_path).by_path[path]
    assert rules[rule]["runs"] == (rule in in_force.names)
    assert rules[rule]["severity"] == (in_force.severity(rule) or load_rule(rule).severity)
    assert (rules[rule]["said"] is None) == (rules[rule]["why"] in ("default", "only when it is selected"))
