"""Rules of other packages: `example_rules` is installed as users install it, and run by the real command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

HOME = Path(__file__).parent.parent
EXAMPLE = Path(__file__).parent / "example_rules"
LOUD = "---\ntitle: FERRY LATE\ndate: 2022-02-15 09:00:00 +0800\ncategory: Weather\n---\nIt came at noon.\n"
HIGH = "---\ntitle: Storm\ndate: 2022-02-15 09:00:00 +0800\ntide: high\n---\nWet.\n"


class Place(NamedTuple):
    """A site, and the folder that packages are installed into."""

    site: Path
    packages: Path

    def post(self, text: str, name: str = "a") -> Path:
        path = self.site / "_posts" / f"2022-02-15-{name}.md"
        path.write_text(text, "utf-8")
        return path

    def offer(self, package: str, entries: str, **modules: str) -> None:
        """A package as an installer leaves it behind, with entry points and modules."""
        folder = self.packages / f"{package.replace('-', '_')}-1.0.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(f"[newsconv.rules]\n{entries}\n")
        for name, text in modules.items():
            (self.packages / f"{name}.py").write_text(text)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The real command, in an interpreter of its own."""
        return subprocess.run([sys.executable, "-c", "from convert.cli import main; main(prog_name='newsconv')", *arguments], cwd=self.site,
                              capture_output=True, text=True, check=False, encoding="utf-8",
                              env={**os.environ, "PYTHONPATH": f"{HOME}{os.pathsep}{self.packages}", "NO_COLOR": "1", "GITHUB_ACTIONS": "", **environment})

    def found(self, *arguments: str) -> list[str]:
        return self.run("validate", "--format", "concise", *arguments).stdout.splitlines()[:-1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that pip has installed the example into."""
    if find_spec("pip") is None:
        pytest.skip("pip, which installs the example, is not here")
    source, folder = tmp_path_factory.mktemp("source") / "example", tmp_path_factory.mktemp("packages")
    shutil.copytree(EXAMPLE, source)
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check",
                    "--target", str(folder), str(source)], check=True, capture_output=True)
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Place:
    """A place where nothing is installed yet."""
    (tmp_path / "site" / "_posts").mkdir(parents=True)
    (tmp_path / "packages").mkdir()
    (tmp_path / "site" / "_config.yml").write_text("title: x\ntimezone: Asia/Shanghai\n")
    return Place(tmp_path / "site", tmp_path / "packages")


@pytest.fixture
def place(bare: Place, installed: Path) -> Place:
    """A place with the example, and a post that all its rules have something to say of."""
    bare.post(LOUD)
    return bare._replace(packages=installed)


# which run

@pytest.mark.parametrize(("arguments", "rules"), [
    ((), []),
    (("--select", "all"), []),
    (("--select", "harbour"), ["harbour-loud-title", "harbour-lonely"]),
    (("--select", "harbour-*"), ["harbour-loud-title", "harbour-lonely"]),
    (("--select", "harbour-lonely"), ["harbour-lonely"]),
    (("--select", "default,harbour-lonely"), ["harbour-lonely"]),
    (("--select", "harbour", "--ignore", "harbour-lonely"), ["harbour-loud-title"]),
], ids=str)
def test_installed_is_not_enabled(place: Place, arguments: tuple[str, ...], rules: list[str]) -> None:
    found = place.found(*arguments)
    assert [word.rpartition("[")[2] for line in found if (word := line.partition("]")[0]) and "harbour" in word] == rules


def test_settings_know_them(place: Place) -> None:
    (place.site / "newsconv.toml").write_text(
        'select = ["harbour"]\n[severity]\nharbour-lonely = "error"\n[rules.harbour-loud-title]\nlongest = 40\n')
    assert place.found() == ["_posts/2022-02-15-a.md:4:11: error[harbour-lonely] “Weather” is the category of this post alone"]
    row = next(line for line in place.run("config").stdout.splitlines() if "harbour-loud-title" in line)
    assert row.split() == ["harbour-loud-title", "warning", "selected", "newsconv.toml:1", "longest", "=", "40", "newsconv.toml:5"]


@pytest.mark.parametrize(("text", "said"), [
    ('[rules.harbour-loud-title]\nlongst = 4\n', "newsconv.toml:2: rules.harbour-loud-title: there is no option “longst”; did you mean “longest”?"),
    ('[rules.harbour-loud]\nlongest = 4\n', "newsconv.toml:1: rules: there is no rule “harbour-loud”; did you mean “harbour-loud-title”?"),
    ('select = ["harbor"]\n', "newsconv.toml:1: select: there is no rule or family “harbor”; did you mean “harbour”?"),
])
def test_what_is_misspelt_is_said(place: Place, text: str, said: str) -> None:
    (place.site / "newsconv.toml").write_text(text)
    done = place.run("validate")
    assert (done.returncode, done.stderr) == (2, f"newsconv: {said}\n")


def test_comments_know_them(place: Place) -> None:
    place.post(LOUD.replace("LATE\n", "LATE    # newsconv: ignore harbour-loud-title\n").replace("Weather\n", "Weather    # newsconv: ignore harbour\n"))
    assert place.found() == []                   # they did not run: who knows what they would have found
    assert place.found("--select", "harbour,unused-suppression") == []
    place.post(HIGH.replace("high", "3    # newsconv: ignore harbour-tide, harbour-tied"))
    assert place.found("--select", "harbour,unused-suppression") == [
        "_posts/2022-02-15-a.md:4:31: info[unused-suppression] nothing is ignored here: there is no finding of “harbour-tide”",
        "_posts/2022-02-15-a.md:4:45: info[unused-suppression] there is no rule or family “harbour-tied” to ignore; did you mean “harbour-tide”?"]


def test_a_baseline_knows_them_as_long_as_they_are_installed(place: Place) -> None:
    place.run("validate", "--select", "harbour", "--write-baseline", CI="")
    known = place.site / ".newsconv-baseline.json"
    assert known.read_text("utf-8").count('"harbour-') == 2
    place.run("validate", "--baseline", known.name, "--prune")                   # they did not run: their findings may still be there
    assert known.read_text("utf-8").count('"harbour-') == 2
    place.run("validate", "--baseline", known.name, "--prune", PYTHONPATH=str(HOME))
    assert known.read_text("utf-8").count('"harbour-') == 0


# what they do

def test_they_have_a_manual(place: Place) -> None:
    assert place.run("rules").stdout.endswith(
        "\nOf harbour-rules 1.0, when selected:\n"
        "harbour-lonely      info     A post has a category that no other post has.\n"
        "harbour-loud-title  warning  A title shouts.\n"
        "harbour-tide        info     The tide of a post is higher than the quay.\n")
    page = place.run("rules", "harbour-loud-title").stdout
    assert page.startswith("# harbour-loud-title\n\nSeverity: warning. Runs only when it is selected. From harbour-rules 1.0.\n\nA title shouts.\n")
    assert "- `longest` (whole number, by default `3`): how many letters" in page
    assert len(place.run("rules", "harbour").stdout.splitlines()) == 3


def test_they_mend(place: Place) -> None:
    assert "Mended 1 finding in 1 file: harbour-loud-title (1)." in place.run("validate", "--select", "harbour", "--fix-only", "--unsafe-fixes").stderr
    assert "title: Ferry late\n" in (place.site / "_posts" / "2022-02-15-a.md").read_text()


def test_one_that_raises_is_named_with_its_package_and_the_run_goes_on(place: Place) -> None:
    place.post(HIGH, "b")
    done = place.run("validate", "--select", "harbour", "--format", "json")
    found = json.loads(done.stdout)["diagnostics"]
    assert [(one["path"], one["rule"], one["severity"]) for one in found] == [
        ("_posts/2022-02-15-a.md", "harbour-loud-title", "warning"),
        ("_posts/2022-02-15-a.md", "harbour-lonely", "info"),
        ("_posts/2022-02-15-b.md", "harbour-tide", "error")]
    assert found[2]["message"] == "the rule itself failed: ValueError: invalid literal for int() with base 10: 'high'"
    assert found[2]["help"] == "this is a bug in harbour-rules 1.0: please report it with the file _posts/2022-02-15-b.md"
    assert {one["url"] for one in found} == {""}
    assert done.returncode == 1
    fixed = place.run("validate", "--select", "harbour", "--fix-only", "--unsafe-fixes")
    assert "Mended 1 finding in 1 file" in fixed.stderr


RULE = '''
"""Says it.

Of each file."""
from convert.model.finding import Finding
from convert.rules import page_rule

@page_rule("warning")
def check(document):
    {}
'''


@pytest.mark.parametrize(("body", "said"), [
    ("yield 'fog'", "the rule itself failed: TypeError: it yields 'fog', which is no Finding"),
    ("return None", "the rule itself failed: TypeError: 'NoneType' object is not iterable"),
    ("yield Finding('fog', at='here')", "the rule itself failed: "),
    ("raise SystemExit(0)", "the rule itself failed: RuntimeError: it wanted to end the run"),
])
def test_whatever_a_rule_does(bare: Place, body: str, said: str) -> None:
    bare.offer("odd", "odd-one = odd_one:check", odd_one=RULE.format(body))
    bare.post(LOUD)
    done = bare.run("validate", "--select", "odd,default", "--format", "concise")
    assert f"error[odd-one] {said}" in done.stdout
    assert done.returncode == 1


def test_what_is_remembered_is_forgotten_when_a_rule_changes(bare: Place) -> None:
    bare.offer("odd", "odd-one = odd_one:check", odd_one=RULE.format("yield Finding('fog')"))
    for number in range(120):
        bare.post(LOUD, str(number))
    assert len(bare.found("--select", "odd")) == 120
    assert (bare.site / ".newsconv_cache").is_dir()
    (bare.packages / "odd_one.py").write_text(RULE.format("return ()"))
    assert bare.found("--select", "odd") == []


# what cannot be used

@pytest.mark.parametrize(("entry", "said"), [
    ("odd-one = nowhere:check", "the rule “odd-one” of odd 1.0 cannot be loaded: ModuleNotFoundError: No module named 'nowhere'"),
    ("odd-one = odd_one:chek", "the rule “odd-one” of odd 1.0 cannot be loaded: AttributeError: module 'odd_one' has no attribute 'chek'"),
    ("odd-one = odd_one:RULE", "the rule “odd-one” of odd 1.0 is none: its entry point has to name what page_rule or site_rule make of a function"),
    ("Odd_One = odd_one:check", "the rule “Odd_One” of odd 1.0 cannot be used: a name is of two or more words in small letters, as “house-quotes”"),
    ("odd = odd_one:check", "the rule “odd” of odd 1.0 cannot be used: a name is of two or more words in small letters, as “house-quotes”"),
    ("link-odd = odd_one:check", "the rule “link-odd” of odd 1.0 cannot be used: names that begin with “link-” are newsconv's own"),
    ("loss-odd = odd_one:check", "the rule “loss-odd” of odd 1.0 cannot be used: names that begin with “loss-” are newsconv's own"),
])
def test_what_cannot_be_used_is_said(bare: Place, entry: str, said: str) -> None:
    bare.offer("odd", entry, odd_one=RULE.format("return ()") + "\n\nRULE = 1\n")
    bare.post(LOUD)
    done = bare.run("validate", "--select", entry.partition(" ")[0])
    assert (done.returncode, done.stderr) == (2, f"newsconv: {said}\n")
    assert bare.run("rules").stdout.endswith(f"\nNot to be used:\n{said}\n")


def test_a_name_that_is_offered_twice(bare: Place) -> None:
    for package in ("odd", "even"):
        bare.offer(package, "odd-one = odd_one:check", odd_one=RULE.format("return ()"))
    bare.post(LOUD)
    said = "the rule “odd-one” is offered twice: by even 1.0 and by odd 1.0; uninstall one of them"
    done = bare.run("validate", "--select", "odd")
    assert (done.returncode, done.stderr) == (2, f"newsconv: {said}\n")
    assert said in bare.run("rules").stdout


def test_a_foreign_rule_takes_the_place_of_none_of_ours(bare: Place) -> None:
    bare.offer("odd", "date-invalid = odd_one:check", odd_one=RULE.format("yield Finding('fog')"))
    bare.post(LOUD)
    assert bare.found("--select", "date-invalid") == []
    assert "the rule “date-invalid” of odd 1.0 cannot be used: names that begin with “date-” are newsconv's own" in bare.run("rules").stdout


def test_what_lies_in_the_repository_is_not_installed(bare: Place) -> None:
    Place(bare.site, bare.site).offer("odd", "odd-one = odd_one:check", odd_one="raise SystemExit('it ran')")
    (bare.site / "newsconv.toml").write_text('select = ["odd-one"]\n')
    for path in (os.curdir, "", str(bare.site)):
        done = bare.run("validate", PYTHONPATH=f"{HOME}{os.pathsep}{path}")
        assert (done.returncode, done.stderr) == (2, "newsconv: newsconv.toml:1: select: there is no rule or family “odd-one”; “newsconv rules” lists them\n")


# what is told of them

DOCUMENT = (HOME / "docs" / "rules-of-your-own.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["harbour_rules/harbour_loud_title.py", "test_harbour_rules.py"])
def test_the_documentation_shows_the_example_as_it_is(name: str) -> None:
    assert f"```python\n{(EXAMPLE / name).read_text('utf-8')}```\n" in DOCUMENT


def test_the_documentation_shows_the_entry_points_and_settings_that_work(place: Place) -> None:
    settings, entry_points = (block.split("```")[0] for block in DOCUMENT.split("```toml\n")[1:])
    assert entry_points in (EXAMPLE / "pyproject.toml").read_text("utf-8")
    (place.site / "newsconv.toml").write_text(settings)
    assert [line.split()[1] for line in place.found()] == ["warning[harbour-loud-title]", "warning[harbour-lonely]"]
