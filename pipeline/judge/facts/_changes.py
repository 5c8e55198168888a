"""Put what differs between two versions of a book into lines: whole rows, or the differing fields of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas._spec import FieldSpec, Ledger

PLACE = ["source_file", "source_sheet", "source_row"]
MONEY = pl.Decimal(18, 2)
# Besides the natural key and the amounts: whom was paid, and on what document.
PAYEE = frozenset({
    "counterparty", "counterparty_account", "payee", "payee_name", "payee_account", "supplier", "name", "id_no",
    "contractor", "document_no", "certificate_no",
})  # fmt: skip
_OWN = ["village_code", "successor", "slice_id", "note_text", "amount", "is_weighty"]
_SIDED = [f"{what}_{side}" for what in ("row_id", "place", "submission") for side in ("before", "after")]
_LINE: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(
    [*_OWN, "change", "column", "before", "after", *_SIDED], pl.String
)
_LINE |= {"amount": MONEY, "is_weighty": pl.Boolean}


def whole_rows(rows: pl.DataFrame, kind: Ledger, side: Literal["before", "after"]) -> pl.DataFrame:
    """Give one line for each row (with its ``change``) that stands in one version only."""
    words = [pl.col(name).cast(pl.String) for name in kind.natural_key]
    return rows.with_columns(amount=_size(kind), is_weighty=pl.col("change") != "新增").select(
        *_OWN,
        "change",
        pl.col("row_id").alias(f"row_id_{side}"),
        pl.concat_str(words, separator=" ", ignore_nulls=True).alias(side),
        _place().alias(f"place_{side}"),
        pl.col("submission_id").alias(f"submission_{side}"),
    )


def changed(pairs: pl.DataFrame, kind: Ledger, fields: Sequence[FieldSpec]) -> pl.DataFrame:
    """Give one line for each field in which paired rows differ (``=<name>`` and ``=<name>_after``).

    The amount is the difference, or the row's amount where that has not changed. A voucher number that
    changed is only a new numbering; who is paid, the document, the day and the words are weighty. What could
    not be read (``unread``) on either side is no change.
    """
    # Most pairs differ in nothing.
    differ = pairs.select(_differs(field).any().alias(field.name) for field in fields).row(0, named=True)
    difference = pl.max_horizontal(
        (pl.col(f"={name}").cast(MONEY) - pl.col(f"={name}_after").cast(MONEY)).abs()
        for name in kind.amount_fields
    )
    pairs = pairs.with_columns(
        amount=pl.when(difference > 0).then(difference).otherwise(_size(kind, "_after"))
    )
    weighty = {*kind.natural_key, *kind.amount_fields, *PAYEE} - {"voucher_no"}
    lines = [
        pairs.filter(
            _differs(field),
            *(~_unread(field, suffix) for suffix in ("", "_after")),
        )
        .with_columns(note_text=pl.col("note_text_after"), is_weighty=pl.lit(field.name in weighty))
        .select(
            *_OWN,
            pl.lit("改动").alias("change"),
            pl.lit(field.title).alias("column"),
            pl.col("row_id").alias("row_id_before"),
            "row_id_after",
            pl.col(field.name).cast(pl.String).alias("before"),
            pl.col(f"{field.name}_after").cast(pl.String).alias("after"),
            _place().alias("place_before"),
            _place("_after").alias("place_after"),
            pl.col("submission_id").alias("submission_before"),
            pl.col("submission_id_after").alias("submission_after"),
        )
        for field in fields
        if differ[field.name]
    ]
    return pl.concat([pl.DataFrame(schema=_LINE), *(line.select(*_LINE) for line in lines)])


def _differs(field: FieldSpec) -> pl.Expr:
    return pl.col(f"={field.name}").ne_missing(pl.col(f"={field.name}_after"))


def _unread(field: FieldSpec, suffix: str) -> pl.Expr:
    there = pl.col(f"unread{suffix}").list.contains(field.title).fill_null(value=False)
    return there & pl.col(field.name + suffix).is_null()


def _size(kind: Ledger, suffix: str = "") -> pl.Expr:
    """Return the amount of a row: its largest amount field, without sign."""
    return pl.max_horizontal(
        pl.col(name + suffix).fill_null(0).abs().cast(MONEY) for name in kind.amount_fields
    )


def _place(suffix: str = "") -> pl.Expr:
    return pl.format("{} 工作表“{}”第 {} 行", *(pl.col(name + suffix) for name in PLACE))
