"""Read an .xls of Excel 5.0 to 2003 with calamine, which must not guess what its bytes say.

Two things go wrong between the file and calamine. It decodes texts by the CODEPAGE record, though the texts of
Excel 97 and later are UTF-16 whatever that record says (Java and C# writers leave 1252 or 936 there), and in
older files it does not know that two bytes make a Chinese character. And it parses formulas nobody asked for,
failing on some. So the records are copied into a new container with both put right: under code page 1200 newer
files are read as they are, and of older ones every byte comes out as one letter, to be decoded here.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from pipeline.files import biff, compound, guard
from pipeline.files.marks import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.marks import Marks
    from pipeline.files.sheet import Sheet

_BIFF5, _BIFF8 = 0x0500, 0x0600
_BOOK, _UTF16 = 0x0005, 1200
# A record type that no reader knows: its body is passed over.
_IGNORED = 0x0FFF
_CODECS = {874: "cp874", 932: "cp932", 936: "gb18030", 949: "cp949", 950: "cp950", 10000: "mac_roman"}
_CODECS |= {10002: "cp950", 10008: "gb18030", 20936: "gb18030", 54936: "gb18030", 65001: "utf-8"}
_CODECS |= {32768: "mac_roman", **{page: f"cp{page}" for page in (437, 850, *range(1250, 1259))}}
_WESTERN = "cp1252"
# What stands there when the writer did not think of it; then the texts themselves tell.
_THOUGHTLESS = frozenset({"cp437", "cp850", _WESTERN, "mac_roman"})
# A workbook of which only the sheet was written keeps what the book would say among its records.
_FOR_THE_BOOK = frozenset({biff.FONT, biff.FORMAT, biff.XF, biff.CODEPAGE, biff.DATEMODE})


class Legacy:
    """An .xls that may be read: ``data`` is what calamine gets, ``marks`` what it does not tell."""

    def __init__(self, data: bytes, marks: list[Marks], codec: str) -> None:
        self.data, self.marks, self._codec = data, marks, codec

    def decode(self, sheets: list[Sheet]) -> Refusal | None:
        """Put right the texts in the sheets that calamine made of an older file."""
        if not self._codec:
            return None
        codec = self._codec
        try:
            if codec in _THOUGHTLESS and _is_chinese(b" ".join(_foreign(sheets))):
                codec = "gb18030"
            for sheet in sheets:
                sheet.name = sheet.name.encode("latin-1").decode(codec)
                for row in sheet.rows:
                    for column, cell in enumerate(row):
                        if isinstance(cell, str) and not cell.isascii():
                            row[column] = cell.encode("latin-1").decode(codec)
        except UnicodeError:
            return Refusal("F04", f"注明的编码是 {codec.upper()}，有的文字却不是")
        return None


def prepare(data: bytes) -> Legacy | Refusal:
    """Look at the records of an .xls and make of them what calamine may read."""
    try:
        stream = compound.workbook_stream(data) if data.startswith(guard.OLE2) else _as_book(data)
    except struct.error:
        return Refusal("F01", "记录不完整")
    if isinstance(stream, Refusal):
        return stream
    book = biff.look(stream)
    if isinstance(book, Refusal):
        return book
    codec = ""
    if book.version == _BIFF5:
        page = struct.unpack_from("<H", stream, book.codepages[-1])[0] if book.codepages else 0
        codec = _CODECS.get(page, _WESTERN)
    cured = bytearray(stream)
    for at in book.codepages:
        struct.pack_into("<H", cured, at, _UTF16)
    for at in book.unwanted:
        struct.pack_into("<H", cured, at - 4, _IGNORED)
    for at in book.formulas:
        if cured[at + 12 : at + 14] == b"\xff\xff":
            # The result is no number; without tokens there is nothing to parse.
            struct.pack_into("<H", cured, at - 4, biff.FORMULA)
            cured[at + 20 : at + 22] = b"\0\0"
        else:
            # The record of a plain number begins alike.
            struct.pack_into("<H", cured, at - 4, biff.NUMBER)
    return Legacy(compound.wrapped(cured), book.marks, codec)


def _as_book(data: bytes) -> bytes:
    """Make a workbook of records that stand in a file without a container, often those of one sheet alone."""
    version, kind = struct.unpack_from("<HH", data, 4)
    if kind == _BOOK:
        return data
    version = version or _BIFF5
    known = b"".join(
        data[start - 4 : start + length]
        for kind, start, length in biff.records(data, 0)
        if kind in _FOR_THE_BOOK
    )
    name = (b"\x06\0" if version == _BIFF8 else b"\x06") + b"Sheet1"
    begin = struct.pack("<6H", biff.BOF, 8, version, _BOOK, 0, 0)
    end = struct.pack("<HH", biff.EOF, 0)
    offset = len(begin) + len(known) + 10 + len(name) + len(end)
    sheet = struct.pack("<HHIH", biff.BOUNDSHEET, 6 + len(name), offset, 0) + name
    return b"".join((begin, known, sheet, end, data))


def _foreign(sheets: list[Sheet]) -> Iterator[bytes]:
    """List the texts that are more than ASCII."""
    for sheet in sheets:
        yield sheet.name.encode("latin-1")
        for row in sheet.rows:
            for cell in row:
                if isinstance(cell, str) and not cell.isascii():
                    yield cell.encode("latin-1")


def _is_chinese(texts: bytes) -> bool:
    """Tell Chinese from accented letters, which are Chinese characters, too, but hardly ever usual ones."""
    try:
        letters = "".join(letter for letter in texts.decode("gb18030") if letter > "\x7f")
    except UnicodeDecodeError:
        return False
    return bool(letters) and len(letters.encode("gb2312", "ignore")) >= len(letters)
