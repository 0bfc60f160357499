"""A PostgreSQL of the tests' own: made in a temporary folder, reached over loopback, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

PLACES = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), None]
PROGRAMS = {
    name: next((found for at in PLACES if (found := shutil.which(name, path=at))), None)
    for name in ("initdb", "pg_ctl")
}
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
LOCALE = "-E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US".split()
"""An order of text that is not that of its characters, as on most servers."""

DOORS = "local all all trust\nhost all guarded 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
"""Everybody comes in without a password, but for `guarded`."""


@dataclass(frozen=True)
class Server:
    """A running server; `team` owns the databases and is nobody special, as a real team's role should be."""

    folder: Path
    port: int
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, *, role: str = "team") -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, *, like: str = "template1") -> Iterator[str]:
        """The URL of a new database: an empty one, or a copy of another by its name."""
        name = f"book{next(self.numbers)}"
        self.command("CREATE DATABASE {} OWNER team TEMPLATE {} STRATEGY FILE_COPY", name, like)
        yield self.url(name)
        self.command("DROP DATABASE {} WITH (FORCE)", name)

    def command(self, command: str, *names: str) -> None:
        """Runs a command as the one who may do everything."""
        with psycopg.connect(self.url("postgres", role="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


@contextmanager
def running() -> Iterator[Server]:
    """Starts a server and stops it; it will not run as root, so root hands it to the user `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="muniment-postgres-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.create_server(("127.0.0.1", 0)) as free:
        server = Server(folder, free.getsockname()[1])
    data = str(folder / "data")
    try:
        _run("initdb", "-D", data, "-U", "postgres", "-A", "trust", *LOCALE, "--no-sync")
        (folder / "data" / "pg_hba.conf").write_text(DOORS)
        options = f"-p {server.port} -k {folder} -c listen_addresses=127.0.0.1 {FAST}"
        _run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            server.command("CREATE ROLE team LOGIN")
            server.command("CREATE ROLE guarded LOGIN PASSWORD 'right'")
            yield server
        finally:
            _run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    handed = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*handed, str(PROGRAMS[program]), *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/")
