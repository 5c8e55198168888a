"""库存现金盘点表：哪一天点了保险柜里的现金，点出多少，账上应有多少，有没有白条抵库。

由村报账员盘点，村务监督委员会成员在场签字。依据：现金管理暂行条例第 12 条（日清月结，账款相符）、第 21 条所列的行为
（用不符合财务制度的凭证顶替库存现金）。
"""

import polars as pl

from schemas._fields import Money, Row, date, money, text
from schemas._spec import Ledger


class CashCount(Row):
    """One count of the till."""

    counted_on: pl.Date = date(
        "盘点日期", "盘点时间", "清点日期", "盘存日期", "清点时间", "盘点日", "盘存时间", required=True
    )
    counted: Money = money(
        "实点金额", "盘点金额", "实存金额", "实盘金额", "实点现金", "实有现金", "现金实有数", "库存现金实有数", "实际盘点金额",
        "盘点数", "实存数", "实盘数", "现金实存", "实存现金", "清点金额", "实际库存现金", "实有金额", "盘存金额", "现金实存数",
        "库存实有金额", required=True,
    )  # fmt: skip
    book_balance: Money = money(
        "账面余额", "账存金额", "账面金额", "账面数", "账存数", "现金账面余额", "账面结存", "现金日记账余额", "日记账余额",
        "账面库存现金", "账面现金余额", "账面应存", "账面库存", "账面结存金额", "现金账余额",
    )  # fmt: skip
    iou_amount: Money = money(
        "白条金额", "白条抵库", "白条抵库金额", "借条金额", "白条", "欠条金额", "抵库金额", "白条(借条)金额", "白条借条金额",
        "白条及借条金额", "抵库白条金额",
    )  # fmt: skip
    present: str = text(
        "在场人员", "盘点人", "监盘人", "盘点人员", "参加人员", "监盘人员", "在场人", "监督人", "参加盘点人员", "盘点人签字",
        "监盘人签字", "在场人签字",
    )  # fmt: skip


LEDGER = Ledger(
    name="cash_count",
    title="库存现金盘点表",
    model=CashCount,
    titles=(
        "库存现金盘点表", "库存现金盘点", "现金盘点", "现金盘存", "库存现金清点", "现金清点", "现金盘点表", "库存现金盘存",
    ),
    heads=(("现金",), ("盘点", "盘存", "清点")),
    foreign=("项目", "面额", "面值", "券别", "票面", "张数", "枚数", "金额"),
    natural_key=("counted_on", "counted", "book_balance"),
    date_field="counted_on",
)  # fmt: skip
