"""Read the head and foot of a voucher kept as a form of its own: its number, its day, its papers, who made it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.layout.headers import clean
from pipeline.values.cell import Bad
from pipeline.values.celltext import squeeze
from pipeline.values.dates import to_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.layout.headers import KindIndex
    from pipeline.layout.titleblock import Context
    from pipeline.values.cell import Cell

NUMBER, PAPERS = "voucher_no", "attachments"
SIGNERS = frozenset({"preparer", "reviewer", "poster"})
_WORD = "[记收付转现银]{1,2}"
# One number, never two of them: 记-001, 记字第12号, 第3号, 0012.
_NUMBER = re.compile(rf"(?:{_WORD}(?:[账帐])?字?[-—第]?|第)?\d{{1,6}}号?")
_ALONE = re.compile(rf"(?:{_WORD}(?:[账帐])?字?[-—第]|第)\d{{1,6}}号?|{_WORD}字\d{{1,6}}号?")
_PAPERS = re.compile(r"(?:所?附(?:原始)?(?:单据|凭证|件)|附件)(?:共|:)?(\d{1,3})张?")
_PIECE = re.compile(
    rf"(?:19|20)\d{{2}}年\d{{1,2}}月\d{{1,2}}日|{_ALONE.pattern}|凭证(?:编?号|字号):(?:{_NUMBER.pattern})|{_PAPERS.pattern}"
)
_LINE = re.compile(rf"(?:(?:{_PIECE.pattern})[,，;；]?){{2,}}")
_LABELLED = re.compile(r"([\u4e00-\u9fff]{2,8}):(.+)")
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,8}):")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,6}")


def stated(index: KindIndex, context: Context) -> dict[str, int | str]:
    """Map the fields of a voucher to what its own title block says; days are ordinals; nothing where no number does."""
    lines = list(_pieces(squeeze(line) for line in context.lines))
    numbers = list(_numbers(index, lines))
    if len(numbers) != 1 or NUMBER not in index.ledger.stated_above:
        return {}
    found: dict[str, int | str] = {NUMBER: numbers[0]}
    papers = [int(one[1]) for line in lines if (one := _PAPERS.fullmatch(line))]
    if len(papers) == 1:
        found[PAPERS] = papers[0]
    cells: list[Cell] = [line for line in lines if line[:1].isdigit()]
    read = map(to_date, [*cells, *context.days])
    days = {day.toordinal() for day in read if day is not None and not isinstance(day, Bad)}
    if len(days) == 1:
        found[index.ledger.date_field] = days.pop()
    return found


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """Take a line apart that holds day, number and papers in one cell: 2025年4月3日 记字第12号 附件3张."""
    for line in lines:
        if _LINE.fullmatch(line):
            yield from (piece[0] for piece in _PIECE.finditer(line))
        else:
            yield line


def begins(index: KindIndex, cells: Iterable[str], context: Context) -> bool:
    """Tell whether a row begins another form like the one under ``context``: with its title, or a place for a number."""
    texts = list(_pieces(squeeze(cell) for cell in cells))
    titles = {squeeze(line) for line in context.lines[:1]}
    pairs = [_LABEL.match(text) for text in texts]
    return any(_ALONE.fullmatch(text) or text in titles for text in texts) or any(
        pair is not None and _names_number(index, pair[1]) for pair in pairs
    )


def signed(index: KindIndex, cells: Iterable[str]) -> dict[str, str]:
    """Map the fields of those who handle a voucher to who signed in its foot: 制单：舒琴."""
    found: dict[str, str] = {}
    for text in (text for cell in cells for text in cell.split()):
        pair = _LABELLED.fullmatch(squeeze(text))
        match = index.exact(clean(pair[1])) if pair else None
        if pair and match and match.target in SIGNERS and _PERSON.fullmatch(pair[2]):
            found.setdefault(match.target, pair[2])
    return found


def _numbers(index: KindIndex, lines: list[str]) -> Iterator[str]:
    """Give the numbers of vouchers that lines state, with a label or behind the word of one."""
    pending = False
    for line in lines:
        pair = _LABELLED.fullmatch(line)
        value = pair[2] if pair else line
        named = _names_number(index, pair[1]) if pair else pending
        if _NUMBER.fullmatch(value) if named else _ALONE.fullmatch(value):
            yield value
        pending = not pair and _names_number(index, line.rstrip(":"))


def _names_number(index: KindIndex, label: str) -> bool:
    match = index.exact(clean(label))
    return match is not None and match.target == NUMBER
