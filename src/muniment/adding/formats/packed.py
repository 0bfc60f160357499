"""Packed files: how far a zip may unfold before it is taken for a bomb; documents and spreadsheets are zips too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from muniment.errors import UnreadableReport

MOST_MEMBERS = 20_000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 200
"""Bytes that one byte of an archive may unfold to, beyond the first ten megabytes."""

SPARED = 10_000_000
ENCRYPTED = 0x1
"""The flag of a zip member that needs a password."""


def unpacked(content: bytes, name: str, *, media_type: str = "application/zip") -> zipfile.ZipFile:
    """The archive in these bytes; raises `UnreadableReport` where it is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        reason = "the zip file is damaged" if media_type == "application/zip" else "damaged, or encrypted"
        raise UnreadableReport(name, reason, media_type=media_type, hint="save or pack it again") from error


def refuse_bomb(content: bytes, name: str, *, media_type: str) -> None:
    """Raises `UnreadableReport` for a packed document that unfolds to too much."""
    with unpacked(content, name, media_type=media_type) as archive:
        refuse_bombs(archive.infolist(), len(content), name, media_type=media_type)


def refuse_bombs(
    members: Sequence[zipfile.ZipInfo], size: int, name: str, *, media_type: str = "application/zip"
) -> None:
    """Raises `UnreadableReport` where the members of an archive of this size unfold to too much."""
    unfolded = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unfolded > MOST_BYTES or unfolded - SPARED > MOST_RATIO * size:
        raise UnreadableReport(
            name,
            f"a zip bomb: {len(members):,} members unfold to {unfolded:,} bytes",
            media_type=media_type,
            hint="if it is meant so, unpack it and add the folder",
        )
