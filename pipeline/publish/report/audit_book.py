"""Write 审计报告.xlsx: the published figures for people who work in Excel or WPS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.publish.report import overview, sheets, topics
from pipeline.publish.report.table import Table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import duckdb

    from pipeline.publish.report.figures import Figures
    from pipeline.publish.report.sheets import Place
    from pipeline.publish.report.table import Value

SPENDING, PARAMETERS = "红利去向", "参数"
# What stands right of this column is for work on a screen.
PRINTED = {"疑点": "next_check"}
REMARKS = {
    "专项资金": "一村一年一行。空白表示没有这方面的账。",
    "专项资金使用": "每笔支出一行，后三列是它在报送表里的位置。",
    "红色股份": "一村一社一年一行。收益率是实收红利除以享有当年红利的股本。",
    "红利使用": "一村一社一年一行，“合并”是用途没有写明合作社的。再投入和不足为空白的，没有使用记录，不可评估。",
    SPENDING: "每笔红利的用途一行，后三列是它在报送表里的位置。",
    "疑点": "待办的在前，按优先序排，同一事实的在一起；“排序说明”写明优先序是怎样算出来的。"
    "疑点只是待核事项，不是结论。点疑点编号看疑点依据。",
    "疑点依据": "疑点所依据的每一行，和它在报送表里的位置。点疑点编号回到疑点。",
    "村级画像": "名次按优先序合计从高到低，低和提示不计。涉及金额只算待办的，提示不计，同一事实只计最大一笔。",
    "报送情况": "逾期、退回、未报的在前。",
    "重报差异": "同一账簿前后两次报送逐行比对。",
    "不可评估": "没有报送所需的表或列，规则无法判断。不等于没有问题。",
    "规则说明": "规则的依据和本批结果。核查结论满五条才写可信度，不到的写“未评”。规则里用到的数见“参数”。",
    PARAMETERS: "采用的参数和出处。标明“默认，请县级确认”的，还没有县级文件确认；写明“不能用”的，是所报的值不合单位，没有采用。",
}


@dataclass(frozen=True, slots=True)
class Content:
    """What one workbook holds: the tables by sheet, those below them, and the parameters."""

    tables: dict[str, Table]
    dividend_spending: Table
    parameters: Table

    @property
    def sheets(self) -> dict[str, Table]:
        """The tables of the workbook in the order of its sheets."""
        found = {}
        for name, table in self.tables.items():
            found[name] = table
            if name == "红利使用":
                found[SPENDING] = self.dividend_spending
        return found | {PARAMETERS: self.parameters}

    def shown(self, day: date | None = None) -> list[object]:
        """List all that the workbook shows; without ``day``, where a flag was last seen on that day.

        The flags that still fire were last seen in the batch that the report names.
        """
        found: list[object] = []
        for name, table in self.sheets.items():
            rows: list[tuple[Value, ...]] = table.rows
            if day and name == "疑点":
                last = table.position("last_seen")
                rows = [(*row[:last], None, *row[last + 1 :]) if row[last] == day else row for row in rows]
            found += [name, table.columns, *rows]
        return found


def read(con: duckdb.DuckDBPyConnection) -> Content:
    """Read the content of the workbook on all townships."""
    tables = [
        topics.service_fund(con), topics.service_fund_use(con), topics.red_share(con), topics.dividend_use(con),
        topics.flags(con), topics.evidence(con), topics.village_profile(con), topics.submission_status(con),
        topics.restatement(con), topics.not_assessable(con), topics.rules(con),
    ]  # fmt: skip
    return Content({t.title: t for t in tables}, topics.dividend_spending(con), topics.parameters(con))


def part(con: duckdb.DuckDBPyConnection, whole: Content, townships: list[str]) -> dict[str, Content]:
    """Part the content by township; the rules' results are those of each township."""
    by_sheet = {name: t.parts() for name, t in whole.tables.items() if name != "规则说明"}
    spending = whole.dividend_spending.parts()
    found = {}
    for township in townships:
        own = {
            name: parts.get(township) or Table(name, whole.tables[name].columns, [])
            for name, parts in by_sheet.items()
        }
        own["规则说明"] = topics.rules(con, township)
        uses = spending.get(township) or Table("红利去向明细", whole.dividend_spending.columns, [])
        found[township] = Content(own, uses, whole.parameters)
    return found


def write(path: Path, figures: Figures, content: Content) -> None:
    """Write the workbook to ``path``, which must not be open elsewhere."""
    book = sheets.open_book(path, figures.batch.started_at)
    overview.write(book, figures, content.sheets)
    to_evidence, to_flags = _leading(content.tables["疑点"], content.tables["疑点依据"])
    links = {"疑点": {"flag_id": to_evidence}, "疑点依据": {"flag_id": to_flags}}
    for name, table in content.sheets.items():
        frozen = {"疑点": 3, "疑点依据": 1, PARAMETERS: 1}.get(name, 2)
        sheets.write(book, name, table, REMARKS[name], frozen, links.get(name), PRINTED.get(name, ""))
    book.file.close()


def _leading(flags: Table, evidence: Table) -> tuple[list[Place | None], list[Place | None]]:
    """Say where each flag's evidence begins, and where the flag of each row of evidence stands."""
    ids, rows = flags.values("flag_id"), evidence.values("flag_id")
    flag_at = dict(zip(ids, sheets.places(flags.title, len(ids)), strict=True))
    first: dict[str, Place] = {}
    for flag_id, place in zip(rows, sheets.places(evidence.title, len(rows)), strict=True):
        first.setdefault(flag_id, place)
    return [first.get(one) for one in ids], [flag_at.get(one) for one in rows]
