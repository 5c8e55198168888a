"""Give those who plant flaws what they need: a village, chance, fresh firms, and a place to write labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from pipeline.demo import draw
from pipeline.demo.paper import Sheet
from pipeline.demo.places import Firm
from pipeline.demo.service import Project, project
from pipeline.demo.shares import Stake, stake
from pipeline.demo.village import COLLECTIVE, Movement, Village
from pipeline.demo.window import day_in, next_workday

_SYLLABLES = "安邦昌诚德恩丰高广海和弘嘉坚捷聚凯康乐力茂宁鹏启瑞尚泰旺信雅益真卓佐铭晟煜霖垚淼森鑫焱"
_CROPS = (
    "葡萄", "红枣", "苜蓿", "食用菌", "马铃薯", "苹果", "蜂业", "肉牛", "滩羊", "油料", "花卉", "辣椒", "西瓜", "荞麦", "亚麻",
    "番茄", "甜瓜", "黄花菜", "莲藕", "水产", "獭兔", "蛋鸡", "核桃", "沙棘", "银柴胡", "甘草",
)  # fmt: skip
_WORKS = (
    "灌溉机井维修工程", "村级卫生室改造工程", "防洪排水沟工程", "村口景观改造工程", "晾晒场地硬化工程",
    "便民服务中心改造工程", "村级养老驿站改造工程", "河道清淤护岸工程", "村史馆修缮工程", "农贸市场改造工程",
    "垃圾收集点建设工程", "饮水蓄水池维修工程",
)  # fmt: skip
Bound = dict[str, list[Sheet]]


@dataclass(slots=True)
class Label:
    """What was planted: a flaw of one rule in one village, or (``is_decoy``) something that only looks like it.

    ``hint``: a text that the flag's subject or message must contain, '' where nothing can be foretold.
    ``amount``: 元 with two decimals, None where the rule gives none or it can't be foretold exactly.
    ``also``: other rules that the same facts trip; the rule itself, where it flags one fact year by year.
    """

    rule_id: str
    village_code: str
    village_name: str
    what: str
    difficulty: str
    is_decoy: bool
    hint: str = ""
    period: str | None = None
    amount: str | None = None
    also: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the label as plain data."""
        return asdict(self)


@dataclass(slots=True)
class Desk:
    """One flaw being planted in one village.

    ``shared``: chance that all villages taking part draw from alike; ``role``: which of them this one is.
    Steps in ``registers``, ``books`` and ``paper`` run when the village has got so far; those in ``again``
    change what the village hands in a second time, after the first night.
    """

    one: Village
    label: Label
    rng: Random
    shared: Random
    role: int = 0
    registers: list[Callable[[], None]] = field(default_factory=list)
    books: list[Callable[[], None]] = field(default_factory=list)
    paper: list[Callable[[Bound], None]] = field(default_factory=list)
    again: list[Callable[[Bound], None]] = field(default_factory=list)

    def say(self, hint: str = "", amount: int | None = None, period: date | None = None) -> None:
        """Write on the label what the flag must say; ``amount`` in cents."""
        self.label.hint = hint
        self.label.amount = None if amount is None else f"{amount // 100}.{amount % 100:02}"
        self.label.period = None if period is None else period.isoformat()

    def month(self, first: int = 1, last: int = 10, rng: Random | None = None) -> date:
        """Choose a month of the window that is neither among the first days nor among the last."""
        months = [m for m in self.one.window.months() if first <= m.month <= last]
        return (rng or self.rng).choice(months[:-2] if len(months) > 3 else months)

    def day(self, first: int = 1, last: int = 10) -> date:
        """Choose a workday in such a month."""
        return day_in(self.month(first, last), self.rng.randint(3, 24))

    def day_before(self, days: int, most: int) -> date:
        """Choose a day such that the workday so many days later is at most ``most`` days away."""
        while (self.after(day := self.day(), days) - day).days > most:
            pass
        return day

    def after(self, day: date, days: int) -> date:
        """Take the workday so many days after ``day``, or the next one."""
        return next_workday(day + timedelta(days=days))

    def firm(self, tail: str = "商贸有限公司", rng: Random | None = None) -> Firm:
        """Make up a firm nobody has dealt with before."""
        rng = rng or self.rng
        name = "".join(rng.sample(_SYLLABLES, 3))
        return Firm(f"青禾县{name}{tail}", "10" + draw.digits(rng, 15), draw.credit_code(rng, "91"))

    def person(self) -> draw.Person:
        """Make up a villager who is in no register."""
        taken = {
            p.name for p in (*self.one.workers, *self.one.hardship, *(o.person for o in self.one.officers))
        }
        return draw.person(self.rng, taken, 1955)

    def buy(self, day: date, summary: str, amount: int, firm: Firm | None = None, **facts: Any) -> Movement:
        """Pay a firm from the collective's account, against an invoice, in good order."""
        fund = facts.pop("fund", COLLECTIVE)
        contra = facts.pop("contra", "admin")
        return self.one.buy(
            day, fund, summary, amount, contra, firm or self.firm(), **({"category": "工作经费"} | facts)
        )

    def cash(self, day: date, summary: str, amount: int, **facts: Any) -> Movement:
        """Fetch cash from the bank and pay it out the same day."""
        self.one.pay(
            day, COLLECTIVE, "提取备用金", amount, "cash", method="现金", document_type="自制凭证", cash_leg=-1,
            counterparty="库存现金", category="其他",
        )  # fmt: skip
        return self.buy(day, summary, amount, method="现金", counterparty_account=None, in_cash=True, **facts)

    def stake(self, **how: Any) -> Stake:
        """Give the village another stake, in a co-operative of its own; its name is the label's hint."""
        used = {row["cooperative"] for row in self.one.tables["share_event"]}
        crops = [c for c in _CROPS if not any(c in name for name in used)]
        made = stake(self.one, f"{self.one.place.stem}{self.rng.choice(crops)}专业合作社", **how)
        self.label.hint = made.name
        return made

    def project(self, cost: int) -> Project:
        """Give the village another project, well documented; its name is the label's hint."""
        halves = [
            date(y, m, 1)
            for y in self.one.window.years
            for m in (1, 7)
            if self.one.window.holds(date(y, m + 5, 28))
        ]
        names = [row["project_name"] for row in self.one.tables["project"]]
        works = [work for work in _WORKS if not any(work in name for name in names)]
        made = project(self.one, self.rng.choice(halves), "公益事业", self.rng.choice(works), cost)
        self.label.hint = made.row["project_name"]
        return made

    def drop(self, movement: Movement) -> None:
        """Take a movement out of the books."""
        self.one.movements.remove(movement)

    def forget(self, kind: str, row: dict[str, Any]) -> None:
        """Take a row out of a register."""
        self.one.tables[kind] = [r for r in self.one.tables[kind] if r is not row]


def pages(bound: Bound, kind: str, word: str = "") -> Iterator[tuple[str, Sheet]]:
    """Find the sheets of one kind whose title contains ``word``, with their paths."""
    for path, sheets in bound.items():
        for sheet in sheets:
            if sheet.kind == kind and word in sheet.title:
                yield path, sheet
