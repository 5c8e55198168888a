"""Make `inputs/示例-专项资金（虚构）/`: one township of five made-up villages, as their offices would hand in one year.

Run by hand: ``.venv/bin/python -m tests.golden.build_service_example``. The same bytes come out every time.
Nothing in it is real. Three mistakes are made: ``SHORT``, ``OFFICES`` and ``UNRESOLVED``; all else is in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from tests.golden.office_form import Column, Form, Value, write

EXAMPLE = Path(__file__).parents[2] / "inputs" / "示例-专项资金（虚构）"
COUNTY, TOWNSHIP, YEAR = "虚构县", "柳林镇", 2025
NOTE = "说明：本表的县、乡镇、村、人名、单位和数字全部是虚构的，只用来示范报送和核对。"
INCOME = 18_000  # per head in the year before, yuan
STANDARD = {1: 100_000, 2: 200_000, 3: 300_000, 4: 400_000, 5: 500_000}
MULTIPLE = {1: 1.5, 2: 2, 3: 2.2, 4: 2.5, 5: 3}
DEPUTY = 0.7


@dataclass(frozen=True)
class Payment:
    """What the fund was spent on; ``resolved``: by which resolution, None for none."""

    day: str
    summary: str
    payee: str
    amount: int
    resolved: str | None


@dataclass(frozen=True)
class Village:
    """``people``: 书记兼主任, 副主任, 村监会主任 and one member of it, 报账员; ``poor``: members in need."""

    name: str
    stars: int
    granted: int
    population: int
    people: tuple[str, str, str, str, str]
    poor: tuple[str, ...]
    payments: tuple[Payment, ...]

    @property
    def folder(self) -> str:
        return f"{TOWNSHIP}/{self.name}"


# A four-star village that was paid 100,000 yuan too little.
SHORT = Village(
    "桥头村", 4, 300_000, 2_140, ("何建国", "冯玉兰", "罗长根", "薛桂英", "白文静"), ("何满仓", "冯来顺"),
    (
        Payment("2025-05-16", "渠系砌护工程款", "青柳水利工程有限公司", 168_000, "桥决2025-1"),
        Payment("2025-08-20", "村道路肩硬化工程款", "大成建筑工程有限公司", 96_000, "桥决2025-2"),
        Payment("2025-11-12", "便民服务点书柜", "育才家具经营部", 28_600, "桥决2025-3"),
    ),
)  # fmt: skip
# The money for what people need went into the offices of the village.
OFFICES = Village(
    "柳坪村", 3, 300_000, 1_760, ("贺志强", "尤秀梅", "孟广林", "戚玉霞", "段晓燕"), ("贺老五",),
    (
        Payment("2025-06-22", "自来水入户改造工程款", "润泽管道安装有限公司", 187_500, "柳决2025-1"),
        Payment("2025-07-09", "村委会办公楼装修款", "大成建筑工程有限公司", 46_800, "柳决2025-2"),
        Payment("2025-10-18", "田间灌溉管材款", "润泽管道安装有限公司", 38_500, "柳决2025-3"),
    ),
)  # fmt: skip
# A large payment that nobody resolved on.
UNRESOLVED = Village(
    "东湾村", 5, 500_000, 3_280, ("安振华", "康淑琴", "温守成", "纪春兰", "乔亚男"), ("安保山", "温有福", "康大贵"),
    (
        Payment("2025-04-08", "文化广场硬化工程款", "大成建筑工程有限公司", 236_000, "东决2025-1"),
        Payment("2025-06-27", "机耕桥重建工程款", "青柳水利工程有限公司", 152_000, "东决2025-2"),
        Payment("2025-09-15", "涵洞维修工程款", "大成建筑工程有限公司", 68_000, None),
        Payment("2025-11-21", "饮水管网配件款", "润泽管道安装有限公司", 31_400, "东决2025-3"),
    ),
)  # fmt: skip
VILLAGES = (
    UNRESOLVED,
    SHORT,
    OFFICES,
    Village(
        "石沟村", 2, 200_000, 1_420, ("丁有才", "龚月琴", "施德海", "滕小红", "魏丽萍"), ("丁老汉", "施存粮"),
        (
            Payment("2025-06-11", "拦水坝加固工程款", "青柳水利工程有限公司", 132_000, "石决2025-1"),
            Payment("2025-09-25", "垃圾收集点建设款", "大成建筑工程有限公司", 57_300, "石决2025-2"),
        ),
    ),
    Village(
        "西湾村", 1, 100_000, 1_150, ("葛培林", "景素芳", "祁万福", "屈爱莲", "佟雅琴"), ("葛来宝",),
        (
            Payment("2025-07-17", "村口排水沟工程款", "大成建筑工程有限公司", 74_200, "西决2025-1"),
            Payment("2025-10-30", "老年活动室桌椅", "育才家具经营部", 18_900, "西决2025-2"),
        ),
    ),
)  # fmt: skip


def account_no(village: Village) -> str:
    return f"88000{VILLAGES.index(village) + 1}0012345678"


def county_books() -> dict[str, list[Form]]:
    """Give what the offices of the county keep: register, officials, stars, grants, incomes, parameters."""
    register = Form(
        "村情登记表", f"{COUNTY}{TOWNSHIP}村情登记表", f"{COUNTY}农经站",
        (Column("序号", 6), Column("县", 12), Column("乡镇", 12), Column("村名", 14), Column("人口", 10)),
        [(n, COUNTY, TOWNSHIP, v.name, v.population) for n, v in enumerate(VILLAGES, 1)],
        notes=(NOTE,),
    )  # fmt: skip
    posts = (
        ("党支部书记、村委会主任", "两委"), ("村委会副主任", "两委"), ("村监会主任", "监委会"),
        ("村监会委员", "监委会"), ("报账员", "报账员"),
    )  # fmt: skip
    officials = Form(
        "村干部及监委会花名册", f"{COUNTY}{TOWNSHIP}村干部及监委会花名册", f"{TOWNSHIP}人民政府",
        (Column("序号", 6), Column("村名", 14), Column("姓名", 12), Column("职务", 26), Column("所属组织", 12),
         Column("任职日期", 14)),
        _numbered(
            (v.name, name, post, body, "2021-03-01")
            for v in VILLAGES
            for name, (post, body) in zip(v.people, posts, strict=True)
        ),
        notes=(NOTE,),
    )  # fmt: skip
    stars = Form(
        "星级评定表", f"{COUNTY}{YEAR}年度村党组织星级评定表", f"{COUNTY}委组织部",
        (Column("序号", 6), Column("乡镇", 12), Column("村名", 14), Column("评定年度", 10), Column("星级", 10),
         Column("评定日期", 14)),
        _numbered((TOWNSHIP, v.name, YEAR, f"{'一二三四五'[v.stars - 1]}星", f"{YEAR}-01-20") for v in VILLAGES),
        notes=(NOTE,),
    )  # fmt: skip
    grants = Form(
        "专项资金拨付表", f"{COUNTY}{YEAR}年度为民服务和发展专项资金拨付表", f"{COUNTY}财政局",
        (Column("序号", 6), Column("乡镇", 12), Column("村名", 14), Column("年度", 8), Column("资金类别", 26),
         Column("拨付金额", 16, money=True), Column("拨付日期", 14), Column("拨付文号", 22)),
        _numbered(
            (TOWNSHIP, v.name, YEAR, "专项资金", v.granted, f"{YEAR}-03-10", f"虚财发〔{YEAR}〕{n + 10}号")
            for n, v in enumerate(VILLAGES, 1)
        ),
        unit="元", total=True, notes=(NOTE,),
    )  # fmt: skip
    accounts = Form(
        "账户登记表", f"{COUNTY}{TOWNSHIP}村级银行账户登记表", f"{TOWNSHIP}人民政府",
        (Column("序号", 6), Column("村名", 14), Column("账号", 20), Column("户名", 34), Column("开户银行", 28),
         Column("资金类别", 12), Column("开户日期", 14)),
        _numbered(
            (v.name, account_no(v), f"{COUNTY}{TOWNSHIP}{v.name}村民委员会", f"虚构农商银行{TOWNSHIP}支行", "专项资金",
             "2021-03-15")
            for v in VILLAGES
        ),
        notes=(NOTE,),
    )  # fmt: skip
    incomes = Form(
        "农村居民收入基数表", f"{COUNTY}农村居民人均可支配收入", f"{COUNTY}农经站",
        (Column("县", 12), Column("年度", 10), Column("农村居民人均可支配收入", 26, money=True)),
        [(COUNTY, YEAR - 1, INCOME)],
        unit="元", notes=(NOTE,),
    )  # fmt: skip
    parameters = Form(
        "政策参数表", f"{COUNTY}政策参数表", f"{COUNTY}农经站",
        (Column("参数名称", 32), Column("适用范围", 12), Column("生效日期", 12), Column("参数值", 12), Column("依据", 40)),
        [("post_coefficient.村委会副主任", COUNTY, f"{YEAR}-01-01", DEPUTY, "虚构：村干部补贴核定办法")],
        notes=(NOTE,),
    )  # fmt: skip
    return {
        "县农经站/村情和参数.xlsx": [register, incomes, parameters],
        f"{TOWNSHIP}/村干部和账户登记.xlsx": [officials, accounts],
        f"县委组织部/{YEAR}年星级评定表.xlsx": [stars],
        f"县财政局/{YEAR}年专项资金拨付表.xlsx": [grants],
    }


def village_books(village: Village) -> dict[str, list[Form]]:
    """Give the two workbooks of a village: the fund with its bank and resolutions; pay and care money."""
    return {
        f"{village.folder}/{YEAR}年专项资金账.xlsx": [
            fund_book(village),
            bank_statement(village),
            resolutions(village),
        ],
        f"{village.folder}/{YEAR}年补贴和关爱资金.xlsx": [
            allowances(village),
            care_book(village),
            care_list(village),
            care_register(village),
        ],
    }


def _flows(village: Village) -> list[tuple[str, str, str, int, int, str | None]]:
    """List day, summary, party, in, out and resolution of the fund's account."""
    grant = (f"{YEAR}-03-12", "收到为民服务和发展专项资金", f"{COUNTY}财政局", village.granted, 0, None)
    return [grant, *((p.day, p.summary, p.payee, 0, p.amount, p.resolved) for p in village.payments)]


