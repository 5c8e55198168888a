"""Open the OLE2 container of an .xls file far enough to judge it, and put a stream into a new one."""

from __future__ import annotations

import struct
import sys
from array import array
from itertools import islice

from pipeline.files.marks import Refusal

_LAST_SECTOR = 0xFFFFFFFA
_TABLE, _END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_SECTOR, _IN_HEADER = 4096, 109
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


def wrapped(stream: bytes | bytearray) -> bytes:
    """Put a workbook's records into a container of their own, filled up with zeros, with nothing else in it.

    Sectors of 4,096 bytes: the header then has room for the tables of 400 MB, and no stream is a small one.
    """
    sectors = -(-max(len(stream), 1) // _SECTOR)
    tables = -(-(sectors + 2) // (_SECTOR // 4 - 1))
    chain = array("I", range(1, sectors + 1))
    chain[-1] = _END
    chain.extend([_END, *[_TABLE] * tables])
    chain.extend([_FREE] * (tables * _SECTOR // 4 - len(chain)))
    if sys.byteorder == "big":
        chain.byteswap()
    header = bytearray(_SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", header, 24, 0x3E, 4, 0xFFFE, 12, 6)
    struct.pack_into("<10I", header, 40, 1, tables, sectors, 0, _SECTOR, _END, 0, _END, 0, _FREE)
    numbers = range(sectors + 1, sectors + 1 + tables)
    struct.pack_into(f"<{_IN_HEADER}I", header, 76, *numbers, *[_FREE] * (_IN_HEADER - tables))
    # A root that begins nowhere is no root for some readers, though it holds nothing.
    directory = _entry("Root Entry", 5, 0, 0, child=1) + _entry("Workbook", 2, 0, sectors * _SECTOR)
    return b"".join(
        (
            header,
            stream,
            bytes(sectors * _SECTOR - len(stream)),
            directory.ljust(_SECTOR, b"\0"),
            chain.tobytes(),
        )
    )


def _entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(128)
    entry[: len(text)] = text
    struct.pack_into("<H2B3I", entry, 64, len(text), kind, 1, _FREE, _FREE, child)
    struct.pack_into("<IQ", entry, 116, first, size)
    return bytes(entry)


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
        tables = [table for table in struct.unpack_from("<109I", data, 76) if table < _LAST_SECTOR]
        # One entry of a table for each sector: more of them only say the same again.
        needed = len(data) // (self.size * self.size // 4) + 109
        while extras and first_extra < _LAST_SECTOR:
            more = struct.unpack(f"<{self.size // 4}I", self._sector(first_extra))
            tables.extend(table for table in more[:-1] if table < _LAST_SECTOR)
            first_extra = more[-1]
            extras -= 1
            if len(tables) > needed:
                raise ValueError("more tables than sectors")
        content = b"".join(map(self._sector, tables))
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
