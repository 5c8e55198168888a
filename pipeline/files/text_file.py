"""Tell what a text file is by its beginning, and have it read: XML Spreadsheet, a web page, or columns of text."""

from __future__ import annotations

import re

from pipeline.files import delimited, encoding
from pipeline.files.marks import Refusal
from pipeline.files.sheet import Found

_HTML = re.compile(r"<\s*(?:html|table|!doctype\s+html|meta|head|body|style|div)\b", re.IGNORECASE)
# Past declarations and comments; the groups give nothing back, so that nothing is tried twice.
_ROOT = re.compile(r"(?>\s*(?:<\?.*?\?>|<!--.*?-->))*+\s*<([\w.-]+:)?([\w.-]+)", re.DOTALL)
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_SNIFFED = 4096


def read(data: bytes, name: str) -> Found | Refusal:
    """Read a text file; ``name`` is what its sheet is called where the file does not say."""
    text = encoding.read(data)
    if isinstance(text, Refusal):
        return text
    start = text.start[:_SNIFFED].lstrip()
    if not start:
        return Refusal("F07", "只有空白")
    if not start.startswith("<"):
        return delimited.read(text, name)
    root = _ROOT.match(text.start)
    kind = root[2].lower() if root else ""
    # lxml takes long to load and few files need it.
    if _SPREADSHEET in start and ("<!DOCTYPE" in text.start or "<!ENTITY" in text.start):
        return Refusal("F06", "XML 电子表格 2003")
    if kind == "workbook" and _SPREADSHEET in start:
        from pipeline.files import spreadsheet_xml

        return spreadsheet_xml.read(text)
    if kind == "document" and "opendocument" in start:
        return Refusal("F03", "平面 ODF 文件（.fods）")
    if _HTML.search(start):
        from pipeline.files import html_table

        return html_table.read(text.whole(), name)
    if start.startswith("<?xml"):
        return Refusal("F03", "XML 文件")
    return delimited.read(text, name)
