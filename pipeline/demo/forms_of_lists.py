"""Say how the lists by person, the registers of contracts, debts, assets and the till, and rare columns look on paper.

Their words are drawn after those of all other tables, so that a bookkeeper keeps his habits.
"""

from __future__ import annotations

from pipeline.demo.forms import Forms

# kind → titles, then field → header words, as in ``forms.FORMS``
LISTS: Forms = {
    "subsidy_payment": (
        ("发放花名册", "发放明细表", "发放公示表"),
        {
            "item": ("补贴项目", "惠农补贴项目"), "year": ("年度", "补贴年度"), "name": ("户主姓名", "农户姓名", "姓名"),
            "id_no": ("身份证号", "身份证号码"), "registered_quantity": ("确权面积（亩）", "确权面积"),
            "quantity": ("补贴面积（亩）", "补贴数量"), "rate": ("补贴标准（元/亩）", "补贴标准"),
            "amount": ("补贴金额", "发放金额（元）"), "payee_name": ("开户名", "收款人"),
            "payee_account": ("一卡通账号", "银行账号"), "paid_on": ("发放日期", "打卡日期"), "signed": ("签字", "领款人签字"),
        },
    ),
    "labour": (
        ("劳务用工花名册", "民工工资发放表", "用工明细表"),
        {
            "project_no": ("项目编号", "工程编号"), "work": ("用工事由", "用工内容"), "name": ("姓名", "务工人员"),
            "id_no": ("身份证号", "身份证号码"), "worked_from": ("开始日期", "开工日期"),
            "worked_to": ("结束日期", "完工日期"), "worked": ("用工起止日期", "用工起止时间"), "days": ("用工天数", "工日"),
            "rate": ("日工资（元）", "工价"), "amount": ("劳务费（元）", "实发金额"), "payee_account": ("银行卡号", "收款账号"),
            "signed": ("签领", "领款人签字"), "witness": ("证明人", "验收人"),
        },
    ),
    "collection": (
        ("代收代缴台账", "收缴登记台账"),
        {
            "item": ("代收项目", "缴费项目"), "name": ("缴费人", "参保人姓名"), "amount": ("代收金额", "缴费金额（元）"),
            "collected_on": ("代收日期", "收款日期"), "receipt_no": ("收据号", "票据号"),
            "remitted_on": ("上缴日期", "解缴日期"), "remitted_amount": ("上缴金额", "解缴金额"),
            "collector": ("经手人", "代收人"),
        },
    ),
    "cash_count": (
        ("库存现金盘点表", "现金盘点记录表"),
        {
            "counted_on": ("盘点日期", "盘点时间"), "book_balance": ("账面余额", "现金日记账余额"),
            "counted": ("实点金额", "盘点金额"), "iou_amount": ("白条金额", "白条抵库金额"), "present": ("盘点人", "在场人员"),
        },
    ),
    "contract": (
        ("合同台账", "经济合同登记表", "合同管理台账"),
        {
            "contract_no": ("合同编号", "合同号"), "counterparty": ("合同对方", "乙方"), "subject": ("合同内容", "合同名称"),
            "amount": ("合同金额", "合同总价"), "rent_per_year": ("年租金", "年承包费"), "received": ("已收金额", "已收租金"),
            "signed_on": ("签订日期", "签约时间"), "starts_on": ("合同开始日期", "起租日期"),
            "ends_on": ("合同到期日期", "终止日期"), "term": ("合同起止日期", "合同起止时间"),
            "procurement": ("发包方式", "交易方式"), "audited_amount": ("审定金额", "结算审定价"),
            "resolution_no": ("决议编号", "会议决议编号"),
        },
    ),
    "debt": (
        ("债权债务台账", "债权债务明细表", "债权债务登记表"),
        {
            "direction": ("债权/债务", "债权债务类别"), "party": ("对方单位或个人", "单位（个人）名称"),
            "amount": ("金额", "原始金额"), "incurred_on": ("发生日期", "形成时间"), "due_on": ("到期日期", "约定还款日期"),
            "settled": ("已清偿金额", "已还金额"), "balance": ("余额", "尚欠金额"), "purpose": ("形成原因", "事由"),
            "resolution_no": ("决议编号",),
        },
    ),
    "asset": (
        ("资产资源台账", "集体资产登记表"),
        {
            "asset_no": ("资产编号", "资产资源编号"), "asset_name": ("资产名称", "资产资源名称"),
            "category": ("资产类别", "类别"), "quantity": ("数量（面积）", "数量"), "original_value": ("原值", "账面原值"),
            "lessee": ("承租人", "承租（承包）人"), "rent_due": ("年租金", "应收租金"), "acquired_on": ("取得日期", "购建时间"),
            "disposed_on": ("处置日期", "处置时间"), "disposal_amount": ("处置收入", "变卖收入"),
            "resolution_no": ("决议编号", "处置决议编号"),
        },
    ),
    "fund": (
        ("资金目录表",),
        {
            "name": ("资金名称",), "synonyms": ("其他叫法",), "nature": ("资金性质",), "uses": ("允许用途",),
            "valid_from": ("起用日期",), "valid_to": ("停用日期",),
        },
    ),
}  # fmt: skip

# kind → fields that few villages write, after the others
MORE: dict[str, dict[str, tuple[str, ...]]] = {
    "allowance": {"deducted": ("脱岗扣款", "缺勤扣款")},
    "purchase": {"procurement": ("采购方式", "采购形式")},
    "share_event": {"valuation": ("评估价值", "评估金额"), "valued_on": ("评估日期",)},
    "coop_year": {
        "supervisor_seat": ("派驻监事", "红色公司派驻监事"), "follow_up": ("评估处理",),
        "follow_up_due": ("评估整改期限", "整改期限"), "follow_up_done": ("整改完成日期",),
    },
}  # fmt: skip
