"""The script a capable colleague would write first: ``python -m tests.bench.naive DATABASE FILE...``.

pandas reads each sheet through openpyxl, finds the header by its words, renames columns, turns amounts into
decimals, validates with pandera, and inserts into DuckDB, sheet by sheet. It knows the layouts of the corpus,
keeps no addresses, checks no totals and applies no rules: less than the pipeline does.
"""

from __future__ import annotations

import re
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pandera.pandas as pa

CASH = {
    "日期": "entry_date", "凭证号": "voucher_no", "凭证字号": "voucher_no", "摘要": "summary",
    "对方单位": "counterparty", "收入": "income", "借方（收入）": "income", "支出": "expense",
    "贷方（支出）": "expense", "余额": "balance", "结余": "balance", "经手人": "handler",
    "票据类型": "document_type", "票据号": "document_no", "结算方式": "method", "村名": "village", "乡镇": "township",
}  # fmt: skip
BANK = {
    "交易日期": "entry_date", "摘要": "memo", "收入金额": "amount_in", "贷方发生额": "amount_in",
    "支出金额": "amount_out", "借方发生额": "amount_out", "余额": "balance", "账户余额": "balance",
    "对方户名": "counterparty", "流水号": "serial_no",
}  # fmt: skip
VOUCHER = {
    "凭证日期": "entry_date", "凭证号": "voucher_no", "分录序号": "line_no", "摘要": "summary",
    "科目编码": "account_code", "科目名称": "account_name", "借方金额": "debit", "贷方金额": "credit",
    "制单人": "preparer", "审核人": "reviewer",
}  # fmt: skip
VILLAGE = {"村代码": "village_code", "村名": "village", "乡镇": "township", "县（市）": "county"}
KINDS = {"日记账": ("cash_entry", CASH), "收支": ("cash_entry", CASH), "银行": ("bank_line", BANK)}
KINDS |= {"凭证": ("voucher_line", VOUCHER), "村情": ("village", VILLAGE)}
MONEY = {"income", "expense", "balance", "amount_in", "amount_out", "debit", "credit"}

Text = pa.Column(str, nullable=True)
Amount = pa.Column(object, pa.Check(lambda v: isinstance(v, Decimal), element_wise=True), nullable=True)
Day = pa.Column("datetime64[us]", nullable=False, coerce=True)


def schema_of(names: dict[str, str]) -> pa.DataFrameSchema:
    """Build the schema of a kind from its columns."""
    columns = {
        name: Amount if name in MONEY else Day if name == "entry_date" else Text for name in names.values()
    }
    return pa.DataFrameSchema({**columns, "village": Text})


SCHEMAS = {kind: schema_of(names) for kind, names in KINDS.values()}


def table_of(raw: pd.DataFrame, names: dict[str, str], village: str) -> pd.DataFrame:
    """Cut the table out of a sheet: header by its words, typed columns, no summary rows."""
    header = max(range(min(6, len(raw))), key=lambda line: raw.iloc[line].isin(names).sum())
    table = raw.iloc[header + 1 :].copy()
    titles = list(raw.iloc[header])
    year = re.match(r"(\d{4})年$", str(titles[0]))
    table.columns = pd.Index(
        ["month", "day", *titles[2:]]
        if year
        else [f"column{i}" if pd.isna(t) else t for i, t in enumerate(titles)]
    )
    table = table.rename(columns=names)
    if year:
        table = table[pd.to_numeric(table["month"], errors="coerce").notna()]
        table["entry_date"] = [
            f"{year[1]}-{m}-{d}" for m, d in zip(table["month"], table["day"], strict=True)
        ]
    if "line_no" in table:
        table[["entry_date", "voucher_no"]] = table[["entry_date", "voucher_no"]].ffill()
    for name in ("entry_date", "village_code"):
        if name in table:
            table = table[table[name].notna() & ~table[name].astype(str).str.contains("：")]
    if "entry_date" in table:
        table["entry_date"] = pd.to_datetime(
            table["entry_date"].astype(str).str.replace(".", "-"), format="mixed"
        )
    for name in MONEY.intersection(table.columns):
        table[name] = [amount_of(value) for value in table[name]]
    if "village" not in table:
        table["village"] = village
    table = table.reindex(columns=list(dict.fromkeys([*names.values(), "village"])))
    for name in table.columns.difference([*MONEY, "entry_date"]):
        table[name] = table[name].map(str, na_action="ignore").astype("str")
    return table


def amount_of(value: object) -> Decimal | None:
    """Read an amount exactly."""
    if value is None or value != value or value == "":  # noqa: PLR0124  NaN is not itself
        return None
    return Decimal(str(value).replace(",", "")).quantize(Decimal("0.01"))


def read(path: Path) -> dict[str, pd.DataFrame]:
    """Read all sheets of a workbook as they stand."""
    return pd.read_excel(path, sheet_name=None, header=None, dtype=object, engine="openpyxl")


def columns_of(table: pd.DataFrame) -> str:
    """Give the SQL columns of a kind."""
    types = dict.fromkeys(MONEY, "decimal(18,2)") | {"entry_date": "date"}
    return ", ".join(f"{name} {types.get(name, 'varchar')}" for name in table.columns)


def main(database: str, files: list[str]) -> None:
    """Load ``files`` one by one; print the rows, and the seconds without starting up."""
    rows, started = 0, time.perf_counter()
    with duckdb.connect(database) as con:
        # Without looking at all values DuckDB guesses too few digits for a column of decimals.
        con.execute("set pandas_analyze_sample = 10000000")
        for path in map(Path, files):
            for sheet, raw in read(path).items():
                kind, names = next(found for word, found in KINDS.items() if word in sheet)
                table = SCHEMAS[kind].validate(table_of(raw, names, path.parent.name), lazy=True)
                con.register("frame", table)
                con.execute(f"create table if not exists {kind} ({columns_of(table)})")
                con.execute(f"insert into {kind} by name select * from frame")
                con.unregister("frame")
                rows += len(table)
    print(rows, time.perf_counter() - started)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
