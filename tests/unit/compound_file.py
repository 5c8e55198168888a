"""Write small .xls files record by record, since nothing in the environment writes that format."""

from __future__ import annotations

import struct

BIFF5, BIFF8 = 0x0500, 0x0600
EOF = struct.pack("<HH", 0x000A, 0)


def begin(version: int = BIFF8, kind: int = 0x0005) -> bytes:
    """Begin a substream: of the workbook (5) or of a sheet (16)."""
    return record(0x0809, struct.pack("<HH", version, kind) + bytes(8 if version == BIFF8 else 4))


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def codepage(number: int) -> bytes:
    return record(0x0042, struct.pack("<H", number))


def label(row: int, column: int, text: str | bytes) -> bytes:
    """Write a text cell: UTF-16 as in Excel 97, or the bytes of some code page as before."""
    if isinstance(text, bytes):
        return record(0x0204, struct.pack("<HHHH", row, column, 0, len(text)) + text)
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def book(
    sheet_records: bytes,
    global_records: bytes = b"",
    *,
    hidden: int = 0,
    version: int = BIFF8,
    name: str | bytes = "S",
) -> bytes:
    """Lay out a workbook stream with one sheet."""
    flags = b"" if isinstance(name, bytes) else b"\x01"
    text = name if isinstance(name, bytes) else name.encode("utf-16-le")
    named = bytes([len(name)]) + flags + text
    length = len(begin(version)) + len(global_records) + 4 + 6 + len(named) + len(EOF)
    sheet = record(0x0085, struct.pack("<IBB", length, hidden, 0) + named)
    return b"".join((begin(version), global_records, sheet, EOF, begin(version, 0x0010), sheet_records, EOF))


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """Wrap a stream in an OLE2 container of 512-byte sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<108I", header, 80, *[0xFFFFFFFF] * 108)
    return b"".join(
        (
            bytes(header),
            struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table))),
            _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(name, 2, 2, len(stream)) + bytes(256),
            stream,
        )
    )


def _entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(128)
    entry[: len(text)] = text
    struct.pack_into("<HBBIII", entry, 64, len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    struct.pack_into("<IQ", entry, 116, first, size)
    return bytes(entry)
