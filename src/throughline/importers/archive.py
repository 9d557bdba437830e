"""Moved; see throughline.originals.archive."""

from throughline.originals.archive import is_archive, member_names, open_member

__all__ = ["is_archive", "member_names", "open_member"]
