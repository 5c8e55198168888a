"""Hold what a worker found in one file, as plain columns that travel cheaply between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.values.cell import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.findings import Issue


@dataclass(slots=True)
class Total:
    """One printed total: cents as printed, and as computed from the rows (None where it can't be)."""

    row: int
    cell: str
    label: str
    scope: str
    field: str
    column_title: str
    printed: int
    computed: int | None


@dataclass(slots=True)
class Rejected:
    """A row that could not be understood: why, and its cells as they stand on the sheet, address → text in order.

    ``cells`` is empty where the row was set aside after reading: only the file itself still has them.
    ``values``: what could be read of it, by field, as in ``Extract.columns``; empty where no kind was recognised.
    """

    row: int
    reason: str
    cells: dict[str, str]
    values: dict[str, object] = field(default_factory=dict)


def read_at(columns: Mapping[str, Sequence[object]], position: int) -> dict[str, object]:
    """Give what was read at one position of ``columns``, by field."""
    return {name: values[position] for name, values in columns.items() if values[position] is not None}


@dataclass(frozen=True, slots=True)
class UnreadPlace:
    """Filled cells that were given no meaning: a column, a block or a table.

    ``place``: its cells (``G3:G9``); ``header``: what heads it, '' for nothing; ``cells``: how many are filled;
    ``figures``: whether these are figures that may be amounts, though nothing says so; ``money``: the amounts in it,
    in cents (0 for what holds none); ``why``: in Chinese.
    """

    place: str
    header: str
    cells: int
    figures: bool
    money: int
    why: str


@dataclass(frozen=True, slots=True)
class Proof:
    """An identity the columns were held to: its Chinese name, the rows that satisfy it, the rows it was tried on."""

    identity: str
    satisfied: int
    tried: int


@dataclass(slots=True)
class Heading:
    """What one column of a header was taken for: field titles and the word that matched, or the nearest title.

    ``place`` counts columns from 0; ``title`` is '' for a column that has no field; ``evidence``: what speaks for it, where
    that was asked for.
    """

    place: int
    header: str
    title: str
    alias: str
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(slots=True)
class Extract:
    """One table of a sheet, normalised.

    ``columns``: field → values aligned with ``rows`` (spreadsheet row numbers of the rows that can be
    loaded): money in cents, days since ``EPOCH``, ratios × 10^8, quantities × 10^4, whole numbers, texts.
    ``rows_read`` counts every row of the stretch; ``skipped`` gives the count for each reason, and
    ``skipped_rows`` the spreadsheet rows. ``headings`` tell what each column was taken for.
    ``money_read`` sums the amounts of all data cells, read or not; ``money_rejected`` those of rejected rows,
    ``money_unread`` those that were given no meaning (cents). ``supplied``: field → where its value came from when
    no cell of the row gave it (title, sheet, file, folder, proof), for all rows or aligned with ``rows``.
    ``left_alone``: no ledger, so nothing of it is asked for (跳过). ``named``: title or sheet name names the kind.
    ``beside``: of a table that lies on its side, the columns (from 0) in which its records stand, aligned with ``rows``;
    the places of its headings are rows.
    ``county_hint``, ``township_hint``: what the title block states as 县 and 乡镇.
    """

    sheet: str
    kind: str
    score: float
    runner_up: str
    runner_up_score: float
    header_row: int
    title: str
    columns: dict[str, list[object]] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    rows_read: int = 0
    money_read: int = 0
    money_rejected: int = 0
    money_unread: int = 0
    unread: list[UnreadPlace] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    supplied: dict[str, str | list[str | None]] = field(default_factory=dict)
    left_alone: bool = False
    named: bool = False
    hints: list[tuple[str, str]] = field(default_factory=list)
    county_hint: str = ""
    township_hint: str = ""
    period_start: int | None = None
    period_kind: str = ""
    period_source: str = ""
    fund: str = ""
    fund_source: str = ""
    sent_back: bool = False
    headings: list[Heading] = field(default_factory=list)
    skipped_rows: dict[str, list[int]] = field(default_factory=dict)

    def leave_out(self, reason: str, rows: list[int]) -> None:
        """Count spreadsheet rows as skipped for ``reason``."""
        if rows:
            self.skipped_rows.setdefault(reason, []).extend(rows)
            self.skipped[reason] = len(self.skipped_rows[reason])

    def cell(self, position: int, place: int) -> str:
        """Give the address of what the row at ``position`` has under the heading at ``place``."""
        if self.beside:
            return address(place, self.beside[position])
        return address(self.rows[position] - 1, place)

    def money_loaded(self, amounts: Iterable[str]) -> int:
        """Sum the ``amounts`` (fields) of the rows to be loaded in cents; other currencies than 人民币 stay out."""
        currency = self.columns.get("currency")
        return sum(
            value
            for name in amounts
            for position, value in enumerate(self.columns.get(name, ()))
            if isinstance(value, int) and (currency is None or currency[position] == "人民币")
        )

    def set_aside(self, reasons: Mapping[int, str], amounts: Iterable[str]) -> list[int]:
        """Set the rows at the positions ``reasons`` aside; return the positions that stay, in their order.

        After reading nothing else moves rows or money out of what is loaded. ``amounts``: the kind's amount fields.
        """
        keep = [p for p in range(len(self.rows)) if p not in reasons]
        before = self.money_loaded(amounts)
        self.rejected += [
            Rejected(self.rows[p], reasons[p], {}, read_at(self.columns, p)) for p in sorted(reasons)
        ]
        self.rejected.sort(key=lambda one: one.row)
        self._keep(keep)
        self.money_rejected += before - self.money_loaded(amounts)
        return keep

    def send_back(self, reason: str, amounts: Iterable[str]) -> None:
        """Set every row that is left aside, for one ``reason``: nothing of the table is loaded."""
        self.set_aside(dict.fromkeys(range(len(self.rows)), reason), amounts)
        self.sent_back, self.totals = True, []

    def skip_rest(self, reason: str, amounts: Iterable[str]) -> None:
        """Skip every row that is left, for one ``reason``: its money counts where the rows are loaded."""
        self.money_read -= self.money_loaded(amounts)
        self.leave_out(reason, self.rows)
        self._keep([])
        self.totals = []

    def _keep(self, keep: list[int]) -> None:
        self.rows = [self.rows[p] for p in keep]
        self.beside = [self.beside[p] for p in keep] if self.beside else []
        self.columns = {name: [values[p] for p in keep] for name, values in self.columns.items()}
        self.supplied = {
            name: source if isinstance(source, str) else [source[p] for p in keep]
            for name, source in self.supplied.items()
        }


@dataclass(slots=True)
class FileExtract:
    """One file: its format, its tables, and what is wrong with it."""

    source_file: str
    sha256: str
    format: str
    tables: list[Extract]
    issues: list[Issue]
