"""记账凭证、序时账：每张凭证的每条分录。

由乡镇代理记账中心从财务软件导出。依据：会计法第 14、15 条（凭证审核、账簿连续编号，更正须留痕）；
农村集体经济组织会计制度（财会〔2023〕14 号）科目表，2023 年及以前用财会〔2004〕12 号科目表。
"""

import polars as pl

from schemas._fields import Money, Row, count, date, money, text
from schemas._spec import AMOUNT_ALIASES, SIDE_ALIASES, Identity, Ledger, Sided


class VoucherLine(Row):
    """One debit or credit line of a voucher."""

    entry_date: pl.Date = date(
        "凭证日期", "日期", "记账日期", "会计日期", "制单日期", "业务日期", "年月日", "入账日期",
        "记账时间", required=True,
    )  # fmt: skip
    voucher_no: str = text(
        "凭证号", "凭证字号", "凭证编号", "凭证号数", "凭证", "记账凭证号", "记字号", "字号", "凭证字",
        "记账凭证编号", "凭证序号", "传票号", required=True,
    )  # fmt: skip
    line_no: pl.Int32 = count("分录序号", "分录号", "分录", "分录行号")
    summary: str = text("摘要", "事由", "摘要内容", "业务摘要", "说明", "内容")
    account_code: str = text(
        "科目编码", "科目代码", "会计科目编码", "会计科目代码", "科目编号", "科目号", "明细科目编码",
        "总账科目编码", required=True,
    )  # fmt: skip
    account_name: str = text(
        "科目名称", "会计科目", "会计科目名称", "科目", "科目全称", "科目全名", "总账科目", "一级科目",
        "二级科目", "明细科目", "科目编码及名称", "科目编码名称", "科目代码及名称", "科目代码名称", "科目编号及名称",
        "科目名称及编码", "会计科目编码及名称", joined="_",
    )  # fmt: skip
    debit: Money = money(
        "借方金额", "借方", "借方发生额", "借", "借方本币", "本币借方", "借方本位币", "借方金额本币"
    )
    credit: Money = money(
        "贷方金额", "贷方", "贷方发生额", "贷", "贷方本币", "本币贷方", "贷方本位币", "贷方金额本币"
    )
    counterparty: str = text(
        "往来单位", "对方单位", "客户", "供应商", "往来户", "辅助核算", "辅助项", "往来", "核算项目"
    )
    attachments: pl.Int32 = count(
        "附件数", "附件张数", "附单据数", "附件", "单据张数", "张数", "附单据", "附单据张数", unit="张"
    )
    preparer: str = text("制单人", "制单", "填制人", "制证人", "制证", "录入人")
    reviewer: str = text("审核人", "审核", "复核人", "复核", "稽核")
    poster: str = text("记账人", "记账", "过账人", "登账人")


LEDGER = Ledger(
    name="voucher_line",
    title="记账凭证",
    model=VoucherLine,
    titles=(
        "记账凭证", "序时账", "凭证序时簿", "会计分录", "凭证明细", "凭证列表", "凭证汇总", "分录序时簿",
        "凭证库",
    ),
    identities=(Identity("每张凭证借贷相等", "balanced", ("voucher_no", "debit", "credit")),),
    natural_key=("entry_date", "voucher_no", "summary", "account_code", "debit", "credit"),
    one_of=(("debit", "credit"),),
    date_field="entry_date",
    book=True,
    fill_down=("entry_date", "voucher_no"),
    stated_above=("voucher_no",),
    sided=(Sided("amount", "debit", "credit", "借", AMOUNT_ALIASES, SIDE_ALIASES),),
)  # fmt: skip
