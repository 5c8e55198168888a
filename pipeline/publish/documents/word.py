"""Write documents for word processors as Chinese offices print them: A4, 仿宋 text, 黑体 headings, grids to fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from docx.oxml.text.run import CT_R

TEXT, HEAD, TITLE = "仿宋", "黑体", "宋体"
# The paper less its margins, in centimetres.
WIDE = 15.6
# What XML can't hold, and halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Writer:
    """A document being written from top to bottom."""

    def __init__(self, title: str, foot: str, made_at: datetime) -> None:
        self._file: Any = docx.Document()
        section = self._file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.7)
        section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
        normal = self._file.styles["Normal"]
        normal.paragraph_format.space_after = Pt(0)
        _faced(normal, TEXT, 12)
        known = self._file.core_properties
        known.author, known.title, known.created, known.modified = "村账 cunzhang", title, made_at, made_at
        self._foot(section.footer.paragraphs[0], foot)
        head = self._paragraph(title, TITLE, 20, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        head.paragraph_format.space_after = Pt(10)

    def heading(self, text: str) -> None:
        """Write a heading, kept together with what follows."""
        one = self._paragraph(text, HEAD, 13)
        one.paragraph_format.space_before = Pt(10)
        one.paragraph_format.space_after = Pt(3)
        one.paragraph_format.keep_with_next = True

    def subheading(self, text: str) -> None:
        """Write a heading below a heading."""
        one = self._paragraph(text, TEXT, 12, bold=True)
        one.paragraph_format.space_before = Pt(7)
        one.paragraph_format.keep_with_next = True

    def text(self, text: str, *, indent: bool = True) -> None:
        """Write a paragraph, its first line set in by two characters."""
        one = self._paragraph(text, TEXT, 12)
        one.paragraph_format.line_spacing = 1.25
        if indent:
            one.paragraph_format.first_line_indent = Pt(24)

    def note(self, text: str) -> None:
        """Write a remark in small letters."""
        self._paragraph(text, TEXT, 10)

    def grid(
        self,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        header: bool = False,
        size: float = 10,
        right: Sequence[int] = (),
        labels: Sequence[int] = (),
        high: float = 0,
        whole: bool = False,
    ) -> None:
        """Write a table; ``widths`` are parts of the page's width.

        ``header``: the first row is one, repeated on each page. ``right``: columns of amounts; ``labels``: columns
        that name what stands beside them. ``high``: how many centimetres a row is at least, ``whole``: all on one page.
        """
        if not rows:
            return
        wide = [Cm(WIDE * one / sum(widths)) for one in widths]
        made = CT_Tbl.new_tbl(len(rows), len(widths), Cm(WIDE))
        self._file.element.body.insert_element_before(made, "w:sectPr")
        table = Table(made, self._file._body)
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(made.tblGrid.gridCol_lst, wide, strict=True):
            column.w = width
        for number, (line, texts) in enumerate(zip(made.tr_lst, rows, strict=True)):
            is_head = header and not number
            _row(line, high=0 if is_head else high, repeated=is_head)
            for index, (cell, width, text) in enumerate(zip(line.tc_lst, wide, texts, strict=True)):
                cell.width = width
                one = Paragraph(cell.p_lst[0], self._file)
                one.paragraph_format.space_before = one.paragraph_format.space_after = Pt(2)
                one.paragraph_format.keep_with_next = whole
                named = is_head or index in labels
                _run(one, text, HEAD if named else TEXT, size)
                if is_head or (index in labels and len(text) < 12):
                    one.alignment = WD_ALIGN_PARAGRAPH.CENTER
                elif index in right:
                    one.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                _middle(cell)
        gap = self._paragraph("", TEXT, 4)
        gap.paragraph_format.line_spacing = Pt(5)

    def blank(self, lines: int) -> None:
        """Leave ruled lines to write on."""
        for _ in range(lines):
            one = self._paragraph("", TEXT, 12)
            one.paragraph_format.space_before = Pt(8)
            _underline(one)

    def save(self, path: Path) -> None:
        """Finish the document."""
        self._file.save(str(path))

    def _paragraph(
        self, text: str, face: str, size: float, *, bold: bool = False, align: Any = None
    ) -> Paragraph:
        one: Paragraph = self._file.add_paragraph()
        one.alignment = align
        _run(one, text, face, size, bold=bold)
        return one

    def _foot(self, one: Paragraph, foot: str) -> None:
        one.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(one, f"{foot}　第 ", TEXT, 9)
        _field(one, "PAGE")
        _run(one, " 页，共 ", TEXT, 9)
        _field(one, "NUMPAGES")
        _run(one, " 页", TEXT, 9)


def _run(one: Paragraph, text: str, face: str, size: float, *, bold: bool = False) -> None:
    run = one.add_run(_UNPRINTABLE.sub("�", text))
    run.bold = bold
    _faced(run, face, size)


def _faced(styled: Any, face: str, size: float) -> None:
    """Name the typeface for Chinese and Latin letters alike."""
    styled.font.name, styled.font.size = face, Pt(size)
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _field(one: Paragraph, code: str) -> None:
    """Put in what the word processor counts."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    one._p.append(field)
    run = Run(cast("CT_R", OxmlElement("w:r")), one)
    run.text = "1"
    _faced(run, TEXT, 9)
    field.append(run._r)


def _row(line: Any, *, high: float, repeated: bool) -> None:
    """Keep a row whole on its page."""
    properties = line.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if high:
        line.trHeight_val = Cm(high)
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _middle(cell: Any) -> None:
    align = OxmlElement("w:vAlign")
    align.set(qn("w:val"), "center")
    cell.get_or_add_tcPr().append(align)


def _underline(one: Paragraph) -> None:
    borders = OxmlElement("w:pBdr")
    # Lines below one another would else be one frame, with its last line alone.
    for edge in ("w:bottom", "w:between"):
        line = OxmlElement(edge)
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "808080")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    one._p.get_or_add_pPr().append(borders)
