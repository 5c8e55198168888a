"""专项资金拨付表：上级拨给村的每一笔为民服务和发展专项资金及其他财政补助。

由县财政局或乡镇财政所按拨付单逐笔填写。依据：农村集体经济组织法第 49 条第三款（财政补助资金监督）；
财政违法行为处罚处分条例第 6 条（截留、挪用、滞留）。
"""

import polars as pl

from schemas._fields import Money, Row, date, fund, money, text, year
from schemas._spec import Ledger


class Grant(Row):
    """One payment of fiscal money to one village."""

    year: pl.Int32 = year("年度", "资金年度", "预算年度", "拨款年度", "拨付年度", "年份", required=True)
    fund: str = fund(
        "资金类别", "资金名称", "资金来源", "资金性质", "专项名称", "专项资金名称", "经费名称", "补助项目",
        "资金项目", "项目资金", "经费来源", "资金渠道", required=True,
    )  # fmt: skip
    amount: Money = money(
        "拨付金额", "拨付数", "拨款数", "拨款金额", "金额", "实拨金额", "到账金额", "补助金额", "拨付资金", "实际拨付",
        "本次拨付", "拨付额", "拨款额", required=True, nought_beside=("approved_amount", "sent_down"),
        note="只有批复、还没有拨付的填 0",
    )  # fmt: skip
    approved_amount: Money = money(
        "批复金额", "核定金额", "补助标准", "应拨金额", "批准金额", "指标金额",
    )  # fmt: skip
    approved_on: pl.Date = date("批复日期", "批复时间", "核定日期", "批复下文日期", "批复文件日期")
    sent_down: Money = money(
        "指标下达金额", "下达金额", "下达数", "下达资金", "下达额", "下达资金金额", "下达金额合计", "下达指标金额",
        "下达指标", "指标下达数", "下达指标数", "指标下达", "指标下达额", "已下达指标",
        "已下达金额", "本次下达",
    )  # fmt: skip
    sent_down_on: pl.Date = date(
        "指标下达日期",
        "下达日期",
        "下达时间",
        "资金下达日期",
        "资金下达时间",
        "下达指标日期",
        "指标下达时间",
        "下达指标时间",
        "指标日期",
        "指标文件日期",
        "指标下达文件日期",
    )
    reviewed_on: pl.Date = date(
        "联审日期", "会审日期", "联席会审日期", "部门会审日期", "部门联审日期", "联审时间", "会审时间", "七部门会审日期",
    )  # fmt: skip
    evaluated_on: pl.Date = date(
        "绩效评价日期", "绩效考评日期", "绩效评价时间", "绩效日期", "绩效评估日期", "绩效考核日期"
    )
    paid_on: pl.Date = date(
        "拨付日期",
        "拨款日期",
        "拨付时间",
        "拨款时间",
        "到账日期",
        "到账时间",
        "日期",
        "支付日期",
        "到位日期",
        "到位时间",
    )
    document_no: str = text(
        "拨付文号", "文号", "拨款文号", "文件号", "指标文号", "拨款单号", "下达文号", "批复文号", "批准文号"
    )
    payee_account: str = text(
        "收款账户",
        "村收款账号",
        "村收款账户",
        "收款村账号",
        "收款村账户",
        "村级收款账号",
        "村级账号",
        "村账户账号",
        "收款账号",
        "账号",
        "银行账号",
        "拨入账户",
        "到账账户",
        "拨入账号",
        "入账账号",
        personal=True,
    )
    project_no: str = text("项目编号", "项目号", "项目代码")


LEDGER = Ledger(
    name="grant",
    title="专项资金拨付表",
    model=Grant,
    titles=(
        "专项资金拨付表", "专项资金拨付", "资金拨付表", "资金拨付", "拨款明细", "拨付明细", "拨付台账",
        "资金下达", "拨款通知", "补助资金分配", "资金分配表", "拨款汇总",
    ),
    heads=(("资金", "经费", "补助", "拨款"), ("拨付", "下达", "到位", "下拨", "划拨", "核拨")),
    by_group=("document_no", ("amount", "paid_on", "sent_down", "sent_down_on")),
    natural_key=("paid_on", "document_no", "fund", "amount"),
    date_field="paid_on",
    date_stand_in="sent_down_on",
    slice_fields=("fund",),
    stated_above=("document_no",),
)  # fmt: skip
