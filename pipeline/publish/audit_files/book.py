"""Write one village's books of a year as XML: periods, accounts, balances, vouchers, in the elements of ``SCHEMA``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

SCHEMA = Path(__file__).parent / "电子账簿.xsd"
SPACE = "urn:cunzhang:books:1"
_PORTION = 2048
# What is called here by a column's name is an element of ``SCHEMA``, where its source is told; NULL is left out.
_SIDE = "case {} when 1 then '借' when -1 then '贷' end"
_PARTS = {
    "电子账簿": """
        select 电子数据编号 as 电子账簿编号, min(电子数据名称) as 电子账簿名称, min(单位名称) as 会计核算单位,
            '人民币' as 本位币, 年度 as 会计年度
        from "AO"."会计科目表" where 电子数据编号 = $number group by 电子数据编号, 年度""",
    "会计期间": """
        select 会计年份 as 会计年度, 会计月份 as 会计期间号, 开始日期 as 会计期间起始日期,
            截止日期 as 会计期间结束日期
        from "AO"."会计期间定义" where 电子数据编号 = $number order by 会计月份""",
    "会计科目": f"""
        select 科目编码 as 科目编号, 科目名称, 科目级别 as 科目级次, 科目类别名称 as 科目类型,
            {_SIDE.format("余额方向")} as 余额方向
        from "AO"."会计科目表" where 电子数据编号 = $number order by 科目编码, 科目名称""",
    "科目余额及发生额": f"""
        with balance as (
            select *, coalesce(余额方向, 1) as side,
                cast(本币期初余额 + coalesce(余额方向, 1) * (本币本期借方发生额 - 本币本期贷方发生额)
                    as decimal(18, 2)) as closing
            from "AO"."科目余额表" where 电子数据编号 = $number
        )
        select 科目编码 as 科目编号, {_SIDE.format("side * case when 本币期初余额 < 0 then -1 else 1 end")} as 期初余额方向,
            {_SIDE.format("side * case when closing < 0 then -1 else 1 end")} as 期末余额方向,
            会计年份 as 会计年度, 会计月份 as 会计期间号, abs(本币期初余额) as 期初本币余额,
            本币本期借方发生额 as 借方本币金额, 本币本期贷方发生额 as 贷方本币金额, abs(closing) as 期末本币余额
        from balance order by 会计月份 nulls last, 科目编码""",
    "记账凭证": """
        select 凭证日期 as 记账凭证日期, 会计年份 as 会计年度, 会计月份 as 会计期间号,
            凭证类型名称 as 记账凭证类型编号, 凭证号 as 记账凭证编号, 分录序号 as 记账凭证行号,
            摘要 as 记账凭证摘要, 科目编码 as 科目编号, 借方金额 as 借方本币金额, 贷方金额 as 贷方本币金额,
            附件数, 制单人, 审核人, 记账人
        from "AO"."凭证库" where 电子数据编号 = $number
        order by 凭证日期, 源凭证号, try_cast(分录序号 as integer) nulls last, 分录序号""",
}


def write(con: duckdb.DuckDBPyConnection, number: str, path: Path) -> int:
    """Write the set of books ``number`` to ``path``; give 1."""
    from lxml import etree

    with etree.xmlfile(str(path), encoding="utf-8") as out:
        out.write_declaration()
        with out.element(_name("账簿"), nsmap={None: SPACE}):
            for part, query in _PARTS.items():
                con.execute(query, {"number": number})
                titles = [str(column[0]) for column in con.description or ()]
                while portion := con.fetchmany(_PORTION):
                    for row in portion:
                        out.write("\n")
                        _put(out, part, titles, row)
            out.write("\n")
    return 1


def _put(out: Any, part: str, titles: list[str], row: tuple[Any, ...]) -> None:
    with out.element(_name(part)):
        for title, value in zip(titles, row, strict=True):
            if value is not None:
                with out.element(_name(title)):
                    out.write(_text(value))


def _name(title: str) -> str:
    return f"{{{SPACE}}}{title}"


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    # What XML can't hold at all.
    return "".join(one if one.isprintable() or one in "\t\n" else "�" for one in str(value))
