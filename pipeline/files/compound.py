"""Open the OLE2 container of an .xls file far enough to judge it."""

from __future__ import annotations

import struct
from itertools import islice

from pipeline.files.marks import Refusal

_LAST_SECTOR = 0xFFFFFFFA
_NOT_BOOKS = {
    "worddocument": "Word 文档（.doc）",
    "powerpoint document": "PowerPoint 演示文稿（.ppt）",
    "wpsdocument": "WPS 文字文档（.wps）",
    "fileheader": "HWP 文档",
    "__properties_version1.0": "Outlook 邮件（.msg）",
}


def workbook_stream(data: bytes) -> bytes | Refusal:
    """Return the whole stream that holds the workbook's records (BIFF5 to BIFF8)."""
    try:
        container = _Container(data)
        entries = container.entries()
        if "encryptedpackage" in entries or "encryptioninfo" in entries:
            return Refusal("F02", "整个文件已加密")
        for name in ("workbook", "book"):
            if name in entries:
                return container.stream(*entries[name])
    except (struct.error, IndexError, ValueError):
        return Refusal("F01", "文件不完整或内部目录损坏")
    for name, kind in _NOT_BOOKS.items():
        if name in entries:
            return Refusal("F03", kind)
    return Refusal("F01", "里面没有工作簿")


class _Container:
    """A compound file: sectors chained through an allocation table."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("sector size")
        self.size = 1 << shift
        self.directory, self.cutoff = struct.unpack_from("<I4xI", data, 48)
        first_mini, _, first_extra, extras = struct.unpack_from("<4I", data, 60)
        tables = list(struct.unpack_from("<109I", data, 76))
        while extras and first_extra < _LAST_SECTOR:
            more = struct.unpack(f"<{self.size // 4}I", self._sector(first_extra))
            tables.extend(more[:-1])
            first_extra = more[-1]
            extras -= 1
        content = b"".join(self._sector(table) for table in tables if table < _LAST_SECTOR)
        self.table: tuple[int, ...] = struct.unpack(f"<{len(content) // 4}I", content)
        self.first_mini = first_mini
        self.root: tuple[int, int] = (_LAST_SECTOR, 0)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        if start >= len(self.data):
            raise ValueError("a sector beyond the end of the file")
        return self.data[start : start + self.size]

    def _chain(self, first: int, table: tuple[int, ...]) -> list[int]:
        found = []
        while first < _LAST_SECTOR:
            found.append(first)
            if len(found) > len(table):
                raise ValueError("sectors chained in a circle")
            first = table[first]
        return found

    def _read(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._chain(first, self.table)))

    def entries(self) -> dict[str, tuple[int, int]]:
        """Map the lower-case name of every stream to its first sector and length."""
        content = self._read(self.directory)
        found: dict[str, tuple[int, int]] = {}
        for start in range(0, len(content) - 127, 128):
            length, kind = struct.unpack_from("<HB", content, start + 64)
            first, size = struct.unpack_from("<II", content, start + 116)
            if kind == 5:
                self.root = (first, size)
            elif kind == 2 and 2 <= length <= 64:
                name = content[start : start + length - 2].decode("utf-16-le", "ignore").casefold()
                found.setdefault(name, (first, size))
        return found

    def stream(self, first: int, size: int) -> bytes:
        """Return a stream; one that the file does not hold whole is an error."""
        if size >= self.cutoff:
            content = self._read(first)
        else:
            table_bytes = self._read(self.first_mini)
            minis = self._read(self.root[0])
            table = struct.unpack(f"<{len(table_bytes) // 4}I", table_bytes)
            chain = islice(self._chain(first, table), size // 64 + 1)
            content = b"".join(minis[number * 64 : number * 64 + 64] for number in chain)
        if len(content) < size:
            raise ValueError("a stream shorter than declared")
        return content[:size]
