"""The container of a book: a ZIP file that is the same for the same content (EPUB 3.3, section 4, OCF)."""

from __future__ import annotations

import hashlib
import zipfile
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

_EPOCH = (1980, 1, 1, 0, 0, 0)        # the first date that a ZIP file can say
_BEHIND = 32
_MODE = 0o644 << 16
_STORED = (".png", ".jpg", ".gif", ".webp")       # these are compressed already


class Archive:
    """Files put into a container one after the other; `digest` is of all that came in so far.

    `file` is written from its beginning; it must be one in which can be sought. A thread of its own compresses what comes
    in, a few files behind; what goes wrong there is raised by the next `add`, or by `close`.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()
        self._hash = hashlib.sha256()
        self.names: set[str] = set()
        self._put("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)

    def add(self, name: str, data: bytes | str) -> None:
        """Put a file in; a name comes once."""
        content = data.encode() if isinstance(data, str) else data
        self._hash.update(f"{name}\0{len(content)}\0".encode())
        self._hash.update(content)
        self._put(name, content, zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED)

    def _put(self, name: str, content: bytes, method: int) -> None:
        if name in self.names:
            raise ValueError(f"{name} is in the book already")
        self.names.add(name)
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type, info.create_system, info.external_attr = method, 3, _MODE
        level = 6 if method == zipfile.ZIP_DEFLATED else None
        self._waiting.append(self._thread.submit(self._zip.writestr, info, content, method, level))
        while len(self._waiting) > _BEHIND:
            self._waiting.popleft().result()

    @property
    def digest(self) -> str:
        """SHA-256 of the names and contents, in hexadecimal."""
        return self._hash.hexdigest()

    def close(self) -> None:
        """Write the directory; the file itself stays open."""
        try:
            while self._waiting:
                self._waiting.popleft().result()
        finally:
            self._thread.shutdown(cancel_futures=True)
            self._zip.close()