def fund_book(village: Village) -> Form:
    flows = _flows(village)
    balances = accumulate(received - paid for *_, received, paid, _ in flows)
    chief, _, first, second, clerk = village.people
    number = VILLAGES.index(village) + 1
    rows: list[Sequence[Value]] = []
    for n, ((day, summary, party, received, paid, resolved), balance) in enumerate(
        zip(flows, balances, strict=True), 1
    ):
        document, use = ("财政票据", "财政拨款") if received else ("发票", "公益事业")
        document_no = f"{number}{n}{int(day[5:7]) * 731 + n * 57:05d}{paid % 977 + 100}"
        hands = (clerk, chief, f"{first}、{second}")
        rows.append(
            (day, f"记-{n}", summary, received or None, paid or None, balance, party, "转账", use, document,
             document_no, resolved, *hands)
        )  # fmt: skip
    return Form(
        "专项资金银行日记账", f"{village.name}{YEAR}年专项资金银行存款日记账", f"{TOWNSHIP}{village.name}",
        (Column("日期", 12), Column("凭证号", 10), Column("摘要", 28), Column("收入", 14, money=True),
         Column("支出", 14, money=True), Column("余额", 14, money=True), Column("对方单位", 26),
         Column("支付方式", 10), Column("收支类别", 12), Column("票据类型", 10), Column("票据号", 16),
         Column("决议编号", 14), Column("经办人", 10), Column("审批人", 10), Column("监督人", 16)),
        rows, unit="元", notes=(NOTE,),
    )  # fmt: skip


