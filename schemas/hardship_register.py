"""困难党员台账：可以享受党内关爱资金的人员名册。

由村党支部登记、乡镇党委审核，动态更新。依据：自治区党委组织部组织一处
《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，“三建四关心”：建立党员档案、关爱制度、关怀基金）。
"""

import polars as pl

from schemas._fields import Row, date, text
from schemas._spec import Ledger


class HardshipRegister(Row):
    """One person entitled to care money."""

    name: str = text("姓名", "党员姓名", "困难党员姓名", "困难党员", "人员姓名", required=True)
    id_no: str = text(
        "身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "公民身份证号", personal=True
    )
    category: str = text("困难类别", "类别", "困难类型", "人员类别", "困难原因", "党员类别", "致困原因")
    registered_on: pl.Date = date(
        "登记日期", "登记时间", "入册日期", "建档日期", "认定日期", "入册时间", "认定时间", "建档时间"
    )


LEDGER = Ledger(
    name="hardship_register",
    title="困难党员台账",
    model=HardshipRegister,
    titles=(
        "困难党员台账", "困难党员登记", "困难党员名册", "困难党员花名册", "生活困难党员", "关爱对象名册",
        "困难党员档案",
    ),
    natural_key=("name", "id_no", "category"),
    date_field="registered_on",
)  # fmt: skip
