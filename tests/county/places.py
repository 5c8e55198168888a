"""Seventeen made-up villages, their people, and what they spend money on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

YEAR = 2023


@dataclass(frozen=True)
class Village:
    """A village of the register."""

    code: str
    name: str
    township: str

    @property
    def full(self) -> str:
        return self.township + self.name


# Names that contain one another, one name in two townships, communities beside villages.
_NAMES = {
    ("640181101", "临河镇"): ("东滩村", "西渠村", "红星村", "上庄村", "上庄子村"),
    ("640181102", "梧桐树乡"): ("南塘村", "北苑社区", "红星村", "新渠村", "大新渠村"),
    ("640181103", "郝家桥镇"): ("王家嘴村", "马场湖村", "沙坝头村", "吴家桥社区"),
    ("640181104", "白土岗乡"): ("新火村", "海子村", "二道沟村"),
}
VILLAGES = tuple(
    Village(f"{prefix}{200 + number:03}", name, township)
    for (prefix, township), names in _NAMES.items()
    for number, name in enumerate(names, start=1)
)
SHARED_NAMES = {v.name for v in VILLAGES if sum(o.name == v.name for o in VILLAGES) > 1}

SURNAMES = "马杨王李张刘吴丁白沙金田陈何"
GIVEN = ("建国", "学军", "秀兰", "文忠", "玉梅", "小龙", "淑芳", "永福", "晓燕", "志强", "凤英", "少华")
SHOPS = (
    "兴盛五金店",
    "灵武市顺达建材有限公司",
    "惠民超市",
    "新星打印部",
    "农机服务站",
    "宏源水利工程队",
    "电力公司",
)
SPENDING = (
    "购买打印纸和墨盒",
    "支付村部电费",
    "维修三支渠闸门",
    "支付保洁员工资",
    "购买路灯配件",
    "慰问困难党员",
    "支付会议室取暖费",
    "清淤机械费",
    "订阅报刊",
    "硬化巷道材料款",
    "支付水费",
    "购买防汛沙袋",
    "文化活动室桌椅款",
    "垃圾清运费",
    "支付绿化苗木款",
)
RECEIVING = (
    "收到机动地承包费",
    "收到上级拨付办公经费",
    "收到鱼塘租金",
    "存款利息",
    "收到为民服务资金",
    "收到废品变卖款",
)


def person(rng: Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def amount(rng: Random, low: int = 20, high: int = 60_000) -> int:
    """An amount in cents: mostly whole 元, sometimes with 角 and 分."""
    yuan = round(low * (high / low) ** rng.random())
    return yuan * 100 + rng.choice((0, 0, 0, 50, 30, 5, 66, 99))


def days(rng: Random, month: int, count: int, year: int = YEAR) -> list[date]:
    """Days of a month in order, some of them more than once."""
    last = 28 if month == 2 else 30
    return sorted(date(year, month, rng.randint(1, last)) for _ in range(count))


@dataclass(frozen=True)
class Entry:
    """One entry of a cash or bank book; exactly one of the amounts is there (cents)."""

    day: date
    voucher: str
    summary: str
    income: int | None
    expense: int | None
    party: str
    handler: str


def entries(rng: Random, month: int, count: int, *, step: int = 1) -> list[Entry]:
    """Make a month's entries; amounts are multiples of ``step`` cents."""
    made = []
    for number, day in enumerate(days(rng, month, count), start=1):
        cents = max(step, amount(rng) // step * step)
        incoming = rng.random() < 0.25
        made.append(
            Entry(
                day,
                str(number),
                rng.choice(RECEIVING if incoming else SPENDING),
                cents if incoming else None,
                None if incoming else cents,
                rng.choice(SHOPS),
                person(rng),
            )
        )
    return made
