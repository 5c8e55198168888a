"""The other forms: rosters, registers and tables of the year, one specification each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.county import writing
from tests.county.desk import Case, Column, line
from tests.county.paper import Book, Cell, Page, Value
from tests.county.places import VILLAGES, Village, amount, person

Make = Callable[[Case, int], Value]
Write = Callable[[object], Cell]


@dataclass(frozen=True)
class Field:
    """A column: its possible headers, the field it is, how to make a value and how to write it."""

    heads: str
    name: str
    make: Make
    write: Write = lambda value: value  # type: ignore[assignment,return-value]


@dataclass(frozen=True)
class Form:
    """One kind of form: its titles, its columns, and what the title alone says."""

    kind: str
    titles: str
    fields: Sequence[Field]
    rows: tuple[int, int] = (4, 9)
    totals: str = ""
    several_villages: bool = False


def _day(case: Case, _: int) -> date:
    return date(case.year, 1, 5) + timedelta(days=case.rng.randrange(340))


def _name(case: Case, _: int) -> str:
    return person(case.rng)


def _id(case: Case, _: int) -> str:
    born = date(1950, 1, 1) + timedelta(days=case.rng.randrange(18_000))
    return f"640181{born:%Y%m%d}{case.rng.randrange(1000):03}X"


def _card(case: Case, _: int) -> str:
    return f"6229{case.rng.randrange(10**15):015}"


def _money(low: int = 50, high: int = 9_000) -> Make:
    return lambda case, _: amount(case.rng, low, high)


def _pick(*words: str) -> Make:
    return lambda case, _: case.rng.choice(words)


def _year(case: Case, _: int) -> int:
    return case.year


def _code(prefix: str) -> Make:
    return lambda case, n: f"{prefix}{case.year}-{case.number:03}-{n + 1:02}"


def _count(low: int, high: int) -> Make:
    return lambda case, _: case.rng.randint(low, high)


def _share(case: Case, _: int) -> Decimal:
    return Decimal(case.rng.randint(1, 99)) / 100


def _percent(value: object) -> Cell:
    assert isinstance(value, Decimal)
    return f"{value * 100:g}%"


MONEY: Write = writing.number  # type: ignore[assignment]
ISO: Write = writing.iso  # type: ignore[assignment]
WORDED: Write = writing.worded  # type: ignore[assignment]
DOTTED: Write = writing.dotted  # type: ignore[assignment]
COOPS = ("东滩枸杞专业合作社", "兴农养殖专业合作社", "惠民蔬菜专业合作社")

FORMS = (
    Form("allowance", "村干部误工补贴发放表|村干部职务补贴发放花名册|干部补贴发放表", (
        Field("姓名|领款人", "name", _name),
        Field("身份证号|身份证号码|公民身份号码", "id_no", _id),
        Field("职务|岗位", "post", _pick("支部书记", "村主任", "文书", "监委会主任")),
        Field("年度|年份", "year", _year),
        Field("月份|发放月份", "month", _count(1, 12)),
        Field("补贴项目|项目", "item", _pick("误工补贴", "职务补贴", "绩效补贴")),
        Field("误工天数|天数", "days", _count(1, 22)),
        Field("发放金额|实发金额|金额(元)|补贴金额", "amount", _money(), MONEY),
        Field("银行卡号|账号|一卡通账号", "payee_account", _card),
        Field("发放日期|发放时间", "paid_on", _day, ISO),
    ), totals="amount"),
    Form("aid_payment", "困难党员慰问金发放花名册|帮扶慰问发放表|慰问名单", (
        Field("姓名|受助人|慰问对象", "name", _name),
        Field("身份证号|身份证号码", "id_no", _id),
        Field("困难原因|帮扶原因|致困原因", "reason", _pick("因病", "因残", "缺劳力")),
        Field("慰问金额|发放金额|金额", "amount", _money(100, 3000), MONEY),
        Field("发放日期|慰问时间", "paid_on", _day, WORDED),
        Field("签领|领取人签字", "signed", _name),
    ), totals="amount"),
    Form("grant", "专项资金拨付表|专项资金拨付明细表|为民服务和发展专项资金拨付台账", (
        Field("年度|资金年度", "year", _year),
        Field("资金类别|资金名称", "fund", _pick("专项资金", "办公经费", "关爱资金")),
        Field("拨付金额|拨款金额|实拨金额", "amount", _money(10_000, 200_000), MONEY),
        Field("拨付日期|拨款时间|到账日期", "paid_on", _day, ISO),
        Field("拨付文号|文号", "document_no", _code("灵财农〔2023〕")),
    ), several_villages=True, rows=(3, 6)),
    Form("resolution", "四议两公开台账|“四议两公开”决议登记表", (
        Field("决议编号|会议纪要编号|编号", "resolution_no", _code("决")),
        Field("议题|决议事项|决议内容", "subject", _pick("硬化三队巷道", "维修文化广场", "购买垃圾清运车", "鱼塘对外承包")),
        Field("涉及金额|金额(元)", "amount", _money(1000, 80_000), MONEY),
        Field("会议类型", "meeting_type", _pick("村民代表会议", "村民会议")),
        Field("会议日期|决议日期|会议时间", "resolved_on", _day, DOTTED),
        Field("应到人数|应到", "due", _count(30, 40)),
        Field("实到人数|实到", "present", _count(25, 30)),
        Field("同意人数|同意|赞成", "agreed", _count(20, 25)),
    )),
    Form("dividend_use", "红利使用明细表|红色股份红利使用台账", (
        Field("红利年度|年度", "year", _year),
        Field("使用日期|支出日期", "used_on", _day, ISO),
        Field("用途|使用内容|具体用途", "summary", _pick("追加合作社股本", "修缮水渠", "慰问困难党员", "七一主题党日活动")),
        Field("用途类别|使用类别", "category", _pick("再投入", "公益事业", "困难帮扶", "党员活动")),
        Field("使用金额|支出金额|金额", "amount", _money(500, 20_000), MONEY),
        Field("收款人|收款单位", "payee", _name),
        Field("凭证号", "voucher_no", _code("记")),
    ), totals="amount"),
    Form("dividend", "红利收取表|合作社分红到账登记表", (
        Field("合作社名称|合作社|入股合作社", "cooperative", _pick(*COOPS)),
        Field("红利年度|分红年度|年度", "year", _year),
        Field("股本金|入股金额", "share_capital", _money(100_000, 500_000), MONEY),
        Field("持股比例|占股比例", "ratio", _share, _percent),
        Field("应分红利|应得红利", "declared", _money(5000, 40_000), MONEY),
        Field("实收红利|到账金额", "received", _money(5000, 40_000), MONEY),
        Field("到账日期|到账时间", "received_on", _day, ISO),
        Field("收款户名|收款单位", "payee_name", _name),
    ), rows=(1, 3)),
    Form("share_event", "红色股份登记台账|股权登记台账", (
        Field("合作社|合作社名称", "cooperative", _pick(*COOPS)),
        Field("入股时间|入股日期|日期", "event_date", _day, WORDED),
        Field("变动类型|股权变动", "event", _pick("初始投入", "追加投入", "红利转增")),
        Field("入股形式|出资形式", "form", _pick("资金", "土地")),
        Field("入股金额|出资额|股金", "amount", _money(50_000, 300_000), MONEY),
        Field("占股比例|持股比例", "ratio", _share, _percent),
        Field("股权证号|股权证书号", "certificate_no", _code("证")),
    ), rows=(1, 4)),
    Form("official", "村干部花名册|村两委及监委会成员花名册|村干部基本情况表", (
        Field("姓名", "name", _name),
        Field("职务|现任职务", "post", _pick("支部书记", "村主任", "委员", "监委会主任")),
        Field("身份证号|身份证号码", "id_no", _id),
        Field("联系电话|手机号码", "phone", _pick("13995012345", "18695398765")),
        Field("银行账号|工资卡号", "bank_account", _card),
        Field("任职时间|任职日期", "in_office_from", _day, DOTTED),
    )),
    Form("project", "项目台账|工程项目登记表|村级项目一览表", (
        Field("项目编号|工程编号", "project_no", _code("XM")),
        Field("项目名称|工程名称", "project_name", _pick("渠道砌护", "巷道硬化", "文化广场", "蔬菜大棚")),
        Field("计划投资|预算金额", "budget", _money(50_000, 900_000), MONEY),
        Field("合同金额|中标价", "contract_amount", _money(50_000, 900_000), MONEY),
        Field("施工单位|承包单位", "contractor", _pick("灵武市顺达建材有限公司", "宏源水利工程队")),
        Field("开工日期|开工时间", "started_on", _day, ISO),
        Field("验收日期|验收时间", "accepted_on", _day, ISO),
    ), rows=(2, 5)),
    Form("purchase", "采购明细表|物资采购登记表|采购台账", (
        Field("采购日期|购买日期", "purchased_on", _day, ISO),
        Field("物品名称|品名|采购内容", "item", _pick("打印纸", "铁锹", "路灯", "消毒液")),
        Field("规格|规格型号", "specification", _pick("A4", "大号", "60W")),
        Field("计量单位|单位", "unit", _pick("箱", "把", "盏", "桶")),
        Field("数量|采购数量", "quantity", _count(1, 60)),
        Field("单价|单价(元)", "unit_price", lambda c, _: Decimal(c.rng.randint(100, 90_000)) / 100, float),  # type: ignore[arg-type]
        Field("金额|总价|合计金额", "amount", _money(50, 9000), MONEY),
        Field("供应商|供货单位", "supplier", _pick("惠民超市", "兴盛五金店")),
    ), totals="amount"),
    Form("publication", "村务公开登记表|三务公开登记台账|公开登记表", (
        Field("公开内容|公开事项|公示内容", "subject", _pick("财务收支", "专项资金", "红利使用", "决议")),
        Field("所属期起|期间起", "covers_from", lambda c, _: date(c.year, c.month, 1), ISO),
        Field("所属期止|期间止", "covers_to", lambda c, _: date(c.year, c.month, 28), ISO),
        Field("公开日期|公示时间|张贴日期", "published_on", _day, DOTTED),
        Field("公开地点|公示地点", "place", _pick("村务公开栏", "一队文化墙")),
    )),
    Form("hardship_register", "困难党员台账|困难党员登记册", (
        Field("姓名|党员姓名", "name", _name),
        Field("身份证号|身份证号码", "id_no", _id),
        Field("困难类别|困难类型|致困原因", "category", _pick("因病", "年老", "残疾")),
        Field("登记日期|登记时间|建档时间", "registered_on", _day, WORDED),
    )),
    Form("budget", "年度预算表|村级收支预算表", (
        Field("年度|预算年度", "year", _year),
        Field("资金类别|资金来源", "fund", _pick("专项资金", "办公经费", "集体资金")),
        Field("支出类别|预算科目|用途类别", "category", _pick("办公费", "水电费", "公益支出", "工程支出")),
        Field("预算金额|预算数|预算额", "amount", _money(2000, 90_000), MONEY),
    ), totals="amount"),
    Form("star_rating", "星级评定表|村党组织星级评定结果表|评星定级情况表", (
        Field("年度|评定年度", "year", _year),
        Field("星级|评定等级|评星结果", "stars", _count(1, 5)),
        Field("评定日期|评定时间", "rated_on", _day, ISO),
        Field("文号|评定文号", "document_no", _code("灵党组发")),
    ), several_villages=True, rows=(4, 8)),
    Form("receipt_book", "票据领用登记表|票据领用台账", (
        Field("票据类型|票据种类|票据名称", "document_type", _pick("收据", "往来收据", "财政票据")),
        Field("起始号码|起号|起始号", "first_no", lambda c, n: f"{c.number:04}{n:02}01"),
        Field("终止号码|止号|截止号", "last_no", lambda c, n: f"{c.number:04}{n:02}50"),
        Field("领用日期|领用时间", "issued_on", _day, ISO),
    ), rows=(2, 4)),
    Form("bank_account", "账户登记表|银行账户登记台账|村级银行账户一览表", (
        Field("账号|银行账号", "account_no", lambda c, n: f"29{c.number:06}{n:010}"),
        Field("账户名称|户名", "account_name", lambda c, _: c.village.full + "股份经济合作社"),
        Field("开户行|开户银行", "bank", _pick("灵武农商行", "农业银行灵武支行")),
        Field("开户日期|开户时间", "opened_on", _day, ISO),
    ), rows=(1, 3)),
)  # fmt: skip


def fill(case: Case, form: Form, page: Page) -> None:
    """Write the header, rows and total of ``form`` under whatever ``page`` already holds."""
    columns = [Column(case.rng.choice(f.heads.split("|")), f.name, f.write) for f in form.fields]
    homes: list[Village] = [case.village] * case.rng.randint(*form.rows)
    if form.several_villages and case.village.township == "郝家桥镇":
        homes = [v for v in VILLAGES if v.township == case.village.township]
        columns.insert(0, Column(case.rng.choice(("村名", "行政村", "村（社区）", "村")), "_village"))
    if case.chance(0.5):
        columns.insert(0, Column("序号", "_seq"))
    page.add(*(c.head for c in columns))
    own = Case(case.rng, case.village, case.month, case.number, case.year)
    sums = 0
    for n, home in enumerate(homes):
        own.village = home
        row: dict[str, Value] = {f.name: f.make(own, n) for f in form.fields}
        extra: dict[str, Value] = {"_village": home.name, "_seq": n + 1}
        line(page, own, form.kind, columns, {**row, **extra})
        value = row.get(form.totals)
        sums += value if isinstance(value, int) else 0
    if form.totals and case.chance(0.7):
        at = case.rng.randrange(2)
        page.add(
            *(
                "合计" if i == at else MONEY(sums) if c.field == form.totals else None
                for i, c in enumerate(columns)
            )
        )


def _family(form: Form) -> Callable[[Case], Book]:
    def make(case: Case) -> Book:
        words = case.rng.choice(form.titles.split("|"))
        page = Page(case.sheet_name(words))
        case.heading(page, words, f"{case.year}年度", case.rng.choice(("元", "")))
        fill(case, form, page)
        case.footer(page)
        page.period = None
        return case.book(form.kind, [page], words)

    make.__name__ = form.kind
    return make


FAMILIES: tuple[Callable[[Case], Book], ...] = tuple(map(_family, FORMS))
BY_KIND = {form.kind: form for form in FORMS}
