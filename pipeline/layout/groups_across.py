"""Find headers in which the same columns stand again under several groups: 2023年度 | 2024年度 over 应分, 实分, 到账时间.

Each group says a year, an item or a payment of its own; such a list is read with one line for each (``unfold``). What the
groups are must be plain: a group of any other sort (应发 | 实发, 上年 | 本年) is no entry, and the list is left as it is.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.layout import proofs
from pipeline.layout.headers import clean
from pipeline.layout.month_run import Group, Run, SumColumn, amount, at, cents, is_nothing
from pipeline.layout.months import MOST_ROWS, YEAR
from pipeline.layout.profile import Sample
from pipeline.layout.rowkinds import is_column_index, is_footer, scope_of
from pipeline.values.celltext import filled, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.files.workbook import Sheet
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.headers import KindIndex

LEAST = 2
_SUMS_UP = re.compile("合计|小计|总计|共计|总额|总数")
_BATCH = re.compile(
    r"(?:第[一二三四五六七八九十\d]{1,2}|首)[批次笔]?(?:拨款|拨付|下达|资金|到位)?[(（]?(.*?)[)）]?"
)
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[【(（](?:19|20)\d{2}[〕\]】)）]第?\d{1,4}号")
# What is paid for, and no time, sort or stage of a payment.
_PAID_FOR = re.compile("(?:费|款|金|补偿|补贴|补助|奖励|奖补|赔偿|救助)$")
_ITEMS_OVER = re.compile("项目|补偿|补贴|补助|名目")
_NO_ITEM = re.compile(
    "[年月季批期次]|应[发付领补]|实[发付领补际]|[本上去]年|计划|核定|申报|核实|复核|变更|调整|原来|现在|增|减|已|未|合计|其中"
)
_LONGEST = 12
# 2023年应分红利: the year of a column that has no group header.
_OF_YEAR = re.compile(r"\s*((?:19|20)\d{2})年度?(.{2,})")


def groups_on(sheet: Sheet, headers: HeaderRows) -> Iterator[list[Run]]:
    """Find for each kind the headers with groups of the same columns, with the rows below them."""
    for kind in headers.recogniser.headers.kinds.values():
        if kind.ledger.by_group[0]:
            yield list(_of_kind(sheet, headers, kind))


def _of_kind(sheet: Sheet, headers: HeaderRows, kind: KindIndex) -> Iterator[Run]:
    row = 0
    while row < min(len(sheet.rows), MOST_ROWS):
        run = None
        years = {
            one[1] for cell in sheet.rows[row] if isinstance(cell, str) and (one := _OF_YEAR.match(cell))
        }
        if kind.ledger.by_group[0] == "year" and len(years) >= LEAST:
            run = _Header(sheet, headers, row, kind, split=True).run()
        elif row and headers.lower_part(row) and _is_over(sheet, headers, row - 1):
            run = _Header(sheet, headers, row, kind).run()
        if run is not None:
            yield run
        row = run.end + 1 if run else row + 1


def _is_over(sheet: Sheet, headers: HeaderRows, row: int) -> bool:
    """Tell whether ``row`` may hold group headers: cells merged to the right, or standing left of blanks (csv)."""
    places = filled(sheet.rows[row])
    words = all(isinstance(cell := sheet.rows[row][j], str) and not re.search("[:：]", cell) for j in places)
    return words and (
        any(right > left for _, left, _, right in headers.merged_at(row))
        or (not headers.merged_at(row) and len(places) > 1 and places[-1] - places[0] >= len(places))
    )


class _Header:
    """A header whose lowest row is ``row``, under groups, read as one of a kind.

    ``split``: what would be the group stands before each part in one cell.
    """

    def __init__(
        self, sheet: Sheet, headers: HeaderRows, row: int, kind: KindIndex, *, split: bool = False
    ) -> None:
        self.sheet, self.headers, self.row, self.kind = sheet, headers, row, kind
        self.name, self.under = kind.ledger.by_group
        self.main, self.guessed = self.under[0], False
        if split:
            texts = [squeeze(cell) for cell in sheet.rows[row]]
            found = {j: one for j, text in enumerate(texts) if (one := _OF_YEAR.match(text))}
            self.texts = [
                [one[2], one[1]] if (one := found.get(j)) else [text, text] for j, text in enumerate(texts)
            ]
            self.top = self.groups_row = row
            return
        self.groups_row = row - 1
        self.texts = [headers.texts((row - 1, row), j) for j in range(len(sheet.rows[row]))]
        # A header over both rows that is not really merged stands in the upper one.
        self.texts = [[own or label, label] for own, label in self.texts]
        # A line of the title is no header: what stands beside the groups over groups reaches down to the lowest row.
        over = headers.merged_at(row - 2) if row > 1 else ()
        whole = any(bottom >= row for _, _, bottom, _ in over) and any(r > left for _, left, _, r in over)
        self.top = row - 2 if whole else row - 1

    def run(self) -> Run | None:
        """Read it; None where its groups are no entries of the kind."""
        held = [(label, own) for label, own in self._groups() if not scope_of(squeeze(label))]
        values = [self._value(label, min(own.values())) for label, own in held]
        if len(held) < LEAST or None in values or len({clean(label) for label, _ in held}) < len(held):
            return None
        told = [target for target in self.under if any(target in own for _, own in held)]
        shown = [squeeze(self.texts[next(own[t] for _, own in held if t in own)][0]) for t in told]
        groups = [
            Group(None, tuple(own.get(target, -1) for target in told), str(value))
            for value, (_, own) in zip(values, held, strict=True)
        ]
        idle = frozenset(i for i, target in enumerate(told) if target == "rate")
        run = Run(
            self.top, self.groups_row, self.row, groups, shown, item=self.kind.specs[self.name].title,
            word_of=self.name, idle=idle,
        )  # fmt: skip
        self._take_rows(run)
        if not run.rows or len(run.columns) <= len(told) or not self._sums(run):
            return None
        plain = self.name != "item" or run.sums or all(_PAID_FOR.search(clean(label)) for label, _ in held)
        return run if (plain and not self.guessed) or self._products(run, told) else None

    def _groups(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Give the groups with an amount from left to right: what heads each, and its columns by field."""
        places = [
            j for j, texts in enumerate(self.texts) if texts[1] and squeeze(texts[0]) != squeeze(texts[1])
        ]
        if self.groups_row == self.row:
            places.sort(key=lambda j: (self.texts[j][1], j))
        for label, columns in groupby(places, key=lambda j: self.texts[j][1]):
            own: dict[str, int] = {}
            for j in columns:
                match = self.kind.exact(clean(self.texts[j][0]))
                target = match.target if match and not match.part else ""
                if not target and not own and "quantity" in self.under:
                    # 座数, 棵数 before 单价, 金额: what they multiply to must say so.
                    target, self.guessed = "quantity", True
                own[target] = -1 if target in own or target not in self.under else j
            if self.main in own and -1 not in own.values():
                yield label, own
        if self.top < self.groups_row:
            yield from self._alone()

    def _alone(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Give the items that have nothing but an amount, beside the others under one header over all: 搬迁奖励."""
        over = {j: squeeze(self.headers.texts((self.top, self.top), j)[0]) for j in range(len(self.texts))}
        for j, (own, label) in enumerate(self.texts):
            alone = label and squeeze(own) == squeeze(label) and squeeze(label) != over[j]
            if alone and _ITEMS_OVER.search(over[j]) and _PAID_FOR.search(clean(label)):
                yield label, {self.main: j}

    def _value(self, label: str, column: int) -> str | None:
        """Give what a group is an entry of; None where it is none."""
        text = squeeze(label)
        if self.name == "year":
            year = YEAR.fullmatch(text)
            return year[1] if year else None
        if self.name == "document_no":
            batch, paper = _BATCH.fullmatch(text), _PAPER.search(text)
            return None if batch is None else paper[0] if paper else ""
        bare = clean(text)
        if not 1 < len(bare) <= _LONGEST or _NO_ITEM.search(bare) or self.kind.exact(bare):
            return None
        over = self.headers.texts((self.top, self.top), column) if self.top < self.row - 1 else []
        return text if _PAID_FOR.search(bare) or _ITEMS_OVER.search(squeeze("".join(over))) else None

    def _take_rows(self, run: Run) -> None:
        """Sort the rows below; a kind in which nothing may be paid yet keeps the rows without any entry."""
        beside = self._places(self.kind.specs[self.main].nought_beside)
        own = {column for group in run.groups for i, column in enumerate(group.columns) if i not in run.idle}
        for row in range(run.last + 1, len(self.sheet.rows)):
            cells = self.sheet.rows[row]
            places = filled(cells)
            texts = [squeeze(cells[j]) for j in places]
            if not places or is_column_index(texts):
                continue
            if self.headers.like(row):
                break
            stated = any(
                amount(cells[j]) is not None
                or (row, j) in self.sheet.errors
                or (row, j) in self.sheet.uncached
                for j in own.intersection(places)
            )
            if any(scope_of(text) for text in texts[:3]):
                run.totals.append(row)
            elif stated and not is_footer(texts[0]):
                run.rows.append(row)
            elif any(amount(cells[j]) is not None for j in beside.intersection(places)):
                run.rows.append(row)
                run.keeps.add(row)

    def _places(self, names: Iterable[str]) -> set[int]:
        index, name = self.headers.recogniser.headers, self.kind.ledger.name
        matches = {j: index.match(name, (clean(texts[0]),)) for j, texts in enumerate(self.texts)}
        return {j for j, match in matches.items() if match and match.target in names}

    def _sums(self, run: Run) -> bool:
        """Find the columns of sums; False where one called so fits on less than half of the rows."""
        mains = self._places([self.main])
        part = next(i for i, column in enumerate(run.groups[0].columns) if column in mains)
        for j, texts in enumerate(self.texts):
            if j in run.columns or not _SUMS_UP.search(squeeze("".join(texts))):
                continue
            match = self.kind.exact(clean(texts[0]))
            stated = [r for r in run.rows if not is_nothing(at(self.sheet, r, j))]
            if not stated or (match and match.target in self.under and match.target != self.main):
                continue
            own = [group.columns[part] for group in run.groups]
            fits = [cents(self.sheet, r, j) == sum(cents(self.sheet, r, c) for c in own) for r in stated]
            if sum(fits) * 2 < len(fits):
                return False
            run.sums.append(SumColumn(j, part, tuple(range(len(run.groups)))))
        return True

    def _products(self, run: Run, told: list[str]) -> bool:
        """Tell whether quantity times rate is the amount in every group."""
        if not {"quantity", "rate", self.main} <= set(told):
            return False
        for group in run.groups:
            count, rate, whole = (group.columns[told.index(n)] for n in ("quantity", "rate", self.main))
            if -1 in {count, rate, whole}:
                return False
            sample = Sample([self.sheet.rows[r] for r in run.rows])
            held, tried = proofs.product(sample.scaled(count), sample.scaled(rate), sample.cents(whole))
            if not tried or held < tried:
                return False
        return True
