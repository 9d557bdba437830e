"""The version of the content: the same words have the same version, and any other words have another."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable


@lru_cache(maxsize=1)
def content_version() -> str:
    """Twelve hexadecimal digits of a hash over every file of the content that ships, its name and its bytes."""
    return version_of(files("throughline.guidance") / "content")


def version_of(folder: Traversable) -> str:
    """The same for the files under any folder."""
    whole = sha256()
    for name, content in _walk(folder, ""):
        whole.update(f"{len(name)}:{name}:{len(content)}:".encode() + content)
    return whole.hexdigest()[:12]


def _walk(folder: Traversable, before: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda it: it.name):
        name = f"{before}{item.name}"
        if item.is_dir():
            yield from _walk(item, f"{name}/")
        elif name.endswith((".md", ".toml")):
            yield name, item.read_bytes()
