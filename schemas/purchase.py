"""采购明细表：村里买了什么、多少、什么价。

由村采购人登记，附发票或清单。依据：会计法第 14 条（原始凭证）；跨村同品单价比较以规格、单位一致为前提。
"""

import polars as pl

from schemas._fields import (
    BY_PIECE,
    COUNTED,
    PROCUREMENT,
    VILLAGE_NAMES,
    Money,
    Quantity,
    Row,
    code,
    date,
    money,
    text,
)
from schemas._fields import quantity as number
from schemas._spec import Identity, Ledger


class Purchase(Row):
    """One item bought."""

    # Here 单位 heads the unit of measure, not the village.
    village_name: str = text(
        "村名", *(word for word in VILLAGE_NAMES if word != "单位"), "采购单位", "购货单位"
    )
    purchased_on: pl.Date = date(
        "采购日期", "日期", "购买日期", "采购时间", "购置日期", "购入日期", "购买时间", "购货日期",
        required=True,
    )  # fmt: skip
    item: str = text(
        "品名", "货名", "物品", "商品", "货物", "材料", "物料名称", "品种名称", "购买物品", "购买内容",
        "采购品名", "物品名称", "名称", "货物名称", "采购内容", "商品名称", "物资名称", "材料名称",
        "采购项目",
        "品名及规格", "采购物品", "货品名称", required=True,
    )  # fmt: skip
    specification: str = text("规格", "规格型号", "型号", "型号规格", "品牌规格", "品牌型号")
    unit: str = text("计量单位", "单位", "数量单位", required=True)
    quantity: Quantity = number(
        "数量",
        "采购数量",
        "件数",
        "购买数量",
        "数目",
        required=True,
        units=COUNTED,
    )
    unit_price: Quantity = number(
        "单价",
        "采购单价",
        "价格",
        "含税单价",
        "单位价格",
        required=True,
        unit="元",
        units=BY_PIECE,
    )
    amount: Money = money("金额", "总价", "合计金额", "采购金额", "总金额", "小计金额", "总额", required=True)
    supplier: str = text(
        "供应商",
        "卖家",
        "销售方",
        "销货方",
        "经销商",
        "供应商名称",
        "商家",
        "店名",
        "供货商家",
        "供货单位",
        "销售单位",
        "供货商",
        "销货单位",
        "供应单位",
        "卖方",
        "收款单位",
        "供货方",
    )
    document_no: str = text("发票号", "发票号码", "票据号", "票号", "单据号", "收据号", "票据编号")
    project_no: str = text("项目编号", "项目号", "项目代码")
    procurement: str = code(
        "采购方式", "采购形式", "采购组织方式", "采购办法", "采购方法", "购买方式", values=PROCUREMENT
    )


LEDGER = Ledger(
    name="purchase",
    title="采购明细表",
    model=Purchase,
    titles=(
        "采购明细表", "采购明细", "采购清单", "采购台账", "购置清单", "物资采购", "采购登记", "购置明细",
        "采购表", "物品购置",
    ),
    identities=(Identity("数量乘单价等于金额", "product", ("quantity", "unit_price", "amount")),),
    stated_above=("supplier",),
    natural_key=("purchased_on", "item", "specification", "quantity", "unit_price", "amount", "supplier"),
    date_field="purchased_on",
)  # fmt: skip
