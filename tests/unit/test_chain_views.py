"""The ledgers of the chain of public money: from the document to the balance, from the rating to what it pays."""

from __future__ import annotations

from tests.rules.harness import judged_county


def rows(tables: str, query: str) -> list[tuple[object, ...]]:
    return judged_county(tables).execute(query).fetchall()


CHAIN = """
    账户登记表
    村   | 账号           | 户名                   | 开户行 | 资金类别
    甲村 | 6400000000001  | 甲村村民委员会         | 信用社 |
    丙村 | 6400000000099  | 临河镇财政所村级代管户 | 信用社 |

    专项资金拨付表
    村   | 年度 | 资金类别 | 批复金额 | 指标下达金额 | 指标下达日期 | 拨付金额 | 拨付日期   | 拨付文号 | 收款账户
    甲村 | 2024 | 一事一议 | 40000    | 40000        | 2024-02-01   | 20000    | 2024-03-01 | 文1      | 6400000000001
    甲村 | 2024 | 一事一议 | 40000    | 40000        | 2024-02-01   | 20000    | 2024-06-01 | 文1      | 6400000000001
    甲村 | 2025 | 一事一议 | 10000    |              |              | 10000    | 2025-03-01 | 文2      | 6400000000001
    乙村 | 2024 | 办公经费 |          |              |              | 6000     | 2024-03-01 |          | 6400000000099
    丙村 | 2024 | 办公经费 | 6000     |              |              | 0        |            | 文3      |

    收支明细账
    村   | 资金类别 | 日期       | 摘要         | 收入  | 支出
    甲村 | 一事一议 | 2024-03-04 | 拨入奖补资金 | 20000 |
    甲村 | 一事一议 | 2024-06-20 | 拨入奖补资金 | 20000 |
    甲村 | 一事一议 | 2025-03-02 | 拨入奖补资金 | 10000 |
    甲村 | 一事一议 | 2025-04-02 | 付修路款     |       | 43000
"""


def test_the_grant_chain_follows_each_document_from_approval_to_balance() -> None:
    found = rows(
        CHAIN,
        "select village_name, document, approved, sent_down, paid, paid_on::varchar, account, arrived,"
        " arrived_on::varchar, spent, carried_over from audit.grant_chain order by village_name, year",
    )
    assert [tuple(float(x) if hasattr(x, "as_tuple") else x for x in row) for row in found] == [
        ("丙村", "文3", 6000, None, 0, None, None, None, None, None, None),
        ("乙村", None, None, None, 6000, "2024-03-01", "乡镇代管账户", 6000, "2024-03-01", 0, 6000),
        ("甲村", "文1", 40000, 40000, 40000, "2024-06-01", "村账户", 40000, "2024-06-20", 40000, 0),
        ("甲村", "文2", 10000, None, 10000, "2025-03-01", "村账户", 10000, "2025-03-02", 3000, 7000),
    ]


STARS = """
    星级评定表
    村   | 评定年度 | 评星环节 | 星级 | 评定日期   | 原因         | 评定文号
    甲村 | 2023     | 评定     | 3    | 2023-12-20 |              | 文1
    甲村 | 2024     | 自评     | 5    | 2024-11-20 |              |
    甲村 | 2024     | 申报     |      | 2024-11-25 |              |
    甲村 | 2024     | 评定     | 4    | 2024-12-20 |              | 文2
    甲村 | 2025     | 提醒     |      | 2025-05-10 | 账务不公开   |
    甲村 | 2025     | 摘星     |      | 2025-09-01 | 挪用集体资金 | 文3
"""


def test_the_star_ledger_has_every_step_with_the_stars_and_the_money_before_and_after() -> None:
    found = rows(
        STARS,
        "select year, day::varchar, event, stars_before, stars_after, standard_before::int, standard_after::int,"
        " reason, in_force_until::varchar from audit.star_ledger order by year, day",
    )
    assert found == [
        (2023, "2023-12-20", "评定", None, 3, None, 300000, None, "2024-12-19"),
        (2024, "2024-11-20", "自评", 3, 3, 300000, 300000, None, None),
        (2024, "2024-11-25", "申报", 3, 3, 300000, 300000, None, None),
        (2024, "2024-12-20", "评定", 3, 4, 300000, 400000, None, "2025-08-31"),
        (2025, "2025-05-10", "提醒", 4, 4, 400000, 400000, "账务不公开", None),
        (2025, "2025-09-01", "摘星", 4, 0, 400000, None, "挪用集体资金", None),
    ]


