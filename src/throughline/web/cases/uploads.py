"""Uploads, sealed as they arrive: no part of one is ever on a disk in plain text.

Django hands each chunk of a form's files to a handler. Ours seals it under the key of a new file of the sender's case and
passes it on to the store; what a view gets is a `SealedUpload`, which names that file and its hash. An upload that no view
keeps waits, sealed, until it is a day old and is dropped (`cases.actions.drop_waiting_files`).
"""

from __future__ import annotations

import secrets
import zlib
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from throughline.vault.files import Sealer, file_key
from throughline.vault.store import Writing
from throughline.web.cases import storage

HEAD_BYTES = 65536


class SealedUpload(UploadedFile):  # type: ignore[type-arg]  # it holds no file: what it was lies sealed in the store
    """A file that arrived and lies sealed in the store: its name as the sender's device has it, its size and hashes, its
    first bytes, and the id and epoch under which it was sealed."""

    def __init__(self, name: str, sealer: Sealer, crc32: int, head: bytes, epoch: int, file_id: str) -> None:
        super().__init__(file=None, name=name, size=sealer.size)
        self.sha256 = sealer.sha256
        self.crc32 = crc32
        self.head = head
        self.epoch = epoch
        self.file_id = file_id


class SealingUploads(FileUploadHandler):
    """Seals what arrives. Without an open diary nothing is taken."""

    chunk_size = 2**20

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._writing: Writing | None = None

    def new_file(self, *args: Any, **named: Any) -> None:
        """A file begins: find the key, begin a file in the store."""
        super().new_file(*args, **named)
        from throughline.web.cases.access import case_of

        case = None if self.request is None else case_of(self.request)
        if case is None:
            raise SkipFile
        self._case = case
        self._file_id = secrets.token_hex(16)
        self._key = file_key(case.ring.current, self._file_id)
        self._sealer = Sealer(self._key)
        self._writing = storage.store().begin(self._file_id)
        self._crc32, self._head = 0, b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a chunk and pass it on."""
        if self._sealer.size + len(raw_data) > settings.LARGEST_FILE_BYTES:
            self._abandon()
            self.request.is_upload_too_large = True  # type: ignore[union-attr]
            raise SkipFile
        assert self._writing is not None
        self._writing.write(self._sealer.write(raw_data))
        self._crc32 = zlib.crc32(raw_data, self._crc32)
        if len(self._head) < HEAD_BYTES:
            self._head += raw_data[: HEAD_BYTES - len(self._head)]

    def file_complete(self, file_size: int) -> SealedUpload | None:
        """The file is whole: write its end, and a row that says it is waiting to be kept."""
        if self._writing is None:
            return None
        from throughline.web.cases.models import FileRow

        self._writing.write(self._sealer.finish())
        self._writing.commit()
        self._writing = None
        FileRow.objects.create(id=self._file_id, case=self._case.row, epoch=self._key.epoch)
        return SealedUpload(
            self.file_name or "file", self._sealer, self._crc32, self._head, self._key.epoch, self._file_id
        )

    def upload_interrupted(self) -> None:
        """The connection was lost."""
        self._abandon()

    def _abandon(self) -> None:
        if self._writing is not None:
            self._writing.abandon()
            self._writing = None


class RefusingUploads(FileUploadHandler):
    """Takes nothing: what Django would use where `sealed_uploads` put in no handler of ours."""

    def new_file(self, *args: Any, **named: Any) -> None:
        """Stop."""
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never reached."""

    def file_complete(self, file_size: int) -> None:
        """Never reached."""
