"""Read csv-likes and HTML tables, in whatever encoding and delimiter offices save them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field

from pipeline.files.marks import MOST_CELLS, Area, Refusal

# C0 controls other than tab and line ends never occur in a table; a trailing 0x1A is an old DOS end of file.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_HTML = re.compile(r"<\s*(?:html|table|!doctype\s+html|meta|head|body|style|div)\b", re.IGNORECASE)
# GB18030 would read these without complaint, as other characters.
_FOREIGN = re.compile(rb"(?i)(?:charset|encoding)\s*=\s*[\"']?(big5|shift_jis|euc-jp|euc-kr)")
_QUOTED = re.compile(r'"[^"]*"')
_PADDING = "\t\xa0 "
# Bank exports write ="0012" so that Excel keeps leading zeros.
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_PAD = re.compile(r"\t+(?=,|$)|(?:^|(?<=,))\t+")
_CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_SENTINEL = "\x1f"
# A long cell is odd, not broken; the default limit would stop the whole file.
csv.field_size_limit(0x7FFFFFFF)


@dataclass(slots=True)
class Grid:
    """A table of texts as laid out; ``format`` is csv, tsv or html."""

    format: str
    rows: list[list[str]]
    merged: list[Area] = field(default_factory=list)


def read(data: bytes) -> Grid | Refusal:
    """Read a text file as one table."""
    text = decode(data)
    if isinstance(text, Refusal):
        return text
    start = text[:4096].lstrip().lower()
    if not start:
        return Refusal("F07", "只有空白")
    if start.startswith(("<?xml", "<office:", "<workbook")):
        if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<html" not in start:
            return Refusal("F03", "XML 电子表格 2003")
        if "opendocument" in start:
            return Refusal("F03", "平面 ODF 文件（.fods）")
    if start.startswith("mime-version:"):
        return Refusal("F03", "单个文件网页（.mht）")
    if start.startswith("<") and _HTML.search(start):
        # lxml takes long to load and few files need it.
        from pipeline.files import html_table

        return html_table.read(text)
    if start.startswith("<?xml"):
        return Refusal("F03", "XML 文件")
    return _read_delimited(text)


def decode(data: bytes) -> str | Refusal:
    """Decode a text strictly: UTF-8, UTF-16 or GB18030, never with replacement characters."""
    text = _decode(data)
    if isinstance(text, Refusal):
        return text
    text = text.removesuffix("\x1a")
    control = _CONTROL.search(text)
    if control is not None:
        return Refusal("F03", "二进制文件，不是文本表格")
    return text


def _decode(data: bytes) -> str | Refusal:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding) or Refusal("F04", f"声明为 {encoding.upper()[:6]}，内容却不是")
    if b"\0" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = _strictly(data, encoding)
            if text is not None and _looks_chinese_or_ascii(text):
                return text
        return Refusal("F03", "二进制文件，不是文本表格")
    text = _strictly(data, "utf-8")
    if text is not None:
        return text
    foreign = _FOREIGN.search(data[:4096])
    if foreign is not None:
        return Refusal("F04", f"编码是 {foreign[1].decode()}")
    text = _strictly(data, "gb18030")
    if text is None:
        return Refusal("F04", "有无法识别的字符")
    if _mixes_utf8(data):
        return Refusal("F04", "前后用了不同的编码")
    return text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _looks_chinese_or_ascii(text: str) -> bool:
    usual = sum(len(run) for run in re.findall(r"[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", text))
    return usual >= 0.9 * len(text)


def _mixes_utf8(data: bytes) -> bool:
    """Tell whether a text that passes as GB18030 holds stretches of UTF-8.

    Two Chinese characters in UTF-8 are three in GB18030, rare ones: an accident now and then, not in 2% of
    all stretches.
    """
    stretches = re.findall(rb"[\x80-\xff]+", data)
    utf8 = 0
    for stretch in stretches:
        if len(stretch) >= 6 and len(stretch) % 3 == 0:
            text = _strictly(stretch, "utf-8")
            utf8 += text is not None and _CJK.fullmatch(text) is not None
    return utf8 > 0.02 * len(stretches)


def _delimiter(text: str) -> str:
    """Choose the delimiter that splits most lines into the same number of fields."""
    lines = [_QUOTED.sub("", line) for line in text[:65536].splitlines()[:200] if line.strip()]
    # Wallets and banks pad fields with a tab before or after the comma.
    lines = [_PAD.sub("", line) if "," in line else line for line in lines]
    scores: dict[str, tuple[int, int]] = {}
    for mark in "\t,;|":
        counts = Counter(count for line in lines if (count := line.count(mark)))
        if counts:
            scores[mark] = max((times, count) for count, times in counts.items())
    if not scores:
        return ","
    best = max(scores, key=lambda mark: scores[mark])
    # Thousands separators make commas regular too; a tab hardly ever stands inside a cell.
    if "\t" in scores and scores["\t"][0] * 2 >= scores[best][0]:
        return "\t"
    return best


def _read_delimited(text: str) -> Grid | Refusal:
    delimiter = _delimiter(text)
    # The sentinel comes back as a row of its own unless an open quote swallowed it.
    stream = io.StringIO(f"{text}\n{_SENTINEL}", newline="")
    rows = [[clean(cell) for cell in row] for row in csv.reader(stream, delimiter=delimiter)]
    if rows.pop() != [_SENTINEL]:
        return Refusal("F08", f"从第 {len(rows) + 1} 行起引号没有成对")
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    if width < 2:
        return Refusal("F03", "没有分栏的文字")
    if width * len(rows) > MOST_CELLS:
        return Refusal("F05", f"{len(rows)} 行、{width} 列")
    for row in rows:
        row.extend([""] * (width - len(row)))
    return Grid("tsv" if delimiter == "\t" else "csv", rows)


def clean(cell: str) -> str:
    """Strip padding from a cell and unwrap ``="0012"``."""
    cell = cell.strip(_PADDING)
    kept = _KEPT_AS_TEXT.fullmatch(cell)
    return kept[1].replace('""', '"') if kept else cell
