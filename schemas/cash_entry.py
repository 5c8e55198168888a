"""收支明细账：现金日记账、银行存款日记账、专项资金台账、关爱资金台账。

由村报账员逐笔登记，乡镇代理记账中心审核。依据：现金管理暂行条例第 12 条（日清月结）、
会计法第 15、17 条（账簿登记、账实相符）。
"""

import polars as pl

from schemas._fields import DOCUMENT_TYPE, FUND, Money, Row, code, date, money, text
from schemas._spec import AMOUNT_ALIASES, SIDE_ALIASES, Identity, Ledger, Sided


class CashEntry(Row):
    """One entry of a cash or bank book; at least one of income and expense is filled."""

    fund: str = code(
        "资金类别", "资金来源", "资金名称", "资金性质", "经费来源", "资金渠道", "专项名称", "项目资金",
        values=FUND,
    )  # fmt: skip
    account_kind: str = code(
        "账簿", "账户类型", "账别", values={"现金": ("库存现金",), "银行": ("银行存款", "存款")}
    )
    entry_date: pl.Date = date(
        "日期", "业务日期", "发生日期", "收支日期", "支付日期", "支出日期", "交易日期", "付款日期",
        "收款日期", "报账日期", "会计日期", "凭证日期", "年月日", "时间",
        "转账日期", "支付时间", "交易时间", "发放日期", required=True,
    )  # fmt: skip
    posted_on: pl.Date = date("入账日期", "记账日期", "记账时间", "记账日", "账务日期", "登记日期")
    voucher_no: str = text(
        "凭证号", "凭证字号", "凭证编号", "凭证号数", "凭证", "字号", "记字号", "传票号", "单据号",
        "记账凭证号", "编号",
    )  # fmt: skip
    summary: str = text(
        "摘要", "事由", "用途", "内容", "项目内容", "开支项目", "收支项目", "收支内容", "支出事项", "事项",
        "款项内容", "款项用途", "资金用途", "业务摘要", "摘要内容", "收支事项", "支出内容", "支出项目",
        "支出用途", "项目名称", "实施内容", "建设内容", "说明", "交易摘要", "收入项目", "收入内容", "收入来源",
        "项目", required=True,
    )  # fmt: skip
    category: str = text(
        "支出类别", "费用类别", "经费类别", "支出分类", "款项性质", "开支类别", "类别", "项目类别"
    )
    income: Money = money(
        "收入", "收入金额", "收方", "借方", "借方金额", "借方发生额", "收款金额", "增加", "本期收入",
        "来款", "收入(借方)", "借方(收入)", "存入", "转入", "拨入", "拨入金额", "收到金额", "收款", "收",
        "捐款金额", "捐赠金额",
    )  # fmt: skip
    expense: Money = money(
        "支出", "支出金额", "付方", "贷方", "贷方金额", "贷方发生额", "付款金额", "减少", "开支金额",
        "支出(贷方)", "贷方(支出)", "取出", "转出", "本期支出", "支付金额", "报销金额", "付出", "付出金额",
        "付款", "支", "付",
    )  # fmt: skip
    balance: Money = money(
        "余额", "结余", "结存", "账面余额", "滚存", "结存金额", "结余金额", "结余(余额)", "账户余额",
        "当前余额", "节余", "余额(结存)", "结存余额", "交易后余额", "月末余额",
    )  # fmt: skip
    counterparty: str = text(
        "对方单位", "收款人", "收款单位", "收款方", "对方户名", "对方名称", "往来单位", "供应商",
        "支付对象", "领款单位", "付款人", "交款人", "捐款单位", "缴款单位", "收(付)款单位", "收款人(单位)", "施工单位",
        "实施单位", "受益人", "领取人", "付款单位", "付款户名", "捐款人", "捐赠人", "资金来源单位", "对方",
        "户名", "姓名", "户主", "来源",
    )  # fmt: skip
    counterparty_account: str = text(
        "收款账号", "收款人账号", "对方账号", "银行账号", "账号", "卡号", "银行卡号", "一卡通账号",
        "存折号", "社保卡号", personal=True,
    )  # fmt: skip
    method: str = code(
        "支付方式", "结算方式", "付款方式", "方式", "支付形式", "现金/转账",
        values={
            "现金": ("现款", "现金支付", "备用金", "库存现金"),
            "转账": (
                "网银", "银行转账", "电汇", "转帐", "银行", "对公转账", "村务卡", "公务卡", "微信",
                "支付宝", "汇款", "转账支付", "网上银行", "电子转账", "微信支付",
            ),
            "支票": ("现金支票", "转账支票"),
            "代发": ("一卡通", "批量代发", "惠农一卡通", "社保卡", "银行代发", "一卡通发放"),
            "其他": ("其它",),
        },
    )  # fmt: skip
    document_type: str = code(
        "票据类型", "票据种类", "原始凭证", "发票类型", "票据名称", "票据", values=DOCUMENT_TYPE
    )
    document_no: str = text(
        "票据号", "发票号", "发票号码", "收据号", "单据编号", "票号", "收据编号", "票据编号",
        "发票代码号码", "发票代码",
    )  # fmt: skip
    document_amount: Money = money("票面金额", "票据金额", "发票金额")
    project_no: str = text("项目编号", "项目号", "项目代码")
    resolution_no: str = text("决议编号", "决议号", "会议纪要", "会议纪要编号")
    handler: str = text("经手人", "经办人", "报账人", "报账员", "采购人", "领款人")
    witness: str = text("证明人", "验收人", "证明")
    approver: str = text(
        "审批人", "批准人", "签批", "审批", "负责人签字", "村主任", "支书", "签批人", "审核意见"
    )
    supervisor: str = text(
        "监督人", "理财小组", "监委会", "村监会主任", "村务监督委员会", "民主理财", "监委会主任",
        "监督签字", "监督",
    )  # fmt: skip
    note: str = text("备注", "附注")
    currency: str = text("币种", "币别", "货币", note="未注明时为人民币；其他币种装载但不计入元合计")
    category_source: str = text("类别来源", note="填报 或 推断")


LEDGER = Ledger(
    name="cash_entry",
    title="收支明细账",
    model=CashEntry,
    titles=(
        "现金日记账", "银行日记账", "银行存款日记账", "收支明细账", "收支明细表", "收支明细", "收支台账",
        "流水账", "日记账", "现金账", "银行账", "专项资金台账", "专项资金使用台账", "专项资金收支台账", "关爱资金台账",
        "财务收支公开表", "财务收支明细表", "收支公开", "财务公开", "财务公示", "收支公示", "捐款名单", "捐款明细", "捐赠名单",
        "捐款花名册", "捐款登记", "捐赠明细", "运转经费台账", "出纳账", "明细账",
    ),
    natural_key=("entry_date", "voucher_no", "summary", "income", "expense"),
    one_of=(("income", "expense"),),
    date_field="entry_date",
    book=True,
    date_stand_in="posted_on",
    slice_fields=("fund", "account_kind"),
    identities=(Identity("余额逐行相接", "chain", ("balance", "income", "expense")),),
    sided=(
        Sided(
            "amount", "income", "expense", "借", (*AMOUNT_ALIASES, "合计金额", "小计", "发放金额"), SIDE_ALIASES,
            either_way=("支付金额", "报销金额"),
        ),
    ),
)  # fmt: skip
