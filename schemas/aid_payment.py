"""帮扶慰问发放表：党内关爱资金、红利等用于帮扶个人的逐人发放。

由村报账员造册，受助人签领。依据：自治区党委组织部组织一处《当前农村基层党建工作面临的难题及对策》（宁夏党建刊物 2015 年第 10 期，
党内关爱基金的筹集和使用）；困难对象以困难党员台账为准。
"""

import polars as pl

from schemas._fields import Money, Row, date, fund, money, text, year
from schemas._spec import Ledger


class AidPayment(Row):
    """One payment of aid to one person."""

    fund: str = fund("资金类别", "资金来源", "资金名称", "资金性质", "经费来源", "资金渠道")
    year: pl.Int32 = year("年度", "年份", "所属年度", "发放年度", "红利年度")
    paid_on: pl.Date = date(
        "发放日期", "日期", "发放时间", "慰问日期", "慰问时间", "领取日期", "支付日期", "帮扶时间", "帮扶日期"
    )
    name: str = text(
        "姓名", "受助人", "受助人姓名", "慰问对象", "帮扶对象", "户主姓名", "领取人", "受助党员", "户主",
        "受益人", "困难党员姓名", "党员姓名", "领款人", required=True,
    )  # fmt: skip
    id_no: str = text(
        "身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "公民身份证号", personal=True
    )
    reason: str = text(
        "帮扶原因", "事由", "困难原因", "慰问原因", "困难类型", "帮扶类别", "致困原因", "救助原因",
        "困难情况", "用途",
    )  # fmt: skip
    amount: Money = money(
        "金额", "发放金额", "慰问金额", "帮扶金额", "慰问金", "救助金额", "补助金额", "帮扶资金",
        "实发金额", "救助金", "合计金额", required=True,
    )  # fmt: skip
    payee_account: str = text(
        "收款账号", "银行账号", "账号", "卡号", "银行卡号", "一卡通账号", "社保卡号", "存折号", personal=True
    )
    signed: str = text(
        "签领", "签字", "签名", "领取人签字", "领取人签名", "签收", "签领人", "本人签字", "领款人签字",
    )  # fmt: skip


LEDGER = Ledger(
    name="aid_payment",
    title="帮扶慰问发放表",
    model=AidPayment,
    titles=(
        "帮扶慰问发放表", "慰问发放", "帮扶发放", "慰问金发放", "救助发放", "关爱资金发放", "慰问花名册",
        "帮扶资金发放", "困难党员慰问", "慰问名单", "困难救助发放", "关爱帮扶发放", "帮扶名单",
        "红利帮扶", "分红帮扶",
        "困难党员发放", "困难党员帮扶", "帮扶困难党员", "慰问困难党员", "困难党员救助", "困难群众慰问", "帮扶困难群众",
        "慰问困难群众", "困难群众救助", "困难群众帮扶",
    ),
    heads=(("慰问", "帮扶", "救助", "扶助", "关爱"), ("发放", "花名", "名单", "名册", "领取", "签领")),
    natural_key=("paid_on", "name", "id_no", "amount"),
    date_field="paid_on",
    by_month=True,
    slice_fields=("fund",),
)  # fmt: skip