def test_a_matter_shows_its_days_what_was_resolved_and_what_was_paid() -> None:
    found = rows(
        """
    四议两公开台账
    村   | 决议编号 | 议题 | 涉及金额 | 会议类型     | 提议日期   | 商议日期   | 决议日期   | 结果公开日期 | 应到人数 | 五牙子章
    甲村 | 2025-1   | 修桥 | 10000    | 村民代表会议 | 2025-01-08 | 2025-01-12 | 2025-02-01 | 2025-06-01   | 36       | 5
    甲村 | 2025-2   | 修渠 |          |              | 2025-01-08 |            |            |              |          |
    甲村 | 2025-3   | 修路 |          | 党员大会     | 2025-01-08 | 2025-01-09 | 2025-01-10 |              | 30       | 5
    甲村 | 2025-3   | 修路 |          | 村民代表会议 |            |            | 2025-01-12 |              | 40       |
    甲村 | 2025-4   | 修井 |          | 党员大会     |            |            | 2025-01-10 |              | 20       |

    收支明细账
    村   | 日期       | 摘要 | 支出  | 决议编号
    甲村 | 2025-03-01 | 首付 | 6000  | 2025-1
    甲村 | 2025-04-01 | 付款 | 5000  | 2025-1
    甲村 | 2025-05-01 | 退回 | -1000 | 2025-1
    """,
        "select resolution_no, meeting, due, seal_count, resolved_amount::int, paid::int, first_paid_on::varchar,"
        " missing_steps, other_meetings from audit.matters order by 1",
    )
    assert found == [
        ("2025-1", "村民代表会议", 36, 5, 10000, 10000, "2025-03-01", "审议、决议公开", None),
        ("2025-2", None, None, None, None, None, None, "商议、审议、决议、决议公开、结果公开", None),
        ("2025-3", "村民代表会议", 40, None, None, None, None, "决议公开、结果公开", "党员大会 应到 30"),
        ("2025-4", "党员大会", 20, None, None, None, None, "提议、商议、决议、决议公开、结果公开", None),
    ]


def test_the_care_fund_is_shown_by_source_beside_the_list_and_the_signatures() -> None:
    found = rows(
        """
    收支明细账
    村   | 资金类别 | 日期       | 摘要             | 对方单位   | 收入 | 支出
    甲村 | 关爱资金 | 2024-01-05 | 党费划拨         |            | 1000 |
    甲村 | 关爱资金 | 2024-02-05 | 财政拨款         |            | 2000 |
    甲村 | 关爱资金 | 2024-03-05 | 村集体经济划转   |            | 3000 |
    甲村 | 关爱资金 | 2024-03-06 | 村集体补充       |            | 300  |
    甲村 | 关爱资金 | 2024-04-05 | 党员捐款         |            | 400  |
    甲村 | 关爱资金 | 2024-05-05 | 收到帮扶款       | 县水务局   | 500  |
    甲村 | 关爱资金 | 2024-06-05 | 收到捐款         | 兴旺公司   | 600  |
    甲村 | 关爱资金 | 2024-07-05 | 存款利息         |            | 7    |
    甲村 | 关爱资金 | 2024-08-05 | 慰问困难党员     |            |      | 900
    甲村 | 关爱资金 | 2025-08-05 | 慰问困难党员     |            |      | 100

    帮扶慰问发放表
    村   | 资金类别 | 发放日期   | 姓名 | 金额 | 签领
    甲村 | 关爱资金 | 2024-08-05 | 张三 | 500  | 张三
    甲村 | 关爱资金 | 2024-08-05 | 李四 | 400  |
    """,
        "select year, party_dues::int, fiscal::int, collective::int, members::int, departments::int,"
        " village_supplement::int, society::int, other::int, listed::int, signed::int, booked::int, balance::int,"
        " persons from audit.care_funds order by year",
    )
    assert found == [
        (2024, 1000, 2000, 3000, 400, 500, 300, 600, 7, 900, 500, 900, 6907, 2),
        (2025, *[None] * 10, 100, 6807, None),
    ]


def test_office_money_is_shown_against_the_standard_of_a_village_or_a_community() -> None:
    found = rows(
        """
    村情登记表
    村   | 单位类型 | 区域类型 | 人口
    甲村 | 社区     | 山区     | 9000
    乙村 |          | 川区     | 3000
    丙村 |          |          |

    预算表
    村   | 年度 | 资金类别 | 用途类别 | 预算金额 | 追加
    甲村 | 2024 | 办公经费 | 办公费   | 40000    | 1000

    专项资金拨付表
    村   | 年度 | 资金类别 | 拨付金额
    甲村 | 2024 | 办公经费 | 30000
    丙村 | 2024 | 办公经费 | 6000

    收支明细账
    村   | 资金类别 | 日期       | 摘要         | 收入  | 支出
    甲村 | 办公经费 | 2024-03-01 | 拨入办公经费 | 20000 |
    甲村 | 办公经费 | 2024-04-01 | 购打印纸     |       | 100
    乙村 | 办公经费 | 2024-03-01 | 集体资金补充 | 8000  |
    """,
        "select village_name, standard::int, budget::int, received::int, spent::int, gap::int, consent"
        " from audit.office_funds order by village_name",
    )
    assert found == [
        ("丙村", None, None, 6000, None, None, None),
        ("乙村", 7500, None, 8000, 0, 0, "台账没有相关议题"),
        ("甲村", 50000, 41000, 30000, 100, 20000, None),
    ]


