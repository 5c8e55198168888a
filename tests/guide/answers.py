"""Answer the questions of the inspectors' guide from real databases; ``python -m tests.guide.answers`` rewrites it."""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from tests.e2e.night import Night, cunzhang
from tests.golden.build_example import EXAMPLE

GUIDE = Path(__file__).parents[2] / "docs" / "inspector-guide"
PAGE, SAMPLING = GUIDE / "01-二十个问题.md", GUIDE / "02-抽样.md"
AS_OF = "2026-11-22"
PILOT, COUNTY = "吉首示例", "演示县"
COUNTY_OPTIONS = ("--villages", "3", "--months", "6", "--seed", "39")
# A heading "## 3. …（演示县）", prose, the SQL, the answer as a table.
_QUESTION = re.compile(
    r"^## (?P<number>\d+)\. (?P<title>[^\n]+)\n(?P<prose>.*?)```sql\n(?P<sql>.*?)```\n(?P<answer>(?:\n(?:\|[^\n]*\n)+)?)",
    re.MULTILINE | re.DOTALL,
)

_PRINTED = re.compile(r"```text\n(.*?)```", re.DOTALL)


def build(folder: Path) -> dict[str, Path]:
    """Make the databases the page speaks of below ``folder``; give them by what the page calls them."""
    pilot, county = Night(folder / "pilot"), Night(folder / "county")
    shutil.copytree(EXAMPLE, pilot.inputs / EXAMPLE.name)
    pilot.publish(AS_OF)
    made = cunzhang("demo", *COUNTY_OPTIONS, "--out", county.folder)
    [day] = re.findall(r"--as-of (\S+)", made.out)
    county.publish(day)
    return {PILOT: pilot.database, COUNTY: county.database}


def questions(page: str) -> list[re.Match[str]]:
    """Find the questions of the page in order."""
    return list(_QUESTION.finditer(page))


def whose(question: re.Match[str]) -> str:
    """Say which database a question is asked of."""
    return COUNTY if question["title"].endswith(f"（{COUNTY}）") else PILOT


def answer(database: Path, sql: str) -> str:
    """Run ``sql`` read-only and write what comes out as a Markdown table."""
    with duckdb.connect(str(database), read_only=True, config={"enable_external_access": "false"}) as con:
        cursor = con.execute(sql)
        titles = [str(one[0]) for one in cursor.description or ()]
        rows = cursor.fetchall()
    lines = [titles, ["---"] * len(titles), *([_shown(value) for value in row] for row in rows)]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def sampled(page: str, outputs: Path) -> list[str]:
    """Draw the list that ``page`` draws, fill it in as the page says, evaluate it; give what was printed."""
    [options] = re.findall(r"cunzhang sample (--tolerable .+)", page)
    drawn = cunzhang("sample", "--outputs", outputs, *options.split())
    [path] = (outputs / "reports").glob("抽样清单-*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["抽样清单"]
    at = {str(cell.value).replace("\n", ""): cell.column - 1 for cell in sheet[3]}
    for row in sheet.iter_rows(min_row=4):
        wrong = row[at["摘要"]].value == "党支部活动"
        row[at["查得金额（元）"]].value = 4500 if wrong else row[at["账面金额（元）"]].value
        row[at["差错原因"]].value = "没有票据" if wrong else None
        row[at["检查人"]].value, row[at["检查日期"]].value = "张三", date(2026, 11, 23)
    book.save(path)
    evaluated = cunzhang("sample", "--evaluate", path)
    path.unlink()
    assert (drawn.code, evaluated.code) == (0, 0), drawn.out + evaluated.out
    return [text.replace(f"{outputs}", "outputs").replace("\\", "/") for text in (drawn.out, evaluated.out)]


def printed(page: str) -> list[str]:
    """Find what a page says that commands print."""
    return _PRINTED.findall(page)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal) and value.as_tuple().exponent == -2:
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value).replace("|", "\\|")


def rewritten(page: str, databases: dict[str, Path]) -> str:
    """Give the page with every answer as the databases give it now."""

    def put(question: re.Match[str]) -> str:
        whole = question[0]
        kept = whole[: len(whole) - len(question["answer"])]
        return kept + answer(databases[whose(question)], question["sql"])

    return _QUESTION.sub(put, page)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        made = build(Path(scratch))
        PAGE.write_text(rewritten(PAGE.read_text("utf-8"), made), "utf-8")
        text = SAMPLING.read_text("utf-8")
        for old, new in zip(printed(text), sampled(text, made[PILOT].parent), strict=True):
            text = text.replace(f"```text\n{old}```", f"```text\n{new}```")
        SAMPLING.write_text(text, "utf-8")
