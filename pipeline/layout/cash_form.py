"""Find the form of one cash count: notes and coins by face value, and beside or around them what the books say.

The count stands on it twice, as a figure and as faces times numbers; it is read only where both agree.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.layout.headers import WHOSE, clean
from pipeline.layout.month_run import amount, at
from pipeline.layout.profile import Sample
from pipeline.layout.recognise import Recognition
from pipeline.layout.rowkinds import is_footer, scope_of
from pipeline.layout.titleblock import read_block
from pipeline.layout.upright import Item, Upright
from pipeline.values.celltext import cell_text, filled, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.marks import Address
    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.headers import KindIndex

KIND = "cash_count"
MOST_ROWS, MOST_COLUMNS, LEAST_FACES, LONGEST = 45, 14, 3, 20
_FACES = frozenset({"面额", "面值", "券别", "票面", "票面金额", "面额(元)", "票别", "币值", "券面", "票面额"})
_NUMBERS = re.compile("张|枚|数量")
_PRODUCT = re.compile("金额|小计|合计")
_FACE = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d)?|[壹一贰二伍五拾十百佰])(?P<unit>元|角|分|块)?(?:券|币|纸币|硬币|钞)?"
)
_WORDS = {"壹": 1, "一": 1, "贰": 2, "二": 2, "伍": 5, "五": 5, "拾": 10, "十": 10, "百": 100, "佰": 100}
_UNITS = {"元": 100, "块": 100, "角": 10, "分": 1, None: 100}
_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十0-9]{1,2}[)）、.．]+")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]$")
_PAIR = re.compile(r"^(?P<label>[^:：]{2,12})[:：](?P<value>.+)$")
_HEADS = frozenset(
    {
        "项目",
        "金额",
        "金额（元）",
        "金额(元)",
        "核对",
        "说明",
        "备注",
        "实点现金",
        "现金清点",
        "附:票面清点",
        "附：票面清点",
    }
)
# What a label of a form says in whatever words: what the books have, what was counted; not what is still to be booked.
_SAID = {
    "book_balance": re.compile("账面|账存|日记账|账上|应存"),
    "counted": re.compile("(?:实[点盘存有际]|清点|盘[点存]实).*(?:现金|库存|金额|数|存|有)"),
}
_TO_BOOK = re.compile("[未加减]|调整|差|长|短|白条|借条|抵库|人|员|时间|日期")
# What is only the difference of the others.
_DIFFERENCE = re.compile("差额|差异|长款|短款|盘盈|盘亏|溢缺|长[(（]?短|盈亏")


def find(sheet: Sheet, headers: HeaderRows) -> Upright | None:
    """Find the form that a sheet consists of."""
    if len(sheet.rows) > MOST_ROWS or max(map(len, sheet.rows), default=0) > MOST_COLUMNS:
        return None
    place = next(_heads(sheet), None)
    if place is None:
        return None
    faces = _Faces(sheet, place)
    if len(faces.rows) < LEAST_FACES or faces.total is None:
        return None
    return _form(sheet, headers, faces)


def _heads(sheet: Sheet) -> Iterator[Address]:
    """Find the cell that heads the face values, with the numbers of notes right of it."""
    for row, cells in enumerate(sheet.rows):
        for column in filled(cells):
            if (
                not isinstance(cell := cells[column], str)
                or len(cell) > LONGEST
                or squeeze(cell) not in _FACES
            ):
                continue
            beside = [j for j in filled(cells) if column < j]
            if beside and _NUMBERS.search(squeeze(cells[beside[0]])):
                yield row, column


class _Faces:
    """The notes and coins of a form: their rows, their columns, what they come to where all agrees."""

    def __init__(self, sheet: Sheet, head: Address) -> None:
        self.sheet, (self.head, self.face) = sheet, head
        beside = [j for j in filled(sheet.rows[self.head]) if j > self.face]
        self.number = beside[0]
        product = len(beside) > 1 and _PRODUCT.search(squeeze(sheet.rows[self.head][beside[1]]))
        self.product = beside[1] if product else None
        self.columns = {j for j in (self.face, self.number, self.product) if j is not None}
        self.rows: list[int] = []
        self.sum_row: int | None = None
        self.total = self._add()

    def _add(self) -> int | None:
        """Add up faces times numbers in cents; None where a product or the sum printed below says otherwise."""
        total = 0
        for row in range(self.head + 1, len(self.sheet.rows)):
            text = squeeze(cell_text(at(self.sheet, row, self.face)))
            if not text:
                continue
            if scope_of(text):
                self.sum_row = row
                printed = amount(at(self.sheet, row, self.product)) if self.product is not None else None
                return total if printed in {None, total} else None
            face = _cents(text)
            if face is None:
                break
            count = amount(at(self.sheet, row, self.number)) or 0
            if count % 100:
                return None
            product = face * count // 100
            if self.product is not None and (amount(at(self.sheet, row, self.product)) or 0) != product:
                return None
            self.rows.append(row)
            total += product
        return total

    def places(self) -> set[Address]:
        """Name all its cells."""
        rows = [self.head, *self.rows, *([self.sum_row] if self.sum_row is not None else [])]
        return {(row, column) for row in rows for column in self.columns}


def _cents(text: str) -> int | None:
    found = _FACE.fullmatch(text)
    if found is None:
        return None
    number = Decimal(_WORDS.get(found["number"], found["number"]))
    return int(number * _UNITS[found["unit"]])


def _form(sheet: Sheet, headers: HeaderRows, faces: _Faces) -> Upright | None:
    kind = headers.recogniser.headers.kinds[KIND]
    items: list[Item] = []
    fields: list[str] = []
    for target, item in _items(sheet, kind, faces.places()):
        if target not in fields:
            items.append(item)
            fields.append(target)
        elif kind.specs[target].role != "text":
            return None
    told = dict(zip(fields, items, strict=True))
    if "book_balance" not in told or "counted" not in told or amount(told["counted"].value) != faces.total:
        return None
    first = min(faces.head, *(item.label[0] for item in items))
    context = read_block(sheet.rows[: first + 1])
    block = tuple(item.parts for item in items)
    sample = Sample([[item.value for item in items]])
    found = headers.recogniser.recognise(block, context, headers.names, sample)
    if not isinstance(found, Recognition) or found.kind != KIND or not found.named:
        return None
    found.unmapped = []
    last = max(*faces.rows, *(item.place[0] for item in items))
    known = faces.places() | {item.label for item in items} | {item.place for item in items}
    unread = tuple(_unread(sheet, first, known))
    return Upright(context, found, first, tuple(items), 0, last, len(sheet.rows), unread)


def _items(sheet: Sheet, kind: KindIndex, taken: set[Address]) -> Iterator[tuple[str, Item]]:
    """List the fields that labels of the form state, with the values beside them, or behind them in the same cell."""
    for row, cells in enumerate(sheet.rows):
        places = [j for j in filled(cells) if (row, j) not in taken]
        for column, after in zip_longest(places, places[1:]):
            if not isinstance(cell := cells[column], str):
                continue
            pair = _PAIR.match(cell.strip())
            label = _ASIDE.sub("", _NUMBERING.sub("", squeeze(pair["label"] if pair else cell)))
            target = _target(kind, label)
            value = pair["value"].strip() if pair else cells[after] if after is not None else ""
            if not target or value == "" or (kind.specs[target].role == "money" and amount(value) is None):
                continue
            place = (row, column if pair or after is None else after)
            named = clean(label) if kind.exact(clean(label)) else clean(kind.specs[target].title)
            yield target, Item((named,), label, (row, column), place, value)


def _target(kind: KindIndex, label: str) -> str:
    """Name the field that a label states; whose the form is its title block says."""
    if len(label) > LONGEST:
        return ""
    if match := kind.exact(text := clean(label)):
        return match.target if match.target in kind.specs and match.target not in WHOSE else ""
    said = [target for target, words in _SAID.items() if words.search(text)]
    return said[0] if len(said) == 1 and not _TO_BOOK.search(text) else ""


def _unread(sheet: Sheet, first: int, known: set[Address]) -> Iterator[tuple[str, Address]]:
    for row in range(first, len(sheet.rows)):
        places = [(row, column) for column in filled(sheet.rows[row])]
        if places and is_footer(squeeze(sheet.rows[row][places[0][1]])):
            continue
        header = ""
        for place in (p for p in places if p not in known):
            text = squeeze(cell_text(sheet.rows[row][place[1]]))
            if row == first and _PAIR.match(text):
                # 单位：元 beside the day, in the title block still.
                continue
            if _DIFFERENCE.search(text):
                header = text
                known.add(place)
            elif text in _HEADS or (header and amount(sheet.rows[row][place[1]]) is not None):
                header = ""
            else:
                yield header, place
