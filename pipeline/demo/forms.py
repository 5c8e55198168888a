"""Say how each table looks on paper: its titles, and its columns with the header words in use."""

from __future__ import annotations

MONEY = frozenset({
    "income", "expense", "balance", "document_amount", "amount", "amount_in", "amount_out", "debit", "credit",
    "opening_debit", "opening_credit", "closing_debit", "closing_credit", "approved_amount", "budget",
    "contract_amount", "change_amount", "coop_total_shares", "total_shares", "red_shares", "net_surplus",
    "distributable", "patronage_return", "share_dividend", "reserve_fund", "welfare_fund", "risk_fund", "total_assets",
    "total_liabilities", "total_equity", "share_capital", "declared", "received", "unspent", "income_per_head",
    "supplement", "remitted_amount", "book_balance", "counted", "iou_amount", "rent_per_year", "audited_amount",
    "settled", "original_value", "rent_due", "disposal_amount", "sent_down", "limit", "deducted", "valuation",
})  # fmt: skip

Forms = dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]]

# kind → titles, then field → header words; a village's bookkeeper keeps to one word for each
FORMS: Forms = {
    "cash_entry": (
        ("{fund}{kind}日记账",),
        {
            "entry_date": ("日期", "业务日期", "发生日期"),
            "posted_on": ("入账日期", "登记日期"),
            "voucher_no": ("凭证号", "凭证字号", "凭证编号"),
            "summary": ("摘要", "事由"),
            "category": ("支出类别", "经费类别"),
            "income": ("收入", "收入金额", "收方"),
            "expense": ("支出", "支出金额", "付方"),
            "balance": ("余额", "结存", "结余"),
            "counterparty": ("对方单位", "收款人", "往来单位"),
            "counterparty_account": ("收款账号", "对方账号"),
            "method": ("支付方式", "结算方式"),
            "document_type": ("票据类型", "票据种类"),
            "document_no": ("票据号", "单据编号"),
            "document_amount": ("票面金额", "票据金额"),
            "project_no": ("项目编号", "项目号"),
            "resolution_no": ("决议编号", "决议号"),
            "handler": ("经手人", "经办人"),
            "witness": ("证明人", "验收人"),
            "approver": ("审批人", "批准人"),
            "supervisor": ("监督人", "监委会主任"),
            "note": ("备注",),
        },
    ),
    "bank_line": (
        ("银行对账单", "账户交易明细"),
        {
            "entry_date": ("交易日期", "记账日期"),
            "serial_no": ("流水号", "交易流水号"),
            "memo": ("摘要", "附言"),
            "amount_out": ("支出金额", "借方发生额"),
            "amount_in": ("收入金额", "贷方发生额"),
            "balance": ("余额", "账户余额"),
            "counterparty": ("对方户名", "对方名称"),
            "counterparty_account": ("对方账号", "对方账户"),
        },
    ),
    "voucher_line": (
        ("序时账", "记账凭证"),
        {
            "entry_date": ("凭证日期", "日期"),
            "voucher_no": ("凭证号", "凭证字号"),
            "line_no": ("分录号", "分录序号"),
            "summary": ("摘要",),
            "account_code": ("科目编码", "科目代码"),
            "account_name": ("科目名称", "会计科目"),
            "debit": ("借方金额", "借方"),
            "credit": ("贷方金额", "贷方"),
            "counterparty": ("往来单位", "对方单位"),
            "attachments": ("附件数", "附件张数"),
            "preparer": ("制单人", "制单"),
            "reviewer": ("审核人", "复核"),
            "poster": ("记账人", "记账"),
        },
    ),
    "account_balance": (
        ("科目余额表",),
        {
            "account_code": ("科目编码", "科目代码"),
            "account_name": ("科目名称",),
            "opening_debit": ("期初借方", "期初借方余额"),
            "opening_credit": ("期初贷方", "期初贷方余额"),
            "debit": ("本期借方", "借方发生额"),
            "credit": ("本期贷方", "贷方发生额"),
            "closing_debit": ("期末借方", "期末借方余额"),
            "closing_credit": ("期末贷方", "期末贷方余额"),
            "is_leaf": ("是否末级",),
        },
    ),
    "resolution": (
        ("四议两公开台账",),
        {
            "resolution_no": ("决议编号",), "subject": ("议题", "决议事项"), "amount": ("涉及金额", "事项金额"),
            "meeting_type": ("会议类型",), "proposed_on": ("支部提议日期", "提议日期"),
            "consulted_on": ("两委商议日期", "商议日期"),
            "deliberated_on": ("党员大会审议日期", "审议日期"), "resolved_on": ("决议日期",),
            "decision_published_on": ("决议公开日期",), "result_published_on": ("结果公开日期",), "due": ("应到人数",),
            "present": ("实到人数",), "agreed": ("同意人数",), "emergency": ("是否应急",),
            "supervisor_count": ("监委会签字人数",), "seal_count": ("五牙子章",),
        },
    ),
    "project": (
        ("项目台账", "工程项目台账"),
        {
            "project_no": ("项目编号",), "project_name": ("项目名称",), "category": ("项目类别",), "funds": ("资金来源",),
            "budget": ("预算金额",), "approved_amount": ("批复金额", "核定金额"), "contract_no": ("合同编号", "合同号"),
            "contract_amount": ("合同金额",), "contractor": ("施工单位",), "contractor_uscc": ("施工单位信用代码",),
            "change_order_no": ("变更单号",), "change_amount": ("变更金额",), "started_on": ("开工日期",),
            "accepted_on": ("验收日期",), "progress": ("进度", "完成进度"),
        },
    ),
    "purchase": (
        ("采购明细表", "采购台账"),
        {
            "purchased_on": ("采购日期",), "item": ("品名", "物品名称"), "specification": ("规格", "规格型号"),
            "unit": ("计量单位",), "quantity": ("数量",), "unit_price": ("单价",), "amount": ("金额",),
            "supplier": ("供应商", "供货单位"), "document_no": ("发票号",), "project_no": ("项目编号",),
        },
    ),
    "allowance": (
        ("干部补贴发放表", "村干部补贴发放表"),
        {
            "year": ("年度",), "month": ("月份",), "name": ("姓名",), "id_no": ("身份证号",), "post": ("职务",),
            "item": ("补贴项目",), "days": ("天数", "误工天数"), "amount": ("发放金额", "实发金额"),
            "payee_account": ("银行账号", "卡号"), "paid_on": ("发放日期",),
        },
    ),
    "official": (
        ("村干部及监委会花名册",),
        {
            "name": ("姓名",), "post": ("职务",), "body": ("所属机构", "所在组织"), "id_no": ("身份证号",),
            "bank_account": ("银行账号",), "phone": ("联系电话", "手机号"), "relatives": ("近亲属",),
            "in_office_from": ("任职日期",), "in_office_to": ("离任日期",),
        },
    ),
    "aid_payment": (
        ("帮扶慰问发放表",),
        {
            "fund": ("资金类别",), "year": ("年度",), "paid_on": ("发放日期",), "name": ("姓名",), "id_no": ("身份证号",),
            "reason": ("帮扶原因", "事由"), "amount": ("发放金额",), "payee_account": ("银行账号",), "signed": ("签领",),
        },
    ),
    "hardship_register": (
        ("困难党员台账",),
        {"name": ("姓名",), "id_no": ("身份证号",), "category": ("困难类别",), "registered_on": ("登记日期",)},
    ),
    "publication": (
        ("公开登记表", "村务公开登记表"),
        {
            "subject": ("公开事项", "公开内容"), "fund": ("资金类别",), "covers_from": ("内容起始日期",),
            "covers_to": ("内容截止日期",), "published_on": ("公开日期",), "withdrawn_on": ("撤下日期",),
            "place": ("公开地点",), "evidence_no": ("照片编号",),
        },
    ),
    "receipt_book": (
        ("票据领用登记表",),
        {
            "document_type": ("票据类型",), "book_no": ("本号",), "first_no": ("起号",), "last_no": ("止号",),
            "issued_on": ("领用日期",), "returned_on": ("缴销日期",), "voided": ("作废号码",),
        },
    ),
    "bank_account": (
        ("账户登记表",),
        {
            "account_no": ("账号",), "account_name": ("户名", "账户名称"), "bank": ("开户行",), "fund": ("资金类别",),
            "opened_on": ("开户日期",), "closed_on": ("销户日期",),
        },
    ),
    "budget": (
        ("年度预算表",),
        {
            "year": ("年度",), "fund": ("资金类别",), "category": ("支出类别",), "amount": ("预算金额",),
            "approved_on": ("批准日期",), "supplement": ("追加金额",),
        },
    ),
    "share_event": (
        ("红色股份登记台账",),
        {
            "red_company": ("红色公司",), "cooperative": ("合作社",), "event_date": ("入股日期", "变动日期"),
            "event": ("变动类型",), "form": ("出资形式",), "amount": ("金额", "入股金额"), "ratio": ("占股比例",),
            "coop_total_shares": ("合作社股金总额",), "holder_name": ("持股人",), "holder_type": ("持股人类型",),
            "source_department": ("资金来源部门",), "source_document": ("资金来源文件",), "mandate_no": ("委托协议号",),
            "certificate_no": ("股权证号",),
        },
    ),
    "coop_year": (
        ("合作社盈余分配表",),
        {
            "cooperative": ("合作社",), "year": ("年度",), "total_shares": ("股金总额",), "red_shares": ("红色股份",),
            "net_surplus": ("本年盈余",), "distributable": ("可分配盈余",), "patronage_return": ("盈余返还",),
            "share_dividend": ("股金分红",), "reserve_fund": ("公积金",), "welfare_fund": ("公益金",),
            "risk_fund": ("风险基金",), "charter_reserve_rate": ("章程提取比例",), "decided_on": ("分配决议日",),
            "audited": ("是否审计",), "total_assets": ("资产总额",), "total_liabilities": ("负债总额",),
            "total_equity": ("所有者权益",),
        },
    ),
    "dividend": (
        ("红利收取表",),
        {
            "cooperative": ("合作社",), "year": ("红利年度",), "share_capital": ("股本",), "ratio": ("占股比例",),
            "declared": ("应分红利",), "received": ("实收红利",), "unspent": ("未使用红利",), "received_on": ("到账日期",),
            "payee_name": ("收款户名",), "payee_account": ("收款账号",),
        },
    ),
    "dividend_use": (
        ("红利使用明细表",),
        {
            "cooperative": ("合作社",), "year": ("红利年度",), "used_on": ("使用日期",), "category": ("用途类别",),
            "summary": ("用途", "使用事项"), "amount": ("金额", "使用金额"), "payee": ("收款人",),
            "voucher_no": ("凭证号",), "document_type": ("票据类型",), "resolution_no": ("决议编号",),
            "accepted_on": ("验收日期",), "note": ("备注",),
        },
    ),
    "village": (
        ("村情登记表",),
        {
            "village_code": ("村代码",), "village_name": ("村名",), "township": ("乡镇",), "county": ("县市区",),
            "households": ("户数",), "population": ("人口",), "region_type": ("区域类型",),
            "org_name": ("集体经济组织名称",), "org_uscc": ("统一社会信用代码",), "valid_from": ("启用日期",),
            "valid_to": ("停用日期",), "unit_kind": ("单位类型", "村居类别"),
        },
    ),
    "star_rating": (
        ("星级评定表",),
        {
            "village_code": ("村代码",), "village_name": ("村名",), "township": ("乡镇",), "year": ("评定年度",),
            "stars": ("星级",), "event": ("评星环节",), "rated_on": ("评定日期",), "document_no": ("评定文号",),
            "reason": ("原因", "变动原因"),
        },
    ),
    "grant": (
        ("专项资金拨付表",),
        {
            "village_code": ("村代码",), "village_name": ("村名",), "township": ("乡镇",), "year": ("年度",),
            "fund": ("资金类别",), "amount": ("拨付金额",), "approved_amount": ("批复金额",),
            "approved_on": ("批复日期", "批复时间"), "sent_down": ("指标下达金额", "下达指标数"),
            "sent_down_on": ("指标下达日期", "下达指标时间"), "paid_on": ("拨付日期",), "document_no": ("拨付文号",),
            "payee_account": ("收款账号",), "project_no": ("项目编号",),
        },
    ),
    "income_base": (
        ("农村居民收入基数表",),
        {"county": ("县市区",), "year": ("年度",), "income_per_head": ("农村居民人均可支配收入",)},
    ),
    "pay_standard": (
        ("村干部报酬标准表", "干部补贴标准表"),
        {
            "post": ("职务", "适用职务"), "item": ("补贴项目", "报酬项目"), "amount": ("标准金额", "补贴标准"),
            "limit": ("上限", "最高限额"), "per": ("计发周期",), "years_served": ("任职年限", "任职满年"),
            "valid_from": ("执行日期", "生效日期"), "valid_to": ("失效日期",), "basis": ("文件依据", "依据"),
        },
    ),
    "parameter": (
        ("政策参数表",),
        {"name": ("参数",), "scope": ("适用范围",), "valid_from": ("生效日期",), "value": ("取值",), "basis": ("依据",)},
    ),
}  # fmt: skip
