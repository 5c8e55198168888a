"""What a published database shows of payments to draw from, made once; docs/inspector-guide draws from a real one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from pipeline.judge.views import load_views
from pipeline.sample import listing
from tests.e2e.night import Outcome, cunzhang

BATCH = "20260630-0001"
HEADER = 3
# (code, name, township)
VILLAGES = (("01", "甲村", "东镇"), ("02", "同名", "东镇"), ("03", "同名", "西乡"))
# What a tolerable misstatement of 30,000 元 makes an interval of (30,000 / 3.00 = 10,000) leaves below it:
# 9,999.99, 4,000.01, ten of 1,500, 700 and 600, together 30,300 元.
PAYMENTS: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    ("01", "专项资金", "2024-04-01", "记-1", '=HYPERLINK("http://x")', "@兴修公司", "10000", "支出"),
    ("01", "专项资金", "2024-05-01", "记-2", "修路", "李某", "20000.5", "支出"),
    ("01", "专项资金", "2024-06-01", "记-3", "买水泥", "建材店", "9999.99", "支出"),
    ("01", "专项资金", "2024-07-01", "记-4", "误工", "王某", "4000.01", "支出"),
    ("01", "专项资金", "2024-07-02", "记-5", "冲记-3", "建材店", "-300", "支出"),
    ("01", "专项资金", "2024-07-03", "记-6", "提取现金", "", "8000", "内部划转"),
    *(
        ("01", "专项资金", f"2024-08-{n + 10}", f"记-{n}", "护林", "护林员", "1500", "支出")
        for n in range(10, 20)
    ),
    ("02", "集体资金", "2025-01-01", "记-1", "办公", "文具店", "700", "支出"),
    ("03", "办公经费", "2025-01-01", "记-1", "办公", "文具店", "600", "支出"),
)


@dataclass(frozen=True)
class Office:
    """An inspector's desk: the published database below ``outputs``, and a folder for lists."""

    outputs: Path
    desk: Path

    def sample(self, *options: str | Path) -> Outcome:
        return cunzhang("sample", "--outputs", self.outputs, *options)

    def draw(self, *options: str, name: str = "清单.xlsx") -> Path:
        path = self.desk / name
        outcome = self.sample("--tolerable", "30000", "--seed", "7", "--out", path, *options)
        assert outcome.code == 0, outcome.out
        return path

    def fill_in(self, path: Path, found: dict[int, float | str | None]) -> None:
        """Write the amounts found by number of line; lines not named are proven in full."""
        book = openpyxl.load_workbook(path)
        sheet = book[listing.LIST]
        at = {str(cell.value).replace("\n", ""): cell.column for cell in sheet[HEADER]}
        for row in range(HEADER + 1, sheet.max_row + 1):
            number, booked = (sheet.cell(row, at[title]).value for title in (listing.NUMBER, listing.BOOKED))
            sheet.cell(row, at[listing.FOUND]).value = found.get(number, booked)
            sheet.cell(row, at[listing.WHO]).value = "张三"
            sheet.cell(row, at[listing.DAY]).value = "2026-07-01"
            if number in found:
                sheet.cell(row, at[listing.WHY]).value = "没有票据"
        book.save(path)

    def evaluate(self, path: Path) -> str:
        outcome = self.sample("--evaluate", path)
        assert outcome.code == 0, outcome.out
        return outcome.out


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("sample") / "outputs"
    (outputs / "batches").mkdir(parents=True)
    manifest = {"sha256": "c" * 64, "database": {"file": "cunzhang.duckdb", "sha256": "d" * 64}}
    (outputs / "batches" / f"{BATCH}.json").write_text(json.dumps(manifest), "utf-8")
    with duckdb.connect(str(outputs / "cunzhang.duckdb")) as con:
        con.execute("create schema audit; create schema core; create schema meta")
        con.execute(f"create table audit.spending ({', '.join(f'{c} {_type(c)}' for c in _columns())})")
        for number, (code, fund, day, voucher, summary, payee, amount, nature) in enumerate(PAYMENTS):
            row = {
                "village_code": code, "fund": fund, "date": day, "voucher_no": voucher, "summary": summary,
                "payee": payee, "amount": Decimal(amount), "nature": nature, "counts": "计入",
                "source_row": number + 2,
                "row_id": hashlib.md5(str(number).encode()).hexdigest()[:16], "source_file": "账.xlsx",
            }  # fmt: skip
            row |= next({"village_name": name, "township": town} for c, name, town in VILLAGES if c == code)
            con.execute(
                f"insert into audit.spending ({', '.join(row)}) values ({', '.join('?' * len(row))})",
                [*row.values()],
            )
        con.execute(
            "create table core.village (village_code varchar, village_name varchar, township varchar)"
        )
        con.executemany("insert into core.village values (?, ?, ?)", VILLAGES)
        con.execute(
            "create table meta.batch as select ? as batch_id, timestamp '2026-06-30 22:05:00' as started_at,"
            " date '2026-06-30' as as_of, '村账' as program_version",
            [BATCH],
        )
        con.execute("create table meta.setting as select batch_id from meta.batch")
    return outputs


def _columns() -> list[str]:
    return next([*view.columns] for view in load_views() if view.name == "audit.spending")


def _type(column: str) -> str:
    return {"date": "date", "amount": "decimal(18, 2)", "source_row": "integer"}.get(column, "varchar")


@pytest.fixture
def office(published: Path, tmp_path: Path) -> Office:
    return Office(published, tmp_path)
