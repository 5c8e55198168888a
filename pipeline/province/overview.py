"""Write 全省.duckdb: how each county's night ended, its figures, and what counties share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from pipeline import durable
from pipeline.connection import SETTINGS
from pipeline.ddl import create_table
from pipeline.handover import as_text, lent

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal
    from pathlib import Path

    from pipeline.province.judging import Finding
    from pipeline.province.schedule import Ended

PUBLISHED, STANDING, NEVER = "已发布", "没有做成，数据库是以前的", "没有发布过"
_BATCH = "select batch_id, as_of, started_at from meta.batch semi join meta.setting using (batch_id)"
_FIGURES = "select position, name, unit, value from audit.headline where township = '' order by position"
_TEXT, _WHOLE, _MONEY = "varchar", "integer", "decimal(18,2)"
# table: (Chinese name, title, columns as name, SQL type, Chinese title)
TABLES: dict[str, tuple[str, str, tuple[tuple[str, str, str], ...]]] = {
    "county": (
        "各县",
        "各县：每个县一行，上一夜做得怎样",
        (
            ("county", _TEXT, "县"),
            ("state", _TEXT, f"状态：{PUBLISHED}/{STANDING}/{NEVER}"),
            ("exit_code", _WHOLE, "退出码：0 为做成，含义见 README"),
            ("said", _TEXT, "原因：没有做成的"),
            ("batch_id", _TEXT, "批次编号：空为没有发布过"),
            ("as_of", "date", "数据截止日"),
            ("started_at", "timestamp", "批次开始时间"),
            ("left_out", _TEXT, "没有比的：跨县比对没有做的和原因，空为都比了"),
        ),
    ),
    "figure": (
        "各县总数",
        "各县总数：与各县“审计.总览”的全县一行相同",
        (
            ("county", _TEXT, "县"),
            ("position", _WHOLE, "顺序"),
            ("name", _TEXT, "名称"),
            ("unit", _TEXT, "单位"),
            ("value", _MONEY, "数值：没有账的金额为空"),
        ),
    ),
    "finding": (
        "跨县疑点",
        "跨县疑点：几个县共有的一件事一行，待核",
        (
            ("finding_id", _TEXT, "跨县疑点编号"),
            ("rule_id", _TEXT, "规则编号"),
            ("title", _TEXT, "规则名称"),
            ("level", _TEXT, "级别：严重/高/中/低/提示"),
            ("outcome", _TEXT, "结果：命中（待核）/不可评估"),
            ("missing", _TEXT, "不能评估的原因"),
            ("subject", _TEXT, "对象"),
            ("period", "date", "期间：第一天"),
            ("amount", _MONEY, "涉及金额（元）"),
            ("counties", _TEXT, "涉及的县"),
            ("county_count", _WHOLE, "涉及的县数"),
            ("villages", _WHOLE, "涉及的村数"),
            ("message", _TEXT, "内容"),
            ("innocent_explanation", _TEXT, "可能的正常情形"),
            ("next_check", _TEXT, "下一步核查"),
        ),
    ),
    "finding_evidence": (
        "跨县疑点依据",
        "跨县疑点依据：每条疑点所依据的行",
        (
            ("finding_id", _TEXT, "跨县疑点编号"),
            ("row_id", _TEXT, "行编号：县/行编号"),
            ("table", _TEXT, "账表"),
            ("source_file", _TEXT, "来源文件：县/相对该县 inputs 的路径"),
            ("source_sheet", _TEXT, "来源工作表"),
            ("source_row", _WHOLE, "行号"),
            ("date", "date", "日期"),
            ("summary", _TEXT, "摘要"),
            ("amount", _MONEY, "金额（元）"),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One county: how its night ended and what its publication says of itself; ``figures`` by name, in their order."""

    county: str
    state: str
    ended: Ended
    batch_id: str | None
    as_of: date | None
    started_at: datetime | None
    left_out: str
    figures: Mapping[str, tuple[str, Decimal | None]]


def read(
    published: Mapping[str, Path],
    able: Container[str],
    ended: Mapping[str, Ended],
    left_out: Mapping[str, str],
) -> list[Told]:
    """Read what the publication of every county says of itself, of those that this program is ``able`` to read."""
    return [
        _county(name, published.get(name), name in able, one, left_out.get(name, ""))
        for name, one in ended.items()
    ]


def _county(name: str, path: Path | None, able: bool, ended: Ended, left_out: str) -> Told:
    state = NEVER if path is None else STANDING if ended.code not in (0, 5) else PUBLISHED
    if path is None or not able:
        return Told(name, state, ended, None, None, None, left_out or NEVER, {})
    with duckdb.connect(str(path), read_only=True) as con:
        batch_id, as_of, started_at = con.execute(_BATCH).fetchall()[0]
        figures = {told: (unit, value) for _, told, unit, value in con.execute(_FIGURES).fetchall()}
    return Told(name, state, ended, batch_id, as_of, started_at, left_out, figures)


def write(path: Path, told: Sequence[Told], findings: Sequence[Finding]) -> bool:
    """Write the database whole in place of the earlier one; False where somebody has that open."""
    rows: dict[str, Iterable[Sequence[object]]] = {
        "county": [
            (t.county, t.state, t.ended.code, t.ended.said, t.batch_id, t.as_of, t.started_at, t.left_out)
            for t in told
        ],
        "figure": [
            (t.county, place, name, unit, value)
            for t in told
            for place, (name, (unit, value)) in enumerate(t.figures.items(), start=1)
        ],
        "finding": [
            (
                f.finding_id, f.rule.id, f.rule.title, f.level, f.outcome, f.missing, f.subject, f.period, f.amount,
                "、".join(f.counties), len(f.counties), f.villages, f.message, f.rule.innocent, f.rule.next_check,
            )
            for f in findings
        ],
        "finding_evidence": [
            (
                f.finding_id, e.row_id, e.table, e.source_file, e.source_sheet, e.source_row, e.date, e.summary,
                e.amount,
            )
            for f in findings
            for e in f.evidence
        ],
    }  # fmt: skip
    return durable.made(path, lambda part: _make(part, rows))


def _make(path: Path, rows: Mapping[str, Iterable[Sequence[object]]]) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(f"{SETTINGS}; begin; create schema province; create schema 审计")
        for table, (chinese, title, columns) in TABLES.items():
            create_table(con, f"province.{table}", title, columns)
            names = [name for name, _, _ in columns]
            with lent(con, "incoming", as_text(names, rows[table])):
                con.execute(f"insert into province.{table} from incoming")
            shown = ", ".join(f'"{name}" as "{words.partition("：")[0]}"' for name, _, words in columns)
            con.execute(f'create view 审计."{chinese}" as select {shown} from province.{table}')
        con.execute("commit; checkpoint")
    durable.sync_file(path)
