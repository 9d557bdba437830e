"""What must be true of every committed file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Spelled in pieces, so that this file does not name what it looks for.
HOSTS = [".".join(name) for name in (
    ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs", "org"), ("npmjs", "com"), ("deb", "debian", "org"),
    ("unpkg", "com"), ("jsdelivr", "net"), ("registry", "yarnpkg", "com"), ("npmmirror", "com"), ("esm", "sh"),
    ("anaconda", "org"), ("crates", "io"), ("cdnjs", "cloudflare", "com"), ("googleapis", "com"), ("gstatic", "com"),
    ("archive", "ubuntu", "com"), ("debian", "org", "debian"), ("npm", "pkg", "github", "com"),
)]  # fmt: skip
INSTALL_OPTIONS = [
    "index" + "-url", "index" + "_url", "find" + "-links", "find" + "_links", "trusted" + "-host", "[[tool.uv." + "index",
    "npm_config_" + "registry", "--" + "registry", "resolved" + '":', "deb [" + "signed-by", "PackageIndex" + "Options",
]  # fmt: skip
SET_UP = re.compile(r"requirements.*\.lock|pyproject\.toml|workshop\.py|run|test|\.ci/.*|assets/.*")
"""The files that install something. An address in them could only be one to install from."""
MACHINE_PATHS = ["/home" + "/", "/root" + "/", "/Users" + "/", "/tmp" + "/bash_jobs"]
FICTIONAL = re.compile(r"(\+44|0)7700 ?900|020 ?7946")
MOBILE = re.compile(r"(?<![\d.])(?:\+447\d{3}[ ]?\d{3}[ ]?\d{3}|07\d{3}[ ]?\d{3}[ ]?\d{3})(?!\d)")
BINARY = {".jpg", ".png", ".zip", ".gz", ".ttf", ".woff2", ".webp"}


def committed() -> list[Path]:
    """The files git tracks; a checkout without git has none to look at."""
    try:
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: nothing says which files are committed")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text("utf-8", errors="surrogateescape"))
        for path in committed()
        if path.suffix not in BINARY
    ]


@pytest.mark.parametrize("forbidden", [*HOSTS, *INSTALL_OPTIONS])
def test_no_committed_file_names_a_package_host(forbidden: str) -> None:
    assert [name for name, text in texts() if forbidden.lower() in text.lower()] == []


def test_no_file_that_installs_something_holds_an_address() -> None:
    """Whatever the host is called: a mirror, a number, a path on one machine."""
    checked = [(name, text) for name, text in texts() if SET_UP.fullmatch(name)]
    assert {"requirements.lock", "pyproject.toml", "workshop.py", "assets/package-lock.json"} <= {
        it for it, _ in checked
    }
    addresses = re.compile(r"\w+://(?!github\.com/sponsors/)|(?<!/)registry\s*=", re.IGNORECASE)
    assert [(name, found) for name, text in checked for found in addresses.findall(text)] == []


@pytest.mark.parametrize("forbidden", MACHINE_PATHS)
def test_no_committed_file_holds_a_path_of_a_machine(forbidden: str) -> None:
    assert [name for name, text in texts() if forbidden in text] == []


def test_every_mobile_number_is_one_kept_for_drama() -> None:
    checked = [pair for pair in texts() if not pair[0].endswith(".lock")]
    real = [(name, found) for name, text in checked for found in MOBILE.findall(text) if not FICTIONAL.search(found)]
    assert [pair for pair in real if not pair[0].startswith("src/throughline/guidance/content/")] == []


def test_locks_pin_every_package_by_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text().splitlines()
        pins = [line for line in lines if "==" in line]
        assert pins, name
        for number, line in enumerate(lines):
            if "==" in line:
                assert "--hash=sha256:" in lines[number + 1], f"{name}: {line}"


def test_no_file_and_no_function_outgrows_its_reader() -> None:
    import ast

    long_files, long_functions = [], []
    for path in sorted((ROOT / "src").rglob("*.py")):
        text = path.read_text("utf-8")
        if len(text.splitlines()) > 500:
            long_files.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60:
                long_functions.append(f"{path.name}:{node.name}")
    assert (long_files, long_functions) == ([], [])


def test_the_command_line_answers_help_without_loading_what_commands_need() -> None:
    program = "import sys, throughline.cli.main as m; m.build_parser().format_help(); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"polars", "numpy", "pyarrow", "lxml", "phonenumbers", "typst", "scipy"} & set(loaded)


def test_the_row_wise_formats_do_not_load_the_table_library() -> None:
    program = (
        "import sys; from throughline.importers.listing import IMPORTERS; from throughline.communications import rows;"
        "import throughline.cli.read_command, throughline.cli.tally; print(*sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"polars", "numpy", "pyarrow"} & set(loaded)
