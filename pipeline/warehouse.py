"""Keep every version of every row: the private warehouse that a batch writes in one transaction."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb

from pipeline.ddl import columns, create_table, literal
from pipeline.handover import as_text, lent

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from schemas._spec import Ledger

SUPERSEDED = ("superseded_by", "varchar", "被哪次报送取代：空为现行")

# table: (Chinese title, columns as name, SQL type, Chinese title)
META: dict[str, tuple[str, tuple[tuple[str, str, str], ...]]] = {
    "batch": (
        "批次：每次发布一行",
        (
            ("batch_id", "varchar", "批次编号"),
            ("started_at", "timestamp", "开始时间"),
            ("as_of", "date", "数据截止日"),
            ("program_version", "varchar", "程序版本"),
            ("program_hash", "varchar", "程序文件的校验值"),
            ("files_seen", "integer", "看到的文件数"),
            ("files_read", "integer", "读取的文件数"),
            ("rows_loaded", "integer", "装载行数"),
            ("rows_rejected", "integer", "退回行数"),
            ("register_hash", "varchar", "村情登记表的校验值"),
            ("faults", "json", "程序故障：因程序出错而放在一边的步骤（JSON：步骤、名称、原因）"),
            ("schema_version", "integer", "数据格式的版本"),
        ),
    ),
    "submission": (
        "报送：每个文件每次变动一行",
        (
            ("submission_id", "varchar", "报送编号"),
            ("batch_id", "varchar", "批次编号"),
            ("source_file", "varchar", "来源文件：相对 inputs/ 的路径"),
            ("sha256", "varchar", "文件校验值（SHA-256）"),
            ("received_at", "timestamp", "收到时间"),
            ("status", "varchar", "状态：受理/部分受理/退回/跳过/未变"),
            ("kinds", "varchar", "识别出的表种"),
            ("rows_loaded", "integer", "装载行数"),
            ("rows_rejected", "integer", "退回行数"),
            ("money_loaded", "decimal(18,2)", "装载金额（元）"),
            ("money_rejected", "decimal(18,2)", "退回金额（元）"),
            ("note", "varchar", "说明"),
            ("superseded_by", "varchar", "被哪次报送取代：空为现行"),
        ),
    ),
    "sheet": (
        "工作表：识别结果和控制总数（行：读入 = 装载 + 退回 + 跳过；金额：读入 = 装载 + 退回 + 未读）",
        (
            ("submission_id", "varchar", "报送编号"),
            ("source_file", "varchar", "来源文件：相对 inputs/ 的路径"),
            ("sheet", "varchar", "工作表"),
            ("kind", "varchar", "表种：空为未能识别"),
            ("score", "decimal(9,3)", "识别得分"),
            ("runner_up", "varchar", "次选表种"),
            ("runner_up_score", "decimal(9,3)", "次选得分"),
            ("header_row", "integer", "表头行号"),
            ("title", "varchar", "标题"),
            ("county", "varchar", "县市区"),
            ("village_code", "varchar", "村代码"),
            ("village_name", "varchar", "村名"),
            ("township", "varchar", "乡镇"),
            ("period", "date", "期间：所属期间的第一天"),
            ("period_kind", "varchar", "期间类型：日/月/季/年/区间"),
            ("fund", "varchar", "资金类别"),
            ("rows_read", "integer", "读入行数"),
            ("rows_loaded", "integer", "装载行数"),
            ("rows_rejected", "integer", "退回行数"),
            ("rows_skipped", "integer", "跳过行数（空行、标题、表头、合计、说明）"),
            ("skipped", "varchar", "跳过的原因和行数"),
            ("money_read", "decimal(18,2)", "读入金额（元）"),
            ("money_loaded", "decimal(18,2)", "装载金额（元）"),
            ("money_rejected", "decimal(18,2)", "退回金额（元）"),
            ("money_unread", "decimal(18,2)", "没有读懂的金额（元）：见 meta.unread"),
            ("outcome", "varchar", "结果：装载/退回/跳过（不是要报的表）"),
            ("named", "boolean", "标题或工作表名是否写明表名"),
            ("proof", "json", "勾稽：列是否认对的证明（JSON：名称、相符行数、核对行数）"),
        ),
    ),
    "sheet_column": (
        "表上的列：每张工作表认出了哪些列，空着的列也在内",
        (
            ("submission_id", "varchar", "报送编号"),
            ("sheet", "varchar", "工作表"),
            ("kind", "varchar", "表种"),
            ("field", "varchar", "字段"),
            ("column_title", "varchar", "列标题"),
        ),
    ),
    "unread": (
        "未读：有内容而没有读懂、没有装载的列、区域和表",
        (
            ("submission_id", "varchar", "报送编号"),
            ("source_file", "varchar", "来源文件：相对 inputs/ 的路径"),
            ("sheet", "varchar", "工作表"),
            ("place", "varchar", "位置：单元格范围"),
            ("header", "varchar", "列名：空为没有列名"),
            ("cells", "integer", "有内容的格数"),
            ("figures", "boolean", "多数格是否为数（可能是金额）"),
            ("money", "decimal(18,2)", "其中的金额（元）"),
            ("why", "varchar", "原因"),
        ),
    ),
    "issue": (
        "问题：报送表中需要改正之处",
        (
            ("submission_id", "varchar", "报送编号"),
            ("code", "varchar", "问题代码"),
            ("level", "varchar", "级别：严重/高/中/低/提示"),
            ("source_file", "varchar", "来源文件：相对 inputs/ 的路径"),
            ("sheet", "varchar", "工作表"),
            ("cell", "varchar", "单元格"),
            ("column", "varchar", "列名"),
            ("found", "varchar", "实为"),
            ("expected", "varchar", "应为"),
            ("fix", "varchar", "如何改正"),
            ("amount", "decimal(18,2)", "涉及金额（元）：空为不涉及金额"),
        ),
    ),
    "rejected_row": (
        "退回行：读不懂、未装载的行，原样保留",
        (
            ("submission_id", "varchar", "报送编号"),
            ("source_file", "varchar", "来源文件：相对 inputs/ 的路径"),
            ("sheet", "varchar", "工作表"),
            ("row", "integer", "行号"),
            ("reason", "varchar", "原因"),
            ("cells", "json", "原样内容（JSON：格 → 内容，按表上的次序）"),
            ("fields", "json", "其中读懂的内容（JSON：字段 → 值）：认不出表种的为空"),
        ),
    ),
    "correction": (
        "更正：更正表的每一条，原值和更正值都保留",
        (
            ("row_id", "varchar", "被更正的行编号：空为找不到"),
            ("kind", "varchar", "表种"),
            ("field", "varchar", "字段"),
            ("column_title", "varchar", "列标题"),
            ("original", "varchar", "原值"),
            ("corrected", "varchar", "更正值"),
            ("reason", "varchar", "原因"),
            ("corrected_by", "varchar", "更正人"),
            ("decided_on", "date", "更正日期"),
            ("submission_id", "varchar", "更正表的报送编号"),
            ("status", "varchar", "状态：已更正/不再相符/找不到"),
        ),
    ),
    "printed_total": (
        "表内合计：报送表上打印的合计数与逐行计算数",
        (
            ("row_id", "varchar", "行编号：同一文件、同一工作表、同一格永远相同"),
            ("submission_id", "varchar", "报送编号"),
            ("slice_id", "varchar", "账册编号"),
            ("kind", "varchar", "表种"),
            ("county", "varchar", "县市区"),
            ("village_code", "varchar", "村代码"),
            ("village_name", "varchar", "村名"),
            ("township", "varchar", "乡镇"),
            ("period", "date", "期间：所属期间的第一天"),
            ("fund", "varchar", "资金类别"),
            ("source_file", "varchar", "来源文件：相对 inputs/ 的路径"),
            ("source_sheet", "varchar", "来源工作表"),
            ("source_row", "integer", "来源行号：表格软件里看到的行号"),
            ("cell", "varchar", "单元格"),
            ("label", "varchar", "表上的字样"),
            ("scope", "varchar", "范围：合计/小计/本日/本月/本季/本年/本页/期初/期末"),
            ("field", "varchar", "字段"),
            ("column_title", "varchar", "列标题"),
            ("printed", "decimal(18,2)", "表上合计（元）"),
            ("computed", "decimal(18,2)", "计算数（元）：空为无从核对"),
            ("superseded_by", "varchar", "被哪次报送取代：空为现行"),
        ),
    ),
    "slice_overlap": (
        "账册重叠：两份报送有相同的行",
        (
            ("kind", "varchar", "表种"),
            ("slice_id", "varchar", "账册编号"),
            ("submission_id", "varchar", "后一份报送编号"),
            ("other_submission_id", "varchar", "前一份报送编号"),
            ("rows_common", "integer", "相同行数"),
            ("rows_smaller", "integer", "较小一份的行数"),
            ("outcome", "varchar", "处理：重报/续报/存疑"),
        ),
    ),
}


# A submission's id and one of its sheets; a village's code and its county.
Place = tuple[str, str]
Home = tuple[str, str]


def prepare(con: duckdb.DuckDBPyConnection, ledgers: Iterable[Ledger]) -> None:
    """Create schemas, the tables that a batch's files fill, and the views of current rows."""
    for schema in ("history", "ledger", "meta", "fact", "core", "audit", "result"):
        con.execute(f"create schema {schema}")
    for name, (title, fields) in META.items():
        create_table(con, f"meta.{name}", title, fields)
    for ledger in ledgers:
        create_table(con, f'history."{ledger.name}"', ledger.title, [*columns(ledger), SUPERSEDED])
        show_current(con, ledger)