def test_pay_is_compared_with_the_standard_of_the_post_or_of_the_stars() -> None:
    found = rows(
        """
    村情登记表
    村   | 县市区
    甲村 | 灵武市
    乙村 | 灵武市

    补贴标准表
    职务 | 补贴项目 | 标准金额 | 计发周期 | 生效日期   | 依据
    会计 | 报酬     | 12000    | 年       | 2020-01-01 | 灵组发〔2020〕1号

    农村居民收入基数表
    县市区 | 年度 | 农村居民人均可支配收入 | 口径
    灵武市 | 2023 | 10000                  | 可支配收入

    星级评定表
    村   | 评定年度 | 星级
    乙村 | 2024     | 3

    干部补贴发放表
    村   | 年度 | 姓名 | 职务   | 补贴项目 | 金额
    甲村 | 2024 | 张三 | 会计   | 职务补贴 | 12500
    乙村 | 2024 | 李四 | 村书记 | 职务补贴 | 22000
    """,
        "select village_name, person, stars, base::int, standard::int, paid::int, gap::int, basis"
        " from audit.pay_comparison order by village_name",
    )
    assert found == [
        ("乙村", "李四", 3, 10000, 22000, 22000, 0, "3 星倍数 2.2000"),
        ("甲村", "张三", None, 10000, 12000, 12500, 500, "补贴标准表 报酬 灵组发〔2020〕1号"),
    ]


def test_what_is_open_when_a_cadre_leaves_is_listed_by_person_and_term() -> None:
    found = rows(
        """
    村干部及监委会花名册
    村   | 姓名 | 职务   | 所属机构 | 任职日期   | 离任日期
    甲村 | 张三 | 书记   | 两委     | 2020-01-01 | 2024-12-31
    甲村 | 李四 | 主任   | 两委     | 2025-01-01 |
    甲村 | 王五 | 监委会主任 | 监委会 | 2020-01-01 | 2024-12-31
    甲村 | 赵六 | 报账员 | 报账员   |            | 2023-06-30

    合同台账
    村   | 合同编号 | 合同对方 | 合同内容 | 年租金 | 已收金额 | 合同开始日期 | 合同到期日期
    甲村 | HT01     | 钱七     | 鱼塘承包 | 1000   | 3000     | 2022-01-01   | 2026-12-31
    甲村 | HT02     | 钱七     | 门面出租 | 1000   | 1000     | 2022-01-01   | 2022-12-31
    甲村 | HT03     | 钱七     | 仓库出租 | 1000   |          | 2025-02-01   | 2027-12-31

    债权债务台账
    村   | 债权或债务 | 对方单位或个人 | 金额 | 已清偿金额 | 发生日期
    甲村 | 债务       | 建材店         | 5000 | 2000       | 2023-05-01
    甲村 | 债务       | 沙石厂         | 5000 | 5000       | 2023-05-01

    项目台账
    村   | 项目编号 | 项目名称 | 合同金额 | 开工日期   | 验收日期
    甲村 | XM01     | 修渠     | 90000    | 2023-09-01 |
    甲村 | XM02     | 修路     | 90000    | 2023-09-01 | 2024-12-31

    库存现金盘点表
    村   | 盘点日期   | 实点金额 | 白条金额
    甲村 | 2023-03-31 | 100      | 700
    甲村 | 2024-09-30 | 100      | 300
    甲村 | 2025-03-31 | 100      | 900

    收支明细账
    村   | 日期       | 摘要       | 收入 | 支出 | 对方单位
    甲村 | 2024-03-01 | 借支备用金 |      | 2000 | 张三
    甲村 | 2024-06-01 | 交回备用金 | 500  |      | 张三
    甲村 | 2024-03-01 | 借支备用金 |      | 800  | 钱七
    """,
        "select official, item, party, amount::int, outstanding::int, state from audit.handover order by all",
    )
    assert found == [
        ("张三", "债务", "建材店", 5000, 3000, "还欠"),
        ("张三", "收款合同", "钱七", 4000, 1000, "到期日期 2026-12-31"),
        ("张三", "未完工程", None, 90000, None, "没有写验收日期"),
        ("张三", "未还备用金", "张三", 2000, 1500, "账上没有报销、交回"),
        ("张三", "白条抵库", None, 300, 300, "盘点时在库"),
        ("赵六", "债务", "建材店", 5000, 3000, "还欠"),
        ("赵六", "收款合同", "钱七", 4000, 1000, "到期日期 2026-12-31"),
        ("赵六", "白条抵库", None, 700, 700, "盘点时在库"),
    ]
