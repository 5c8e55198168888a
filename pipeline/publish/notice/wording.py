"""Say what stands on a notice besides its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.publish.notice.content import Notice

NUMBERS = "一二三四五六七八九"
MASKED = "身份证号、账号、电话只写后四位。对公开的内容有疑问的，可以向村务监督委员会或乡镇提出。"
SIGNATURES = ("民主理财小组（村务监督委员会）审核", "审核日期", "村负责人", "报账员", "公开日期", "收起日期")


def source(notice: Notice) -> str:
    """Say where the numbers come from."""
    return f"数据来自已核对的账表：截至 {notice.batch.as_of} 报来并读懂的，批次 {notice.batch.batch_id}。单位：元。"


def lacking(notice: Notice) -> str:
    """Say what was not loaded; '' where everything was."""
    if (one := notice.lacking) is None:
        return ""
    return (
        f"注意：本村 {notice.year} 年有 {one.files} 个文件没有全部装载（{one.rows:,} 行，"
        f"看得出的金额 {one.money:,.2f} 元），不在下面各数之内，见第{notice.lacking_in}部分。"
    )
