"""Look at a file's bytes before any reader does: what it is, and whether it is safe to open."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.files.marks import Refusal, Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

# A workbook of a million rows unpacks to some 400 MB; larger ones do not fit a worker.
MOST_UNPACKED = 512 << 20
# All other forms lie in the file as they are; a million rows of text take some 100 MB.
MOST_BYTES = 256 << 20
MOST_MEMBERS = 5_000
# Sheets compress 5 to 40 times, padding up to 1,032 times.
STEEPEST = 200
STEEP_FROM = 8 << 20
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Programs that write .xls without its container begin with the first record: of a book or a single sheet.
BARE_XLS = re.compile(rb"\x09\x08[\x04-\x10]\x00(?:\x00[\x00\x05\x06])(?:[\x05\x10]\x00)")
# A web archive begins like a mail: one header line after the other, with the type among the first.
_MAIL = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.IGNORECASE)

# Leading bytes of what officers drop by mistake; the name is shown to them.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"\x89PNG", "图片（PNG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"II*\x00", "图片（TIFF）"),
    (b"%PDF", "PDF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"SQLite format 3", "SQLite 数据库"),
    (b"\x00\x01\x00\x00Standard", "Access 数据库"),
    (b"MZ", "可执行程序"),
    (b"\x09\x00\x04\x00", "Excel 2.x 的旧格式"),
    (b"\x09\x02\x06\x00", "Excel 3.0 的旧格式"),
    (b"\x09\x04\x06\x00", "Excel 4.0 的旧格式"),
    (b"TABLE\r\n0,1", "DIF 数据交换文件"),
    (b"ID;P", "SYLK 文件"),
)
CONTENT_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"spreadsheetml.template.main", "!Excel 模板（.xltx）"),
    (b"template.macroenabled.main", "!Excel 模板（.xltm）"),
    (b"addin.macroenabled.main", "!Excel 加载宏（.xlam）"),
    (b"wordprocessingml", "!Word 文档"),
    (b"presentationml", "!PowerPoint 演示文稿"),
    (b"sheet.binary.macroenabled.main", "xlsb"),
    (b"sheet.macroenabled.main", "xlsm"),
    (b"spreadsheetml.sheet.main", "xlsx"),
)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
)


class Parts:
    """The members of a workbook's archive, unpacked when asked for.

    What is read is read for its cells: it must be whole, UTF-8, and free of declarations a reader might expand.
    What nobody reads may be anything (WPS and Power Query keep UTF-16 there), as long as it is whole.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {member.filename: member for member in archive.infolist()}
        self._unseen = dict.fromkeys(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def read(self, name: str) -> bytes:
        """Unpack one member, nothing if there is none; raises ``Unfit`` if it can't be trusted."""
        if name not in self._members:
            return b""
        self._unseen.pop(name, None)
        with _whole():
            content = self._archive.read(name)
        if len(content) != self._members[name].file_size:
            raise Unfit(Refusal("F01", f"{name} 不完整"))
        if not name.endswith(".bin"):
            if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
                raise Unfit(Refusal("F01", f"{name} 不是 UTF-8"))
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise Unfit(Refusal("F06", name))
        return content

    def check_rest(self) -> None:
        """Unpack what was not read, only to see that it is whole; raises ``Unfit`` if it is not."""
        for name in self._unseen:
            with _whole(), self._archive.open(name) as stream:
                while stream.read(1 << 20):
                    pass
        self._unseen.clear()


@dataclass(frozen=True, slots=True)
class Guarded:
    """A file that may be read: its format by content; ``parts`` only where it is an archive.

    ``format`` is xlsx, xlsm, xlsb, xls, ods, mht or text.
    """

    format: str
    parts: Parts | None = None


def inspect(data: bytes) -> Guarded | Refusal:
    """Tell a file's format from its bytes, refusing what is damaged, dangerous or not a table."""
    if not data:
        return Refusal("F07", "0 字节")
    if data.startswith(b"PK") and data[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        try:
            with _whole():
                return _inspect_zip(data)
        except Unfit as unfit:
            return unfit.refusal
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return Refusal("F03", name)
    if _is_dbase(data):
        return Refusal("F03", "dBASE 数据库（.dbf）")
    if len(data) > MOST_BYTES:
        return Refusal("F05", f"文件有 {len(data) >> 20} MB")
    if data.startswith(OLE2) or BARE_XLS.match(data):
        return Guarded("xls")
    return Guarded("mht" if _MAIL.match(data, 0, 8192) else "text")


@contextmanager
def _whole() -> Iterator[None]:
    """Work on an archive; damage found on the way is raised as ``Unfit``."""
    try:
        yield
    except _DAMAGE as error:
        found = "内容与校验码不符" if "CRC" in str(error) else "压缩结构不完整或损坏"
        raise Unfit(Refusal("F01", found)) from error


def _is_dbase(data: bytes) -> bool:
    """Recognise a dBASE table by its version byte, last-update month and day, and record sizes."""
    if len(data) < 32 or data[0] not in b"\x02\x03\x30\x31\x32\x43\x83\x8b\x8e\xf5":
        return False
    header, record = struct.unpack_from("<HH", data, 8)
    return 1 <= data[2] <= 12 and 1 <= data[3] <= 31 and header > 32 and record > 0


def _inspect_zip(data: bytes) -> Guarded | Refusal:
    archive = zipfile.ZipFile(io.BytesIO(data))
    refusal = _judge_directory(archive, data)
    if refusal is not None:
        return refusal
    kind = _kind(archive)
    if kind.startswith("!"):
        return Refusal("F03", kind[1:])
    parts = Parts(archive)
    if kind == "ods" and b"encryption-data" in parts.read("META-INF/manifest.xml"):
        return Refusal("F02", "ODF 加密")
    return Guarded(kind, parts)


def _judge_directory(archive: zipfile.ZipFile, data: bytes) -> Refusal | None:
    """Check the member list alone: readers must all see the same members, of bearable sizes."""
    members = archive.infolist()
    if not members:
        return Refusal("F01", "空的压缩包")
    if len(members) > MOST_MEMBERS:
        return Refusal("F05", f"压缩包内有 {len(members)} 个文件")
    # Readers that trust the printed count would silently see fewer members (no styles: dates become numbers).
    end = data.rfind(b"PK\x05\x06")
    if len(members) < 0xFFFF and struct.unpack_from("<H", data, end + 10)[0] != len(members):
        return Refusal("F01", "压缩包目录的文件数不符")
    if len({member.filename.casefold() for member in members}) != len(members):
        return Refusal("F01", "压缩包内有重名文件")
    if any(member.flag_bits & 1 for member in members):
        return Refusal("F02", "压缩包加密")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        return Refusal("F05", f"解压后有 {unpacked >> 20} MB")
    for member in members:
        if member.file_size > STEEP_FROM and member.file_size > STEEPEST * member.compress_size:
            return Refusal("F05", f"{len(data) >> 10} KB 的文件解压后有 {unpacked >> 20} MB")
    # Many small members may be as steep together as a large one.
    if unpacked > 8 * STEEP_FROM and unpacked > STEEPEST * len(data):
        return Refusal("F05", f"{len(data) >> 10} KB 的文件解压后有 {unpacked >> 20} MB")
    return None


def _kind(archive: zipfile.ZipFile) -> str:
    """Name the format of a zip archive; ``!`` and a Chinese name when it is not accepted."""
    names = {name.casefold(): name for name in archive.namelist()}
    if "mimetype" in names:
        mimetype = archive.read(names["mimetype"]).strip()
        if mimetype == b"application/vnd.oasis.opendocument.spreadsheet":
            return "ods"
        if mimetype.startswith(b"application/vnd.oasis.opendocument"):
            return "!OpenDocument 文档，不是表格"
    if "[content_types].xml" in names:
        types = archive.read(names["[content_types].xml"]).lower()
        for content_type, kind in CONTENT_TYPES:
            if content_type in types:
                return kind
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return "!Apple Numbers 文件"
    for part, kind in (("xl/workbook.bin", "xlsb"), ("xl/workbook.xml", "xlsx"), ("content.xml", "ods")):
        if part in names:
            return kind
    if any(name.endswith((".xlsx", ".xls", ".et", ".csv", ".ods")) for name in names):
        return "!压缩包（里面装着表格，请解压后再报）"
    return "!压缩包，里面没有工作簿"
