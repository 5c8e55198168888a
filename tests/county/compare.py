"""Compare what was loaded with what the made-up workbooks truly say."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tests.county.paper import Book, Value
from tests.e2e.night import Night

Place = tuple[str, str, str, int]  # kind, file, sheet, row
MONEY = frozenset(
    {
        "income", "expense", "balance", "amount_in", "amount_out", "debit", "credit", "opening_debit", "opening_credit",
        "closing_debit", "closing_credit", "amount", "share_capital", "declared", "received", "budget",
        "contract_amount",
    }
)  # fmt: skip


def loaded(night: Night, kinds: Iterable[str]) -> dict[Place, dict[str, object]]:
    """Read every current row of ``kinds`` by where it stood, with its numbers whole, as only the state has them."""
    found: dict[Place, dict[str, object]] = {}
    for kind in sorted(set(kinds)):
        for values in night.whole(f"select * from ledger.{kind}"):
            place = (kind, values["source_file"], values["source_sheet"], values["source_row"])
            assert place not in found, f"loaded twice: {place}"
            found[place] = values
        published = night.query(f"select source_file, source_sheet, source_row from ledger.{kind}")
        assert sorted(published) == sorted(p[1:] for p in found if p[0] == kind)
    return found


def differences(night: Night, books: list[Book]) -> list[str]:
    """Name every row that is missing, was made up, or differs in any value."""
    wanted = {
        (record.kind, book.path, sheet, row): (book, record)
        for book in books
        for sheet, row, record in book.records()
    }
    found = loaded(night, {kind for kind, *_ in wanted})
    complaints = [f"{_where(p, wanted[p][0])} not loaded" for p in wanted if p not in found]
    complaints += [f"{'/'.join(map(str, p))}: made up: {found[p]}" for p in found if p not in wanted]
    for place, (book, record) in wanted.items():
        if place not in found:
            continue
        values = found[place]
        period = book.period_of(place[2])
        expected: dict[str, Value] = {**record.fields, "village_code": record.village}
        if period:
            expected["period"], expected["period_kind"] = period
        for name, value in expected.items():
            true = _true(name, value)
            if values[name] != true:
                complaints.append(f"{_where(place, book)} {name}: {values[name]!r}, not {true!r}")
    return sorted(complaints)


def _where(place: Place, book: Book) -> str:
    kind, file, sheet, row = place
    return f"[{book.family}] {file} / {sheet} / {row} ({kind})"


def _true(name: str, value: Value) -> object:
    if name in MONEY and isinstance(value, int):
        return Decimal(value) / 100
    return value


def unbalanced(night: Night) -> list[tuple[object, ...]]:
    """List sheets whose control totals do not add up."""
    return night.query(
        "select source_file, sheet from meta.sheet where rows_read <> rows_loaded + rows_rejected + rows_skipped"
        " or money_read <> money_loaded + money_rejected"
    )


def problems(night: Night) -> set[tuple[str, str, str, str]]:
    """List (code, file, sheet, cell) of every issue above a mere notice."""
    return set(night.query("select code, source_file, sheet, cell from meta.issue where level <> '提示'"))


def printed_totals_that_differ(night: Night) -> list[tuple[object, ...]]:
    """List printed totals that were compared and found different from the rows."""
    return night.query(
        "select source_file, source_sheet, cell, label, printed, computed from meta.printed_total"
        " where computed is not null and computed <> printed"
    )
