"""Create the tables of the warehouse from the ledger models, with Chinese comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from schemas._spec import Ledger

SQL_TYPES = {
    "text": "varchar",
    "code": "varchar",
    "time": "varchar",
    "money": "decimal(18,2)",
    "date": "date",
    "year": "integer",
    "month": "integer",
    "count": "integer",
    "ratio": "decimal(18,8)",
    "quantity": "decimal(18,4)",
}

# name, type, Chinese title: the columns every loaded row has besides its own fields.
PROVENANCE = (
    ("row_id", "varchar", "行编号：同一文件、同一工作表、同一行永远相同"),
    ("submission_id", "varchar", "报送编号"),
    ("slice_id", "varchar", "账册编号：同一账册的各次报送相同"),
    ("county", "varchar", "县市区：空为没有写明"),
    ("village_code", "varchar", "村代码"),
    ("village_name", "varchar", "村名"),
    ("township", "varchar", "乡镇"),
    ("period", "date", "期间：所属期间的第一天"),
    ("period_kind", "varchar", "期间类型：日/月/季/年/区间"),
    ("source_file", "varchar", "来源文件：相对 inputs/ 的路径"),
    ("source_sheet", "varchar", "来源工作表"),
    ("source_row", "integer", "来源行号：表格软件里看到的行号"),
    (
        "supplied",
        "varchar",
        "不在本行各格里、由别处补上的内容（JSON：字段 → title 标题/sheet 工作表名/file 文件名/"
        "folder 文件夹名/proof 推算）；空为没有",
    ),
)


def columns(ledger: Ledger) -> list[tuple[str, str, str]]:
    """List (name, SQL type, Chinese title) of every column of a ledger table, provenance first."""
    given = {name for name, _, _ in PROVENANCE}
    own = [
        (f.name, SQL_TYPES[f.role], f.title + (f"：{f.note}" if f.note else ""))
        for f in ledger.fields
        if f.name not in given
    ]
    return [*PROVENANCE, *own]


def literal(text: str) -> str:
    """Quote ``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def create_table(
    con: duckdb.DuckDBPyConnection, name: str, title: str, columns: Iterable[tuple[str, str, str]]
) -> None:
    """Create table ``name`` with ``columns`` (name, SQL type, Chinese title) and comments on it and them."""
    columns = list(columns)
    body = ", ".join(f'"{column}" {kind}' for column, kind, _ in columns)
    texts = [f"create table {name} ({body})", f"comment on table {name} is {literal(title)}"]
    texts += [f'comment on column {name}."{column}" is {literal(words)}' for column, _, words in columns]
    con.execute(";".join(texts))
