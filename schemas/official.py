"""村干部及监委会花名册：谁在什么时候任什么职。

由乡镇党委组织办维护，任免当月更新。依据：村民委员会组织法第 32 条（监委会成员及近亲属回避）；
农村集体经济组织法第 29、34 条（近亲属回避，理事、财务人员不得任监事）。
"""

import polars as pl

from schemas._fields import Row, code, date, text
from schemas._spec import Ledger


class Official(Row):
    """One person in one post for one term."""

    name: str = text("姓名", "干部姓名", "人员姓名", "名字", required=True)
    post: str = text("职务", "岗位", "担任职务", "现任职务", "职务名称", "任职岗位", "职位", required=True)
    body: str = code(
        "所属机构", "类别", "所在组织", "机构", "班子", "组织类别", "人员类别", "所属组织",
        values={
            "两委": (
                "村两委", "“两委”", "支委", "村委", "党支部", "村委会", "村党支部", "村支委", "支部委员会",
                "村民委员会", "两委班子",
            ),
            "监委会": (
                "村务监督委员会", "村监会", "监督委员会", "村监委", "监委", "村监委会", "民主理财小组"
            ),
            "合作社": ("理事会", "监事会", "集体经济组织", "股份经济合作社", "经济合作社", "专业合作社"),
            "报账员": ("村级报账员", "村会计", "出纳", "文书"),
        },
    )  # fmt: skip
    id_no: str = text(
        "身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "公民身份证号", personal=True
    )
    bank_account: str = text(
        "银行账号",
        "账号",
        "卡号",
        "银行卡号",
        "工资卡号",
        "一卡通账号",
        "社保卡号",
        "收款账号",
        personal=True,
    )
    phone: str = text("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", personal=True)
    relatives: str = text("近亲属", "亲属", "近亲属姓名", "亲属关系", "主要亲属", "家庭成员", "直系亲属")
    in_office_from: pl.Date = date(
        "任职日期", "任职时间", "到任日期", "上任时间", "任职起", "开始任职", "任职起始日期", "任职开始",
        month_means="first",
    )  # fmt: skip
    in_office_to: pl.Date = date(
        "离任日期", "离任时间", "免职日期", "任职止", "卸任时间", "任职结束", "离职日期", "任职截止日期",
        month_means="last",
    )  # fmt: skip


LEDGER = Ledger(
    name="official",
    title="村干部及监委会花名册",
    model=Official,
    titles=(
        "村干部及监委会花名册", "村干部花名册", "干部花名册", "监委会花名册", "村干部名册", "干部名册",
        "两委成员名单", "两委花名册", "村两委名册", "村干部信息", "村干部基本情况", "监委会名册",
    ),
    natural_key=("name", "post", "in_office_from"),
)  # fmt: skip
