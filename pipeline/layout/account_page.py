"""Find the account that a table is the page of: a page of cash or bank is a cash book, any other an account's page.

So it is whatever its columns are called: the debits of 管理费用 are no receipts. What a title block says after 科目：
counts first, then a title that names an account; the name of a sheet or file counts only over columns 借 and 贷.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.layout.context import ABOVE, TITLE
from pipeline.layout.lexicon import meaning
from pipeline.layout.rowkinds import scope_of_cell
from pipeline.layout.titleblock import read_block
from pipeline.values import accounts
from pipeline.values.accounts import Account
from pipeline.values.celltext import filled
from pipeline.values.direction import side_word
from pipeline.values.vocabulary import fund_in_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.layout.context import Names
    from pipeline.layout.headers import KindIndex
    from pipeline.layout.mapping import Mapping
    from pipeline.layout.profile import Sample
    from pipeline.layout.titleblock import Context
    from pipeline.values.cell import Cell
    from schemas._spec import Ledger

# What a title block calls it: 科目, 明细科目, 科目编码.
NAME, DETAIL, CODE = "page_account", "page_detail", "page_code"
ROLES = frozenset({NAME, DETAIL, CODE})
# An entry fills so many cells; between the name of an account and its entries stand so few lines, under a header of so many.
LEAST_CELLS, MOST_LINES, MOST_HEADER = 3, 6, 3
_DEBIT = frozenset({"借", "贷"})
_IN_OR_OUT = frozenset({"收入", "支出", "收款", "付款", "付出", "存入", "支取", "转入", "转出"})


@dataclass(frozen=True, slots=True)
class Page:
    """The account a table is the page of (None: of one that is not said), and where that stands.

    ``how``: after a key such as 科目：, by a title, or by a name that is a page's only over columns 借 and 贷.
    """

    account: Account | None
    source: str
    how: Literal["keyed", "titled", "named"]

    @property
    def of_money(self) -> bool:
        """Tell whether it is a page of cash or bank."""
        return self.account is not None and self.account.money != ""

    def excludes(self, ledger: Ledger, mapping: Mapping, sample: Sample) -> bool:
        """Tell whether a table that is such a page can't be of a kind: an account's page is no book of cash."""
        if ledger.paged:
            return self.of_money
        if not any(identity.form == "chain" for identity in ledger.identities):
            return False
        if self.of_money:
            # A bank's own statement says whose account it is of, not of which account of the books.
            return self.how == "keyed" and not ledger.book
        return self.how != "named" or _by_debit(ledger, mapping, sample)


def find(context: Context, names: Names) -> Page | None:
    """Find the account that the table under ``context`` is the page of; None where nothing speaks of one."""
    if account := _keyed(context):
        return Page(account, TITLE, "keyed")
    own = list(_titled((TITLE, line) for line in context.lines))
    # Of the book of a whole village a sheet or file is named after no account.
    around = [(ABOVE, line) for line in context.above]
    around += [] if any(map(accounts.of_money, context.lines)) else names.ordered()[:2]
    found = [*own, *(page for page in _titled(around) if page.account)]
    return (
        next((page for page in found if page.how == "titled"), None)
        or next((page for page in found if page.account), None)
        or next(iter(found), None)
    )


def stated(context: Context, page: Page | None, index: KindIndex) -> dict[str, str]:
    """Give the fields of a kind that the title block states: field → value.

    Only a kind that has the account of a bank in it takes 户名 for its account's name.
    """
    pairs = context.pairs if "account_no" in index.specs else {**context.pairs, "account_name": ""}
    found = {name: pairs[name] for name in index.specs.keys() & pairs.keys()}
    if index.ledger.paged and page and page.account:
        found |= {"account_code": page.account.code, "account_name": page.account.name}
    return {name: value for name, value in found.items() if value}


def of_line(row: list[Cell]) -> Account | None:
    """Read the account of a line between the entries: 科目：502 管理费用, or 502 管理费用 alone in its row."""
    places = filled(row)
    texts = [cell for j in places if isinstance(cell := row[j], str)]
    if any("科目" in text or "账户" in text for text in texts):
        return _keyed(read_block([row]))
    account = accounts.split(texts[0]) if texts and len(places) == 1 else None
    return account if account and (account.money or accounts.is_charted(account.name)) else None


def first_entry(rows: Sequence[list[Cell]], start: int) -> int | None:
    """Find the first row from ``start`` on that is no line of a title: three cells or more, or an opening balance."""
    for row in range(start, min(start + MOST_LINES, len(rows))):
        cells = [rows[row][j] for j in filled(rows[row])]
        opens = any(scope_of_cell(cell)[1] for cell in cells if isinstance(cell, str))
        if opens or (len(cells) >= LEAST_CELLS and of_line(rows[row]) is None):
            return row
    return None


def add_below(context: Context, rows: Sequence[list[Cell]], first: int) -> None:
    """Add the account that stands between a header and its entries to what the title block says."""
    if ROLES & context.pairs.keys():
        return
    for row in range(first, min(first + MOST_HEADER, len(rows))):
        if account := of_line(rows[row]):
            context.pairs[NAME] = f"{account.code} {account.name}".strip()
            return


def _keyed(context: Context) -> Account | None:
    pairs = context.pairs
    account = accounts.read(pairs.get(NAME, "")) or Account("", "")
    detail = accounts.read(pairs.get(DETAIL, "")) or Account("", "")
    code = detail.code or account.code or (accounts.read(pairs.get(CODE, "")) or account).code
    parts = [account.name, "" if detail.name in account.name else detail.name]
    name = "_".join(filter(None, parts))
    fund = fund_in_cell(name) if name and not code and not accounts.is_charted(name) else None
    return None if not (code or name) or (fund and fund.known) else Account(code, name)


def _titled(texts: Iterable[tuple[str, str]]) -> Iterator[Page]:
    for source, text in texts:
        if titled := accounts.in_title(text):
            sure = titled.sure and source in {TITLE, ABOVE}
            yield Page(titled.account, source, "titled" if sure else "named")


def _by_debit(ledger: Ledger, mapping: Mapping, sample: Sample) -> bool:
    """Tell whether nothing but 借 and 贷 tells money in from money out in a table."""
    columns = mapping.columns
    sides = [columns[name] for s in ledger.sided for name in (s.plus, s.minus) if name in columns]
    said = [meaning(column.header).parts for column in sides]
    if said:
        return all(parts & _DEBIT and not parts & _IN_OR_OUT for parts in said)
    words = [
        place for s in ledger.sided if s.name in columns and (place := columns[s.name].parts.get("side"))
    ]
    return any(
        {side_word(value) for value in sample.profile(place).values} <= {"debit", "credit", "even"}
        for place in words
    )