def bank_statement(village: Village) -> Form:
    flows = _flows(village)
    balances = accumulate(received - paid for *_, received, paid, _ in flows)
    return Form(
        "银行对账单", f"{village.name}{YEAR}年专项资金银行对账单", f"虚构农商银行{TOWNSHIP}支行",
        (Column("账号", 20), Column("交易日期", 12), Column("摘要", 24), Column("收入", 14, money=True),
         Column("支出", 14, money=True), Column("余额", 14, money=True), Column("对方户名", 28)),
        [
            (account_no(village), day, "转账存入" if received else "转账支出", received or None, paid or None, balance, party)
            for (day, _, party, received, paid, _), balance in zip(flows, balances, strict=True)
        ],
        unit="元", notes=(NOTE,),
    )  # fmt: skip


def resolutions(village: Village) -> Form:
    due = village.population // 60
    rows: list[Sequence[Value]] = []
    for payment in village.payments:
        if not payment.resolved:
            continue
        paid_on = date.fromisoformat(payment.day)
        # Proposed, consulted, deliberated, resolved, published; and the result when it is paid.
        days = [paid_on + timedelta(days=ahead) for ahead in (-45, -42, -39, -35, -34, 5)]
        rows.append(
            (payment.resolved, payment.summary.removesuffix("款"), payment.amount, "村民代表会议",
             *(day.isoformat() for day in days), due, due - 3, due - 5, 2, 5)
        )  # fmt: skip
    return Form(
        "四议两公开台账", f"{village.name}{YEAR}年四议两公开台账", f"{TOWNSHIP}{village.name}",
        (Column("决议编号", 14), Column("议题", 26), Column("涉及金额", 14, money=True), Column("会议类型", 14),
         Column("党支部提议日期", 12), Column("两委商议日期", 12), Column("党员大会审议日期", 12),
         Column("村民代表会议决议日期", 12), Column("决议公开日期", 12), Column("结果公开日期", 12),
         Column("应到人数", 8), Column("实到人数", 8), Column("同意人数", 8), Column("村监会签字人数", 10),
         Column("五牙子章", 8)),
        rows, unit="元", notes=(NOTE,),
    )  # fmt: skip


