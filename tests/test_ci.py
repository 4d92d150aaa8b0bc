"""What others run in their continuous integration: the action of GitHub and the template of GitLab, run as their runners do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from disk import Site
from junitparser import JUnitXml

HOME = Path(__file__).parent.parent
ACTION, SCRIPT, TEMPLATE = HOME / "action.yml", HOME / "ci" / "action.sh", HOME / "ci" / "gitlab.yml"
DOCUMENT = (HOME / "docs" / "ci.md").read_text("utf-8")
BROKEN = "[see](/no.html)\n"
HOSTILE = ["$(touch ran)", "$(touch${IFS}ran)", "`touch${IFS}ran`", "--help", "`touch ran`", "; touch ran", "&& touch ran", "| touch ran", "'; touch ran; '", '"; touch ran; "', "${IFS}touch${IFS}ran",
           "> ran", "--output-file=ran", "-o ran", "*", "\\", "%0A::error::x", "\ntouch ran\n", "EOF\ntouch ran\n"]

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash, in which these scripts run")
needs_schemas = pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="check-jsonschema, which brings the schemas, is not installed")


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


@pytest.fixture
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a program “newsconv”, as an installer makes it."""
    folder = tmp_path_factory.mktemp("temp") / "newsconv" / "bin"
    folder.mkdir(parents=True)
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from convert.cli import main; main(prog_name='newsconv')"
    program = folder / "newsconv"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "{HOME}" "$@"\n')
    program.chmod(0o755)
    return folder


