"""更正表：不改原表，更正其中已经查明的错数。

由县或乡镇经办人填写，一格占一行。原来的数照样保留，审计和疑点里两个数都看得到。
"""

import polars as pl

from schemas._fields import Row, count, date, text
from schemas._spec import Ledger


class Correction(Row):
    """One cell of a submitted sheet, what stands there and what should."""

    target_file: str = text(
        "来源文件",
        "文件",
        "文件名",
        "原文件",
        required=True,
        note="相对 inputs/ 的路径，照抄疑点依据里的写法",
    )
    target_sheet: str = text("工作表", "来源工作表", "工作表名", note="只有一张表时可以空着")
    target_row: pl.Int32 = count("行号", "来源行号", "原行号", "所在行", required=True)
    column_title: str = text("列名", "标准列名", "更正列", "栏目", required=True, note="标准列名")
    present: str = text("现值", "原值", "原数", "更正前", required=True)
    corrected: str = text("更正值", "更正为", "应为", "更正后", required=True)
    reason: str = text("原因", "更正原因", "更正依据", "更正说明", required=True)
    corrected_by: str = text("更正人", "经办人", "填写人")
    decided_on: pl.Date = date("更正日期", "日期", "更正时间")


LEDGER = Ledger(
    name="correction",
    title="更正表",
    model=Correction,
    titles=("更正表", "更正登记表", "错账更正表", "数据更正表"),
    natural_key=("target_file", "target_sheet", "target_row", "column_title", "present", "corrected"),
    per_village=False,
    date_field="decided_on",
)