def allowances(village: Village) -> Form:
    pay = round(INCOME * MULTIPLE[village.stars])
    chief, deputy, *_ = village.people
    return Form(
        "干部补贴发放表", f"{village.name}{YEAR}年村干部职务补贴发放表", f"{TOWNSHIP}{village.name}",
        (Column("序号", 6), Column("年度", 8), Column("姓名", 12), Column("职务", 26), Column("补贴项目", 12),
         Column("金额", 14, money=True), Column("发放日期", 14)),
        [
            (1, YEAR, chief, "党支部书记、村委会主任", "职务补贴", pay, f"{YEAR}-12-20"),
            (2, YEAR, deputy, "村委会副主任", "职务补贴", round(pay * DEPUTY), f"{YEAR}-12-20"),
        ],
        unit="元", total=True, notes=(NOTE,),
    )  # fmt: skip


def care_book(village: Village) -> Form:
    given = 500 * len(village.poor)
    chief, _, first, second, clerk = village.people
    rows = [
        (f"{YEAR}-01-10", "关-1", "党费划拨关爱资金", 2_000, None, 2_000, f"{TOWNSHIP}党委", "财政票据",
         f"88{village.population}01", clerk, chief, f"{first}、{second}"),
        (f"{YEAR}-01-22", "关-2", "春节慰问困难党员", None, given, 2_000 - given, "慰问对象（见发放表）", "自制凭证",
         f"88{village.population}02", clerk, chief, f"{first}、{second}"),
    ]  # fmt: skip
    return Form(
        "关爱资金台账", f"{village.name}{YEAR}年党内关爱资金收支明细账", f"{TOWNSHIP}{village.name}",
        (Column("日期", 12), Column("凭证号", 10), Column("摘要", 24), Column("收入", 14, money=True),
         Column("支出", 14, money=True), Column("余额", 14, money=True), Column("对方单位", 24),
         Column("票据类型", 10), Column("票据号", 14), Column("经办人", 10), Column("审批人", 10),
         Column("监督人", 16)),
        rows, unit="元", notes=(NOTE,),
    )  # fmt: skip


def care_list(village: Village) -> Form:
    return Form(
        "帮扶慰问发放表", f"{village.name}{YEAR}年春节慰问困难党员发放表", f"{TOWNSHIP}{village.name}",
        (Column("序号", 6), Column("资金类别", 12), Column("发放日期", 14), Column("姓名", 12), Column("慰问原因", 18),
         Column("慰问金额", 14, money=True), Column("签领", 12)),
        _numbered(("关爱资金", f"{YEAR}-01-22", name, "生活困难党员", 500, name) for name in village.poor),
        unit="元", total=True, notes=(NOTE,),
    )  # fmt: skip


def care_register(village: Village) -> Form:
    return Form(
        "困难党员台账", f"{village.name}困难党员台账", f"{TOWNSHIP}{village.name}",
        (Column("序号", 6), Column("姓名", 12), Column("困难类别", 18), Column("登记日期", 14)),
        _numbered((name, "生活困难党员", f"{YEAR - 1}-11-05") for name in village.poor),
        notes=(NOTE,),
    )  # fmt: skip


def _numbered(rows: Iterable[tuple[Value, ...]]) -> list[Sequence[Value]]:
    return [(n, *row) for n, row in enumerate(rows, 1)]


def build(folder: Path) -> list[Path]:
    """Write every workbook of the example below ``folder`` and list them."""
    books = county_books()
    for village in VILLAGES:
        books |= village_books(village)
    return [write(folder / name, forms) for name, forms in books.items()]


if __name__ == "__main__":
    for written in build(EXAMPLE):
        print(written.relative_to(EXAMPLE.parents[1]))
