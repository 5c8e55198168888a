"""科目余额表：每个科目一个期间的期初、发生额和期末。

由乡镇代理记账中心按月导出。依据：会计法第 17 条（账账相符）。汇总只取末级科目，上级科目是下级之和。
"""

from schemas._fields import YES_NO, Money, Row, code, money, text
from schemas._spec import Identity, Ledger, Sided


class AccountBalance(Row):
    """One account in one period; parents repeat the sum of their children."""

    account_code: str = text(
        "科目编码", "科目代码", "会计科目编码", "会计科目代码", "科目编号", "科目号", "编码", "代码",
        required=True,
    )  # fmt: skip
    account_name: str = text(
        "科目名称", "会计科目", "会计科目名称", "科目", "科目全称", "名称", "科目编码及名称", "科目编码名称",
        "科目代码及名称", "科目代码名称", "科目编号及名称", "科目名称及编码", "会计科目编码及名称", "编码及名称",
        "核算项目", "核算项目名称", "辅助核算", "辅助核算项目", "辅助项", "辅助项目", joined="_",
        note="核算项目写在另一列的，接在科目名称后面",
    )  # fmt: skip
    opening_debit: Money = money(
        "期初借方", "期初余额借方", "期初借方余额", "年初余额借方", "年初借方余额", "年初借方",
        "期初余额(借方)", "期初余额(借)", "期初(借方)", "上期余额借方", "月初余额借方", "月初借方",
        "月初借方余额", "期初数借方",
    )  # fmt: skip
    opening_credit: Money = money(
        "期初贷方", "期初余额贷方", "期初贷方余额", "年初余额贷方", "年初贷方余额", "年初贷方",
        "期初余额(贷方)", "期初余额(贷)", "期初(贷方)", "上期余额贷方", "月初余额贷方", "月初贷方",
        "月初贷方余额", "期初数贷方",
    )  # fmt: skip
    debit: Money = money(
        "本期借方", "借方发生额", "本期发生额借方", "本期借方发生额", "本期发生借方", "发生额借方",
        "借方发生", "本期发生额(借方)", "本期发生额(借)", "借方本期发生额", "本月发生额借方", "本月借方",
        "借方金额", "本期发生数借方",
    )  # fmt: skip
    credit: Money = money(
        "本期贷方", "贷方发生额", "本期发生额贷方", "本期贷方发生额", "本期发生贷方", "发生额贷方",
        "贷方发生", "本期发生额(贷方)", "本期发生额(贷)", "贷方本期发生额", "本月发生额贷方", "本月贷方",
        "贷方金额", "本期发生数贷方",
    )  # fmt: skip
    closing_debit: Money = money(
        "期末借方", "期末余额借方", "期末借方余额", "年末余额借方", "年末借方余额", "年末借方",
        "期末余额(借方)", "期末余额(借)", "期末(借方)", "月末余额借方", "月末借方", "月末借方余额",
        "期末数借方", "余额借方",
    )  # fmt: skip
    closing_credit: Money = money(
        "期末贷方", "期末余额贷方", "期末贷方余额", "年末余额贷方", "年末贷方余额", "年末贷方",
        "期末余额(贷方)", "期末余额(贷)", "期末(贷方)", "月末余额贷方", "月末贷方", "月末贷方余额",
        "期末数贷方", "余额贷方",
    )  # fmt: skip
    is_leaf: str = code(
        "是否末级", "末级", "是否明细", "是否最底级", "末级科目",
        values={
            "是": (
                *YES_NO["是"], "末级", "末级科目", "最末级", "最底级", "底级", "明细", "明细级", "明细科目",
            ),
            "否": (
                *YES_NO["否"], "非末级", "非末级科目", "非底级", "非明细", "总账", "总账科目", "上级", "上级科目",
                "汇总",
            ),
        },
        note="没有这一列的，按编码和金额推断：编码是别的编码开头的、同一编码下各核算项目之和的，是上级",
    )  # fmt: skip


LEDGER = Ledger(
    name="account_balance",
    title="科目余额表",
    model=AccountBalance,
    titles=("科目余额表", "科目余额", "余额表", "试算平衡表", "发生额及余额表", "科目汇总表", "总账余额"),
    identities=(
        Identity(
            "期初加减发生额等于期末",
            "total",
            ("closing_debit", "opening_debit", "-opening_credit", "debit", "-credit", "closing_credit"),
        ),
    ),
    natural_key=(
        "account_code", "opening_debit", "opening_credit", "debit", "credit", "closing_debit",
        "closing_credit",
    ),
    sided=(
        Sided(
            "opening", "opening_debit", "opening_credit", "借",
            (
                "期初余额", "期初", "上期余额", "月初余额", "期初数", "年初余额", "年初数", "期初余额金额",
                "年初余额金额"
            ),
            ("期初余额方向", "期初方向", "月初余额方向", "年初余额方向", "年初方向", "期初借贷方向"),
            needs_side=True,
        ),
        Sided(
            "closing", "closing_debit", "closing_credit", "借",
            (
                "期末余额", "期末", "本期余额", "月末余额", "期末数", "年末余额", "余额", "期末余额金额",
                "年末余额金额"
            ),
            (
                "期末余额方向", "期末方向", "月末余额方向", "年末余额方向", "年末方向", "期末借贷方向",
                "余额方向"
            ),
            needs_side=True,
        ),
    ),
)  # fmt: skip
