"""Read a web page saved as one file (.mht, often named .xls): the tables of its parts, each part a sheet.

Excel saves a workbook as a frame page, which names the sheets and the part of each, and one page a sheet; a
browser saves one page with its pictures.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from dataclasses import dataclass
from email.header import decode_header
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.files import encoding, html_table
from pipeline.files.marks import Refusal, Unfit, too_many
from pipeline.files.sheet import Found, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import Message

# A mail within a mail; a page has no more.
_DEEPEST = 4
_LONGEST_HEAD = 1 << 16
_MOST_PARTS = 5_000
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>", re.IGNORECASE)
# Some writers copied =3D, which quoted-printable makes of =, into parts that are not quoted-printable.
_SOURCE = re.compile(r"<x:WorksheetSource\s[^<>]*?HRef=(?:3D)?[\"']?([^\"'<>]*)", re.IGNORECASE)
_VISIBLE = re.compile(r"<x:Visible>\s*(SheetHidden|SheetVeryHidden)\s*</x:Visible>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,200})</title>", re.IGNORECASE)
# Read as GB18030 they would be other characters.
_NOT_OURS = frozenset({"big5", "cp950", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949"})


@dataclass(frozen=True, slots=True)
class _Page:
    """One HTML part: the last piece of its address, and its text."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A sheet as Excel's frame page names it; ``file`` is empty where the page itself is the sheet."""

    name: str
    file: str
    hidden: bool


def read(data: bytes, name: str) -> Found | Refusal:
    """Read a web archive; ``name`` is what a sheet is called that has no name of its own.

    Raises ``Unfit`` where a part can't be read.
    """
    pages = [
        _page(head, body)
        for head, body in _parts(data)
        if head.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    files = {page.file for page in pages}
    named = next(filter(None, map(_sheets_of, pages)), [])
    # Names of files that are all missing were copied from elsewhere.
    named = named if any(sheet.file in files for sheet in named) else []
    sheets = list(_lay_out(_pages_of(pages, named) if named else _with_tables(pages, name)))
    if not any(sheet.rows and len(sheet.rows[0]) > 1 for sheet in sheets):
        return Refusal("F03", "单个文件网页，里面没有表格")
    return Found("mht", sheets)


def _parts(message: bytes, depth: int = 0) -> Iterator[tuple[Message, bytes]]:
    """Yield head and body of every part of a mail that has no parts itself."""
    message = message.lstrip()
    blank = _BLANK_LINE.search(message, 0, _LONGEST_HEAD)
    end, begin = blank.span() if blank else (min(len(message), _LONGEST_HEAD),) * 2
    head = BytesHeaderParser().parsebytes(message[:end])
    boundary = head.get_boundary()
    if head.get_content_maintype() != "multipart" or not boundary:
        yield head, message[begin:]
        return
    if depth == _DEEPEST:
        raise Unfit(Refusal("F01", "网页套了太多层"))
    line = re.compile(
        rb"--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"(--)?[ \t]*\r?(?:\n|\Z)"
    )
    started = None
    for number, mark in enumerate(line.finditer(message, begin)):
        if number > _MOST_PARTS:
            raise Unfit(Refusal("F05", f"网页由 {_MOST_PARTS} 个以上的部分组成"))
        if message[mark.start() - 1 : mark.start()] != b"\n":
            continue
        if started is not None:
            yield from _parts(message[started : mark.start()], depth + 1)
        started = mark.end()
        if mark[1]:
            return
    # Every writer ends with a closing mark: without it the rest was not copied.
    raise Unfit(Refusal("F01", "网页不完整"))


def _page(head: Message, body: bytes) -> _Page:
    """Decode an HTML part: from its transfer form to bytes, from its encoding to text."""
    form = str(head.get("Content-Transfer-Encoding", "")).strip().lower()
    try:
        if form == "base64":
            body = base64.b64decode(body)
        elif form == "quoted-printable":
            body = binascii.a2b_qp(body)
        charset = codecs.lookup(str(head.get_content_charset() or "utf-8")).name
    except binascii.Error as error:
        raise Unfit(Refusal("F01", "网页不完整")) from error
    except (LookupError, ValueError):
        charset = ""
    file = _file(_address(head))
    if charset in _NOT_OURS:
        try:
            return _Page(file, body.decode(charset))
        except UnicodeDecodeError as error:
            raise Unfit(Refusal("F04", f"声明为 {charset}，内容却不是")) from error
    text = encoding.read(body)
    if isinstance(text, Refusal):
        raise Unfit(text)
    return _Page(file, text.whole())


def _address(head: Message) -> str:
    """Return where a part says it lies; some write Chinese there as it is, some as mail does."""
    raw = next((value for name, value in head.raw_items() if name.lower() == "content-location"), "")
    pieces = []
    for piece, charset in decode_header(raw):
        data = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
        try:
            pieces.append(data.decode(charset or "utf-8"))
        except (LookupError, UnicodeDecodeError):
            pieces.append(data.decode("gb18030", "replace"))
    return "".join(pieces)


def _file(address: str) -> str:
    """Return the last piece of an address: names of folders differ between a frame page and its parts."""
    return unquote(address).replace("\\", "/").rpartition("/")[2].strip().casefold()


def _sheets_of(page: _Page) -> list[_Named]:
    """List the sheets that Excel names on a page; none on any other page."""
    sheets = []
    for piece in page.text.split("<x:ExcelWorksheet>")[1:]:
        about = piece.partition("</x:ExcelWorksheet>")[0]
        name, source = _NAME.search(about), _SOURCE.search(about)
        if name is None:
            return []
        file = _file(html.unescape(source[1])) if source else page.file
        sheets.append(_Named(html.unescape(name[1]).strip(), file, _VISIBLE.search(about) is not None))
    # Names that don't tell pages apart are no help.
    return sheets if len({sheet.file for sheet in sheets}) == len(sheets) else []


def _pages_of(pages: list[_Page], named: list[_Named]) -> Iterator[tuple[str, bool, _Page]]:
    """Find the page of every sheet that Excel names."""
    by_file = {page.file: page for page in pages}
    for sheet in named:
        if sheet.file not in by_file:
            raise Unfit(Refusal("F01", f"缺少工作表“{sheet.name}”的内容"))
        yield sheet.name, sheet.hidden, by_file[sheet.file]


def _with_tables(pages: list[_Page], name: str) -> Iterator[tuple[str, bool, _Page]]:
    """Choose the pages that hold tables, and call those after the first by their titles."""
    taken: set[str] = set()
    for page in pages:
        if "<table" in page.text.lower():
            title = _TITLE.search(page.text) if taken else None
            called = " ".join(html.unescape(title[1]).split()) if title else name
            number = len(taken) + 1
            while not called or called in taken:
                called = f"{name} {number}"
                number += 1
            taken.add(called)
            yield called, False, page


def _lay_out(pages: Iterable[tuple[str, bool, _Page]]) -> Iterator[Sheet]:
    rows = cells = 0
    for name, hidden, page in pages:
        sheet = html_table.lay_out(page.text, name) if page.text.strip() else Sheet(name, [], text_only=True)
        if isinstance(sheet, Refusal):
            raise Unfit(sheet)
        sheet.hidden = hidden
        rows += len(sheet.rows)
        cells += sum(map(len, sheet.rows))
        if too_many(cells, rows):
            raise Unfit(Refusal("F05", f"各工作表共有 {cells} 个单元格"))
        yield sheet
