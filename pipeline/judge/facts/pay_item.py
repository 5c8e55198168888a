"""Say what kind of pay each line of an allowance list is: a cadre's, or what others have by right as well."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import polars as pl

from pipeline.values.vocabulary import OTHER, is_cadre_post, pay_class, watched

if TYPE_CHECKING:
    from datetime import date

    import duckdb

TITLE = "补贴项目：发放表每行是干部报酬，还是离任补贴、公益岗位、误工等村民也可以领的钱"
COLUMNS = {
    "row_id": ("varchar", "行编号"),
    "pay_class": ("varchar", "类别：离任补贴/公益岗位/职务补贴/干部报酬/误工补贴/一般报酬/其他"),
    "has_post": ("boolean", "本行写明的职务是不是干部职务"),
}
EMPTY_IF = "ledger.allowance"
_IN_OFFICE = ("在任", "现任", "在职")


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """Look at the item and the post as they stand on each line; a post on the roster says nothing of this pay."""
    rows = con.execute(
        "select row_id, item, coalesce(post, ''), source_sheet, source_file from ledger.allowance order by row_id"
    )
    found = []
    for row_id, item, post, sheet, file in rows.fetchall():
        whose = "离任补贴" if _of_those_who_left(sheet, file) else _class(item, post)
        found.append((row_id, whose, is_cadre_post(post)))
    schema = {"row_id": pl.String, "pay_class": pl.String, "has_post": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row")


@lru_cache(maxsize=1024)
def _of_those_who_left(sheet: str, file: str) -> bool:
    """Tell a list of former cadres by the name of its sheet, else of its file: the posts on it are those they held."""
    names = [name for name in (sheet, PurePosixPath(file).stem) if watched("离任补贴", name, "pay")]
    return bool(names) and not any(word in f"{sheet}{names[-1]}" for word in _IN_OFFICE)


def _class(item: str, post: str) -> str:
    """Read the item; a former post makes it the pay of one who left, a post open to anybody the pay of that post."""
    if watched("离任补贴", post, "pay"):
        return "离任补贴"
    named = pay_class(item) or OTHER
    open_to_all = watched("公益岗位", post, "pay") and not is_cadre_post(post)
    return "公益岗位" if open_to_all and named != "离任补贴" else named
