"""Several machines on this one: a Dask scheduler with workers, and a server that speaks S3, each a process of its own on loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

POISON = "poison"
# What a worker loads first: a post of this name takes its process with it, as one does for which there is not enough memory.
PRELOADED = f"""
import os, signal
from convert.engine.conversion import Files
if Files.made.__name__ == "made":              # it is loaded more than once
    def deadly(run, parcel, made=Files.made):
        if "{POISON}" in parcel.target:
            os.kill(os.getpid(), signal.SIGKILL)
        return made(run, parcel)
    Files.made = deadly
"""


class Machines:
    """A cluster: the address of its scheduler, and the processes of its workers."""

    def __init__(self, address: str, scheduler: subprocess.Popen[bytes], nannies: subprocess.Popen[bytes]) -> None:
        self.address = address
        self.scheduler = scheduler
        self._nannies = nannies

    @property
    def workers(self) -> list[int]:
        """The numbers of the processes that convert; the one above them starts another for each that dies."""
        import psutil
        found = psutil.Process(self._nannies.pid).children(recursive=True)
        return [one.pid for one in found if "spawn_main" in " ".join(one.cmdline())]


@contextmanager
def cluster(folder: Path, environment: Mapping[str, str], workers: int) -> Iterator[Machines]:
    """A scheduler and workers, which have nothing of this process but the environment, and run in another folder."""
    folder.mkdir()
    (folder / "preloaded.py").write_text(PRELOADED)
    shared = {**os.environ, **environment, "PYTHONPATH": str(Path(__file__).parent.parent), "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore",
              "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1", "DASK_DISTRIBUTED__WORKER__PRELOAD": str(folder / "preloaded.py")}
    told = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", "scheduler.json")
    run = [sys.executable, "-m", "dask"]
    with (folder / "log").open("wb") as log, \
            subprocess.Popen([*run, "scheduler", *told, "--port", "0"], cwd=folder, env=shared, stdout=log, stderr=log) as scheduler, \
            subprocess.Popen([*run, "worker", *told, "--nworkers", str(workers), "--nthreads", "1"], cwd=folder, env=shared, stdout=log, stderr=log) as nannies:
        try:
            _wait_for(lambda: (folder / "scheduler.json").exists() and (folder / "scheduler.json").read_text().endswith("}"))
            yield Machines(json.loads((folder / "scheduler.json").read_text())["address"], scheduler, nannies)
        finally:
            nannies.terminate()
            nannies.wait(20)
            scheduler.terminate()


@contextmanager
def bucket(name: str) -> Iterator[dict[str, str]]:
    """A server with an empty bucket, and the environment by which fsspec finds it."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "AWS_DEFAULT_REGION": "us-east-1"}
    with subprocess.Popen([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONWARNINGS": "ignore"}) as server:
        try:
            _wait_for(lambda: _answers(port))
            import urllib.request
            urllib.request.urlopen(urllib.request.Request(f"{address}/{name}", method="PUT")).close()
            yield environment
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(happened, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)
