"""票据领用登记表：每本收据的号段、领用、缴销和作废。

由乡镇财政所（票据统管）登记。依据：财政违法行为处罚处分条例第 16 条（转借、串用、代开财政票据）；
参照《街办基层党建创新案例（5 篇）》网络汇编篇二（原题名不存，讲的是乡镇：“票据统管”，以票管收）。
"""

import polars as pl

from schemas._fields import DOCUMENT_TYPE, Row, code, date, text
from schemas._spec import Ledger, Span


class ReceiptBook(Row):
    """One book of receipts handed to a village."""

    document_type: str = code(
        "票据类型", "票据种类", "票据名称", "票种", "收据种类", "票据", values=DOCUMENT_TYPE, required=True
    )
    book_no: str = text("本号", "册号", "票据本号", "本数编号", "票本号", "册次")
    first_no: str = text(
        "起号", "起始号码", "起始号", "开始号码", "票据起号", "号码起", "起号码", "起始编号", "自",
        required=True,
    )  # fmt: skip
    last_no: str = text(
        "止号", "终止号码", "截止号码", "结束号码", "票据止号", "号码止", "止号码", "终止编号", "截止号",
        "至", required=True,
    )  # fmt: skip
    issued_on: pl.Date = date(
        "领用日期", "领用时间", "领取日期", "发放日期", "领票日期", "领取时间", "领购日期", "日期",
        required=True,
    )  # fmt: skip
    returned_on: pl.Date = date(
        "缴销日期", "核销日期", "交回日期", "缴回日期", "缴销时间", "核销时间", "缴验日期"
    )
    voided: str = text(
        "作废号码", "作废", "作废编号", "作废票号", "作废号", note="多个号码用顿号或逗号隔开，号段用短横线"
    )


LEDGER = Ledger(
    name="receipt_book",
    title="票据领用登记表",
    model=ReceiptBook,
    titles=(
        "票据领用登记表", "票据领用", "收据领用", "票据登记", "票据领购", "票据台账", "票据缴销",
        "领用缴销", "收据登记簿", "票据管理台账",
    ),
    heads=(("票据", "收据"), ("领用", "核销", "缴销", "领购")),
    natural_key=("document_type", "book_no", "first_no", "last_no"),
    date_field="issued_on",
    spans=(
        Span(
            "numbers", "first_no", "last_no",
            (
                "起止号码", "起止号", "起讫号码", "起讫号", "号码起止", "起止编号", "票据起止号", "票据起止号码", "收据起止号码",
                "号码段", "号段", "票据号段", "票据号码", "票据编号", "票据号", "收据号码", "收据编号", "号码", "票号",
                "起止票号", "领用号码",
            ),
            evident=True,
        ),
    ),
)  # fmt: skip