class Runner:
    """GitHub's runner, as far as the steps of an action see it."""

    def __init__(self, site: Site, temp: Path) -> None:
        self.site = site
        self.summary = temp / "summary.md"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "NEWSCONV_"))}
        self.environment |= {"GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(HOME), "GITHUB_STEP_SUMMARY": str(self.summary),
                             "RUNNER_TEMP": str(temp), "RUNNER_OS": "Linux", "CI": "true", "GITHUB_WORKSPACE": str(site.folder)}

    def step(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step of the action with inputs: those that it hands to the script, by the names that it gives them."""
        action = read(ACTION)
        step, = (step for step in action["runs"]["steps"] if step["name"] == name)
        given = {key: each["default"] for key, each in action["inputs"].items()} | inputs
        variables = {variable: given.get(re.sub(r"^\$\{\{ (?:inputs|steps)\.(.+?) \}\}$", r"\1", value), "") for variable, value in step["env"].items()}
        return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=self.site.folder, capture_output=True, text=True, check=False,
                              encoding="utf-8", env={**self.environment, **variables})

    def validate(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        return self.step("Validate", **inputs)


@pytest.fixture
def runner(site: Site, programs: Path) -> Runner:
    site.post("clean", "Thick.\n")
    return Runner(site, programs.parent.parent)


# GitHub

@needs_schemas
@pytest.mark.parametrize(("path", "schema"), [(ACTION, ["vendor.github-actions"]), (TEMPLATE, ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"])], ids=lambda value: getattr(value, "name", ""))
def test_the_files_are_what_their_schemas_ask_for(path: Path, schema: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@needs_schemas
@pytest.mark.parametrize(("number", "schema"), [(0, "github-workflows"), (1, "github-workflows"), (4, "azure-pipelines")])
def test_what_the_documentation_shows_is_what_their_schemas_ask_for(number: int, schema: str, tmp_path: Path) -> None:
    path = tmp_path / "shown.yml"
    path.write_text(re.findall(r"^```(?:yaml|groovy)\n(.*?)^```$", DOCUMENT, re.M | re.S)[number])
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_documentation_names_all_inputs_of_the_action() -> None:
    assert re.findall(r"^\| `([\w-]+)` \|", DOCUMENT, re.M) == list(read(ACTION)["inputs"])
    assert "".join(line for line in read(TEMPLATE)["newsconv"]["script"]).startswith(re.findall(r"Its command is\n\n```sh\n(.+)\n", DOCUMENT)[0])


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck, the judge, is not installed")
def test_the_script_is_a_good_one() -> None:
    done = subprocess.run(["shellcheck", str(SCRIPT)], capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_what_is_run_holds_no_input_and_each_input_is_handed_over() -> None:
    action = read(ACTION)
    steps = action["runs"]["steps"]
    assert [step["run"] for step in steps if "run" in step and "${{" in step["run"]] == []
    used = {name for step in steps for name in re.findall(r"inputs\.([\w-]+)", json.dumps(step))}
    assert used == set(action["inputs"])
    variables = {name for step in steps for name in step.get("env", {})}
    assert variables == set(re.findall(r"\bNEWSCONV_\w+", SCRIPT.read_text("utf-8")))


def test_a_clean_repository(runner: Runner) -> None:
    done = runner.validate()
    assert (done.returncode, done.stdout, done.stderr) == (0, "No findings in 1 file.\n", "")
    assert runner.summary.read_text("utf-8") == "### newsconv\n\n**No findings in 1 file.**\n"


def test_findings_are_annotations_a_summary_and_sarif(runner: Runner) -> None:
    runner.site.post("broken", BROKEN)
    done = runner.validate(sarif="reports/out.sarif")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=_posts/2022-02-15-broken.md,line=5,col=7,endLine=5,endColumn=15,title=link-broken::this site has no page /no.html")
    assert "| `link-broken` | 1 |" in runner.summary.read_text("utf-8")
    log = json.loads((runner.site.folder / "reports" / "out.sarif").read_text("utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["link-broken"]


def test_paths_stand_one_a_line_and_options_between_blanks(runner: Runner) -> None:
    runner.site.put("with a blank/page.md", BROKEN)
    runner.site.put("other/page.md", BROKEN)
    assert "with a blank/page.md" in runner.validate(paths="with a blank\n\n  _posts  \n").stdout
    assert "other/page.md" not in runner.validate(paths="with a blank\n").stdout
    assert runner.validate(args="  --select date\n --fail-on  info ").returncode == 0


def test_only_what_changed_since(runner: Runner) -> None:
    runner.site.post("old", BROKEN)
    runner.site.git("init")
    runner.site.git("add", ".")
    runner.site.git("commit", "-m", "first")
    runner.site.post("new", BROKEN)
    done = runner.validate(since="HEAD")
    assert done.returncode == 1
    assert "broken" in done.stdout
    assert "2022-02-15-old.md" not in done.stdout


def test_wrong_settings_leave_no_summary_of_an_earlier_run(runner: Runner) -> None:
    runner.validate()
    runner.summary.unlink()
    runner.site.put("newsconv.toml", 'select = ["lnik"]\n')
    done = runner.validate()
    assert (done.returncode, done.stderr) == (2, "newsconv: newsconv.toml:1: select: there is no rule or family “lnik”; did you mean “link”?\n")
    assert not runner.summary.exists()


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["paths", "args", "since", "sarif"])
def test_nothing_of_an_input_is_run(runner: Runner, name: str, value: str) -> None:
    runner.site.git("init")
    before = set(runner.site.folder.iterdir())
    done = runner.validate(**{name: value})
    made = {path.name for path in set(runner.site.folder.iterdir()) - before}
    if name == "sarif":                      # any name will do for a file
        assert "ran" not in made, done
    elif (name, value) == ("args", "--help"):
        assert done.stdout.startswith("Usage: newsconv validate ")
    else:
        assert made == set(), done
        assert done.returncode == 2
        assert done.stderr.startswith("newsconv: ")


def test_it_is_installed_and_runs(runner: Runner) -> None:
    runner.environment["RUNNER_TEMP"] = str(runner.site.folder / "temp with a blank")
    (runner.site.folder / "temp with a blank").mkdir()
    installed = runner.step("Install newsconv", **{"python.outputs.python-path": sys.executable})
    if installed.returncode and not os.environ.get("CI"):
        pytest.skip("pip could not install newsconv: there is no way to the package index")
    assert installed.returncode == 0, installed.stderr
    done = runner.validate(paths="_posts")
    assert (done.returncode, done.stdout) == (0, "No findings in 1 file.\n"), done.stderr


@pytest.mark.parametrize(("inputs", "wanted"), [
    ({}, [str(HOME)]),
    ({"version": "0.1.0"}, ["newsconv==0.1.0"]),
    ({"packages": "harbour-rules==1.0\n\n --index-url=x \n$(touch ran)"}, [str(HOME), "harbour-rules==1.0", "--index-url=x", "$(touch ran)"]),
])
def test_what_is_installed(runner: Runner, programs: Path, inputs: dict[str, str], wanted: list[str]) -> None:
    for program in (programs / "python", programs.parent.parent / "python3"):
        program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
        program.chmod(0o755)
    runner.environment["PATH"] = f"{programs.parent.parent}{os.pathsep}{runner.environment['PATH']}"
    made, called = runner.step("Install newsconv", **inputs).stdout.split("-m\npip\n")
    assert made == f"-m\nvenv\n{programs.parent}\n"
    assert called.splitlines() == ["install", "--quiet", "--disable-pip-version-check", "--", *wanted]
    assert not (runner.site.folder / "ran").exists()


# GitLab

@pytest.fixture
def job() -> dict[str, Any]:
    return read(TEMPLATE)["newsconv"]


def in_job(job: dict[str, Any], part: str, site: Site, programs: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "NEWSCONV_"))}
    return subprocess.run(["bash", "-eo", "pipefail", "-c", "\n".join(job[part])], cwd=site.folder, capture_output=True, text=True, check=False, encoding="utf-8",
                          env={**environment, **job["variables"], "CI": "true", "NO_COLOR": "1", "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **variables})


def test_a_job_of_gitlab_writes_its_reports(job: dict[str, Any], site: Site, programs: Path) -> None:
    site.post("broken", BROKEN)
    done = in_job(job, "script", site, programs)
    assert done.returncode == 1
    assert "error[link-broken]: this site has no page /no.html" in done.stdout
    reports = job["artifacts"]["reports"]
    quality = json.loads((site.folder / reports["codequality"]).read_text("utf-8"))
    assert [(one["check_name"], one["location"]["path"]) for one in quality] == [("link-broken", "_posts/2022-02-15-broken.md")]
    assert JUnitXml.fromfile(str(site.folder / reports["junit"])).failures == 1


def test_a_job_of_gitlab_takes_paths_and_options(job: dict[str, Any], site: Site, programs: Path) -> None:
    site.post("broken", BROKEN)
    site.put("page.md", "---\ntitle: Fog\n---\nThick.\n")
    assert in_job(job, "script", site, programs, NEWSCONV_PATHS="page.md").returncode == 0
    assert in_job(job, "script", site, programs, NEWSCONV_ARGS="--select date --fail-on info").returncode == 0
    assert in_job(job, "script", site, programs, NEWSCONV_PATHS="page.md; touch ran $(touch ran)").returncode == 2
    assert not (site.folder / "ran").exists()


def test_what_a_job_of_gitlab_installs(job: dict[str, Any], site: Site, programs: Path) -> None:
    (programs / "python").write_text('#!/bin/sh\necho "$#" "$@"\n')
    (programs / "python").chmod(0o755)
    done = in_job(job, "before_script", site, programs, NEWSCONV_PACKAGES="newsconv harbour-rules")
    assert done.stdout == "10 -m pip install --quiet --disable-pip-version-check --root-user-action ignore -- newsconv harbour-rules\n"
