"""A HEIC picture, as telephones take them, as a JPEG of its points alone: no place, no time, no camera.

Its decoder is C++ that reads whatever was sent, so it runs in a process of its own, which has no key, no session and no
more than the picture: this module, run with the picture on its standard input, writes the copy to its standard output.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys

MOST_POINTS = 50_000_000
MOST_BYTES = 64 * 2**20
MOST_MEMORY_BYTES = 1536 * 2**20
MOST_SECONDS = 30
TOO_LARGE, DAMAGED = 3, 4
"""How the process ends where there is no copy."""


class NoCopy(Exception):
    """There is no copy; `is_too_large` is why, else it is damaged."""

    def __init__(self, *, is_too_large: bool) -> None:
        super().__init__("no copy of a HEIC picture")
        self.is_too_large = is_too_large


def as_jpeg(picture: bytes) -> bytes:
    """The copy. Raises NoCopy."""
    if len(picture) > MOST_BYTES:
        raise NoCopy(is_too_large=True)
    command = [sys.executable, "-I", "-m", "throughline.web.exhibits.heic"]
    try:
        done = subprocess.run(  # noqa: S603  # nothing of the picture is in the command
            command, input=picture, capture_output=True, timeout=MOST_SECONDS, check=False, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise NoCopy(is_too_large=True) from None
    if done.returncode != 0 or not done.stdout.startswith(b"\xff\xd8\xff"):
        raise NoCopy(is_too_large=done.returncode == TOO_LARGE)
    return done.stdout


def _convert(picture: bytes) -> bytes:
    import pi_heif
    from PIL import ImageOps

    heif = pi_heif.open_heif(picture, convert_hdr_to_8bit=True)
    if heif.size[0] * heif.size[1] > MOST_POINTS:
        raise NoCopy(is_too_large=True)
    copy = io.BytesIO()
    upright = ImageOps.exif_transpose(heif.to_pillow()).convert("RGB")
    upright.info.clear()
    upright.save(copy, "JPEG", quality=92, exif=b"")
    return copy.getvalue()


def main() -> int:
    """Convert what stands on the standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    try:
        sys.stdout.buffer.write(_convert(sys.stdin.buffer.read(MOST_BYTES + 1)))
    except NoCopy:
        return TOO_LARGE
    except Exception:  # whatever is wrong with it, there is no copy
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
