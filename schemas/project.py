"""项目台账：村级项目的预算、合同、变更、验收和进度。

由村两委登记，乡镇项目办审核。依据：村民委员会组织法第 24 条（公益事业、项目立项和承包须经村民会议）；
会计法第 17 条（账实相符）。
"""

import polars as pl

from schemas._fields import Money, Ratio, Row, date, money, ratio, text
from schemas._spec import Ledger


class Project(Row):
    """One project of one village."""

    project_no: str = text(
        "项目编号", "项目号", "项目代码", "编号", "工程编号", required=True, numbered=True,
        note="没有编号的，用“序号”代替，只在这张表里不重复",
    )  # fmt: skip
    project_name: str = text(
        "项目名称",
        "申报项目",
        "申报项目名称",
        "项目",
        "工程名称",
        "工程项目",
        "建设项目",
        "名称",
        "实施内容",
        "建设内容",
        required=True,
    )
    category: str = text(
        "项目类别",
        "类型",
        "工程类型",
        "项目类型及性质",
        "类别",
        "项目类型",
        "工程类别",
        "建设类别",
        "项目性质",
    )
    funds: str = text("资金来源", "拟用资金", "资金渠道", "资金类别", "资金名称", "资金构成")
    budget: Money = money(
        "预算金额",
        "估算",
        "估算投资",
        "投资估算",
        "预算",
        "计划投资",
        "预算投资",
        "概算投资",
        "概算",
        "概算金额",
    )
    approved_amount: Money = money(
        "批复金额",
        "批复资金",
        "批复投资额",
        "批复总投资",
        "批复资金额",
        "核定金额",
        "批准金额",
        "批复投资",
        "核准金额",
        "审批金额",
    )
    contract_no: str = text("合同编号", "合同号", "合同", "施工合同编号", "施工合同号")
    contract_amount: Money = money(
        "合同金额", "合同价", "中标价", "中标金额", "合同价款", "合同总价", "施工合同价款", "施工合同金额"
    )
    contractor: str = text(
        "施工单位", "施工队", "施工队伍", "施工班组", "承包方", "承包单位", "中标单位", "实施单位", "承建单位",
        "施工方", "承包人",
        "中标/实施单位",
    )  # fmt: skip
    contractor_uscc: str = text(
        "施工单位信用代码", "统一社会信用代码", "信用代码", "承包方信用代码", "社会信用代码",
        "承包单位信用代码",
    )  # fmt: skip
    change_order_no: str = text("变更单号", "变更编号", "变更签证号", "签证单号", "变更单编号", "变更文号")
    change_amount: Money = money("变更金额", "签证金额", "变更增减额", "增减金额", "变更增加额")
    started_on: pl.Date = date("开工日期", "开工时间", "开工", "开始日期", "启动日期")
    accepted_on: pl.Date = date(
        "验收日期", "验收时间", "竣工验收日期", "完工验收日期", "竣工验收时间", "验收"
    )
    progress: Ratio = ratio(
        "进度", "完成进度", "工程进度", "完成比例", "完成情况", "形象进度", "验收比例", "完成率"
    )


LEDGER = Ledger(
    name="project",
    title="项目台账",
    model=Project,
    titles=(
        "项目台账", "工程项目台账", "项目登记", "工程台账", "项目管理台账", "项目进度", "建设项目表",
        "村级项目", "项目一览表", "项目申报表", "项目清单", "工程项目登记",
    ),
    natural_key=("project_no", "project_name", "contract_no", "contract_amount"),
    date_field="started_on",
)  # fmt: skip
