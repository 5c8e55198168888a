"""明细分类账：现金、银行存款以外一个科目的账页，每笔借方或贷方发生额一行。

由乡镇代理记账中心从财务软件导出或按账页登记。依据：会计法第 15 条（账簿登记）；
农村集体经济组织会计制度（财会〔2023〕14 号）科目表，2023 年及以前用财会〔2004〕12 号科目表。
现金、银行存款的账页是日记账，报收支明细账。账页上的发生额与凭证、日记账是同一笔钱，不作收入、支出汇总。
"""

import polars as pl

from schemas._fields import Money, Row, code, date, money, text
from schemas._spec import AMOUNT_ALIASES, SIDE_ALIASES, Identity, Ledger, Sided


class AccountLine(Row):
    """One debit or credit on the page of an account."""

    account_code: str = text(
        "科目编码", "科目代码", "会计科目编码", "会计科目代码", "科目编号", "科目号", "明细科目编码",
        note="没有这一列时取自标题里“科目：”后面的编码",
    )  # fmt: skip
    account_name: str = text(
        "科目名称", "会计科目", "会计科目名称", "科目", "科目全称", "科目全名", "总账科目", "一级科目",
        "二级科目", "明细科目", "科目编码及名称",
        "科目编码名称", "科目代码及名称", "科目代码名称", "科目编号及名称", "科目名称及编码", "会计科目编码及名称",
        required=True, joined="_", note="没有这一列时取自标题：科目：管理费用、管理费用明细账",
    )  # fmt: skip
    entry_date: pl.Date = date(
        "日期", "凭证日期", "记账日期", "业务日期", "会计日期", "制单日期", "年月日", "发生日期", "入账日期",
        required=True,
    )  # fmt: skip
    voucher_no: str = text(
        "凭证号", "凭证字号", "凭证编号", "凭证号数", "凭证", "记账凭证号", "记字号", "字号", "凭证种类号数",
        "凭证字", "传票号",
    )  # fmt: skip
    summary: str = text("摘要", "事由", "摘要内容", "业务摘要", "说明", "内容")
    debit: Money = money(
        "借方金额",
        "借方",
        "借方发生额",
        "借",
        "借方本币",
        "本币借方",
        "借方本位币",
        "借方金额本币",
        "本期借方",
    )
    credit: Money = money(
        "贷方金额",
        "贷方",
        "贷方发生额",
        "贷",
        "贷方本币",
        "本币贷方",
        "贷方本位币",
        "贷方金额本币",
        "本期贷方",
    )
    side: str = code(
        "余额方向", "方向", "借或贷", "借/贷", "借贷", "借贷方向",
        values={"借": ("借方", "借余", "dr", "debit"), "贷": ("贷方", "贷余", "cr", "credit"), "平": ("平衡", "无余额", "轧平")},
    )  # fmt: skip
    balance: Money = money(
        "余额", "结余", "结存", "余额金额", "账面余额", "期末余额", "本币余额", "余额本币", "结存金额",
        note="借方余额为正、贷方余额为负；方向看“余额方向”一列，没有的看发生额使余额增还是减",
    )  # fmt: skip
    counterparty: str = text(
        "往来单位", "对方单位", "对方名称", "客户", "供应商", "往来户", "辅助核算", "辅助项", "核算项目", "户名",
        "个人往来",
    )  # fmt: skip


LEDGER = Ledger(
    name="account_line",
    title="明细分类账",
    model=AccountLine,
    titles=(
        "明细分类账", "明细账", "科目明细账", "分户账", "分类账", "分户明细账", "总分类账", "科目账页",
        "三栏式明细账", "多栏式明细账", "三栏明细账", "多栏明细账",
    ),
    natural_key=("account_code", "account_name", "entry_date", "voucher_no", "summary", "debit", "credit"),
    one_of=(("debit", "credit"),),
    date_field="entry_date",
    paged=True,
    slice_fields=("account_code", "account_name"),
    identities=(Identity("余额逐行相接", "chain", ("balance", "debit", "credit"), either=True),),
    sided=(Sided("amount", "debit", "credit", "借", AMOUNT_ALIASES, SIDE_ALIASES),),
)  # fmt: skip
