"""列名对照表：本地账表上的列名，对应到程序的标准列名。

由县或乡镇填写。一行说明一种表里的一个本地列名是哪一列，以后照此读取，不用改程序。
"""

from schemas._fields import Row, text
from schemas._spec import Ledger


class HeaderAlias(Row):
    """One local header word of one kind, and the column it stands for."""

    table_name: str = text(
        "表名", "表种", "标准表名", "账表名称", "适用表", required=True, note="表种的中文名，如 收支明细账"
    )
    local_name: str = text("本地列名", "本地表头", "原列名", "本村列名", "账表列名", required=True)
    standard_name: str = text("标准列名", "对应列名", "对应标准列", "标准列", "程序列名", required=True)


LEDGER = Ledger(
    name="header_alias",
    title="列名对照表",
    model=HeaderAlias,
    titles=("列名对照表", "列名对照", "表头对照表", "列名别名表"),
    natural_key=("table_name", "local_name", "standard_name"),
    per_village=False,
)
