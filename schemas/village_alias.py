"""村名别名表：村的旧名、简称和习惯叫法，对应到村情登记表里的村名。

由县或乡镇填写。同名的村写明乡镇，没写的对各乡镇同名的村都算。
"""

from schemas._fields import Row, text
from schemas._spec import Ledger


class VillageAlias(Row):
    """One local name of one village."""

    alias: str = text("别名", "村名别名", "习惯叫法", "曾用名", "简称", "旧名", required=True)
    standard_name: str = text(
        "标准村名", "正式村名", "登记村名", "标准名称", required=True, note="与村情登记表一致"
    )


LEDGER = Ledger(
    name="village_alias",
    title="村名别名表",
    model=VillageAlias,
    titles=("村名别名表", "村名别名", "村名对照表", "村名对照"),
    natural_key=("alias", "standard_name", "township"),
    per_village=False,
)
