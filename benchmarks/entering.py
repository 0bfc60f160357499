"""How the measurements open the desk: it is served on the loopback by a process of its own, and each reviewer comes in."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from muniment import workflow
from muniment.desk.serving import LOOPBACK, desk
from muniment.library import Casebook

REVIEWERS = 20
"""Who have an account; the first is an administrator."""

PATIENCE = 300
"""Seconds to wait for one page."""


PASSWORD = "measured on this machine"  # noqa: S105  opens nothing but that
"""Of every reviewer, in a casebook that is measured and thrown away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A desk that is served, and by which process."""

    home: str
    process: int


@contextmanager
def served(folder: Path) -> Generator[Served]:
    """The desk over a casebook, until the block ends."""
    command = [sys.executable, "-m", "benchmarks.entering", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield Served(home=server.stdout.readline().strip(), process=server.pid)
        finally:
            server.send_signal(signal.SIGINT)


async def come_in(desk: Served, number: int = 0) -> httpx.AsyncClient:
    """A reviewer with an account and a session of their own."""
    client = httpx.AsyncClient(base_url=desk.home, timeout=PATIENCE, trust_env=False)
    await client.get("/login")
    form = {"_csrf_token": client.cookies["csrftoken"], "name": name_of(number), "password": PASSWORD}
    answer = await client.post("/login", data=form)
    if answer.status_code != 303:
        raise RuntimeError(f"the desk let nobody in: {answer.status_code}")
    return client


def name_of(number: int) -> str:
    """The name of a reviewer's account."""
    return f"Reviewer {number}"


def peak(process: int) -> int:
    """Peak megabytes of a process."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0


def spent(process: int) -> float:
    """Processor seconds that a process has taken, which others on the machine disturb less than the clock."""
    ticks = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _serve(folder: Path) -> None:
    with Casebook.open(folder) as casebook, socket.create_server((LOOPBACK, 0)) as bound:
        for number in range(REVIEWERS):
            role = "reviewer" if number else "administrator"
            workflow.admit(casebook, name_of(number), role, by="the benchmark", password=PASSWORD)
        home = f"{LOOPBACK}:{bound.getsockname()[1]}"
        application = desk(casebook, None, hosts=[home])
        print(f"http://{home}", flush=True)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False)).run(sockets=[bound])


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
