"""干部补贴发放表：村干部职务补贴、误工补贴等，按人按月。

由乡镇或村报账员造册，领款人签字或代发。依据：灵武市委党校课题组
《灵武市构建从严治党长效机制的实践探析》（宁夏党建刊物 2015 年第 10 期，职务补贴与星级挂钩）；
村民委员会组织法第 24 条（误工补贴人员及标准须经村民会议）。
"""

import polars as pl

from schemas._fields import DAYS, Money, Quantity, Row, date, money, month, quantity, text, year
from schemas._spec import Ledger


class Allowance(Row):
    """One item paid to one person for one month (or for the year, month left blank)."""

    year: pl.Int32 = year("年度", "年份", "年", "所属年度", "发放年度", "补贴年度", required=True)
    month: pl.Int32 = month("月份", "月", "所属月份", "发放月份", "补贴月份")
    name: str = text(
        "姓名", "干部姓名", "领款人", "领取人", "人员姓名", "户主姓名", "收款人", "户主", "受益人",
        required=True,
    )  # fmt: skip
    id_no: str = text(
        "身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "公民身份证号", personal=True
    )
    post: str = text("职务", "岗位", "现任职务", "担任职务", "职务名称", "职位", "任职")
    item: str = text(
        "补贴项目", "项目", "补贴类别", "补贴名称", "发放项目", "补助项目", "类别", "补贴类型", "工资项目",
        "事由", "发放内容", required=True, note="职务补贴、误工补贴、绩效补贴等",
    )  # fmt: skip
    days: Quantity = quantity(
        "天数",
        "误工天数",
        "出勤天数",
        "工日",
        "工日数",
        "误工工日",
        "出工天数",
        unit="天",
        units=DAYS,
    )
    amount: Money = money(
        "金额", "应补金额", "发放金额", "实发金额", "补贴金额", "实发", "合计金额", "实领金额", "补助金额", "实发数",
        "合计", "应发合计", "实发合计", "实付金额",
        required=True,
    )  # fmt: skip
    deducted: Money = money(
        "脱岗扣款", "缺岗扣款", "缺勤扣款", "旷工扣款", "考勤扣款", "脱岗罚款", "缺勤罚款", "考勤罚款", "扣发脱岗", "扣脱岗",
        note="因脱岗、缺勤扣发的；金额一列填扣后的实发数",
    )  # fmt: skip
    payee_account: str = text(
        "收款账号",
        "银行账号",
        "账号",
        "卡号",
        "银行卡号",
        "一卡通账号",
        "社保卡号",
        "存折号",
        "工资卡号",
        personal=True,
    )
    paid_on: pl.Date = date(
        "发放日期", "支付日期", "日期", "发放时间", "付款日期", "领取日期", "支付时间", "领款日期", "时间"
    )


LEDGER = Ledger(
    name="allowance",
    title="干部补贴发放表",
    model=Allowance,
    titles=(
        "干部补贴发放表", "村干部补贴", "干部补贴", "误工补贴发放表", "误工补贴", "职务补贴", "村干部报酬",
        "村干部工资", "补贴发放表", "工资发放表", "误工补助", "干部报酬发放", "报酬发放表", "绩效补贴发放",
    ),
    heads=(
        ("干部", "两委", "村官", "主干", "报账员", "监委会", "村务监督"),
        ("报酬", "补贴", "补助", "工资", "津贴", "绩效", "薪酬", "待遇", "误工"),
    ),
    stated_above=("item",),
    natural_key=("year", "month", "name", "item", "amount"),
    date_field="paid_on",
    by_month=True,
    by_item="item",
    unpaid=("考勤", "签到", "出勤", "坐班", "值班", "请假"),
    foreign=("面积", "补贴面积", "种植面积", "确权面积", "承包面积", "亩数", "征地面积", "退耕面积"),
)  # fmt: skip