def show_current(con: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    """Let ``ledger.<kind>`` show the current rows as they were handed in."""
    names = ", ".join(f'"{name}"' for name, _, _ in columns(ledger))
    con.execute(
        f'create or replace view ledger."{ledger.name}" as '
        f"select {names} from history.\"{ledger.name}\" where superseded_by = ''"
    )


def add_rows(con: duckdb.DuckDBPyConnection, ledger: Ledger, frame: pl.DataFrame) -> dict[Place, str]:
    """Append a kind's rows as current; returns the slice of each (submission, sheet).

    ``row_id`` and ``slice_id`` follow from the row's bytes and place alone: the same on every machine.
    """
    names = ", ".join(f'"{name}"' for name, _, _ in columns(ledger) if name not in ("row_id", "slice_id"))
    parts = "".join(f", coalesce({name}, '')" for name in ledger.slice_fields)
    village = "coalesce(township, ''), coalesce(village_name, '')" if ledger.name != "village" else "''"
    book = f"left(md5(concat_ws('|', {literal(ledger.name)}, {village}{parts}, _declared)), 16)"
    with lent(con, "incoming", frame):
        con.execute(
            f'insert into history."{ledger.name}" (row_id, slice_id, {names}, superseded_by) '
            "select left(md5(concat_ws('|', _sha256, source_sheet, source_row, nullif(_entry, 0))), 16), "
            f"{slice_of(book, 'county')}, {names}, '' "
            "from incoming"
        )
        slices = con.execute(
            f'select submission_id, source_sheet, min_by(slice_id, source_row) from history."{ledger.name}" '
            "where submission_id in (select submission_id from incoming) group by all"
        ).fetchall()
    return {(submission, sheet): slice_id for submission, sheet, slice_id in slices}


def slice_of(book: str, county: str) -> str:
    """Give the SQL for a slice's id: that of the ``book`` by township, village …, told apart by ``county`` where known."""
    return f"case when coalesce({county}, '') = '' then {book} else left(md5(concat({book}, '|', {county})), 16) end"


def add_meta(con: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, object]]) -> None:
    """Append rows (by column name) to a meta table; exact amounts come as ``Decimal``."""
    if not rows:
        return
    columns = [column for column, _, _ in META[name][1]]
    names = ", ".join(f'"{column}"' for column in columns)
    with lent(con, "incoming", as_text(columns, ([row.get(c) for c in columns] for row in rows))):
        con.execute(f"insert into meta.{name} ({names}) select {names} from incoming")


def homes(con: duckdb.DuckDBPyConnection, ledgers: Iterable[str]) -> dict[str, frozenset[Home]]:
    """Map each submission with current rows to the villages (code, county) it holds rows of."""
    found: dict[str, set[Home]] = {}
    asked = " union ".join(
        f"select submission_id, village_code, coalesce(county, '') from ledger.\"{name}\"" for name in ledgers
    )
    for submission, village, county in con.execute(asked).fetchall():
        found.setdefault(submission, set()).add((village, county))
    return {submission: frozenset(villages) for submission, villages in found.items()}


def money_of_batch(con: duckdb.DuckDBPyConnection, batch_id: str) -> tuple[Decimal, Decimal]:
    """Sum the money a batch loaded and set aside, in 元."""
    row = con.execute(
        "select coalesce(sum(money_loaded), 0)::decimal(38,2), "
        "coalesce(sum(money_rejected), 0)::decimal(38,2) "
        "from meta.submission where batch_id = ?",
        [batch_id],
    ).fetchone()
    assert row is not None
    return row[0], row[1]
