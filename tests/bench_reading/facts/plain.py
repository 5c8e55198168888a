"""Make up single values by the name or the type of their field."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from schemas._spec import FieldSpec

Row = dict[str, str]

SURNAMES = "马杨王李张刘吴丁白沙金田陈何石彭向龙"
GIVEN = (
    "建国",
    "学军",
    "秀兰",
    "文忠",
    "玉梅",
    "小龙",
    "淑芳",
    "永福",
    "晓燕",
    "志强",
    "凤英",
    "少华",
    "光明",
    "翠花",
)
FIRMS = (
    "兴盛五金店", "顺达建材有限公司", "惠民超市", "新星打印部", "农机服务站", "宏源水利工程队", "县供电公司",
    "鑫磊石材有限公司", "金穗农资经营部", "永固建筑劳务有限公司", "红岩文化用品店", "康源药业有限公司",
)  # fmt: skip
SPENDING = (
    "购买打印纸和墨盒", "支付村部电费", "维修三支渠闸门", "支付保洁员报酬", "购买路灯配件", "订阅报刊", "支付水费",
    "清淤机械费", "硬化巷道材料款", "购买防汛沙袋", "垃圾清运费", "支付绿化苗木款", "会议室桌椅款", "印制公开栏",
)  # fmt: skip
RECEIVING = ("收机动地承包费", "收到上级拨款", "收鱼塘租金", "存款利息", "收门面租金", "收废品变卖款")
COOPERATIVES = (
    "茶叶专业合作社",
    "亿利德中药材合作社",
    "吉太养殖合作社",
    "富旺柑桔合作社",
    "绿野蔬菜合作社",
    "金果梨种植合作社",
)
TOWNSHIPS = ("柳溪乡", "石桥镇", "马颈坳镇", "白岩乡")
NAMES = ("红岩村", "麻园村", "梅子村", "双塘村", "上坪村", "老屋场村", "茶山村", "清水村", "大田村", "桐木村")
FUNDS = ("专项资金", "集体资金", "关爱资金", "办公经费")


def person(rng: Random) -> str:
    """A name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def people(rng: Random, count: int) -> list[str]:
    """Names, each once."""
    found: list[str] = []
    while len(found) < count:
        if (name := person(rng)) not in found:
            found.append(name)
    return found


def money(cents: int) -> str:
    """An amount in 元."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}"


def cents(rng: Random, low: int, high: int) -> int:
    """An amount between two amounts in 元, mostly whole, sometimes with 角 and 分."""
    return round(low * (high / low) ** rng.random()) * 100 + rng.choice((0, 0, 0, 50, 30, 5, 66, 99))


def decimal(number: float | str) -> str:
    """A number without idle zeros."""
    text = f"{float(number):.8f}".rstrip("0").rstrip(".")
    return text or "0"


def days(rng: Random, year: int, count: int) -> list[date]:
    """Days of a year in order, each another, some beyond the 12th of their month (so that none is ambiguous)."""
    return sorted(date(year, 1, 8) + timedelta(days=n) for n in rng.sample(range(340), count))


def digits(rng: Random, count: int) -> str:
    """A number as text that begins with no zero."""
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def id_no(rng: Random) -> str:
    """A number of an id card with its check digit."""
    body = (
        f"43310119{rng.randint(50, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(1, 999):03}"
    )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[rest]


def account(rng: Random) -> str:
    """A number of a bank account."""
    return "6217" + digits(rng, 15)


def uscc(rng: Random) -> str:
    """A social credit code by its look."""
    return "9143310" + digits(rng, 10) + rng.choice("ABCDEFGHJKLMNPQRTUWXY")


def village_of(rng: Random) -> Row:
    """A village and its township."""
    at, town = rng.randrange(len(NAMES)), rng.randrange(len(TOWNSHIPS))
    return {
        "village_code": f"433101{101 + town}{200 + at}",
        "village_name": NAMES[at],
        "township": TOWNSHIPS[town],
    }


def villages(rng: Random, count: int) -> list[Row]:
    """Several villages, each once."""
    made = []
    for at in rng.sample(range(len(NAMES)), count):
        town = at % len(TOWNSHIPS)
        made.append(
            {
                "village_code": f"433101{101 + town}{200 + at}",
                "village_name": NAMES[at],
                "township": TOWNSHIPS[town],
            }
        )
    return made


def written(spec: FieldSpec, rng: Random, number: int, year: int) -> str:
    """A value for a field no maker knows: by its name where many kinds have it, else by its type."""
    named = {
        "id_no": lambda: id_no(rng),
        "phone": lambda: "13" + digits(rng, 9),
        "fund": lambda: rng.choice(FUNDS),
        "note": lambda: rng.choice(("已核对", "附明细", "分两次付清", "")),
        "project_no": lambda: f"XM{year}-{rng.randint(1, 9):02}",
        "resolution_no": lambda: f"{year}-决-{number + 1:02}",
        "document_no": lambda: digits(rng, 8),
        "currency": lambda: "人民币",
    }
    if spec.name in named:
        return named[spec.name]()
    if spec.personal:
        return account(rng)
    if spec.values:
        return rng.choice([word for word, _ in spec.values])
    return {
        "money": lambda: money(cents(rng, 100, 60_000)),
        "date": lambda: str(date(year, 2, 14) + timedelta(days=number * 17)),
        "year": lambda: str(year),
        "month": lambda: str(number % 12 + 1),
        "count": lambda: str(rng.randint(2, 60)),
        "ratio": lambda: decimal(rng.randint(5, 60) / 100),
        "quantity": lambda: str(rng.randint(2, 30)),
        "time": lambda: f"{rng.randint(8, 17):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}",
    }.get(spec.role, lambda: "")()
