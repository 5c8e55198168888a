"""Take up the rows below a header, page by page, until another table begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.layout import account_page, printed_sums, voucher_head
from pipeline.layout.group_rows import STARTS, take_out_heads
from pipeline.layout.headers import clean
from pipeline.layout.rowkinds import is_footer
from pipeline.layout.rowsort import PAGE, RowSorter
from pipeline.layout.titleblock import read_block
from pipeline.values.celltext import cell_text, filled, squeeze

if TYPE_CHECKING:
    from pipeline.layout.header_rows import HeaderRows
    from pipeline.layout.table import Table
    from pipeline.values.cell import Cell

# What a page heading may not change without another table beginning.
_OWN_ROLES = frozenset({"village", "account_no", "period", "fund", "cooperative", *account_page.ROLES})
# A line that names an account holds no more than that and when or whose.
MOST_ON_A_LINE = 4


class TableRows:
    """The rows of one table, from its header down."""

    def __init__(self, table: Table, headers: HeaderRows, first: int) -> None:
        """``first``: the row below the header, or below the title of another page under the same header."""
        self.table, self.headers, self.rows, self.first = table, headers, headers.rows, first
        self.page = account_page.find(table.context, table.names)
        self.page_follows = False
        self.sorter = RowSorter(table, headers)
        self.keys = self.sorter.columns.keys
        self.index = headers.recogniser.headers.kinds[table.recognition.kind]
        head = voucher_head.stated(self.index, table.context)
        self.form = bool(head.keys() - table.recognition.columns.keys())
        self.numbered: list[int] = []
        self.unkeyed: list[int] = []
        first, last = table.header
        self.heads = {
            squeeze(cells[places[0]]) for cells in self.rows[first : last + 1] if (places := filled(cells))
        }

    def take(self) -> int:
        """Sort rows until another table begins; returns the row after the last one."""
        after = self._sort()
        if self.numbered:
            take_out_heads(self.table, self.rows, self.sorter.columns, self.numbered)
        if self.unkeyed:
            printed_sums.take_out(self.table, self.rows, self.sorter.columns, self.unkeyed)
        return after

    def _sort(self) -> int:
        table = self.table
        trailing: list[int] = []
        row = self.first
        while row < len(self.rows):
            cells = self.rows[row]
            places = filled(cells)
            if not places:
                trailing.append(row)
                row += 1
                continue
            begins = self._may_head(cells[places[0]]) and (self.headers.like(row) or self._echoes(row))
            # After a blank row and perhaps a title, short texts over figures head another table in whatever words.
            if begins or (trailing and not filled(self.rows[trailing[0]]) and self.headers.plain(row)):
                after = self._repeated(row, trailing)
                if after is None:
                    return self._hand_over(trailing)
                row, trailing = after, []
                continue
            if self.form and voucher_head.begins(self.index, map(cell_text, cells), table.context):
                return self._hand_over(trailing)
            if self._begins_page(row, places):
                self.page_follows = True
                return self._hand_over(trailing)
            reason, scope, label = self.sorter.sort(cells, places, row)
            if reason in {"说明行", "表头"}:
                trailing.append(row)
            else:
                if trailing:
                    self._settle(trailing)
                    trailing = []
                if reason == "":
                    table.data.append(row)
                    if self.keys and not printed_sums.has_key(cells, self.keys, places):
                        self.unkeyed.append(row)
                    if isinstance(first := cells[places[0]], str) and first[0] in STARTS:
                        self.numbered.append(row)
                else:
                    table.skip(reason, [row])
                    if scope:
                        table.totals.append((row, label, scope))
            row += 1
        self._settle(trailing)
        return row

    def _begins_page(self, row: int, places: list[int]) -> bool:
        """Tell whether ``row`` names another account than the table's, and its entries follow under the same header."""
        if len(places) > MOST_ON_A_LINE or not isinstance(self.rows[row][places[0]], str):
            return False
        line = account_page.of_line(self.rows[row])
        if line is None or (self.page and line == self.page.account):
            return False
        first = account_page.first_entry(self.rows, row)
        return first is not None and not any(map(self.headers.like, range(row, first + 1)))

    def _may_head(self, first: Cell) -> bool:
        return isinstance(first, str) and (clean(first) in self.headers.words or squeeze(first) in self.heads)

    def _echoes(self, row: int) -> bool:
        """Tell whether each text of a row stands in the header over its own column: part of it, printed again."""
        cells, block = self.rows[row], self.table.block
        places = filled(cells)
        return len(places) > 1 and all(
            j < len(block) and isinstance(cell := cells[j], str) and clean(cell) in block[j] for j in places
        )

    def _settle(self, rows: list[int]) -> None:
        self.table.skip("空行", [r for r in rows if not filled(self.rows[r])])
        self.table.skip("说明行", [r for r in rows if filled(self.rows[r])])

    def _repeated(self, row: int, trailing: list[int]) -> int | None:
        """Return the row after a page header that repeats the table's own, None when another table begins."""
        table = self.table
        if self.form:
            return None
        first, last = table.header
        height = last - first + 1
        if row + height > len(self.rows) or self.headers.block(row, row + height - 1) != table.block:
            if not self._echoes(row):
                return None
            height = 1
        own = {squeeze(PAGE.sub("", line)) for line in table.context.lines or table.context.above}
        for r in trailing:
            for j in filled(self.rows[r]):
                text = squeeze(PAGE.sub("", cell_text(self.rows[r][j])))
                context = read_block([[self.rows[r][j]]])
                if text and text not in own and context.lines and not is_footer(text):
                    return None
                for role, value in context.pairs.items():
                    if role in _OWN_ROLES and table.context.pairs.get(role) != value:
                        return None
        self._settle(trailing)
        table.skip("表头", list(range(row, row + height)))
        return row + height

    def _names_village(self, row: int) -> bool:
        return "village" in read_block([self.rows[row]]).pairs

    def _hand_over(self, trailing: list[int]) -> int:
        """Split the rows before the next header: notes of this table, then the next table's title block."""
        keep = 0
        for position, r in enumerate(trailing):
            places = filled(self.rows[r])
            # 编制单位：… is said above a table as often as below one: here another follows.
            if places and is_footer(squeeze(self.rows[r][places[0]])) and not self._names_village(r):
                keep = position + 1
        self._settle(trailing[:keep])
        return trailing[keep] if keep < len(trailing) else self.table.last + 1
