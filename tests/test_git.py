"""What Git tells: which files and lines changed, and what is staged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from disk import HEAD, Site, found

from convert.engine import git
from convert.engine.git import changed_files, changed_lines, staged

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")
STRANGE = ["a b.md", "港口.md", 'say "so".md', "back\\slash.md", "tab\there.md", "line\nend.md", "-dash.md", "é.md", ":(top)x.md", "[a]*.md"]


@pytest.fixture
def tracked(site: Site) -> Site:
    """A repository with two posts that have a fault each, then a branch on which one of them and a new one have another."""
    site.post("old 港口", "[x]()\n")
    site.post("b", "[x]()\n\nSome text.\n")
    site.git("init")
    site.git("add", ".")
    site.git("commit", "-m", "first")
    site.git("checkout", "-b", "work")
    site.post("b", "[x]()\n\nSome other text.\n\n[y](/2022/02/15/new.html) [z]()\n")
    site.post("new", "[x]()\n")
    return site


def test_files_that_changed(tracked: Site) -> None:
    assert found(tracked.validate().output) == ["_posts/2022-02-15-b.md:5:1:", "_posts/2022-02-15-b.md:9:27:", "_posts/2022-02-15-new.md:5:1:",
                                                "_posts/2022-02-15-old 港口.md:5:1:"]
    done = tracked.validate("--since", "main")
    assert found(done.output) == ["_posts/2022-02-15-b.md:5:1:", "_posts/2022-02-15-b.md:9:27:", "_posts/2022-02-15-new.md:5:1:"]
    tracked.git("add", ".")
    tracked.git("commit", "-m", "second")
    assert found(tracked.validate("--since", "main").output) == found(done.output)
    assert tracked.validate("--since", "HEAD").output == "No findings in 0 files.\n"


def test_lines_that_changed(tracked: Site) -> None:
    assert found(tracked.validate("--new-only", "main").output) == ["_posts/2022-02-15-b.md:9:27:", "_posts/2022-02-15-new.md:5:1:"]


def test_a_file_of_a_strange_name(tracked: Site) -> None:
    tracked.post("old 港口", "[x]()\n\n[y]()\n")
    assert tracked.validate("--new-only", "main").output.count("old 港口.md:7:1") == 1


def test_lines_that_changed_tell_what_git_tells(tracked: Site) -> None:
    tracked.post("b", "new\n[x]()\n\nSome text.\n\n[y]()\nlast\n")
    assert changed_lines(tracked.folder, "main")["_posts/2022-02-15-b.md"] == (range(5, 6), range(9, 12))


@pytest.mark.parametrize("setting", ["diff.noprefix", "diff.mnemonicPrefix", "color.ui", "diff.renames", "core.quotePath"])
def test_names_are_what_they_are_whatever_the_user_has_set(tracked: Site, setting: str) -> None:
    tracked.git("config", setting, "always" if setting == "color.ui" else "true")
    for name in STRANGE:
        tracked.put(f"_posts/2022-02-15-{name}", HEAD + "One.\n")
    tracked.git("add", ".")
    tracked.git("commit", "-m", "strange")
    for name in STRANGE:
        tracked.put(f"_posts/2022-02-15-{name}", HEAD + "One.\n[x]()\n")
    paths = {f"_posts/2022-02-15-{name}" for name in STRANGE}
    assert changed_files(tracked.folder, "HEAD") == paths
    assert changed_lines(tracked.folder, "HEAD") == dict.fromkeys(paths, (range(6, 7),))
    assert len(found(tracked.validate("--new-only", "HEAD").output)) >= len(STRANGE) - 1        # one name has two lines
    tracked.git("add", ".")
    tracked.put("_posts/2022-02-15-a b.md", HEAD + "Not staged.\n")
    assert staged(tracked.folder).files == paths
    assert staged(tracked.folder).overlay.contents == {"_posts/2022-02-15-a b.md": (HEAD + "One.\n[x]()\n").encode()}


def test_content_that_looks_like_a_difference(tracked: Site) -> None:
    tracked.post("b", "[x]()\n\ndiff --git a/x b/x\n@@ -1 +1 @@\n[x]()\n")
    tracked.post("old 港口", "[x]()\n[z]()\n")
    assert found(tracked.validate("--new-only", "main").output) == [
        "_posts/2022-02-15-b.md:9:1:", "_posts/2022-02-15-new.md:5:1:", "_posts/2022-02-15-old 港口.md:6:1:"]


def test_a_site_below_the_root_of_the_repository(site: Site) -> None:
    home = Site(site.folder / "site")
    home.post("a", "[x]()\n")
    site.git("init")
    site.git("add", ".")
    site.git("commit", "-m", "first")
    home.post("a", "[x]()\n[y]()\n")
    site.put("_posts/outside.md", "x\n")
    assert [line.split(" ")[0] for line in site.validate("--new-only", "HEAD", "site").output.splitlines()][:1] == ["site/_posts/2022-02-15-a.md:6:1:"]
    assert changed_files(home.folder, "HEAD") == {"_posts/2022-02-15-a.md"}


# What is staged

def test_what_is_staged_is_judged_as_it_is_staged(tracked: Site) -> None:
    assert tracked.validate("--staged").output == "No findings in 0 files.\n"
    tracked.post("b", "[staged]()\n")
    tracked.git("add", "_posts/2022-02-15-b.md")
    tracked.post("b", "Mended, not staged.\n")
    tracked.post("new", "[not]() staged\n")
    done = tracked.validate("--staged")
    assert (found(done.output), done.exit_code) == (["_posts/2022-02-15-b.md:5:1:"], 0)
    assert tracked.validate("--staged", "_posts/2022-02-15-new.md").output == "No findings in 0 files.\n"
    assert found(tracked.validate("--staged", "--new-only", "main").output) == ["_posts/2022-02-15-b.md:5:1:"]


def test_links_are_judged_by_what_is_staged(tracked: Site) -> None:
    tracked.post("b", "[new](/2022/02/15/new.html) and [old](/2022/02/15/c.html)\n")
    tracked.post("c", "x\n")
    tracked.git("add", "_posts/2022-02-15-b.md", "_posts/2022-02-15-c.md")
    (tracked.folder / "_posts/2022-02-15-c.md").unlink()              # still staged
    done = tracked.validate("--staged")
    assert done.output.splitlines()[0].endswith("this site has no page /2022/02/15/new.html")        # not staged
    assert found(done.output) == ["_posts/2022-02-15-b.md:5:7:"]
    assert found(tracked.validate("_posts/2022-02-15-b.md").output) == ["_posts/2022-02-15-b.md:5:39:"]


def test_the_first_commit(site: Site) -> None:
    site.post("a", "[x]()\n")
    site.git("init")
    site.git("add", ".")
    assert found(site.validate("--staged").output) == ["_posts/2022-02-15-a.md:5:1:"]


def test_a_hook_of_git_itself_sees_the_index_of_the_commit(site: Site) -> None:
    home = Site(site.folder / "site")
    home.post("a", "x\n")
    site.git("init")
    site.put(".git/hooks/pre-commit", f"#!/bin/sh\nexec '{sys.executable}' -m convert validate --staged --fail-on warning --format concise site >'{site.folder}/said'\n")
    (site.folder / ".git/hooks/pre-commit").chmod(0o755)
    os.environ["PYTHONPATH"] = str(Path(git.__file__).parents[2])
    try:
        site.git("add", ".")
        site.git("commit", "-m", "first")
        home.post("a", "[x]()\n")
        with pytest.raises(subprocess.CalledProcessError):
            site.git("commit", "-a", "-m", "an index of its own")
    finally:
        del os.environ["PYTHONPATH"]
    assert (site.folder / "said").read_text().startswith("site/_posts/2022-02-15-a.md:5:1: warning[link-empty]")


@pytest.mark.parametrize(("arguments", "said"), [
    (["--staged", "--fix"], "--fix changes the files themselves, --staged looks at other contents"),
    (["--staged", "--add-ignore"], "--add-ignore changes the files themselves, --staged looks at other contents")])
def test_what_cannot_be_asked_for(tracked: Site, arguments: list[str], said: str) -> None:
    assert tracked.validate(*arguments).output == f"newsconv: {said}\n"


# What Git cannot tell

@pytest.mark.parametrize(("ref", "said"), [("nowhere", "Git knows no revision “nowhere”"), ("--help", "“--help” is no revision")])
def test_a_revision_that_is_none(tracked: Site, ref: str, said: str) -> None:
    assert tracked.validate(f"--since={ref}").output == f"newsconv: {said}\n"


def test_a_folder_that_is_in_no_repository(site: Site) -> None:
    site.post("a", "x\n")
    done = site.validate("--since", "main")
    assert (done.exit_code, done.output) == (2, f"newsconv: {site.folder} is in no Git repository\n")


def test_git_is_not_there(tracked: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = tracked.validate("--staged")
    assert (done.exit_code, done.output) == (2, "newsconv: Git is not installed\n")
