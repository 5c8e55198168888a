"""账户登记表：村、红色公司经批准开立的银行账户。

由乡镇财政所登记（账户统设）。依据：财政违法行为处罚处分条例第 11 条（擅自开户）；
农村集体经济组织法第 44 条第三款。
"""

import polars as pl

from schemas._fields import Row, date, fund, text
from schemas._spec import Ledger


class BankAccount(Row):
    """One registered account."""

    account_no: str = text(
        "账号", "银行账号", "账户", "账户号码", "账户账号", "卡号", required=True, personal=True
    )
    account_name: str = text(
        "户名", "账户名称", "账户名", "开户名称", "开户单位", "存款人名称", required=True
    )
    bank: str = text("开户行", "开户银行", "开户机构", "银行名称", "开户网点", "银行")
    fund: str = fund("资金类别", "账户用途", "资金性质", "核算资金", "资金名称", "用途")
    opened_on: pl.Date = date("开户日期", "开户时间", "开立日期", "启用日期", "批准日期")
    closed_on: pl.Date = date("销户日期", "撤户日期", "注销日期", "销户时间", "撤销日期", "停用日期")


LEDGER = Ledger(
    name="bank_account",
    title="账户登记表",
    model=BankAccount,
    titles=(
        "账户登记表", "银行账户登记", "账户登记", "账户台账", "银行账户一览", "开户登记", "账户备案",
        "银行账户备案", "账户清单",
    ),
    natural_key=("account_no", "account_name", "opened_on"),
    date_field="opened_on",
)  # fmt: skip
